//! A relay as its callers see it.
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected should stop there")]

mod circles;
mod garbage;
mod kill;
mod limits;
mod listening;
mod support;
