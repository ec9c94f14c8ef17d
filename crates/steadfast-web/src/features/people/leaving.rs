//! Going: leaving a circle, and taking everything off this device. Both alone, both at once.

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::CircleId;

use super::{state::not_yet_sent, troubles::saying};
use crate::{
    app::Session,
    emptying::Emptying,
    messages as say,
    told::{Telling, Told},
    ui::{Button, Dialog, Weight},
};

/// The way out of one circle.
#[component]
pub(crate) fn LeaveCircle(circle: CircleId, title: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let leave = Callback::new(move |()| {
        let Some(member) = session.member_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        told.set(None);
        spawn_local(async move {
            match member.leave(circle).await {
                Ok(()) => {
                    session.sync_soon(circle);
                    open.try_set(false);
                }
                Err(error) => {
                    told.try_set(Some(saying(&error)));
                }
            }
            busy.try_set(false);
        });
    });
    view! {
        <Button label=say::people::leave() weight=Weight::Quiet on_press=move |()| open.set(true) />
        <Dialog open title=say::people::leave_title() close_label=say::people::leave_keep()>
            <p>{say::people::leave_lead()}</p>
            <p>{say::people::leave_reads()}</p>
            <Telling told />
            <Button label=Signal::derive(move || say::people::leave_go(title.get())) busy on_press=leave />
        </Dialog>
    }
}

/// Takes everything off this device.
#[component]
pub(crate) fn EraseSection() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="group">
            <h2>{say::people::erase_section()}</h2>
            <p class="quiet">{say::people::erase_about()}</p>
            <Show
                when=move || open.get()
                fallback=move || view! { <Button label=say::people::erase() on_press=move |()| open.set(true) /> }
            >
                <Erasing open />
            </Show>
        </section>
    }
}

/// Asks before everything goes.
#[component]
fn Erasing(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let unsent = untrack(|| session.circles())
        .iter()
        .map(|circle| not_yet_sent(&circle.status))
        .sum::<usize>();
    view! {
        <Emptying
            title=say::people::erase_title()
            sure_label=say::people::erase_sure()
            go=say::people::erase_go()
            keep=say::people::erase_keep()
            open
        >
            <p>{say::people::erase_lead()}</p>
            {(unsent > 0).then(|| view! { <p>{say::people::erase_unsent(i64::try_from(unsent).unwrap_or(i64::MAX))}</p> })}
        </Emptying>
    }
}
