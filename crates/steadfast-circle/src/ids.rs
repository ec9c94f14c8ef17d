//! The names of things: public bytes of fixed length, each its own type so that none can stand for another.

use data_encoding::HEXLOWER;

/// A text that is not the lower-case hexadecimal form of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} lower-case hexadecimal digits")]
pub struct ParseIdError {
    /// How many digits the identifier has.
    pub expected: usize,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The length in bytes.
            pub const LENGTH: usize = $length;

            /// Takes the bytes as they are.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// The bytes, by value.
            pub const fn to_bytes(self) -> [u8; $length] {
                self.0
            }
        }

        impl From<[u8; $length]> for $name {
            fn from(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl core::str::FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let wrong = ParseIdError { expected: $length * 2 };
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| wrong)?;
                Ok(Self(bytes.try_into().map_err(|_| wrong)?))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

identifier!(
    /// A circle: the hash of its genesis entry. Unguessable, so that knowing it is what lets somebody ask for tiles.
    CircleId,
    32
);
identifier!(
    /// A member of a circle: the Ed25519 public key of their identity in it.
    MemberId,
    32
);
identifier!(
    /// A device in a circle: the Ed25519 public key that it signs entries with.
    DeviceId,
    32
);
identifier!(
    /// An entry: `SHA-256(0x00 || signed entry)`, which is also its leaf in the log (RFC 6962 §2.1).
    EntryHash,
    32
);
identifier!(
    /// The Merkle tree hash of the first entries of a record (RFC 6962 §2.1).
    Root,
    32
);
identifier!(
    /// SHA-256 of a sealed body.
    BodyHash,
    32
);
identifier!(
    /// Random bytes in a genesis entry from which all keys of the circle are derived.
    FoundingNonce,
    32
);
identifier!(
    /// A commitment to an epoch's key, so that nobody can hand two members different keys.
    EpochKeyHash,
    32
);
identifier!(
    /// A commitment to a [`Candidate`](crate::device::Candidate), which is what members consent to.
    CandidateHash,
    32
);
identifier!(
    /// Whom a grant is for: a device, or a member's recovery key.
    RecipientId,
    32
);
identifier!(
    /// A relay's Ed25519 public key, pinned by the genesis entry.
    RelayKey,
    32
);
identifier!(
    /// The Ed25519 public key of an invitation.
    InvitationKey,
    32
);
identifier!(
    /// An invitation, as the relay knows it.
    InvitationId,
    16
);
identifier!(
    /// A locker: the Ed25519 public key that signs its versions.
    LockerId,
    32
);

impl CircleId {
    /// The id of the circle that this genesis entry founds.
    pub const fn of_genesis(genesis: EntryHash) -> Self {
        Self(genesis.0)
    }

    /// The hash of the circle's genesis entry.
    pub const fn genesis(self) -> EntryHash {
        EntryHash(self.0)
    }
}

impl From<DeviceId> for RecipientId {
    fn from(id: DeviceId) -> Self {
        Self(id.0)
    }
}

impl From<MemberId> for RecipientId {
    fn from(id: MemberId) -> Self {
        Self(id.0)
    }
}
