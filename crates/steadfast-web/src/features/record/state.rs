//! What the page of the record shows: how the record stands, its lines, and what is looked for. Plain data.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use steadfast_circle::evidence::{Broken, By};
use steadfast_member::view::{KeptEvidence, LineEffect, RecordLine, SyncStatus, What};
use steadfast_repair::{
    EntryId, MemberId, Relationship, Window, notes::passages, relationship::Refusal, said::Spoken,
    space::Came,
};

use crate::{
    messages as say,
    wording::{Line, Reader, Subject, tell},
};

/// How a record stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stands {
    /// Every entry is verified, and the relay was asked at this time.
    Whole { entries: u64, checked_at: Timestamp },
    /// What is here is verified; the relay was not asked since the app opened.
    Unchecked { entries: u64 },
    /// Something of ours was said since the relay was asked.
    Unsent,
    /// What is here is verified; the relay cannot be reached.
    Offline { since: Timestamp, entries: u64 },
    /// What is here is verified; the relay does not take what is to be sent.
    Refused,
    /// A promise was broken.
    Broken(Breach),
}

/// A broken promise, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Breach {
    /// How many entries are certain.
    pub(super) entries: u64,
    pub(super) seen_at: Timestamp,
    pub(super) kind: Kind,
    pub(super) by: Whose,
    pub(super) index: Option<u64>,
    /// The exact facts, for whoever knows about computers. In English, as in a log.
    pub(super) facts: String,
}

/// What kind of promise was broken, as far as it makes a difference to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The relay shows less than it had shown.
    RolledBack,
    /// There are two histories.
    Forked,
    /// Something was changed, dropped, repeated, reordered or slipped in.
    Altered,
    /// The relay's signature is missing or another's.
    NotSigned,
    /// Somebody wrote who is not in the circle, or no longer.
    Stranger,
    /// Somebody signed two entries in one place.
    TwoInOnePlace,
    /// What came is no record at all.
    Garbled,
    /// It is from a newer version; no promise was broken.
    Newer,
}

/// Whose promise it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Relay,
    Author(MemberId),
    Unknown,
    Nobody,
}

/// How a record stands, and how many entries of one's own are not in it yet.
pub(super) fn stands(status: &SyncStatus) -> (Stands, usize) {
    match status {
        SyncStatus::Broken { kept, entries, not_yet_sent } => {
            (Stands::Broken(breach(kept, *entries)), *not_yet_sent)
        }
        SyncStatus::Refused { not_yet_sent, .. } => (Stands::Refused, *not_yet_sent),
        SyncStatus::Offline { since, entries, not_yet_sent } => {
            (Stands::Offline { since: *since, entries: *entries }, *not_yet_sent)
        }
        SyncStatus::NotYetSent { count } => (Stands::Unsent, *count),
        SyncStatus::Whole { entries, checked_at: Some(checked_at) } => {
            (Stands::Whole { entries: *entries, checked_at: *checked_at }, 0)
        }
        SyncStatus::Whole { entries, checked_at: None } => {
            (Stands::Unchecked { entries: *entries }, 0)
        }
    }
}

fn breach(kept: &KeptEvidence, entries: u64) -> Breach {
    let evidence = &kept.evidence;
    Breach {
        entries,
        seen_at: kept.seen_at,
        kind: kind(&evidence.broken),
        by: match evidence.by {
            By::Relay => Whose::Relay,
            By::Author(member) => Whose::Author(MemberId(*member.as_bytes())),
            By::Either(_) => Whose::Unknown,
            By::Nobody => Whose::Nobody,
        },
        index: evidence.index,
        facts: evidence.broken.to_string(),
    }
}

fn kind(broken: &Broken) -> Kind {
    match broken {
        Broken::Checkpoint(_) => Kind::NotSigned,
        Broken::RolledBack { .. } | Broken::TooFewEntries { .. } => Kind::RolledBack,
        Broken::Forked { .. } | Broken::SeenOther { .. } => Kind::Forked,
        Broken::UnknownDevice { .. }
        | Broken::RemovedDevice { .. }
        | Broken::OtherMember { .. }
        | Broken::AddedForStranger { .. }
        | Broken::Uncertified(_)
        | Broken::TooManyDevices { .. }
        | Broken::Signature { .. } => Kind::Stranger,
        Broken::Equivocation { .. } => Kind::TwoInOnePlace,
        Broken::Page { .. } | Broken::Malformed { .. } | Broken::BodyTooLong { .. } => {
            Kind::Garbled
        }
        Broken::NewerVersion { .. } => Kind::Newer,
        Broken::OtherRoot { .. }
        | Broken::TooManyEntries { .. }
        | Broken::OtherGenesis { .. }
        | Broken::Founder(_)
        | Broken::OtherCircle { .. }
        | Broken::Repeated { .. }
        | Broken::Sequence { .. }
        | Broken::Previous { .. }
        | Broken::SeenTooMuch { .. }
        | Broken::SeenLess { .. }
        | Broken::Epoch { .. }
        | Broken::Stale
        | Broken::Body { .. }
        | Broken::BodyDropped { .. } => Kind::Altered,
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) who: Option<MemberId>,
    pub(super) about: Option<Subject>,
    pub(super) letters: String,
}

impl Filter {
    /// Whether it leaves nothing out.
    pub(super) fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// One entry of the record, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) id: EntryId,
    pub(super) place: u64,
    pub(super) author: MemberId,
    pub(super) mine: bool,
    /// The time that counts; `None` if nothing is known about it.
    pub(super) at: Option<Timestamp>,
    pub(super) claimed: Option<Timestamp>,
    pub(super) zone: String,
    pub(super) window: Window,
    pub(super) line: Line,
    pub(super) standing: Standing,
    pub(super) pending: bool,
    /// Until when it waits here because the other has asked for space.
    pub(super) waits_until: Option<Timestamp>,
    /// That it came while somebody had asked for space.
    pub(super) came: Option<String>,
    /// Whether it holds words of mine that could be erased.
    pub(super) erasable: bool,
    /// Whether it holds words that could be quoted in another circle.
    pub(super) quotable: bool,
}

/// How an entry stands in the record, where there is more to say than what it says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Standing {
    Plain,
    Refused(Refusal),
    NoEffect,
    Erased,
    NoKey,
    Unreadable,
    Newer,
}

/// The entries of one day, the newest first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Day {
    /// The day where the reader is; `None` for entries of which no time is known.
    pub(super) date: Option<Date>,
    pub(super) entries: Vec<Shown>,
}

/// What of a record is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Days {
    pub(super) days: Vec<Day>,
    /// How many entries are like what is looked for.
    pub(super) found: usize,
}

/// The newest `most` entries that are like what is looked for, by day.
pub(super) fn days(
    record: &[RecordLine],
    circle: &Relationship,
    filter: &Filter,
    reader: &Reader<'_>,
    zone: &TimeZone,
    most: usize,
) -> Days {
    let letters = filter.letters.trim().to_lowercase();
    let mut shown = Days::default();
    for line in record.iter().rev() {
        if filter.who.is_some_and(|who| who != line.author) {
            continue;
        }
        // Telling a line is most of the work; of those that come too late only the number counts.
        if shown.found >= most && filter.about.is_none() && letters.is_empty() {
            shown.found += 1;
            continue;
        }
        let told = tell(&line.what, line.author, circle, reader);
        let left_out = filter.about.is_some_and(|about| about != told.subject);
        if left_out || (!letters.is_empty() && !told.contains(&letters)) {
            continue;
        }
        shown.found += 1;
        if shown.found <= most {
            push(&mut shown.days, entry(line, told, reader), zone);
        }
    }
    shown
}

fn push(days: &mut Vec<Day>, entry: Shown, zone: &TimeZone) {
    let date = entry.at.map(|at| at.to_zoned(zone.clone()).date());
    match days.last_mut() {
        Some(day) if day.date == date => day.entries.push(entry),
        Some(_) | None => days.push(Day { date, entries: vec![entry] }),
    }
}

fn entry(line: &RecordLine, told: Line, reader: &Reader<'_>) -> Shown {
    let mine = reader.people.is_me(line.author);
    let standing = match (&line.what, &line.effect) {
        (What::Erased, _) => Standing::Erased,
        (What::NoKey, _) => Standing::NoKey,
        (What::Unreadable, _) => Standing::Unreadable,
        (What::Newer { .. }, _) => Standing::Newer,
        (_, LineEffect::Refused(refusal)) => Standing::Refused(refusal.clone()),
        (_, LineEffect::NoEffect) => Standing::NoEffect,
        (_, LineEffect::Took | LineEffect::Nothing) => Standing::Plain,
    };
    Shown {
        id: line.id,
        place: line.place,
        author: line.author,
        mine,
        at: line.claimed.map(|claimed| Spoken { claimed, window: line.window }.judged().at),
        claimed: line.claimed,
        zone: line.zone.clone(),
        window: line.window,
        quotable: !line.pending
            && matches!(&line.what, What::Act(act) if !passages(act).is_empty()),
        erasable: mine && !line.pending && !told.words.is_empty(),
        line: told,
        standing,
        pending: line.pending,
        waits_until: line.waits_until,
        came: line.came.map(|came| came_words(came, reader)),
    }
}

/// That an entry came while somebody had asked for space. It is a fact and no verdict.
fn came_words(came: Came, reader: &Reader<'_>) -> String {
    let who = reader.people.subject(came.asked_by);
    if came.had_read { say::record::came(who) } else { say::record::came_crossed(who) }
}
