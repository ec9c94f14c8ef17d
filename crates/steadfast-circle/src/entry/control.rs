//! Controls: the parts of entries that change membership or keys, which the relay can read.

use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::{Candidate, DeviceCertificate};
use crate::epoch::Grant;
use crate::primitives::verifying_key;
use crate::{
    CandidateHash, DeviceId, EntryHash, EpochKeyHash, FoundingNonce, InvitationId, InvitationKey,
    RelayKey, Signature,
};

/// The longest relay name, in bytes.
pub const RELAY_NAME_LENGTH_MAX: usize = 128;
/// The longest sealed offer, in bytes.
pub const OFFER_LENGTH_MAX: usize = 4_096;
/// The most entries that one entry may erase.
pub const ERASE_MAX: usize = 64;

/// What an entry changes, if its condition holds at its place in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// Founds the circle. Only in the first entry.
    Genesis(Box<Genesis>),
    /// Adds the device that signs the entry.
    AddDevice(DeviceCertificate),
    /// Removes a device of the author's. The epoch is stale from then on.
    RemoveDevice(DeviceId),
    /// Begins the next epoch, with a key that nobody who has gone holds.
    BeginEpoch {
        /// One more than the epoch in force.
        epoch: u32,
        /// The commitment to the new key.
        key_hash: EpochKeyHash,
        /// The new key, for everybody who stays.
        grants: Vec<Grant>,
    },
    /// Gives more keys to somebody.
    Grant(Vec<Grant>),
    /// Opens an invitation.
    Invite(Invite),
    /// Closes an invitation.
    WithdrawInvitation(InvitationId),
    /// Proposes the person who answered an invitation, which is used up by it.
    Propose {
        /// The person.
        candidate: Box<Candidate>,
        /// The invitation that they answered.
        invitation: InvitationId,
        /// The invitation key's signature over `L("invitation") || circle || candidate hash`.
        signature: Signature,
    },
    /// Says yes to a proposed person.
    Consent(CandidateHash),
    /// Lets in a proposed person to whom everybody else has said yes.
    Admit {
        /// The person.
        candidate: CandidateHash,
        /// The epochs that they may read.
        grants: Vec<Grant>,
    },
    /// The author and all their devices go.
    Leave,
    /// The bodies of these entries of the author's are dropped by everybody.
    Erase(Vec<EntryHash>),
}

/// What founds a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genesis {
    /// Random; every key of the circle is derived with it.
    pub nonce: FoundingNonce,
    /// The name under which the relay signs checkpoints, at most 128 bytes.
    pub relay_name: RelayName,
    /// The key with which it does.
    pub relay_key: RelayKey,
    /// The founder.
    pub founder: Candidate,
    /// The commitment to the key of epoch 0.
    pub key_hash: EpochKeyHash,
    /// That key, for the founder.
    pub grants: Vec<Grant>,
}

/// An invitation, as its inviter opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The id, derived from the invitation's secret.
    pub id: InvitationId,
    /// The key whose holder the invitation is for.
    pub key: InvitationKey,
    /// When it ends, in milliseconds since 1970. The relay and the inviter's device act on it; the record does not.
    pub expires_ms: u64,
    /// The sealed [`Offer`](crate::invitation::Offer).
    pub offer: Vec<u8>,
}

/// A relay's name, as it stands in checkpoints: 1 to 128 bytes, no white space or control characters, no `+`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelayName(String);

/// A text that cannot be a relay's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a relay's name has 1 to 128 bytes, without white space, control characters or plus signs")]
pub struct InvalidRelayName;

impl RelayName {
    /// Takes a name (C2SP signed-note, "key name").
    ///
    /// # Errors
    /// [`InvalidRelayName`].
    pub fn new(name: &str) -> Result<Self, InvalidRelayName> {
        let length = 1..=RELAY_NAME_LENGTH_MAX;
        let good = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        if length.contains(&name.len()) && name.chars().all(good) {
            Ok(Self(name.to_owned()))
        } else {
            Err(InvalidRelayName)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::fmt::Display for RelayName {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::str::FromStr for RelayName {
    type Err = InvalidRelayName;

    fn from_str(name: &str) -> Result<Self, InvalidRelayName> {
        Self::new(name)
    }
}

impl Control {
    /// The grants that it carries.
    pub fn grants(&self) -> &[Grant] {
        match self {
            Self::Genesis(genesis) => &genesis.grants,
            Self::BeginEpoch { grants, .. } | Self::Grant(grants) | Self::Admit { grants, .. } => {
                grants
            }
            Self::AddDevice(_)
            | Self::RemoveDevice(_)
            | Self::Invite(_)
            | Self::WithdrawInvitation(_)
            | Self::Propose { .. }
            | Self::Consent(_)
            | Self::Leave
            | Self::Erase(_) => &[],
        }
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Genesis(genesis) => {
                writer
                    .array(7)
                    .uint(0)
                    .bytes(genesis.nonce)
                    .text(genesis.relay_name.as_str())
                    .bytes(genesis.relay_key);
                genesis.founder.encode(writer);
                writer.bytes(genesis.key_hash);
                Grant::encode_list(&genesis.grants, writer);
            }
            Self::AddDevice(certificate) => {
                writer.array(2).uint(1);
                certificate.encode(writer);
            }
            Self::RemoveDevice(device) => {
                writer.array(2).uint(2).bytes(device);
            }
            Self::BeginEpoch { epoch, key_hash, grants } => {
                writer.array(4).uint(3).uint(u64::from(*epoch)).bytes(key_hash);
                Grant::encode_list(grants, writer);
            }
            Self::Grant(grants) => {
                writer.array(2).uint(4);
                Grant::encode_list(grants, writer);
            }
            Self::Invite(invite) => {
                writer
                    .array(5)
                    .uint(5)
                    .bytes(invite.id)
                    .bytes(invite.key)
                    .uint(invite.expires_ms)
                    .bytes(&invite.offer);
            }
            Self::WithdrawInvitation(invitation) => {
                writer.array(2).uint(6).bytes(invitation);
            }
            Self::Propose { candidate, invitation, signature } => {
                writer.array(4).uint(7);
                candidate.encode(writer);
                writer.bytes(invitation).bytes(signature.as_bytes());
            }
            Self::Consent(candidate) => {
                writer.array(2).uint(8).bytes(candidate);
            }
            Self::Admit { candidate, grants } => {
                writer.array(3).uint(9).bytes(candidate);
                Grant::encode_list(grants, writer);
            }
            Self::Leave => {
                writer.array(1).uint(10);
            }
            Self::Erase(entries) => {
                writer.array(2).uint(11).array(entries.len());
                for entry in entries {
                    writer.bytes(entry);
                }
            }
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let items = reader.array("control", 7)?;
        if items == 0 {
            return Err(DecodeError::OutOfBounds { field: "control" });
        }
        let tag = reader.uint()?;
        let fields = match tag {
            10 => 0,
            1 | 2 | 4 | 6 | 8 | 11 => 1,
            9 => 2,
            3 | 7 => 3,
            5 => 4,
            0 => 6,
            _ => return Err(DecodeError::OutOfBounds { field: "control tag" }),
        };
        if items != fields + 1 {
            return Err(DecodeError::OutOfBounds { field: "control" });
        }
        Ok(match tag {
            0 => Self::Genesis(Box::new(Genesis::decode(reader)?)),
            1 => Self::AddDevice(DeviceCertificate::decode(reader)?),
            2 => Self::RemoveDevice(DeviceId::from_bytes(reader.fixed("device id")?)),
            3 => Self::BeginEpoch {
                epoch: reader.uint32("epoch number")?,
                key_hash: EpochKeyHash::from_bytes(reader.fixed("epoch-key hash")?),
                grants: Grant::decode_list(reader)?,
            },
            4 => Self::Grant(Grant::decode_list(reader)?),
            5 => Self::Invite(Invite {
                id: InvitationId::from_bytes(reader.fixed("invitation id")?),
                key: InvitationKey::from_bytes(reader.fixed("invitation public key")?),
                expires_ms: reader.uint()?,
                offer: reader.bytes("sealed offer", OFFER_LENGTH_MAX)?.to_vec(),
            }),
            6 => Self::WithdrawInvitation(InvitationId::from_bytes(reader.fixed("invitation id")?)),
            7 => Self::Propose {
                candidate: Box::new(Candidate::decode(reader)?),
                invitation: InvitationId::from_bytes(reader.fixed("invitation id")?),
                signature: Signature(reader.fixed("invitation signature")?),
            },
            8 => Self::Consent(CandidateHash::from_bytes(reader.fixed("candidate hash")?)),
            9 => Self::Admit {
                candidate: CandidateHash::from_bytes(reader.fixed("candidate hash")?),
                grants: Grant::decode_list(reader)?,
            },
            11 => {
                let count = reader.array("erased entries", ERASE_MAX)?;
                if count == 0 {
                    return Err(DecodeError::OutOfBounds { field: "erased entries" });
                }
                let hash = |_| reader.fixed("entry hash").map(EntryHash::from_bytes);
                Self::Erase((0..count).map(hash).collect::<Result<_, _>>()?)
            }
            _ => Self::Leave,
        })
    }
}

impl Genesis {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let nonce = FoundingNonce::from_bytes(reader.fixed("founding nonce")?);
        let relay_name = RelayName::new(reader.text("relay name", RELAY_NAME_LENGTH_MAX)?)
            .map_err(|_| DecodeError::OutOfBounds { field: "relay name" })?;
        let relay_key: [u8; 32] = reader.fixed("relay public key")?;
        // The relay's key is pinned for good, so one that nothing can be verified with must not get in.
        verifying_key(&relay_key)
            .map_err(|_| DecodeError::OutOfBounds { field: "relay public key" })?;
        Ok(Self {
            nonce,
            relay_name,
            relay_key: RelayKey::from_bytes(relay_key),
            founder: Candidate::decode(reader)?,
            key_hash: EpochKeyHash::from_bytes(reader.fixed("epoch-key hash")?),
            grants: Grant::decode_list(reader)?,
        })
    }
}
