//! A device's keys in a circle, its certificate, and the candidate that a person presents when they join.

use core::fmt;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use hpke::kem::XWing;
use hpke::{Deserializable as _, Kem as _, Serializable as _};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::cbor::{DecodeError, Reader, Writer};
use crate::primitives::{hkdf, is_signed, label, random, redacted, sha256, sign, verifying_key};
use crate::{CandidateHash, DeviceId, FoundingNonce, InvalidKey, MemberId, RecipientId, Signature};

/// 32 random bytes from which one device derives its keys in one circle. They never leave the device.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DeviceSeed([u8; 32]);

redacted!(DeviceSeed, DeviceKeys, ReceivingSecret);

impl DeviceSeed {
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

    /// The device's keys in the circle with this founding nonce.
    pub fn derive(&self, nonce: &FoundingNonce) -> DeviceKeys {
        let signing = hkdf::<32>(&self.0, nonce.as_bytes(), &[label!("device/sign")]);
        let receiving = hkdf::<32>(&self.0, nonce.as_bytes(), &[label!("device/receive")]);
        DeviceKeys {
            signing: SigningKey::from_bytes(&signing),
            receiving: ReceivingSecret::derive(&receiving),
        }
    }
}

/// What a device signs entries and opens grants with, in one circle.
#[derive(Clone)]
pub struct DeviceKeys {
    signing: SigningKey,
    receiving: ReceivingSecret,
}

impl DeviceKeys {
    /// The device's id: its public signing key.
    pub fn id(&self) -> DeviceId {
        DeviceId::from_bytes(self.signing.verifying_key().to_bytes())
    }

    /// The key that signs entries: Ed25519.
    pub(crate) const fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// The key that opens grants to this device: X-Wing.
    pub const fn receiving(&self) -> &ReceivingSecret {
        &self.receiving
    }

    /// Answers a relay's challenge: a signature over `L("token") || relay name || 0x00 || challenge`.
    pub fn sign_token(&self, relay_name: &str, challenge: &[u8]) -> Signature {
        sign(&self.signing, label!("token"), &[relay_name.as_bytes(), &[0], challenge])
    }
}

/// An X-Wing public key, 1,216 bytes, whose ML-KEM part may still be out of range (see [`ReceivingKey::check`]).
#[derive(Clone, PartialEq, Eq)]
pub struct ReceivingKey(Arc<[u8; 1216]>);

impl ReceivingKey {
    /// The length in bytes.
    pub const LENGTH: usize = 1216;

    /// Takes the bytes as they are.
    pub fn from_bytes(bytes: [u8; 1216]) -> Self {
        Self(Arc::new(bytes))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 1216] {
        &self.0
    }

    pub(crate) fn public(&self) -> Result<<XWing as hpke::Kem>::PublicKey, InvalidKey> {
        <XWing as hpke::Kem>::PublicKey::from_bytes(self.0.as_slice()).map_err(|_| InvalidKey)
    }

    /// Whether something can be sealed to this key (the modulus check of FIPS 203 §7.2).
    ///
    /// # Errors
    /// [`InvalidKey`] if not. Nobody with such a key is let in, since every later epoch would have to be granted to it.
    pub fn check(&self) -> Result<(), InvalidKey> {
        self.public().map(drop)
    }

    pub(crate) fn decode(
        reader: &mut Reader<'_>,
        field: &'static str,
    ) -> Result<Self, DecodeError> {
        let bytes: &[u8; 1216] = reader
            .bytes(field, 1216)?
            .try_into()
            .map_err(|_| DecodeError::OutOfBounds { field })?;
        Ok(Self(Arc::new(*bytes)))
    }
}

impl fmt::Debug for ReceivingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivingKey({}…)", data_encoding::HEXLOWER.encode(&self.0[..8]))
    }
}

/// An X-Wing key pair.
#[derive(Clone)]
pub struct ReceivingSecret {
    secret: <XWing as hpke::Kem>::PrivateKey,
    public: ReceivingKey,
}

impl ReceivingSecret {
    pub(crate) fn derive(ikm: &[u8; 32]) -> Self {
        let (secret, public) = XWing::derive_keypair(ikm);
        let mut bytes = [0; 1216];
        public.write_exact(&mut bytes);
        Self { secret, public: ReceivingKey::from_bytes(bytes) }
    }

    pub(crate) const fn secret(&self) -> &<XWing as hpke::Kem>::PrivateKey {
        &self.secret
    }

    /// The public half.
    pub const fn public(&self) -> &ReceivingKey {
        &self.public
    }
}

/// A member's word that a device is theirs: `[device id, device receiving key, signature]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCertificate {
    /// The device.
    pub device: DeviceId,
    /// What grants to the device are sealed to.
    pub receiving: ReceivingKey,
    /// The identity key's signature over
    /// `L("device-certificate") || founding nonce || member id || device id || device receiving key`.
    pub signature: Signature,
}

/// Why a certificate or candidate does not hold.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateError {
    /// The member id, the device id or a receiving key is no acceptable public key.
    #[error("a key in it is not acceptable")]
    Key,
    /// A signature in it is not the member's.
    #[error("a signature in it is not the member's")]
    Signature,
}

impl From<InvalidKey> for CertificateError {
    fn from(_: InvalidKey) -> Self {
        Self::Key
    }
}

impl DeviceCertificate {
    /// Whether the member certified this device in the circle with this founding nonce.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn verify(&self, nonce: &FoundingNonce, member: &MemberId) -> Result<(), CertificateError> {
        let identity = verifying_key(member.as_bytes())?;
        verifying_key(self.device.as_bytes())?;
        self.receiving.check()?;
        let parts: [&[u8]; 4] = [
            nonce.as_bytes(),
            member.as_bytes(),
            self.device.as_bytes(),
            self.receiving.as_bytes(),
        ];
        if is_signed(&identity, label!("device-certificate"), &parts, &self.signature) {
            Ok(())
        } else {
            Err(CertificateError::Signature)
        }
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer
            .array(3)
            .bytes(self.device)
            .bytes(self.receiving.as_bytes())
            .bytes(self.signature.as_bytes());
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array_of("device certificate", 3)?;
        Ok(Self {
            device: DeviceId::from_bytes(reader.fixed("device id")?),
            receiving: ReceivingKey::decode(reader, "device receiving key")?,
            signature: Signature(reader.fixed("certificate signature")?),
        })
    }
}

/// Everything that membership needs to know of a person:
/// `[member id, recovery public key, recovery signature, device certificate]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who they will be in the circle.
    pub member: MemberId,
    /// What grants to their 24 words are sealed to.
    pub recovery: ReceivingKey,
    /// The identity key's signature over `L("recovery-key") || founding nonce || member id || recovery public key`.
    pub recovery_signature: Signature,
    /// Their first device.
    pub device: DeviceCertificate,
}

impl Candidate {
    /// Whether every key in it is acceptable and signed by the member, for the circle with this founding nonce.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn verify(&self, nonce: &FoundingNonce) -> Result<(), CertificateError> {
        self.device.verify(nonce, &self.member)?;
        self.recovery.check()?;
        let identity = verifying_key(self.member.as_bytes())?;
        let parts: [&[u8]; 3] =
            [nonce.as_bytes(), self.member.as_bytes(), self.recovery.as_bytes()];
        if is_signed(&identity, label!("recovery-key"), &parts, &self.recovery_signature) {
            Ok(())
        } else {
            Err(CertificateError::Signature)
        }
    }

    /// What members consent to: `H(L("candidate") || candidate)`.
    pub fn hash(&self) -> CandidateHash {
        CandidateHash::from_bytes(sha256(&[label!("candidate"), &self.to_bytes()]))
    }

    /// The two recipients that a newcomer is granted epochs as: their device and their recovery key.
    pub fn recipients(&self) -> [(RecipientId, &ReceivingKey); 2] {
        [(self.device.device.into(), &self.device.receiving), (self.member.into(), &self.recovery)]
    }

    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::with_capacity(2_700);
        self.encode(&mut writer);
        writer.finish()
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer
            .array(4)
            .bytes(self.member)
            .bytes(self.recovery.as_bytes())
            .bytes(self.recovery_signature.as_bytes());
        self.device.encode(writer);
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array_of("candidate", 4)?;
        Ok(Self {
            member: MemberId::from_bytes(reader.fixed("member id")?),
            recovery: ReceivingKey::decode(reader, "recovery public key")?,
            recovery_signature: Signature(reader.fixed("recovery signature")?),
            device: DeviceCertificate::decode(reader)?,
        })
    }
}
