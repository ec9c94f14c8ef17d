//! The check-ins that were written, and the time that was agreed on.

use std::collections::HashMap;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::acts::{Act, Parts};
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId, MemberId};
use crate::weekdays::Weekdays;

/// All check-ins, and the proposals for their time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checkins {
    checkins: Vec<CheckedIn>,
    indices: HashMap<EntryId, usize>,
    latest_by: HashMap<MemberId, usize>,
    proposals: Vec<Proposal>,
    proposal_indices: HashMap<EntryId, usize>,
    waiting_by: HashMap<MemberId, usize>,
    agreed: Option<usize>,
}

/// One check-in.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedIn {
    /// Where it was said.
    pub entry: Entry,
    /// What was said; at least one part is there.
    pub parts: Parts,
    /// Who thanked for it.
    pub thanks: Vec<Entry>,
}

/// A time that was proposed for check-ins.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Where it was proposed.
    pub entry: Entry,
    /// The time of day, in `zone`.
    pub at: Time,
    /// The days; at least one.
    pub days: Weekdays,
    /// The zone in which it is meant.
    pub zone: TimeZone,
    /// What became of it.
    pub standing: Standing,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody else has said anything to it, which means nothing.
    Waiting,
    /// It is, or was until it was replaced or ended, the agreed time. In *Mine* the entry is the proposal itself.
    Agreed(Entry),
    /// The other said no.
    Declined(Entry),
    /// Its author took it back.
    Withdrawn(Entry),
    /// A later proposal took its place: of the same author while it waited, or one that was agreed on later.
    Replaced(Entry),
    /// It was the agreed time until somebody ended it.
    Ended(Entry),
}

impl Checkins {
    /// The check-in that is in this entry.
    pub fn get(&self, checkin: EntryId) -> Option<&CheckedIn> {
        self.checkins.get(self.index_of(checkin)?)
    }

    /// All check-ins, the newest first.
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &CheckedIn> {
        self.checkins.iter().rev()
    }

    /// The newest check-in of all.
    pub fn latest(&self) -> Option<&CheckedIn> {
        self.checkins.last()
    }

    /// The newest check-in of one member.
    pub fn latest_by(&self, member: MemberId) -> Option<&CheckedIn> {
        self.checkins.get(*self.latest_by.get(&member)?)
    }

    /// The time that the two agreed on.
    pub fn agreed_time(&self) -> Option<&Proposal> {
        self.proposals.get(self.agreed?)
    }

    /// All proposals for the time, the oldest first.
    pub fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// The proposals that wait for a yes or no, the oldest first; at most one of each member.
    pub fn waiting(&self) -> Vec<&Proposal> {
        let mut indices: Vec<_> = self.waiting_by.values().copied().collect();
        indices.sort_unstable();
        indices.into_iter().map(|index| &self.proposals[index]).collect()
    }

    pub(super) fn oldest_first(&self) -> &[CheckedIn] {
        &self.checkins
    }

    pub(super) fn index_of(&self, checkin: EntryId) -> Option<usize> {
        self.indices.get(&checkin).copied()
    }

    pub(super) fn proposal_index(&self, proposal: EntryId) -> Option<usize> {
        self.proposal_indices.get(&proposal).copied()
    }

    /// Gives a waiting or agreed proposal its next standing.
    fn settle(&mut self, index: usize, standing: Standing) {
        let proposal = &mut self.proposals[index];
        proposal.standing = standing;
        let author = proposal.entry.author;
        if self.waiting_by.get(&author) == Some(&index) {
            self.waiting_by.remove(&author);
        }
        if self.agreed == Some(index) {
            self.agreed = None;
        }
    }

    fn agree(&mut self, index: usize, yes: Entry) {
        if let Some(before) = self.agreed {
            self.settle(before, Standing::Replaced(yes));
        }
        self.settle(index, Standing::Agreed(yes));
        self.agreed = Some(index);
    }
}

impl Proposal {
    /// The moment on a date, if it is one of the days. Clock changes are as in RFC 5545, section 3.3.5.
    pub fn moment_on(&self, date: Date) -> Option<Timestamp> {
        if !self.days.contains(date.weekday()) {
            return None;
        }
        self.zone.to_ambiguous_timestamp(date.to_datetime(self.at)).compatible().ok()
    }

    /// The first moment at or after this one.
    pub fn next_from(&self, now: Timestamp) -> Option<Timestamp> {
        // Eight days, as this week's moment may be over already on the one day of the week that is meant.
        let today = now.to_zoned(self.zone.clone()).date();
        (0..=7)
            .filter_map(|days| self.moment_on(today.checked_add(days.days()).ok()?))
            .find(|&moment| now <= moment)
    }
}

impl Practice for Checkins {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::ProposeTime(propose) => {
                let zone = rules::propose(propose, said)?;
                if let Some(&before) = self.waiting_by.get(&entry.author) {
                    self.settle(before, Standing::Replaced(entry));
                }
                let index = self.proposals.len();
                self.proposal_indices.insert(entry.id, index);
                self.waiting_by.insert(entry.author, index);
                self.proposals.push(Proposal {
                    entry,
                    at: propose.at,
                    days: propose.days,
                    zone,
                    standing: Standing::Waiting,
                });
                if said.people.is_mine() {
                    self.agree(index, entry);
                }
            }
            Act::AgreeTime(agree) => {
                let index = rules::agree(self, agree, said)?;
                self.agree(index, entry);
            }
            Act::DeclineTime(decline) => {
                let (index, standing) = rules::decline(self, decline, said)?;
                self.settle(index, standing);
            }
            Act::CheckIn(checkin) => {
                let index = self.checkins.len();
                self.indices.insert(entry.id, index);
                self.latest_by.insert(entry.author, index);
                self.checkins.push(CheckedIn {
                    entry,
                    parts: checkin.parts().clone(),
                    thanks: Vec::new(),
                });
            }
            Act::Thank(thank) => {
                let index = rules::thank(self, thank, said)?;
                self.checkins[index].thanks.push(entry);
            }
        }
        Ok(())
    }
}
