//! The attack table: one test for each row, against a relay that really cheats or a member who really does it.
//!
//! Two real members, Ana and Sam, share *Us* on a real relay over a real socket. The cheating sits where it would: between Ana and the relay,
//! with the relay's own signing key; or in a program that holds Sam's 24 words. Each test ends with Ana's device refusing, keeping the
//! evidence and naming what was broken, with everything that she had verified before still there. The same rules are tested one by one, and
//! without a network, in `steadfast-circle`.

mod author;
mod device;
mod quotation;
mod relay;
mod scene;
