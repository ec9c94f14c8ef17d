//! Entries whose signature is known to be right, so that it is verified once and not where time is short.

use crate::entry::SignedEntry;
use crate::evidence::Broken;

/// An entry that was signed by the device it names. It says nothing about whether that device is in the circle.
///
/// A relay verifies signatures on as many threads as it likes and appends on one; see
/// [`Ledger::append_authentic`](super::Ledger::append_authentic).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticEntry(SignedEntry);

impl AuthenticEntry {
    /// Verifies an entry's signature.
    ///
    /// # Errors
    /// [`Broken::Signature`].
    pub fn verify(entry: SignedEntry) -> Result<Self, Broken> {
        if entry.is_signed() {
            Ok(Self(entry))
        } else {
            Err(Broken::Signature { device: entry.header().device })
        }
    }

    /// An entry that was verified once and has been where only its keeper writes since.
    pub const fn from_store(entry: SignedEntry) -> Self {
        Self(entry)
    }

    /// The entry.
    pub const fn entry(&self) -> &SignedEntry {
        &self.0
    }

    /// The entry, by value.
    pub fn into_entry(self) -> SignedEntry {
        self.0
    }
}
