//! A member's whole sync: a checkpoint, the entries that lead to it, and what they say.

use crate::body::{self, Content, OpenError};
use crate::device::{DeviceKeys, ReceivingSecret};
use crate::entry::SignedEntry;
use crate::epoch::{EpochKey, EpochKeys};
use crate::evidence::{Broken, By, EVIDENCE_PART_LENGTH_MAX, Evidence};
use crate::log::checkpoint::{CHECKPOINT_LENGTH_MAX, Checkpoint};
use crate::membership::{Change, Effect};
use crate::relay_api::EntriesPage;
use crate::seed::RecoveryKey;
use crate::{CircleId, EntryHash, RecipientId, Root};

use super::ledger::{Ledger, Mark};

/// A member's verified copy of a record's structure, with the keys to what it says. It keeps no bodies.
///
/// A sync is [`Replica::begin`] with the relay's checkpoint, [`Replica::step`] with each page of entries until none is
/// wanted, and [`Replica::finish`]. Nothing counts as verified before that: a failure, or [`Replica::abandon`] when
/// the network was lost, takes the replica back to where it was.
#[derive(Debug)]
pub struct Replica {
    circle: CircleId,
    ledger: Option<Ledger>,
    checkpoint: Option<String>,
    receivers: Vec<Receiver>,
    /// Keys that are what the record commits to.
    keys: EpochKeys,
    /// Keys that came by another way, for epochs that have yet to begin here.
    offered: EpochKeys,
    sync: Option<Sync>,
}

/// A key pair that grants may be sealed to.
#[derive(Debug, Clone)]
pub struct Receiver {
    recipient: RecipientId,
    secret: ReceivingSecret,
}

impl From<&DeviceKeys> for Receiver {
    fn from(device: &DeviceKeys) -> Self {
        Self { recipient: device.id().into(), secret: device.receiving().clone() }
    }
}

impl From<&RecoveryKey> for Receiver {
    fn from(recovery: &RecoveryKey) -> Self {
        Self { recipient: recovery.recipient(), secret: recovery.secret().clone() }
    }
}

/// A sync under way.
#[derive(Debug)]
struct Sync {
    text: String,
    size: u64,
    root: Root,
    /// None while even the genesis entry is not there.
    mark: Option<Mark>,
    entries: Vec<Verified>,
    learned: Vec<u32>,
}

/// An entry and its body as the relay sent them.
type Sent = (Vec<u8>, Option<Vec<u8>>);

/// What stops a sync, and the entry at which it does, if at one.
type Stop = Box<(Broken, Option<Sent>)>;

/// An entry that passed all checks.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Its place in the record.
    pub index: u64,
    /// Its hash.
    pub hash: EntryHash,
    /// The entry.
    pub entry: SignedEntry,
    /// The sealed body, to be kept beside the entry; none if it is erased.
    pub body: Option<Vec<u8>>,
    /// What the body says.
    pub content: Reading,
    /// What the entry changed.
    pub effect: Effect,
}

/// What could be read of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// All of it.
    Opened(Content),
    /// Its author erased it.
    Erased {
        /// The index of the entry that did.
        by: u64,
    },
    /// It does not open, which is its author's doing. It has no effect.
    Unreadable(OpenError),
    /// The key of its epoch was not granted, so far.
    NoKey,
}

/// What a sync brought.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The new entries, in order.
    pub verified: Vec<Verified>,
    /// Entries known before whose bodies were erased by new ones: index, and the index of the entry that did. Their
    /// bodies are to be dropped.
    pub erased: Vec<(u64, u64)>,
    /// Epochs whose keys came to hand. Older entries of theirs that were [`Reading::NoKey`] can be read now.
    pub learned: Vec<u32>,
}

/// A sync that met a broken promise.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The new entries that passed their own checks before. They are not part of the verified record, because no
    /// checkpoint holds them.
    pub passed: Vec<Verified>,
    /// What was broken, and what shows it.
    pub evidence: Evidence,
}

/// Why a step of a sync did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// A promise was broken. The sync is over and the replica is as it was before.
    #[error("{}", .0.evidence.broken)]
    Broken(Box<Failure>),
    /// No sync was begun.
    #[error("no sync was begun")]
    NotBegun,
}

impl SyncError {
    /// Whether an honest relay's record may just have grown at the wrong moment: a body is missing that no entry under
    /// the checkpoint erases, but one that was appended since may. Only a second sync, with a checkpoint that is fetched
    /// now, can tell; if it says the same of the same entry, the relay dropped the body.
    pub fn may_be_overtaken(&self) -> bool {
        match self {
            Self::Broken(failure) => matches!(failure.evidence.broken, Broken::BodyDropped { .. }),
            Self::NotBegun => false,
        }
    }
}

/// How far a sync is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The size that was reached, and so the index of the next entry to fetch.
    pub reached: u64,
    /// The size in the checkpoint.
    pub size: u64,
}

impl Progress {
    /// Whether entries are still to be fetched.
    pub const fn wants_more(&self) -> bool {
        self.reached < self.size
    }
}

impl Replica {
    /// A replica that knows nothing of the circle but its id, with all keys that grants may be sealed to.
    pub fn new(circle: CircleId, receivers: Vec<Receiver>) -> Self {
        Self {
            circle,
            ledger: None,
            checkpoint: None,
            receivers,
            keys: EpochKeys::new(),
            offered: EpochKeys::new(),
            sync: None,
        }
    }

    /// A replica that was kept: its ledger, the checkpoint that it was last verified under, and the epoch keys that
    /// it held, as for [`Replica::add_keys`].
    pub fn resume(
        ledger: Ledger,
        checkpoint: Option<String>,
        receivers: Vec<Receiver>,
        keys: EpochKeys,
    ) -> Self {
        let mut replica = Self::new(ledger.circle(), receivers);
        (replica.ledger, replica.checkpoint) = (Some(ledger), checkpoint);
        replica.add_keys(&keys);
        replica
    }

    /// The circle's id.
    pub const fn circle(&self) -> CircleId {
        self.circle
    }

    /// The verified record; none before the first sync. During a sync it runs ahead of what is verified.
    pub const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// The checkpoint that the record was last verified under, as the relay signed it.
    pub fn checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    /// The epoch keys at hand.
    pub const fn keys(&self) -> &EpochKeys {
        &self.keys
    }

    /// Adds keys that came by another way than a grant, such as the one that this device made for an epoch which it
    /// begins. Each is used only once the record commits to it, and never if it commits to another.
    pub fn add_keys(&mut self, keys: &EpochKeys) {
        for (epoch, key) in keys.iter() {
            self.offered.insert(epoch, key.clone());
            if let Some(ledger) = &self.ledger
                && is_committed(ledger, epoch, key)
            {
                self.keys.insert(epoch, key.clone());
            }
        }
    }

    /// Reads the body of an entry of this record.
    pub fn read(&self, entry: &SignedEntry, sealed: &[u8]) -> Reading {
        match self.keys.get(entry.header().epoch) {
            None => Reading::NoKey,
            Some(key) => match body::open(sealed, key, entry.binding()) {
                Ok(content) => Reading::Opened(content),
                Err(error) => Reading::Unreadable(error),
            },
        }
    }

    /// Begins a sync with the relay's newest checkpoint. A sync under way is abandoned.
    ///
    /// # Errors
    /// [`SyncError::Broken`] if the checkpoint does not hold, or the relay rolled back or forked.
    pub fn begin(&mut self, checkpoint: &str) -> Result<Progress, SyncError> {
        self.abandon();
        let checked = match &self.ledger {
            Some(ledger) => Self::check_checkpoint(ledger, checkpoint),
            // Without the genesis entry the relay's key is not known yet. It is checked as soon as it is.
            None => Checkpoint::peek(checkpoint).map_err(Broken::Checkpoint),
        };
        let (size, root) = checked.map_err(|broken| self.fail_at_checkpoint(broken, checkpoint))?;
        let (mark, reached) = match &self.ledger {
            Some(ledger) => (Some(ledger.mark()), ledger.size()),
            None => (None, 0),
        };
        let text = checkpoint.to_owned();
        self.sync = Some(Sync { text, size, root, mark, entries: Vec::new(), learned: Vec::new() });
        Ok(Progress { reached, size })
    }

    fn check_checkpoint(ledger: &Ledger, text: &str) -> Result<(u64, Root), Broken> {
        let served = Checkpoint::verify(text, &ledger.roster().vkey(), &ledger.circle())
            .map_err(Broken::Checkpoint)?;
        let (held, root) = (ledger.size(), ledger.root());
        if served.size < held {
            return Err(Broken::RolledBack { held, served: served.size });
        }
        if served.size == held && served.root != root {
            return Err(Broken::Forked { size: held, held: root, served: served.root });
        }
        Ok((served.size, served.root))
    }

    /// How far the sync is.
    pub fn progress(&self) -> Option<Progress> {
        let sync = self.sync.as_ref()?;
        Some(Progress { reached: self.ledger.as_ref().map_or(0, Ledger::size), size: sync.size })
    }

    /// Takes in a page as the relay sent it: CBOR, a list of `[entry, body or null]` that continues at
    /// [`Progress::reached`]. Entries beyond the checkpoint are not looked at.
    ///
    /// # Errors
    /// [`SyncError::Broken`] at the first entry that breaks a rule, or if it is no page, or an empty one although
    /// entries are wanted.
    pub fn step(&mut self, page: &[u8]) -> Result<Progress, SyncError> {
        match EntriesPage::decode(page) {
            Ok(page) => self.step_entries(page.entries),
            Err(error) => Err(self.fail(Broken::Page { reason: error.to_string() }, None)),
        }
    }

    /// As [`Replica::step`], for entries that were decoded from a page already.
    ///
    /// # Errors
    /// As [`Replica::step`].
    pub fn step_entries(
        &mut self,
        page: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    ) -> Result<Progress, SyncError> {
        let progress = self.progress().ok_or(SyncError::NotBegun)?;
        if page.is_empty() && progress.wants_more() {
            let broken = Broken::TooFewEntries { size: progress.size, received: progress.reached };
            return Err(self.fail(broken, None));
        }
        // The record may have grown since the checkpoint; what lies beyond it is for the next sync.
        let wanted = usize::try_from(progress.size - progress.reached).unwrap_or(usize::MAX);
        for (bytes, body) in page.into_iter().take(wanted) {
            if let Err(stop) = self.take(bytes, body) {
                let (broken, sent) = *stop;
                return Err(self.fail(broken, sent));
            }
        }
        self.progress().ok_or(SyncError::NotBegun)
    }

    /// Takes in one entry. On failure its bytes are handed back as evidence.
    fn take(&mut self, bytes: Vec<u8>, body: Option<Vec<u8>>) -> Result<(), Stop> {
        let Some(sync) = &mut self.sync else { return Ok(()) };
        let entry = match SignedEntry::decode(&bytes) {
            Ok(entry) => entry,
            Err(error) => return Err(Box::new((Broken::malformed(error), Some((bytes, None))))),
        };
        let appended = match &mut self.ledger {
            Some(ledger) => ledger.append(&entry, body.as_deref()),
            None => Ledger::found_as(&self.circle, &entry, body.as_deref()).and_then(|ledger| {
                let (size, root) = Self::check_checkpoint_of_new(&ledger, &sync.text)?;
                (sync.size, sync.root) = (size, root);
                let founded = ledger.founded();
                self.ledger = Some(ledger);
                Ok(founded)
            }),
        };
        let appended = match appended {
            Ok(appended) => appended,
            Err(broken) => {
                let body = matches!(broken, Broken::Body { .. }).then_some(body).flatten();
                return Err(Box::new((broken, Some((entry.into_bytes(), body)))));
            }
        };
        let Some(ledger) = &self.ledger else { return Ok(()) };
        if let Effect::Took(Change::Founded { .. } | Change::EpochBegun { .. }) = appended.effect {
            let epoch = ledger.roster().epoch();
            if let Some(key) =
                self.offered.get(epoch).filter(|key| is_committed(ledger, epoch, key))
                && self.keys.insert(epoch, key.clone())
            {
                sync.learned.push(epoch);
            }
        }
        if let Some(control) = entry.control() {
            for grant in control.grants() {
                let receivers =
                    self.receivers.iter().filter(|receiver| receiver.recipient == grant.recipient);
                for receiver in receivers {
                    let committed = |epoch| ledger.roster().epoch_key_hash(epoch);
                    // A grant that does not open, or holds a wrong key, is its author's doing and gives nothing.
                    let Ok(keys) = grant.open(
                        ledger.roster().nonce(),
                        receiver.recipient,
                        &receiver.secret,
                        committed,
                    ) else {
                        continue;
                    };
                    for (epoch, key) in keys.iter() {
                        if self.keys.insert(epoch, key.clone()) {
                            sync.learned.push(epoch);
                        }
                    }
                }
            }
        }
        let content = match (&body, self.keys.get(entry.header().epoch)) {
            (Some(sealed), Some(key)) => match body::open(sealed, key, entry.binding()) {
                Ok(content) => Reading::Opened(content),
                Err(error) => Reading::Unreadable(error),
            },
            // Either the key comes with a later entry, or the body was erased by one. `finish` knows.
            (_, None) | (None, _) => Reading::NoKey,
        };
        sync.entries.push(Verified {
            index: appended.index,
            hash: entry.hash(),
            entry,
            body,
            content,
            effect: appended.effect,
        });
        Ok(())
    }

    fn check_checkpoint_of_new(ledger: &Ledger, text: &str) -> Result<(u64, Root), Broken> {
        Checkpoint::verify(text, &ledger.roster().vkey(), &ledger.circle())
            .map(|checkpoint| (checkpoint.size, checkpoint.root))
            .map_err(Broken::Checkpoint)
    }

    /// Ends a sync: the entries are those under the checkpoint, and no body is missing that was not erased.
    ///
    /// # Errors
    /// [`SyncError::Broken`]; see [`SyncError::may_be_overtaken`] for when to look again before believing it.
    pub fn finish(&mut self) -> Result<Outcome, SyncError> {
        if let Err(stop) = self.check_end() {
            let (broken, sent) = *stop;
            return Err(self.fail(broken, sent));
        }
        let (Some(sync), Some(ledger)) = (self.sync.take(), &self.ledger) else {
            return Err(SyncError::NotBegun);
        };
        let first_new = sync.mark.as_ref().map_or(0, Mark::size);
        let erased =
            ledger.erased().filter(|(index, by)| *index < first_new && *by >= first_new).collect();
        let mut verified = sync.entries;
        for new in &mut verified {
            if let Some(by) = ledger.erased_by(new.index) {
                (new.content, new.body) = (Reading::Erased { by }, None);
            } else if let (Reading::NoKey, Some(sealed)) = (&new.content, &new.body) {
                new.content = self.read(&new.entry, sealed);
            }
        }
        self.checkpoint = Some(sync.text);
        Ok(Outcome { verified, erased, learned: sync.learned })
    }

    /// The first new entry whose body is there although a later one erases it. A relay may not have dropped it yet.
    pub(crate) fn unerased(&self) -> Option<u64> {
        let (sync, ledger) = (self.sync.as_ref()?, self.ledger.as_ref()?);
        let kept = |new: &&Verified| new.body.is_some() && ledger.erased_by(new.index).is_some();
        sync.entries.iter().find(kept).map(|new| new.index)
    }

    fn check_end(&self) -> Result<(), Stop> {
        let Some((sync, progress)) = self.sync.as_ref().zip(self.progress()) else { return Ok(()) };
        let Some(ledger) = self.ledger.as_ref().filter(|_| !progress.wants_more()) else {
            let broken = Broken::TooFewEntries { size: progress.size, received: progress.reached };
            return Err(Box::new((broken, None)));
        };
        let (size, computed) = (ledger.size(), ledger.root());
        if computed != sync.root {
            return Err(Box::new((Broken::OtherRoot { size, computed, served: sync.root }, None)));
        }
        // Only now is it known that no later entry erases a body that is missing.
        let dropped = |new: &&Verified| new.body.is_none() && ledger.erased_by(new.index).is_none();
        match sync.entries.iter().find(dropped) {
            Some(new) => {
                let sent = Some((new.entry.bytes().to_vec(), None));
                Err(Box::new((Broken::BodyDropped { index: new.index }, sent)))
            }
            None => Ok(()),
        }
    }

    fn fail(&mut self, broken: Broken, sent: Option<Sent>) -> SyncError {
        let index = self.progress().filter(|_| sent.is_some()).map(|progress| progress.reached);
        let index = if let Broken::BodyDropped { index } = broken { Some(index) } else { index };
        let author = sent
            .as_ref()
            .and_then(|(bytes, _)| SignedEntry::decode(bytes).ok())
            .map(|entry| entry.header().member);
        let by = broken.by(author);
        let (text, passed) = self
            .sync
            .as_mut()
            .map(|sync| (sync.text.clone(), core::mem::take(&mut sync.entries)))
            .unwrap_or_default();
        self.abandon();
        let kept =
            |bytes: Vec<u8>| Some(bytes).filter(|bytes| bytes.len() <= EVIDENCE_PART_LENGTH_MAX);
        let (entry, body) =
            sent.map_or((None, None), |(entry, body)| (kept(entry), body.and_then(kept)));
        let circle = self.circle;
        let held = self.checkpoint.clone();
        let evidence = Evidence {
            circle,
            broken,
            by,
            index,
            checkpoint: text,
            held,
            entry,
            body,
            other: None,
        };
        SyncError::Broken(Box::new(Failure { passed, evidence }))
    }

    fn fail_at_checkpoint(&self, broken: Broken, text: &str) -> SyncError {
        let end = text.floor_char_boundary(CHECKPOINT_LENGTH_MAX);
        let evidence = Evidence {
            circle: self.circle,
            broken,
            by: By::Relay,
            index: None,
            checkpoint: text[..end].to_owned(),
            held: self.checkpoint.clone(),
            entry: None,
            body: None,
            other: None,
        };
        SyncError::Broken(Box::new(Failure { passed: Vec::new(), evidence }))
    }

    /// Takes the replica back to where it was before the sync, for when the network was lost in the middle.
    pub fn abandon(&mut self) {
        let Some(sync) = self.sync.take() else { return };
        match (&sync.mark, &mut self.ledger) {
            (Some(mark), Some(ledger)) => ledger.rewind(mark),
            _ => self.ledger = None,
        }
        for epoch in sync.learned {
            self.keys.remove(epoch);
        }
    }
}

fn is_committed(ledger: &Ledger, epoch: u32, key: &EpochKey) -> bool {
    let roster = ledger.roster();
    roster.epoch_key_hash(epoch) == Some(key.hash(roster.nonce(), epoch))
}
