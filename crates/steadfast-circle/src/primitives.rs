//! Labels, hashing, key derivation and strict signatures: the few primitives that everything else is made of.

use core::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// `L(name)`: `"steadfast/v1/" || name || 0x00`. No label is a prefix of another, because each ends in its only zero.
macro_rules! label {
    ($name:literal) => {
        concat!("steadfast/v1/", $name, "\0").as_bytes()
    };
}
pub(crate) use label;

/// SHA-256 of the parts one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// RFC 5869 extract and expand with SHA-256.
pub(crate) fn hkdf<const N: usize>(ikm: &[u8], salt: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 32, "RFC 5869 §2.3 ends at 255 blocks") };
    let mut okm = Zeroizing::new([0; N]);
    Hkdf::<Sha256>::new(Some(salt), ikm)
        .expand_multi_info(info, okm.as_mut())
        .expect("the length was checked at compile time");
    okm
}

/// Some random bytes from the caller's generator.
pub(crate) fn random<const N: usize>(rng: &mut impl rand_core::CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// An Ed25519 signature, 64 bytes, not yet verified.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub(crate) [u8; 64]);

impl Signature {
    /// The length in bytes.
    pub const LENGTH: usize = 64;

    /// Takes the bytes as they are.
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({})", data_encoding::HEXLOWER.encode(&self.0))
    }
}

/// Bytes that are no acceptable public key: not on the curve, not canonically encoded, of small order, or (for X-Wing)
/// out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an acceptable public key")]
pub struct InvalidKey;

/// Decompresses a public key once, so that many signatures can be verified with it.
///
/// # Errors
/// [`InvalidKey`] for what RFC 8032 §5.1.3 would not encode, and for keys of small order, with which one signature
/// fits many messages.
pub(crate) fn verifying_key(bytes: &[u8; 32]) -> Result<VerifyingKey, InvalidKey> {
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| InvalidKey)?;
    // `from_bytes` accepts y ≥ p; recompressing the point shows whether the encoding was the canonical one.
    let canonical = key.to_edwards().compress().to_bytes() == *bytes;
    if canonical && !key.is_weak() { Ok(key) } else { Err(InvalidKey) }
}

/// Signs `label || parts…`.
pub(crate) fn sign(key: &SigningKey, label: &[u8], parts: &[&[u8]]) -> Signature {
    Signature(key.sign(&message(label, parts)).to_bytes())
}

/// Whether this is a strict signature over `label || parts…`.
pub(crate) fn is_signed(
    key: &VerifyingKey,
    label: &[u8],
    parts: &[&[u8]],
    signature: &Signature,
) -> bool {
    is_signed_raw(key, &message(label, parts), signature)
}

/// Whether this is a strict signature over exactly these bytes.
pub(crate) fn is_signed_raw(key: &VerifyingKey, message: &[u8], signature: &Signature) -> bool {
    key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
}

fn message(label: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut message =
        Vec::with_capacity(label.len() + parts.iter().map(|part| part.len()).sum::<usize>());
    message.extend_from_slice(label);
    for part in parts {
        message.extend_from_slice(part);
    }
    message
}

/// Gives a secret type a `Debug` that shows only its name.
macro_rules! redacted {
    ($($name:ty),+) => {$(
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
pub(crate) use redacted;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_small_order_is_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(verifying_key(&identity), Err(InvalidKey));
    }

    #[test]
    fn a_key_that_is_not_canonically_encoded_is_refused() {
        // y = p + 3 encodes the same point as y = 3 but is not what RFC 8032 writes.
        let mut low = [0; 32];
        low[0] = 3;
        let mut high = [0xff; 32];
        high[0] = 0xf0;
        high[31] = 0x7f;
        assert!(VerifyingKey::from_bytes(&high).is_ok(), "the library alone lets it through");
        assert!(verifying_key(&low).is_ok());
        assert_eq!(verifying_key(&high), Err(InvalidKey));
    }

    #[test]
    fn a_signature_under_one_label_is_none_under_another() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signature = sign(&key, label!("entry"), &[b"text"]);
        assert!(is_signed(&key.verifying_key(), label!("entry"), &[b"te", b"xt"], &signature));
        assert!(!is_signed(&key.verifying_key(), label!("token"), &[b"text"], &signature));
    }
}
