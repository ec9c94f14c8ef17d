//! The practices, tested through their public face.

#![cfg(test)]

mod agreements;
mod boundaries;
mod checkins;
mod circle;
mod commitments;
mod disclosures;
mod journal;
mod laws;
mod letters;
mod notes;
mod people;
mod questions;
mod reassurance;
mod recurrence;
mod renegotiation;
mod rights;
mod schedule;
mod space;
mod today;
