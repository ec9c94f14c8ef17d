//! The boundaries of a circle, with all their versions and what was told of them. Nothing here is counted.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::acts::{Act, Became, How, Terms};
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId, MemberId};
use crate::versions::{Version, Versions, Yes};
use crate::words::Words;

/// All boundaries of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boundaries {
    boundaries: Vec<Boundary>,
    indices: HashMap<EntryId, usize>,
    versions: HashSet<EntryId>,
}

/// One boundary.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    set: Entry,
    versions: Versions<Terms>,
    told: Vec<Told>,
}

/// What one of the two said became of a boundary.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Where it was said.
    pub entry: Entry,
    /// What became of it, as they saw it.
    pub became: Became,
    /// What they said about it.
    pub note: Option<Words>,
}

impl Boundaries {
    /// All boundaries, in the order in which they were set.
    pub fn all(&self) -> &[Boundary] {
        &self.boundaries
    }

    /// The boundary that was first set in this entry.
    pub fn get(&self, boundary: EntryId) -> Option<&Boundary> {
        self.boundaries.get(self.index_of(boundary)?)
    }

    /// What another asked for and this member can say yes or no to, with its boundary.
    pub fn waiting_for(
        &self,
        member: MemberId,
    ) -> impl Iterator<Item = (&Boundary, &Version<Terms>)> {
        self.boundaries.iter().filter_map(move |one| Some((one, one.versions.waiting_for(member)?)))
    }

    /// What is in force on a day, with its boundary.
    pub fn in_force(&self, today: Date) -> impl Iterator<Item = (&Boundary, &Version<Terms>)> {
        self.boundaries.iter().filter_map(move |one| Some((one, one.in_force(today)?)))
    }

    /// What is in force on a day and was to be looked at again by then.
    pub fn to_review(&self, today: Date) -> impl Iterator<Item = (&Boundary, &Version<Terms>)> {
        self.in_force(today).filter(move |(_, version)| version.terms.review() <= today)
    }

    pub(super) fn index_of(&self, boundary: EntryId) -> Option<usize> {
        self.indices.get(&boundary).copied()
    }

    /// Whether this entry holds a version of any boundary.
    pub(super) fn has_version(&self, version: EntryId) -> bool {
        self.versions.contains(&version)
    }
}

impl Boundary {
    /// The entry that first set it.
    pub fn id(&self) -> EntryId {
        self.set.id
    }

    /// Whose boundary it is.
    pub fn owner(&self) -> MemberId {
        self.set.author
    }

    /// What was written, what is in force, what waits, and where it was ended.
    pub fn versions(&self) -> &Versions<Terms> {
        &self.versions
    }

    /// What is in force on a day: what was agreed, or is held, and its last date has not passed.
    pub fn in_force(&self, today: Date) -> Option<&Version<Terms>> {
        self.versions.in_force().filter(|version| today <= version.terms.until())
    }

    /// What was said to have become of it, the oldest first.
    pub fn told(&self) -> &[Told] {
        &self.told
    }

    /// Whether a partner can end it at this point. It is the rule by which the fold takes or refuses it.
    pub fn can_be_ended_by(&self, partner: MemberId) -> bool {
        self.versions.ended().is_none() && rules::may_end(self, partner)
    }
}

impl Practice for Boundaries {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::Set(set) => {
                let index = match rules::set(self, set, said)? {
                    Some(index) => index,
                    None => {
                        let index = self.boundaries.len();
                        self.indices.insert(entry.id, index);
                        let (versions, told) = (Versions::new(), Vec::new());
                        self.boundaries.push(Boundary { set: entry, versions, told });
                        index
                    }
                };
                self.versions.insert(entry.id);
                let versions = &mut self.boundaries[index].versions;
                versions.write(entry, set.terms.clone());
                if set.terms.how() == How::Held {
                    versions.agree(entry, Yes::ToWords);
                }
            }
            Act::Agree(agree) => {
                let (index, yes) = rules::agree(self, agree, said)?;
                self.boundaries[index].versions.agree(entry, yes);
            }
            Act::Decline(decline) => {
                let index = rules::decline(self, decline, said)?;
                self.boundaries[index].versions.decline(entry);
            }
            Act::Tell(tell) => {
                let index = rules::tell(self, tell, said)?;
                let (became, note) = (tell.became, tell.note.clone());
                self.boundaries[index].told.push(Told { entry, became, note });
            }
            Act::End(end) => {
                let index = rules::end(self, end, said)?;
                self.boundaries[index].versions.end(entry);
            }
        }
        Ok(())
    }
}
