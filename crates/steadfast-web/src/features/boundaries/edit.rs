//! Saying what one needs, and changing the words of it.

use jiff::civil::Date;
use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    boundaries::{self, Act, How, Terms},
    relationship::Act as Said,
};

use super::{
    detail::{NotFound, boundary_of},
    form::{Problem, dates, terms},
    page::{Alone, address},
};
use crate::{
    app::{Navigation, Session},
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{Button, Choice, ChoiceField, GoButton, Page, TextField, Weight, WordsField, use_go},
    wording::entry_name,
};

/// The page on which one asks for a boundary, or says that one holds it.
#[component]
pub(crate) fn NewBoundaryPage() -> impl IntoView {
    circle::between_two(|us| view! { <Editing us before=None /> }, || view! { <Alone /> })
}

/// The page on which one changes the words of one's own boundary.
#[component]
pub(crate) fn ChangeBoundaryPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    circle::between_two(
        move |us| {
            let named = match navigation.route_untracked() {
                Some(Route::ChangeBoundary(name)) => Some(name),
                _ => None,
            };
            // What is being changed stays as it was while somebody writes.
            let before = untrack(|| {
                let session = expect_context::<Session>();
                let id = boundary_of(&us, &named?)?;
                session.relationship(us.id, |folded| {
                    let boundary = folded.boundaries().get(id)?;
                    let version = boundary.versions().latest()?;
                    us.people.is_me(boundary.owner()).then(|| (id, version.terms.clone()))
                })?
            });
            match before {
                Some(before) => view! { <Editing us before=Some(before) /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        },
        || view! { <Alone /> },
    )
}

#[component]
fn Editing(us: Circle, before: Option<(EntryId, Terms)>) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let go = use_go();
    let (name, id, readers) = (us.people.other_name(), us.id, space::reads(&us, None));
    let (boundary, earlier) = before.map_or((None, None), |(id, terms)| (Some(id), Some(terms)));
    let kept = |part| match boundary {
        Some(id) => format!("boundary/{}/{part}", entry_name(id)),
        None => format!("boundary/new/{part}"),
    };
    let how = RwSignal::new(Some(earlier.as_ref().map_or(How::Asked, Terms::how)));
    let need = draft(session, &kept("need"));
    let purpose = draft(session, &kept("purpose"));
    if let Some(terms) = &earlier {
        begin_with(need, terms.need().as_str());
        begin_with(purpose, terms.purpose().map_or("", |words| words.as_str()));
    }
    let (review, until) = dates(earlier.as_ref(), moment.today_untracked());
    let (review, until) = (RwSignal::new(review), RwSignal::new(until));
    let tried = RwSignal::new(false);
    let made = Memo::new(move |_| {
        let today: Date = moment.today();
        terms(
            how.get().unwrap_or(How::Asked),
            (&need.read(), &purpose.read()),
            (&review.read(), &until.read()),
            say::boundaries::need_blank(),
            today,
        )
    });
    let wrong = Memo::new(move |_| made.read().as_ref().err().cloned().filter(|_| tried.get()));
    let problem =
        move |of: fn(Problem) -> Option<String>| Signal::derive(move || wrong.get().and_then(of));
    let to_name = name.clone();
    let send = move || match made.get_untracked() {
        Err(_) => tried.set(true),
        Ok(terms) => {
            let go = go.clone();
            let told = match terms.how() {
                How::Asked => say::boundaries::asked_said(&to_name),
                How::Held => say::boundaries::set_said().to_owned(),
            };
            let act = Act::Set(boundaries::Set { boundary, terms });
            saying.say(id, Said::Boundaries(act), told, move |entry| {
                need.set(String::new());
                purpose.set(String::new());
                go(address(boundary.unwrap_or(entry)));
            });
        }
    };
    let held = move || how.get() == Some(How::Held);
    let (title, lead) = match &earlier {
        None => (say::boundaries::new_title(), say::boundaries::new_lead().to_owned()),
        Some(terms) if terms.how() == How::Held => {
            (say::boundaries::change_title(), say::boundaries::change_lead_held().to_owned())
        }
        Some(_) => (say::boundaries::change_title(), say::boundaries::change_lead(&name)),
    };
    let back = boundary.map_or(Route::Boundaries, address);
    let button = {
        let name = name.clone();
        Signal::derive(move || {
            if held() {
                say::boundaries::hold_send(&name)
            } else {
                say::boundaries::ask_send(&name)
            }
        })
    };
    view! {
        <Page title=title>
            <p>{lead}</p>
            <form
                class="flow"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                {boundary.is_none().then(|| view! { <HowField how name=name.clone() /> })}
                <WordsField
                    label=say::boundaries::need()
                    value=need
                    reads=readers
                    help=say::boundaries::need_hint()
                    problem=problem(|wrong| match wrong {
                        Problem::Need(words) => Some(words),
                        _ => None,
                    })
                    lines=3
                />
                <WordsField
                    label=say::boundaries::purpose()
                    value=purpose
                    reads=readers
                    help=say::boundaries::purpose_hint()
                    problem=problem(|wrong| match wrong {
                        Problem::Purpose(words) => Some(words),
                        _ => None,
                    })
                    lines=2
                />
                <TextField
                    label=say::boundaries::review()
                    value=review
                    kind="date"
                    problem=problem(|wrong| {
                        (wrong == Problem::Review).then(|| say::boundaries::problem_review().to_owned())
                    })
                />
                <TextField
                    label=say::boundaries::until()
                    value=until
                    kind="date"
                    help=say::boundaries::until_hint()
                    problem=problem(|wrong| {
                        (wrong == Problem::Until).then(|| say::boundaries::problem_until().to_owned())
                    })
                />
                <div class="row">
                    <Button label=button weight=Weight::Main submit=true busy=saying.busy() />
                    <GoButton to=back label=say::boundaries::not_yet() weight=Weight::Quiet />
                </div>
            </form>
            <HowItWent saying />
        </Page>
    }
}

/// Puts the words of before into a field in which nothing was kept.
fn begin_with(field: RwSignal<String>, words: &str) {
    if field.read_untracked().is_empty() {
        field.set(words.to_owned());
    }
}

#[component]
fn HowField(how: RwSignal<Option<How>>, name: String) -> impl IntoView {
    view! {
        <ChoiceField
            label=say::boundaries::how()
            value=how
            choices=vec![
                Choice::new(How::Asked, say::boundaries::how_asked(&name))
                    .with_help(say::boundaries::how_asked_hint(&name)),
                Choice::new(How::Held, say::boundaries::how_held()).with_help(say::boundaries::how_held_hint()),
            ]
        />
    }
}
