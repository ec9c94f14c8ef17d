//! Says on Today that a finished letter has rested. It is sent by nobody but its author, and when they want to.

use jiff::Timestamp;
use leptos::prelude::*;

use super::{
    guide::name,
    state::{Form, rests_until},
};
use crate::{
    app::Session,
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{GoButton, Stitch},
};

/// The letters that were finished and have rested, if there are any.
#[component]
pub(crate) fn RestedLetters(moment: Moment) -> impl IntoView {
    let session = expect_context::<Session>();
    let rests = Form::ALL.map(|form| (form, draft(session, &form.rests())));
    let rested = Memo::new(move |_| {
        // Looked at again every minute, by the clock and not by the minute that has begun.
        let now = moment.now().max(Timestamp::now());
        let rested = rests
            .iter()
            .filter(|(_, rests)| rests_until(&rests.read()).is_some_and(|until| until <= now));
        rested.map(|(form, _)| *form).collect::<Vec<_>>()
    });
    move || {
        let rested = rested.get();
        (!rested.is_empty()).then(|| {
            let rows = rested.into_iter().map(|form| {
                view! {
                    <li class="today-row">
                        <p>{say::letters::has_rested(name(form))}</p>
                        <GoButton to=Route::WriteLetter(form) label=say::letters::has_rested_go() />
                    </li>
                }
            });
            view! {
                <Stitch />
                <section class="group">
                    <h2>{say::letters::has_rested_title()}</h2>
                    <ul class="today-rows">{rows.collect_view()}</ul>
                </section>
            }
        })
    }
}
