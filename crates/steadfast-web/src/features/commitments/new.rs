//! A new commitment: small, with its when, and shown as it will read before it is promised.

use leptos::prelude::*;
use steadfast_repair::{
    commitments::{Act, Promise},
    relationship::Act as Said,
    zone::ZoneName,
};

use super::{
    form::{Problem, ScheduleForm, promise},
    parts::{ScheduleFields, ScheduleInputs, text_problem},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{self, Button, Choice, ChoiceField, GoButton, Note, Page, TextField, Weight, WordsField},
    wording::{entry_name, schedule},
};

/// Whom a promise is made to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    /// The other, in *Us*.
    Us,
    /// Oneself, in *Mine*.
    Mine,
}

/// The page on which one promises something.
#[component]
pub(crate) fn NewCommitmentPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (us, mine) = (circle::here(session), circle::mine(session));
    move || {
        // The page is made anew only if a circle comes or goes, and then what was written is there as a draft.
        let mine = mine.get()?;
        let us = us.get().filter(|us| us.people.is_shared());
        Some(view! { <Filling us mine /> })
    }
}

#[component]
fn Filling(us: Option<Circle>, mine: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let go = ui::use_go();
    let shared = us.is_some();
    let to = RwSignal::new(Some(if shared { To::Us } else { To::Mine }));
    let what = draft(session, "commitment/what");
    let why = draft(session, "commitment/why");
    let today = moment.today_untracked();
    let fields = ScheduleFields::new(ScheduleForm::fresh(today.tomorrow().unwrap_or(today)));
    let problem = RwSignal::new(None::<Problem>);
    let name = us.as_ref().map(|us| us.people.other_name()).unwrap_or_default();
    let of_us = us.as_ref().map(|us| space::reads(us, None));
    let reads = Signal::derive(move || match of_us {
        Some(reads) if to.get() == Some(To::Us) => reads.get(),
        Some(_) | None => ui::Reads::MeAlone,
    });
    let circles = StoredValue::new((us, mine));
    let chosen = move || {
        circles.with_value(|(us, mine)| match us {
            Some(us) if to.get() == Some(To::Us) => us.clone(),
            Some(_) | None => mine.clone(),
        })
    };
    let made = Memo::new(move |_| filled_in(&what.read(), &why.read(), fields, moment));
    let send = move || match made.get_untracked() {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(promise) => {
            let go = go.clone();
            saying.say(
                chosen().id,
                Said::Commitments(Act::Promise(promise)),
                say::commitments::sent_promised(),
                move |entry| {
                    what.set(String::new());
                    why.set(String::new());
                    go(Route::Commitment(entry_name(entry)));
                },
            );
        }
    };
    // What was wrong is looked at again while somebody mends it, and not before they have tried to send.
    let wrong =
        Signal::derive(move || problem.get().and_then(|_| made.read().as_ref().err().copied()));
    let what_problem = Signal::derive(move || match wrong.get() {
        Some(Problem::What(error)) => Some(text_problem(error)),
        _ => None,
    });
    let why_problem = Signal::derive(move || match wrong.get() {
        Some(Problem::Note(error)) => Some(text_problem(error)),
        _ => None,
    });
    let alone = move || to.get() != Some(To::Us);
    let (for_why, for_button) = (name.clone(), name.clone());
    view! {
        <Page title=say::commitments::new_title()>
            <p>{say::commitments::edit_lead()}</p>
            <form
                class="flow"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                {(shared && session.named().is_none())
                    .then(|| {
                        view! {
                            <ChoiceField
                                label=say::commitments::who()
                                value=to
                                choices=vec![
                                    Choice::new(To::Us, say::commitments::who_us(&name)),
                                    Choice::new(To::Mine, say::commitments::who_mine()),
                                ]
                            />
                        }
                    })}
                <TextField
                    label=say::commitments::what()
                    value=what
                    help=say::commitments::what_hint()
                    problem=what_problem
                    words=true
                />
                <ScheduleInputs fields problem=wrong />
                <p class="quiet small">{say::commitments::zone(moment.zone_name().replace('_', " "))}</p>
                {move || {
                    let (label, help) = if alone() {
                        (say::commitments::why_alone().to_owned(), say::commitments::why_hint_alone().to_owned())
                    } else {
                        (say::commitments::why(&for_why), say::commitments::why_hint(&for_why))
                    };
                    view! {
                        <WordsField label value=why reads help problem=why_problem lines=3 />
                    }
                }}
                <Preview made moment />
                <div class="row">
                    {move || {
                        let label = if alone() {
                            say::commitments::promise_alone().to_owned()
                        } else {
                            say::commitments::promise_to(&for_button)
                        };
                        view! { <Button label weight=Weight::Main submit=true busy=saying.busy() /> }
                    }}
                    <GoButton to=Route::Commitments label=say::commitments::not_yet() weight=Weight::Quiet />
                </div>
            </form>
            <HowItWent saying />
        </Page>
    }
}

/// The promise as it will read, once there is one.
#[component]
fn Preview(made: Memo<Result<Promise, Problem>>, moment: Moment) -> impl IntoView {
    move || {
        made.get().ok().map(|promise| {
            let first = promise.schedule.slot(promise.schedule.first()).ok().flatten();
            let words = schedule(&promise.schedule, &moment.zone_name(), moment.today());
            view! {
                <Note>
                    <h2>{say::commitments::preview()}</h2>
                    <p class="words">{promise.what.as_str().to_owned()}</p>
                    <p class="begins">{words}</p>
                    {first
                        .map(|first| {
                            let when = ui::said_by(first.due, moment.now(), &moment.zone());
                            view! { <p class="quiet">{say::commitments::preview_first(when)}</p> }
                        })}
                </Note>
            }
        })
    }
}

fn filled_in(
    what: &str,
    why: &str,
    fields: ScheduleFields,
    moment: Moment,
) -> Result<Promise, Problem> {
    // A browser that does not say where it is gets the one zone that every database has.
    let zone = ZoneName::new(moment.zone_name())
        .or_else(|_| ZoneName::new("UTC"))
        .map_err(|_| Problem::Time)?;
    promise(what, why, &fields.read(), zone)
}
