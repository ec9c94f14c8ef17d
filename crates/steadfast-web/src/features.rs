//! One folder for each thing that people do here. Features do not know each other; what two need lies in `ui`, or in
//! `wording` where it tells of the practice.

pub(crate) mod agreements;
pub(crate) mod begin;
pub(crate) mod boundaries;
pub(crate) mod checkin;
pub(crate) mod circles;
pub(crate) mod commitments;
pub(crate) mod disclosures;
pub(crate) mod gate;
pub(crate) mod help;
pub(crate) mod join;
pub(crate) mod letters;
pub(crate) mod mine;
pub(crate) mod more;
pub(crate) mod notes;
pub(crate) mod people;
pub(crate) mod questions;
pub(crate) mod reassurance;
pub(crate) mod record;
pub(crate) mod safety;
pub(crate) mod settings;
pub(crate) mod space;
pub(crate) mod today;
pub(crate) mod unlock;
pub(crate) mod unsent;
pub(crate) mod us;
pub(crate) mod words;
