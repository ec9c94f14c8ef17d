//! C2SP `tlog-checkpoint`: the relay's signed word on how long a circle's record is and what its root is.

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signer as _, SigningKey};
use zeroize::Zeroizing;

use crate::entry::RelayName;
use crate::primitives::{is_signed_raw, random, redacted, sha256, verifying_key};
use crate::{CircleId, RelayKey, Root, Signature};

/// The longest checkpoint, in bytes.
pub const CHECKPOINT_LENGTH_MAX: usize = 1_024;
/// The signature type of Ed25519 in C2SP `signed-note`.
const ED25519: u8 = 0x01;

/// A relay's signing key: an Ed25519 seed of 32 bytes. It signs checkpoints and nothing else.
///
/// The key is expanded once, because a relay signs with it all day. It is wiped when it is dropped.
#[derive(Clone)]
pub struct RelaySeed(SigningKey);

redacted!(RelaySeed);

impl RelaySeed {
    /// A new random seed.
    pub fn make(rng: &mut impl rand_core::CryptoRng) -> Self {
        Self::from_bytes(*Zeroizing::new(random(rng)))
    }

    /// The seed from its bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&bytes))
    }

    /// The 32 bytes, for the relay's key file.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public key, which genesis entries pin.
    pub fn public(&self) -> RelayKey {
        RelayKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Signs a checkpoint.
    pub fn sign(&self, name: &RelayName, checkpoint: &Checkpoint) -> String {
        let vkey = Vkey { relay: name.clone(), key: self.public() };
        let mut note = checkpoint.body(name);
        let signature = self.0.sign(note.as_bytes()).to_bytes();
        let origin = origin(name, &checkpoint.circle);
        let line = BASE64.encode(&[&vkey.key_id(&checkpoint.circle)[..], &signature].concat());
        note.push_str("\n\u{2014} ");
        note.push_str(&origin);
        note.push(' ');
        note.push_str(&line);
        note.push('\n');
        note
    }
}

/// How long a circle's record is, and the root over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// The circle.
    pub circle: CircleId,
    /// How many entries there are.
    pub size: u64,
    /// The root over them.
    pub root: Root,
}

/// What a relay's checkpoints are verified with: its name and public key, as the genesis entry pins them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vkey {
    /// The relay's name.
    pub relay: RelayName,
    /// The relay's public key.
    pub key: RelayKey,
}

/// Why a text is not a checkpoint of this circle by its relay.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CheckpointError {
    /// It is not a signed note with the three lines of a checkpoint and one signature.
    #[error("not a signed checkpoint")]
    Malformed,
    /// It is about another circle or by a relay of another name.
    #[error("the checkpoint has another origin")]
    Origin,
    /// It is signed by another key, or the signature was altered or taken off.
    #[error("the checkpoint is not signed by the circle's relay")]
    Signature,
}

/// The first line of a circle's checkpoints, and the name of the key that signs them: `<relay name>/<circle id in hex>`.
pub fn origin(relay: &RelayName, circle: &CircleId) -> String {
    format!("{relay}/{circle}")
}

impl Checkpoint {
    fn body(&self, relay: &RelayName) -> String {
        format!(
            "{}\n{}\n{}\n",
            origin(relay, &self.circle),
            self.size,
            BASE64.encode(self.root.as_bytes())
        )
    }

    /// Reads a checkpoint and verifies that the circle's relay signed it. Exactly one signature is expected: version 1
    /// knows no cosigners, and a line that nothing accounts for could be added to an export without anybody's notice.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn verify(text: &str, vkey: &Vkey, circle: &CircleId) -> Result<Self, CheckpointError> {
        let parsed = Parsed::parse(text)?;
        if parsed.origin != origin(&vkey.relay, circle) || parsed.signer != parsed.origin {
            return Err(CheckpointError::Origin);
        }
        let key = verifying_key(vkey.key.as_bytes()).map_err(|_| CheckpointError::Signature)?;
        if parsed.key_id != vkey.key_id(circle)
            || !is_signed_raw(&key, parsed.body, &parsed.signature)
        {
            return Err(CheckpointError::Signature);
        }
        Ok(Self { circle: *circle, size: parsed.size, root: parsed.root })
    }

    /// Reads the size and root without verifying anything, for a device that does not know the relay's key yet because
    /// it has yet to fetch the genesis entry.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`].
    pub fn peek(text: &str) -> Result<(u64, Root), CheckpointError> {
        Parsed::parse(text).map(|parsed| (parsed.size, parsed.root))
    }
}

impl Vkey {
    /// The first four bytes of `H(origin || 0x0A || 0x01 || public key)` (C2SP signed-note).
    fn key_id(&self, circle: &CircleId) -> [u8; 4] {
        let origin = origin(&self.relay, circle);
        let hash = sha256(&[origin.as_bytes(), &[b'\n', ED25519], self.key.as_bytes()]);
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// The verifier key of one circle in the text form of C2SP: `<origin>+<key id in hex>+<base64 of 0x01 || key>`.
    pub fn to_note_text(&self, circle: &CircleId) -> String {
        let key = BASE64.encode(&[&[ED25519][..], self.key.as_bytes()].concat());
        format!("{}+{}+{key}", origin(&self.relay, circle), HEXLOWER.encode(&self.key_id(circle)))
    }
}

struct Parsed<'a> {
    body: &'a [u8],
    origin: &'a str,
    size: u64,
    root: Root,
    signer: &'a str,
    key_id: [u8; 4],
    signature: Signature,
}

impl<'a> Parsed<'a> {
    fn parse(text: &'a str) -> Result<Self, CheckpointError> {
        Self::parts(text).ok_or(CheckpointError::Malformed)
    }

    fn parts(text: &'a str) -> Option<Self> {
        if text.len() > CHECKPOINT_LENGTH_MAX {
            return None;
        }
        let (body, signatures) = text.split_once("\n\n")?;
        let mut lines = body.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let line = signatures.strip_prefix("\u{2014} ")?.strip_suffix('\n')?;
        let (signer, signature) = line.split_once(' ')?;
        if lines.next().is_some() || line.contains('\n') {
            return None;
        }
        let signature = decode::<68>(signature)?;
        let (key_id, signature) = signature.split_first_chunk::<4>()?;
        Some(Self {
            body: &text.as_bytes()[..=body.len()],
            origin,
            size: decimal(size)?,
            root: Root::from_bytes(decode(root)?),
            signer,
            key_id: *key_id,
            signature: Signature(signature.try_into().ok()?),
        })
    }
}

/// Standard base64 of exactly `N` bytes, canonical: with padding, and no stray bits in the last character.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// A decimal number below 2⁶³ without sign or leading zeros.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let canonical =
        text.bytes().all(|digit| digit.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let value = text.parse().ok().filter(|value| *value <= i64::MAX as u64);
    if canonical { value } else { None }
}
