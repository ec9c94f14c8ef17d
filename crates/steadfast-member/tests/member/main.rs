//! Tests of a member's side through its public face.

#![expect(clippy::unwrap_used, reason = "where a helper of a test fails, the test has failed")]

mod begin;
mod cheating;
mod crash;
mod devices;
mod epochs;
mod export;
mod invite;
mod keystore;
mod leave;
mod payload;
mod quoting;
mod say;
mod space;
mod stores;
mod support;
mod sync;
