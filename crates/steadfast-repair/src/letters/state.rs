//! The letters that were sent. Whether they were opened nobody knows.

use std::collections::HashMap;

use super::acts::{Act, Kind};
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId, MemberId};
use crate::words::Words;

/// All letters of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Letters {
    letters: Vec<Letter>,
    indices: HashMap<EntryId, usize>,
    allowed: Vec<Entry>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Where it was sent.
    pub entry: Entry,
    /// What it is.
    pub kind: Kind,
    /// The letter.
    pub words: Words,
}

/// What an entry is that a restitution letter names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// An impact letter, by this member.
    Impact(MemberId),
    /// A therapist's leave.
    Allowed,
    /// A letter of another kind.
    Other,
}

impl Letters {
    /// All letters, the oldest first.
    pub fn all(&self) -> &[Letter] {
        &self.letters
    }

    /// The letter that is in this entry.
    pub fn get(&self, letter: EntryId) -> Option<&Letter> {
        self.letters.get(*self.indices.get(&letter)?)
    }

    /// What a restitution letter by this member can name: the newest impact letter of another's, or else the newest leave
    /// that a therapist gave. `None` while neither is there.
    pub fn way_to_restitution(&self, member: MemberId) -> Option<EntryId> {
        let impact = self
            .letters
            .iter()
            .rev()
            .find(|letter| letter.kind == Kind::Impact && letter.entry.author != member);
        let impact = impact.map(|letter| letter.entry.id);
        impact.or_else(|| self.allowed.last().map(|entry| entry.id))
    }

    /// The leaves that therapists gave for restitution to come first, the oldest first.
    pub fn allowed(&self) -> &[Entry] {
        &self.allowed
    }

    /// What this entry is, if it is a letter or a therapist's leave.
    pub(super) fn way(&self, entry: EntryId) -> Option<Way> {
        if self.allowed.iter().any(|allowed| allowed.id == entry) {
            return Some(Way::Allowed);
        }
        self.get(entry).map(|letter| match letter.kind {
            Kind::Impact => Way::Impact(letter.entry.author),
            _ => Way::Other,
        })
    }
}

impl Practice for Letters {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::Send(send) => {
                rules::send(self, send.kind, said)?;
                self.indices.insert(entry.id, self.letters.len());
                self.letters.push(Letter { entry, kind: send.kind, words: send.words.clone() });
            }
            Act::AllowRestitution(_) => {
                rules::allow_restitution(said)?;
                self.allowed.push(entry);
            }
        }
        Ok(())
    }
}
