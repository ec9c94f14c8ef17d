//! The disclosure agreements of a circle, with all their versions.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::acts::{Act, Terms, Whose};
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{EntryId, MemberId};
use crate::versions::{Version, Versions};

/// All disclosure agreements of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agreements {
    agreements: Vec<Agreement>,
    indices: HashMap<EntryId, usize>,
    versions: HashSet<EntryId>,
}

/// One disclosure agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    id: EntryId,
    versions: Versions<Terms>,
}

impl Agreements {
    /// All agreements, in the order in which they were proposed.
    pub fn all(&self) -> &[Agreement] {
        &self.agreements
    }

    /// The agreement that was first proposed in this entry.
    pub fn get(&self, agreement: EntryId) -> Option<&Agreement> {
        self.agreements.get(self.index_of(agreement)?)
    }

    /// What both said yes to and nobody ended, with its agreement.
    pub fn in_force(&self) -> impl Iterator<Item = (&Agreement, &Version<Terms>)> {
        self.agreements.iter().filter_map(|one| Some((one, one.versions.in_force()?)))
    }

    /// What others wrote and this member can say yes or no to, with its agreement.
    pub fn waiting_for(
        &self,
        member: MemberId,
    ) -> impl Iterator<Item = (&Agreement, &Version<Terms>)> {
        self.agreements.iter().filter_map(move |one| Some((one, one.versions.waiting_for(member)?)))
    }

    /// What is in force and was to be looked at again by this day.
    pub fn to_review(&self, today: Date) -> impl Iterator<Item = (&Agreement, &Version<Terms>)> {
        self.in_force().filter(move |(_, version)| version.terms.review() <= today)
    }

    pub(super) fn index_of(&self, agreement: EntryId) -> Option<usize> {
        self.indices.get(&agreement).copied()
    }

    /// Whether this entry holds a version of any agreement.
    pub(super) fn has_version(&self, version: EntryId) -> bool {
        self.versions.contains(&version)
    }
}

impl Agreement {
    /// The entry that first proposed it.
    pub fn id(&self) -> EntryId {
        self.id
    }

    /// What was written, what both said yes to, what waits, and where it was ended.
    pub fn versions(&self) -> &Versions<Terms> {
        &self.versions
    }
}

impl Version<Terms> {
    /// Whether this member is one of those whose behaviours it is about. Only the two partners are asked for.
    pub fn is_about(&self, partner: MemberId) -> bool {
        match self.terms.whose() {
            Whose::Mine => partner == self.entry.author,
            Whose::Yours => partner != self.entry.author,
            Whose::Both => true,
        }
    }
}

impl Practice for Agreements {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::Propose(propose) => {
                let index = match rules::propose(self, propose, said)? {
                    Some(index) => index,
                    None => {
                        let id = propose.agreement.unwrap_or(entry.id);
                        let index = self.agreements.len();
                        self.indices.insert(id, index);
                        self.agreements.push(Agreement { id, versions: Versions::new() });
                        index
                    }
                };
                self.versions.insert(entry.id);
                self.agreements[index].versions.write(entry, propose.terms.clone());
            }
            Act::Agree(agree) => {
                let (index, yes) = rules::agree(self, agree, said)?;
                self.agreements[index].versions.agree(entry, yes);
            }
            Act::Decline(decline) => {
                let index = rules::decline(self, decline, said)?;
                self.agreements[index].versions.decline(entry);
            }
            Act::End(end) => {
                let index = rules::end(self, end, said)?;
                self.agreements[index].versions.end(entry);
            }
        }
        Ok(())
    }
}
