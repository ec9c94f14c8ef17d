//! Says on Today that a finished letter has rested. It is sent by nobody but its author, and when they want to.

use jiff::Timestamp;
use leptos::prelude::*;
use steadfast_circle::CircleId;

use super::{
    guide::name,
    state::{Form, rests_until},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft_of,
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{GoButton, Stitch},
};

/// A letter that was finished, the circle for which it was, and until when it rests.
#[derive(Clone, Copy)]
struct Finished {
    form: Form,
    circle: CircleId,
    /// What the circle is called, where it is not *Us*.
    place: Option<StoredValue<String>>,
    rests: RwSignal<String>,
}

/// The letters that were finished and have rested, if there are any.
#[component]
pub(crate) fn RestedLetters(moment: Moment) -> impl IntoView {
    let session = expect_context::<Session>();
    let circles = circle::shared(session);
    move || {
        let going_on = circles.get().into_iter().filter(Circle::is_going_on);
        let finished = going_on.flat_map(|circle| finished(session, &circle)).collect();
        view! { <Rested finished moment /> }
    }
}

/// What may be finished in a circle, by whoever looks.
fn finished(session: Session, circle: &Circle) -> Vec<Finished> {
    let named = session.address_in(circle.id, Route::Letters).circle;
    let place = named.map(|_| StoredValue::new(circle.title.clone()));
    let forms = Form::ALL.into_iter().filter(|form| form.is_for(&circle.people));
    let finished = forms.map(|form| Finished {
        form,
        circle: circle.id,
        place,
        rests: draft_of(session, named, &form.rests()),
    });
    finished.collect()
}

#[component]
fn Rested(finished: Vec<Finished>, moment: Moment) -> impl IntoView {
    let rested = move || {
        // Looked at again every minute, by the clock and not by the minute that has begun.
        let now = moment.now().max(Timestamp::now());
        let has_rested =
            |one: &&Finished| rests_until(&one.rests.read()).is_some_and(|until| until <= now);
        finished.iter().filter(has_rested).copied().collect::<Vec<_>>()
    };
    move || {
        let rested = rested();
        (!rested.is_empty()).then(|| {
            let rows = rested.into_iter().map(|Finished { form, circle, place, .. }| {
                let place = place.map(|place| place.get_value());
                view! {
                    <li class="today-row">
                        <p>{say::letters::has_rested(name(form))}</p>
                        {place.map(|place| view! { <p class="small quiet">{place}</p> })}
                        <GoButton to=Route::WriteLetter(form) circle label=say::letters::has_rested_go() />
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
