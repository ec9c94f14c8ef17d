//! The page of the record: how it stands in a sentence, then its lines, newest first.

use leptos::prelude::*;

use super::{compare::CompareDialog, export::ExportDialog, lines::Lines, status::Status};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    saying::{HowItWent, Saying},
    ui::{Button, Choice, Page, SelectField},
};

/// Which record is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Us,
    Mine,
}

/// The record of *Us*, or of *Mine*.
#[component]
pub(crate) fn RecordPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (us, mine) = (circle::us(session), circle::mine(session));
    let which =
        RwSignal::new(if us.with_untracked(Option::is_some) { Which::Us } else { Which::Mine });
    let title = Memo::new(move |_| match (which.get(), us.get()) {
        (Which::Us, Some(us)) if us.people.is_shared() => {
            say::record::title_between(us.people.together())
        }
        (Which::Us, Some(_)) => say::record::title_us().to_owned(),
        (Which::Us, None) | (Which::Mine, _) => say::record::title_mine().to_owned(),
    });
    let chosen = Memo::new(move |_| match which.get() {
        Which::Us => us.get().or_else(|| mine.get()),
        Which::Mine => mine.get(),
    });
    let both = Memo::new(move |_| us.get().map(|us| us.people.together()));
    view! {
        <Page title=title>
            {move || {
                both.get()
                    .map(|together| {
                        view! {
                            <SelectField
                                label=say::record::which()
                                value=which
                                choices=vec![
                                    Choice::new(Which::Us, say::record::which_us(together)),
                                    Choice::new(Which::Mine, say::record::which_mine()),
                                ]
                            />
                        }
                    })
            }}
            {move || chosen.get().map(|circle| view! { <OneRecord circle /> })}
        </Page>
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
