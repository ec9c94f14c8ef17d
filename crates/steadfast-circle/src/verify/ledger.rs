//! The ledger: a record's structure without its words, and the rules by which it grows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::authentic::AuthenticEntry;
use crate::body::{self, BODY_LENGTH_MAX};
use crate::entry::{Control, SignedEntry};
use crate::evidence::Broken;
use crate::log::checkpoint::Checkpoint;
use crate::log::tree::Tree;
use crate::membership::{Change, Effect, NewDeviceError, Record, Roster};
use crate::primitives::verifying_key;
use crate::{CircleId, DeviceId, EntryHash, MemberId, Root};

/// A circle's record without the bodies: what a relay needs in order to know what may be appended, and a member in
/// order to know what may be believed. Some 130 bytes an entry.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) circle: CircleId,
    pub(super) tree: Tree,
    /// Shared with marks, so that taking one costs nothing while membership does not change.
    pub(super) roster: Arc<Roster>,
    pub(super) places: Vec<Place>,
    by_hash: HashMap<EntryHash, u64>,
    pub(super) chains: Vec<Chain>,
    ordinals: HashMap<DeviceId, u32>,
    /// From which size on which epoch is in force.
    epochs: Vec<(u64, u32)>,
    /// From which size on the epoch is stale, and from which it is not.
    stale: Vec<(u64, bool)>,
    /// Which entry's body was erased by which entry.
    erased: BTreeMap<u64, u64>,
    /// The entries that changed the roster: index and bytes.
    pub(super) controls: Vec<(u64, Arc<[u8]>)>,
}

/// What is remembered of an entry besides its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The device, as an index into the chains.
    pub(super) device: u32,
    /// How many entries it had seen.
    pub(super) seen: u64,
}

/// A device's own chain of entries.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) device: DeviceId,
    member: MemberId,
    /// Decompressed once.
    key: VerifyingKey,
    /// Where its entries are, by sequence number.
    indices: Vec<u64>,
}

/// What an append did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The entry's index in the record.
    pub index: u64,
    /// What it changed.
    pub effect: Effect,
}

/// A ledger's state to which it can be rewound, when a batch turns out not to be wholly good, or not to be durable.
#[derive(Debug, Clone)]
pub struct Mark {
    size: u64,
    roster: Arc<Roster>,
    chains: usize,
    epochs: usize,
    stale: usize,
    controls: usize,
}

impl Mark {
    /// The size of the record at the mark.
    pub const fn size(&self) -> u64 {
        self.size
    }
}

/// What a device has to say in its next entry about what came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The circle.
    pub circle: CircleId,
    /// The epoch in force.
    pub epoch: u32,
    /// Whether only controls may be written, until somebody begins an epoch.
    pub stale: bool,
    /// The entry's sequence number.
    pub sequence: u64,
    /// The device's previous entry.
    pub previous: Option<EntryHash>,
    /// How many entries the device has verified.
    pub seen_size: u64,
    /// The root of those entries.
    pub seen_root: Root,
}

impl Position {
    /// The position right after an entry that the device wrote and nobody has acknowledged yet.
    pub fn after(&self, entry: &SignedEntry) -> Self {
        Self { sequence: entry.header().sequence + 1, previous: Some(entry.hash()), ..*self }
    }
}

impl Ledger {
    /// The ledger of a circle right after its genesis entry.
    ///
    /// # Errors
    /// [`Broken`] if the entry founds no circle, or its signature, its founder's keys or its body are wrong.
    pub fn found(genesis: &SignedEntry, body: Option<&[u8]>) -> Result<Self, Broken> {
        let Some(Control::Genesis(founding)) = genesis.control() else {
            return Err(Broken::OtherGenesis { found: genesis.circle() });
        };
        let roster = Roster::found(founding).map_err(Broken::Founder)?;
        if !genesis.is_signed() {
            return Err(Broken::Signature { device: genesis.header().device });
        }
        check_body(genesis, body)?;
        Ok(Self::found_trusted(genesis, roster))
    }

    /// As [`Ledger::found`], for a known circle.
    ///
    /// # Errors
    /// [`Broken`]; `OtherGenesis` if the entry founds another circle.
    pub fn found_as(
        circle: &CircleId,
        genesis: &SignedEntry,
        body: Option<&[u8]>,
    ) -> Result<Self, Broken> {
        if genesis.circle() != *circle || genesis.header().circle.is_some() {
            return Err(Broken::OtherGenesis { found: genesis.circle() });
        }
        Self::found(genesis, body)
    }

    pub(super) fn found_trusted(genesis: &SignedEntry, roster: Roster) -> Self {
        let mut ledger = Self {
            circle: genesis.circle(),
            tree: Tree::new(),
            roster: Arc::new(roster),
            places: Vec::new(),
            by_hash: HashMap::new(),
            chains: Vec::new(),
            ordinals: HashMap::new(),
            epochs: vec![(0, 0)],
            stale: vec![(0, false)],
            erased: BTreeMap::new(),
            controls: Vec::new(),
        };
        let header = genesis.header();
        ledger.add_chain(header.device, header.member);
        ledger.controls.push((0, genesis.bytes().into()));
        ledger.place(0, 0, genesis.hash());
        ledger
    }

    /// What the genesis entry did.
    pub(super) fn founded(&self) -> Appended {
        let member = self.chains[0].member;
        Appended { index: 0, effect: Effect::Took(Change::Founded { member }) }
    }

    /// The circle's id.
    pub const fn circle(&self) -> CircleId {
        self.circle
    }

    /// How many entries the record has.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The root over all entries.
    pub fn root(&self) -> Root {
        self.tree.root()
    }

    /// The root over the first `size` entries; none if there are not that many.
    pub fn root_at(&self, size: u64) -> Option<Root> {
        self.tree.root_at(size)
    }

    /// The Merkle tree, for tiles and proofs.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The size and root together.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { circle: self.circle, size: self.size(), root: self.root() }
    }

    /// Who is in the circle after all entries.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Who is in the circle after all entries, to be kept while the ledger goes on.
    pub fn shared_roster(&self) -> Arc<Roster> {
        Arc::clone(&self.roster)
    }

    /// Where an entry is.
    pub fn index_of(&self, entry: &EntryHash) -> Option<u64> {
        self.by_hash.get(entry).copied()
    }

    /// The hash of the entry at an index.
    pub fn hash_at(&self, index: u64) -> Option<EntryHash> {
        self.tree.leaf(index)
    }

    /// Who wrote the entry at an index.
    pub fn author_at(&self, index: u64) -> Option<MemberId> {
        self.place_at(index).map(|place| self.chains[place.device as usize].member)
    }

    /// How many entries the author of the entry at an index had seen.
    pub fn seen_at(&self, index: u64) -> Option<u64> {
        self.place_at(index).map(|place| place.seen)
    }

    /// The index of the entry that erased the body of the entry at an index.
    pub fn erased_by(&self, index: u64) -> Option<u64> {
        self.erased.get(&index).copied()
    }

    /// The entries whose bodies are erased, by index, each with the index of the entry that did.
    pub fn erased(&self) -> impl Iterator<Item = (u64, u64)> {
        self.erased.iter().map(|(index, by)| (*index, *by))
    }

    /// The epoch in force in the first `size` entries.
    pub fn epoch_at(&self, size: u64) -> u32 {
        at(&self.epochs, size)
    }

    /// Whether in the first `size` entries somebody has gone who still holds the key of the epoch in force.
    pub fn is_stale_at(&self, size: u64) -> bool {
        at(&self.stale, size)
    }

    /// What this device has to say in its next entry about what came before. For a device that has not written yet,
    /// such as one that is about to add itself, it is the beginning of its chain.
    pub fn position(&self, device: &DeviceId) -> Position {
        let chain = self.ordinals.get(device).map(|ordinal| &self.chains[*ordinal as usize]);
        let indices = chain.map_or(&[][..], |chain| &chain.indices);
        Position {
            circle: self.circle,
            epoch: self.roster.epoch(),
            stale: self.roster.is_stale(),
            sequence: indices.len() as u64,
            previous: indices.last().and_then(|index| self.tree.leaf(*index)),
            seen_size: self.size(),
            seen_root: self.root(),
        }
    }

    /// Whether an entry may come next, by the rules 2 and 3 of "Verifying" in the protocol. A body of none stands for
    /// an erased one, which whoever reads a record has to hold against [`Ledger::erased_by`] once they have all of it.
    ///
    /// # Errors
    /// [`Broken`], naming the first rule that it breaks.
    pub fn check(&self, entry: &SignedEntry, body: Option<&[u8]>) -> Result<(), Broken> {
        self.check_as(entry, body, false)
    }

    /// As [`Ledger::check`]; an entry that is `authentic` needs no second look at its signature, because a device's
    /// chain holds the very key that its entries name.
    fn check_as(
        &self,
        entry: &SignedEntry,
        body: Option<&[u8]>,
        authentic: bool,
    ) -> Result<(), Broken> {
        let (header, index) = (entry.header(), self.size());
        match header.circle {
            Some(circle) if circle == self.circle => {}
            _ => {
                return Err(self
                    .repeated(entry)
                    .unwrap_or(Broken::OtherCircle { found: entry.circle() }));
            }
        }
        let chain = match self.ordinals.get(&header.device) {
            Some(ordinal) => {
                let chain = &self.chains[*ordinal as usize];
                if chain.member != header.member {
                    return Err(Broken::OtherMember { device: header.device, owner: chain.member });
                }
                if !authentic && !entry.is_signed_by(&chain.key) {
                    return Err(Broken::Signature { device: header.device });
                }
                Some(chain)
            }
            None => {
                self.check_added_device(entry, authentic)?;
                None
            }
        };
        if let Some(repeated) = self.repeated(entry) {
            return Err(repeated);
        }
        if let Some(removed) = self.roster.device(&header.device).and_then(|device| device.removed)
        {
            return Err(Broken::RemovedDevice { device: header.device, removed });
        }
        self.check_chain(entry, chain)?;
        self.check_seen(entry, chain, index)?;
        check_body(entry, body)
    }

    /// A device that the record does not know yet may only add itself.
    fn check_added_device(&self, entry: &SignedEntry, authentic: bool) -> Result<(), Broken> {
        let header = entry.header();
        let Some(Control::AddDevice(certificate)) = entry.control() else {
            return Err(Broken::UnknownDevice { device: header.device });
        };
        self.roster.check_new_device(&header.member, certificate).map_err(|error| match error {
            NewDeviceError::NotMember => Broken::AddedForStranger { member: header.member },
            NewDeviceError::TooMany => Broken::TooManyDevices { member: header.member },
            NewDeviceError::Certificate(error) => Broken::Uncertified(error),
            NewDeviceError::Known => Broken::UnknownDevice { device: header.device },
        })?;
        if authentic || entry.is_signed() {
            Ok(())
        } else {
            Err(Broken::Signature { device: header.device })
        }
    }

    fn repeated(&self, entry: &SignedEntry) -> Option<Broken> {
        self.index_of(&entry.hash()).map(|first| Broken::Repeated { first })
    }

    fn check_chain(&self, entry: &SignedEntry, chain: Option<&Chain>) -> Result<(), Broken> {
        let header = entry.header();
        let indices = chain.map_or(&[][..], |chain| &chain.indices);
        let expected = indices.len() as u64;
        if header.sequence < expected {
            let first = indices[header.sequence as usize];
            return Err(Broken::Equivocation { sequence: header.sequence, first });
        }
        if header.sequence > expected {
            return Err(Broken::Sequence { expected, found: header.sequence });
        }
        let previous = indices.last().and_then(|index| self.tree.leaf(*index));
        match (previous, header.previous) {
            (Some(expected), Some(found)) if expected != found => {
                Err(Broken::Previous { expected, found })
            }
            // A header names no previous entry exactly when its sequence is 0, or it does not decode.
            _ => Ok(()),
        }
    }

    fn check_seen(
        &self,
        entry: &SignedEntry,
        chain: Option<&Chain>,
        index: u64,
    ) -> Result<(), Broken> {
        let header = entry.header();
        let seen = header.seen_size;
        if seen > index {
            return Err(Broken::SeenTooMuch { seen, index });
        }
        let last =
            chain.and_then(|chain| chain.indices.last()).and_then(|index| self.seen_at(*index));
        if let Some(before) = last.filter(|before| seen < *before) {
            return Err(Broken::SeenLess { seen, before });
        }
        match self.tree.root_at(seen) {
            Some(held) if held != header.seen_root => {
                return Err(Broken::SeenOther { size: seen, held, seen: header.seen_root });
            }
            _ => {}
        }
        let expected = self.epoch_at(seen);
        if header.epoch != expected {
            return Err(Broken::Epoch { expected, found: header.epoch });
        }
        if header.control.is_none() && self.is_stale_at(seen) { Err(Broken::Stale) } else { Ok(()) }
    }

    /// Checks an entry and appends it.
    ///
    /// # Errors
    /// [`Broken`], naming the first rule that it breaks. The ledger is then as it was.
    pub fn append(&mut self, entry: &SignedEntry, body: Option<&[u8]>) -> Result<Appended, Broken> {
        self.check(entry, body)?;
        Ok(self.append_checked(entry))
    }

    /// As [`Ledger::append`], for an entry whose signature was verified elsewhere, such as on another thread.
    ///
    /// # Errors
    /// [`Broken`], naming the first rule that it breaks. The ledger is then as it was.
    pub fn append_authentic(
        &mut self,
        entry: &AuthenticEntry,
        body: Option<&[u8]>,
    ) -> Result<Appended, Broken> {
        self.check_as(entry.entry(), body, true)?;
        Ok(self.append_checked(entry.entry()))
    }

    fn append_checked(&mut self, entry: &SignedEntry) -> Appended {
        let index = self.size();
        let effect = match entry.control() {
            None => Effect::Plain,
            Some(control) => match self.roster.judge(entry, control, &self.record()) {
                Ok(()) => Effect::Took(self.enact(index, entry, control)),
                Err(reason) => Effect::None(reason),
            },
        };
        let header = entry.header();
        let device = self.ordinals.get(&header.device).copied();
        let device = device.unwrap_or_else(|| self.add_chain(header.device, header.member));
        self.place(device, header.seen_size, entry.hash());
        Appended { index, effect }
    }

    /// Enters what a control changes whose condition holds.
    pub(super) fn enact(&mut self, index: u64, entry: &SignedEntry, control: &Control) -> Change {
        let was_stale = self.roster.is_stale();
        let owed = self.roster.owes();
        let record = RecordView {
            by_hash: &self.by_hash,
            places: &self.places,
            chains: &self.chains,
            erased: &self.erased,
        };
        let change = Arc::make_mut(&mut self.roster).enact(index, entry, control, &record);
        match &change {
            Change::DeviceAdded { member, device } => {
                self.add_chain(*device, *member);
            }
            Change::Admitted { candidate, member } => {
                if let Some(proposal) = self.roster.proposal(candidate) {
                    self.add_chain(proposal.candidate.device.device, *member);
                }
            }
            Change::EpochBegun { epoch } => self.epochs.push((index + 1, *epoch)),
            Change::Erased { entries } => {
                self.erased.extend(entries.iter().map(|erased| (*erased, index)))
            }
            Change::Founded { .. }
            | Change::DeviceRemoved { .. }
            | Change::Granted
            | Change::Invited { .. }
            | Change::InvitationWithdrawn { .. }
            | Change::Proposed { .. }
            | Change::Consented { .. }
            | Change::Left { .. } => {}
        }
        if self.roster.is_stale() != was_stale {
            self.stale.push((index + 1, !was_stale));
        }
        // A grant of what nobody lacked changes nothing.
        if change != Change::Granted || owed {
            self.controls.push((index, entry.bytes().into()));
        }
        change
    }

    /// Whether a kept control can be entered at all: its device is new, and its key can be decompressed.
    pub(super) fn could_enact(&self, control: &Control) -> bool {
        let new = |device: &DeviceId| {
            !self.ordinals.contains_key(device) && verifying_key(device.as_bytes()).is_ok()
        };
        match control {
            Control::Genesis(_) => false,
            Control::AddDevice(certificate) => new(&certificate.device),
            Control::Admit { candidate, .. } => self
                .roster
                .proposal(candidate)
                .is_some_and(|proposal| new(&proposal.candidate.device.device)),
            _ => true,
        }
    }

    fn add_chain(&mut self, device: DeviceId, member: MemberId) -> u32 {
        let ordinal = self.chains.len() as u32;
        let key =
            verifying_key(device.as_bytes()).expect("a certificate with such a key was refused");
        self.chains.push(Chain { device, member, key, indices: Vec::new() });
        self.ordinals.insert(device, ordinal);
        ordinal
    }

    pub(super) fn place(&mut self, device: u32, seen: u64, hash: EntryHash) {
        let index = self.size();
        self.tree.append(hash);
        self.by_hash.insert(hash, index);
        self.places.push(Place { device, seen });
        self.chains[device as usize].indices.push(index);
    }

    fn place_at(&self, index: u64) -> Option<&Place> {
        self.places.get(usize::try_from(index).ok()?)
    }

    fn record(&self) -> RecordView<'_> {
        RecordView {
            by_hash: &self.by_hash,
            places: &self.places,
            chains: &self.chains,
            erased: &self.erased,
        }
    }

    /// Remembers the present state.
    pub fn mark(&self) -> Mark {
        Mark {
            size: self.size(),
            roster: Arc::clone(&self.roster),
            chains: self.chains.len(),
            epochs: self.epochs.len(),
            stale: self.stale.len(),
            controls: self.controls.len(),
        }
    }

    /// Takes back everything since a mark of this ledger. A mark that was taken after a state which has itself been
    /// rewound must not be used again.
    pub fn rewind(&mut self, mark: &Mark) {
        while self.size() > mark.size {
            let index = self.size() - 1;
            if let Some(hash) = self.tree.leaf(index) {
                self.by_hash.remove(&hash);
            }
            if let Some(place) = self.places.pop() {
                self.chains[place.device as usize].indices.pop();
            }
            self.tree.truncate(index);
        }
        for chain in self.chains.drain(mark.chains.min(self.chains.len())..) {
            self.ordinals.remove(&chain.device);
        }
        self.roster = Arc::clone(&mark.roster);
        self.epochs.truncate(mark.epochs);
        self.stale.truncate(mark.stale);
        self.controls.truncate(mark.controls);
        self.erased.retain(|_, by| *by < mark.size);
    }
}

/// The parts of a ledger that a roster asks, apart from the roster itself.
struct RecordView<'a> {
    by_hash: &'a HashMap<EntryHash, u64>,
    places: &'a [Place],
    chains: &'a [Chain],
    erased: &'a BTreeMap<u64, u64>,
}

impl Record for RecordView<'_> {
    fn erasable(&self, hash: &EntryHash) -> Option<(u64, MemberId)> {
        let index = *self.by_hash.get(hash)?;
        let place = self.places.get(usize::try_from(index).ok()?)?;
        let author = self.chains[place.device as usize].member;
        if self.erased.contains_key(&index) { None } else { Some((index, author)) }
    }
}

/// The value of the last step that begins at or before a size.
fn at<T: Copy>(steps: &[(u64, T)], size: u64) -> T {
    let next = steps.partition_point(|(from, _)| *from <= size);
    steps[next.max(1) - 1].1
}

fn check_body(entry: &SignedEntry, body: Option<&[u8]>) -> Result<(), Broken> {
    let Some(body) = body else { return Ok(()) };
    if body.len() > BODY_LENGTH_MAX {
        return Err(Broken::BodyTooLong { length: body.len() as u64 });
    }
    let (signed, found) = (entry.header().body_hash, body::hash(body));
    if signed == found { Ok(()) } else { Err(Broken::Body { signed, found }) }
}
