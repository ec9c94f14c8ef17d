//! Copies to take along: one to read, one for programs, and apart from both one that proves itself.

use jiff::Timestamp;
use leptos::{prelude::*, task::spawn_local};

use super::readable::Copy;
use crate::{
    app::Session,
    circle::Circle,
    messages as say,
    moment::Moment,
    platform,
    ui::{Button, Dialog, Stitch, TickField, Trouble},
    wording::Reader,
};

/// The dialog in which one takes a copy.
#[component]
pub(super) fn ExportDialog(
    circle: StoredValue<Circle>,
    open: RwSignal<bool>,
    moment: Moment,
) -> impl IntoView {
    view! {
        <Dialog open title=say::record::export_title()>
            <Exporting circle moment />
        </Dialog>
    }
}

/// How the last copy went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Done,
    Failed,
}

#[component]
fn Exporting(circle: StoredValue<Circle>, moment: Moment) -> impl IntoView {
    let id = circle.with_value(|circle| circle.id);
    let session = expect_context::<Session>();
    let understood = RwSignal::new(false);
    let made = RwSignal::new(None::<Made>);
    let busy = RwSignal::new(false);
    let done = move |went: bool| made.set(Some(if went { Made::Done } else { Made::Failed }));
    let page = move || {
        let (zone_name, zone) = (moment.zone_name(), moment.zone());
        let copy = circle.with_value(|circle| {
            let member = session.member_untracked()?;
            let record = member.record(id);
            let reader = Reader {
                people: &circle.people,
                zone: &zone_name,
                today: moment.today_untracked(),
            };
            let title = if circle.people.is_shared() {
                say::record::title_between(circle.people.together())
            } else {
                say::record::title_mine().to_owned()
            };
            member.relationship(id, |folded| {
                let (made, reader) = (Timestamp::now(), &reader);
                Copy { title: &title, record: &record, folded, reader, zone: &zone, made }.html()
            })
        });
        let save = |text: String| platform::save_file("notes.html", "text/html", text.as_bytes());
        done(copy.is_some_and(save));
    };
    let data = move || {
        let copy = session.member_untracked().and_then(|member| member.export_data(id).ok());
        let save =
            |text: String| platform::save_file("notes.json", "application/json", text.as_bytes());
        done(copy.is_some_and(save));
    };
    let verifiable = move || {
        let Some(member) = session.member_untracked() else { return done(false) };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let went = match member.export_verifiable(id).await {
                Ok(bytes) => {
                    platform::save_file("notes.steadfast", "application/octet-stream", &bytes)
                }
                Err(_) => false,
            };
            busy.try_set(false);
            made.try_set(Some(if went { Made::Done } else { Made::Failed }));
        });
    };
    view! {
        <p>{say::record::export_lead()}</p>
        <div class="group">
            <Button label=say::record::export_html() on_press=move |()| page() />
            <p class="small quiet">{say::record::export_html_hint()}</p>
        </div>
        <div class="group">
            <Button label=say::record::export_json() on_press=move |()| data() />
            <p class="small quiet">{say::record::export_json_hint()}</p>
        </div>
        <Stitch />
        <h3>{say::record::export_verifiable_title()}</h3>
        <p>{say::record::export_verifiable_lead()}</p>
        <TickField label=say::record::export_verifiable_tick() value=understood />
        <Button
            label=say::record::export_verifiable()
            busy=busy
            disabled=Signal::derive(move || !understood.get())
            on_press=move |()| verifiable()
        />
        <div aria-live="polite">
            {move || match made.get() {
                None => ().into_any(),
                Some(Made::Done) => view! { <p>{say::record::export_made()}</p> }.into_any(),
                Some(Made::Failed) => {
                    view! { <Trouble what=say::record::export_failed() now=say::record::export_failed_now() /> }.into_any()
                }
            }}
        </div>
    }
}
