//! What was broken, by whom, and the signed bytes that show it.

use serde::{Deserialize, Serialize};

use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::CertificateError;
use crate::log::checkpoint::{CHECKPOINT_LENGTH_MAX, CheckpointError};
use crate::{BodyHash, CircleId, DeviceId, EntryHash, MemberId, Root};

const VERSION: u64 = 1;
const FACTS_LENGTH_MAX: usize = 4_096;
/// The most bytes of one entry or body that evidence keeps. What is longer is wrong by its length alone.
pub const EVIDENCE_PART_LENGTH_MAX: usize = crate::body::BODY_LENGTH_MAX;

/// A promise that was broken: one variant for each check of "Verifying" in the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Broken {
    /// The checkpoint is not one of this circle by its relay: altered, unsigned, or signed by another key.
    #[error("the checkpoint does not hold: {0}")]
    Checkpoint(#[source] CheckpointError),
    /// The relay shows a shorter record than it did.
    #[error("the relay shows {served} entries after having shown {held}")]
    RolledBack {
        /// The size that this device has verified.
        held: u64,
        /// The size in the checkpoint.
        served: u64,
    },
    /// The relay signed two different records of one size.
    #[error("the relay signed two records of {size} entries")]
    Forked {
        /// The size.
        size: u64,
        /// The root that this device has verified.
        held: Root,
        /// The root in the checkpoint.
        served: Root,
    },
    /// The entries are not those under the checkpoint: some were dropped, repeated, reordered, inserted or exchanged.
    #[error("the entries do not lead to the root of the checkpoint of {size} entries")]
    OtherRoot {
        /// The checkpoint's size.
        size: u64,
        /// The root over the entries that the relay sent.
        computed: Root,
        /// The root in the checkpoint.
        served: Root,
    },
    /// An export has more entries than its checkpoint.
    #[error("more entries than the {size} of the checkpoint")]
    TooManyEntries {
        /// The checkpoint's size.
        size: u64,
    },
    /// The relay sent fewer entries than its checkpoint has.
    #[error("{received} of the {size} entries of the checkpoint")]
    TooFewEntries {
        /// The checkpoint's size.
        size: u64,
        /// The size that was reached.
        received: u64,
    },
    /// What the relay sent is not a list of entries within its bounds.
    #[error("not a list of entries: {reason}")]
    Page {
        /// What is wrong with it.
        reason: String,
    },
    /// An entry is not in canonical form, or out of its bounds.
    #[error("not an entry: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// An entry is of a version of the protocol that this code does not know. That breaks no promise: newer software
    /// is needed to go on.
    #[error("an entry of version {version}")]
    NewerVersion {
        /// The version.
        version: u64,
    },
    /// The first entry does not found this circle.
    #[error("the first entry founds another circle")]
    OtherGenesis {
        /// The circle that it founds, or belongs to.
        found: CircleId,
    },
    /// The founder's keys are not what they claim to be.
    #[error("the founder is not in order: {0}")]
    Founder(#[source] CertificateError),
    /// An entry belongs to another circle.
    #[error("the entry belongs to another circle")]
    OtherCircle {
        /// That circle.
        found: CircleId,
    },
    /// The same entry was sent twice.
    #[error("the entry is already in the record at {first}")]
    Repeated {
        /// The index at which it is in the record.
        first: u64,
    },
    /// An entry's device has never been one of the circle.
    #[error("the device is not one of the circle's")]
    UnknownDevice {
        /// The device.
        device: DeviceId,
    },
    /// An entry's device had been removed, or its member had left, before the entry.
    #[error("the device was removed at {removed}")]
    RemovedDevice {
        /// The device.
        device: DeviceId,
        /// The index of the entry that removed it.
        removed: u64,
    },
    /// An entry's device is somebody else's.
    #[error("the device belongs to another member")]
    OtherMember {
        /// The device.
        device: DeviceId,
        /// Whose it is.
        owner: MemberId,
    },
    /// An entry adds a device for somebody who is not a member.
    #[error("a device is added for somebody who is not a member")]
    AddedForStranger {
        /// For whom.
        member: MemberId,
    },
    /// An entry adds a device that its member did not certify.
    #[error("the added device is not certified: {0}")]
    Uncertified(#[source] CertificateError),
    /// An entry adds a device to a member who has as many as one may have.
    #[error("the member has too many devices")]
    TooManyDevices {
        /// Who.
        member: MemberId,
    },
    /// An entry is not signed by the device that it names.
    #[error("the entry is not signed by its device")]
    Signature {
        /// The device.
        device: DeviceId,
    },
    /// A device's entries are not in their order, or one is missing.
    #[error("sequence {found} where {expected} comes next")]
    Sequence {
        /// The number that comes next.
        expected: u64,
        /// The entry's number.
        found: u64,
    },
    /// A device signed two entries with one sequence number.
    #[error("a second entry of sequence {sequence}, after the one at {first}")]
    Equivocation {
        /// The number.
        sequence: u64,
        /// The index of the entry that is in the record.
        first: u64,
    },
    /// An entry names another previous entry of its device than there is.
    #[error("another previous entry than the device's")]
    Previous {
        /// The device's last entry.
        expected: EntryHash,
        /// The one that is named.
        found: EntryHash,
    },
    /// An entry claims to have seen what comes after it.
    #[error("has seen {seen} entries at index {index}")]
    SeenTooMuch {
        /// The size that it claims to have seen.
        seen: u64,
        /// Its own index.
        index: u64,
    },
    /// An entry has seen less than the device's entry before it.
    #[error("has seen {seen} entries after having seen {before}")]
    SeenLess {
        /// The size that it claims to have seen.
        seen: u64,
        /// The size that the device had seen before.
        before: u64,
    },
    /// An entry's author saw another history than this device: the relay forked the record.
    #[error("its author saw another history of {size} entries")]
    SeenOther {
        /// The size that the author had seen.
        size: u64,
        /// The root that this device has for it.
        held: Root,
        /// The root that the author saw.
        seen: Root,
    },
    /// An entry is under another epoch than the one that was in force in what it had seen.
    #[error("epoch {found} where {expected} was in force")]
    Epoch {
        /// The epoch in force.
        expected: u32,
        /// The entry's epoch.
        found: u32,
    },
    /// An entry says something under a key that somebody who has gone still holds, as its author had seen.
    #[error("content under a key that somebody who has gone still holds")]
    Stale,
    /// A body is not the one whose hash was signed.
    #[error("the body is not the one that was signed")]
    Body {
        /// The hash that was signed.
        signed: BodyHash,
        /// The hash of what was sent.
        found: BodyHash,
    },
    /// A body is missing though nobody erased it.
    #[error("the body is missing and was not erased")]
    BodyDropped {
        /// The entry's index.
        index: u64,
    },
    /// A body is longer than any may be.
    #[error("the body has {length} bytes")]
    BodyTooLong {
        /// Its length in bytes.
        length: u64,
    },
}

/// Whose promise was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The relay's: it must not have shown this, whoever made it.
    Relay,
    /// This member's: they signed what no honest device signs. The relay let it through.
    Author(MemberId),
    /// The relay's or this member's; what is at hand cannot tell.
    Either(MemberId),
    /// Nobody's: an entry is from a newer version.
    Nobody,
}

/// What a device keeps when a sync stops.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The circle.
    pub circle: CircleId,
    /// What was broken.
    pub broken: Broken,
    /// Whose promise it was.
    pub by: By,
    /// The index at which the sync stopped, if at an entry.
    pub index: Option<u64>,
    /// The checkpoint under which it was shown, as the relay sent it, cut off at its greatest length.
    pub checkpoint: String,
    /// The last checkpoint that this device verified, which with the other proves a rollback or a fork.
    pub held: Option<String>,
    /// The entry as it was sent, if the sync stopped at one.
    pub entry: Option<Vec<u8>>,
    /// The body as it was sent, if that is what is wrong.
    pub body: Option<Vec<u8>>,
    /// The entry that is in the record instead: for an equivocation, the one that was signed first. Whoever keeps the
    /// record adds it.
    pub other: Option<Vec<u8>>,
}

impl core::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Evidence")
            .field("broken", &self.broken)
            .field("by", &self.by)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

impl Broken {
    /// Whose promise it was, given the author of the entry, if it stopped at one.
    pub fn by(&self, author: Option<MemberId>) -> By {
        match (self, author) {
            (Self::NewerVersion { .. }, _) => By::Nobody,
            // A device that signs two entries of one number, or takes back what it has seen, says so itself. These
            // are found only after the signature was.
            (Self::Equivocation { .. } | Self::SeenLess { .. } | Self::Stale, Some(author)) => {
                By::Author(author)
            }
            // The author may have signed nonsense, but a relay that keeps its promises refuses it.
            (
                Self::SeenTooMuch { .. } | Self::Epoch { .. } | Self::Previous { .. },
                Some(author),
            ) => By::Either(author),
            _ => By::Relay,
        }
    }

    pub(crate) fn malformed(error: DecodeError) -> Self {
        match error {
            DecodeError::Version(version) => Self::NewerVersion { version },
            error => Self::Malformed { reason: error.to_string() },
        }
    }
}

/// Why bytes are no evidence.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// They are not in the form in which evidence is kept.
    #[error("not evidence: {0}")]
    Decode(#[from] DecodeError),
    /// What was broken is not something that this version knows.
    #[error("not something that can be broken: {0}")]
    Broken(#[from] serde_json::Error),
}

impl Evidence {
    /// The evidence, to be kept or handed to somebody who can judge it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let facts =
            serde_json::to_string(&(&self.broken, &self.by)).expect("plain facts have a JSON form");
        let mut writer = Writer::new();
        writer.array(9).uint(VERSION).bytes(self.circle).text(&facts);
        match self.index {
            Some(index) => writer.uint(index),
            None => writer.null(),
        };
        writer.text(&self.checkpoint);
        match &self.held {
            Some(held) => writer.text(held),
            None => writer.null(),
        };
        for bytes in [&self.entry, &self.body, &self.other] {
            match bytes {
                Some(bytes) => writer.bytes(bytes),
                None => writer.null(),
            };
        }
        writer.finish()
    }

    /// Reads kept evidence.
    ///
    /// # Errors
    /// [`EvidenceError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EvidenceError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("evidence", 9)?;
        match reader.uint()? {
            VERSION => {}
            version => return Err(DecodeError::Version(version).into()),
        }
        let circle = CircleId::from_bytes(reader.fixed("circle")?);
        let (broken, by) = serde_json::from_str(reader.text("facts", FACTS_LENGTH_MAX)?)?;
        let index = if reader.null() { None } else { Some(reader.uint()?) };
        let checkpoint = reader.text("checkpoint", CHECKPOINT_LENGTH_MAX)?.to_owned();
        let held = if reader.null() {
            None
        } else {
            Some(reader.text("held checkpoint", CHECKPOINT_LENGTH_MAX)?.to_owned())
        };
        let mut optional = |field, length_max| -> Result<Option<Vec<u8>>, DecodeError> {
            if reader.null() {
                Ok(None)
            } else {
                reader.bytes(field, length_max).map(|bytes| Some(bytes.to_vec()))
            }
        };
        let entry = optional("entry", EVIDENCE_PART_LENGTH_MAX)?;
        let body = optional("body", EVIDENCE_PART_LENGTH_MAX)?;
        let other = optional("other entry", EVIDENCE_PART_LENGTH_MAX)?;
        reader.end()?;
        Ok(Self { circle, broken, by, index, checkpoint, held, entry, body, other })
    }
}
