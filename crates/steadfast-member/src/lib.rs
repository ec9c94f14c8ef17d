//! A member's side: keystore, store, outbox, sync, and the fold of a record into what is shown.
//!
//! [`Member`] is the whole of it: one person's device, with all circles that it knows. What the machine must give
//! comes in through [`ports`]. Everything that a person says is durable in the outbox before the call returns, is shown
//! at once as not sent yet, and reaches the relay when it can be reached. Everything that comes from a relay is
//! verified before it is shown; a sync that meets a broken promise stops there and keeps the evidence.
//!
//! What is deliberately absent: HTTP and browser types, rules of the practice, cryptography of the protocol, and words
//! shown to people.

mod advance;
mod begin;
mod circles;
mod compare;
mod devices;
mod draft;
pub mod error;
mod evidence;
mod export;
mod growth;
mod invite;
mod join;
mod kept;
mod keystore;
mod leave;
mod live;
mod locker;
mod member;
mod passphrase;
pub mod payload;
pub mod ports;
pub mod problem;
mod push;
mod quoting;
mod readable;
mod relay;
mod restore;
mod say;
pub mod store;
mod stretch;
mod sync;
mod vault;
pub mod view;
mod words;

#[cfg(test)]
mod testing;

pub use begin::Beginning;
pub use keystore::{ChangeError, Door, UnwrapError, WrapError, door};
pub use member::Member;
pub use restore::Restoring;
pub use stretch::Argon2id;
pub use vault::Damaged;
