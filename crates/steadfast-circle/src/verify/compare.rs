//! Comparing records in person: a QR code of the whole root, or twelve words.

use bip39::Mnemonic;
use data_encoding::BASE64URL_NOPAD;

use super::ledger::Ledger;
use crate::Root;
use crate::primitives::{label, sha256};

const PREFIX: &str = "steadfast-root:";

/// What two people hold side by side: how long a record is, and its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// How many entries there are.
    pub size: u64,
    /// The root over them.
    pub root: Root,
}

/// How two records stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// They agree as far as the other one goes.
    Same,
    /// The other one is longer; this device has to sync before it can tell.
    OtherIsLonger {
        /// By how many entries.
        by: u64,
    },
    /// The relay shows two histories.
    Different,
}

/// A text that is not what the QR code of a comparison holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a comparison")]
pub struct ParseComparisonError;

impl Comparison {
    /// What the QR code holds: `steadfast-root:` and base64url of `u64(size) || root`.
    pub fn to_text(&self) -> String {
        let bytes = [&self.size.to_be_bytes()[..], self.root.as_bytes()].concat();
        format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&bytes))
    }

    /// Reads what the QR code holds.
    ///
    /// # Errors
    /// [`ParseComparisonError`].
    pub fn from_text(text: &str) -> Result<Self, ParseComparisonError> {
        let encoded = text.trim().strip_prefix(PREFIX).filter(|text| text.len() <= 64);
        let bytes = encoded.and_then(|encoded| BASE64URL_NOPAD.decode(encoded.as_bytes()).ok());
        let bytes: [u8; 40] =
            bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(ParseComparisonError)?;
        let (size, root) = bytes.split_first_chunk::<8>().ok_or(ParseComparisonError)?;
        let root: [u8; 32] = root.try_into().map_err(|_| ParseComparisonError)?;
        Ok(Self { size: u64::from_be_bytes(*size), root: Root::from_bytes(root) })
    }

    /// Twelve BIP 39 words over the first 16 bytes of `H(L("compare") || u64(size) || root)`. They must be this many:
    /// whoever makes both forks can search for two that agree in fewer.
    pub fn words(&self) -> [&'static str; 12] {
        let hash = sha256(&[label!("compare"), &self.size.to_be_bytes(), self.root.as_bytes()]);
        let mnemonic =
            Mnemonic::from_entropy(&hash[..16]).expect("BIP 39 encodes 128 bits as 12 words");
        let mut words = [""; 12];
        words.iter_mut().zip(mnemonic.words()).for_each(|(place, word)| *place = word);
        words
    }
}

impl Ledger {
    /// What to hold beside somebody else's.
    pub fn comparison(&self) -> Comparison {
        Comparison { size: self.size(), root: self.root() }
    }

    /// Whether somebody else's record is this one.
    pub fn compare(&self, other: &Comparison) -> Compared {
        match self.root_at(other.size) {
            None => Compared::OtherIsLonger { by: other.size - self.size() },
            Some(root) if root == other.root => Compared::Same,
            Some(_) => Compared::Different,
        }
    }
}
