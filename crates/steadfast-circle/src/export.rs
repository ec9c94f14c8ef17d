//! Exports: a whole record in one file, which anybody can verify without a network.

use std::collections::BTreeMap;

use crate::body::BODY_LENGTH_MAX;
use crate::cbor::{DecodeError, Reader, Writer};
use crate::entry::{ENTRY_LENGTH_MAX, RelayName, SignedEntry};
use crate::epoch::{EpochKey, EpochKeys};
use crate::evidence::Broken;
use crate::log::checkpoint::CHECKPOINT_LENGTH_MAX;
use crate::log::tile::{TILE_WIDTH, TileKind, bundle, paths};
use crate::membership::Effect;
use crate::verify::{Ledger, Reading, Replica, SyncError, TimeWindow, Verified, Windows};
use crate::{CircleId, DeviceId, EntryHash, MemberId, RelayKey, Root};

const MAGIC: &str = "steadfast-export";
const VERSION: u64 = 1;

/// A whole record, with the keys to read it: `["steadfast-export", 1, checkpoint, entries, keys]`.
#[derive(Debug, Clone)]
pub struct Export {
    /// The checkpoint that the record was verified under.
    pub checkpoint: String,
    /// All entries in order, with their bodies; an erased body is none.
    pub entries: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The keys of the epochs that its reader may read.
    pub keys: EpochKeys,
}

/// What a verified export proves.
#[derive(Debug, Clone)]
pub struct Report {
    /// The circle.
    pub circle: CircleId,
    /// The relay's name, as the genesis entry pins it.
    pub relay_name: RelayName,
    /// The relay's public key, as the genesis entry pins it.
    pub relay_key: RelayKey,
    /// How many entries there are.
    pub size: u64,
    /// The root over them.
    pub root: Root,
    /// Everybody who wrote, in the order in which they first did.
    pub authors: Vec<Author>,
    /// All entries in order.
    pub entries: Vec<ReportEntry>,
}

/// Somebody who wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Who.
    pub member: MemberId,
    /// With which devices, in the order in which they first did.
    pub devices: Vec<DeviceId>,
    /// How many entries.
    pub entries: u64,
}

/// A verified entry.
#[derive(Debug, Clone)]
pub struct ReportEntry {
    /// Its place in the record.
    pub index: u64,
    /// Its hash.
    pub hash: EntryHash,
    /// Who wrote it.
    pub member: MemberId,
    /// With which device.
    pub device: DeviceId,
    /// What it says.
    pub content: Reading,
    /// What it changed.
    pub effect: Effect,
    /// Between which claims of others it was written.
    pub window: TimeWindow,
}

/// The first thing that is wrong with an export.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It is not in the form of an export.
    #[error("not an export: {0}")]
    Format(#[from] DecodeError),
    /// A rule of the record is broken.
    #[error("{}: {broken}", index.map_or("the record".to_owned(), |index| format!("entry {index}")))]
    Broken {
        /// At which entry, if at one.
        index: Option<u64>,
        /// Which rule.
        broken: Broken,
    },
    /// The key of an epoch is not the one that the record commits to, or the epoch never began.
    #[error("the key of epoch {epoch} is not the epoch's key")]
    Key {
        /// The epoch.
        epoch: u32,
    },
    /// A body is there although its author erased it.
    #[error("the body of entry {index} was erased but is there")]
    ErasedBody {
        /// The entry's index.
        index: u64,
    },
}

impl Export {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = |(entry, body): &(Vec<u8>, Option<Vec<u8>>)| {
            entry.len() + body.as_ref().map_or(0, Vec::len) + 16
        };
        let mut writer =
            Writer::with_capacity(self.entries.iter().map(bytes).sum::<usize>() + 4_096);
        writer.array(5).text(MAGIC).uint(VERSION).text(&self.checkpoint).array(self.entries.len());
        for (entry, body) in &self.entries {
            writer.array(2).bytes(entry);
            match body {
                Some(body) => writer.bytes(body),
                None => writer.null(),
            };
        }
        writer.array(self.keys.len());
        for (epoch, key) in self.keys.iter() {
            writer.array(2).uint(u64::from(epoch)).bytes(key.as_bytes());
        }
        writer.finish()
    }

    /// Reads the canonical encoding. Nothing is verified.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let items = reader.array("export", 64)?;
        if reader.text("kind of file", MAGIC.len())? != MAGIC {
            return Err(DecodeError::OutOfBounds { field: "kind of file" });
        }
        match reader.uint()? {
            VERSION if items == 5 => {}
            VERSION => return Err(DecodeError::OutOfBounds { field: "export" }),
            version => return Err(DecodeError::Version(version)),
        }
        let checkpoint = reader.text("checkpoint", CHECKPOINT_LENGTH_MAX)?.to_owned();
        // An entry takes more than one byte, so a list cannot be longer than the file.
        let count = reader.array("entries", bytes.len())?;
        let mut entries = Vec::new();
        for _ in 0..count {
            reader.array_of("entry with its body", 2)?;
            let entry = reader.bytes("entry", ENTRY_LENGTH_MAX)?.to_vec();
            let body = if reader.null() {
                None
            } else {
                Some(reader.bytes("body", BODY_LENGTH_MAX)?.to_vec())
            };
            entries.push((entry, body));
        }
        let count = reader.array("keys", bytes.len())?;
        let mut keys = EpochKeys::new();
        let mut last = None;
        for _ in 0..count {
            reader.array_of("key", 2)?;
            let epoch = reader.uint32("epoch")?;
            if last.is_some_and(|last| epoch <= last) {
                return Err(DecodeError::OutOfBounds { field: "order of the keys" });
            }
            last = Some(epoch);
            keys.insert(epoch, EpochKey::from_bytes(reader.fixed("epoch key")?));
        }
        reader.end()?;
        Ok(Self { checkpoint, entries, keys })
    }

    /// The circle whose record this claims to be: that of its first entry.
    fn circle(&self) -> Option<CircleId> {
        self.entries.first().map(|(genesis, _)| CircleId::of_genesis(SignedEntry::hash_of(genesis)))
    }

    /// Verifies the whole record as a sync from nothing does, and every key.
    ///
    /// # Errors
    /// [`ExportError`], naming the first thing that is wrong.
    pub fn verify(self) -> Result<Report, ExportError> {
        let received = Broken::TooFewEntries { size: 1, received: 0 };
        let circle = self.circle().ok_or(ExportError::Broken { index: None, broken: received })?;
        let mut replica = Replica::new(circle, Vec::new());
        replica.add_keys(&self.keys);
        let progress = replica.begin(&self.checkpoint).map_err(broken)?;
        if self.entries.len() as u64 > progress.size {
            let broken = Broken::TooManyEntries { size: progress.size };
            return Err(ExportError::Broken { index: Some(progress.size), broken });
        }
        replica.step_entries(self.entries).map_err(broken)?;
        // Bodies that are there although they were erased are looked for before the sync drops them.
        let kept = replica.unerased();
        let outcome = replica.finish().map_err(broken)?;
        if let Some(index) = kept {
            return Err(ExportError::ErasedBody { index });
        }
        let Some(ledger) = replica.ledger() else {
            return Err(ExportError::Broken {
                index: None,
                broken: Broken::TooFewEntries { size: 1, received: 0 },
            });
        };
        // A replica takes only keys that the record commits to.
        if let Some((epoch, _)) =
            self.keys.iter().find(|(epoch, _)| replica.keys().get(*epoch).is_none())
        {
            return Err(ExportError::Key { epoch });
        }
        Ok(report(ledger, outcome.verified))
    }

    /// The record as a C2SP `tlog-tiles` folder: paths and contents of `checkpoint`, `tile/…` and `tile/entries/…`.
    /// Whoever verifies the folder needs the relay's key in the form of [`Vkey::to_note_text`].
    ///
    /// Nothing is verified by this.
    ///
    /// [`Vkey::to_note_text`]: crate::log::checkpoint::Vkey::to_note_text
    pub fn tiles(&self) -> Vec<(String, Vec<u8>)> {
        let mut tree = crate::log::tree::Tree::new();
        for (entry, _) in &self.entries {
            tree.append(SignedEntry::hash_of(entry));
        }
        let mut files = vec![("checkpoint".to_owned(), self.checkpoint.clone().into_bytes())];
        for path in paths(tree.size()) {
            let start = (path.index * TILE_WIDTH) as usize;
            let content = match path.kind {
                TileKind::Hashes { level } => tree.tile(level, path.index, path.width),
                TileKind::Entries => {
                    let end = start + usize::from(path.width);
                    bundle(self.entries[start..end].iter().map(|(entry, _)| entry.as_slice()))
                }
            };
            // `paths` names only tiles that a tree of this size has, and no decoded entry is too long for a bundle.
            files.extend(content.map(|content| (path.to_string(), content)));
        }
        files
    }
}

/// Reads and verifies an export.
///
/// # Errors
/// [`ExportError`], naming the first thing that is wrong.
pub fn verify(bytes: &[u8]) -> Result<Report, ExportError> {
    Export::from_bytes(bytes)?.verify()
}

fn broken(error: SyncError) -> ExportError {
    match error {
        SyncError::Broken(failure) => {
            ExportError::Broken { index: failure.evidence.index, broken: failure.evidence.broken }
        }
        SyncError::NotBegun => ExportError::Broken {
            index: None,
            broken: Broken::TooFewEntries { size: 1, received: 0 },
        },
    }
}

fn report(ledger: &Ledger, verified: Vec<Verified>) -> Report {
    let mut windows = Windows::new();
    let mut authors: Vec<Author> = Vec::new();
    let mut places: BTreeMap<MemberId, usize> = BTreeMap::new();
    for new in &verified {
        let header = new.entry.header();
        let claimed = match &new.content {
            Reading::Opened(content) => Some(content.claimed_ms),
            Reading::Erased { .. } | Reading::Unreadable(_) | Reading::NoKey => None,
        };
        windows.push(header.member, header.seen_size, claimed);
        let place = *places.entry(header.member).or_insert_with(|| {
            authors.push(Author { member: header.member, devices: Vec::new(), entries: 0 });
            authors.len() - 1
        });
        let author = &mut authors[place];
        author.entries += 1;
        if !author.devices.contains(&header.device) {
            author.devices.push(header.device);
        }
    }
    let entries = verified
        .into_iter()
        .map(|new| ReportEntry {
            index: new.index,
            hash: new.hash,
            member: new.entry.header().member,
            device: new.entry.header().device,
            content: new.content,
            effect: new.effect,
            window: windows.get(new.index).unwrap_or_default(),
        })
        .collect();
    let roster = ledger.roster();
    Report {
        circle: ledger.circle(),
        relay_name: roster.relay_name().clone(),
        relay_key: *roster.relay_key(),
        size: ledger.size(),
        root: ledger.root(),
        authors,
        entries,
    }
}
