//! The language coach: reads what somebody is writing on their own device, underlines what will hurt again and names
//! what helps.
//!
//! [`check`] looks at a whole draft once; a [`Draft`] keeps what it knows from one keystroke to the next and looks
//! again only at the sentences that changed. Both give the same findings, byte offsets into the text as given.
//!
//! What it finds and how it is said are data: rules in `rules/<language>/`, words in `words/<language>.toml`, compiled
//! into static tables by the build script, and weights in `learned/<language>.weights`, learned from marked passages by
//! `cargo xtask coach learn`. This crate holds no prose, opens no file and has no dependency.
//!
//! The way of a text: words with a map back to the original bytes, sentences, frames (who is said to
//! say it, negation, quotation, mention), patterns triggered by their rarest word, guards, the weights of the sentence,
//! and a pass over the whole document, which decides by these weights and by what stands around the sentence.
//!
//! ```
//! use steadfast_coach::{check, FindingId, Form, Role};
//! let text = "I'm sorry if you were hurt.";
//! let found = check(text, Role::Involved, Form::Apology);
//! assert_eq!(found[0].id, FindingId::ConditionalApology);
//! assert_eq!(check(text, Role::Hurt, Form::Note), []);
//! ```
#![no_std]

extern crate alloc;

pub mod bench;
mod document;
mod draft;
mod english;
mod finding;
mod frames;
mod hashing;
mod lookup;
mod matcher;
mod sentence;
mod tables;
mod tokens;
mod weigher;
mod words;

pub use crate::{
    draft::{Draft, check},
    finding::{Finding, FindingId, Form, Kind, Role, Severity},
    frames::Guard,
    words::{Advice, Source, advice},
};

#[doc(hidden)]
pub use crate::draft::{
    Example, Weighing, check_patterns, check_with, check_without, every_hit, examples,
    learned_from, weighings,
};
// What whoever learns the weights must know of their table.
#[doc(hidden)]
pub use crate::weigher::{
    BUCKET_BITS, EXCESS, GROUP_BUCKETS, HEADS, HIDDEN, KEY_BITS, OWN_HEADS, OWN_NUMBERS,
    READ_HEADS, READ_NUMBERS, SILENT, SURROUNDING_WEIGHTS, UNDERLINES, UNIT,
};
