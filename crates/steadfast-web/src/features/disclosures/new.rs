//! Telling that something happened: what, when, to whom and by when under the agreement in force.

use leptos::prelude::*;
use steadfast_repair::{
    agreements::PartnerHears,
    disclosures::{Act, Disclose, ToldElsewhere},
    relationship::Act as Said,
};

use super::{
    form::{Agreed, Problem, agreed, happened, other},
    page::Alone,
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{
        self, Button, Choice, ChoiceField, GoButton, Note, Page, TextField, TickField, Weight,
        WordsField,
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
    let elsewhere = Memo::new(move |_| chosen.get().and_then(|one| one.partner_hears()).is_some());
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
                let name = name.clone();
                if picked.read().is_none() {
                    return ().into_any();
                }
                if elsewhere.get() {
                    return chosen
                        .get()
                        .map(|one| view! { <Elsewhere one circle=id name saying /> })
                        .into_any();
                }
                view! { <Writing circle chosen what words at tried saying name /> }.into_any()
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
    at: Signal<Option<jiff::Timestamp>>,
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

/// Writing what happened, for the other.
#[component]
fn Writing(
    circle: StoredValue<Circle>,
    chosen: Memo<Option<Agreed>>,
    what: RwSignal<String>,
    words: RwSignal<String>,
    at: Memo<Result<jiff::Timestamp, Problem>>,
    tried: RwSignal<bool>,
    saying: Saying,
    name: String,
) -> impl IntoView {
    let go = ui::use_go();
    let written = move || words_of(&words.read(), say::disclosures::words_blank());
    let problem = Signal::derive(move || written().err().filter(|_| tried.get()));
    let send = move || {
        tried.set(true);
        let about = match chosen.get_untracked() {
            Some(one) => Ok(one.about()),
            None => other(&what.read_untracked()),
        };
        let (Ok(about), Ok(happened), Ok(told)) = (about, at.get_untracked(), untrack(written))
        else {
            return;
        };
        let go = go.clone();
        let act = Act::Disclose(Disclose { about, happened, words: told });
        let id = circle.with_value(|circle| circle.id);
        saying.say(id, Said::Disclosures(act), say::disclosures::told_now(), move |_| {
            words.set(String::new());
            what.set(String::new());
            go(Route::Disclosures);
        });
    };
    view! {
        <WordsField
            label=say::disclosures::words(&name)
            value=words
            reads=Signal::derive(move || circle.with_value(Circle::readers))
            help=say::disclosures::words_hint()
            problem=problem
            lines=6
        />
        <Button
            label=say::disclosures::send(&name)
            weight=Weight::Main
            busy=saying.busy()
            on_press=move |()| send()
        />
    }
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
