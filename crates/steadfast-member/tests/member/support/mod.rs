//! What the tests share: ports that run in memory, a relay that keeps the protocol, and two people.

pub(crate) mod relay;
// The same generator as the crate's own tests have.
#[path = "../../../src/testing.rs"]
mod testing;

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use steadfast_circle::CircleId;
use steadfast_member::{
    Beginning, Member,
    ports::{
        Clock, KeyStretch, Params, Ports, RelayAddress, Store, StoreError, StretchError, Write,
    },
    store::MemoryStore,
    view::{History, JoinState},
};
use steadfast_repair::{
    journal,
    people::{CircleKind, Introduce, Role, Roles, SecretsPolicy},
    reassurance,
    relationship::Act,
    words::{Title, Words},
};
use zeroize::Zeroizing;

use testing::{Seeded, seeded};

pub(crate) use relay::TestRelay;

pub(crate) const PASSPHRASE: &str = "correct horse battery";
pub(crate) const ADDRESS: &str = "https://relay.example";
pub(crate) const APP: &str = "https://app.example";

/// Runs a future in which nothing waits for another thread.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(future);
    for _ in 0..1_000_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("it waits for ever");
}

/// When a commit fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crash {
    /// Before anything is written.
    Before,
    /// After all is written, so that the program does not hear of it.
    After,
    /// The disk is full.
    Full,
}

/// A store in memory that can be made to fail.
#[derive(Clone, Default)]
pub(crate) struct TestStore {
    pub(crate) memory: MemoryStore,
    /// How many commits were asked for.
    pub(crate) commits: Rc<Cell<usize>>,
    /// At which commit, counted from one, something happens; everything after it fails.
    pub(crate) crash: Rc<Cell<Option<(usize, Crash)>>>,
}

impl Store for TestStore {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.memory.get(key).await
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.memory.scan(prefix).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.commits.set(self.commits.get() + 1);
        let now = self.commits.get();
        let unavailable = Err(StoreError::Unavailable { detail: "crashed".into() });
        match self.crash.get() {
            Some((at, _)) if now > at => unavailable,
            Some((at, Crash::Before)) if now == at => unavailable,
            Some((at, Crash::Full)) if now == at => {
                self.crash.set(None);
                Err(StoreError::Full)
            }
            Some((at, Crash::After)) if now == at => {
                self.memory.commit(writes).await?;
                unavailable
            }
            _ => self.memory.commit(writes).await,
        }
    }
}

/// A clock that the test sets.
pub(crate) struct TestClock {
    pub(crate) now_ms: Rc<Cell<i64>>,
    pub(crate) zone: RefCell<String>,
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms.get()).unwrap()
    }

    fn zone(&self) -> String {
        self.zone.borrow().clone()
    }
}

/// Quick, and good for tests only.
pub(crate) struct QuickStretch;

impl KeyStretch for QuickStretch {
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        params: Params,
    ) -> Result<Zeroizing<[u8; 32]>, StretchError> {
        let hash = Sha256::new()
            .chain_update(salt)
            .chain_update(params.passes.to_be_bytes())
            .chain_update(passphrase);
        Ok(Zeroizing::new(hash.finalize().into()))
    }
}

/// Ports that run in memory.
pub(crate) struct TestPorts {
    pub(crate) store: TestStore,
    pub(crate) relay: TestRelay,
    pub(crate) clock: TestClock,
    seed: u64,
    children: Cell<u64>,
}

impl Ports for TestPorts {
    type Store = TestStore;
    type Relay = TestRelay;
    type Clock = TestClock;
    type Random = Seeded;
    type Stretch = QuickStretch;

    fn store(&self) -> &TestStore {
        &self.store
    }

    fn relay(&self) -> &TestRelay {
        &self.relay
    }

    fn clock(&self) -> &TestClock {
        &self.clock
    }

    fn random(&self) -> Seeded {
        self.children.set(self.children.get() + 1);
        seeded(self.seed * 1_000_000 + self.children.get())
    }

    fn stretch(&self) -> &QuickStretch {
        &QuickStretch
    }
}

pub(crate) type TestMember = Member<TestPorts>;

/// One relay, and one time.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) relay: TestRelay,
    pub(crate) now_ms: Rc<Cell<i64>>,
    seeds: Rc<Cell<u64>>,
}

impl World {
    pub(crate) fn new() -> Self {
        let now_ms = Rc::new(Cell::new(1_764_000_000_000));
        Self {
            relay: TestRelay::new("relay.example", Rc::clone(&now_ms)),
            now_ms,
            seeds: Rc::new(Cell::new(1)),
        }
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now_ms.set(self.now_ms.get() + ms);
    }

    /// Ports of a new device.
    pub(crate) fn ports(&self) -> Rc<TestPorts> {
        self.ports_on(TestStore::default())
    }

    /// Ports of another tab, or of the same device after a restart.
    pub(crate) fn ports_on(&self, store: TestStore) -> Rc<TestPorts> {
        self.seeds.set(self.seeds.get() + 1);
        let clock = TestClock {
            now_ms: Rc::clone(&self.now_ms),
            zone: RefCell::new("Europe/Lisbon".into()),
        };
        Rc::new(TestPorts {
            store,
            relay: self.relay.clone(),
            clock,
            seed: self.seeds.get(),
            children: Cell::new(0),
        })
    }

    /// Somebody begins on a new device.
    pub(crate) fn begin(&self, name: &str, role: Role) -> (TestMember, Rc<TestPorts>, String) {
        let ports = self.ports();
        let (member, words) =
            run(Member::begin(Rc::clone(&ports), beginning(&title(name), role))).unwrap();
        (member, ports, words.as_str().to_owned())
    }

    /// Sam and Ada, who are in *Us* with each other.
    pub(crate) fn couple(&self) -> Couple {
        let (sam, sam_ports, sam_words) = self.begin("Sam", Role::BetrayingPartner);
        let (ada, ada_ports, _) = self.begin("Ada", Role::BetrayedPartner);
        let us = run(sam.create_circle(CircleKind::Us, None, None)).unwrap();
        whole(&sam);
        let us = sam.circle(us).unwrap().id;
        let link = run(sam.invite(us, APP)).unwrap().link;
        run(sam.sync(us)).unwrap();
        self.let_in(&sam, &ada, us, &link, History::All);
        whole(&ada);
        Couple { sam, ada, us, sam_ports, ada_ports, sam_words }
    }

    /// Somebody knocks and is let in by the inviter, who is asked nobody else.
    pub(crate) fn let_in(
        &self,
        inviter: &TestMember,
        newcomer: &TestMember,
        circle: CircleId,
        link: &str,
        history: History,
    ) {
        let joined =
            run(newcomer.join(link, &introduce("Ada", Roles::only(Role::BetrayedPartner))))
                .unwrap();
        assert_eq!(joined, circle);
        let knocks = run(inviter.knocks(circle)).unwrap();
        assert_eq!(knocks.len(), 1);
        run(inviter.admit(circle, knocks[0].invitation, history)).unwrap();
        run(inviter.sync(circle)).unwrap();
        assert_eq!(run(newcomer.poll_join(circle)).unwrap(), JoinState::Joined);
        run(inviter.sync(circle)).unwrap();
    }
}

pub(crate) struct Couple {
    pub(crate) sam: TestMember,
    pub(crate) ada: TestMember,
    pub(crate) us: CircleId,
    pub(crate) sam_ports: Rc<TestPorts>,
    pub(crate) ada_ports: Rc<TestPorts>,
    pub(crate) sam_words: String,
}

/// What somebody who asks to come in says of themselves. Therapists keep no secrets here.
pub(crate) fn introduce(name: &str, roles: Roles) -> Introduce {
    let therapist = roles.contains(Role::CouplesTherapist);
    Introduce { name: title(name), roles, secrets: therapist.then_some(SecretsPolicy::NoneKept) }
}

pub(crate) fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

pub(crate) fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

pub(crate) fn beginning(name: &Title, role: Role) -> Beginning<'_> {
    // The address lives as long as the program; a test needs few of them.
    let relay: &'static RelayAddress = Box::leak(Box::new(ADDRESS.parse().unwrap()));
    Beginning { passphrase: PASSPHRASE, name, roles: Roles::only(role), relay, device: "phone" }
}

pub(crate) fn address() -> RelayAddress {
    ADDRESS.parse().unwrap()
}

/// Syncs everything, and nothing may go wrong.
#[track_caller]
pub(crate) fn whole(member: &TestMember) {
    for (circle, report) in run(member.sync_all()) {
        if let Err(problem) = report {
            panic!("{circle}: {problem:?}");
        }
    }
}

pub(crate) fn offer(text: &str) -> Act {
    Act::Reassurance(reassurance::Act::Offer(reassurance::Offer { words: words(text) }))
}

pub(crate) fn page(text: &str) -> Act {
    Act::Journal(journal::Act::Write(journal::Write { text: words(text) }))
}

/// What was offered in a circle, in order, by the record.
pub(crate) fn offers(member: &TestMember, circle: CircleId) -> Vec<String> {
    use steadfast_member::view::What;
    let lines = member.record(circle).into_iter();
    lines
        .filter_map(|line| match line.what {
            What::Act(Act::Reassurance(reassurance::Act::Offer(offer))) => {
                Some(offer.words.as_str().to_owned())
            }
            _ => None,
        })
        .collect()
}
