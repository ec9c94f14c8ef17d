//! All commitments of a circle.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::acts::Act;
use super::commitment::{Commitment, How, Saw, Telling, View};
use super::follow_through::{Counts, Day};
use super::renegotiation::{Renegotiation, Standing};
use super::rules::{self, Refusal};
use super::schedule::days;
use crate::practice::{Practice, Saying};
use crate::said::{EntryId, MemberId, Window};
use crate::words::Words;

/// All commitments of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Commitments {
    commitments: Vec<Commitment>,
    indices: HashMap<EntryId, usize>,
    /// By entry: the commitment's index, and the renegotiation's within it.
    renegotiations: HashMap<EntryId, (usize, usize)>,
    /// By entry: the commitment's index, the occurrence's date, and the telling's index within that.
    tellings: HashMap<EntryId, (usize, Date, usize)>,
}

impl Commitments {
    /// All commitments, in the order in which they were made.
    pub fn all(&self) -> &[Commitment] {
        &self.commitments
    }

    /// The commitment whose promise is this entry.
    pub fn get(&self, commitment: EntryId) -> Option<&Commitment> {
        self.commitments.get(self.index_of(commitment)?)
    }

    /// What one member promised, in the order in which they did.
    pub fn of(&self, promiser: MemberId) -> impl DoubleEndedIterator<Item = &Commitment> {
        self.commitments.iter().filter(move |commitment| commitment.promiser() == promiser)
    }

    /// The renegotiation that was asked for in this entry, with its commitment.
    pub fn renegotiation(&self, renegotiation: EntryId) -> Option<(&Commitment, &Renegotiation)> {
        let (index, nth) = self.renegotiation_index(renegotiation)?;
        let commitment = self.commitments.get(index)?;
        Some((commitment, commitment.renegotiations().get(nth)?))
    }

    /// The renegotiations of others that wait for a yes or no, with their commitments.
    pub fn waiting_for(
        &self,
        member: MemberId,
    ) -> impl Iterator<Item = (&Commitment, &Renegotiation)> {
        let of_others =
            self.commitments.iter().filter(move |commitment| commitment.promiser() != member);
        of_others.flat_map(|commitment| {
            commitment
                .waiting_renegotiations()
                .map(move |renegotiation| (commitment, renegotiation))
        })
    }

    /// What became of one member's occurrences in the last `days` days, today in each promise's zone among them.
    pub fn counts(&self, promiser: MemberId, days: u16, now: Timestamp) -> Counts {
        let mut counts = Counts::default();
        self.of(promiser).for_each(|commitment| counts += commitment.counts(days, now));
        counts
    }

    /// Every day from `from` to `to`, both included, with the marks of all that one member promised.
    pub fn calendar(&self, promiser: MemberId, from: Date, to: Date, now: Timestamp) -> Vec<Day> {
        days(from, to)
            .map(|date| Day {
                date,
                marks: self
                    .of(promiser)
                    .flat_map(|commitment| commitment.marks(date, now))
                    .collect(),
            })
            .collect()
    }

    pub(super) fn index_of(&self, commitment: EntryId) -> Option<usize> {
        self.indices.get(&commitment).copied()
    }

    pub(super) fn renegotiation_index(&self, renegotiation: EntryId) -> Option<(usize, usize)> {
        self.renegotiations.get(&renegotiation).copied()
    }

    fn tell(
        &mut self,
        commitment: EntryId,
        date: Date,
        (how, note): (How, Option<&Words>),
        said: Saying<'_>,
    ) -> Result<(), Refusal> {
        let (index, occurrence) = rules::tell(self, commitment, date, how, said)?;
        let Saying { entry, spoken, .. } = said;
        let telling = Telling { entry, spoken, how, note: note.cloned(), views: Vec::new() };
        let nth = self.commitments[index].tell(occurrence, telling);
        self.tellings.insert(entry.id, (index, date, nth));
        Ok(())
    }

    fn view(
        &mut self,
        commitment: EntryId,
        date: Date,
        saw: Saw,
        said: Saying<'_>,
    ) -> Result<(), Refusal> {
        let index = rules::view(self, commitment, date, saw == Saw::AsTold, said)?;
        self.commitments[index].view(date, View { entry: said.entry, saw });
        Ok(())
    }
}

impl Practice for Commitments {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::Promise(promise) => {
                let zone = rules::promise(promise, said)?;
                self.indices.insert(entry.id, self.commitments.len());
                self.commitments.push(Commitment::new(entry, promise, zone));
            }
            Act::Keep(act) => self.tell(act.commitment, act.occurrence, (How::Kept, None), said)?,
            Act::Miss(act) => {
                self.tell(act.commitment, act.occurrence, (How::Missed, act.note.as_ref()), said)?;
            }
            Act::Repair(act) => {
                let told = (How::MissedAndRepaired, act.note.as_ref());
                self.tell(act.commitment, act.occurrence, told, said)?;
            }
            Act::Renegotiate(renegotiate) => {
                let (index, zone) = rules::renegotiate(self, renegotiate, said)?;
                let commitment = &mut self.commitments[index];
                let nth = commitment.renegotiate(Renegotiation {
                    entry,
                    change: renegotiate.change.clone(),
                    note: renegotiate.note.clone(),
                    standing: Standing::Waiting,
                });
                if said.people.is_mine() {
                    commitment.agree(nth, entry, zone);
                }
                self.renegotiations.insert(entry.id, (index, nth));
            }
            Act::Answer(answer) => match rules::answer(self, answer, said)? {
                (index, nth, Some(zone)) => self.commitments[index].agree(nth, entry, zone),
                (index, nth, None) => self.commitments[index].decline(nth, entry),
            },
            Act::SawIt(act) => self.view(act.commitment, act.occurrence, Saw::AsTold, said)?,
            Act::NotHowISawIt(act) => {
                self.view(act.commitment, act.occurrence, Saw::Otherwise(act.words.clone()), said)?;
            }
            Act::End(end) => {
                let index = rules::end(self, end, said)?;
                self.commitments[index].end(entry, end.note.clone());
            }
        }
        Ok(())
    }

    fn set_window(&mut self, entry: EntryId, window: Window) {
        let telling = self
            .tellings
            .get(&entry)
            .and_then(|&(index, date, nth)| self.commitments[index].telling_mut(date, nth));
        if let Some(telling) = telling {
            telling.spoken.window.not_after = window.not_after;
        }
    }
}
