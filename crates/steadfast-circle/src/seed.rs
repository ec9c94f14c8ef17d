//! The member seed, its 24 words, and the keys that come from it.

use bip39::{Language, Mnemonic};
use ed25519_dalek::SigningKey;
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::device::{Candidate, DeviceCertificate, DeviceKeys, ReceivingKey, ReceivingSecret};
use crate::primitives::{hkdf, label, random, redacted, sign};
use crate::{FoundingNonce, MemberId, RecipientId, Signature};

/// 32 random bytes from which everything that a person has can be derived again. Shown once, as [`Words`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MemberSeed([u8; 32]);

/// The 24 English BIP 39 words of a [`MemberSeed`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Words(String);

redacted!(MemberSeed, Words, IdentityKey, RecoveryKey);

/// Why words are not those of a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// There are not 24 words.
    #[error("{found} words instead of 24")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// One word is not in the list of BIP 39.
    #[error("word {number} is not in the list")]
    Unknown {
        /// The word's place, counted from 1.
        number: usize,
    },
    /// All words are in the list, but together they are not a seed: one is wrong, or two changed places.
    #[error("the words' checksum is wrong")]
    Checksum,
}

impl MemberSeed {
    /// A new random seed.
    pub fn make(rng: &mut impl CryptoRng) -> Self {
        Self(random(rng))
    }

    /// The seed from its bytes, as a keystore keeps them.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for a keystore.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the 24 words, however they are spaced and capitalised.
    ///
    /// # Errors
    /// [`WordsError`], which says which word is wrong where that can be known.
    pub fn from_words(text: &str) -> Result<Self, WordsError> {
        let mut tidy = Zeroizing::new(String::with_capacity(text.len()));
        let mut count = 0;
        for word in text.split_whitespace() {
            if count > 0 {
                tidy.push(' ');
            }
            tidy.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            count += 1;
        }
        if count != 24 {
            return Err(WordsError::Count { found: count });
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &tidy).map_err(
            |error| match error {
                bip39::Error::UnknownWord(index) => WordsError::Unknown { number: index + 1 },
                _ => WordsError::Checksum,
            },
        )?;
        let (entropy, length) = mnemonic.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let bytes = entropy[..length].try_into().map_err(|_| WordsError::Count { found: count })?;
        Ok(Self(bytes))
    }

    /// The 24 words that encode the seed.
    pub fn words(&self) -> Words {
        let mnemonic =
            Mnemonic::from_entropy(&self.0).expect("BIP 39 encodes 256 bits as 24 words");
        let mut words = String::with_capacity(24 * 9);
        for (i, word) in mnemonic.words().enumerate() {
            if i > 0 {
                words.push(' ');
            }
            words.push_str(word);
        }
        Words(words)
    }

    /// The identity in the circle with this founding nonce: `HKDF(seed, nonce, L("identity"), 32)`.
    pub fn derive_identity(&self, nonce: &FoundingNonce) -> IdentityKey {
        let seed = hkdf::<32>(&self.0, nonce.as_bytes(), &[label!("identity")]);
        IdentityKey(SigningKey::from_bytes(&seed))
    }

    /// The key by which the words alone open the circle's epochs: `DeriveKeyPair(HKDF(seed, nonce, L("recovery"), 32))`.
    pub fn derive_recovery(&self, nonce: &FoundingNonce) -> RecoveryKey {
        let seed = hkdf::<32>(&self.0, nonce.as_bytes(), &[label!("recovery")]);
        RecoveryKey {
            recipient: self.derive_identity(nonce).id().into(),
            secret: ReceivingSecret::derive(&seed),
        }
    }

    /// Everything that the members of a circle need to know of this person and one device of theirs.
    pub fn derive_candidate(&self, nonce: &FoundingNonce, device: &DeviceKeys) -> Candidate {
        let identity = self.derive_identity(nonce);
        let recovery = self.derive_recovery(nonce).secret.public().clone();
        let recovery_signature = identity.sign_recovery(nonce, &recovery);
        Candidate {
            member: identity.id(),
            recovery,
            recovery_signature,
            device: identity.certify(nonce, device),
        }
    }
}

impl Words {
    /// The words, parted by single spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }
}

/// A person's Ed25519 identity in one circle. It certifies devices; it does not sign entries.
#[derive(Clone)]
pub struct IdentityKey(pub(crate) SigningKey);

impl IdentityKey {
    /// The public key, which is how members know each other.
    pub fn id(&self) -> MemberId {
        MemberId::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Says that a device is this member's.
    pub fn certify(&self, nonce: &FoundingNonce, device: &DeviceKeys) -> DeviceCertificate {
        let (id, receiving) = (device.id(), device.receiving().public().clone());
        let signature = sign(
            &self.0,
            label!("device-certificate"),
            &[nonce.as_bytes(), self.id().as_bytes(), id.as_bytes(), receiving.as_bytes()],
        );
        DeviceCertificate { device: id, receiving, signature }
    }

    fn sign_recovery(&self, nonce: &FoundingNonce, recovery: &ReceivingKey) -> Signature {
        sign(
            &self.0,
            label!("recovery-key"),
            &[nonce.as_bytes(), self.id().as_bytes(), recovery.as_bytes()],
        )
    }

    /// Answers a relay's challenge: a signature over `L("token") || relay name || 0x00 || challenge`.
    pub fn sign_token(&self, relay_name: &str, challenge: &[u8]) -> Signature {
        sign(&self.0, label!("token"), &[relay_name.as_bytes(), &[0], challenge])
    }
}

/// A person's X-Wing key in one circle, to which every epoch is granted besides their devices.
#[derive(Clone)]
pub struct RecoveryKey {
    recipient: RecipientId,
    secret: ReceivingSecret,
}

impl RecoveryKey {
    /// Under which id grants name this key: the member id.
    pub const fn recipient(&self) -> RecipientId {
        self.recipient
    }

    /// The key pair.
    pub const fn secret(&self) -> &ReceivingSecret {
        &self.secret
    }
}
