//! The lines of the record, by day; what is looked for; and how the time of each is known.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steadfast_repair::MemberId;

use super::{
    quote::{QuoteDialog, targets},
    standing::{bounds, standing},
    state::{Days, Filter, Shown, days},
};
use crate::{
    app::Session,
    circle::Circle,
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{self, Button, Choice, Dialog, SelectField, TextField, Weight},
    wording::{Entry, Reader, Subject, entry_name},
};

/// How many entries are shown at first, and how many more at each wish.
const SHOWN: usize = 60;

/// The filter and the lines.
#[component]
pub(super) fn Lines(circle: StoredValue<Circle>, moment: Moment, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let who = RwSignal::new(None::<MemberId>);
    let about = RwSignal::new(None::<Subject>);
    let letters = RwSignal::new(String::new());
    let most = RwSignal::new(SHOWN);
    let filter =
        Memo::new(move |_| Filter { who: who.get(), about: about.get(), letters: letters.get() });
    let shown = Memo::new(move |_| {
        let (filter, most, zone_name, today) =
            (filter.get(), most.get(), moment.zone_name(), moment.today());
        circle
            .with_value(|circle| {
                let record = session.member()?.record(circle.id);
                let reader = Reader { people: &circle.people, zone: &zone_name, today };
                session.relationship(circle.id, |folded| {
                    days(&record, folded, &filter, &reader, &moment.zone(), most)
                })
            })
            .unwrap_or_default()
    });
    let asked = Asked { erasing: RwSignal::new(None), quoting: RwSignal::new(None) };
    let into = targets(session, circle.with_value(|circle| circle.id));
    let can_quote = Memo::new(move |_| !into.read().is_empty());
    let clear = move || {
        who.set(None);
        about.set(None);
        letters.set(String::new());
    };
    view! {
        <Filters circle who about letters />
        <p class="small quiet" role="status">
            {move || {
                let found = shown.read().found;
                match (filter.read().is_open(), found) {
                    (true, 0) => say::record::empty().to_owned(),
                    (true, _) => String::new(),
                    (false, 0) => say::record::filter_none().to_owned(),
                    (false, found) => say::record::filter_found(i64::try_from(found).unwrap_or(i64::MAX)),
                }
            }}
        </p>
        <Show when=move || !filter.read().is_open()>
            <Button label=say::record::filter_clear() weight=Weight::Quiet on_press=move |()| clear() />
        </Show>
        <div class="record-days">
            {move || day_views(shown.get(), moment, asked, can_quote.get())}
        </div>
        <Show when=move || { most.get() < shown.read().found }>
            <Button label=say::record::earlier() on_press=move |()| most.update(|most| *most += SHOWN) />
        </Show>
        {move || {
            let erasing = asked.erasing;
            erasing.get().map(|entry| view! { <EraseDialog entry circle saying erasing /> })
        }}
        {move || {
            let quoting = asked.quoting;
            quoting.get().map(|entry| view! { <QuoteDialog entry circle into saying quoting moment /> })
        }}
    }
}

/// What somebody pressed of an entry, and is asked about.
#[derive(Clone, Copy)]
struct Asked {
    erasing: RwSignal<Option<Shown>>,
    quoting: RwSignal<Option<Shown>>,
}

fn day_views(shown: Days, moment: Moment, asked: Asked, can_quote: bool) -> impl IntoView {
    let today = moment.today();
    shown
        .days
        .into_iter()
        .map(|day| {
            let heading = day.date.map_or_else(
                || say::record::no_day().to_owned(),
                |date| ui::date_with_weekday(date, today),
            );
            let entries = day
                .entries
                .into_iter()
                .map(|entry| view! { <li class="record-entry"><OneEntry entry moment asked can_quote /></li> })
                .collect_view();
            view! {
                <section class="record-day">
                    <h2>{heading}</h2>
                    <ol class="record-entries">{entries}</ol>
                </section>
            }
        })
        .collect_view()
}

/// What is looked for: from whom, about what, with which letters.
#[component]
fn Filters(
    circle: StoredValue<Circle>,
    who: RwSignal<Option<MemberId>>,
    about: RwSignal<Option<Subject>>,
    letters: RwSignal<String>,
) -> impl IntoView {
    let everybody = circle.with_value(|circle| circle.people.everybody());
    let alone = everybody.len() < 2;
    let people = std::iter::once(Choice::new(None, say::record::filter_everyone()))
        .chain(everybody.into_iter().map(|(id, name)| Choice::new(Some(id), name)))
        .collect();
    let subjects = vec![
        Choice::new(None, say::record::filter_everything()),
        Choice::new(Some(Subject::Commitments), say::record::filter_commitments()),
        Choice::new(Some(Subject::Checkins), say::record::filter_checkins()),
        Choice::new(Some(Subject::Reassurance), say::record::filter_reassurance()),
        Choice::new(Some(Subject::Questions), say::record::filter_questions()),
        Choice::new(Some(Subject::Agreements), say::record::filter_agreements()),
        Choice::new(Some(Subject::Boundaries), say::record::filter_boundaries()),
        Choice::new(Some(Subject::Space), say::record::filter_space()),
        Choice::new(Some(Subject::Letters), say::record::filter_letters()),
        Choice::new(Some(Subject::Disclosures), say::record::filter_disclosures()),
        Choice::new(Some(Subject::Notes), say::record::filter_notes()),
        Choice::new(Some(Subject::Journal), say::record::filter_journal()),
        Choice::new(Some(Subject::People), say::record::filter_people()),
    ];
    view! {
        <details class="fold">
            <summary>{say::record::filter()}</summary>
            <div class="record-filters">
                {(!alone).then(|| view! { <SelectField label=say::record::filter_who() value=who choices=people /> })}
                <SelectField label=say::record::filter_what() value=about choices=subjects />
                <TextField label=say::record::filter_words() value=letters kind="search" />
            </div>
        </details>
    }
}

#[component]
fn OneEntry(entry: Shown, moment: Moment, asked: Asked, can_quote: bool) -> impl IntoView {
    let zone = moment.zone();
    let time = entry.at.map(|at| ui::clock_at(at, &zone));
    let datetime = entry.at.map(|at| at.to_string());
    let window = window_words(&entry, moment);
    let more = entry.clone();
    let (erase, quote) = (entry.clone(), entry.clone());
    let standing = standing(&entry.standing);
    let came = entry.came.clone();
    let waits =
        entry.waits_until.map(|at| say::record::waits(ui::until(at, moment.today(), &zone)));
    view! {
        <p class="record-time"><time datetime=datetime>{time}</time></p>
        <div class="record-said group">
            <Entry line=entry.line today=moment.today() />
            {standing.map(|words| view! { <p class="small record-standing">{words}</p> })}
            {came.map(|words| view! { <p class="small record-standing">{words}</p> })}
            {if let Some(words) = waits {
                view! { <p class="small quiet">{words}</p> }.into_any()
            } else if entry.pending {
                view! { <p class="small quiet">{say::record::pending()} " " {say::record::pending_why()}</p> }.into_any()
            } else {
                view! {
                    <p class="small quiet record-window">{window}</p>
                    <details class="fold record-how">
                        <summary>{say::record::how()}</summary>
                        <How entry=more moment />
                        {(can_quote && quote.quotable)
                            .then(|| {
                                let quote = quote.clone();
                                view! {
                                    <Button
                                        label=say::record::quote()
                                        weight=Weight::Quiet
                                        on_press=move |()| asked.quoting.set(Some(quote.clone()))
                                    />
                                }
                            })}
                        {erase
                            .erasable
                            .then(|| {
                                let erase = erase.clone();
                                view! {
                                    <Button
                                        label=say::record::erase()
                                        weight=Weight::Quiet
                                        on_press=move |()| asked.erasing.set(Some(erase.clone()))
                                    />
                                }
                            })}
                    </details>
                }
                    .into_any()
            }}
        </div>
    }
}

/// The window that the record proves, in words: never an accusation.
fn window_words(entry: &Shown, moment: Moment) -> String {
    let Some(at) = entry.at else { return String::new() };
    let (zone, today) = (moment.zone(), moment.today());
    let on = at.to_zoned(zone.clone()).date();
    // The day is said only where it is another than the one that the entry stands under.
    let time = |bound: jiff::Timestamp| {
        let date = bound.to_zoned(zone.clone()).date();
        let clock = ui::clock_at(bound, &zone);
        if date == on { clock } else { say::when::at(ui::date(date, today), clock) }
    };
    match (entry.window.not_before, entry.window.not_after) {
        (Some(from), Some(to)) if from <= to && time(from) == time(to) => {
            say::record::time_same(time(from))
        }
        (Some(from), Some(to)) if from <= to => say::record::time_between(time(from), time(to)),
        (Some(from), None) => say::record::time_after(time(from)),
        (None, Some(to)) => say::record::time_before(time(to)),
        (Some(_), Some(_)) => say::record::time_contradicts().into(),
        (None, None) if entry.mine => say::record::time_open_yours().into(),
        (None, None) => say::record::time_open().into(),
    }
}

/// How the time of an entry is known, sentence by sentence.
#[component]
fn How(entry: Shown, moment: Moment) -> impl IntoView {
    let zone = moment.zone();
    let exact = |at: jiff::Timestamp| ui::exact(at, &zone, None);
    let claimed = entry.claimed.map(|at| say::record::how_claim(exact(at)));
    let bounds: Vec<_> = bounds(&entry, &zone).collect();
    let nobody = entry.window.not_before.is_none() && entry.window.not_after.is_none();
    let elsewhere = (!entry.zone.is_empty() && entry.zone != moment.zone_name())
        .then(|| say::record::how_zone(entry.zone.replace('_', " ")));
    view! {
        <div class="group small">
            {claimed.map(|words| view! { <p>{words}</p> })}
            {elsewhere.map(|words| view! { <p>{words}</p> })}
            {bounds.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            {nobody.then(|| view! { <p>{say::record::how_nobody()}</p> })}
            <p>{say::record::how_place(entry.place + 1)}</p>
            <p>{say::record::how_hash()} " " <code class="hash">{entry_name(entry.id)}</code></p>
        </div>
    }
}

/// Asks before something of one's own is erased.
#[component]
fn EraseDialog(
    entry: Shown,
    circle: StoredValue<Circle>,
    saying: Saying,
    erasing: RwSignal<Option<Shown>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            erasing.set(None);
        }
    });
    let circle_id = circle.with_value(|circle| circle.id);
    let id = entry.id;
    let busy = RwSignal::new(false);
    let erase = move || {
        let Some(member) = session.member_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let erased = member.erase(circle_id, id).await;
            busy.try_set(false);
            match erased {
                Ok(_) => {
                    saying.tell(say::record::erased_now());
                    session.sync_soon(circle_id);
                }
                Err(error) => saying.fail(error),
            }
            open.try_set(false);
        });
    };
    let words = StoredValue::new(entry.line);
    let today = jiff::Zoned::now().date();
    view! {
        <Dialog open title=say::record::erase_title() close_label=say::record::erase_not()>
            <div class="note clay group">
                <p>{say::record::erase_lead()}</p>
            </div>
            <Entry line=words.get_value() today />
            <Button label=say::record::erase_send() weight=Weight::Main busy=busy on_press=move |()| erase() />
        </Dialog>
    }
}
