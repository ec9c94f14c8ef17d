//! What happens, day by day.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, time};
use steadfast_member::ports::RelayClient;
use steadfast_repair::checkins::{self, CheckIn, Parts};
use steadfast_repair::commitments::{self, Change, Instead, Once, Schedule, Within};
use steadfast_repair::reassurance;
use steadfast_repair::relationship::Act;
use steadfast_repair::said::EntryId;
use steadfast_repair::weekdays::Weekdays;
use steadfast_repair::words::{Title, Words};
use steadfast_repair::zone::ZoneName;

use super::day::Day;
use super::questions::{Hour, Questions};
use super::words::{
    ANA_CHECKINS, ANA_JOURNAL, ASKS, FiveParts, HELPS, NOT_HOW_I_SAW_IT, OFFERS, RENEGOTIATIONS,
    REPAIRS, SAM_CHECKINS, SAM_JOURNAL,
};
use super::{
    Couple, StoryError, Who, ZONE, agreements, boundaries, disclosures, letters, notes, space,
};

/// A commitment of the story.
struct Promised {
    id: EntryId,
    who: Who,
    schedule: Schedule,
    /// Of how many occurrences one is missed, and one is kept late.
    rarely: u64,
}

/// How far each list of words is used up.
#[derive(Default)]
struct Told {
    sam_checkins: usize,
    ana_checkins: usize,
    asks: usize,
    offers: usize,
    disagreements: usize,
    repairs: usize,
    sam_journal: usize,
    ana_journal: usize,
    renegotiations: usize,
}

/// No schedule reaches further than ten years. Whoever goes on then promises anew.
const PROMISED_ANEW_DAYS: i64 = 3_652;

pub(super) async fn tell<R: RelayClient + Clone + 'static>(
    couple: &mut Couple<R>,
    first: Date,
    last: Date,
) -> Result<(), StoryError> {
    let mut told = Told::default();
    let mut helps = Vec::new();
    let mut questions = Questions::default();
    let mut promised = begin(couple, first, &mut helps).await?;
    let mut date = first;
    while date < last {
        date = date.tomorrow().expect("before the last day");
        let number = date.duration_since(first).as_hours() / 24;
        if number % PROMISED_ANEW_DAYS == 0 {
            couple.it_is(date, 6, 30);
            promised = promise_first(couple, date).await?;
        }
        if number % PROMISED_ANEW_DAYS == 9 {
            promised.extend(promise_more(couple, date).await?);
        }
        let when = (number, last.duration_since(date).as_hours() / 24);
        questions.pass(couple, date, Hour::Morning, when).await?;
        letters::pass(couple, date, number).await?;
        let mut day = Day::default();
        if let Some(text) = SAM_JOURNAL.get(told.sam_journal).filter(|_| number % 12 == 3) {
            told.sam_journal += 1;
            day.note(6, 50, Who::Sam, text);
        }
        for promise in &promised {
            if promise.schedule.falls_on(date) {
                live_one(couple.chance(promise.rarely), promise, date, &mut told, &mut day);
            }
        }
        let thanked = couple.chance(3) > 0;
        agreements::live(couple, number, date, &mut day);
        boundaries::live(couple, number, date, &mut day);
        disclosures::live(couple, number, date, &mut day);
        space::live(number, date, &mut day);
        evening(date.weekday(), number, thanked, &helps, &mut told, &mut day);
        day.pass(couple, date).await?;
        questions.pass(couple, date, Hour::Night, when).await?;
        notes::pass(couple, number).await?;
        disclosures::pass(couple, number, date).await?;
    }
    Ok(())
}

/// The first evening: what is promised first, what helps, and when to check in.
async fn begin<R: RelayClient + Clone + 'static>(
    couple: &mut Couple<R>,
    first: Date,
    helps: &mut Vec<EntryId>,
) -> Result<Vec<Promised>, StoryError> {
    couple.it_is(first, 20, 40);
    let promised = promise_first(couple, first).await?;
    couple.it_is(first, 21, 5);
    for help in &HELPS[..3] {
        let keep = reassurance::Act::KeepHelp(reassurance::KeepHelp { text: words(help) });
        helps.push(couple.say(Who::Ana, Act::Reassurance(keep)).await?);
    }
    couple.it_is(first, 21, 12);
    let proposal = checkins::ProposeTime {
        at: time(20, 30, 0, 0),
        days: Weekdays::only(Weekday::Tuesday).with(Weekday::Friday),
        zone: zone(),
    };
    let proposal =
        couple.say(Who::Sam, Act::Checkins(checkins::Act::ProposeTime(proposal))).await?;
    couple.it_is(first, 21, 30);
    let agree = checkins::Act::AgreeTime(checkins::AgreeTime { proposal });
    couple.say(Who::Ana, Act::Checkins(agree)).await?;
    Ok(promised)
}

/// What is promised first.
async fn promise_first<R: RelayClient + Clone + 'static>(
    couple: &mut Couple<R>,
    date: Date,
) -> Result<Vec<Promised>, StoryError> {
    let call = promise(
        couple,
        Who::Sam,
        "Call when leaving work",
        "So you never have to guess where I am.",
        schedule(date, Within::By(time(17, 45, 0, 0)), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        9,
    )
    .await?;
    let phone = promise(
        couple,
        Who::Sam,
        "Phone on the kitchen table, unlocked",
        "You asked for nights in which nothing can happen that you do not know of.",
        schedule(date, Within::By(time(22, 30, 0, 0)), "FREQ=DAILY"),
        14,
    )
    .await?;
    Ok(vec![call, phone])
}

/// What is promised once the first days are over.
async fn promise_more<R: RelayClient + Clone + 'static>(
    couple: &mut Couple<R>,
    date: Date,
) -> Result<Vec<Promised>, StoryError> {
    couple.it_is(date, 21, 20);
    let session = promise(
        couple,
        Who::Sam,
        "Thursday with Dr. Meyer",
        "So that working out why I lied is not your job.",
        schedule(
            date,
            Within::Between { from: time(18, 0, 0, 0), to: time(19, 0, 0, 0) },
            "FREQ=WEEKLY;BYDAY=TH",
        ),
        11,
    )
    .await?;
    couple.it_is(date, 21, 45);
    let say_so = promise(
        couple,
        Who::Ana,
        "Say by Sunday noon whether I want to talk this week",
        "So that you need not read it off my face.",
        schedule(date, Within::By(time(12, 0, 0, 0)), "FREQ=WEEKLY;BYDAY=SU"),
        8,
    )
    .await?;
    Ok(vec![session, say_so])
}

async fn promise<R: RelayClient + Clone + 'static>(
    couple: &mut Couple<R>,
    who: Who,
    what: &str,
    why: &str,
    schedule: Schedule,
    rarely: u64,
) -> Result<Promised, StoryError> {
    let promise = commitments::Promise {
        what: Title::new(what).expect("a title that fits"),
        why_it_matters: Some(words(why)),
        schedule: schedule.clone(),
    };
    let id = couple.say(who, Act::Commitments(commitments::Act::Promise(promise))).await?;
    Ok(Promised { id, who, schedule, rarely })
}

/// What becomes of one commitment on one day, by chance.
fn live_one(chance: u64, promise: &Promised, date: Date, told: &mut Told, day: &mut Day) {
    let (id, who, other) = (promise.id, promise.who, promise.who.other());
    let due = match promise.schedule.within() {
        Within::By(due) | Within::Between { to: due, .. } => due,
        Within::AnyTime => time(22, 0, 0, 0),
    };
    let ahead = due.saturating_sub(9.minutes());
    let keep = commitments::Act::Keep(commitments::Keep { commitment: id, occurrence: date });
    let say = |act| Act::Commitments(act);
    match chance {
        0 => {
            let miss = commitments::Miss { commitment: id, occurrence: date, note: None };
            day.say(23, 5, who, say(commitments::Act::Miss(miss)));
            if let Some(note) = REPAIRS.get(told.repairs) {
                told.repairs += 1;
                let note = Some(words(note));
                let repair = commitments::Repair { commitment: id, occurrence: date, note };
                day.say(23, 20, who, say(commitments::Act::Repair(repair)));
            }
        }
        1 => {
            day.say(due.hour(), 59, who, say(keep));
            if let Some(how) = NOT_HOW_I_SAW_IT.get(told.disagreements) {
                told.disagreements += 1;
                let words = words(how);
                let differs = commitments::NotHowISawIt { commitment: id, occurrence: date, words };
                day.say(23, 30, other, say(commitments::Act::NotHowISawIt(differs)));
            }
        }
        2 if told.renegotiations < RENEGOTIATIONS.len() && who == Who::Sam => {
            let note = RENEGOTIATIONS[told.renegotiations];
            told.renegotiations += 1;
            let instead = Instead::Moved(Once { date, within: Within::By(time(21, 30, 0, 0)) });
            let ask = commitments::Renegotiate {
                commitment: id,
                change: Change::One { occurrence: date, instead },
                note: Some(words(note)),
            };
            let asked = day.say(7, 40, who, say(commitments::Act::Renegotiate(ask)));
            day.say_to(8, 15, other, asked, move |renegotiation| {
                say(commitments::Act::Answer(commitments::Answer { renegotiation, yes: true }))
            });
            day.say(21, 10, who, say(keep));
        }
        chance => {
            day.say(ahead.hour(), ahead.minute(), who, say(keep));
            if chance % 4 == 3 {
                let saw = commitments::SawIt { commitment: id, occurrence: date };
                day.say(22, 50, other, say(commitments::Act::SawIt(saw)));
            }
        }
    }
}

/// The evening of a day: check-ins, reassurance, journals.
fn evening(
    weekday: Weekday,
    number: i64,
    thanked: bool,
    helps: &[EntryId],
    told: &mut Told,
    day: &mut Day,
) {
    match weekday {
        Weekday::Tuesday => {
            if let Some(parts) = SAM_CHECKINS.get(told.sam_checkins) {
                told.sam_checkins += 1;
                check_in(Who::Sam, parts, thanked, day);
            }
        }
        Weekday::Friday => {
            if let Some(parts) = ANA_CHECKINS.get(told.ana_checkins) {
                told.ana_checkins += 1;
                check_in(Who::Ana, parts, thanked, day);
            }
        }
        _ => {}
    }
    if let Some((help, ask, answer)) = ASKS.get(told.asks).filter(|_| number % 9 == 2) {
        told.asks += 1;
        let help = help.and_then(|place| helps.get(place)).copied();
        let ask = reassurance::Ask { help, words: (!ask.is_empty()).then(|| words(ask)) };
        let asked = day.say(21, 35, Who::Ana, Act::Reassurance(reassurance::Act::Ask(ask)));
        // The last one is left for whoever tries the demo as Sam.
        if told.asks < ASKS.len() {
            day.say_to(21, 41, Who::Sam, asked, |ask| {
                let answer = reassurance::Answer { ask, words: words(answer) };
                Act::Reassurance(reassurance::Act::Answer(answer))
            });
        }
    }
    if let Some(offer) = OFFERS.get(told.offers).filter(|_| number % 14 == 6) {
        told.offers += 1;
        let offer = reassurance::Offer { words: words(offer) };
        day.say(22, 5, Who::Sam, Act::Reassurance(reassurance::Act::Offer(offer)));
    }
    if let Some(text) = ANA_JOURNAL.get(told.ana_journal).filter(|_| number % 12 == 5) {
        told.ana_journal += 1;
        day.note(23, 40, Who::Ana, text);
    }
}

fn check_in(who: Who, parts: &FiveParts, thanked: bool, day: &mut Day) {
    let [feelings, appreciation, needs, ownership, struggles] =
        parts.map(|part| (!part.is_empty()).then(|| words(part)));
    let parts = Parts { feelings, appreciation, needs, ownership, struggles };
    let check_in = CheckIn::new(parts).expect("something is said in each");
    let said = day.say(20, 36, who, Act::Checkins(checkins::Act::CheckIn(check_in)));
    if thanked {
        day.say_to(20, 58, who.other(), said, |checkin| {
            Act::Checkins(checkins::Act::Thank(checkins::Thank { checkin }))
        });
    }
}

impl Who {
    fn other(self) -> Self {
        match self {
            Self::Ana => Self::Sam,
            Self::Sam => Self::Ana,
        }
    }
}

fn schedule(start: Date, within: Within, rule: &str) -> Schedule {
    let rule = rule.parse().expect("a rule of RFC 5545");
    let start = start.checked_add(1.day()).expect("a day within the calendar");
    Schedule::new(start, within, zone(), Some(rule)).expect("a schedule with occurrences")
}

fn zone() -> ZoneName {
    ZoneName::new(ZONE).expect("the name of a zone")
}

fn words(text: &str) -> Words {
    Words::new(text).expect("words that fit")
}
