//! One commitment: what was promised, when its occurrences are, and what was said of each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::acts::{Change, Instead, Promise};
use super::follow_through::{Counts, Day, FollowThrough, Mark};
use super::renegotiation::{Renegotiation, Standing};
use super::rules;
use super::schedule::{Once, Schedule, Slot, Within, days, horizon, slot};
use crate::said::{Entry, EntryId, Judged, MemberId, Spoken};
use crate::words::{Title, Words};

/// How many days back the occurrence before another one is looked for.
const PREVIOUS_DAYS_MAX: i32 = 400;

/// A commitment, as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    entry: Entry,
    what: Title,
    why_it_matters: Option<Words>,
    /// Never empty, and in ascending order of `from`.
    terms: Vec<Term>,
    /// The moments that took the place of occurrences, by their own date.
    arrived: BTreeMap<Date, Arrived>,
    /// The dates of the terms' schedules on which there is no longer an occurrence: it was moved or let go.
    gone: BTreeSet<Date>,
    /// The renegotiations that hold, by the date of the first occurrence that each changed.
    renegotiated: BTreeMap<Date, Vec<EntryId>>,
    told: BTreeMap<Date, Told>,
    pub(super) renegotiations: Vec<Renegotiation>,
    /// The renegotiations that wait, by occurrence; under `None` the one for all from a date on.
    pub(super) waiting: BTreeMap<Option<Date>, usize>,
    ended: Option<Ended>,
}

/// What is promised from a date until the next term's.
#[derive(Debug, Clone, PartialEq)]
struct Term {
    from: Date,
    schedule: Schedule,
    zone: TimeZone,
    /// When the promiser said it. What was due before that was never promised.
    made: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
struct Arrived {
    slot: Slot,
    within: Within,
    zone: TimeZone,
    instead_of: Date,
}

/// What was said of one occurrence. There is at least one telling.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    occurrence: Occurrence,
    tellings: Vec<Telling>,
}

/// One occurrence of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// Its date in the promiser's zone, which names it.
    pub date: Date,
    /// When it opens and when it is due.
    pub slot: Slot,
    /// The time of day as it was promised.
    pub within: Within,
    /// The occurrence that it took the place of, if it was moved here.
    pub instead_of: Option<Date>,
}

/// What the promiser said of an occurrence.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// Where it was said.
    pub entry: Entry,
    /// When it was said, by what the record proves so far.
    pub spoken: Spoken,
    /// What was said.
    pub how: How,
    /// What there was to say about it.
    pub note: Option<Words>,
    /// What others said to it, the oldest first. See [`Telling::standing_views`].
    pub views: Vec<View>,
}

/// What became of an occurrence, in the promiser's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// It was kept.
    Kept,
    /// It was missed.
    Missed,
    /// It was missed, and repaired.
    MissedAndRepaired,
}

/// How somebody else saw what was told.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Where they said so.
    pub entry: Entry,
    /// What they said.
    pub saw: Saw,
}

/// How somebody else saw it.
#[derive(Debug, Clone, PartialEq)]
pub enum Saw {
    /// "I saw it."
    AsTold,
    /// "That is not how I saw it", and how they did.
    Otherwise(Words),
}

/// Where and how a commitment was ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// Where it was said.
    pub entry: Entry,
    /// Why.
    pub note: Option<Words>,
    /// The last date for which the commitment stands: the day on which it was ended.
    pub last: Date,
}

impl Telling {
    /// The view that each other member holds now, by their last word. Silence is not among them, and means nothing.
    pub fn standing_views(&self) -> impl Iterator<Item = &View> {
        self.views.iter().enumerate().filter_map(|(index, view)| {
            let later =
                self.views[index + 1..].iter().any(|later| later.entry.author == view.entry.author);
            (!later).then_some(view)
        })
    }

    fn is_seen_otherwise(&self) -> bool {
        self.standing_views().any(|view| matches!(view.saw, Saw::Otherwise(_)))
    }
}

impl Commitment {
    /// The commitment that a promise begins.
    pub(super) fn new(entry: Entry, promise: &Promise, zone: TimeZone) -> Self {
        let schedule = promise.schedule.clone();
        Self {
            entry,
            what: promise.what.clone(),
            why_it_matters: promise.why_it_matters.clone(),
            terms: vec![Term { from: schedule.start(), schedule, zone, made: entry.at }],
            arrived: BTreeMap::new(),
            gone: BTreeSet::new(),
            renegotiated: BTreeMap::new(),
            told: BTreeMap::new(),
            renegotiations: Vec::new(),
            waiting: BTreeMap::new(),
            ended: None,
        }
    }

    /// The entry of its promise, which names it.
    pub fn id(&self) -> EntryId {
        self.entry.id
    }

    /// Where it was promised.
    pub fn entry(&self) -> Entry {
        self.entry
    }

    /// Who promised.
    pub fn promiser(&self) -> MemberId {
        self.entry.author
    }

    /// What is promised.
    pub fn what(&self) -> &Title {
        &self.what
    }

    /// Why it matters to the other.
    pub fn why_it_matters(&self) -> Option<&Words> {
        self.why_it_matters.as_ref()
    }

    /// The schedule that applies on a date, or the first one before that.
    pub fn schedule_on(&self, date: Date) -> &Schedule {
        &self.term_on(date).schedule
    }

    /// The schedule that applies last, which is the one in force unless a change lies ahead.
    pub fn latest_schedule(&self) -> &Schedule {
        &self.last_term().schedule
    }

    /// Every renegotiation, the oldest first.
    pub fn renegotiations(&self) -> &[Renegotiation] {
        &self.renegotiations
    }

    /// The renegotiations that wait for a yes or no, by the occurrence that they are about.
    pub fn waiting_renegotiations(&self) -> impl Iterator<Item = &Renegotiation> {
        self.waiting.values().map(|&index| &self.renegotiations[index])
    }

    /// Where it was ended, if it was.
    pub fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// The date that it is in the promiser's zone.
    pub fn date_at(&self, now: Timestamp) -> Date {
        now.to_zoned(self.last_term().zone.clone()).date()
    }

    /// Whether no occurrence lies ahead any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.next_after(now).is_none()
    }

    /// The occurrence on a date; `None` if there is none, or it was moved away or let go.
    pub fn occurrence(&self, date: Date) -> Option<Occurrence> {
        if let Some(told) = self.told.get(&date) {
            return Some(told.occurrence);
        }
        if self.ended.as_ref().is_some_and(|ended| ended.last < date) {
            return None;
        }
        if let Some(Arrived { slot, within, instead_of, .. }) = self.arrived.get(&date) {
            return Some(Occurrence {
                date,
                slot: *slot,
                within: *within,
                instead_of: Some(*instead_of),
            });
        }
        let term = self.term_on(date);
        if date < term.from || self.gone.contains(&date) || !term.schedule.falls_on(date) {
            return None;
        }
        let within = term.schedule.within();
        let slot = slot(Once { date, within }, &term.zone);
        (term.made < slot.due).then_some(Occurrence { date, slot, within, instead_of: None })
    }

    /// The occurrences from `from` to `to`, both included, in order.
    pub fn occurrences_between(&self, from: Date, to: Date) -> impl Iterator<Item = Occurrence> {
        let (first, last) = self.span();
        days(from.max(first), to.min(last)).filter_map(|date| self.occurrence(date))
    }

    /// The occurrences of the last `days` days, today in the promiser's zone among them, of which nothing was said though
    /// they are past due, in order.
    pub fn open(&self, days: u16, now: Timestamp) -> impl Iterator<Item = Occurrence> {
        let (from, to) = self.last_days(days, now);
        self.occurrences_between(from, to).filter(move |occurrence| {
            self.follow_through(occurrence.date, now) == Some(FollowThrough::Open)
        })
    }

    /// The first occurrence that is due after this moment, whatever was said of it.
    pub fn next_after(&self, now: Timestamp) -> Option<Occurrence> {
        // An occurrence may run over midnight, and the zone may have changed with the terms.
        let from = self.date_at(now).saturating_sub(2.days());
        let (first, last) = self.span();
        days(from.max(first), last)
            .filter_map(|date| self.occurrence(date))
            .find(|occurrence| now < occurrence.slot.due)
    }

    /// The occurrences from `from` to `to`, both included, of which something was said, with the last that was, in order.
    pub fn told_between(
        &self,
        from: Date,
        to: Date,
    ) -> impl Iterator<Item = (Occurrence, &Telling)> {
        let range = (from <= to).then(|| self.told.range(from..=to)).into_iter().flatten();
        range.filter_map(|(_, told)| Some((told.occurrence, told.tellings.last()?)))
    }

    /// What the promiser said of an occurrence, the oldest first. Only the last counts, but nothing is taken away.
    pub fn tellings(&self, date: Date) -> &[Telling] {
        self.told.get(&date).map_or(&[], |told| &told.tellings)
    }

    /// What the promiser last said of an occurrence.
    pub fn telling(&self, date: Date) -> Option<&Telling> {
        self.told.get(&date)?.tellings.last()
    }

    /// What became of the occurrence on a date; `None` if there never was one.
    pub fn follow_through(&self, date: Date, now: Timestamp) -> Option<FollowThrough> {
        let Some(occurrence) = self.occurrence(date) else {
            return self
                .renegotiated
                .contains_key(&date)
                .then_some(FollowThrough::RenegotiatedAhead);
        };
        Some(match self.telling(date).map(|telling| telling.how) {
            None if occurrence.slot.due < now => FollowThrough::Open,
            None => FollowThrough::Ahead,
            Some(How::Kept) => match self.kept_at(date) {
                Some(kept) if occurrence.slot.due < kept.at => FollowThrough::KeptLate,
                _ => FollowThrough::Kept,
            },
            Some(How::Missed) => FollowThrough::Missed,
            Some(How::MissedAndRepaired) => FollowThrough::MissedAndRepaired,
        })
    }

    /// Whether the promiser can say at this moment that this became of the occurrence of a date. It is the rule by which
    /// the fold takes or refuses it.
    pub fn can_be_told(&self, date: Date, how: How, at: Timestamp) -> bool {
        rules::can_be_told(self, date, how, at).is_ok()
    }

    /// When an occurrence was said to be kept, and what settles that it was then; `None` if it was not.
    ///
    /// This is what tells *kept* from *kept late*. [`Evidence::NotBefore`](crate::said::Evidence::NotBefore) means that the device's clock claimed an earlier
    /// time than the record allows.
    pub fn kept_at(&self, date: Date) -> Option<Judged> {
        let telling = self.telling(date).filter(|telling| telling.how == How::Kept)?;
        Some(telling.spoken.judged())
    }

    /// The marks of a date: the renegotiations that hold, then the occurrence that is there now.
    pub fn marks(&self, date: Date, now: Timestamp) -> Vec<Mark> {
        let mark = |follow_through, seen_otherwise| Mark {
            commitment: self.id(),
            follow_through,
            seen_otherwise,
        };
        let renegotiated = self.renegotiated.get(&date).map_or(0, Vec::len);
        let mut marks = vec![mark(FollowThrough::RenegotiatedAhead, false); renegotiated];
        if self.occurrence(date).is_some() {
            let otherwise = self.telling(date).is_some_and(Telling::is_seen_otherwise);
            marks.extend(
                self.follow_through(date, now)
                    .map(|follow_through| mark(follow_through, otherwise)),
            );
        }
        marks
    }

    /// Every day from `from` to `to`, both included, with the marks of this commitment.
    pub fn calendar(&self, from: Date, to: Date, now: Timestamp) -> Vec<Day> {
        days(from, to).map(|date| Day { date, marks: self.marks(date, now) }).collect()
    }

    /// What became of the occurrences of the last `days` days, today in the promiser's zone among them.
    pub fn counts(&self, days: u16, now: Timestamp) -> Counts {
        let (first, last) = self.span();
        let (from, to) = self.last_days(days, now);
        let mut counts = Counts::default();
        for date in super::schedule::days(from.max(first), to.min(last)) {
            self.marks(date, now).into_iter().for_each(|mark| counts.count(mark));
        }
        counts
    }

    /// The first and last of so many days that end with today; an empty range for none.
    fn last_days(&self, days: u16, now: Timestamp) -> (Date, Date) {
        let today = self.date_at(now);
        (today.saturating_sub((i32::from(days) - 1).days()), today)
    }

    /// When the promiser can first say what became of an occurrence: from when it opens, else once the occurrence before it
    /// is due. `None` if there is none before it, so that it can be kept as early as anybody likes.
    pub(super) fn turn_of(&self, occurrence: &Occurrence) -> Option<Timestamp> {
        occurrence.slot.opens.or_else(|| {
            let (first, _) = self.span();
            let earliest = occurrence.date.saturating_sub(PREVIOUS_DAYS_MAX.days()).max(first);
            std::iter::successors(occurrence.date.yesterday().ok(), |date| date.yesterday().ok())
                .take_while(|&date| earliest <= date)
                .find_map(|date| self.occurrence(date))
                .map(|before| before.slot.due)
        })
    }

    /// The first occurrence from a date on of which nothing was said yet.
    pub(super) fn first_untold(&self, from: Date) -> Option<Occurrence> {
        let (first, last) = self.span();
        days(from.max(first), last)
            .filter(|date| !self.told.contains_key(date))
            .find_map(|date| self.occurrence(date))
    }

    /// The rules of the zone in which the occurrence of a date is meant.
    pub(super) fn zone_on(&self, date: Date) -> &TimeZone {
        self.arrived.get(&date).map_or(&self.term_on(date).zone, |arrived| &arrived.zone)
    }

    /// The last date on which an occurrence may be moved.
    pub(super) fn horizon(&self) -> Date {
        horizon(self.last_term().schedule.start())
    }

    fn term_on(&self, date: Date) -> &Term {
        let later = self.terms.partition_point(|term| term.from <= date);
        &self.terms[later.saturating_sub(1)]
    }

    fn last_term(&self) -> &Term {
        self.terms
            .last()
            .expect("a commitment begins with a term, and one replaces those that it takes away")
    }

    /// Two dates between which lies everything that there is to know of it.
    fn span(&self) -> (Date, Date) {
        let arrived = (self.arrived.keys().next(), self.arrived.keys().next_back());
        let changed = (self.renegotiated.keys().next(), self.renegotiated.keys().next_back());
        let told = (self.told.keys().next(), self.told.keys().next_back());
        let firsts = [arrived.0, changed.0, told.0].into_iter().flatten().copied();
        let lasts = [arrived.1, changed.1, told.1].into_iter().flatten().copied();
        let last = self.last_term().schedule.last();
        let last = self.ended.as_ref().map_or(last, |ended| ended.last.min(last));
        // The second term may begin before the first one has had an occurrence, no later term before the second.
        let first = self.terms[0].schedule.first();
        let first = self.terms.get(1).map_or(first, |second| second.from.min(first));
        (firsts.fold(first, Date::min), lasts.fold(last, Date::max))
    }
}

/// What follows from acts that the rules allowed.
impl Commitment {
    /// Adds what the promiser said of an occurrence, and answers at which index. A renegotiation of it that still waited is
    /// of no use any more.
    pub(super) fn tell(&mut self, occurrence: Occurrence, telling: Telling) -> usize {
        if let Some(index) = self.waiting.remove(&Some(occurrence.date)) {
            self.renegotiations[index].standing = Standing::Lapsed(telling.entry);
        }
        let told = self
            .told
            .entry(occurrence.date)
            .or_insert_with(|| Told { occurrence, tellings: Vec::with_capacity(1) });
        told.tellings.push(telling);
        told.tellings.len() - 1
    }

    pub(super) fn telling_mut(&mut self, date: Date, index: usize) -> Option<&mut Telling> {
        self.told.get_mut(&date)?.tellings.get_mut(index)
    }

    pub(super) fn view(&mut self, date: Date, view: View) {
        if let Some(telling) = self.told.get_mut(&date).and_then(|told| told.tellings.last_mut()) {
            telling.views.push(view);
        }
    }

    /// Adds a renegotiation that now waits, in place of one about the same, and answers at which index.
    pub(super) fn renegotiate(&mut self, renegotiation: Renegotiation) -> usize {
        let about = match renegotiation.change {
            Change::One { occurrence, .. } => Some(occurrence),
            Change::From { .. } => None,
        };
        let index = self.renegotiations.len();
        if let Some(before) = self.waiting.insert(about, index) {
            self.renegotiations[before].standing = Standing::Replaced(renegotiation.entry);
        }
        self.renegotiations.push(renegotiation);
        index
    }

    pub(super) fn decline(&mut self, index: usize, no: Entry) {
        self.waiting.retain(|_, waiting| *waiting != index);
        self.renegotiations[index].standing = Standing::Declined(no);
    }

    /// Lets a renegotiation hold. `zone` is the rules of the zone in which the new schedule, or the moved occurrence, is
    /// meant.
    pub(super) fn agree(&mut self, index: usize, yes: Entry, zone: TimeZone) {
        self.waiting.retain(|_, waiting| *waiting != index);
        self.renegotiations[index].standing = Standing::Agreed(yes);
        let (id, made) = (self.renegotiations[index].id(), self.renegotiations[index].entry.at);
        match self.renegotiations[index].change.clone() {
            Change::One { occurrence, instead } => {
                self.arrived.remove(&occurrence);
                self.gone.insert(occurrence);
                self.renegotiated.entry(occurrence).or_default().push(id);
                if let Instead::Moved(once) = instead {
                    let slot = slot(once, &zone);
                    let arrived =
                        Arrived { slot, within: once.within, zone, instead_of: occurrence };
                    self.arrived.insert(once.date, arrived);
                }
            }
            Change::From { date, schedule } => {
                let first = self.first_untold(date).map_or(date, |occurrence| occurrence.date);
                self.renegotiated.entry(first).or_default().push(id);
                self.terms.retain(|term| term.from < date);
                self.terms.push(Term { from: date, schedule, zone, made });
                self.arrived.retain(|&arrived, _| arrived < date);
                self.gone.retain(|&gone| gone < date);
                // What waits for an answer about one of the replaced occurrences has lost its meaning.
                let (renegotiations, replaced) = (&mut self.renegotiations, Some(date));
                self.waiting.retain(|&about, &mut waiting| {
                    let stays = about < replaced;
                    if !stays {
                        renegotiations[waiting].standing = Standing::Replaced(yes);
                    }
                    stays
                });
            }
        }
    }

    pub(super) fn end(&mut self, entry: Entry, note: Option<Words>) {
        let last = self.date_at(entry.at);
        self.ended = Some(Ended { entry, note, last });
        for (_, index) in std::mem::take(&mut self.waiting) {
            self.renegotiations[index].standing = Standing::Lapsed(entry);
        }
    }
}
