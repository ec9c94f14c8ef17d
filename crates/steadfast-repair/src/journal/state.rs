//! The pages of the journal, with all their versions.

use std::collections::HashMap;

use super::acts::Act;
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId};
use crate::words::Words;

/// The journal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Journal {
    pages: Vec<Page>,
    indices: HashMap<EntryId, usize>,
}

/// One page, with everything that it ever said.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    first: Version,
    later: Vec<Version>,
}

/// What a page said at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Where it was written.
    pub entry: Entry,
    /// What it says.
    pub text: Words,
}

impl Journal {
    /// All pages, the newest first. Amending a page does not move it.
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &Page> {
        self.pages.iter().rev()
    }

    /// The page that began with this entry.
    pub fn get(&self, page: EntryId) -> Option<&Page> {
        self.pages.get(self.index_of(page)?)
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    pub(super) fn index_of(&self, page: EntryId) -> Option<usize> {
        self.indices.get(&page).copied()
    }
}

impl Page {
    /// The entry that began it.
    pub fn id(&self) -> EntryId {
        self.first.entry.id
    }

    /// As it was first written.
    pub fn first(&self) -> &Version {
        &self.first
    }

    /// As it is now.
    pub fn latest(&self) -> &Version {
        self.later.last().unwrap_or(&self.first)
    }

    /// All versions, the oldest first; at least one.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// Whether it was ever amended.
    pub fn is_amended(&self) -> bool {
        !self.later.is_empty()
    }
}

impl Practice for Journal {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        match act {
            Act::Write(write) => {
                rules::write(said)?;
                self.indices.insert(said.entry.id, self.pages.len());
                let first = Version { entry: said.entry, text: write.text.clone() };
                self.pages.push(Page { first, later: Vec::new() });
            }
            Act::Amend(amend) => {
                let page = rules::amend(self, amend, said)?;
                self.pages[page]
                    .later
                    .push(Version { entry: said.entry, text: amend.text.clone() });
            }
        }
        Ok(())
    }
}
