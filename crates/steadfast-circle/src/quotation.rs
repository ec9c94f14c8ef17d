//! Quotations: one entry of a record, with what anybody needs in order to check that it stands there.
//!
//! A quotation **proves** that a record with this circle's id, signed by the relay that its genesis entry pins, holds
//! this entry at this index; that the entry was signed by a device which the author's identity key certified for this
//! circle; and that the author sealed these words, and no others, into it. Nobody but the author can make such an entry, and
//! whoever quotes can change none of it.
//!
//! It does **not** prove who the author is: keys differ from circle to circle, so a name rests on the word of whoever
//! quotes, who could even found a circle with nobody in it but themselves. Nor when it was written: the time is the
//! author's claim, and only the order of the record is proved. Nor that the author was a member just then: the relay lets
//! nobody else write, but one that works hand in hand with whoever quotes could. Nor that the others of that circle can
//! read it, nor what was said before or after. An erased entry cannot be quoted any more, but a quotation that was made
//! before stays readable.

use core::fmt;

use crate::body::{self, BODY_LENGTH_MAX, Content, EntryKey, OpenError};
use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::{CertificateError, DeviceCertificate};
use crate::entry::{ENTRY_LENGTH_MAX, RelayName, SignedEntry};
use crate::epoch::EpochKeys;
use crate::evidence::Broken;
use crate::log::checkpoint::{CHECKPOINT_LENGTH_MAX, Checkpoint, CheckpointError};
use crate::log::tree::{ProofError, verify_inclusion};
use crate::verify::Ledger;
use crate::{CircleId, DeviceId, EntryHash, MemberId, RelayKey};

/// The longest quotation, in bytes, so that it fits an entry's content with room for a note.
pub const QUOTATION_LENGTH_MAX: usize = 196_608;

const MAGIC: &str = "steadfast-quotation";
const VERSION: u64 = 1;
/// A tree of fewer than 2⁶³ leaves is no higher.
const PATH_LENGTH_MAX: usize = 63;

/// `["steadfast-quotation", 1, genesis entry, device certificate, entry, sealed body, entry key, checkpoint, index,
/// inclusion proof]`. What is read from bytes proves nothing before [`Quotation::verify`].
#[derive(Clone)]
pub struct Quotation {
    genesis: SignedEntry,
    certificate: DeviceCertificate,
    entry: SignedEntry,
    body: Vec<u8>,
    key: EntryKey,
    checkpoint: String,
    index: u64,
    path: Vec<[u8; 32]>,
}

/// What a quotation that holds proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The circle.
    pub circle: CircleId,
    /// The relay's name, as the genesis entry pins it.
    pub relay_name: RelayName,
    /// The relay's public key, as the genesis entry pins it.
    pub relay_key: RelayKey,
    /// The entry's place in the record.
    pub index: u64,
    /// How many entries the record had when it was quoted from.
    pub size: u64,
    /// How many of them the author's device said that it had verified when it wrote.
    pub seen: u64,
    /// The entry's hash.
    pub hash: EntryHash,
    /// Who wrote it. Who that is, no key says.
    pub member: MemberId,
    /// With which device.
    pub device: DeviceId,
    /// What it says; the time in it is the author's claim.
    pub content: Content,
}

/// The first thing that is wrong with a quotation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuotationError {
    /// Its first part founds no circle.
    #[error("the circle's first entry: {0}")]
    Genesis(Broken),
    /// The entry is one of another circle, or the one that founds it.
    #[error("the entry is not one of this circle's")]
    OtherCircle,
    /// The certificate is that of another device.
    #[error("the certificate is that of another device")]
    OtherDevice,
    /// The author did not certify the device.
    #[error("the device's certificate: {0}")]
    Certificate(#[from] CertificateError),
    /// The device did not sign the entry.
    #[error("the device did not sign the entry")]
    Signature,
    /// The checkpoint is not this circle's, or not signed by its relay.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The entry does not stand at this index of the record.
    #[error("the place in the record: {0}")]
    Place(#[from] ProofError),
    /// The body is not the one that the author signed for.
    #[error("the body is another than the author signed for")]
    OtherBody,
    /// The body does not open with the key that is shown.
    #[error("the body: {0}")]
    Body(#[from] OpenError),
}

/// Why an entry cannot be quoted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MakeError {
    /// It is not in the record, or the record has no checkpoint yet that holds it.
    #[error("the entry is not in the verified record")]
    NotInRecord,
    /// The key of its epoch is not at hand.
    #[error("the key of epoch {epoch} is not at hand")]
    NoKey {
        /// The epoch.
        epoch: u32,
    },
    /// With its proof it is longer than [`QUOTATION_LENGTH_MAX`].
    #[error("the quotation has {length} bytes, {QUOTATION_LENGTH_MAX} are possible")]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// It would not hold.
    #[error(transparent)]
    Fails(#[from] QuotationError),
}

impl Quotation {
    /// Quotes an entry of a verified record: its body, the checkpoint under which the record was last verified, and the
    /// keys at hand. What is made holds.
    ///
    /// # Errors
    /// [`MakeError`].
    pub fn make(
        ledger: &Ledger,
        checkpoint: &str,
        keys: &EpochKeys,
        entry: &SignedEntry,
        body: &[u8],
    ) -> Result<Self, MakeError> {
        let header = entry.header();
        let index = ledger.index_of(&entry.hash()).ok_or(MakeError::NotInRecord)?;
        let signed = Checkpoint::verify(checkpoint, &ledger.roster().vkey(), &ledger.circle())
            .map_err(QuotationError::from)?;
        if index >= signed.size || signed.size > ledger.size() {
            return Err(MakeError::NotInRecord);
        }
        let path =
            ledger.tree().prove_inclusion(index, signed.size).map_err(QuotationError::from)?;
        let key = keys.get(header.epoch).ok_or(MakeError::NoKey { epoch: header.epoch })?;
        let key =
            body::derive_entry_key(body, key, entry.binding()).map_err(QuotationError::from)?;
        let genesis = SignedEntry::decode(&ledger.genesis()).map_err(|_| MakeError::NotInRecord)?;
        let certificate =
            ledger.certificate(&header.member, &header.device).ok_or(MakeError::NotInRecord)?;
        let quotation = Self {
            genesis,
            certificate,
            entry: entry.clone(),
            body: body.to_vec(),
            key,
            checkpoint: checkpoint.to_owned(),
            index,
            path,
        };
        quotation.verify()?;
        let length = quotation.to_bytes().len();
        if length > QUOTATION_LENGTH_MAX {
            return Err(MakeError::TooLong { length });
        }
        Ok(quotation)
    }

    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = [self.genesis.bytes(), self.entry.bytes(), &self.body].map(<[u8]>::len);
        let mut writer = Writer::with_capacity(parts.iter().sum::<usize>() + 6_144);
        writer.array(10).text(MAGIC).uint(VERSION).bytes(self.genesis.bytes());
        self.certificate.encode(&mut writer);
        writer
            .bytes(self.entry.bytes())
            .bytes(&self.body)
            .bytes(self.key.as_bytes())
            .text(&self.checkpoint)
            .uint(self.index)
            .array(self.path.len());
        for node in &self.path {
            writer.bytes(node);
        }
        writer.finish()
    }

    /// Reads the canonical encoding. Nothing is verified.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > QUOTATION_LENGTH_MAX {
            return Err(DecodeError::OutOfBounds { field: "quotation" });
        }
        let mut reader = Reader::new(bytes);
        let items = reader.array("quotation", 64)?;
        if reader.text("kind of file", MAGIC.len())? != MAGIC {
            return Err(DecodeError::OutOfBounds { field: "kind of file" });
        }
        match reader.uint()? {
            VERSION if items == 10 => {}
            VERSION => return Err(DecodeError::OutOfBounds { field: "quotation" }),
            version => return Err(DecodeError::Version(version)),
        }
        let genesis = SignedEntry::decode(reader.bytes("genesis entry", ENTRY_LENGTH_MAX)?)?;
        let certificate = DeviceCertificate::decode(&mut reader)?;
        let entry = SignedEntry::decode(reader.bytes("entry", ENTRY_LENGTH_MAX)?)?;
        let body = reader.bytes("body", BODY_LENGTH_MAX)?.to_vec();
        let key = EntryKey::from_bytes(reader.fixed("entry key")?);
        let checkpoint = reader.text("checkpoint", CHECKPOINT_LENGTH_MAX)?.to_owned();
        let index = reader.uint()?;
        let nodes = reader.array("inclusion proof", PATH_LENGTH_MAX)?;
        let path = (0..nodes).map(|_| reader.fixed("node")).collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self { genesis, certificate, entry, body, key, checkpoint, index, path })
    }

    /// Checks all of it, without any network and without anybody's word.
    ///
    /// # Errors
    /// [`QuotationError`], naming the first thing that is wrong.
    pub fn verify(&self) -> Result<Quoted, QuotationError> {
        let founded = Ledger::found(&self.genesis, None).map_err(QuotationError::Genesis)?;
        let (circle, roster) = (founded.circle(), founded.roster());
        let header = self.entry.header();
        if header.circle != Some(circle) {
            return Err(QuotationError::OtherCircle);
        }
        if self.certificate.device != header.device {
            return Err(QuotationError::OtherDevice);
        }
        self.certificate.verify(roster.nonce(), &header.member)?;
        if !self.entry.is_signed() {
            return Err(QuotationError::Signature);
        }
        let record = Checkpoint::verify(&self.checkpoint, &roster.vkey(), &circle)?;
        let hash = self.entry.hash();
        verify_inclusion(hash, self.index, record.size, record.root, &self.path)?;
        if body::hash(&self.body) != header.body_hash {
            return Err(QuotationError::OtherBody);
        }
        let content = body::open_with_entry_key(&self.body, &self.key)?;
        Ok(Quoted {
            circle,
            relay_name: roster.relay_name().clone(),
            relay_key: *roster.relay_key(),
            index: self.index,
            size: record.size,
            seen: header.seen_size,
            hash,
            member: header.member,
            device: header.device,
            content,
        })
    }
}

impl PartialEq for Quotation {
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

/// Says only which entry it is about: the key in it opens what somebody wrote.
impl fmt::Debug for Quotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quotation").field("entry", &self.entry.hash()).finish_non_exhaustive()
    }
}
