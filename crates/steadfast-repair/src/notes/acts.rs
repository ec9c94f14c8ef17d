//! What can be written in a circle, and quoted there.

use jiff::Timestamp;

use super::passages::Passage;
use crate::people::CircleKind;
use crate::said::{EntryId, MemberId};
use crate::words::{Title, Words};

/// What can be written in a circle, and quoted there.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Write`].
    Write(Write),
    /// See [`Quote`].
    Quote(Box<Quote>),
}

/// Writes something for everybody in the circle.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// What it says.
    pub text: Words,
}

/// Quotes what somebody said in another circle that the author is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Who said it, by the author's word: keys differ from circle to circle, so nothing proves a name. `None` for somebody who
    /// never said what they are called.
    pub by: Option<Title>,
    /// What kind of circle it was said in, by the author's word.
    pub kind: CircleKind,
    /// What the people of that circle call it, by the author's word.
    pub circle_name: Option<Title>,
    /// What the author has to say about it.
    pub note: Option<Words>,
    /// What the proof that comes with it shows. It was checked before it came here.
    pub proof: Proof,
}

/// What the proof shows that comes with a quotation.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// That it was said.
    Holds(Quoted),
    /// Nothing: something in it was changed, or made up. Nothing of it is shown.
    Fails,
}

/// What was said in another circle, and where its record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// What was said; empty if the entry holds nobody's own words.
    pub passages: Vec<Passage>,
    /// When the device of whoever said it claims that it was. The proof does not bound it.
    pub claimed: Timestamp,
    /// In which IANA time zone, by the same claim. Only for showing.
    pub zone: String,
    /// The circle, named by its first entry.
    pub circle: EntryId,
    /// The relay that signs its record, by the name that the first entry pins.
    pub relay: String,
    /// The entry.
    pub entry: EntryId,
    /// Whose key signed it, in that circle.
    pub author: MemberId,
    /// The index of the entry in the record of that circle.
    pub place: u64,
    /// How many entries that record had when it was quoted from.
    pub size: u64,
}
