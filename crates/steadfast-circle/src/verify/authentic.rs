//! Entries whose signature is known to be right, so that it is verified once and not where time is short.

use ed25519_dalek::VerifyingKey;

use crate::entry::SignedEntry;
use crate::evidence::Broken;
use crate::primitives::verifying_key;
use crate::{DeviceId, InvalidKey};

/// A device's public key, decompressed once for all signatures that are to be verified with it.
#[derive(Debug, Clone)]
pub struct DeviceKey(VerifyingKey);

impl DeviceKey {
    /// Decompresses the key that a device's id is.
    ///
    /// # Errors
    /// [`InvalidKey`] if no device can have such a key.
    pub fn of(device: &DeviceId) -> Result<Self, InvalidKey> {
        verifying_key(device.as_bytes()).map(Self)
    }
}

/// An entry that was signed by the device it names. It says nothing about whether that device is in the circle.
///
/// A relay verifies signatures on as many threads as it likes and appends on one; see
/// [`Ledger::append_authentic`](super::Ledger::append_authentic).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticEntry(SignedEntry);

impl AuthenticEntry {
    /// Verifies an entry's signature with the key of the device that it names.
    ///
    /// # Errors
    /// [`Broken::Signature`], also if the key is another device's.
    pub fn verify(entry: SignedEntry, key: &DeviceKey) -> Result<Self, Broken> {
        let device = entry.header().device;
        if key.0.as_bytes() == device.as_bytes() && entry.is_signed_by(&key.0) {
            Ok(Self(entry))
        } else {
            Err(Broken::Signature { device })
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
