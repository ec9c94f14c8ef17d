//! Sealed values in the store: each under a key of this device, and bound to its place.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rand_core::CryptoRng;
use sha2::Sha256;
use thiserror::Error;
use zeroize::Zeroizing;

const NONCE_LENGTH: usize = 24;
/// The first byte of every sealed value.
const SEALED_VERSION: u8 = 1;

/// A key of the store: 32 random bytes, from which the sealing key and the names of places are derived.
#[derive(Clone)]
pub(crate) struct VaultKey(Zeroizing<[u8; 32]>);

impl VaultKey {
    pub(crate) fn make(random: &mut impl CryptoRng) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        random.fill_bytes(&mut *key);
        Self(key)
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Seals and opens what lies in the store.
///
/// The store sees names that are HMACs of places, so that neither the number of circles nor what lies where shows
/// in them, and `version (1) || nonce (24) || XChaCha20-Poly1305`, with the place as associated data: a value that
/// somebody moved to another place does not open there.
pub(crate) struct Vault {
    key: VaultKey,
    seal: XChaCha20Poly1305,
    names: Zeroizing<[u8; 32]>,
}

impl Vault {
    pub(crate) fn new(key: VaultKey) -> Self {
        let derive = |label: &[u8]| {
            let mut out = Zeroizing::new([0; 32]);
            Hkdf::<Sha256>::new(None, key.as_bytes())
                .expand(label, &mut *out)
                .expect("HKDF-SHA-256 gives up to 8,160 bytes, and 32 are asked for");
            out
        };
        let seal = XChaCha20Poly1305::new((&*derive(b"steadfast/store/seal")).into());
        let names = derive(b"steadfast/store/names");
        Self { key, seal, names }
    }

    pub(crate) fn key(&self) -> &VaultKey {
        &self.key
    }

    /// The name under which the store knows a place: 32 hexadecimal digits.
    pub(crate) fn name(&self, place: &str) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&*self.names).expect("HMAC takes keys of any length");
        mac.update(place.as_bytes());
        data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()[..16])
    }

    pub(crate) fn seal(
        &self,
        place: &str,
        plaintext: &[u8],
        random: &mut impl CryptoRng,
    ) -> Vec<u8> {
        seal_with(&self.seal, place, plaintext, random)
    }

    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Damaged> {
        open_with(&self.seal, place, sealed).ok_or_else(|| Damaged { place: place.to_owned() })
    }
}

/// Something in this device's store is not what this device put there.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("what lies in the store at {place} was damaged or swapped")]
pub struct Damaged {
    /// The place, in this crate's own naming; for logs, not for people.
    pub place: String,
}

/// Seals under a key that is used for this one purpose.
pub(crate) fn seal_under(
    key: &[u8; 32],
    place: &str,
    plaintext: &[u8],
    random: &mut impl CryptoRng,
) -> Vec<u8> {
    seal_with(&XChaCha20Poly1305::new(key.into()), place, plaintext, random)
}

/// Opens what [`seal_under`] made; `None` if the key or the place is another, or a byte is.
pub(crate) fn open_under(key: &[u8; 32], place: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    open_with(&XChaCha20Poly1305::new(key.into()), place, sealed)
}

fn seal_with(
    cipher: &XChaCha20Poly1305,
    place: &str,
    plaintext: &[u8],
    random: &mut impl CryptoRng,
) -> Vec<u8> {
    let mut nonce = [0; NONCE_LENGTH];
    random.fill_bytes(&mut nonce);
    let payload = Payload { msg: plaintext, aad: place.as_bytes() };
    let ciphertext = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .expect("XChaCha20-Poly1305 seals anything shorter than 256 GiB");
    let mut sealed = Vec::with_capacity(1 + NONCE_LENGTH + ciphertext.len());
    sealed.push(SEALED_VERSION);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&ciphertext);
    sealed
}

fn open_with(cipher: &XChaCha20Poly1305, place: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (&version, rest) = sealed.split_first()?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_LENGTH>()?;
    if version != SEALED_VERSION {
        return None;
    }
    let payload = Payload { msg: ciphertext, aad: place.as_bytes() };
    cipher.decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::{Vault, VaultKey};
    use crate::testing::seeded;

    #[test]
    fn a_value_opens_at_its_place_only() {
        let mut random = seeded(1);
        let vault = Vault::new(VaultKey::make(&mut random));
        let sealed = vault.seal("here", b"words", &mut random);
        assert_eq!(vault.open("here", &sealed).expect("its place").as_slice(), b"words");
        assert!(vault.open("there", &sealed).is_err());
        assert!(Vault::new(VaultKey::make(&mut random)).open("here", &sealed).is_err());
        assert_ne!(
            vault.seal("here", b"words", &mut random),
            sealed,
            "each sealing has its own nonce"
        );
    }

    #[test]
    fn no_changed_byte_opens() {
        let mut random = seeded(2);
        let vault = Vault::new(VaultKey::make(&mut random));
        let sealed = vault.seal("here", b"words", &mut random);
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(vault.open("here", &changed).is_err(), "byte {index} was changed");
            assert!(vault.open("here", &sealed[..index]).is_err(), "cut at {index}");
        }
    }

    #[test]
    fn names_say_nothing_and_differ() {
        let vault = Vault::new(VaultKey::make(&mut seeded(3)));
        assert_eq!(vault.name("circle/1/state"), vault.name("circle/1/state"));
        assert_ne!(vault.name("circle/1/state"), vault.name("circle/2/state"));
        assert_eq!(vault.name("x").len(), 32);
    }
}
