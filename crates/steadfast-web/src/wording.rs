//! The practice in words: who said what, about which promise, by what schedule, and why it had no effect.
//!
//! Several features tell of the same acts. They do so in one place, so that a promise reads alike wherever it stands.

mod agreements;
mod boundaries;
mod days;
mod disclosures;
mod entry;
mod line;
mod mark;
mod name;
mod notes;
mod people;
mod question;
mod quotation;
mod refusal;
mod schedule;
mod space;

pub(crate) use agreements::{About, behaviour_kind, behaviour_telling, hours};
pub(crate) use boundaries::became_words;
pub(crate) use days::{Days, day_words};
pub(crate) use disclosures::helpers_words;
pub(crate) use entry::Entry;
pub(crate) use line::{Line, Reader, Subject, change, meeting, opening, tell};
pub(crate) use mark::{Mark, state_word};
pub(crate) use name::{entry_from_name, entry_name};
pub(crate) use people::People;
pub(crate) use question::{answer_by, detail, pace};
pub(crate) use quotation::Quotation;
pub(crate) use refusal::why_no_effect;
pub(crate) use schedule::{schedule, weekdays, within};
