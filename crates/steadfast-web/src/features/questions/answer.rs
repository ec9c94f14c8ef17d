//! Answering: now, by a time that one says, or how one will find out; and answering otherwise later.

use leptos::prelude::*;
use steadfast_coach::{Form, Role};
use steadfast_repair::{
    EntryId,
    questions::{Act, Answer, NotRemember, Pace, Promise, Question, Setting},
    relationship::Act as SaidAct,
};

use super::{
    form::{Problem, answer_by},
    state::Shown,
};
use crate::{
    app::Session,
    circle::Circle,
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    space,
    ui::{Button, Choice, ChoiceField, Coach, CoachedField, TextField, Weight},
    wording::entry_name,
    writing::{WordsForm, words_of},
};

/// The draft of an answer, with the coach over it. Whoever is asked by the one who was hurt writes as the one involved.
pub(super) fn coached(session: Session, question: EntryId) -> (RwSignal<String>, Coach) {
    let text = draft(session, &format!("questions/answer/{}", entry_name(question)));
    let role = Signal::derive(|| Some(Role::Involved));
    (text, Coach::new(text, role, Signal::derive(|| Form::Answer)))
}

/// What the other can say to a question.
#[component]
pub(super) fn Answering(
    id: EntryId,
    circle: StoredValue<Circle>,
    shown: Memo<Option<Shown>>,
    text: RwSignal<String>,
    coach: Coach,
    name: String,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let of =
        move |say: fn(&Shown) -> bool| Memo::new(move |_| shown.read().as_ref().is_some_and(say));
    let can_answer = of(|shown| shown.can_answer);
    let answered = of(|shown| shown.question.is_answered());
    let can_promise = of(|shown| {
        let Question { pace, withdrawn, .. } = &shown.question;
        *pace != Pace::Parked && withdrawn.is_none() && !shown.question.is_answered()
    });
    let held = of(|shown| !shown.can_answer && shown.question.withdrawn.is_none());
    let only_therapist = of(|shown| shown.question.pace == Pace::WithTherapist);
    let name = StoredValue::new(name);
    view! {
        <Show when=move || held.get()>
            <p>{say::questions::held(name.get_value())}</p>
        </Show>
        <Show when=move || can_answer.get()>
            {move || {
                if answered.get() {
                    view! {
                        <details class="fold">
                            <summary>{say::questions::otherwise()}</summary>
                            <p>{say::questions::otherwise_lead()}</p>
                            <Writing id circle text coach name saying otherwise=true />
                        </details>
                    }
                        .into_any()
                } else {
                    view! { <Writing id circle text coach name saying /> }.into_any()
                }
            }}
        </Show>
        <Show when=move || can_promise.get()>
            <details class="fold">
                <summary>{say::questions::later()}</summary>
                <Later id circle only_therapist moment saying />
            </details>
        </Show>
        <Show when=move || can_answer.get() && !answered.get()>
            <details class="fold">
                <summary>{say::questions::forgotten()}</summary>
                <Forgotten id circle name saying />
            </details>
        </Show>
    }
}

/// The answer, beside the coach.
#[component]
fn Writing(
    id: EntryId,
    circle: StoredValue<Circle>,
    text: RwSignal<String>,
    coach: Coach,
    name: StoredValue<String>,
    saying: Saying,
    /// Whether there is an answer already, beside which this one will stand.
    #[prop(optional)]
    otherwise: bool,
) -> impl IntoView {
    let (circle_id, reads) =
        circle.with_value(|circle| (circle.id, space::reads(circle, Some(id))));
    let problem = RwSignal::new(None::<String>);
    let send = move || match words_of(&text.read_untracked(), say::questions::answer_blank()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(words) => {
            problem.set(None);
            let act = SaidAct::Questions(Act::Answer(Answer { question: id, words }));
            saying.say(circle_id, act, say::questions::answer_sent(), move |_| {
                text.set(String::new());
            });
        }
    };
    view! {
        <form
            class="group"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <CoachedField
                coach
                label=say::questions::answer_words()
                help=say::questions::answer_hint()
                reads
                problem
            />
            <Button
                label=if otherwise {
                    say::questions::otherwise_send().to_owned()
                } else {
                    say::questions::answer_send(name.get_value())
                }
                weight=Weight::Main
                submit=true
                busy=saying.busy()
            />
        </form>
    }
}

/// Saying by when, and with whom.
#[component]
fn Later(
    id: EntryId,
    circle: StoredValue<Circle>,
    only_therapist: Memo<bool>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let circle_id = circle.with_value(|circle| circle.id);
    let in_two_days = moment.today_untracked().saturating_add(jiff::Span::new().days(2));
    let day = RwSignal::new(in_two_days.to_string());
    let time = RwSignal::new("21:00".to_owned());
    let with = RwSignal::new(Some(Setting::TheTwo));
    let problem = RwSignal::new(None::<Problem>);
    let promise = move || {
        let by = answer_by(
            &day.read_untracked(),
            &time.read_untracked(),
            &moment.zone(),
            jiff::Timestamp::now(),
        );
        problem.set(by.err());
        let Ok(by) = by else { return };
        let with = match with.get_untracked() {
            Some(with) if !only_therapist.get_untracked() => with,
            Some(_) | None => Setting::Therapist,
        };
        let act = SaidAct::Questions(Act::Promise(Promise { question: id, by, with }));
        saying.say(circle_id, act, say::questions::later_sent(), |_| {});
    };
    let day_wrong = Signal::derive(move || match problem.get()? {
        Problem::Day => Some(say::questions::day_problem().to_owned()),
        Problem::Past => Some(say::questions::past_problem().to_owned()),
        Problem::Time => None,
    });
    let time_wrong = Signal::derive(move || {
        (problem.get() == Some(Problem::Time)).then(|| say::questions::time_problem().to_owned())
    });
    view! {
        <form
            class="flow"
            on:submit=move |event| {
                event.prevent_default();
                promise();
            }
        >
            <p>{say::questions::later_lead()}</p>
            <div class="side-by-side">
                <TextField label=say::questions::later_day() value=day kind="date" problem=day_wrong />
                <TextField label=say::questions::later_time() value=time kind="time" problem=time_wrong />
            </div>
            {move || {
                if only_therapist.get() {
                    view! { <p class="small quiet">{say::questions::later_only_therapist()}</p> }.into_any()
                } else {
                    view! {
                        <ChoiceField
                            label=say::questions::later_with()
                            value=with
                            choices=vec![
                                Choice::new(Setting::TheTwo, say::questions::later_two()),
                                Choice::new(Setting::Therapist, say::questions::later_therapist()),
                            ]
                        />
                    }
                        .into_any()
                }
            }}
            <Button label=say::questions::later_send() submit=true busy=saying.busy() />
        </form>
    }
}

/// Saying that one does not remember, and how one will find out.
#[component]
fn Forgotten(
    id: EntryId,
    circle: StoredValue<Circle>,
    name: StoredValue<String>,
    saying: Saying,
) -> impl IntoView {
    let (circle_id, reads) =
        circle.with_value(|circle| (circle.id, space::reads(circle, Some(id))));
    let act = move |find_out| {
        SaidAct::Questions(Act::NotRemember(NotRemember { question: id, find_out }))
    };
    view! {
        <WordsForm
            kept_as=format!("questions/find-out/{}", entry_name(id))
            circle=circle_id
            saying
            act
            told=say::questions::forgotten_sent()
            if_blank=say::questions::forgotten_blank()
            label=say::questions::forgotten_words()
            help=say::questions::forgotten_hint()
            reads
            send=say::questions::forgotten_send(name.get_value())
            lines=3
        />
    }
}
