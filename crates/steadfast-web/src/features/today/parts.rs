//! The lines of the day, each with what can be done there.

use jiff::civil::Date;
use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_repair::{
    EntryId,
    commitments::{Act, Keep},
    relationship::Act as SaidAct,
    today::{BoundaryNews, DisclosureNews},
};

use super::state::{About, AgreementNews, Row};
use crate::{
    messages as say,
    moment::Moment,
    routes::Route,
    saying::Saying,
    ui::{self, Go, GoButton, Link},
    wording::{Mark, became_words, entry_name, state_word},
};

/// Some lines below each other.
#[component]
pub(super) fn Rows(rows: Vec<Row>, moment: Moment, saying: Saying) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let place = row.place.clone().map(|place| view! { <p class="small quiet">{place}</p> });
        view! { <li>{place}<OneRow row moment saying /></li> }
    });
    view! { <ul class="today-rows">{rows.collect_view()}</ul> }
}

#[component]
fn OneRow(row: Row, moment: Moment, saying: Saying) -> impl IntoView {
    let (now, zone) = (moment.now(), moment.zone());
    let by = ui::said_by(row.at, now, &zone);
    let when = ui::said(row.at, now, &zone);
    let (circle, along) = (row.circle, row.along);
    match row.about {
        About::Due { commitment, date, what, why, any_time, can_keep } => {
            let by = if any_time { say::when::today().to_owned() } else { by };
            view! {
                <article class="today-row">
                    <div class="today-what">
                        <p class="words">{what.clone()}</p>
                        <p class="small quiet">{by.clone()}</p>
                        {why.map(|why| view! { <p class="today-why words">{why}</p> })}
                    </div>
                    <div class="row" role="group" aria-label=say::today::tell_group(&what, by)>
                        {can_keep.then(|| view! { <KeptButton circle commitment date saying /> })}
                        <More commitment circle what=what.clone() />
                    </div>
                </article>
            }
            .into_any()
        }
        About::Open { commitment, date, what, can_keep } => view! {
            <article class="today-row">
                <div class="today-what">
                    <p class="words">{what.clone()}</p>
                    <p class="small quiet">{say::today::open_day(by.clone())}</p>
                </div>
                <div class="row" role="group" aria-label=say::today::tell_group(&what, by)>
                    {can_keep.then(|| view! { <KeptButton circle commitment date saying /> })}
                    <GoButton to=Route::Commitment(entry_name(commitment)) circle label=say::today::say_otherwise() />
                </div>
            </article>
        }
        .into_any(),
        About::Missed { commitment, what } => view! {
            <article class="today-row">
                <div class="today-what">
                    <p class="words">{what}</p>
                    <p class="small quiet">{say::today::missed_day(by)}</p>
                </div>
                <GoButton to=Route::Commitment(entry_name(commitment)) circle label=say::today::repair() />
            </article>
        }
        .into_any(),
        About::Next { commitment, what } => view! {
            <article class="today-row today-next">
                <Go to=Route::Commitment(entry_name(commitment)) circle class="words" label=what />
                <p class="small quiet">{by}</p>
            </article>
        }
        .into_any(),
        About::CheckInDue => view! {
            <article class="today-row">
                <p>{say::today::checkin_due(ui::at_time(row.at, now, &zone))}</p>
                <GoButton to=Route::CheckIn circle label=say::today::checkin_write() />
            </article>
        }
        .into_any(),
        About::Asked { words } => {
            let plain = words.is_empty();
            view! {
                <article class="today-row">
                    <div class="today-what">
                        <p class="small quiet">{say::today::asked(when, row.who)}</p>
                        {words.into_iter().map(|words| view! { <p class="words">{words}</p> }).collect_view()}
                        {plain.then(|| view! { <p>{say::today::asked_plain()}</p> })}
                    </div>
                    <GoButton to=Route::Reassurance circle label=say::today::answer() />
                </article>
            }
            .into_any()
        }
        About::NoteCame => view! {
            <article class="today-row">
                <p>{say::today::note_came(when, row.who)}</p>
                <GoButton to=Route::Notes circle label=say::today::look() />
            </article>
        }
        .into_any(),
        About::LetterCame => view! {
            <article class="today-row">
                <p>
                    {if along {
                        say::today::letter_came_along(when, row.who)
                    } else {
                        say::today::letter_came(when, row.who)
                    }}
                </p>
                <GoButton to=Route::Letter(entry_name(row.id)) circle label=say::today::look() />
            </article>
        }
        .into_any(),
        About::QuestionAsked { words } => {
            let about = say::today::question_asked(when, row.who);
            view! { <Question circle about question=row.id words go=say::today::answer() /> }.into_any()
        }
        About::AnswerDue { words } => {
            let about = say::today::answer_due(by, row.who);
            view! { <Question circle about question=row.id words go=say::today::answer() /> }.into_any()
        }
        About::AnswerComing { words } => {
            let about = say::today::answer_due(by, row.who);
            view! { <Question circle about question=row.id words go=say::today::look() /> }.into_any()
        }
        About::QuestionReplied { question, words, answered } => {
            let about = if answered {
                say::today::question_answered(when, row.who)
            } else {
                say::today::question_promised(when, row.who)
            };
            view! { <Question circle about question words go=say::today::look() /> }.into_any()
        }
        About::ChangeAsked { commitment, what } => view! {
            <article class="today-row">
                <p>
                    <ui::Sentence text=say::today::change_asked(ui::INSIDE, when, row.who) inside=what />
                </p>
                <GoButton to=Route::Commitment(entry_name(commitment)) circle label=say::today::look() />
            </article>
        }
        .into_any(),
        About::TimeProposed => view! {
            <article class="today-row">
                <p>{say::today::time_proposed(when, row.who)}</p>
                <GoButton to=Route::CheckIn circle label=say::today::look() />
            </article>
        }
        .into_any(),
        About::Told { commitment, what, date, state } => view! {
            <article class="today-told">
                <Mark state />
                <div class="today-what">
                    <Go to=Route::Commitment(entry_name(commitment)) circle class="words" label=what />
                    <p class="small quiet">
                        {say::today::told_day(ui::date_with_weekday(date, moment.today()), state_word(state))}
                    </p>
                </div>
            </article>
        }
        .into_any(),
        About::Given { answer, words } => {
            let summary = match (answer, along) {
                (true, _) => say::today::answered(when, row.who),
                (false, false) => say::today::offered(when, row.who),
                (false, true) => say::today::offered_along(when, row.who),
            };
            view! {
                <details class="fold">
                    <summary>{summary}</summary>
                    <blockquote class="words">{words}</blockquote>
                </details>
            }
            .into_any()
        }
        About::CheckedIn => view! {
            <article class="today-row">
                <p>{say::today::checked_in(when, row.who)}</p>
                <GoButton to=Route::CheckIn circle label=say::today::checkin_read() />
            </article>
        }
        .into_any(),
        About::Agreement { agreement, news } => {
            let words = match news {
                AgreementNews::Proposed => say::today::agreement_proposed(when, row.who),
                AgreementNews::ToReview(review) => {
                    say::today::agreement_review(ui::date(review, moment.today()))
                }
                AgreementNews::Answered { yes: true } => {
                    say::today::agreement_answered_yes(when, row.who)
                }
                AgreementNews::Answered { yes: false } => {
                    say::today::agreement_answered_no(when, row.who)
                }
                AgreementNews::Ended => say::today::agreement_ended(when, row.who),
            };
            view! {
                <article class="today-row">
                    <p>{words}</p>
                    <GoButton to=Route::Agreement(entry_name(agreement)) circle label=say::today::look() />
                </article>
            }
            .into_any()
        }
        About::CameThrough { words } => view! {
            <article class="today-row">
                <div class="today-what">
                    <p class="small quiet">{say::today::came_through(when, row.who)}</p>
                    <p class="words">{words}</p>
                </div>
                <GoButton to=Route::Space circle label=say::today::look() />
            </article>
        }
        .into_any(),
        About::Disclosed { news } => {
            let words = match (news, along) {
                (DisclosureNews::Told, false) => say::today::disclosed(when, row.who),
                (DisclosureNews::Told, true) => say::today::disclosed_along(when, row.who),
                (DisclosureNews::Added, false) => say::today::disclosed_added(when, row.who),
                (DisclosureNews::Added, true) => say::today::disclosed_added_along(when, row.who),
                (DisclosureNews::Elsewhere, false) => say::today::disclosed_elsewhere(when, row.who),
                (DisclosureNews::Elsewhere, true) => say::today::disclosed_elsewhere_along(when, row.who),
            };
            view! {
                <article class="today-row">
                    <p>{words}</p>
                    <GoButton to=Route::Disclosures circle label=say::today::look() />
                </article>
            }
            .into_any()
        }
        About::Boundary { boundary, news } => {
            let words = match news {
                BoundaryNews::Asked => say::today::boundary_asked(when, row.who),
                BoundaryNews::ToReview(review) => {
                    say::today::boundary_review(ui::date(review, moment.today()))
                }
                BoundaryNews::Answered { yes: true } => {
                    say::today::boundary_answered_yes(when, row.who)
                }
                BoundaryNews::Answered { yes: false } => {
                    say::today::boundary_answered_no(when, row.who)
                }
                BoundaryNews::Told(became) => {
                    say::today::boundary_told(became_words(became), when, row.who)
                }
                BoundaryNews::Ended => say::today::boundary_ended(when, row.who),
            };
            view! {
                <article class="today-row">
                    <p>{words}</p>
                    <GoButton to=Route::Boundary(entry_name(boundary)) circle label=say::today::look() />
                </article>
            }
            .into_any()
        }
        About::ChangeAnswered { commitment, what, yes } => {
            let text = if yes {
                say::today::change_answered_yes(ui::INSIDE, when, row.who)
            } else {
                say::today::change_answered_no(ui::INSIDE, when, row.who)
            };
            view! {
                <article class="today-row">
                    <p>
                        <ui::Sentence text inside=what.clone() />
                    </p>
                    <More commitment circle what />
                </article>
            }
            .into_any()
        }
    }
}

/// A question, what there is about it, and the way to it.
#[component]
fn Question(
    circle: CircleId,
    about: String,
    question: EntryId,
    words: String,
    #[prop(into)] go: String,
) -> impl IntoView {
    view! {
        <article class="today-row">
            <div class="today-what">
                <p class="small quiet">{about}</p>
                <p class="words">{words}</p>
            </div>
            <GoButton to=Route::Question(entry_name(question)) circle label=go />
        </article>
    }
}

/// Says with one press that something was kept.
#[component]
fn KeptButton(circle: CircleId, commitment: EntryId, date: Date, saying: Saying) -> impl IntoView {
    let keep = move || {
        let act = Act::Keep(Keep { commitment, occurrence: date });
        saying.say(circle, SaidAct::Commitments(act), say::today::kept_said(), |_| {});
    };
    view! { <ui::Button label=say::today::kept() busy=saying.busy() on_press=move |()| keep() /> }
}

/// Everything else that can be said of it is on its own page.
#[component]
fn More(commitment: EntryId, circle: CircleId, what: String) -> impl IntoView {
    let label = say::today::more_label(what);
    view! {
        <Link to=Route::Commitment(entry_name(commitment)) circle=Some(circle) class="button quiet-button" label>
            {say::today::more_word()}
        </Link>
    }
}
