//! Asking for space: for how long, and what goes through.

use leptos::prelude::*;
use steadfast_repair::{
    relationship::Act as Said,
    space::{Act, Ask},
};

use super::form::{Span, exemptions, spans, until};
use crate::{
    app::Session,
    circle::Circle,
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    space,
    ui::{Button, Choice, ChoiceField, TextField, TickField, Weight, WordsField},
    writing::words_of,
};

/// The form.
#[component]
pub(super) fn Asking(circle: Circle, moment: Moment, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, name) = (circle.id, circle.people.other_name());
    let reads = space::reads(&circle, None);
    let now = move || jiff::Timestamp::now().to_zoned(moment.zone());
    let span = RwSignal::new(None::<Span>);
    let (date, time) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (emergency, children) = (RwSignal::new(true), RwSignal::new(false));
    let own = draft(session, "space/own");
    let words = draft(session, "space/words");
    let problem = RwSignal::new(None::<Problem>);
    let send = move || {
        let Some(span) = span.get_untracked() else { return problem.set(Some(Problem::Span)) };
        let own_time = (date.get_untracked(), time.get_untracked());
        let Some(until) = until(span, &now(), (&own_time.0, &own_time.1)) else {
            return problem.set(Some(Problem::Time));
        };
        let ticked = [
            (say::space::exempt_emergency(), emergency.get_untracked()),
            (say::space::exempt_children(), children.get_untracked()),
        ];
        let Some(exempt) = exemptions(&ticked, &own.read_untracked()) else {
            return problem.set(Some(Problem::Own));
        };
        let with_it = match words_of(&words.read_untracked(), "") {
            Ok(words) => Some(words),
            Err(wrong) if wrong.is_empty() => None,
            Err(wrong) => return problem.set(Some(Problem::Words(wrong))),
        };
        problem.set(None);
        let act = Said::Space(Act::Ask(Ask { until, exempt, words: with_it }));
        saying.say(id, act, say::space::asked_said(), move |_| {
            own.set(String::new());
            words.set(String::new());
        });
    };
    let wrong =
        move |of: fn(Problem) -> Option<String>| Signal::derive(move || problem.get().and_then(of));
    let span_wrong =
        wrong(|problem| (problem == Problem::Span).then(|| say::space::problem_span().to_owned()));
    let span_wrong = move || span_wrong.get().filter(|_| span.read().is_none());
    let choice = |span| {
        let words = match span {
            Span::Evening => say::space::span_evening(),
            Span::Morning => say::space::span_morning(),
            Span::Day => say::space::span_day(),
            Span::Own => say::space::span_own(),
        };
        Choice::new(span, words)
    };
    view! {
        <form
            class="flow"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <ChoiceField
                label=say::space::span()
                value=span
                choices=spans(&now()).into_iter().map(choice).collect()
            />
            <Show when=move || span.get() == Some(Span::Own)>
                <TextField label=say::space::own_date() value=date kind="date" />
                <TextField
                    label=say::space::own_time()
                    value=time
                    kind="time"
                    problem=wrong(|problem| {
                        (problem == Problem::Time).then(|| say::space::problem_time().to_owned())
                    })
                />
            </Show>
            <fieldset class="field">
                <legend>{say::space::exempt()}</legend>
                <div class="options">
                    <TickField label=say::space::exempt_emergency() value=emergency />
                    <TickField label=say::space::exempt_children() value=children />
                </div>
            </fieldset>
            <details class="fold">
                <summary>{say::space::more()}</summary>
                <div class="flow">
                    <TextField
                        label=say::space::exempt_own()
                        value=own
                        words=true
                        problem=wrong(|problem| {
                            (problem == Problem::Own).then(|| say::space::problem_own().to_owned())
                        })
                    />
                    <WordsField
                        label=say::space::words()
                        help=say::space::words_hint()
                        value=words
                        reads
                        problem=wrong(|problem| match problem {
                            Problem::Words(wrong) => Some(wrong),
                            _ => None,
                        })
                        lines=2
                    />
                </div>
            </details>
            <p class="field-problem" aria-live="polite">{span_wrong}</p>
            <Button label=say::space::send(name) weight=Weight::Main submit=true busy=saying.busy() />
        </form>
    }
}

/// What is wrong with what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Span,
    Time,
    Own,
    Words(String),
}
