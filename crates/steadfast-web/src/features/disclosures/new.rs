//! Telling that something happened: what, when, to whom and by when under the agreement in force.

use jiff::Timestamp;
use leptos::prelude::*;
use steadfast_repair::{
    agreements::PartnerHears,
    disclosures::{Act, Disclose, ToldElsewhere},
    relationship::Act as Said,
};

use super::{
    form::{Agreed, Problem, agreed, happened, other},
    page::Alone,
    places::{about_in, partner_hears_of, places},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    naming,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{
        self, Button, Choice, ChoiceField, GoButton, Note, Page, Reads, TextField, TickField,
        Weight, WordsField,
    },
    wording::helpers_words,
    writing::words_of,
};

/// The page on which one tells that something happened.
#[component]
pub(crate) fn NewDisclosurePage() -> impl IntoView {
    circle::between_two(|us| view! { <Telling us /> }, || view! { <Alone /> })
}

/// What it is about, as it is chosen: by its place among what was agreed, or something else.
type Picked = Option<usize>;

#[component]
fn Telling(us: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let (name, id) = (us.people.other_name(), us.id);
    // What can be picked stays as it was while somebody writes.
    let agreed = untrack(|| session.relationship(us.id, |folded| agreed(folded, &us.people)));
    let agreed = StoredValue::new(agreed.unwrap_or_default());
    let circle = StoredValue::new(us);
    let nothing_agreed = agreed.with_value(Vec::is_empty);
    let picked = RwSignal::new(nothing_agreed.then_some(None::<usize>));
    let what = draft(session, "disclosure/what");
    let words = draft(session, "disclosure/words");
    let now = untrack(|| moment.now()).to_zoned(moment.zone());
    let day = RwSignal::new(now.date().to_string());
    let time = RwSignal::new(ui::clock_time(now.time()));
    let at = Memo::new(move |_| happened(&day.read(), &time.read(), &moment.zone(), moment.now()));
    let chosen = Memo::new(move |_| {
        let place = picked.get()??;
        agreed.with_value(|agreed| agreed.get(place).cloned())
    });
    let choices = agreed.with_value(|agreed| {
        let known = agreed
            .iter()
            .enumerate()
            .map(|(place, one)| Choice::in_words(Some(place), one.behaviour.what.as_str()));
        known
            .chain(std::iter::once(
                Choice::new(None, say::disclosures::other())
                    .with_help(say::disclosures::other_hint()),
            ))
            .collect::<Vec<Choice<Picked>>>()
    });
    let tried = RwSignal::new(false);
    let is_other = move || picked.get() == Some(None);
    let when_problem = Signal::derive(move || match at.get() {
        Err(Problem::Ahead) => Some(say::disclosures::problem_ahead().to_owned()),
        Err(_) if tried.get() => Some(say::disclosures::problem_when().to_owned()),
        _ => None,
    });
    let what_problem = Signal::derive(move || {
        (tried.get() && is_other() && other(&what.read()).is_err())
            .then(|| say::disclosures::problem_what().to_owned())
    });
    let all = StoredValue::new(circle::shared(session).get_untracked());
    let goes = Memo::new(move |_| {
        picked.get()?;
        let chosen = chosen.read();
        let to = |all: &Vec<Circle>| circle.with_value(|here| places(chosen.as_ref(), here, all));
        Some(all.with_value(to))
    });
    let clock_name = name.clone();
    view! {
        <Page title=say::disclosures::new_title()>
            <p>{say::disclosures::new_lead()}</p>
            {(!nothing_agreed)
                .then(|| view! { <ChoiceField label=say::disclosures::what() value=picked choices=choices.clone() /> })}
            <Show when=is_other>
                <TextField
                    label=say::disclosures::other_what()
                    value=what
                    help=say::disclosures::other_what_hint()
                    problem=what_problem
                    words=true
                />
            </Show>
            <fieldset class="field">
                <legend>{say::disclosures::when()}</legend>
                <div class="side-by-side">
                    <TextField label=say::disclosures::when_day() value=day kind="date" problem=when_problem />
                    <TextField label=say::disclosures::when_time() value=time kind="time" />
                </div>
            </fieldset>
            {move || {
                chosen
                    .get()
                    .map(|one| {
                        view! { <Clock one at=Signal::derive(move || at.get().ok()) name=clock_name.clone() moment /> }
                    })
            }}
            {move || {
                let goes = goes.get()?;
                let yourself = goes
                    .elsewhere
                    .map(|helpers| view! { <p>{say::disclosures::yourself(helpers_words(helpers))}</p> });
                let name = name.clone();
                let rest = if goes.circles.is_empty() {
                    chosen.get().map(|one| view! { <Elsewhere one circle=id name saying /> }).into_any()
                } else {
                    view! { <Writing here=circle goes=goes.circles chosen what words at tried saying /> }.into_any()
                };
                Some(view! { {yourself} {rest} })
            }}
            <p>
                <GoButton to=Route::Disclosures label=say::disclosures::not_yet() weight=Weight::Quiet />
            </p>
            <HowItWent saying />
        </Page>
    }
}

/// To whom it goes and by when, which only the one who tells sees.
#[component]
fn Clock(
    one: Agreed,
    at: Signal<Option<Timestamp>>,
    name: String,
    moment: Moment,
) -> impl IntoView {
    let helpers = one.helpers().map(helpers_words);
    let goes = match (one.partner_hears(), &helpers) {
        (Some(_), Some(helpers)) => say::disclosures::goes_elsewhere(helpers, &name),
        (_, Some(helpers)) => say::disclosures::goes_both(helpers, &name),
        (_, None) => say::disclosures::goes(&name),
    };
    let by = move || {
        let by = one.by(at.get()?);
        let now = moment.now();
        Some(if now <= by {
            say::disclosures::until(ui::said_by(by, now, &moment.zone()))
        } else {
            say::disclosures::past(ui::at_time(by, now, &moment.zone()))
        })
    };
    view! {
        <Note>
            <p>{goes}</p>
            <p>{by}</p>
            <p class="small quiet">{say::disclosures::clock_alone()}</p>
        </Note>
    }
}

/// Writing what happened, for all who are told of it.
#[component]
fn Writing(
    here: StoredValue<Circle>,
    goes: Vec<Circle>,
    chosen: Memo<Option<Agreed>>,
    what: RwSignal<String>,
    words: RwSignal<String>,
    at: Memo<Result<Timestamp, Problem>>,
    tried: RwSignal<bool>,
    saying: Saying,
) -> impl IntoView {
    let go = ui::use_go();
    let moment = Moment::new();
    let label = say::disclosures::words(naming::together(&names(&goes)));
    let several = 1 < goes.len();
    // Whoever was told already, when something went wrong on the way, is not told a second time.
    let to: Vec<_> = goes.into_iter().map(|circle| (circle, RwSignal::new(true))).collect();
    let to = StoredValue::new(to);
    let ticked = move || {
        let ticked = |to: &Vec<(Circle, RwSignal<bool>)>| {
            let ticked = to.iter().filter(|(_, ticked)| ticked.get());
            ticked.map(|(circle, _)| circle.clone()).collect::<Vec<_>>()
        };
        to.with_value(ticked)
    };
    let in_time = move |one: &Agreed| at.get().is_ok_and(|at| moment.now() <= one.by(at));
    let hears = Memo::new(move |_| {
        chosen.get().is_some_and(|one| partner_hears_of(&one, &ticked()) && in_time(&one))
    });
    let written = move || words_of(&words.read(), say::disclosures::words_blank());
    let problem = Signal::derive(move || written().err().filter(|_| tried.get()));
    let later = to.with_value(|to| {
        let later = |(circle, _): &(Circle, _)| (circle.id, space::reads(circle, None));
        to.iter().map(later).collect::<Vec<_>>()
    });
    let reads = Signal::derive(move || {
        let (ticked, readers) = (ticked(), Reads::with_me(names(&ticked())));
        // What stands in an agreement goes by its hours, whatever else waits.
        if chosen.read().is_some() {
            return readers;
        }
        let goes = |id| ticked.iter().any(|circle| circle.id == id);
        let later = later.iter().filter(|(id, _)| goes(*id)).map(|(_, reads)| reads.get());
        later.fold(readers, Reads::no_sooner_than)
    });
    let send = move || {
        tried.set(true);
        let (chosen, to_circles) = (chosen.get_untracked(), untrack(ticked));
        let about = match &chosen {
            Some(_) => Ok(None),
            None => other(&what.read_untracked()).map(Some),
        };
        let (Ok(other), Ok(happened), Ok(told)) = (about, at.get_untracked(), untrack(written))
        else {
            return;
        };
        if to_circles.is_empty() {
            return;
        }
        let act = |circle: &Circle| {
            let agreed =
                chosen.as_ref().map(|one| here.with_value(|here| about_in(one, circle, here)));
            let about = agreed.or_else(|| other.clone())?;
            let act = Act::Disclose(Disclose { about, happened, words: told.clone() });
            Some((circle.id, Said::Disclosures(act)))
        };
        let mut acts: Vec<_> = to_circles.iter().filter_map(act).collect();
        if let Some(one) = chosen.filter(|_| hears.get_untracked())
            && let Some(to) = one.helpers()
        {
            let Agreed { agreement, version, .. } = one;
            let act = Act::ToldElsewhere(ToldElsewhere { agreement, version, to });
            acts.push((here.with_value(|here| here.id), Said::Disclosures(act)));
        }
        let go = go.clone();
        let each = move |said| {
            to.with_value(|to| {
                let told = to.iter().find(|(circle, _)| circle.id == said);
                told.map(|(_, ticked)| ticked.try_set(false))
            });
        };
        saying.say_each(acts, say::disclosures::told_now(), each, move || {
            words.set(String::new());
            what.set(String::new());
            go(Route::Disclosures);
        });
    };
    let ticks = move || {
        let tick = |(circle, ticked): &(Circle, RwSignal<bool>)| {
            let names = naming::together(&circle.people.others());
            let label = say::disclosures::to_circle(&circle.title, names);
            view! { <TickField label value=*ticked /> }
        };
        to.with_value(|to| to.iter().map(tick).collect_view())
    };
    let partner = here.with_value(|here| here.people.other_name());
    view! {
        {several
            .then(|| {
                view! {
                    <fieldset class="field">
                        <legend>{say::disclosures::to()}</legend>
                        <div class="options">{ticks()}</div>
                        <p class="field-problem" role="status">
                            {move || (tried.get() && ticked().is_empty()).then(say::disclosures::to_nobody)}
                        </p>
                    </fieldset>
                }
            })}
        <WordsField
            label
            value=words
            reads
            help=say::disclosures::words_hint()
            problem=problem
            lines=6
        />
        {move || hears.get().then(|| view! { <p>{say::disclosures::also_know(&partner)}</p> })}
        <Button
            label=Signal::derive(move || say::disclosures::send(naming::together(&names(&ticked()))))
            weight=Weight::Main
            busy=saying.busy()
            on_press=move |()| send()
        />
    }
}

/// Everybody else in some circles, each once.
fn names(circles: &[Circle]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in circles.iter().flat_map(|circle| circle.people.others()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What is told to somebody else: nothing of it is written here.
#[component]
fn Elsewhere(
    one: Agreed,
    circle: steadfast_circle::CircleId,
    name: String,
    saying: Saying,
) -> impl IntoView {
    let go = ui::use_go();
    let done = RwSignal::new(false);
    let Agreed { agreement, version, .. } = one;
    let (helpers, hears) = (one.helpers(), one.partner_hears());
    let send = move || {
        let Some(to) = helpers.filter(|_| done.get_untracked()) else { return };
        let go = go.clone();
        let act = Act::ToldElsewhere(ToldElsewhere { agreement, version, to });
        saying.say(circle, Said::Disclosures(act), say::disclosures::told_now(), move |_| {
            go(Route::Disclosures);
        });
    };
    match hears {
        Some(PartnerHears::ToldInTime) => view! {
            <p>{say::disclosures::elsewhere_lead(&name)}</p>
            <TickField label=say::disclosures::elsewhere_done() value=done />
            <Button
                label=say::disclosures::elsewhere_send(&name)
                weight=Weight::Main
                disabled=Signal::derive(move || !done.get())
                busy=saying.busy()
                on_press=move |()| send()
            />
        }
        .into_any(),
        Some(PartnerHears::Nothing) | None => {
            view! { <p>{say::disclosures::elsewhere_nothing(name)}</p> }.into_any()
        }
    }
}
