//! One day of a commitment: what was said of it, how the other saw it, and what can be said now.

use jiff::civil::Date;
use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    commitments::{Act, Keep, Miss, NotHowISawIt, Repair, SawIt},
    relationship::Act as Said,
    said::Evidence,
    words::Words,
};

use super::{
    form::note,
    parts::text_problem,
    state::{Account, Seen, ToldOf, account},
};
use crate::{
    app::Session,
    circle::Circle,
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{self, Button, Dialog, When, WordsField},
    wording::{Mark, People, state_word},
};

/// What somebody wants to say of a day with words of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    Missed,
    Repaired,
    NotHow,
}

/// The account of one day.
#[component]
pub(super) fn DayAccount(
    circle: StoredValue<Circle>,
    commitment: EntryId,
    what: StoredValue<String>,
    date: Memo<Option<Date>>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = Memo::new(move |_| {
        let (date, now) = (date.get()?, moment.now());
        circle.with_value(|circle| {
            session.relationship(circle.id, |folded| {
                account(folded, commitment, date, &circle.people, now)
            })
        })?
    });
    let telling = RwSignal::new(None::<Telling>);
    view! {
        <div class="day-account group" aria-live="polite">
            {move || {
                shown
                    .get()
                    .map(|account| view! { <OneAccount account circle commitment what moment saying telling /> })
            }}
        </div>
        {move || {
            let date = date.get()?;
            telling.get().map(|kind| view! { <TellDialog kind telling circle commitment date saying /> })
        }}
    }
}

#[component]
fn OneAccount(
    account: Account,
    circle: StoredValue<Circle>,
    commitment: EntryId,
    what: StoredValue<String>,
    moment: Moment,
    saying: Saying,
    telling: RwSignal<Option<Telling>>,
) -> impl IntoView {
    let people = circle.with_value(|circle| circle.people.clone());
    let id = circle.with_value(|circle| circle.id);
    let date = account.date;
    let day = ui::date_with_weekday(date, moment.today());
    let can = account.can;
    let keep = move || {
        let act = Act::Keep(Keep { commitment, occurrence: date });
        saying.say(id, Said::Commitments(act), say::commitments::sent_kept(), |_| {});
    };
    let saw = move || {
        let act = Act::SawIt(SawIt { commitment, occurrence: date });
        saying.say(id, Said::Commitments(act), say::commitments::sent_saw(), |_| {});
    };
    let due = account.due.map(|due| {
        let when = ui::said_by(due, moment.now(), &moment.zone());
        if due < moment.now() {
            say::commitments::due_by(when)
        } else {
            say::commitments::due_ahead(when)
        }
    });
    let (name, aria_day) = (what.get_value(), day.clone());
    view! {
        <h3>{day}</h3>
        <p class="day-state">
            <Mark state=account.state />
            <strong>{state_word(account.state)}</strong>
            {due.map(|due| view! { <span class="quiet">{due}</span> })}
        </p>
        {account.told.map(|told| view! { <WhatWasTold told people=people.clone() moment /> })}
        {(can.keep || can.miss || can.repair)
            .then(|| {
                view! {
                    <div class="row" role="group" aria-label=say::commitments::say_group(&name, &aria_day)>
                        {can
                            .keep
                            .then(|| view! { <Button label=say::commitments::say_kept() busy=saying.busy() on_press=move |()| keep() /> })}
                        {can
                            .miss
                            .then(|| {
                                view! {
                                    <Button
                                        label=say::commitments::say_missed()
                                        on_press=move |()| telling.set(Some(Telling::Missed))
                                    />
                                }
                            })}
                        {can
                            .repair
                            .then(|| {
                                view! {
                                    <Button
                                        label=say::commitments::say_repaired()
                                        on_press=move |()| telling.set(Some(Telling::Repaired))
                                    />
                                }
                            })}
                    </div>
                }
            })}
        {(can.saw_it || can.not_how)
            .then(|| {
                view! {
                    <div class="row" role="group" aria-label=say::commitments::say_group(&name, &aria_day)>
                        {can
                            .saw_it
                            .then(|| view! { <Button label=say::commitments::saw_it() busy=saying.busy() on_press=move |()| saw() /> })}
                        {can
                            .not_how
                            .then(|| {
                                view! {
                                    <Button
                                        label=say::commitments::not_how()
                                        on_press=move |()| telling.set(Some(Telling::NotHow))
                                    />
                                }
                            })}
                    </div>
                    <p class="small quiet">{say::commitments::no_account()}</p>
                }
            })}
    }
}

/// What the promiser said, when that was, and how others saw it.
#[component]
fn WhatWasTold(told: ToldOf, people: People, moment: Moment) -> impl IntoView {
    let (now, zone) = (moment.now(), moment.zone());
    let evidence = match told.by {
        Evidence::Claim => None,
        Evidence::NotBefore => Some(say::commitments::said_at_open(
            ui::said(told.claimed, now, &zone),
            ui::said(told.at, now, &zone),
        )),
        Evidence::NotAfter => Some(say::commitments::said_at_read(
            ui::said(told.claimed, now, &zone),
            ui::said(told.at, now, &zone),
        )),
    };
    let views = told.views.into_iter().map(|seen| view! { <HowSeen seen people=people.clone() /> });
    view! {
        <p class="small quiet">
            {say::commitments::said_when()} " " <When at=told.at now zone=zone.clone() />
        </p>
        {evidence.map(|words| view! { <p class="small">{words}</p> })}
        {told.note.map(|note| view! { <blockquote class="words">{note}</blockquote> })}
        {views.collect_view()}
    }
}

#[component]
fn HowSeen(seen: Seen, people: People) -> impl IntoView {
    let me = people.is_me(seen.who);
    let name = people.subject(seen.who);
    match (me, seen.otherwise) {
        (true, None) => view! { <p>{say::commitments::you_saw()}</p> }.into_any(),
        (false, None) => view! { <p>{say::commitments::they_saw(name)}</p> }.into_any(),
        (true, Some(words)) => view! { <p>{say::commitments::you_saw_differently()}</p> <blockquote class="words">{words}</blockquote> }.into_any(),
        (false, Some(words)) => {
            view! { <p>{say::commitments::they_saw_differently(name)}</p> <blockquote class="words">{words}</blockquote> }.into_any()
        }
    }
}

/// The words of a day that was missed, repaired, or seen otherwise.
#[component]
fn TellDialog(
    kind: Telling,
    telling: RwSignal<Option<Telling>>,
    circle: StoredValue<Circle>,
    commitment: EntryId,
    date: Date,
    saying: Saying,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            telling.set(None);
        }
    });
    let text = draft(
        session,
        match kind {
            Telling::Missed => "commitment/missed",
            Telling::Repaired => "commitment/repaired",
            Telling::NotHow => "commitment/not-how",
        },
    );
    let problem = RwSignal::new(None::<String>);
    let (id, shared, name) = circle
        .with_value(|circle| (circle.id, circle.people.is_shared(), circle.people.other_name()));
    let send = move || match act(kind, commitment, date, &text.read_untracked()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok((act, told)) => saying.say(id, Said::Commitments(act), told, move |_| {
            text.set(String::new());
            open.set(false);
        }),
    };
    let words = Wordings::of(kind, shared, &name);
    let (lead, label, button) = (words.lead, words.label, words.button);
    view! {
        <Dialog open title=words.title close_label=say::commitments::not_yet()>
            <p>{lead.clone()}</p>
            <WordsField
                label=label
                value=text
                reads=Signal::derive(move || circle.with_value(Circle::readers))
                help=words.help.unwrap_or_default()
                problem=problem
            />
            <Button label=button.clone() weight=ui::Weight::Main busy=saying.busy() on_press=move |()| send() />
        </Dialog>
    }
}

/// What the dialog says.
struct Wordings {
    title: &'static str,
    lead: String,
    label: &'static str,
    help: Option<&'static str>,
    button: String,
}

impl Wordings {
    fn of(kind: Telling, shared: bool, name: &str) -> Self {
        match kind {
            Telling::Missed => Self {
                title: say::commitments::missed_title(),
                lead: say::commitments::missed_lead().into(),
                label: say::commitments::missed_note(),
                help: Some(say::commitments::missed_note_hint()),
                button: if shared {
                    say::commitments::missed_send(name)
                } else {
                    say::commitments::missed_send_alone().into()
                },
            },
            Telling::Repaired => Self {
                title: say::commitments::repaired_title(),
                lead: if shared {
                    say::commitments::repaired_lead(name)
                } else {
                    say::commitments::repaired_lead_alone().into()
                },
                label: say::commitments::repaired_note(),
                help: Some(say::commitments::missed_note_hint()),
                button: if shared {
                    say::commitments::repaired_send(name)
                } else {
                    say::commitments::repaired_send_alone().into()
                },
            },
            Telling::NotHow => Self {
                title: say::commitments::not_how_title(),
                lead: say::commitments::not_how_lead(name),
                label: say::commitments::not_how_words(),
                help: None,
                button: say::commitments::not_how_send(name),
            },
        }
    }
}

/// What is said with these words, and what is read aloud once it is.
fn act(
    kind: Telling,
    commitment: EntryId,
    occurrence: Date,
    text: &str,
) -> Result<(Act, &'static str), String> {
    let optional = || {
        note(text).map_err(|problem| match problem {
            super::form::Problem::Note(error) => text_problem(error),
            _ => String::new(),
        })
    };
    Ok(match kind {
        Telling::Missed => (
            Act::Miss(Miss { commitment, occurrence, note: optional()? }),
            say::commitments::sent_missed(),
        ),
        Telling::Repaired => (
            Act::Repair(Repair { commitment, occurrence, note: optional()? }),
            say::commitments::sent_repaired(),
        ),
        Telling::NotHow => {
            let words = Words::new(text.trim()).map_err(|error| match error {
                steadfast_repair::words::TextError::Blank => {
                    say::commitments::trouble_not_how_blank().into()
                }
                error => text_problem(error),
            })?;
            (
                Act::NotHowISawIt(NotHowISawIt { commitment, occurrence, words }),
                say::commitments::sent_not_how(),
            )
        }
    })
}
