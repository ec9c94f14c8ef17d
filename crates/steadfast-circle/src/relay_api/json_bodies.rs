//! Requests and answers in JSON: what a relay is, and how a device proves its key.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::primitives::{is_signed, label, verifying_key};
use crate::{InvitationId, RelayKey, Signature};

/// `GET /v1/relay`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayInfo {
    /// The name under which it signs checkpoints.
    pub name: String,
    /// Its Ed25519 public key, 32 bytes in base64url.
    #[serde(with = "base64url")]
    pub public_key: [u8; 32],
    /// The version of the protocol.
    pub version: u64,
    /// What it accepts.
    pub limits: RelayLimits,
}

impl RelayInfo {
    /// The public key, as genesis entries pin it.
    pub const fn key(&self) -> RelayKey {
        RelayKey::from_bytes(self.public_key)
    }
}

/// What a relay accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayLimits {
    /// The longest signed entry, in bytes.
    pub entry_bytes: u64,
    /// The longest sealed body, in bytes.
    pub body_bytes: u64,
    /// The most entries of one append.
    pub append_entries: u64,
    /// The most bytes of one append.
    pub append_bytes: u64,
    /// The most entries of one page.
    pub page_entries: u64,
    /// The longest knock, in bytes.
    pub knock_bytes: u64,
    /// The longest sealed value of a locker, in bytes.
    pub locker_bytes: u64,
}

impl Default for RelayLimits {
    /// The limits of the protocol.
    fn default() -> Self {
        Self {
            entry_bytes: crate::entry::ENTRY_LENGTH_MAX as u64,
            body_bytes: crate::body::BODY_LENGTH_MAX as u64,
            append_entries: super::APPEND_ENTRIES_MAX as u64,
            append_bytes: super::APPEND_BYTES_MAX as u64,
            page_entries: super::PAGE_ENTRIES_MAX as u64,
            knock_bytes: super::KNOCK_LENGTH_MAX as u64,
            locker_bytes: super::LOCKER_LENGTH_MAX as u64,
        }
    }
}

/// `POST /v1/challenges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChallengeRequest {
    /// The device or identity key that is to be proved, 32 bytes in base64url.
    #[serde(with = "base64url")]
    pub key: [u8; 32],
}

/// The answer to a [`ChallengeRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeAnswer {
    /// Random bytes of the relay's, at most 64, in base64url.
    #[serde(with = "base64url_vec")]
    pub challenge: Vec<u8>,
    /// For how long it can be answered.
    pub expires_in_seconds: u64,
}

/// `POST /v1/tokens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// The key that is proved, 32 bytes in base64url.
    #[serde(with = "base64url")]
    pub key: [u8; 32],
    /// The relay's challenge, in base64url.
    #[serde(with = "base64url_vec")]
    pub challenge: Vec<u8>,
    /// The key's signature over `L("token") || relay name || 0x00 || challenge`, 64 bytes in base64url.
    #[serde(with = "base64url")]
    pub signature: [u8; 64],
}

/// The answer to a [`TokenRequest`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenAnswer {
    /// What goes into `Authorization: Bearer`.
    pub token: String,
    /// For how long it is good.
    pub expires_in_seconds: u64,
}

impl core::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TokenAnswer(…)")
    }
}

/// What comes over `…/live`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveEvent {
    /// `{"size": n}`: how long the record is.
    Size(u64),
    /// `{"knock": "<id in hex>"}`: somebody answered an invitation.
    Knock(InvitationId),
}

/// Whether a key answered a relay's challenge.
pub fn is_token_signature(
    key: &[u8; 32],
    relay_name: &str,
    challenge: &[u8],
    signature: &[u8; 64],
) -> bool {
    verifying_key(key).is_ok_and(|key| {
        let parts: [&[u8]; 3] = [relay_name.as_bytes(), &[0], challenge];
        is_signed(&key, label!("token"), &parts, &Signature(*signature))
    })
}

/// Bytes of fixed length as base64url without padding.
mod base64url {
    use super::{Deserialize, Deserializer, Serializer, base64url_vec};

    pub(super) fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        base64url_vec::serialize(bytes, to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let bytes = base64url_vec::decode(&text, N)?;
        bytes.try_into().map_err(|_| serde::de::Error::custom(format_args!("expected {N} bytes")))
    }
}

/// Bytes as base64url without padding, at most 64.
mod base64url_vec {
    use data_encoding::BASE64URL_NOPAD;

    use super::{Deserialize, Deserializer, Serializer};
    use crate::relay_api::CHALLENGE_LENGTH_MAX;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&BASE64URL_NOPAD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        decode(&text, CHALLENGE_LENGTH_MAX)
    }

    pub(super) fn decode<E: serde::de::Error>(text: &str, length_max: usize) -> Result<Vec<u8>, E> {
        if text.len() > length_max * 4 / 3 + 3 {
            return Err(E::custom(format_args!("expected at most {length_max} bytes")));
        }
        BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map_err(|_| E::custom("expected base64url without padding"))
    }
}
