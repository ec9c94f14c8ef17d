//! A real member with a real store, and a clock that a test or a story sets.

use std::rc::Rc;

use getrandom::SysRng;
use rand_core::UnwrapErr;
use steadfast_circle::CircleId;
use steadfast_member::ports::{
    Clock, KeyStretch, Params, Ports, RelayAddress, RelayClient, Store, StretchError,
};
use steadfast_member::store::MemoryStore;
use steadfast_member::view::{History, JoinState};
use steadfast_member::{Beginning, Member};
use steadfast_repair::people::{CircleKind, Introduce, Role, Roles, SecretsPolicy};
use steadfast_repair::words::Title;
use zeroize::Zeroizing;

use crate::clock::SetClock;

/// The passphrase of everybody here.
pub const PASSPHRASE: &str = "a passphrase that only a test would use";

/// What a member's side needs from the machine, made of parts.
pub struct Parts<S, R> {
    store: S,
    relay: R,
    clock: SetClock,
}

impl<S: Store + 'static, R: RelayClient + 'static> Parts<S, R> {
    /// Puts the parts together.
    pub fn new(store: S, relay: R, clock: SetClock) -> Self {
        Self { store, relay, clock }
    }
}

impl<S: Store + 'static, R: RelayClient + 'static> Ports for Parts<S, R> {
    type Store = S;
    type Relay = R;
    type Clock = SetClock;
    type Random = UnwrapErr<SysRng>;
    type Stretch = Quick;

    fn store(&self) -> &S {
        &self.store
    }

    fn relay(&self) -> &R {
        &self.relay
    }

    fn clock(&self) -> &SetClock {
        &self.clock
    }

    fn random(&self) -> Self::Random {
        UnwrapErr(SysRng)
    }

    fn stretch(&self) -> &Quick {
        &Quick
    }
}

/// A stand-in for Argon2id that takes no time, for people whose passphrase is in the source anyway. It must differ for every
/// passphrase and salt, and does no more.
#[derive(Clone, Copy, Debug)]
pub struct Quick;

impl KeyStretch for Quick {
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        _params: Params,
    ) -> Result<Zeroizing<[u8; 32]>, StretchError> {
        let mut key = Zeroizing::new([0_u8; 32]);
        for (place, byte) in salt.iter().chain(passphrase.as_bytes()).enumerate() {
            let slot = &mut key[place % 32];
            *slot = slot.rotate_left(3) ^ byte;
        }
        Ok(key)
    }
}

/// Somebody with one device.
pub struct Person<R: RelayClient + 'static> {
    /// Their member's side.
    pub member: Member<Parts<MemoryStore, R>>,
    /// What lies on their device.
    pub store: MemoryStore,
    /// Their clock.
    pub clock: SetClock,
    /// Their way to the relay.
    pub relay: R,
    /// Their 24 words.
    pub words: String,
    name: Title,
    roles: Roles,
}

impl<R: RelayClient + Clone + 'static> Person<R> {
    /// Begins at a relay, in one role.
    pub async fn begin(
        name: &str,
        role: Role,
        relay: R,
        address: &RelayAddress,
        clock: &SetClock,
    ) -> Self {
        let name = Title::new(name).expect("a name that fits");
        let roles = Roles::from_iter([role]);
        let store = MemoryStore::new();
        let ports = Rc::new(Parts::new(store.clone(), relay.clone(), clock.clone()));
        let beginning = Beginning {
            passphrase: PASSPHRASE,
            name: &name,
            roles,
            relay: address,
            device: "phone",
        };
        let (member, words) =
            Member::begin(ports, beginning).await.expect("an empty store and a long passphrase");
        Self {
            member,
            store,
            clock: clock.clone(),
            relay,
            words: words.as_str().to_owned(),
            name,
            roles,
        }
    }

    /// Founds *Us* with nobody else in it yet.
    pub async fn found_us(&self) -> CircleId {
        self.found(CircleKind::Us).await
    }

    /// Founds a circle with nobody else in it yet.
    pub async fn found(&self, kind: CircleKind) -> CircleId {
        let circle = self.member.create_circle(kind, None, None).await.expect("a circle");
        self.member.sync(circle).await.expect("an honest relay");
        self.member.circle(circle).expect("it was just made").id
    }

    /// Invites somebody into a circle and hands over the link.
    pub async fn invite(&self, circle: CircleId) -> String {
        let invitation =
            self.member.invite(circle, "https://app.example").await.expect("an invitation");
        self.member.sync(circle).await.expect("an honest relay");
        invitation.link
    }

    /// What they say of themselves where they ask to come in. Therapists here keep what one partner tells them alone for a
    /// while, and help to tell it.
    pub fn introduction(&self) -> Introduce {
        let therapist = self.roles.contains(Role::CouplesTherapist)
            || self.roles.contains(Role::IndividualTherapist);
        let secrets = therapist.then_some(SecretsPolicy::KeptForAWhile);
        Introduce { name: self.name.clone(), roles: self.roles, secrets }
    }

    /// Knocks with a link.
    pub async fn knock(&self, link: &str) -> CircleId {
        self.member.join(link, &self.introduction()).await.expect("an open invitation")
    }

    /// Lets in whoever knocks.
    pub async fn let_in(&self, circle: CircleId) {
        let knocks = self.member.knocks(circle).await.expect("an honest relay");
        for knock in knocks {
            self.member
                .admit(circle, knock.invitation, History::All)
                .await
                .expect("they were invited");
        }
        self.member.sync(circle).await.expect("an honest relay");
    }

    /// Sees that the door is open, and comes in.
    pub async fn come_in(&self, circle: CircleId) {
        let state = self.member.poll_join(circle).await.expect("an honest relay");
        assert!(matches!(state, JoinState::Joined), "{:?} was not let in", self.name);
    }

    /// Invites and lets in another, from the link to the end.
    pub async fn share<O: RelayClient + Clone + 'static>(
        &self,
        circle: CircleId,
        other: &Person<O>,
    ) {
        let link = self.invite(circle).await;
        let theirs = other.knock(&link).await;
        self.let_in(circle).await;
        other.come_in(theirs).await;
    }

    /// What the clock of this person shows.
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }
}
