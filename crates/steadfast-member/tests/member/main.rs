//! Tests of a member's side through its public face.

#![expect(clippy::unwrap_used, reason = "where a helper of a test fails, the test has failed")]

mod cheating;
mod crash;
mod export;
mod life;
mod payload;
mod stores;
mod support;
