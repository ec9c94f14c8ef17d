//! One commitment: what was promised, its days, plain counts, its changes, and its end.

use jiff::civil::Date;
use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    commitments::{Act, Answer, Counts, End, Standing},
    relationship::Act as Said,
};

use super::{
    change::ChangeDialog,
    day::DayAccount,
    form::note,
    parts::{looking, text_problem},
    state::{Changed, Detail, detail, month},
};
use crate::{
    app::{Navigation, Session},
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{self, Button, Dialog, Go, GoButton, Page, Stitch, Weight, WordsField},
    wording::{Mark, People, day_words, entry_from_name},
};

/// The commitment of the address.
#[component]
pub(crate) fn CommitmentPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let id = Memo::new(move |_| match navigation.route() {
        Some(Route::Commitment(name)) => entry_from_name(&name),
        _ => None,
    });
    let (us, mine) = (circle::here(session), circle::mine(session));
    // Which circle it is in; what was promised before its circle was known to a relay has another name by now.
    let found = Memo::new(move |_| {
        let (member, named) = (session.member()?, id.get()?);
        [us.get(), mine.get()].into_iter().flatten().find_map(|circle| {
            let id = member.current_entry(circle.id, named);
            let here =
                session.relationship(circle.id, |folded| folded.commitments().get(id).is_some());
            (here == Some(true)).then_some((circle, id))
        })
    });
    move || match found.get() {
        Some((circle, id)) => view! { <Found circle id /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::commitments::not_found()>
            <p>{say::commitments::not_found_lead()}</p>
            <GoButton to=Route::Commitments label=say::commitments::back() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Found(circle: Circle, id: EntryId) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let people = circle.people.clone();
    let circle_id = circle.id;
    let circle = StoredValue::new(circle);
    let shown = Memo::new(move |_| {
        circle.with_value(|circle| {
            session.relationship(circle.id, |folded| {
                looking(&circle.people, moment, |looking| {
                    detail(folded, id, &circle.people, looking)
                })
            })
        })?
    });
    let first = shown.get_untracked();
    let date = RwSignal::new(first.as_ref().and_then(|detail| detail.first_shown));
    let Some(first) = first else { return view! { <NotFound /> }.into_any() };
    let what = StoredValue::new(first.what.clone());
    let date_memo = Memo::new(move |_| date.get());
    view! {
        <Page title=first.what.clone() own_words=true>
            <p class="quiet">
                <Go to=Route::Commitments label=say::commitments::back() />
            </p>
            {
                let people = people.clone();
                move || shown.get().map(|detail| view! { <WhatAndWhen detail people=people.clone() moment /> })
            }
            {
                let people = people.clone();
                move || {
                    shown
                        .get()
                        .map(|detail| view! { <Changes changes=detail.changes people=people.clone() circle=circle_id moment saying /> })
                }
            }
            <Stitch />
            <section class="flow">
                <h2>{say::commitments::days_title()}</h2>
                <p class="quiet">{say::commitments::days_lead()}</p>
                <Month circle id date today=first.today months=Memo::new(move |_| shown.get().map(|detail| detail.months)) moment />
                <DayAccount circle commitment=id what date=date_memo moment saying />
            </section>
            <Stitch />
            {move || shown.get().map(|detail| view! { <PlainCounts counts=detail.counts /> })}
            {move || {
                shown
                    .get()
                    .filter(|detail| detail.mine && detail.ended.is_none())
                    .map(|detail| view! { <Rare detail circle saying moment /> })
            }}
            <HowItWent saying />
        </Page>
    }
    .into_any()
}

/// The promise itself.
#[component]
fn WhatAndWhen(detail: Detail, people: People, moment: Moment) -> impl IntoView {
    let (now, zone) = (moment.now(), moment.zone());
    let promised = {
        let when = ui::said(detail.made, now, &zone);
        if detail.mine {
            say::commitments::promised_by_you(when)
        } else {
            say::commitments::promised_by(people.subject(detail.promiser), when)
        }
    };
    let next = detail.next_due.map(|due| say::commitments::next(ui::said_by(due, now, &zone)));
    let ended = detail.ended.map(|(who, at, note)| {
        (say::commitments::ended_on(ui::said(at, now, &zone), people.subject(who)), note)
    });
    view! {
        <div class="group">
            <p class="begins">{detail.schedule}</p>
            {detail.why.map(|why| view! { <blockquote class="words">{why}</blockquote> })}
            {next.map(|next| view! { <p>{next}</p> })}
            <p class="small quiet">{promised}</p>
            {ended
                .map(|(words, note)| {
                    view! {
                        <p>{words}</p>
                        {note.map(|note| view! { <blockquote class="words">{note}</blockquote> })}
                    }
                })}
        </div>
    }
}

/// One month of days, with a way to the months before and after.
#[component]
fn Month(
    circle: StoredValue<Circle>,
    id: EntryId,
    date: RwSignal<Option<Date>>,
    today: Date,
    months: Memo<Option<(Date, Date)>>,
    moment: Moment,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = RwSignal::new(date.get_untracked().unwrap_or(today).first_of_month());
    let weeks = Memo::new(move |_| {
        let (first, now) = (shown.get(), moment.now());
        circle
            .with_value(|circle| {
                session.relationship(circle.id, |folded| month(folded, id, first, now))
            })
            .unwrap_or_default()
    });
    let bounds =
        move || months.get().map(|(first, last)| (first.first_of_month(), last.first_of_month()));
    let before = move || bounds().is_some_and(|(first, _)| first < shown.get());
    let after = move || bounds().is_some_and(|(_, last)| shown.get() < last);
    let go = move |months: i32| {
        shown.update(|month| *month = month.saturating_add(jiff::Span::new().months(months)));
    };
    view! {
        <div class="month">
            <div class="month-head">
                <h3 aria-live="polite">
                    {move || {
                        let first = shown.get();
                        say::commitments::days_for(ui::month_name(first), first.year())
                    }}
                </h3>
                <div class="row">
                    <Show when=before>
                        <Button label=say::commitments::days_month_before() weight=Weight::Quiet on_press=move |()| go(-1) />
                    </Show>
                    <Show when=after>
                        <Button label=say::commitments::days_month_after() weight=Weight::Quiet on_press=move |()| go(1) />
                    </Show>
                </div>
            </div>
            <table class="month-table">
                <thead>
                    <tr>
                        {steadfast_repair::weekdays::WEEK
                            .map(|day| {
                                view! {
                                    <th scope="col">
                                        <span aria-hidden="true">{ui::weekday_short(day)}</span>
                                        <span class="unseen">{ui::weekday_name(day)}</span>
                                    </th>
                                }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        weeks
                            .get()
                            .into_iter()
                            .map(|week| {
                                let cells = week.map(|day| view! { <td>{day.map(|day| view! { <DayCell day date today /> })}</td> });
                                view! { <tr>{cells.collect_view()}</tr> }
                            })
                            .collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
}

/// A day of the month: one that something was promised for can be pressed.
#[component]
fn DayCell(
    day: steadfast_repair::commitments::Day,
    date: RwSignal<Option<Date>>,
    today: Date,
) -> impl IntoView {
    let number = day.date.day();
    if day.marks.is_empty() {
        return view! { <span class="month-day month-day-plain">{number}</span> }.into_any();
    }
    let this = day.date;
    let words = day_words(&day, today);
    view! {
        <button
            type="button"
            class="month-day"
            class:month-today=this == today
            aria-pressed=move || (date.get() == Some(this)).to_string()
            aria-label=words
            on:click=move |_| date.set(Some(this))
        >
            <span aria-hidden="true">{number}</span>
            <span class="day-marks" aria-hidden="true">
                {day
                    .marks
                    .iter()
                    .map(|mark| view! { <Mark state=mark.follow_through seen_otherwise=mark.seen_otherwise /> })
                    .collect_view()}
            </span>
        </button>
    }
    .into_any()
}

/// What was said, counted, and nothing made of it.
#[component]
fn PlainCounts(counts: [(u16, Counts); 3]) -> impl IntoView {
    type Row = (&'static str, fn(&Counts) -> u32);
    let rows: [Row; 7] = [
        (say::commitments::kept(), |counts| counts.kept),
        (say::commitments::kept_late(), |counts| counts.kept_late),
        (say::commitments::renegotiated(), |counts| counts.renegotiated_ahead),
        (say::commitments::missed(), |counts| counts.missed),
        (say::commitments::repaired(), |counts| counts.missed_and_repaired),
        (say::commitments::open(), |counts| counts.open),
        (say::commitments::seen_differently(), |counts| counts.seen_otherwise),
    ];
    // What never happened in any of the spans is not worth a line of zeros.
    let rows = rows.into_iter().filter(|(_, of)| counts.iter().any(|(_, counts)| of(counts) > 0));
    let rows: Vec<_> = rows
        .map(|(word, of)| {
            let cells = counts.map(|(_, counts)| view! { <td>{of(&counts)}</td> });
            view! { <tr><th scope="row">{word}</th>{cells.collect_view()}</tr> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="group">
                <h2>{say::commitments::counts_title()}</h2>
                <p class="quiet">{say::commitments::counts_lead()}</p>
                <table class="counts">
                    <thead>
                        <tr>
                            <th scope="col"><span class="unseen">{say::commitments::counts_what()}</span></th>
                            {counts
                                .map(|(days, _)| view! { <th scope="col">{say::commitments::counts_days(days)}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

/// What was asked to be changed, and what became of it.
#[component]
fn Changes(
    changes: Vec<Changed>,
    people: People,
    circle: steadfast_circle::CircleId,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let items = changes
            .into_iter()
            .map(|changed| view! { <li><OneChange changed people=people.clone() circle moment saying /></li> })
            .collect_view();
        view! {
            <section class="group">
                <h2>{say::commitments::changes_title()}</h2>
                <ul class="flow">{items}</ul>
            </section>
        }
    })
}

#[component]
fn OneChange(
    changed: Changed,
    people: People,
    circle: steadfast_circle::CircleId,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let when = ui::said(changed.when, moment.now(), &moment.zone());
    let mine = people.is_me(changed.who);
    let alone = !people.is_shared();
    let standing = match changed.standing {
        Standing::Waiting if mine => Some(say::commitments::change_waits(people.other_name())),
        Standing::Waiting => None,
        Standing::Agreed(_) if alone => Some(say::commitments::change_holds().into()),
        Standing::Agreed(yes) => Some(say::commitments::change_yes(people.subject(yes.author))),
        Standing::Declined(no) => Some(say::commitments::change_no(people.subject(no.author))),
        Standing::Replaced(_) => Some(say::commitments::change_replaced().into()),
        Standing::Lapsed(_) => Some(say::commitments::change_lapsed().into()),
    };
    let answer = move |yes: bool| {
        let act = Act::Answer(Answer { renegotiation: changed.id, yes });
        saying.say(circle, Said::Commitments(act), say::commitments::sent_answered(), |_| {});
    };
    view! {
        <div class="group">
            <p>{say::commitments::change_asked(when, people.subject(changed.who))}</p>
            <p>{changed.what}</p>
            {changed.note.map(|note| view! { <blockquote class="words">{note}</blockquote> })}
            {standing.map(|words| view! { <p class="quiet">{words}</p> })}
            {(changed.standing == Standing::Waiting && !mine)
                .then(|| {
                    view! {
                        <p class="small quiet">{say::commitments::answer_lead()}</p>
                        <div class="row">
                            <Button label=say::commitments::answer_yes() busy=saying.busy() on_press=move |()| answer(true) />
                            <Button label=say::commitments::answer_no() busy=saying.busy() on_press=move |()| answer(false) />
                        </div>
                    }
                })}
        </div>
    }
}

/// What the promiser seldom does: asking for a change, and ending it.
#[component]
fn Rare(
    detail: Detail,
    circle: StoredValue<Circle>,
    saying: Saying,
    moment: Moment,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, shared, name) = circle
        .with_value(|circle| (circle.id, circle.people.is_shared(), circle.people.other_name()));
    let changing = RwSignal::new(false);
    let ending = RwSignal::new(false);
    let why = draft(session, "commitment/end");
    let problem = RwSignal::new(None::<String>);
    let commitment = detail.id;
    let end = move || match note(&why.read_untracked()) {
        Err(super::form::Problem::Note(error)) => problem.set(Some(text_problem(error))),
        Err(_) => {}
        Ok(note) => {
            let act = Act::End(End { commitment, note });
            saying.say(id, Said::Commitments(act), say::commitments::sent_ended(), move |_| {
                why.set(String::new());
                ending.set(false);
            });
        }
    };
    let can_change = !detail.ahead.is_empty();
    let (lead, button) = if shared {
        (say::commitments::end_lead(&name), say::commitments::end_send(&name))
    } else {
        (say::commitments::end_lead_alone().into(), say::commitments::end_send_alone().into())
    };
    view! {
        <details class="fold">
            <summary>{say::commitments::more()}</summary>
            <div class="row">
                {can_change
                    .then(|| view! { <Button label=say::commitments::ask_change() on_press=move |()| changing.set(true) /> })}
                <Button label=say::commitments::end() on_press=move |()| ending.set(true) />
            </div>
        </details>
        {can_change.then(|| view! { <ChangeDialog open=changing detail=detail.clone() circle saying moment /> })}
        <Dialog open=ending title=say::commitments::end_title() close_label=say::commitments::not_yet()>
            <p>{lead.clone()}</p>
            <WordsField
                label=say::commitments::end_note()
                value=why
                reads=Signal::derive(move || circle.with_value(Circle::readers))
                help=say::commitments::end_note_hint()
                problem=problem
            />
            <Button label=button.clone() weight=Weight::Main busy=saying.busy() on_press=move |()| end() />
        </Dialog>
    }
}
