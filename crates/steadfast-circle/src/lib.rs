//! Circles, keys, entries and the record: a log that its host can neither read nor rewrite.
//!
//! A circle is a few people who share one record. Everything here is sans I/O: what came from a relay is pushed in,
//! what must go to it is handed out, and time and randomness are arguments ([`rand_core::CryptoRng`], re-exported so
//! that callers use the same version). The exact formats are in `docs/protocol.md`.
//!
//! The central types are [`verify::Ledger`], which holds the rules that an entry must keep, and which the relay and
//! every member share; [`verify::Replica`], a member's whole sync on top of it; and [`writer::write_entry`], which
//! makes an entry. Why one ledger for both sides: a relay that let in what a member refuses would break honest circles,
//! so there is one text of the rules.
//!
//! What is deliberately absent: any idea of what an entry means. Payloads are opaque bytes.

pub mod body;
pub mod cbor;
pub mod device;
pub mod entry;
pub mod epoch;
pub mod evidence;
pub mod export;
mod ids;
pub mod invitation;
pub mod locker;
pub mod log;
pub mod membership;
mod primitives;
pub mod relay_api;
mod sealing;
pub mod seed;
pub mod verify;
pub mod writer;

pub use ids::{
    BodyHash, CandidateHash, CircleId, DeviceId, EntryHash, EpochKeyHash, FoundingNonce,
    InvitationId, InvitationKey, LockerId, MemberId, ParseIdError, RecipientId, RelayKey, Root,
};
pub use primitives::{InvalidKey, Signature};
pub use rand_core;
pub use sealing::Unopened;
