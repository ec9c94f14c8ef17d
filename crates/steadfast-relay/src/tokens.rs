//! Challenges and tokens: one signature of a device proves its key for a quarter of an hour, and nothing is kept.
//!
//! Only this relay can make them: a challenge is `nonce (16) || expires (u64, ms) || HMAC-SHA256`, 56 bytes, and a token
//! is base64url of `key || expires || HMAC-SHA256`. A challenge can be answered once. Tokens outlive a restart, because
//! the secret is derived from the relay's key.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use data_encoding::BASE64URL_NOPAD;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use steadfast_circle::log::checkpoint::RelaySeed;
use zeroize::Zeroizing;

/// Seconds in which a challenge must be answered.
pub(crate) const CHALLENGE_SECONDS: u64 = 60;

/// Seconds for which a token is good.
pub(crate) const TOKEN_SECONDS: u64 = 15 * 60;

/// Challenges answered in the last minute that are remembered. Beyond that nobody gets a token for a moment, rather
/// than one challenge two.
const ANSWERED_MAX: usize = 200_000;

const NONCE: usize = 16;
const MAC: usize = 32;

/// Why a challenge or token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAccepted {
    /// Not one that this relay made for this use.
    Foreign,
    /// Made by this relay, too long ago.
    Expired,
    /// A challenge that was answered before.
    Answered,
    /// More challenges were answered in a minute than can be remembered.
    TooMany,
}

/// Makes and recognises challenges and tokens.
pub(crate) struct Tokens {
    secret: Zeroizing<[u8; 32]>,
    /// The nonces of answered challenges, and when they expire anyway.
    answered: Mutex<HashMap<[u8; NONCE], u64>>,
}

impl Tokens {
    pub(crate) fn new(seed: &RelaySeed) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, seed.as_bytes())
            .expand(b"steadfast/v1/relay-tokens\0", &mut *secret)
            .expect("32 bytes are within what HKDF gives");
        Self { secret, answered: Mutex::default() }
    }

    /// Something to sign for whoever says that they hold this key.
    pub(crate) fn make_challenge(
        &self,
        key: &[u8; 32],
        now_ms: u64,
    ) -> Result<Vec<u8>, getrandom::Error> {
        let mut challenge = vec![0; NONCE];
        getrandom::fill(&mut challenge)?;
        challenge.extend((now_ms + CHALLENGE_SECONDS * 1_000).to_be_bytes());
        let mac = self.mac(b"challenge\0", &[key, &challenge]).finalize().into_bytes();
        challenge.extend(mac);
        Ok(challenge)
    }

    /// Whether this challenge was made for this key a moment ago. Says nothing yet about a signature.
    pub(crate) fn check_challenge(
        &self,
        key: &[u8; 32],
        challenge: &[u8],
        now_ms: u64,
    ) -> Result<(), NotAccepted> {
        self.open_challenge(key, challenge, now_ms).map(drop)
    }

    /// Uses up a challenge whose signature is right.
    pub(crate) fn use_up(
        &self,
        key: &[u8; 32],
        challenge: &[u8],
        now_ms: u64,
    ) -> Result<(), NotAccepted> {
        let (nonce, expires_ms) = self.open_challenge(key, challenge, now_ms)?;
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.len() >= ANSWERED_MAX {
            answered.retain(|_, expires_ms| *expires_ms >= now_ms);
            if answered.len() >= ANSWERED_MAX {
                return Err(NotAccepted::TooMany);
            }
        }
        match answered.insert(nonce, expires_ms) {
            None => Ok(()),
            Some(_) => Err(NotAccepted::Answered),
        }
    }

    /// A token for a key that was proved.
    pub(crate) fn make_token(&self, key: &[u8; 32], now_ms: u64) -> String {
        let mut token = key.to_vec();
        token.extend((now_ms + TOKEN_SECONDS * 1_000).to_be_bytes());
        let mac = self.mac(b"token\0", &[&token]).finalize().into_bytes();
        token.extend(mac);
        BASE64URL_NOPAD.encode(&token)
    }

    /// The key that a token proves.
    pub(crate) fn key_of(&self, token: &str, now_ms: u64) -> Result<[u8; 32], NotAccepted> {
        if token.len() != BASE64URL_NOPAD.encode_len(32 + 8 + MAC) {
            return Err(NotAccepted::Foreign);
        }
        let token = BASE64URL_NOPAD.decode(token.as_bytes()).map_err(|_| NotAccepted::Foreign)?;
        let (said, mac) = token.split_last_chunk::<MAC>().ok_or(NotAccepted::Foreign)?;
        self.mac(b"token\0", &[said]).verify_slice(mac).map_err(|_| NotAccepted::Foreign)?;
        let (key, expires) = said.split_first_chunk().ok_or(NotAccepted::Foreign)?;
        unexpired(expires, now_ms)?;
        Ok(*key)
    }

    fn open_challenge(
        &self,
        key: &[u8; 32],
        challenge: &[u8],
        now_ms: u64,
    ) -> Result<([u8; NONCE], u64), NotAccepted> {
        let (said, mac) = challenge.split_last_chunk::<MAC>().ok_or(NotAccepted::Foreign)?;
        self.mac(b"challenge\0", &[key, said])
            .verify_slice(mac)
            .map_err(|_| NotAccepted::Foreign)?;
        let (nonce, expires) = said.split_first_chunk().ok_or(NotAccepted::Foreign)?;
        Ok((*nonce, unexpired(expires, now_ms)?))
    }

    /// Forgets answered challenges that have expired.
    pub(crate) fn forget_old(&self, now_ms: u64) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.retain(|_, expires_ms| *expires_ms >= now_ms);
        answered.shrink_to_fit();
    }

    /// Keys have a fixed length and labels end in a zero, so the parts can be told apart.
    fn mac(&self, label: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
        let mac =
            Hmac::<Sha256>::new_from_slice(&*self.secret).expect("HMAC takes a key of any length");
        parts.iter().fold(mac.chain_update(label), |mac, part| mac.chain_update(part))
    }
}

fn unexpired(expires: &[u8], now_ms: u64) -> Result<u64, NotAccepted> {
    let expires_ms = u64::from_be_bytes(expires.try_into().map_err(|_| NotAccepted::Foreign)?);
    if now_ms > expires_ms { Err(NotAccepted::Expired) } else { Ok(expires_ms) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [9; 32];
    const NOW: u64 = 1_700_000_000_000;

    fn tokens() -> Tokens {
        Tokens::new(&RelaySeed::from_bytes([4; 32]))
    }

    #[test]
    fn a_token_proves_its_key_until_it_expires_and_over_a_restart() {
        let token = tokens().make_token(&KEY, NOW);
        assert_eq!(tokens().key_of(&token, NOW), Ok(KEY));
        assert_eq!(tokens().key_of(&token, NOW + TOKEN_SECONDS * 1_000), Ok(KEY));
        assert_eq!(
            tokens().key_of(&token, NOW + TOKEN_SECONDS * 1_000 + 1),
            Err(NotAccepted::Expired)
        );
    }

    #[test]
    fn a_challenge_fits_the_protocol_and_is_good_for_its_key_and_relay_only() {
        let challenge = tokens().make_challenge(&KEY, NOW).unwrap();
        assert!(challenge.len() <= steadfast_circle::relay_api::CHALLENGE_LENGTH_MAX);
        assert_eq!(tokens().check_challenge(&KEY, &challenge, NOW), Ok(()));
        assert_eq!(tokens().check_challenge(&[8; 32], &challenge, NOW), Err(NotAccepted::Foreign));
        let other = Tokens::new(&RelaySeed::from_bytes([5; 32]));
        assert_eq!(other.check_challenge(&KEY, &challenge, NOW), Err(NotAccepted::Foreign));
        assert_eq!(
            tokens().key_of(&BASE64URL_NOPAD.encode(&challenge), NOW),
            Err(NotAccepted::Foreign)
        );
    }

    #[test]
    fn a_challenge_is_answered_once() {
        let tokens = tokens();
        let challenge = tokens.make_challenge(&KEY, NOW).unwrap();
        tokens.use_up(&KEY, &challenge, NOW).unwrap();
        assert_eq!(tokens.use_up(&KEY, &challenge, NOW), Err(NotAccepted::Answered));
        let late = NOW + CHALLENGE_SECONDS * 1_000 + 1;
        tokens.forget_old(late);
        assert_eq!(tokens.use_up(&KEY, &challenge, late), Err(NotAccepted::Expired));
    }

    #[test]
    fn any_change_makes_a_token_or_challenge_foreign() {
        let tokens = tokens();
        let token = tokens.make_token(&KEY, NOW);
        for place in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(
                tokens.key_of(&changed, NOW),
                Err(NotAccepted::Foreign),
                "character {place}"
            );
        }
        for text in ["", "A", &token[1..], &format!("{token}A"), "ü".repeat(48).as_str()] {
            assert_eq!(tokens.key_of(text, NOW), Err(NotAccepted::Foreign));
        }
        let challenge = tokens.make_challenge(&KEY, NOW).unwrap();
        for place in 0..challenge.len() {
            let mut changed = challenge.clone();
            changed[place] ^= 1;
            assert_eq!(
                tokens.check_challenge(&KEY, &changed, NOW),
                Err(NotAccepted::Foreign),
                "byte {place}"
            );
        }
        for length in 0..challenge.len() {
            assert_eq!(
                tokens.check_challenge(&KEY, &challenge[..length], NOW),
                Err(NotAccepted::Foreign)
            );
        }
    }
}
