//! Lockers: small sealed values at a relay, by which the words alone bring everything back and a new device is paired.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::cbor::{DecodeError, Reader, Writer};
use crate::invitation::{ADDRESS_LENGTH_MAX, NAME_LENGTH_MAX, TooLong};
use crate::primitives::{hkdf, is_signed, label, random, redacted, sign, verifying_key};
use crate::relay_api::LOCKER_LENGTH_MAX;
use crate::sealing::{self, Unopened};
use crate::seed::MemberSeed;
use crate::{CircleId, FoundingNonce, LockerId, Signature};

/// The most circles that a member's locker names.
pub const LOCKER_CIRCLES_MAX: usize = 128;
/// How long a pairing stands, in milliseconds.
pub const PAIRING_LASTS_MS: u64 = 10 * 60 * 1_000;
const PAIRING_PREFIX: &str = "steadfast-pair:";
const PAIRING_VERSION: u64 = 1;

/// The keys of a locker: the one that signs its versions, and the one that seals them.
#[derive(Clone)]
pub struct LockerKeys {
    signing: SigningKey,
    sealing: Zeroizing<[u8; 32]>,
    /// What sealed values are bound to: a member's locker, or a pairing.
    label: &'static [u8],
}

/// One version of a locker, as it lies at the relay: `[version, expires, sealed bytes, signature]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockerValue {
    /// One more than the version before.
    pub version: u64,
    /// When the relay may drop it, in milliseconds since 1970; 0 for never.
    pub expires_ms: u64,
    /// The sealed value; empty for a locker that was emptied.
    pub sealed: Vec<u8>,
    /// The locker key's signature over `L("locker") || u64(version) || u64(expires) || sealed bytes`.
    pub signature: Signature,
}

/// What a member's locker holds.
#[derive(Clone, PartialEq, Eq)]
pub struct MemberLocker {
    /// The member's name, at most 128 bytes.
    pub name: String,
    /// Their circles.
    pub circles: Vec<LockerCircle>,
}

/// A circle in a member's locker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockerCircle {
    /// The circle.
    pub circle: CircleId,
    /// Its founding nonce, from which the member's keys in it are derived.
    pub nonce: FoundingNonce,
    /// Where its relay is, at most 256 bytes.
    pub relay_address: String,
}

/// What an old device shows a new one: a secret of 16 bytes, and where the pairing lies.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PairingCode {
    secret: [u8; 16],
    relay_address: String,
}

/// What an old device gives a new one.
#[derive(Clone)]
pub struct Pairing {
    /// The member's seed.
    pub seed: MemberSeed,
    /// Where the relay of the member's locker is, at most 256 bytes.
    pub relay_address: String,
}

redacted!(LockerKeys, MemberLocker, PairingCode, Pairing);

/// Why a value cannot be put into a locker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// A name or address is too long, or there are too many circles.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

/// Why what lies in a locker cannot be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// It is not in the form of a locker's value.
    #[error("not a locker's value: {0}")]
    Malformed(#[from] DecodeError),
    /// It is not signed with the locker's key.
    #[error("not signed with the locker's key")]
    Signature,
    /// It does not open.
    #[error(transparent)]
    Unopened(#[from] Unopened),
    /// The locker was emptied.
    #[error("the locker is empty")]
    Empty,
}

impl MemberSeed {
    /// The keys of this member's locker.
    pub fn derive_locker(&self) -> LockerKeys {
        let signing = hkdf::<32>(self.as_bytes(), &[], &[label!("locker/sign")]);
        let sealing = hkdf(self.as_bytes(), &[], &[label!("locker/seal")]);
        LockerKeys { signing: SigningKey::from_bytes(&signing), sealing, label: label!("locker") }
    }
}

impl LockerKeys {
    /// The public key, under which the relay keeps the locker.
    pub fn id(&self) -> LockerId {
        LockerId::from_bytes(self.signing.verifying_key().to_bytes())
    }

    fn sign(&self, version: u64, expires_ms: u64, sealed: Vec<u8>) -> LockerValue {
        let signature = sign(
            &self.signing,
            label!("locker"),
            &[&version.to_be_bytes(), &expires_ms.to_be_bytes(), &sealed],
        );
        LockerValue { version, expires_ms, sealed, signature }
    }

    fn put(
        &self,
        text: &[u8],
        version: u64,
        expires_ms: u64,
        rng: &mut impl CryptoRng,
    ) -> LockerValue {
        let sealed = sealing::seal(&self.sealing, self.label, text, rng);
        self.sign(version, expires_ms, sealed)
    }

    /// A new version that holds nothing.
    pub fn empty(&self, version: u64) -> LockerValue {
        self.sign(version, 0, Vec::new())
    }

    /// A new version of a member's locker.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn put_member(
        &self,
        locker: &MemberLocker,
        version: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<LockerValue, LockError> {
        Ok(self.put(&locker.to_bytes()?, version, 0, rng))
    }

    /// A pairing, to be taken until a time in milliseconds since 1970.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn put_pairing(
        &self,
        pairing: &Pairing,
        version: u64,
        expires_ms: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<LockerValue, LockError> {
        check_length("relay address", pairing.relay_address.len(), ADDRESS_LENGTH_MAX)?;
        let mut writer = Writer::with_capacity(64 + pairing.relay_address.len());
        writer.array(2).bytes(pairing.seed.as_bytes()).text(&pairing.relay_address);
        Ok(self.put(&Zeroizing::new(writer.finish()), version, expires_ms, rng))
    }

    fn take(&self, value: &LockerValue) -> Result<Zeroizing<Vec<u8>>, UnlockError> {
        value.verify(&self.id())?;
        if value.sealed.is_empty() {
            return Err(UnlockError::Empty);
        }
        Ok(sealing::open(&self.sealing, self.label, &value.sealed)?)
    }

    /// What a member's locker holds.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub fn take_member(&self, value: &LockerValue) -> Result<MemberLocker, UnlockError> {
        Ok(MemberLocker::decode(&self.take(value)?)?)
    }

    /// What an old device left for this one.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub fn take_pairing(&self, value: &LockerValue) -> Result<Pairing, UnlockError> {
        let text = self.take(value)?;
        let mut reader = Reader::new(&text);
        reader.array_of("pairing", 2)?;
        let seed = MemberSeed::from_bytes(reader.fixed("member seed")?);
        let relay_address = reader.text("relay address", ADDRESS_LENGTH_MAX)?.to_owned();
        reader.end()?;
        Ok(Pairing { seed, relay_address })
    }
}

impl LockerValue {
    /// Whether the locker's owner signed this version.
    ///
    /// # Errors
    /// [`UnlockError::Signature`].
    pub fn verify(&self, locker: &LockerId) -> Result<(), UnlockError> {
        let key = verifying_key(locker.as_bytes()).map_err(|_| UnlockError::Signature)?;
        let parts: [&[u8]; 3] =
            [&self.version.to_be_bytes(), &self.expires_ms.to_be_bytes(), &self.sealed];
        if is_signed(&key, label!("locker"), &parts, &self.signature) {
            Ok(())
        } else {
            Err(UnlockError::Signature)
        }
    }

    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::with_capacity(self.sealed.len() + 96);
        writer.array(4).uint(self.version).uint(self.expires_ms).bytes(&self.sealed);
        writer.bytes(self.signature.as_bytes());
        writer.finish()
    }

    /// Reads the canonical encoding. The signature is not verified.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("locker value", 4)?;
        let value = Self {
            version: reader.uint()?,
            expires_ms: reader.uint()?,
            sealed: reader.bytes("sealed bytes", LOCKER_LENGTH_MAX)?.to_vec(),
            signature: Signature(reader.fixed("signature")?),
        };
        reader.end()?;
        Ok(value)
    }
}

impl MemberLocker {
    fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, TooLong> {
        check_length("name", self.name.len(), NAME_LENGTH_MAX)?;
        check_length("circles", self.circles.len(), LOCKER_CIRCLES_MAX)?;
        let mut writer = Writer::with_capacity(64 + 128 * self.circles.len());
        writer.array(2).text(&self.name).array(self.circles.len());
        for circle in &self.circles {
            check_length("relay address", circle.relay_address.len(), ADDRESS_LENGTH_MAX)?;
            writer.array(3).bytes(circle.circle).bytes(circle.nonce).text(&circle.relay_address);
        }
        Ok(Zeroizing::new(writer.finish()))
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("member locker", 2)?;
        let name = reader.text("name", NAME_LENGTH_MAX)?.to_owned();
        let count = reader.array("circles", LOCKER_CIRCLES_MAX)?;
        let circles =
            (0..count).map(|_| LockerCircle::decode(&mut reader)).collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self { name, circles })
    }
}

impl LockerCircle {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array_of("locker circle", 3)?;
        Ok(Self {
            circle: CircleId::from_bytes(reader.fixed("circle")?),
            nonce: FoundingNonce::from_bytes(reader.fixed("founding nonce")?),
            relay_address: reader.text("relay address", ADDRESS_LENGTH_MAX)?.to_owned(),
        })
    }
}

impl PairingCode {
    /// A new code for a pairing that will lie at a relay.
    ///
    /// # Errors
    /// [`TooLong`] if the address has more than 256 bytes.
    pub fn make(relay_address: &str, rng: &mut impl CryptoRng) -> Result<Self, TooLong> {
        check_length("relay address", relay_address.len(), ADDRESS_LENGTH_MAX)?;
        Ok(Self { secret: random(rng), relay_address: relay_address.to_owned() })
    }

    /// Where the pairing lies.
    pub fn relay_address(&self) -> &str {
        &self.relay_address
    }

    /// The keys of the locker in which it lies.
    pub fn derive_locker(&self) -> LockerKeys {
        let signing = hkdf::<32>(&self.secret, &[], &[label!("pairing/sign")]);
        let sealing = hkdf(&self.secret, &[], &[label!("pairing/seal")]);
        LockerKeys { signing: SigningKey::from_bytes(&signing), sealing, label: label!("pairing") }
    }

    /// What the QR code holds: `steadfast-pair:` and base64url of `[1, secret, relay address]`.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut writer = Writer::with_capacity(32 + self.relay_address.len());
        writer.array(3).uint(PAIRING_VERSION).bytes(self.secret).text(&self.relay_address);
        let encoded = Zeroizing::new(BASE64URL_NOPAD.encode(&Zeroizing::new(writer.finish())));
        Zeroizing::new(format!("{PAIRING_PREFIX}{}", *encoded))
    }

    /// Reads what the QR code holds.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_text(text: &str) -> Result<Self, DecodeError> {
        let text = text.trim();
        let encoded = text.strip_prefix(PAIRING_PREFIX).filter(|encoded| encoded.len() <= 512);
        let unreadable = DecodeError::OutOfBounds { field: "pairing code" };
        let bytes = encoded
            .and_then(|encoded| BASE64URL_NOPAD.decode(encoded.as_bytes()).ok())
            .ok_or(unreadable)?;
        let bytes = Zeroizing::new(bytes);
        let mut reader = Reader::new(&bytes);
        let items = reader.array("pairing code", 64)?;
        match reader.uint()? {
            PAIRING_VERSION if items == 3 => {}
            PAIRING_VERSION => return Err(unreadable),
            version => return Err(DecodeError::Version(version)),
        }
        let secret = reader.fixed("secret")?;
        let relay_address = reader.text("relay address", ADDRESS_LENGTH_MAX)?.to_owned();
        reader.end()?;
        Ok(Self { secret, relay_address })
    }
}

fn check_length(field: &'static str, length: usize, length_max: usize) -> Result<(), TooLong> {
    if length <= length_max { Ok(()) } else { Err(TooLong { field }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_members_locker_reads_as_it_was_written(
            name in "[a-zA-Z ]{0,128}", ids in prop::collection::vec(any::<[[u8; 32]; 2]>(), 0..10),
            relay_address in "[a-z:/.]{0,256}",
        ) {
            let circles = ids.into_iter().map(|[circle, nonce]| LockerCircle {
                circle: CircleId::from_bytes(circle),
                nonce: FoundingNonce::from_bytes(nonce),
                relay_address: relay_address.clone(),
            });
            let locker = MemberLocker { name, circles: circles.collect() };
            prop_assert_eq!(MemberLocker::decode(&locker.to_bytes().unwrap()), Ok(locker));
        }

        #[test]
        fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(locker) = MemberLocker::decode(&bytes) {
                prop_assert_eq!(locker.to_bytes().unwrap().to_vec(), bytes);
            }
        }
    }

    #[test]
    fn a_full_locker_fits_its_place() {
        let circle = LockerCircle {
            circle: CircleId::from_bytes([1; 32]),
            nonce: FoundingNonce::from_bytes([2; 32]),
            relay_address: "x".repeat(ADDRESS_LENGTH_MAX),
        };
        let locker = MemberLocker {
            name: "x".repeat(NAME_LENGTH_MAX),
            circles: vec![circle; LOCKER_CIRCLES_MAX],
        };
        let sealed = 24 + 16 + crate::body::padded_len(locker.to_bytes().unwrap().len());
        assert!(sealed <= LOCKER_LENGTH_MAX, "{sealed}");
    }
}
