//! What two people agree on: put in words, amended, in force once the other has said yes to the very same words.

use crate::said::{Entry, EntryId, MemberId};

/// All versions of something that two people agree on, the oldest first.
///
/// Whoever writes a version says yes to it by writing it. It is in force from the other's yes on, and until then what was
/// in force before stays so. A yes names the entry that holds the words, so that nobody says yes to what was put in their
/// place meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions<T> {
    versions: Vec<Version<T>>,
    /// Which one waits for a yes or no.
    waiting: Option<usize>,
    in_force: InForce,
    ended: Option<Entry>,
}

/// One version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version<T> {
    /// Where it was written.
    pub entry: Entry,
    /// What it says.
    pub terms: T,
    /// What became of it.
    pub standing: Standing,
}

/// What became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody else has said yes or no, which means nothing: it is not in force.
    Waiting,
    /// The other said yes. It was in force from then on, until a later one took its place or all of it was ended.
    Agreed(Entry),
    /// The other said no.
    Declined(Entry),
    /// Its author took it back.
    Withdrawn(Entry),
    /// Another version took its place while it waited.
    Replaced(Entry),
    /// All of it was ended while it waited.
    Lapsed(Entry),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InForce {
    Nothing,
    Version(usize),
    /// The last yes was to words that are not there, because their author erased them.
    Unreadable(Entry),
}

/// Why somebody cannot say yes or no to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOpen {
    /// There is no such version here.
    Unknown,
    /// It was answered, taken back or replaced already.
    Settled,
}

/// What a yes is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Yes {
    /// To the version that waits.
    ToWords,
    /// To words that are not there, because their author erased them.
    ToUnreadable,
}

impl<T> Versions<T> {
    /// Nothing was written yet.
    pub(crate) fn new() -> Self {
        Self { versions: Vec::new(), waiting: None, in_force: InForce::Nothing, ended: None }
    }

    /// All versions, the oldest first.
    pub fn all(&self) -> &[Version<T>] {
        &self.versions
    }

    /// The version that was written in this entry.
    pub fn get(&self, version: EntryId) -> Option<&Version<T>> {
        self.versions.get(self.index_of(version)?)
    }

    /// The version that both said yes to last, unless all of it was ended.
    pub fn in_force(&self) -> Option<&Version<T>> {
        match self.in_force {
            InForce::Version(index) if self.ended.is_none() => self.versions.get(index),
            _ => None,
        }
    }

    /// The yes to words that their author has erased since. Nothing is in force from then on: nobody is held to what
    /// they cannot read, and what was there before had been given up.
    pub fn unreadable(&self) -> Option<Entry> {
        match self.in_force {
            InForce::Unreadable(yes) if self.ended.is_none() => Some(yes),
            _ => None,
        }
    }

    /// The version that waits for a yes or no.
    pub fn waiting(&self) -> Option<&Version<T>> {
        self.versions.get(self.waiting?)
    }

    /// The version that waits for this member: another wrote it.
    pub fn waiting_for(&self, member: MemberId) -> Option<&Version<T>> {
        self.waiting().filter(|version| version.entry.author != member)
    }

    /// The newest version that is, or might still be, what the two agree on: the one that waits, else the one in force.
    pub fn latest(&self) -> Option<&Version<T>> {
        self.waiting().or_else(|| self.in_force())
    }

    /// Where it was ended, if it was.
    pub fn ended(&self) -> Option<Entry> {
        self.ended
    }

    /// Adds a version, which now waits in place of one that waited.
    pub(crate) fn write(&mut self, entry: Entry, terms: T) {
        if let Some(before) = self.waiting.replace(self.versions.len()) {
            self.versions[before].standing = Standing::Replaced(entry);
        }
        self.versions.push(Version { entry, terms, standing: Standing::Waiting });
    }

    /// The version that can be answered, if it is this one.
    pub(crate) fn open(&self, version: EntryId) -> Result<&Version<T>, NotOpen> {
        let index = self.index_of(version).ok_or(NotOpen::Unknown)?;
        if self.waiting == Some(index) { Ok(&self.versions[index]) } else { Err(NotOpen::Settled) }
    }

    /// What a yes to this version is to. An entry that is no version of anything held words that were erased since, unless
    /// it is `of_another`: a version of something else.
    pub(crate) fn yes_to(&self, version: EntryId, of_another: bool) -> Result<Yes, NotOpen> {
        match self.open(version) {
            Ok(_) => Ok(Yes::ToWords),
            Err(NotOpen::Unknown) if !of_another => Ok(Yes::ToUnreadable),
            Err(why) => Err(why),
        }
    }

    /// Lets the version that waits be in force; or nothing, after a yes to words that are not there.
    pub(crate) fn agree(&mut self, yes: Entry, to: Yes) {
        match to {
            Yes::ToWords => {
                if let Some(index) = self.settle(Standing::Agreed(yes)) {
                    self.in_force = InForce::Version(index);
                }
            }
            Yes::ToUnreadable => self.in_force = InForce::Unreadable(yes),
        }
    }

    /// Lets the version that waits be declined by the other, or taken back by its author.
    pub(crate) fn decline(&mut self, no: Entry) {
        let own = self.waiting().is_some_and(|version| version.entry.author == no.author);
        self.settle(if own { Standing::Withdrawn(no) } else { Standing::Declined(no) });
    }

    /// Ends all of it.
    pub(crate) fn end(&mut self, end: Entry) {
        self.settle(Standing::Lapsed(end));
        self.ended = Some(end);
    }

    fn settle(&mut self, standing: Standing) -> Option<usize> {
        let index = self.waiting.take()?;
        self.versions[index].standing = standing;
        Some(index)
    }

    fn index_of(&self, version: EntryId) -> Option<usize> {
        // A couple writes a handful of versions, and the last ones are asked for.
        self.versions.iter().rposition(|known| known.entry.id == version)
    }
}
