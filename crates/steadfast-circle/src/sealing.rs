//! Sealing with a shared key: what offers, knocks, lockers and pairings are wrapped in.

use chacha20poly1305::aead::{Aead as _, AeadInOut as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::body::{NONCE_LENGTH, pad, unpad};
use crate::primitives::random;

/// A sealed value that does not open: the key is another, or it was altered, or it is no sealed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed value does not open")]
pub struct Unopened;

/// `nonce (24) || XChaCha20-Poly1305(key, nonce, padded text, associated data = label)`.
pub(crate) fn seal(key: &[u8; 32], label: &[u8], text: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut padded = Zeroizing::new(text.to_vec());
    pad(&mut padded);
    let nonce: [u8; NONCE_LENGTH] = random(rng);
    let ciphertext = XChaCha20Poly1305::new(&(*key).into())
        .encrypt(&XNonce::from(nonce), Payload { msg: &padded, aad: label })
        .expect("the cipher takes any text shorter than 256 GiB");
    [&nonce[..], &ciphertext].concat()
}

/// Opens what [`seal`] sealed.
pub(crate) fn open(
    key: &[u8; 32],
    label: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LENGTH>().ok_or(Unopened)?;
    let mut text = Zeroizing::new(ciphertext.to_vec());
    XChaCha20Poly1305::new(&(*key).into())
        .decrypt_in_place(&XNonce::from(*nonce), label, &mut *text)
        .map_err(|_| Unopened)?;
    let length = unpad(&text).ok_or(Unopened)?.len();
    text.truncate(length);
    Ok(text)
}
