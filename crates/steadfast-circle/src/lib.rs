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
//!
//! ```
//! use steadfast_circle::body::Content;
//! use steadfast_circle::device::DeviceSeed;
//! use steadfast_circle::log::checkpoint::RelaySeed;
//! use steadfast_circle::relay_api::EntriesPage;
//! use steadfast_circle::seed::MemberSeed;
//! use steadfast_circle::verify::{Ledger, Reading, Receiver, Replica};
//! use steadfast_circle::writer::{found_circle, write_entry};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut rng = steadfast_circle::rand_core::UnwrapErr(getrandom::SysRng);
//! let (seed, device_seed) = (MemberSeed::make(&mut rng), DeviceSeed::make(&mut rng));
//! let (relay, name) = (RelaySeed::make(&mut rng), "relay.example".parse()?);
//! let content = |text: &str| Content {
//!     claimed_ms: 1_795_000_000_000,
//!     zone: "Europe/Berlin".to_owned(),
//!     payload: text.as_bytes().to_vec(),
//! };
//!
//! // A member founds a circle, and writes an entry.
//! let founded = found_circle(&seed, &device_seed, &name, relay.public(), &content(""), &mut rng)?;
//! let device = device_seed.derive(&founded.nonce);
//! let member = seed.derive_identity(&founded.nonce).id();
//! let words = content("I will call when I am late.");
//! let said = write_entry(member, &device, &founded.position, None, &words, &founded.key, &mut rng)?;
//!
//! // The relay checks both without being able to read them, and signs what it has.
//! let mut ledger = Ledger::found(&founded.genesis.entry, Some(&founded.genesis.body))?;
//! ledger.append(&said.entry, Some(&said.body))?;
//! let checkpoint = relay.sign(&name, &ledger.checkpoint());
//! let sent = |written: steadfast_circle::writer::Written| (written.entry.into_bytes(), Some(written.body));
//! let page = EntriesPage { entries: vec![sent(founded.genesis), sent(said)] }.to_bytes();
//!
//! // Any device of the member's verifies all of it from the circle's id alone, and reads it.
//! let mut replica = Replica::new(founded.circle, vec![Receiver::from(&device)]);
//! let mut progress = replica.begin(&checkpoint)?;
//! while progress.wants_more() {
//!     progress = replica.step(&page)?;
//! }
//! let outcome = replica.finish()?;
//! assert_eq!(outcome.verified[1].content, Reading::Opened(words));
//! # Ok(())
//! # }
//! ```

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
pub mod quotation;
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
