//! Epoch keys, and the grants by which members give them to each other.

use std::collections::BTreeMap;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::{ReceivingKey, ReceivingSecret};
use crate::primitives::{label, random, redacted, sha256};
use crate::{EpochKeyHash, FoundingNonce, InvalidKey, RecipientId};

/// How many epochs one grant may carry.
pub const GRANT_EPOCHS_MAX: usize = 64;
/// How many grants one entry may carry. The entry's own bound of 65,535 bytes is reached earlier.
pub const GRANTS_MAX: usize = 64;
/// How many bytes of grants [`batches`] puts into one entry, which leaves room for a genesis' other fields.
pub const GRANT_BATCH_BYTES_MAX: usize = 56 * 1024;

const ENC_LENGTH: usize = 1120;
const TAG_LENGTH: usize = 16;

/// The 32 random bytes under which a circle's bodies are sealed for one epoch.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EpochKey([u8; 32]);

redacted!(EpochKey);

impl EpochKey {
    /// A new random key.
    pub fn make(rng: &mut impl CryptoRng) -> Self {
        Self(random(rng))
    }

    /// The key from its bytes, as a keystore keeps them.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for a keystore.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public commitment to the key: `H(L("epoch-key") || founding nonce || u32(epoch) || key)`.
    pub fn hash(&self, nonce: &FoundingNonce, epoch: u32) -> EpochKeyHash {
        let parts: [&[u8]; 4] =
            [label!("epoch-key"), nonce.as_bytes(), &epoch.to_be_bytes(), &self.0];
        EpochKeyHash::from_bytes(sha256(&parts))
    }
}

/// The epoch keys that somebody holds, by epoch number.
#[derive(Clone, Default)]
pub struct EpochKeys(BTreeMap<u32, EpochKey>);

redacted!(EpochKeys);

impl EpochKeys {
    /// No keys.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The key of an epoch, if held.
    pub fn get(&self, epoch: u32) -> Option<&EpochKey> {
        self.0.get(&epoch)
    }

    /// Keeps a key; whether it is new here.
    pub fn insert(&mut self, epoch: u32, key: EpochKey) -> bool {
        self.0.insert(epoch, key).is_none()
    }

    pub(crate) fn remove(&mut self, epoch: u32) {
        self.0.remove(&epoch);
    }

    /// All keys, by rising epoch.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &EpochKey)> {
        self.0.iter().map(|(epoch, key)| (*epoch, key))
    }

    /// How many keys are held.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(u32, EpochKey)> for EpochKeys {
    fn from_iter<I: IntoIterator<Item = (u32, EpochKey)>>(keys: I) -> Self {
        Self(keys.into_iter().collect())
    }
}

/// Some epochs' keys sealed to one recipient: `[recipient, epochs, enc, ciphertext]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The device, or the member whose recovery key it is sealed to.
    pub recipient: RecipientId,
    /// The epochs, 1 to 64, rising.
    pub epochs: Vec<u32>,
    /// The encapsulated key, 1,120 bytes.
    enc: Vec<u8>,
    /// The sealed keys, 32 bytes an epoch and a tag of 16.
    ciphertext: Vec<u8>,
}

/// Why a grant does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GrantError {
    /// It is for somebody else.
    #[error("the grant is for another recipient")]
    OtherRecipient,
    /// It was not sealed to this recipient, or was altered.
    #[error("the grant does not open")]
    Sealed,
    /// A key in it is not the one that the entry which began the epoch commits to.
    #[error("the granted key of epoch {epoch} is not the epoch's key")]
    OtherKey {
        /// The epoch.
        epoch: u32,
    },
    /// It names an epoch that never began.
    #[error("epoch {epoch} never began")]
    UnknownEpoch {
        /// The epoch.
        epoch: u32,
    },
}

fn info(nonce: &FoundingNonce, recipient: RecipientId, epochs: &[u32]) -> Vec<u8> {
    let mut list = Writer::with_capacity(2 + 5 * epochs.len());
    encode_epochs(&mut list, epochs);
    [label!("grant"), nonce.as_bytes(), recipient.as_bytes(), &list.finish()].concat()
}

fn encode_epochs(writer: &mut Writer, epochs: &[u32]) {
    writer.array(epochs.len());
    for epoch in epochs {
        writer.uint(u64::from(*epoch));
    }
}

/// Seals all of these keys to one recipient, in as many grants as 64 epochs a grant need; none for no keys.
///
/// # Errors
/// [`InvalidKey`] if nothing can be sealed to the recipient's key.
pub fn make_grants(
    nonce: &FoundingNonce,
    recipient: RecipientId,
    receiving: &ReceivingKey,
    keys: &EpochKeys,
    rng: &mut impl CryptoRng,
) -> Result<Vec<Grant>, InvalidKey> {
    let public = receiving.public()?;
    let held: Vec<_> = keys.iter().collect();
    held.chunks(GRANT_EPOCHS_MAX)
        .map(|chunk| {
            let epochs: Vec<u32> = chunk.iter().map(|(epoch, _)| *epoch).collect();
            let mut plaintext = Zeroizing::new(Vec::with_capacity(32 * chunk.len()));
            for (_, key) in chunk {
                plaintext.extend_from_slice(key.as_bytes());
            }
            let (enc, ciphertext) =
                hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
                    &OpModeS::Base,
                    &public,
                    &info(nonce, recipient, &epochs),
                    &plaintext,
                    &[],
                    rng,
                )
                .map_err(|_| InvalidKey)?;
            let mut encapsulated = vec![0; ENC_LENGTH];
            enc.write_exact(&mut encapsulated);
            Ok(Grant { recipient, epochs, enc: encapsulated, ciphertext })
        })
        .collect()
}

/// Parts grants into lists that each fit one entry.
pub fn batches(grants: Vec<Grant>) -> Vec<Vec<Grant>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut bytes = 0;
    for grant in grants {
        let length = grant.encoded_length_max();
        if !batch.is_empty()
            && (bytes + length > GRANT_BATCH_BYTES_MAX || batch.len() == GRANTS_MAX)
        {
            batches.push(core::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += length;
        batch.push(grant);
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

impl Grant {
    /// Opens the grant. `committed` gives the hash that the record commits to for an epoch's key.
    ///
    /// # Errors
    /// [`GrantError`]; a key that does not match its hash is refused, and with it the whole grant.
    pub fn open(
        &self,
        nonce: &FoundingNonce,
        recipient: RecipientId,
        secret: &ReceivingSecret,
        committed: impl Fn(u32) -> Option<EpochKeyHash>,
    ) -> Result<EpochKeys, GrantError> {
        if recipient != self.recipient {
            return Err(GrantError::OtherRecipient);
        }
        let enc = <XWing as hpke::Kem>::EncappedKey::from_bytes(&self.enc)
            .map_err(|_| GrantError::Sealed)?;
        let plaintext = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeR::Base,
            secret.secret(),
            &enc,
            &info(nonce, recipient, &self.epochs),
            &self.ciphertext,
            &[],
        )
        .map(Zeroizing::new)
        .map_err(|_| GrantError::Sealed)?;
        let (keys, rest) = plaintext.as_chunks::<32>();
        if keys.len() != self.epochs.len() || !rest.is_empty() {
            return Err(GrantError::Sealed);
        }
        let mut opened = EpochKeys::new();
        for (&epoch, bytes) in self.epochs.iter().zip(keys) {
            let key = EpochKey::from_bytes(*bytes);
            let committed = committed(epoch).ok_or(GrantError::UnknownEpoch { epoch })?;
            if key.hash(nonce, epoch) != committed {
                return Err(GrantError::OtherKey { epoch });
            }
            opened.insert(epoch, key);
        }
        Ok(opened)
    }

    fn encoded_length_max(&self) -> usize {
        // Heads and the recipient are at most 48 bytes, an epoch at most 5.
        48 + 5 * self.epochs.len() + self.enc.len() + self.ciphertext.len()
    }

    pub(crate) fn encode_list(grants: &[Self], writer: &mut Writer) {
        writer.array(grants.len());
        for grant in grants {
            writer.array(4).bytes(grant.recipient);
            encode_epochs(writer, &grant.epochs);
            writer.bytes(&grant.enc).bytes(&grant.ciphertext);
        }
    }

    pub(crate) fn decode_list(reader: &mut Reader<'_>) -> Result<Vec<Self>, DecodeError> {
        let count = reader.array("grants", GRANTS_MAX)?;
        (0..count).map(|_| Self::decode(reader)).collect()
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array_of("grant", 4)?;
        let recipient = RecipientId::from_bytes(reader.fixed("recipient")?);
        let count = reader.array("granted epochs", GRANT_EPOCHS_MAX)?;
        let epochs =
            (0..count).map(|_| reader.uint32("granted epoch")).collect::<Result<Vec<_>, _>>()?;
        if epochs.is_empty() || !epochs.is_sorted_by(|a, b| a < b) {
            return Err(DecodeError::OutOfBounds { field: "granted epochs" });
        }
        let enc = reader.bytes("enc", ENC_LENGTH)?;
        let ciphertext = reader.bytes("grant ciphertext", 32 * GRANT_EPOCHS_MAX + TAG_LENGTH)?;
        if enc.len() != ENC_LENGTH || ciphertext.len() != 32 * epochs.len() + TAG_LENGTH {
            return Err(DecodeError::OutOfBounds { field: "grant" });
        }
        Ok(Self { recipient, epochs, enc: enc.to_vec(), ciphertext: ciphertext.to_vec() })
    }
}
