//! Entries: a signed header, which is a leaf of the log, beside a sealed body that can be erased.

mod control;

use ed25519_dalek::VerifyingKey;

pub use control::{
    Control, ERASE_MAX, Genesis, InvalidRelayName, Invite, OFFER_LENGTH_MAX, RELAY_NAME_LENGTH_MAX,
    RelayName,
};

use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::DeviceKeys;
use crate::primitives::{is_signed, label, sha256, sign};
use crate::{BodyHash, CircleId, DeviceId, EntryHash, MemberId, Root, Signature};

/// The version of the protocol that this code speaks.
pub const VERSION: u64 = 1;
/// The longest signed entry, in bytes, so that it fits C2SP entry bundles.
pub const ENTRY_LENGTH_MAX: usize = 65_535;

/// What the device signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The circle, or none in its genesis entry, whose hash is the circle's id.
    pub circle: Option<CircleId>,
    /// The epoch in force in the record's first `seen_size` entries.
    pub epoch: u32,
    /// The author.
    pub member: MemberId,
    /// The device that signs.
    pub device: DeviceId,
    /// 0 for the device's first entry in the circle, then one more each time.
    pub sequence: u64,
    /// The device's previous entry, or none when the sequence is 0.
    pub previous: Option<EntryHash>,
    /// How many entries the device had verified when it wrote.
    pub seen_size: u64,
    /// The root of those entries.
    pub seen_root: Root,
    /// The hash of the sealed body.
    pub body_hash: BodyHash,
    /// What changes membership or keys, if anything.
    pub control: Option<Control>,
}

/// What ties a sealed body to its header: `H(header with an empty body-hash)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding(pub(crate) [u8; 32]);

impl Header {
    /// The root of an empty record: `H("")`.
    pub fn empty_root() -> Root {
        Root::from_bytes(sha256(&[]))
    }

    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encode(self.body_hash.as_bytes())
    }

    /// What the body is bound to. It does not depend on the body's hash.
    pub fn binding(&self) -> Binding {
        Binding(sha256(&[&self.encode(&[])]))
    }

    fn encode(&self, body_hash: &[u8]) -> Vec<u8> {
        let mut writer = Writer::with_capacity(256);
        writer
            .array(11)
            .uint(VERSION)
            .bytes(self.circle.as_ref().map_or(&[][..], |id| id.as_bytes()))
            .uint(u64::from(self.epoch))
            .bytes(self.member)
            .bytes(self.device)
            .uint(self.sequence)
            .bytes(self.previous.as_ref().map_or(&[][..], |hash| hash.as_bytes()))
            .uint(self.seen_size)
            .bytes(self.seen_root)
            .bytes(body_hash);
        match &self.control {
            Some(control) => control.encode(&mut writer),
            None => {
                writer.null();
            }
        }
        writer.finish()
    }

    /// Reads a header and the offset of its body-hash item.
    fn decode(bytes: &[u8]) -> Result<(Self, usize), DecodeError> {
        let mut reader = Reader::new(bytes);
        let items = reader.array("header", 64)?;
        // The version is looked at before the shape, since a later version may have another.
        match reader.uint()? {
            VERSION if items == 11 => {}
            VERSION => return Err(DecodeError::OutOfBounds { field: "header" }),
            version => return Err(DecodeError::Version(version)),
        }
        let circle = reader.fixed_or_empty("circle")?.map(CircleId::from_bytes);
        let epoch = reader.uint32("epoch")?;
        let member = MemberId::from_bytes(reader.fixed("member")?);
        let device = DeviceId::from_bytes(reader.fixed("device")?);
        let sequence = reader.uint()?;
        let previous = reader.fixed_or_empty("previous")?.map(EntryHash::from_bytes);
        let seen_size = reader.uint()?;
        let seen_root = Root::from_bytes(reader.fixed("seen-root")?);
        let body_hash_at = reader.position();
        let body_hash = BodyHash::from_bytes(reader.fixed("body-hash")?);
        let control = if reader.null() { None } else { Some(Control::decode(&mut reader)?) };
        reader.end()?;
        let header = Self {
            circle,
            epoch,
            member,
            device,
            sequence,
            previous,
            seen_size,
            seen_root,
            body_hash,
            control,
        };
        header.check_shape()?;
        Ok((header, body_hash_at))
    }

    /// What must hold between the fields of any header, whatever the record.
    fn check_shape(&self) -> Result<(), DecodeError> {
        let fail = |field| Err(DecodeError::OutOfBounds { field });
        if (self.sequence == 0) != self.previous.is_none() {
            return fail("previous");
        }
        if self.seen_size == 0 && self.seen_root != Self::empty_root() {
            return fail("seen-root");
        }
        match (&self.control, self.circle) {
            (Some(Control::Genesis(genesis)), None) => {
                if self.epoch != 0 || self.sequence != 0 || self.seen_size != 0 {
                    return fail("genesis");
                }
                if genesis.founder.member != self.member
                    || genesis.founder.device.device != self.device
                {
                    return fail("founder");
                }
                Ok(())
            }
            (Some(Control::Genesis(_)), Some(_)) | (_, None) => fail("circle"),
            (Some(Control::AddDevice(certificate)), Some(_)) => {
                if certificate.device != self.device || self.sequence != 0 {
                    return fail("added device");
                }
                Ok(())
            }
            // Only a genesis can have seen nothing: whoever is a member has read how they became one.
            (_, Some(_)) if self.seen_size == 0 => fail("seen-size"),
            (_, Some(_)) => Ok(()),
        }
    }
}

/// An entry as its author signed it: `[header as a byte string, signature]`. The original bytes are kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedEntry {
    bytes: Vec<u8>,
    header: Header,
    header_start: usize,
    header_length: usize,
    body_hash_at: usize,
    signature: Signature,
    hash: EntryHash,
}

impl core::fmt::Debug for SignedEntry {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SignedEntry")
            .field("hash", &self.hash)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// Why a header cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The header names another device than the one that signs.
    #[error("the header names another device")]
    OtherDevice,
    /// The entry would be too long, or its fields contradict each other.
    #[error("the entry would not be accepted: {0}")]
    Shape(#[from] DecodeError),
}

impl SignedEntry {
    /// Signs a header.
    ///
    /// # Errors
    /// [`SignError`] if no reader would accept the entry.
    pub fn sign(header: &Header, device: &DeviceKeys) -> Result<Self, SignError> {
        if header.device != device.id() {
            return Err(SignError::OtherDevice);
        }
        let header = header.to_bytes();
        let signature = sign(device.signing(), label!("entry"), &[&header]);
        let mut writer = Writer::with_capacity(header.len() + 72);
        writer.array(2).bytes(&header).bytes(signature.as_bytes());
        Ok(Self::from_vec(writer.finish())?)
    }

    /// Reads a signed entry. The signature is not verified.
    ///
    /// # Errors
    /// [`DecodeError`]; `Version` for an entry that a newer version of the protocol wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::from_vec(bytes.to_vec())
    }

    /// Reads a signed entry without copying it. The signature is not verified.
    ///
    /// # Errors
    /// [`DecodeError`]; `Version` for an entry that a newer version of the protocol wrote.
    pub fn from_vec(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        if bytes.len() > ENTRY_LENGTH_MAX {
            return Err(DecodeError::OutOfBounds { field: "signed entry" });
        }
        let mut reader = Reader::new(&bytes);
        reader.array_of("signed entry", 2)?;
        let header_bytes = reader.bytes("header", ENTRY_LENGTH_MAX)?;
        let header_start = reader.position() - header_bytes.len();
        let header_length = header_bytes.len();
        let (header, body_hash_at) = Header::decode(header_bytes)?;
        let signature = Signature(reader.fixed("signature")?);
        reader.end()?;
        let hash = Self::hash_of(&bytes);
        Ok(Self { bytes, header, header_start, header_length, body_hash_at, signature, hash })
    }

    /// The hash of a signed entry's bytes: `H(0x00 || signed entry)` (RFC 6962 §2.1).
    pub fn hash_of(bytes: &[u8]) -> EntryHash {
        EntryHash::from_bytes(sha256(&[&[0], bytes]))
    }

    /// The entry as it goes over the wire and into the log.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The entry's bytes, by value.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What was signed.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// What the entry changes, if anything.
    pub const fn control(&self) -> Option<&Control> {
        self.header.control.as_ref()
    }

    /// The header's original bytes.
    pub fn header_bytes(&self) -> &[u8] {
        &self.bytes[self.header_start..self.header_start + self.header_length]
    }

    /// The device's signature over `L("entry") || header`.
    pub const fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The entry's name, and its leaf in the log.
    pub const fn hash(&self) -> EntryHash {
        self.hash
    }

    /// The circle that the entry belongs to: for a genesis, the one that it founds.
    pub fn circle(&self) -> CircleId {
        self.header.circle.unwrap_or(CircleId::of_genesis(self.hash))
    }

    /// What the body is bound to: `H(header with an empty body-hash)`, from the original bytes.
    pub fn binding(&self) -> Binding {
        let header = self.header_bytes();
        // The item is a head of two bytes and 32 bytes of hash; an empty one is the single byte 0x40.
        let (before, after) = (&header[..self.body_hash_at], &header[self.body_hash_at + 34..]);
        Binding(sha256(&[before, &[0x40], after]))
    }

    /// Whether the signature is that of the device named in the header.
    pub(crate) fn is_signed_by(&self, device: &VerifyingKey) -> bool {
        is_signed(device, label!("entry"), &[self.header_bytes()], &self.signature)
    }

    /// Whether the signature is that of the device named in the header. For more than one entry of a device, a
    /// [`Ledger`](crate::verify::Ledger) is faster, because it decompresses each key once.
    pub fn is_signed(&self) -> bool {
        crate::primitives::verifying_key(self.header.device.as_bytes())
            .is_ok_and(|key| self.is_signed_by(&key))
    }
}
