//! The page of the record: how it stands in a sentence, then its lines, newest first.

use leptos::prelude::*;
use steadfast_repair::people::CircleKind;

use super::{compare::CompareDialog, export::ExportDialog, lines::Lines, status::Status};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    saying::{HowItWent, Saying},
    ui::{Button, Choice, Page, SelectField},
};

/// The record of the circle that one is in, or of another.
#[component]
pub(crate) fn RecordPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (shared, mine) = (circle::shared(session), circle::mine(session));
    let circles = Memo::new(move |_| {
        let all: Vec<_> = shared.get().into_iter().chain(mine.get()).collect();
        all
    });
    let here = circle::here(session);
    let which = RwSignal::new(here.with_untracked(|here| here.as_ref().map(|here| here.id)));
    let chosen = Memo::new(move |_| {
        let (circles, which) = (circles.read(), which.get());
        circles.iter().find(|circle| Some(circle.id) == which).or(circles.last()).cloned()
    });
    let title = Memo::new(move |_| match chosen.read().as_ref() {
        Some(us) if us.kind == CircleKind::Us && us.people.is_shared() => {
            say::record::title_between(us.people.together())
        }
        Some(us) if us.kind == CircleKind::Us => say::record::title_us().to_owned(),
        Some(circle) if circle.kind != CircleKind::Mine => say::record::title_circle(&circle.title),
        Some(_) | None => say::record::title_mine().to_owned(),
    });
    let choices = Memo::new(move |_| {
        let circles = circles.read();
        let named = circles.iter().map(|circle| (circle.id, called(circle)));
        named.collect::<Vec<_>>()
    });
    view! {
        <Page title=title>
            {move || {
                let choices = choices.get();
                (1 < choices.len())
                    .then(|| {
                        let choices = choices.into_iter().map(|(id, called)| Choice::new(Some(id), called));
                        view! {
                            <SelectField label=say::record::which() value=which choices=choices.collect() />
                        }
                    })
            }}
            {move || chosen.get().map(|circle| view! { <OneRecord circle /> })}
        </Page>
    }
}

/// What a circle is called among the others.
fn called(circle: &Circle) -> String {
    match circle.kind {
        CircleKind::Us => say::record::which_us(circle.people.together()),
        CircleKind::Mine => say::record::which_mine().to_owned(),
        _ => circle.title.clone(),
    }
}

#[component]
fn OneRecord(circle: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let shared = circle.people.is_shared();
    let circle = StoredValue::new(circle);
    let (comparing, exporting) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Status circle moment comparing />
        <div class="row">
            {shared.then(|| view! { <Button label=say::record::compare() on_press=move |()| comparing.set(true) /> })}
            <Button label=say::record::export() on_press=move |()| exporting.set(true) />
        </div>
        <Lines circle moment saying />
        {shared.then(|| view! { <CompareDialog circle open=comparing /> })}
        <ExportDialog circle open=exporting moment />
        <HowItWent saying />
    }
}
