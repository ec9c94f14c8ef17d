//! The practice of repair: what can be said, who may say it when, and what follows.

pub mod agreements;
pub mod boundaries;
pub mod checkins;
mod clocks;
pub mod commitments;
pub mod disclosures;
pub mod journal;
pub mod letters;
pub mod notes;
pub mod people;
mod practice;
pub mod questions;
pub mod reassurance;
pub mod relationship;
pub mod said;
pub mod space;
pub mod today;
pub mod versions;
pub mod weekdays;
pub mod words;
pub mod zone;

pub use relationship::{Act, Effect, Refusal, Relationship};
pub use said::{EntryId, MemberId, Said, Window};
