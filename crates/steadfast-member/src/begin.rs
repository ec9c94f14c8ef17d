//! Beginning: a member seed, a keystore and *Mine*, all on this device; and making further circles.

use std::rc::Rc;

use rand_core::{CryptoRng, Rng};
use steadfast_circle::{
    CircleId, FoundingNonce,
    device::DeviceSeed,
    epoch::EpochKey,
    seed::{MemberSeed, Words},
};
use steadfast_repair::{
    EntryId,
    people::{self, CircleKind, Roles},
    relationship::Act,
    words::Title,
};

use crate::{
    error::{BeginError, CreateCircleError, UnlockError},
    kept::{
        circle::Circle,
        commit::Writes,
        me::{ME, Me, SEED},
        outbox::{OutItem, Stage},
        slot::Slot,
        state::{Derived, Phase, State},
    },
    keystore,
    member::{Inner, Kept, Member, Open, load_open},
    payload::Payload,
    ports::{Ports, RelayAddress, StoreError},
    problem::KeepError,
    vault::{Vault, VaultKey},
};

/// How somebody begins.
#[derive(Clone, Copy)]
pub struct Beginning<'a> {
    /// Opens this device's store from now on. At least 8 characters.
    pub passphrase: &'a str,
    /// What they call themselves.
    pub name: &'a Title,
    /// Their roles.
    pub roles: Roles,
    /// Where *Mine* is kept, and new circles unless said otherwise.
    pub relay: &'a RelayAddress,
    /// What this device is called among their own, such as "phone". Only they see it. At most 128 bytes; may be empty.
    pub device: &'a str,
}

impl<P: Ports> Member<P> {
    /// Begins: makes the member seed, the keystore and *Mine*. Needs no network; the relay is told by the next sync.
    /// The 24 words are handed out here and kept nowhere.
    ///
    /// # Errors
    /// [`BeginError`]. Nothing was kept then.
    pub async fn begin(
        ports: Rc<P>,
        beginning: Beginning<'_>,
    ) -> Result<(Self, Words), BeginError> {
        let seed = MemberSeed::make(&mut ports.random());
        let mut store = NewStore::make(&*ports, beginning.passphrase, &seed).await?;
        let mine = store.add_circle(
            &*ports,
            new_circle(&*ports, &seed, CircleKind::Mine, None, beginning.relay.clone()),
            first_words(&*ports, CircleKind::Mine, None, beginning.name, beginning.roles),
        );
        let me = new_me(&beginning, vec![mine], &mut ports.random());
        let member = store.keep(ports, me).await?;
        Ok((member, seed.words()))
    }

    /// Opens this device's store.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn unlock(ports: Rc<P>, passphrase: &str) -> Result<Self, UnlockError> {
        let vault = keystore::unlock(&*ports, passphrase).await?;
        let open = load_open(&*ports, vault).await?;
        Ok(Self::of(Inner::new(ports, open)))
    }

    /// Makes a circle with us alone in it, at the relay of *Mine* unless another is named. Needs no network.
    ///
    /// # Errors
    /// [`CreateCircleError`]. Nothing was kept then.
    pub async fn create_circle(
        &self,
        kind: CircleKind,
        name: Option<Title>,
        relay: Option<RelayAddress>,
    ) -> Result<CircleId, CreateCircleError> {
        if kind == CircleKind::Mine {
            return Err(CreateCircleError::MineExists);
        }
        let ports = &*self.inner.ports;
        let seed = self.inner.seed().await?;
        let (my_name, roles, home) = self
            .inner
            .with_open(|open| (open.me.name.clone(), open.me.roles, open.me.relay.clone()))?;
        let state = new_circle(ports, &seed, kind, name.clone(), relay.unwrap_or(home));
        let words = first_words(ports, kind, name, &my_name, roles);
        let slot = self.inner.add_circle(state, words).await?;
        Ok(slot.provisional_id())
    }
}

impl<P: Ports> Inner<P> {
    /// Keeps a new circle, and that there is one. Gives its slot.
    pub(crate) async fn add_circle(
        &self,
        state: State,
        words: Vec<OutItem>,
    ) -> Result<Slot, KeepError> {
        let slot = Slot::make(&mut self.ports.random());
        let mut made = None;
        self.edit_me(|me, writes, vault| {
            me.slots.push(slot);
            made =
                Some(put_circle(&*self.ports, vault, writes, slot, state.clone(), words.clone()));
            Ok(())
        })
        .await?;
        if let Some(circle) = made {
            self.with_open_mut(|open| open.circles.push(Kept::new(slot, false, Some(circle))))?;
            self.changed();
        }
        Ok(slot)
    }
}

/// A store in the making: everything is put there by one commit.
pub(crate) struct NewStore {
    vault: Vault,
    mine: Vault,
    writes: Writes,
    circles: Vec<(Slot, Circle)>,
}

impl NewStore {
    /// A store for a member seed, opened by a passphrase.
    pub(crate) async fn make<P: Ports>(
        ports: &P,
        passphrase: &str,
        seed: &MemberSeed,
    ) -> Result<Self, BeginError> {
        if keystore::door(ports).await.map_err(KeepError::from)? != keystore::Door::Empty {
            return Err(BeginError::NotEmpty);
        }
        let (vault, keystore_writes) = keystore::make(ports, passphrase).await?;
        let mut random = ports.random();
        let mine_key = VaultKey::make(&mut random);
        let mut writes = Writes::default();
        writes.extend(keystore_writes);
        writes.extend([keystore::mine_without_passphrase(&vault, &mine_key, &mut random)]);
        let mine = Vault::new(mine_key);
        writes.put(ports, &mine, SEED, seed.as_bytes());
        Ok(Self { vault, mine, writes, circles: Vec::new() })
    }

    /// Adds a circle; the first one is *Mine*.
    pub(crate) fn add_circle<P: Ports>(
        &mut self,
        ports: &P,
        state: State,
        words: Vec<OutItem>,
    ) -> Slot {
        let slot = Slot::make(&mut ports.random());
        let vault = if self.circles.is_empty() { &self.mine } else { &self.vault };
        let circle = put_circle(ports, vault, &mut self.writes, slot, state, words);
        self.circles.push((slot, circle));
        slot
    }

    /// Keeps it all, if nobody lives here meanwhile.
    pub(crate) async fn keep<P: Ports>(
        mut self,
        ports: Rc<P>,
        me: Me,
    ) -> Result<Member<P>, BeginError> {
        let me_sealed = self.writes.replace(&*ports, &self.vault, ME, None, &me.encode());
        self.writes.commit(&*ports).await.map_err(|error| match error {
            KeepError::Store(StoreError::Conflict) => BeginError::NotEmpty,
            error => error.into(),
        })?;
        let kept = |(index, (slot, circle)): (usize, (Slot, Circle))| {
            Kept::new(slot, index == 0, Some(circle))
        };
        let open = Open {
            vault: Rc::new(self.vault),
            mine_vault: Some(Rc::new(self.mine)),
            mine_has_passphrase: false,
            me,
            me_sealed,
            circles: self.circles.into_iter().enumerate().map(kept).collect(),
        };
        Ok(Member::of(Inner::new(ports, open)))
    }
}

/// The record of somebody who begins.
pub(crate) fn new_me(
    beginning: &Beginning<'_>,
    slots: Vec<Slot>,
    random: &mut impl CryptoRng,
) -> Me {
    let mut device_key = [0; 16];
    random.fill_bytes(&mut device_key);
    let mut device_name = beginning.device.to_owned();
    device_name.truncate(device_name.floor_char_boundary(128));
    Me {
        name: beginning.name.clone(),
        roles: beginning.roles,
        relay: beginning.relay.clone(),
        slots,
        device_key,
        device_name,
        forgotten: Vec::new(),
    }
}

/// A circle that waits to be founded. Its nonce is another once it is.
pub(crate) fn new_circle<P: Ports>(
    ports: &P,
    seed: &MemberSeed,
    kind: CircleKind,
    name: Option<Title>,
    relay: RelayAddress,
) -> State {
    let mut random = ports.random();
    let mut nonce = [0; 32];
    random.fill_bytes(&mut nonce);
    let nonce = FoundingNonce::from_bytes(nonce);
    let device = DeviceSeed::make(&mut random);
    let member = seed.derive_identity(&nonce).id();
    // It gets its provisional id with its slot.
    let id = CircleId::from_bytes([0; 32]);
    let mut state = State::new(Phase::Founding, id, relay, kind, Derived { nonce, device, member });
    state.name = name;
    state.keys.insert(0, EpochKey::make(&mut random));
    state
}

/// What the founder of a circle says first.
pub(crate) fn first_words<P: Ports>(
    ports: &P,
    kind: CircleKind,
    name: Option<Title>,
    my_name: &Title,
    roles: Roles,
) -> Vec<OutItem> {
    let found = people::Act::Found(people::Found { kind, name });
    let introduce = people::Introduce { name: my_name.clone(), roles, secrets: None };
    vec![draft(ports, &Payload::Act(Act::People(found))), introduction(ports, introduce)]
}

/// What everybody says first: who they are.
pub(crate) fn introduction<P: Ports>(ports: &P, introduce: people::Introduce) -> OutItem {
    draft(ports, &Payload::Act(Act::People(people::Act::Introduce(introduce))))
}

/// Something to be signed later.
pub(crate) fn draft<P: Ports>(ports: &P, payload: &Payload) -> OutItem {
    use crate::ports::Clock;
    let mut id = [0; 32];
    ports.random().fill_bytes(&mut id);
    let content = steadfast_circle::body::Content {
        claimed_ms: ports.clock().now().as_millisecond(),
        zone: ports.clock().zone(),
        payload: payload.encode().unwrap_or_default(),
    };
    OutItem { content, stage: Stage::Drafted(EntryId(id)) }
}

/// Puts a new circle into a commit. Gives it as it will lie there.
fn put_circle<P: Ports>(
    ports: &P,
    vault: &Vault,
    writes: &mut Writes,
    slot: Slot,
    mut state: State,
    words: Vec<OutItem>,
) -> Circle {
    let mut out = Vec::with_capacity(words.len());
    for item in words {
        writes.put(ports, vault, &slot.out(state.out_next), &item.encode());
        state.out.push(state.out_next);
        out.push((state.out_next, item));
        state.out_next += 1;
    }
    if matches!(state.phase, Phase::Founding) {
        state.id = slot.provisional_id();
    }
    let sealed = writes.replace(ports, vault, &slot.state(), None, &state.encode());
    Circle::new(state, sealed, None, Vec::new(), out, Vec::new())
}
