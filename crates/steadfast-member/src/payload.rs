//! What an entry says, as bytes and back: the only place that knows both the practice and its encoding.
//!
//! A payload is `[version, kind (text), …]` in the protocol's deterministic CBOR; an entry that only steers the circle
//! carries none, which is zero bytes. Whatever was once written can always be read: a version's encoding never changes,
//! and its vectors in `testdata/payload` are frozen.

pub mod v1;

use steadfast_circle::{
    CircleId, DeviceId,
    cbor::{DecodeError, Reader},
};
use steadfast_repair::{people::Introduce, relationship::Act, words::TextError};
use thiserror::Error;

pub use crate::quoting::Quoting;

/// The longest name of a kind, in bytes.
const KIND_LENGTH_MAX: usize = 64;
/// The most items that a payload of a version not known here may have.
const ITEMS_MAX: usize = 1 << 16;

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// Nothing: the entry only steers the circle.
    Nothing,
    /// Something of the practice, or something that a newer version knows.
    Act(Act),
    /// A quotation from another circle. It is an act once its proof is checked, see [`Quoting::act`].
    Quote(Box<Quoting>),
    /// Goes with a proposal to let somebody in: what they say of themselves.
    Newcomer(Introduce),
    /// In *Mine*: what one of the person's own devices is called, and under which ids it is in which circles. The last
    /// one of a device counts.
    Device {
        /// Tells the person's devices apart, over all circles.
        key: [u8; 16],
        /// What its owner calls it; at most 128 bytes, may be empty.
        name: String,
        /// The circles that it is in.
        ids: Vec<(CircleId, DeviceId)>,
    },
}

impl Payload {
    /// The bytes, in the newest version. `None` for an act that this version does not know itself, and for one that quotes: that
    /// is a [`Payload::Quote`], with its proof.
    pub fn encode(&self) -> Option<Vec<u8>> {
        v1::encode(self)
    }

    /// Reads the bytes of any version.
    ///
    /// A newer version or an unknown kind is [`Act::Unknown`], so that it is shown as such and never dropped.
    ///
    /// # Errors
    /// [`PayloadError`] if the bytes are none of what this version writes, although they say they are.
    pub fn decode(bytes: &[u8]) -> Result<Self, PayloadError> {
        if bytes.is_empty() {
            return Ok(Self::Nothing);
        }
        let mut reader = Reader::new(bytes);
        let items = reader.array("payload", ITEMS_MAX)?;
        let version = reader.uint()?;
        let kind = reader.text("kind", KIND_LENGTH_MAX)?;
        let fields = items.checked_sub(2).ok_or(DecodeError::OutOfBounds { field: "payload" })?;
        let known =
            if version == v1::VERSION { v1::decode(kind, fields, &mut reader)? } else { None };
        match known {
            Some(payload) => {
                reader.end()?;
                Ok(payload)
            }
            None => Ok(Self::Act(Act::Unknown { kind: kind.to_owned() })),
        }
    }
}

/// Why bytes are no payload, although they say so.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PayloadError {
    /// They are not in the form that the version prescribes.
    #[error(transparent)]
    Form(#[from] DecodeError),
    /// A text is blank, too long, or not of one line where it must be.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A field holds what nobody can say.
    #[error("the field {field} holds what cannot be said")]
    Content {
        /// Which field.
        field: &'static str,
    },
}
