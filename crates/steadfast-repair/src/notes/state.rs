//! What was written and quoted in a circle.

use super::acts::{Act, Proof, Quote, Quoted};
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId};
use crate::words::Words;

/// All notes of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notes {
    notes: Vec<Note>,
}

/// One note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Where it was written.
    pub entry: Entry,
    /// What it is.
    pub written: Written,
}

/// What a note is.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// The author's own words.
    Words(Words),
    /// What was said in another circle, and is proved.
    Quotation(Box<Quote>),
}

impl Notes {
    /// All notes, the oldest first.
    pub fn all(&self) -> &[Note] {
        &self.notes
    }
}

impl Note {
    /// The entry that holds it.
    pub fn id(&self) -> EntryId {
        self.entry.id
    }
}

impl Quote {
    /// What is proved to have been said; `None` if nothing is.
    pub fn quoted(&self) -> Option<&Quoted> {
        match &self.proof {
            Proof::Holds(quoted) => Some(quoted),
            Proof::Fails => None,
        }
    }
}

impl Practice for Notes {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let written = match act {
            Act::Write(write) => {
                rules::write(said)?;
                Written::Words(write.text.clone())
            }
            Act::Quote(quote) => {
                rules::quote(quote, said)?;
                Written::Quotation(quote.clone())
            }
        };
        self.notes.push(Note { entry: said.entry, written });
        Ok(())
    }
}
