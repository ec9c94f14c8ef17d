//! An honest relay in memory and people who write to it, for the tests of this crate.

use core::convert::Infallible;

use steadfast_circle::body::Content;
use steadfast_circle::device::{DeviceKeys, DeviceSeed};
use steadfast_circle::entry::{Control, RelayName, SignedEntry};
use steadfast_circle::epoch::{EpochKey, EpochKeys};
use steadfast_circle::log::checkpoint::RelaySeed;
use steadfast_circle::rand_core::{TryCryptoRng, TryRng};
use steadfast_circle::relay_api::EntriesPage;
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::{Appended, Ledger, Outcome, Receiver, Replica, SyncError};
use steadfast_circle::writer::{Founded, Written, found_circle, write_entry};
use steadfast_circle::{CircleId, FoundingNonce, MemberId};

/// A generator whose numbers are the same in every run (splitmix64). Good for tests and for nothing else.
pub(crate) struct SeededRng(pub(crate) u64);

impl TryRng for SeededRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|n| n as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(z ^ (z >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let next = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for SeededRng {}

pub(crate) fn content(claimed_ms: i64, payload: &[u8]) -> Content {
    Content { claimed_ms, zone: "Europe/Berlin".to_owned(), payload: payload.to_vec() }
}

/// A relay that keeps its promises.
pub(crate) struct Relay {
    pub(crate) seed: RelaySeed,
    pub(crate) name: RelayName,
    pub(crate) ledger: Ledger,
    pub(crate) entries: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Relay {
    pub(crate) fn found(seed: RelaySeed, name: RelayName, founded: &Founded) -> Self {
        let Written { entry, body } = &founded.genesis;
        let ledger = Ledger::found(entry, Some(body)).unwrap();
        Self { seed, name, ledger, entries: vec![(entry.bytes().to_vec(), Some(body.clone()))] }
    }

    pub(crate) fn append(&mut self, written: &Written) -> Appended {
        let appended = self.ledger.append(&written.entry, Some(&written.body)).unwrap();
        self.entries.push((written.entry.bytes().to_vec(), Some(written.body.clone())));
        for (index, _) in self.ledger.erased() {
            self.entries[index as usize].1 = None;
        }
        appended
    }

    pub(crate) fn checkpoint(&self) -> String {
        self.seed.sign(&self.name, &self.ledger.checkpoint())
    }

    pub(crate) fn page(&self, from: u64) -> Vec<u8> {
        EntriesPage { entries: self.entries[from as usize..].to_vec() }.to_bytes()
    }
}

/// A person with one device.
pub(crate) struct Person {
    pub(crate) seed: MemberSeed,
    pub(crate) device_seed: DeviceSeed,
    pub(crate) device: DeviceKeys,
    pub(crate) member: MemberId,
    pub(crate) replica: Replica,
}

impl Person {
    pub(crate) fn new(n: u8, circle: CircleId, nonce: &FoundingNonce) -> Self {
        Self::with_seeds([n; 32], [n ^ 0x80; 32], circle, nonce)
    }

    pub(crate) fn with_seeds(
        seed: [u8; 32],
        device: [u8; 32],
        circle: CircleId,
        nonce: &FoundingNonce,
    ) -> Self {
        let (seed, device_seed) = (MemberSeed::from_bytes(seed), DeviceSeed::from_bytes(device));
        let device = device_seed.derive(nonce);
        let recovery = seed.derive_recovery(nonce);
        let receivers = vec![Receiver::from(&device), Receiver::from(&recovery)];
        let member = seed.derive_identity(nonce).id();
        Self { seed, device_seed, device, member, replica: Replica::new(circle, receivers) }
    }

    pub(crate) fn sync(&mut self, relay: &Relay) -> Result<Outcome, SyncError> {
        let mut progress = self.replica.begin(&relay.checkpoint())?;
        while progress.wants_more() {
            progress = self.replica.step(&relay.page(progress.reached))?;
        }
        self.replica.finish()
    }

    pub(crate) fn write(
        &self,
        control: Option<Control>,
        content: &Content,
        rng: &mut SeededRng,
    ) -> Written {
        let position = self.replica.ledger().unwrap().position(&self.device.id());
        let key = self.replica.keys().get(position.epoch).unwrap();
        write_entry(self.member, &self.device, &position, control, content, key, rng).unwrap()
    }

    /// Syncs, writes and appends.
    pub(crate) fn say(
        &mut self,
        relay: &mut Relay,
        control: Option<Control>,
        claimed_ms: i64,
        rng: &mut SeededRng,
    ) -> Appended {
        self.sync(relay).unwrap();
        let written = self.write(control, &content(claimed_ms, b"words"), rng);
        relay.append(&written)
    }
}

/// A circle of one on an honest relay.
pub(crate) fn circle_of_one(rng: &mut SeededRng) -> (Relay, Person, Founded) {
    let (seed, device) = (MemberSeed::from_bytes([1; 32]), DeviceSeed::from_bytes([0x81; 32]));
    let relay_seed = RelaySeed::from_bytes([0xee; 32]);
    let name = RelayName::new("localhost:4480").unwrap();
    let founded =
        found_circle(&seed, &device, &name, relay_seed.public(), &content(1_000, b""), rng)
            .unwrap();
    let relay = Relay::found(relay_seed, name, &founded);
    let person = Person::new(1, founded.circle, &founded.nonce);
    (relay, person, founded)
}

/// The keys of some epochs.
pub(crate) fn keys(keys: &[(u32, &EpochKey)]) -> EpochKeys {
    keys.iter().map(|(epoch, key)| (*epoch, (*key).clone())).collect()
}

/// An entry as it was appended.
pub(crate) fn entry_at(relay: &Relay, index: usize) -> SignedEntry {
    SignedEntry::decode(&relay.entries[index].0).unwrap()
}
