//! The other's request: what of mine waits for it, and saying what goes through.

use jiff::Timestamp;
use leptos::{prelude::*, task::spawn_local};
use steadfast_repair::{
    EntryId,
    relationship::Act as Said,
    space::{Act, Message},
    words::Title,
};

use super::page::Lines;
use crate::{
    app::Session,
    circle::Circle,
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    space::On,
    ui::{self, Button, Choice, ChoiceField, Weight, WordsField},
    wording::{Entry, Line, Reader, tell},
    writing::words_of,
};

/// What was asked, what waits, and what cannot wait.
#[component]
pub(super) fn Theirs(on: On, us: Circle, moment: Moment, saying: Saying) -> impl IntoView {
    let name = us.people.subject(on.by);
    let until = ui::until(on.until, moment.today(), &moment.zone());
    let exempt = on.exempt.clone();
    view! {
        <section class="group">
            <h2>{say::space::theirs_title(&name, until)}</h2>
            {on.words.clone().map(|words| view! { <blockquote class="words">{words}</blockquote> })}
            <p>{say::space::theirs_lead()}</p>
            <Waiting us=us.clone() moment saying />
        </section>
        {if exempt.is_empty() {
            view! { <p class="quiet">{say::space::nothing_exempt(&name)}</p> }.into_any()
        } else {
            view! { <CannotWait on us moment saying name /> }.into_any()
        }}
    }
}

/// Something of mine that waits.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    id: EntryId,
    until: Timestamp,
    line: Line,
}

/// What of mine waits, each with the way to take it back.
#[component]
fn Waiting(us: Circle, moment: Moment, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let circle = us.id;
    let held = Memo::new(move |_| {
        let (zone, today) = (moment.zone_name(), moment.today());
        let record = session.member().map(|member| member.record(circle)).unwrap_or_default();
        let reader = Reader { people: &us.people, zone: &zone, today };
        let held = session.relationship(circle, |folded| {
            let waits = record.iter().filter_map(|line| {
                let told = tell(&line.what, line.author, folded, &reader);
                Some(Held { id: line.id, until: line.waits_until?, line: told })
            });
            waits.collect::<Vec<_>>()
        });
        held.unwrap_or_default()
    });
    let busy = RwSignal::new(false);
    let take_back = move |entry: EntryId| {
        let Some(member) = session.member_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let taken = member.take_back(circle, entry).await;
            busy.try_set(false);
            match taken {
                Ok(()) => saying.tell(say::space::taken_back()),
                Err(error) => saying.fail(error),
            }
        });
    };
    move || {
        let held = held.get();
        if held.is_empty() {
            return view! { <p class="quiet">{say::space::nothing_waits()}</p> }.into_any();
        }
        let items = held.into_iter().map(|one| {
            let until = ui::until(one.until, moment.today(), &moment.zone());
            view! {
                <li class="group">
                    <Entry line=one.line today=moment.today() />
                    <p class="small quiet">{say::space::waits_until(until)}</p>
                    <Button
                        label=say::space::take_back()
                        weight=Weight::Quiet
                        busy
                        on_press=move |()| take_back(one.id)
                    />
                </li>
            }
        });
        view! {
            <h3>{say::space::waiting_title()}</h3>
            <ul class="flow">{items.collect_view()}</ul>
        }
        .into_any()
    }
}

/// Saying what stands under an exemption: it goes at once.
#[component]
fn CannotWait(on: On, us: Circle, moment: Moment, saying: Saying, name: String) -> impl IntoView {
    let session = expect_context::<Session>();
    let (circle, request, reads) = (us.id, on.id, us.readers());
    let only = (on.exempt.len() == 1).then(|| on.exempt[0].clone());
    let under = RwSignal::new(only.clone());
    let words = draft(session, "space/message");
    let problem = RwSignal::new(None::<String>);
    let send = move || {
        let Some(exemption) = under.get_untracked().and_then(|line| Title::new(line).ok()) else {
            return problem.set(Some(say::space::problem_under().to_owned()));
        };
        match words_of(&words.read_untracked(), say::space::problem_words()) {
            Err(wrong) => problem.set(Some(wrong)),
            Ok(said) => {
                problem.set(None);
                let act = Said::Space(Act::Message(Message { request, exemption, words: said }));
                saying.say(circle, act, say::space::sent(), move |_| words.set(String::new()));
            }
        }
    };
    let until = ui::until(on.until, moment.today(), &moment.zone());
    let choices = on.exempt.iter().map(|line| Choice::in_words(line.clone(), line.clone()));
    let choose = only.is_none().then(|| {
        view! { <ChoiceField label=say::space::under() value=under choices=choices.collect() /> }
    });
    let one = only.into_iter().collect();
    view! {
        <form
            class="group"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <h2>{say::space::cannot_wait()}</h2>
            <p>{say::space::cannot_wait_lead(&name, until)}</p>
            {choose}
            <Lines title=say::space::goes_through() lines=one />
            <WordsField label=say::space::message() value=words reads problem lines=3 />
            <Button label=say::space::send_now(&name) weight=Weight::Main submit=true busy=saying.busy() />
        </form>
    }
}
