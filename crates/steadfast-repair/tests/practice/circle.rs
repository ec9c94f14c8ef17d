//! A circle in which a test lets people speak.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use steadfast_repair::commitments::{
    Answer, Change, Day, Instead, Keep, Miss, Once, Promise, Renegotiate, Repair, Schedule, Within,
};
use steadfast_repair::people::{CircleKind, Found, Introduce, Role, Roles};
use steadfast_repair::words::{Title, Words};
use steadfast_repair::zone::ZoneName;
use steadfast_repair::{Act, Effect, EntryId, MemberId, Refusal, Relationship, Said, Window};

/// The betrayed partner.
pub(crate) const ANA: MemberId = MemberId([0xA; 32]);
/// The betraying partner.
pub(crate) const SAM: MemberId = MemberId([0x5; 32]);
/// Their therapist.
pub(crate) const DR_LOPES: MemberId = MemberId([0xD; 32]);

pub(crate) const ZONE: &str = "Europe/Lisbon";

/// A circle as Sam sees it, and what became of everything that was said in it.
pub(crate) struct Circle {
    pub(crate) relationship: Relationship,
    pub(crate) said: Vec<Said>,
    pub(crate) refused: Vec<Refusal>,
}

impl Circle {
    pub(crate) fn empty() -> Self {
        Self { relationship: Relationship::new(SAM), said: Vec::new(), refused: Vec::new() }
    }

    /// *Us*, with Ana and Sam in it, on the morning of Sunday the 22nd of November 2026.
    pub(crate) fn us() -> Self {
        let mut us = Self::empty();
        us.take(SAM, "2026-11-22 08:00", found(CircleKind::Us));
        us.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
        us.take(ANA, "2026-11-22 08:05", introduce("Ana", Roles::only(Role::BetrayedPartner)));
        us
    }

    /// *Mine*, with Sam in it.
    pub(crate) fn mine() -> Self {
        let mut mine = Self::empty();
        mine.take(SAM, "2026-11-22 08:00", found(CircleKind::Mine));
        mine.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
        mine
    }

    /// *Us*, in which Sam has promised, on the 22nd, to call on workdays by 17:45, from Monday the 23rd.
    pub(crate) fn with_calls() -> (Self, EntryId) {
        let mut us = Self::us();
        let schedule =
            schedule("2026-11-23", by("17:45"), Some("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"));
        let calls = us.take(SAM, "2026-11-22 09:00", promise("Call when leaving work", schedule));
        (us, calls)
    }

    pub(crate) fn say(
        &mut self,
        author: MemberId,
        at: &str,
        act: impl Into<Speech>,
    ) -> (EntryId, Effect) {
        self.say_in(author, at, Window::default(), act)
    }

    pub(crate) fn say_in(
        &mut self,
        author: MemberId,
        at: &str,
        window: Window,
        act: impl Into<Speech>,
    ) -> (EntryId, Effect) {
        let place = self.said.len() as u64;
        let mut id = [0xE; 32];
        id[..8].copy_from_slice(&place.to_be_bytes());
        let said = Said {
            id: EntryId(id),
            author,
            place,
            claimed: time(at),
            zone: ZONE.to_owned(),
            window,
            act: act.into().0,
        };
        let effect = self.relationship.apply(&said);
        if let Effect::Refused(refusal) = &effect {
            self.refused.push(refusal.clone());
        }
        self.said.push(said);
        (EntryId(id), effect)
    }

    /// Says what must take effect.
    #[track_caller]
    pub(crate) fn take(&mut self, author: MemberId, at: &str, act: impl Into<Speech>) -> EntryId {
        let (id, effect) = self.say(author, at, act);
        assert_eq!(effect, Effect::Took);
        id
    }

    /// Says what must have no effect, and answers why.
    #[track_caller]
    pub(crate) fn refuse(&mut self, author: MemberId, at: &str, act: impl Into<Speech>) -> Refusal {
        let (id, effect) = self.say(author, at, act);
        let Effect::Refused(refusal) = effect else { panic!("it took effect") };
        assert_eq!(self.relationship.refusal(id), Some(&refusal), "the reason is kept");
        refusal
    }

    /// The marks of a commitment from the 22nd to the 30th of November, as they are at noon of the 29th.
    pub(crate) fn days(&self, commitment: EntryId) -> String {
        let commitment = self.relationship.commitments().get(commitment).unwrap();
        let calendar =
            commitment.calendar(date("2026-11-22"), date("2026-11-30"), time("2026-11-29 12:00"));
        view(&calendar)
    }
}

/// The days that have marks, one a line.
pub(crate) fn view(calendar: &[Day]) -> String {
    let mut view = String::new();
    for day in calendar.iter().filter(|day| !day.marks.is_empty()) {
        write!(view, "{}", day.date.strftime("%a %d")).unwrap();
        for mark in &day.marks {
            let otherwise = if mark.seen_otherwise { " (seen otherwise)" } else { "" };
            write!(view, "  {:?}{otherwise}", mark.follow_through).unwrap();
        }
        view.push('\n');
    }
    view
}

/// Anything that can be said.
#[derive(Debug, Clone)]
pub(crate) struct Speech(pub(crate) Act);

impl From<Act> for Speech {
    fn from(act: Act) -> Self {
        Self(act)
    }
}

macro_rules! speeches {
    ($($module:ident::{$($act:ident),+} is $practice:ident;)+) => {
        $($(impl From<steadfast_repair::$module::$act> for Speech {
            fn from(act: steadfast_repair::$module::$act) -> Self {
                Self(Act::$practice(steadfast_repair::$module::Act::$act(act)))
            }
        })+)+
    };
}

speeches! {
    people::{Found, Introduce, Rename} is People;
    journal::{Write, Amend} is Journal;
    agreements::{Propose, Agree, Decline, End} is Agreements;
    boundaries::{Set, Agree, Decline, Tell, End} is Boundaries;
    disclosures::{Disclose, Add, ToldElsewhere} is Disclosures;
    commitments::{Promise, Keep, Miss, Repair, Renegotiate, Answer, SawIt, NotHowISawIt, End} is Commitments;
    checkins::{ProposeTime, AgreeTime, DeclineTime, CheckIn, Thank} is Checkins;
    letters::{Send, AllowRestitution} is Letters;
    questions::{Ask, SetPace, Withdraw, Promise, NotRemember, Answer} is Questions;
    reassurance::{KeepHelp, RemoveHelp, Ask, Answer, Offer, Withdraw} is Reassurance;
    space::{Ask, End, Message} is Space;
}

/// A moment in Lisbon: `2026-11-23 17:40`.
pub(crate) fn time(text: &str) -> Timestamp {
    let datetime: DateTime = text.parse().unwrap();
    datetime.to_zoned(lisbon()).unwrap().timestamp()
}

pub(crate) fn lisbon() -> TimeZone {
    ZoneName::new(ZONE).unwrap().time_zone().unwrap()
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn clock(text: &str) -> Time {
    text.parse().unwrap()
}

pub(crate) fn by(text: &str) -> Within {
    Within::By(clock(text))
}

pub(crate) fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

pub(crate) fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

pub(crate) fn found(kind: CircleKind) -> Found {
    Found { kind, name: None }
}

pub(crate) fn introduce(name: &str, roles: Roles) -> Introduce {
    Introduce { name: title(name), roles, secrets: None }
}

pub(crate) fn schedule(start: &str, within: Within, rule: Option<&str>) -> Schedule {
    let rule = rule.map(|rule| rule.parse().unwrap());
    Schedule::new(date(start), within, ZoneName::new(ZONE).unwrap(), rule).unwrap()
}

pub(crate) fn promise(what: &str, schedule: Schedule) -> Promise {
    Promise { what: title(what), why_it_matters: None, schedule }
}

pub(crate) fn keep(commitment: EntryId, occurrence: &str) -> Keep {
    Keep { commitment, occurrence: date(occurrence) }
}

pub(crate) fn miss(commitment: EntryId, occurrence: &str) -> Miss {
    Miss { commitment, occurrence: date(occurrence), note: None }
}

pub(crate) fn repair(commitment: EntryId, occurrence: &str) -> Repair {
    Repair { commitment, occurrence: date(occurrence), note: None }
}

pub(crate) fn let_go(commitment: EntryId, occurrence: &str) -> Renegotiate {
    let change = Change::One { occurrence: date(occurrence), instead: Instead::LetGo };
    Renegotiate { commitment, change, note: None }
}

pub(crate) fn moved(
    commitment: EntryId,
    occurrence: &str,
    to: &str,
    within: Within,
) -> Renegotiate {
    let instead = Instead::Moved(Once { date: date(to), within });
    Renegotiate {
        commitment,
        change: Change::One { occurrence: date(occurrence), instead },
        note: None,
    }
}

pub(crate) fn from(commitment: EntryId, start: &str, schedule: Schedule) -> Renegotiate {
    Renegotiate { commitment, change: Change::From { date: date(start), schedule }, note: None }
}

pub(crate) fn yes(renegotiation: EntryId) -> Answer {
    Answer { renegotiation, yes: true }
}

pub(crate) fn no(renegotiation: EntryId) -> Answer {
    Answer { renegotiation, yes: false }
}
