//! An honest relay in memory and people who write to it, for the tests of this crate.

use core::convert::Infallible;

use steadfast_circle::body::Content;
use steadfast_circle::device::{DeviceKeys, DeviceSeed};
use steadfast_circle::entry::{Control, RelayName, SignedEntry};
use steadfast_circle::invitation::{Invitation, Offer};
use steadfast_circle::log::checkpoint::RelaySeed;
use steadfast_circle::rand_core::{TryCryptoRng, TryRng};
use steadfast_circle::relay_api::{EntriesPage, InvitationAnswer};
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::{Appended, Ledger, Outcome, Position, Receiver, Replica, SyncError};
use steadfast_circle::writer::{Founded, Written, admit, found_circle, write_entry};
use steadfast_circle::{CandidateHash, CircleId, FoundingNonce, MemberId};

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
        let (seed, device) =
            (MemberSeed::from_bytes(seed), DeviceSeed::from_bytes(device).derive(nonce));
        let recovery = seed.derive_recovery(nonce);
        let receivers = vec![Receiver::from(&device), Receiver::from(&recovery)];
        let member = seed.derive_identity(nonce).id();
        Self { seed, device, member, replica: Replica::new(circle, receivers) }
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

    /// Opens an invitation; also says at which index.
    pub(crate) fn invite(&mut self, relay: &mut Relay, rng: &mut SeededRng) -> (Invitation, u64) {
        let circle = relay.ledger.circle();
        let invitation =
            Invitation::make(circle, self.member, "http://localhost:4480", rng).unwrap();
        let offer = Offer {
            kind: "us".to_owned(),
            circle_name: "Us".to_owned(),
            inviter_name: "Ada".to_owned(),
            inviter_roles: vec!["partner".to_owned()],
        };
        let control = invitation.invite(&offer, 10_000, rng).unwrap();
        let index = self.say(relay, Some(control), 1_200, rng).index;
        (invitation, index)
    }

    /// The control that lets somebody in, with all keys that this person holds.
    pub(crate) fn admit(
        &mut self,
        relay: &Relay,
        candidate: &CandidateHash,
        rng: &mut SeededRng,
    ) -> Control {
        self.sync(relay).unwrap();
        let roster = self.replica.ledger().unwrap().roster();
        let controls = admit(roster, candidate, self.replica.keys(), rng).unwrap().unwrap();
        let [control] = controls.try_into().unwrap();
        control
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

/// A circle of two, the second let in by the first, who grants them all epochs.
pub(crate) fn circle_of_two(rng: &mut SeededRng) -> (Relay, Person, Person) {
    let (mut relay, mut ada, founded) = circle_of_one(rng);
    let mut ben = Person::new(2, founded.circle, &founded.nonce);
    let hash = invite(&mut relay, &mut ada, &ben, rng);
    let admit = ada.admit(&relay, &hash, rng);
    ada.say(&mut relay, Some(admit), 2_000, rng);
    ben.sync(&relay).unwrap();
    (relay, ada, ben)
}

/// Invites a person and proposes them once they have knocked.
pub(crate) fn invite(
    relay: &mut Relay,
    inviter: &mut Person,
    newcomer: &Person,
    rng: &mut SeededRng,
) -> CandidateHash {
    let (invitation, index) = inviter.invite(relay, rng);
    let answer = InvitationAnswer {
        genesis: relay.entries[0].0.clone(),
        invite: relay.entries[index as usize].0.clone(),
        index,
    };
    let link = invitation.link("https://app.example");
    let received = Invitation::from_link(&link).unwrap();
    let welcome = received.open(&answer, 1_000).unwrap();
    assert_eq!(welcome.offer.inviter_name, "Ada");
    let candidate = newcomer.seed.derive_candidate(&welcome.nonce, &newcomer.device);
    let sealed = received.seal_knock(&candidate, "Ben", &["partner".to_owned()], rng).unwrap();
    let knock = invitation.open_knock(&welcome.nonce, &sealed).unwrap();
    assert_eq!(knock.name, "Ben");
    inviter.say(relay, Some(knock.propose()), 1_500, rng);
    candidate.hash()
}

pub(crate) fn position_of(person: &Person) -> Position {
    person.replica.ledger().unwrap().position(&person.device.id())
}

/// An entry as it was appended.
pub(crate) fn entry_at(relay: &Relay, index: usize) -> SignedEntry {
    SignedEntry::decode(&relay.entries[index].0).unwrap()
}
