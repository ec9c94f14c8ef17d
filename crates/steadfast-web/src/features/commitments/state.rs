//! What the pages about commitments show: plain data, made from the folded circle.

use jiff::{Timestamp, ToSpan, civil::Date};
use steadfast_repair::{
    EntryId, MemberId,
    commitments::{
        Commitment, Counts, Day, FollowThrough, How, Occurrence, Renegotiation, Saw, Schedule,
        Standing,
    },
    relationship::Relationship,
    said::Evidence,
};

use crate::wording::{People, Reader, change, schedule};

/// For how many days back plain counts are shown.
pub(super) const COUNT_DAYS: [u16; 3] = [7, 30, 90];
/// How many days a row of the list shows.
const ROW_DAYS: i32 = 7;

/// Where and when somebody looks.
#[derive(Clone, Copy)]
pub(super) struct Looking<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) now: Timestamp,
}

/// One commitment, as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: EntryId,
    pub(super) what: String,
    pub(super) schedule: String,
    /// When the next occurrence is due; `None` once it is over.
    pub(super) next_due: Option<Timestamp>,
    /// The last days, the oldest first.
    pub(super) days: Vec<Day>,
    /// Whether a change of it waits for a yes or no.
    pub(super) change_waits: bool,
}

/// All commitments of a circle: one's own, the others' by their names, and what is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct List {
    pub(super) mine: Vec<Row>,
    pub(super) theirs: Vec<(String, Vec<Row>)>,
    pub(super) over: Vec<Row>,
}

impl List {
    /// Whether nothing was ever promised.
    pub(super) fn is_empty(&self) -> bool {
        self.mine.is_empty()
            && self.over.is_empty()
            && self.theirs.iter().all(|(_, rows)| rows.is_empty())
    }
}

/// The list, with the newest promise first.
pub(super) fn list(circle: &Relationship, people: &People, looking: Looking<'_>) -> List {
    let mut list = List::default();
    let rows = |promiser: MemberId| {
        let (over, going): (Vec<_>, Vec<_>) = circle
            .commitments()
            .of(promiser)
            .rev()
            .partition(|commitment| commitment.is_over(looking.now));
        let row = |commitments: Vec<&Commitment>| {
            commitments.into_iter().map(|commitment| row(commitment, looking)).collect()
        };
        (row(going), row(over))
    };
    for (member, name) in people.everybody() {
        let (going, over): (Vec<Row>, Vec<Row>) = rows(member);
        list.over.extend(over);
        if people.is_me(member) {
            list.mine = going;
        } else if people.speaks_as_partner(member) || !going.is_empty() {
            list.theirs.push((name, going));
        }
    }
    list
}

fn row(commitment: &Commitment, Looking { reader, now }: Looking<'_>) -> Row {
    let today = commitment.date_at(now);
    Row {
        id: commitment.id(),
        what: commitment.what().as_str().to_owned(),
        schedule: schedule(commitment.schedule_on(today), reader.zone, reader.today),
        next_due: next_due(commitment, now),
        days: commitment.calendar(today.saturating_sub((ROW_DAYS - 1).days()), today, now),
        change_waits: commitment.waiting_renegotiations().next().is_some(),
    }
}

/// When the next occurrence is due of which nothing was said yet.
fn next_due(commitment: &Commitment, now: Timestamp) -> Option<Timestamp> {
    let next = commitment.next_after(now)?;
    if commitment.telling(next.date).is_none() {
        return Some(next.slot.due);
    }
    let to = next.date.saturating_add(1.years());
    let mut later = commitment.occurrences_between(next.date, to);
    later
        .find(|occurrence| {
            now < occurrence.slot.due && commitment.telling(occurrence.date).is_none()
        })
        .map(|occurrence| occurrence.slot.due)
}

/// Everything about one commitment that does not depend on which day one looks at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) id: EntryId,
    pub(super) what: String,
    pub(super) why: Option<String>,
    pub(super) promiser: MemberId,
    pub(super) mine: bool,
    pub(super) made: Timestamp,
    pub(super) schedule: String,
    /// The schedule in force, to begin from when it is changed.
    pub(super) terms: Schedule,
    pub(super) next_due: Option<Timestamp>,
    pub(super) ended: Option<(MemberId, Timestamp, Option<String>)>,
    pub(super) changes: Vec<Changed>,
    /// The occurrences ahead that can still be changed, a handful of them.
    pub(super) ahead: Vec<Date>,
    pub(super) counts: [(u16, Counts); 3],
    /// The day that it is for the promiser.
    pub(super) today: Date,
    /// The day to show first: the occurrence that most wants a word, or the last one that has come.
    pub(super) first_shown: Option<Date>,
    /// The first month and the last that have something in them.
    pub(super) months: (Date, Date),
}

/// A renegotiation, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Changed {
    pub(super) id: EntryId,
    pub(super) who: MemberId,
    pub(super) when: Timestamp,
    pub(super) what: String,
    pub(super) note: Option<String>,
    pub(super) standing: Standing,
}

/// How many occurrences ahead are offered for a change.
const AHEAD: usize = 8;

/// One commitment in full, or `None` if there is none of this name.
pub(super) fn detail(
    circle: &Relationship,
    id: EntryId,
    people: &People,
    looking: Looking<'_>,
) -> Option<Detail> {
    let Looking { reader, now } = looking;
    let commitment = circle.commitments().get(id)?;
    let today = commitment.date_at(now);
    let terms = commitment.schedule_on(today);
    let ahead: Vec<Date> = commitment
        .occurrences_between(today, today.saturating_add(1.years()))
        .filter(|occurrence| {
            now < occurrence.slot.due && commitment.telling(occurrence.date).is_none()
        })
        .map(|occurrence| occurrence.date)
        .take(AHEAD)
        .collect();
    let last = ahead.last().copied().unwrap_or(today).max(today);
    Some(Detail {
        id,
        what: commitment.what().as_str().to_owned(),
        why: commitment.why_it_matters().map(|words| words.as_str().to_owned()),
        promiser: commitment.promiser(),
        mine: people.is_me(commitment.promiser()),
        made: commitment.entry().at,
        schedule: schedule(terms, reader.zone, reader.today),
        terms: terms.clone(),
        next_due: next_due(commitment, now),
        ended: commitment.ended().map(|ended| {
            (
                ended.entry.author,
                ended.entry.at,
                ended.note.as_ref().map(|words| words.as_str().to_owned()),
            )
        }),
        changes: commitment
            .renegotiations()
            .iter()
            .rev()
            .map(|asked| changed(asked, reader))
            .collect(),
        ahead,
        counts: COUNT_DAYS.map(|days| (days, commitment.counts(days, now))),
        today,
        first_shown: first_shown(commitment, today, now),
        months: (commitment.date_at(commitment.entry().at).min(today), last),
    })
}

fn changed(asked: &Renegotiation, reader: &Reader<'_>) -> Changed {
    Changed {
        id: asked.id(),
        who: asked.entry.author,
        when: asked.entry.at,
        what: change(&asked.change, reader),
        note: asked.note.as_ref().map(|words| words.as_str().to_owned()),
        standing: asked.standing,
    }
}

/// Today's occurrence before any other; then the latest of which nothing was said; then the latest; then the next.
fn first_shown(commitment: &Commitment, today: Date, now: Timestamp) -> Option<Date> {
    let past: Vec<Occurrence> =
        commitment.occurrences_between(today.saturating_sub(60.days()), today).collect();
    let is_open = |occurrence: &&Occurrence| {
        commitment.follow_through(occurrence.date, now) == Some(FollowThrough::Open)
    };
    past.iter()
        .find(|occurrence| occurrence.date == today)
        .or_else(|| past.iter().rev().find(is_open))
        .or_else(|| past.last())
        .map(|occurrence| occurrence.date)
        .or_else(|| commitment.next_after(now).map(|next| next.date))
}

/// What was said of one day, and what can be said now.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Account {
    pub(super) date: Date,
    pub(super) state: FollowThrough,
    /// `None` where the occurrence was moved away or let go.
    pub(super) due: Option<Timestamp>,
    pub(super) told: Option<ToldOf>,
    pub(super) can: Can,
}

/// What the promiser said of it last, and how others saw that.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ToldOf {
    pub(super) at: Timestamp,
    pub(super) claimed: Timestamp,
    pub(super) by: Evidence,
    pub(super) note: Option<String>,
    pub(super) views: Vec<Seen>,
}

/// How somebody else saw it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) who: MemberId,
    /// Their words, where they saw it otherwise.
    pub(super) otherwise: Option<String>,
}

/// What the one who looks can say of a day now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Can {
    pub(super) keep: bool,
    pub(super) miss: bool,
    pub(super) repair: bool,
    pub(super) saw_it: bool,
    pub(super) not_how: bool,
}

/// The account of one day; `None` if nothing was ever promised for it.
pub(super) fn account(
    circle: &Relationship,
    id: EntryId,
    date: Date,
    people: &People,
    now: Timestamp,
) -> Option<Account> {
    let commitment = circle.commitments().get(id)?;
    let state = commitment.follow_through(date, now)?;
    let told = commitment.telling(date).map(|telling| {
        let judged = telling.spoken.judged();
        ToldOf {
            at: judged.at,
            claimed: telling.spoken.claimed,
            by: judged.by,
            note: telling.note.as_ref().map(|words| words.as_str().to_owned()),
            views: telling
                .standing_views()
                .map(|view| Seen {
                    who: view.entry.author,
                    otherwise: match &view.saw {
                        Saw::AsTold => None,
                        Saw::Otherwise(words) => Some(words.as_str().to_owned()),
                    },
                })
                .collect(),
        }
    });
    let can = if people.is_me(commitment.promiser()) {
        let tell = |how| commitment.can_be_told(date, how, now);
        Can {
            keep: tell(How::Kept),
            miss: tell(How::Missed),
            repair: tell(How::MissedAndRepaired),
            ..Can::default()
        }
    } else {
        let mine = told.iter().flat_map(|told| &told.views).find(|seen| people.is_me(seen.who));
        Can {
            saw_it: told.is_some() && mine.is_none_or(|seen| seen.otherwise.is_some()),
            not_how: told.is_some(),
            ..Can::default()
        }
    };
    Some(Account {
        date,
        state,
        due: commitment.occurrence(date).map(|occurrence| occurrence.slot.due),
        told,
        can,
    })
}

/// The days of one month, in weeks that begin on Monday; days of other months are `None`.
pub(super) fn month(
    circle: &Relationship,
    id: EntryId,
    first: Date,
    now: Timestamp,
) -> Vec<[Option<Day>; 7]> {
    let Some(commitment) = circle.commitments().get(id) else { return Vec::new() };
    let mut weeks: Vec<[Option<Day>; 7]> = Vec::new();
    for day in commitment.calendar(first, first.last_of_month(), now) {
        let column = usize::from(day.date.weekday().to_monday_zero_offset().unsigned_abs());
        if column == 0 || weeks.is_empty() {
            weeks.push(Default::default());
        }
        if let Some(week) = weeks.last_mut() {
            week[column] = Some(day);
        }
    }
    weeks
}
