//! What was told, the newest first, each with its additions.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    disclosures::{Act, Add},
    relationship::Act as Said,
};

use super::state::{Due, Item, Told, items};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{self, AlonePage, GoButton, Note, Page, Weight},
    wording::{People, entry_name, helpers_words, hours},
    writing::WordsForm,
};

/// All disclosures of *Us*.
#[component]
pub(crate) fn DisclosuresPage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

#[component]
pub(super) fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::disclosures::title() lead=say::disclosures::alone() to=Route::Us go=say::frame::us() />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let moment = Moment::new();
    let saying = Saying::new(expect_context::<Session>());
    let people = us.people.clone();
    // Whoever is there for the others' sake is told, and tells nothing of their own.
    let tells = !people.am_professional();
    let circle = StoredValue::new(us);
    let told = circle::folded(circle, |folded, us| items(folded, &us.people));
    view! {
        <Page title=say::disclosures::title()>
            <p>{say::disclosures::lead()}</p>
            {tells.then(|| view! { <GoButton to=Route::NewDisclosure label=say::disclosures::new() weight=Weight::Main /> })}
            {move || {
                let told = told.get();
                if told.is_empty() {
                    return view! { <Note><p>{say::disclosures::empty()}</p></Note> }.into_any();
                }
                let items = told
                    .into_iter()
                    .map(|item| {
                        let people = people.clone();
                        view! {
                            <li>
                                {match item {
                                    Item::Told(told) => view! { <OneTold told people circle moment saying /> }.into_any(),
                                    Item::Elsewhere { who, at, to } => {
                                        let when = ui::said(at, moment.now(), &moment.zone());
                                        let helpers = helpers_words(to);
                                        let (told, word) = if people.is_me(who) {
                                            (say::disclosures::elsewhere_mine(helpers, when), say::disclosures::elsewhere_word_mine())
                                        } else {
                                            let who = people.subject(who);
                                            (say::disclosures::elsewhere(helpers, when, who), say::disclosures::elsewhere_word())
                                        };
                                        view! {
                                            <article class="group">
                                                <p>{told}</p>
                                                <p class="small quiet">{word}</p>
                                            </article>
                                        }
                                            .into_any()
                                    }
                                }}
                            </li>
                        }
                    })
                    .collect_view();
                view! { <ul class="disclosures">{items}</ul> }.into_any()
            }}
            <HowItWent saying />
        </Page>
    }
}

#[component]
fn OneTold(
    told: Told,
    people: People,
    circle: StoredValue<Circle>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    let what = told.what.unwrap_or_else(|| say::disclosures::what_erased().to_owned());
    let line = say::disclosures::told(when(told.at), people.subject(told.who));
    let happened = say::disclosures::happened(when(told.happened));
    let additions = told.additions.into_iter().map(|(at, words)| {
        view! {
            <div class="answer">
                <p class="small quiet">{say::disclosures::added(when(at))}</p>
                <blockquote class="words">{words}</blockquote>
            </div>
        }
    });
    let additions = additions.collect_view();
    view! {
        <article class="group">
            <h2 class="words">{what}</h2>
            <p class="small quiet">{line}</p>
            <p class="small quiet">{happened}</p>
            {told.due.map(|due| view! { <InTime due /> })}
            // What was told stays closed until one is ready for it.
            <details class="fold">
                <summary>{say::wording::read_it()}</summary>
                <div class="group">
                    <blockquote class="words">{told.words}</blockquote>
                    {additions}
                </div>
            </details>
            {told.mine.then(|| view! { <Adding id=told.id circle saying /> })}
        </article>
    }
}

/// Whether it came in time, by the record's own window.
#[component]
fn InTime(due: Due) -> impl IntoView {
    let within = hours(due.within);
    let words = match (due.in_time, due.by_word) {
        (true, false) => say::disclosures::in_time(within),
        (false, false) => say::disclosures::late(within),
        (true, true) => say::disclosures::in_time_by_word(within),
        (false, true) => say::disclosures::late_by_word(within),
    };
    view! {
        <p>{words}</p>
        {due.claimed_earlier.then(|| view! { <p class="small quiet">{say::disclosures::claimed_earlier()}</p> })}
    }
}

/// Adding to what oneself has told.
#[component]
fn Adding(id: EntryId, circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let (circle_id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let add = move |words| Said::Disclosures(Act::Add(Add { disclosure: id, words }));
    view! {
        <details class="fold">
            <summary>{say::disclosures::add()}</summary>
            <WordsForm
                kept_as=format!("disclosure/{}", entry_name(id))
                circle=circle_id
                saying
                act=add
                told=say::disclosures::add_said()
                if_blank=say::disclosures::add_blank()
                label=say::disclosures::add_words()
                help=say::disclosures::add_hint()
                reads
                send=say::disclosures::add_send(name)
                lines=3
            />
        </details>
    }
}
