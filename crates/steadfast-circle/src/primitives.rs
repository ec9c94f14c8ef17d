//! Labels, hashing, key derivation and strict signatures: the few primitives that everything else is made of.

use core::fmt;

use ed25519_dalek::{Signer as _, SigningKey, Verifier as _, VerifyingKey};
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

/// Whether this is a strict signature over exactly these bytes, for a key from [`verifying_key`].
///
/// It accepts what `verify_strict` does, and need not decompress R for that. The library recomputes R and compares
/// encodings, so an R that passes is canonically encoded, and of small order only if it is one of eight. The key was
/// found not to be of small order when it was decompressed.
pub(crate) fn is_signed_raw(key: &VerifyingKey, message: &[u8], signature: &Signature) -> bool {
    let r = signature.0.first_chunk::<32>();
    r.is_some_and(|r| !SMALL_ORDER.contains(r))
        && key.verify(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
}

/// The canonical encodings of all points of small order on edwards25519: those of order 1, 2, 4 and 8.
const SMALL_ORDER: [[u8; 32]; 8] = {
    const fn ends(first: u8, last: u8) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[0] = first;
        bytes[31] = last;
        bytes
    }
    const fn with_last(mut bytes: [u8; 32], last: u8) -> [u8; 32] {
        bytes[31] = last;
        bytes
    }
    let mut minus_one = [0xff; 32];
    minus_one[0] = 0xec;
    let near = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ];
    let far = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ];
    [
        ends(1, 0),
        with_last(minus_one, 0x7f),
        ends(0, 0),
        ends(0, 0x80),
        near,
        with_last(near, 0x85),
        far,
        with_last(far, 0xfa),
    ]
};

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
    use curve25519_dalek::{
        constants::EIGHT_TORSION, edwards::EdwardsPoint, scalar::Scalar, traits::Identity as _,
    };
    use sha2::Sha512;

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
    fn the_points_of_small_order_are_the_librarys() {
        let theirs: Vec<_> = EIGHT_TORSION.iter().map(|point| point.compress().0).collect();
        assert!(SMALL_ORDER.iter().all(|point| theirs.contains(point)));
        assert!(theirs.iter().all(|point| SMALL_ORDER.contains(point)));
    }

    /// Whoever holds the key can make such a signature, and any point of small order with the right sum does for R.
    #[test]
    fn a_signature_whose_r_is_of_small_order_is_refused() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let r = EdwardsPoint::identity().compress();
        let public = key.verifying_key();
        let hash = Sha512::new().chain_update(r.0).chain_update(public.as_bytes());
        let k = Scalar::from_bytes_mod_order_wide(&hash.chain_update(b"text").finalize().into());
        let s = k * key.to_scalar();
        let signature = Signature([r.0, s.to_bytes()].concat().try_into().unwrap());
        let lax = ed25519_dalek::Signature::from_bytes(&signature.0);
        assert!(public.verify(b"text", &lax).is_ok(), "the equation alone holds");
        assert!(public.verify_strict(b"text", &lax).is_err());
        assert!(!is_signed_raw(&public, b"text", &signature));
    }

    #[test]
    fn a_signature_under_one_label_is_none_under_another() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signature = sign(&key, label!("entry"), &[b"text"]);
        assert!(is_signed(&key.verifying_key(), label!("entry"), &[b"te", b"xt"], &signature));
        assert!(!is_signed(&key.verifying_key(), label!("token"), &[b"text"], &signature));
    }
}
