//! Cheating relays, scripted members and fixtures, for tests, the demo and the bench.
//!
//! Everything here drives the real thing: a [`Host`](host::Host) is the real relay on a real socket, a
//! [`Person`](person::Person) is a real member with a real store, and a [`Cheat`](cheat::Cheat) sits between the two, where a host
//! who controls the machine would sit. Nothing in the product may use this crate, but tests, `steadfast demo` and the bench.

pub mod cheat;
pub mod clock;
pub mod demo;
pub mod host;
pub mod http;
pub mod person;
