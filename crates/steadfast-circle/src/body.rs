//! Sealed bodies: padded, encrypted, and committed to one key, so that one ciphertext opens to one text only.

use chacha20poly1305::aead::{Aead as _, AeadInOut as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::BodyHash;
use crate::cbor::{DecodeError, Reader, Writer};
use crate::entry::Binding;
use crate::epoch::EpochKey;
use crate::primitives::{hkdf, label, random, redacted, sha256};

/// The longest sealed body, in bytes.
pub const BODY_LENGTH_MAX: usize = 262_144;
/// The longest encoded content, in bytes: the largest that, padded, still fits a sealed body.
pub const CONTENT_LENGTH_MAX: usize = 258_047;
/// The longest time zone name, in bytes.
pub const ZONE_LENGTH_MAX: usize = 64;

pub(crate) const NONCE_LENGTH: usize = 24;
const COMMITMENT_LENGTH: usize = 32;
const TAG_LENGTH: usize = 16;
const OVERHEAD: usize = NONCE_LENGTH + COMMITMENT_LENGTH + TAG_LENGTH;

/// What a member says: `[claimed time, time zone, payload]`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Content {
    /// When the author's clock says that it was written, in milliseconds since 1970. Only a claim.
    pub claimed_ms: i64,
    /// The author's IANA time zone, at most 64 bytes; may be empty.
    pub zone: String,
    /// Opaque here.
    pub payload: Vec<u8>,
}

/// The key of a single body. Showing it opens that entry and no other, and
/// [`open_with_entry_key`] can tell that it is the right one.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EntryKey([u8; 32]);

redacted!(Content, EntryKey);

/// Why a content cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The encoded content is longer than [`CONTENT_LENGTH_MAX`].
    #[error("the content has {length} bytes, {CONTENT_LENGTH_MAX} are possible")]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// The time zone's name is longer than [`ZONE_LENGTH_MAX`].
    #[error("the time zone's name is too long")]
    Zone,
}

/// Why a body does not open. All of these are its author's doing, if the body's hash is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is shorter or longer than any sealed body.
    #[error("a sealed body cannot have this length")]
    Length,
    /// It was sealed under another key, or for another header.
    #[error("the body commits to another key")]
    Commitment,
    /// It was altered after it was sealed.
    #[error("the body was altered")]
    Altered,
    /// What was sealed is not a padded content.
    #[error("the body is not a content")]
    Content(#[from] DecodeError),
}

impl Content {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::with_capacity(self.payload.len() + self.zone.len() + 20);
        writer.array(3).int(self.claimed_ms).text(&self.zone).bytes(&self.payload);
        Zeroizing::new(writer.finish())
    }

    /// Reads the canonical encoding.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("content", 3)?;
        let content = Self {
            claimed_ms: reader.int()?,
            zone: reader.text("time zone", ZONE_LENGTH_MAX)?.to_owned(),
            payload: reader.bytes("payload", CONTENT_LENGTH_MAX)?.to_vec(),
        };
        reader.end()?;
        Ok(content)
    }
}

/// The length in bytes to which a text of so many bytes is padded: the next of 256, 1,024 and 4,096 that has room for
/// one more byte, above that the next that Padmé allows (Nikitin et al., "Reducing Metadata Leakage from Encrypted
/// Files and Communication with PURBs", 2019), which shows at most some 12 % more.
pub const fn padded_len(length: usize) -> usize {
    let least = length + 1;
    match least {
        0..=256 => 256,
        257..=1_024 => 1_024,
        1_025..=4_096 => 4_096,
        _ => {
            let exponent = least.ilog2();
            let mask = (1 << (exponent - (exponent.ilog2() + 1))) - 1;
            (least + mask) & !mask
        }
    }
}

/// Appends `0x80` and zeros up to [`padded_len`].
pub(crate) fn pad(text: &mut Zeroizing<Vec<u8>>) {
    let length = padded_len(text.len());
    let mut padded = Zeroizing::new(Vec::with_capacity(length + TAG_LENGTH));
    padded.extend_from_slice(text);
    padded.push(0x80);
    padded.resize(length, 0);
    *text = padded;
}

/// What stands before the padding; none if it is not padded as [`pad`] does.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    (padded[end] == 0x80 && padded_len(end) == padded.len()).then(|| &padded[..end])
}

/// `HKDF(epoch key, nonce, L("body") || binding, 32)`.
fn entry_key(key: &EpochKey, nonce: &[u8], binding: Binding) -> EntryKey {
    EntryKey(*hkdf::<32>(key.as_bytes(), nonce, &[label!("body"), &binding.0]))
}

/// `H(L("commitment") || entry key)`.
fn commitment(key: &EntryKey) -> [u8; 32] {
    sha256(&[label!("commitment"), &key.0])
}

/// The hash that a header carries: `H(sealed body)`.
pub fn hash(sealed: &[u8]) -> BodyHash {
    BodyHash::from_bytes(sha256(&[sealed]))
}

/// Seals a content for one header: `nonce (24) || commitment (32) || ciphertext`.
///
/// # Errors
/// [`SealError`].
pub fn seal(
    content: &Content,
    key: &EpochKey,
    binding: Binding,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, SealError> {
    if content.zone.len() > ZONE_LENGTH_MAX {
        return Err(SealError::Zone);
    }
    let text = content.to_bytes();
    if text.len() > CONTENT_LENGTH_MAX {
        return Err(SealError::TooLong { length: text.len() });
    }
    Ok(seal_text(text, key, binding, &random(rng)))
}

fn seal_text(
    mut text: Zeroizing<Vec<u8>>,
    key: &EpochKey,
    binding: Binding,
    nonce: &[u8; NONCE_LENGTH],
) -> Vec<u8> {
    pad(&mut text);
    let key = entry_key(key, nonce, binding);
    let ciphertext = XChaCha20Poly1305::new(&key.0.into())
        .encrypt(&XNonce::from(*nonce), text.as_slice())
        .expect("the cipher takes any text shorter than 256 GiB");
    let mut sealed = Vec::with_capacity(text.len() + OVERHEAD);
    sealed.extend_from_slice(nonce);
    sealed.extend_from_slice(&commitment(&key));
    sealed.extend_from_slice(&ciphertext);
    sealed
}

/// Opens a body that was sealed for this header under this epoch's key.
///
/// # Errors
/// [`OpenError`].
pub fn open(sealed: &[u8], key: &EpochKey, binding: Binding) -> Result<Content, OpenError> {
    open_with_entry_key(sealed, &derive_entry_key(sealed, key, binding)?)
}

/// The key that opens this body alone, for somebody to whom just this entry is to be shown.
///
/// # Errors
/// [`OpenError::Length`].
pub fn derive_entry_key(
    sealed: &[u8],
    key: &EpochKey,
    binding: Binding,
) -> Result<EntryKey, OpenError> {
    let nonce = sealed.first_chunk::<NONCE_LENGTH>().ok_or(OpenError::Length)?;
    Ok(entry_key(key, nonce, binding))
}

/// Opens a body with the key that was derived for it alone.
///
/// # Errors
/// [`OpenError`].
pub fn open_with_entry_key(sealed: &[u8], key: &EntryKey) -> Result<Content, OpenError> {
    if sealed.len() > BODY_LENGTH_MAX || sealed.len() < OVERHEAD {
        return Err(OpenError::Length);
    }
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_LENGTH>().ok_or(OpenError::Length)?;
    let (committed, ciphertext) =
        rest.split_first_chunk::<COMMITMENT_LENGTH>().ok_or(OpenError::Length)?;
    if !bool::from(committed.ct_eq(&commitment(key))) {
        return Err(OpenError::Commitment);
    }
    let mut text = Zeroizing::new(ciphertext.to_vec());
    XChaCha20Poly1305::new(&key.0.into())
        .decrypt_in_place(&XNonce::from(*nonce), &[], &mut *text)
        .map_err(|_| OpenError::Altered)?;
    let content =
        unpad(&text).ok_or(OpenError::Content(DecodeError::OutOfBounds { field: "padding" }))?;
    Ok(Content::decode(content)?)
}

impl EntryKey {
    /// The key from its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for whoever is to be shown the entry.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
