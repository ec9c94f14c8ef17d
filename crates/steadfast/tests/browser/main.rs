//! Real people in Chromium profiles of their own, and one real relay: the main job, as they would do it.
//!
//! `cargo xtask test` builds the app into the command first and says where Chromium, chromedriver and axe-core are, in
//! `STEADFAST_BROWSER`, `STEADFAST_DRIVER` and `STEADFAST_AXE`.

mod agreements;
mod begin;
mod boundaries;
mod cheated;
mod circles;
mod coach;
mod devices;
mod disclosures;
mod host;
mod keyboard;
mod leaving;
mod letters;
mod main_job;
mod network;
mod notes;
mod pages;
mod person;
mod questions;
mod space;
mod trouble;
