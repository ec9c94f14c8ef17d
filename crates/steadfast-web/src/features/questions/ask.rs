//! Asking: the question, when its answer is wanted, and how much of it.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    questions::{Act, Ask, Detail},
    relationship::Act as SaidAct,
};

use super::{
    form::{Problem, When},
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
    space,
    ui::{Button, Choice, ChoiceField, Go, Page, TextField, Weight, WordsField, use_go},
    wording::entry_name,
    writing::words_of,
};

/// The page on which one asks something.
#[component]
pub(crate) fn NewQuestionPage() -> impl IntoView {
    circle::between_two(|us| view! { <New us /> }, || view! { <Alone /> })
}

#[component]
fn New(us: Circle) -> impl IntoView {
    let saying = Saying::new(expect_context::<Session>());
    let name = us.people.other_name();
    let asks = us.people.asks();
    let circle = StoredValue::new(us);
    view! {
        <Page title=say::questions::new_title(&name)>
            <p class="quiet">
                <Go to=Route::Questions label=say::questions::back() />
            </p>
            {if asks {
                view! { <AskForm circle kept_as="questions/ask" saying /> }.into_any()
            } else {
                view! { <p>{say::questions::lead_answerer(&name)}</p> }.into_any()
            }}
            <HowItWent saying />
        </Page>
    }
}

/// The fields of a question, and the button that asks it. Then one is on its page.
#[component]
pub(super) fn AskForm(
    circle: StoredValue<Circle>,
    /// Under which name of [`draft`] the words are kept until they are said.
    #[prop(into)]
    kept_as: String,
    saying: Saying,
    /// The earlier question, if it is asked again.
    #[prop(optional_no_strip)]
    again: Option<EntryId>,
) -> impl IntoView {
    let (id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let moment = Moment::new();
    let go = use_go();
    let text = draft(expect_context::<Session>(), &kept_as);
    let pace = PaceFields::new(When::Now, String::new());
    let detail = RwSignal::new(Some(Detail::Outline));
    let problem = RwSignal::new(None::<String>);
    let ask = move || {
        let words = words_of(&text.read_untracked(), say::questions::ask_blank());
        problem.set(words.as_ref().err().cloned());
        let (Ok(words), Some(pace), Some(detail)) =
            (words, pace.read(moment), detail.get_untracked())
        else {
            return;
        };
        let go = go.clone();
        let act = SaidAct::Questions(Act::Ask(Ask { words, pace, detail, again }));
        saying.say(id, act, say::questions::ask_sent(), move |entry| {
            text.set(String::new());
            go(Route::Question(entry_name(entry)));
        });
    };
    view! {
        <form
            class="flow"
            on:submit=move |event| {
                event.prevent_default();
                ask();
            }
        >
            <WordsField
                label=say::questions::ask_words()
                value=text
                reads
                help=say::questions::ask_hint()
                problem
            />
            <PaceInputs fields=pace offered=vec![When::Now, When::NotBefore, When::WithTherapist] />
            <ChoiceField
                label=say::questions::detail()
                value=detail
                choices=vec![
                    Choice::new(Detail::Short, say::questions::detail_short()),
                    Choice::new(Detail::Outline, say::questions::detail_outline()),
                    Choice::new(Detail::Full, say::questions::detail_full())
                        .with_help(say::questions::detail_full_help()),
                ]
            />
            <Button label=say::questions::ask_send(name) weight=Weight::Main submit=true busy=saying.busy() />
        </form>
    }
}

/// The fields that say when an answer is wanted.
#[derive(Clone, Copy)]
pub(super) struct PaceFields {
    when: RwSignal<Option<When>>,
    day: RwSignal<String>,
    problem: RwSignal<Option<Problem>>,
}

impl PaceFields {
    /// Fields that stand so.
    pub(super) fn new(when: When, day: String) -> Self {
        Self {
            when: RwSignal::new(Some(when)),
            day: RwSignal::new(day),
            problem: RwSignal::new(None),
        }
    }

    /// What was filled in, or `None` once it shows what is wrong with it.
    pub(super) fn read(self, moment: Moment) -> Option<steadfast_repair::questions::Pace> {
        let when = self.when.get_untracked()?;
        let pace = when.pace(&self.day.read_untracked(), &moment.zone());
        self.problem.set(pace.err());
        pace.ok()
    }
}

#[component]
pub(super) fn PaceInputs(fields: PaceFields, offered: Vec<When>) -> impl IntoView {
    let choices = offered.into_iter().map(|when| {
        let (label, help) = match when {
            When::Now => (say::questions::when_now(), None),
            When::NotBefore => (say::questions::when_not_before(), None),
            When::WithTherapist => {
                (say::questions::when_therapist(), Some(say::questions::when_therapist_help()))
            }
            When::Parked => (say::questions::when_parked(), None),
        };
        let choice = Choice::new(when, label);
        help.into_iter().fold(choice, |choice, help| choice.with_help(help))
    });
    let wrong = Signal::derive(move || {
        fields.problem.get().map(|_| say::questions::day_problem().to_owned())
    });
    view! {
        <ChoiceField label=say::questions::when() value=fields.when choices=choices.collect() />
        <Show when=move || fields.when.get() == Some(When::NotBefore)>
            <TextField label=say::questions::when_day() value=fields.day kind="date" problem=wrong />
        </Show>
    }
}
