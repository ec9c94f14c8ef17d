//! The way to relays: plain requests, and a stream of live events.

use std::{fmt, str::FromStr};

use steadfast_circle::CircleId;
/// What a relay says over a live connection. Only a hint to look: nothing is believed because of it.
pub use steadfast_circle::relay_api::LiveEvent;
use thiserror::Error;

/// The base address of a relay, such as `https://relay.example`: a scheme, a host, perhaps a port and a path, no trailing slash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelayAddress(String);

impl RelayAddress {
    /// The longest address, in bytes (an invitation carries it).
    pub const LENGTH_MAX: usize = 256;

    /// The address as text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RelayAddress {
    type Err = RelayAddressError;

    fn from_str(text: &str) -> Result<Self, RelayAddressError> {
        let text = text.trim().trim_end_matches('/');
        if text.len() > Self::LENGTH_MAX {
            return Err(RelayAddressError::TooLong);
        }
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(RelayAddressError::Scheme)?;
        let host = rest.split('/').next().unwrap_or_default();
        let plain = |byte: u8| {
            byte.is_ascii_graphic()
                && !matches!(byte, b'#' | b'?' | b'@' | b'"' | b'<' | b'>' | b'\\')
        };
        if host.is_empty() || host.starts_with(':') || !rest.bytes().all(plain) {
            return Err(RelayAddressError::Host);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not the address of a relay.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum RelayAddressError {
    /// It begins with neither `https://` nor `http://`.
    #[error("the address of a relay begins with https:// or http://")]
    Scheme,
    /// There is no host, or something in it cannot be in an address.
    #[error("the address names no host, or has a character that cannot be in one")]
    Host,
    /// It is longer than 256 bytes.
    #[error("the address is longer than {} bytes", RelayAddress::LENGTH_MAX)]
    TooLong,
}

/// The HTTP methods that the relay's API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds.
    Post,
    /// Sets.
    Put,
    /// Removes.
    Delete,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// `application/json`.
    Json(Vec<u8>),
    /// `application/cbor`.
    Cbor(Vec<u8>),
    /// `application/octet-stream`.
    Bytes(Vec<u8>),
}

/// One request to a relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query below the relay's address, such as `/v1/relay`.
    pub path: String,
    /// A token for `Authorization: Bearer …`.
    pub token: Option<String>,
    /// The body.
    pub body: Body,
}

/// What a relay answered, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The value of `Content-Type`, or empty.
    pub content_type: String,
    /// Seconds from `Retry-After`, if the relay sent it.
    pub retry_after: Option<u32>,
    /// The body. An implementation stops reading at [`Response::BODY_MAX`] and then fails with [`NetworkError::TooLarge`].
    pub body: Vec<u8>,
}

impl Response {
    /// The largest body that any answer of the protocol has: a page of entries, with some room. Bytes.
    pub const BODY_MAX: usize = 6 * 1024 * 1024;
}

/// A way to relays.
#[expect(async_fn_in_trait, reason = "a member is driven by one thread; futures need not be Send")]
pub trait RelayClient {
    /// A live connection.
    type Live: LiveStream;

    /// Sends a request and reads the whole answer. Every status is an answer; only a missing answer is an error.
    ///
    /// # Errors
    /// [`NetworkError`] if there was no answer, or none of a bearable size.
    async fn send(&self, relay: &RelayAddress, request: Request) -> Result<Response, NetworkError>;

    /// Opens a circle's live stream: a WebSocket whose first message is the token.
    ///
    /// # Errors
    /// [`NetworkError`] if the connection cannot be opened.
    async fn live(
        &self,
        relay: &RelayAddress,
        circle: CircleId,
        token: &str,
    ) -> Result<Self::Live, NetworkError>;
}

/// A live connection to a relay.
#[expect(async_fn_in_trait, reason = "a member is driven by one thread; futures need not be Send")]
pub trait LiveStream {
    /// The next event; `None` once the connection has ended. Messages that are not understood are left out.
    async fn next(&mut self) -> Option<LiveEvent>;
}

/// Reads one text message of the live stream, `{"size":n}` or `{"knock":"<hex>"}`; `None` for anything else.
pub fn read_live_event(text: &str) -> Option<LiveEvent> {
    serde_json::from_str(text).ok()
}

/// Why there was no answer from a relay.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NetworkError {
    /// The relay could not be reached, or the connection broke.
    #[error("the relay cannot be reached: {detail}")]
    Unreachable {
        /// What the platform says about it; for logs, not for people.
        detail: String,
    },
    /// The answer was larger than any that the protocol knows.
    #[error("the relay sent more than {} bytes", Response::BODY_MAX)]
    TooLarge,
}
