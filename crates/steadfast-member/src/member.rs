//! One person's device: its keys, its circles, and how to hear of changes.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use async_lock::Mutex;
use jiff::Timestamp;
use steadfast_circle::{
    CircleId,
    body::{CONTENT_LENGTH_MAX, Content},
    entry::Control,
    seed::MemberSeed,
    writer::{WriteError, write_entry},
};
use steadfast_repair::{EntryId, relationship::Relationship};

use crate::{
    error::SayError,
    kept::{
        circle::{Circle, timestamp},
        commit::{Writes, load, read},
        me::{ME, Me, SEED},
        outbox::{OutItem, Stage},
        slot::Slot,
        state::{Phase, State},
    },
    keystore::{MineLock, mine_lock},
    ports::{Clock, Ports, StoreError},
    problem::KeepError,
    relay::{Relay, Tokens},
    vault::{Damaged, Vault},
};

/// How often a commit is tried again that another tab came before.
const CONFLICTS_MAX: usize = 16;

/// One person's device, unlocked: all circles that it knows.
///
/// A handle: clones share one state, and each may be used while another waits. Everything runs on one thread.
pub struct Member<P: Ports> {
    pub(crate) inner: Rc<Inner<P>>,
}

impl<P: Ports> Clone for Member<P> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

/// What all handles share.
pub(crate) struct Inner<P: Ports> {
    pub(crate) ports: Rc<P>,
    pub(crate) tokens: Tokens,
    open: RefCell<Option<Open>>,
    revision: Cell<u64>,
    on_change: RefCell<Option<Rc<dyn Fn()>>>,
    /// Held while the record of the person is written.
    pub(crate) me_turn: Mutex<()>,
    /// Held while the locker is synced.
    pub(crate) locker_turn: Mutex<()>,
}

/// What is in memory only while the device is unlocked.
pub(crate) struct Open {
    pub(crate) vault: Rc<Vault>,
    /// The vault of *Mine* and of the member seed, while it is open.
    pub(crate) mine_vault: Option<Rc<Vault>>,
    pub(crate) mine_has_passphrase: bool,
    pub(crate) me: Me,
    pub(crate) me_sealed: Vec<u8>,
    /// *Mine* first.
    pub(crate) circles: Vec<Rc<Kept>>,
}

/// One circle of this device.
pub(crate) struct Kept {
    pub(crate) slot: Slot,
    pub(crate) mine: bool,
    /// None while *Mine* is closed, or the device was locked.
    pub(crate) circle: RefCell<Option<Circle>>,
    /// Held by whoever syncs.
    pub(crate) sync_turn: Mutex<()>,
    /// Held by whoever writes; never while the network is waited for.
    pub(crate) write_turn: Mutex<()>,
    /// How far a long sync is: entries reached, and entries to come to.
    pub(crate) progress: Cell<Option<(u64, u64)>>,
    /// When the relay's record was last found whole; the store learns it with the next commit.
    pub(crate) checked_ms: Cell<Option<i64>>,
    /// The checkpoint at which we were last told that we are not in; empty if we were not.
    pub(crate) turned_away: RefCell<String>,
}

impl Kept {
    pub(crate) fn new(slot: Slot, mine: bool, circle: Option<Circle>) -> Rc<Self> {
        let checked_ms = Cell::new(circle.as_ref().and_then(|circle| circle.state.checked_ms));
        Rc::new(Self {
            slot,
            mine,
            circle: RefCell::new(circle),
            sync_turn: Mutex::new(()),
            write_turn: Mutex::new(()),
            progress: Cell::new(None),
            checked_ms,
            turned_away: RefCell::new(String::new()),
        })
    }

    /// Reads the circle.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Circle) -> T) -> Result<T, KeepError> {
        match self.circle.borrow().as_ref() {
            Some(circle) => Ok(read(circle)),
            None if self.mine => Err(KeepError::MineClosed),
            None => Err(KeepError::Locked),
        }
    }
}

/// A change of what is on its way, and of the state, to be kept in one commit.
pub(crate) struct Edit<T> {
    pub(crate) state: State,
    pub(crate) add: Vec<OutItem>,
    pub(crate) remove: Vec<u64>,
    pub(crate) value: T,
    /// Whether there is nothing to keep after all.
    pub(crate) idle: bool,
}

impl<T> Edit<T> {
    pub(crate) fn of(circle: &Circle, value: T) -> Self {
        Self {
            state: circle.state.clone(),
            add: Vec::new(),
            remove: Vec::new(),
            value,
            idle: false,
        }
    }

    /// Nothing to keep.
    pub(crate) fn idle(circle: &Circle, value: T) -> Self {
        Self { idle: true, ..Self::of(circle, value) }
    }
}

impl<P: Ports> Inner<P> {
    pub(crate) fn new(ports: Rc<P>, open: Open) -> Rc<Self> {
        Rc::new(Self {
            ports,
            tokens: Tokens::default(),
            open: RefCell::new(Some(open)),
            revision: Cell::new(0),
            on_change: RefCell::new(None),
            me_turn: Mutex::new(()),
            locker_turn: Mutex::new(()),
        })
    }

    /// Reads what is open.
    pub(crate) fn with_open<T>(&self, read: impl FnOnce(&Open) -> T) -> Result<T, KeepError> {
        self.open.borrow().as_ref().map(read).ok_or(KeepError::Locked)
    }

    /// Changes what is open.
    pub(crate) fn with_open_mut<T>(
        &self,
        change: impl FnOnce(&mut Open) -> T,
    ) -> Result<T, KeepError> {
        self.open.borrow_mut().as_mut().map(change).ok_or(KeepError::Locked)
    }

    /// Drops everything that is only there while the device is unlocked.
    pub(crate) fn lock(&self) {
        if let Some(open) = self.open.borrow_mut().take() {
            for kept in open.circles {
                kept.circle.borrow_mut().take();
            }
        }
        self.tokens.clear();
        self.changed();
    }

    /// Says that something that can be read has changed.
    pub(crate) fn changed(&self) {
        self.revision.set(self.revision.get() + 1);
        let callback = self.on_change.borrow().clone();
        if let Some(callback) = callback {
            callback();
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ports.clock().now()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    pub(crate) fn circles(&self) -> Result<Vec<Rc<Kept>>, KeepError> {
        self.with_open(|open| open.circles.clone())
    }

    pub(crate) fn kept(&self, circle: CircleId) -> Result<Rc<Kept>, KeepError> {
        let answers = |kept: &&Rc<Kept>| {
            kept.slot.provisional_id() == circle
                || kept.circle.borrow().as_ref().is_some_and(|known| known.state.id == circle)
        };
        self.with_open(|open| open.circles.iter().find(answers).cloned())?
            .ok_or(KeepError::NoSuchCircle(circle))
    }

    pub(crate) fn vault_of(&self, kept: &Kept) -> Result<Rc<Vault>, KeepError> {
        self.with_open(|open| {
            if kept.mine { open.mine_vault.clone() } else { Some(Rc::clone(&open.vault)) }
        })?
        .ok_or(KeepError::MineClosed)
    }

    /// The member seed, which lies where *Mine* does.
    pub(crate) async fn seed(&self) -> Result<MemberSeed, KeepError> {
        let vault = self.with_open(|open| open.mine_vault.clone())?.ok_or(KeepError::MineClosed)?;
        let damaged = || Damaged { place: SEED.into() };
        let bytes = read(&*self.ports, &vault, SEED).await?.ok_or_else(damaged)?;
        Ok(MemberSeed::from_bytes(bytes.as_slice().try_into().map_err(|_| damaged())?))
    }

    pub(crate) fn relay<'a>(&'a self, address: &'a crate::ports::RelayAddress) -> Relay<'a, P> {
        Relay { ports: &self.ports, address }
    }

    /// Reads a circle anew, because another tab has written it.
    pub(crate) async fn reload(&self, kept: &Kept, vault: &Vault) -> Result<(), KeepError> {
        let circle = load(&*self.ports, vault, kept.slot).await?;
        let circle = circle.ok_or_else(|| Damaged { place: kept.slot.state() })?;
        // Whoever locked meanwhile wins.
        self.with_open(|_| ())?;
        kept.checked_ms.set(circle.state.checked_ms.max(kept.checked_ms.get()));
        kept.circle.replace(Some(circle));
        self.changed();
        Ok(())
    }

    /// Changes a circle's state and outbox in one durable commit. If another tab came before, the change is worked out
    /// anew on what that tab left.
    pub(crate) async fn edit<T, E: From<KeepError>>(
        &self,
        kept: &Kept,
        mut change: impl FnMut(&Circle, &mut P::Random) -> Result<Edit<T>, E>,
    ) -> Result<T, E> {
        let _turn = kept.write_turn.lock().await;
        let vault = self.vault_of(kept)?;
        for _ in 0..CONFLICTS_MAX {
            let (edit, known) = kept
                .with(|circle| (change(circle, &mut self.ports.random()), circle.sealed.clone()))?;
            let Edit { mut state, add, remove, value, idle } = edit?;
            if idle {
                return Ok(value);
            }
            state.checked_ms = kept.checked_ms.get().max(state.checked_ms);
            state.out.retain(|number| !remove.contains(number));
            let mut writes = Writes::default();
            for number in &remove {
                writes.delete(&vault, &kept.slot.out(*number));
            }
            let mut added = Vec::with_capacity(add.len());
            for item in add {
                writes.put(&*self.ports, &vault, &kept.slot.out(state.out_next), &item.encode());
                state.out.push(state.out_next);
                added.push((state.out_next, item));
                state.out_next += 1;
            }
            let place = kept.slot.state();
            let sealed =
                writes.replace(&*self.ports, &vault, &place, Some(&known), &state.encode());
            match writes.commit(&*self.ports).await {
                Ok(()) => {
                    if let Some(circle) = kept.circle.borrow_mut().as_mut() {
                        (circle.state, circle.sealed) = (state, sealed);
                        circle.change_out(&remove, added);
                    }
                    self.changed();
                    return Ok(value);
                }
                Err(KeepError::Store(StoreError::Conflict)) => self.reload(kept, &vault).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(KeepError::Store(StoreError::Conflict).into())
    }

    /// Changes the record of the person, with further writes, in one durable commit.
    pub(crate) async fn edit_me(
        &self,
        mut change: impl FnMut(&mut Me, &mut Writes, &Vault) -> Result<(), KeepError>,
    ) -> Result<(), KeepError> {
        let _turn = self.me_turn.lock().await;
        for _ in 0..CONFLICTS_MAX {
            let (mut me, known, vault) = self.with_open(|open| {
                (open.me.clone(), open.me_sealed.clone(), Rc::clone(&open.vault))
            })?;
            let mut writes = Writes::default();
            change(&mut me, &mut writes, &vault)?;
            let sealed = writes.replace(&*self.ports, &vault, ME, Some(&known), &me.encode());
            match writes.commit(&*self.ports).await {
                Ok(()) => {
                    self.with_open_mut(|open| (open.me, open.me_sealed) = (me, sealed))?;
                    self.changed();
                    return Ok(());
                }
                Err(KeepError::Store(StoreError::Conflict)) => self.reload_me(&vault).await?,
                Err(error) => return Err(error),
            }
        }
        Err(KeepError::Store(StoreError::Conflict))
    }

    /// Reads the record of the person anew, and circles that another tab has added or removed.
    pub(crate) async fn reload_me(&self, vault: &Vault) -> Result<(), KeepError> {
        let (me, sealed) = load_me(&*self.ports, vault).await?;
        let known = self.circles()?;
        let mut circles = Vec::with_capacity(me.slots.len());
        for (index, slot) in me.slots.iter().enumerate() {
            match known.iter().find(|kept| kept.slot == *slot) {
                Some(kept) => circles.push(Rc::clone(kept)),
                None => {
                    let circle = load(&*self.ports, vault, *slot).await?;
                    circles.push(Kept::new(*slot, index == 0, circle));
                }
            }
        }
        self.with_open_mut(|open| (open.me, open.me_sealed, open.circles) = (me, sealed, circles))?;
        self.changed();
        Ok(())
    }

    /// What goes into an entry's body, claimed now and here.
    pub(crate) fn content(&self, payload: Vec<u8>) -> Content {
        let mut zone = self.ports.clock().zone();
        if zone.len() > steadfast_circle::body::ZONE_LENGTH_MAX {
            zone.clear();
        }
        Content { claimed_ms: self.now_ms(), zone, payload }
    }

    /// Puts something of ours on its way: signed at once where that can be, as a draft otherwise.
    pub(crate) async fn write(
        &self,
        kept: &Kept,
        control: Option<Control>,
        payload: Vec<u8>,
        note: impl Fn(&mut State),
    ) -> Result<EntryId, SayError> {
        let content = self.content(payload);
        self.edit(kept, |circle, random| {
            let item =
                prepare(circle, circle.position(), control.clone(), content.clone(), random)?;
            let mut edit = Edit::of(circle, item.id());
            note(&mut edit.state);
            edit.add.push(item);
            Ok(edit)
        })
        .await
    }
}

/// Makes an outbox item at a position: signed, or a draft if it cannot be signed yet.
pub(crate) fn prepare(
    circle: &Circle,
    position: Option<steadfast_circle::verify::Position>,
    control: Option<Control>,
    content: Content,
    random: &mut impl rand_core::CryptoRng,
) -> Result<OutItem, SayError> {
    match circle.state.phase {
        Phase::Founding | Phase::Adding | Phase::In => {}
        Phase::Joining(_) | Phase::DeviceRemoved | Phase::Left => return Err(SayError::NotIn),
    }
    let now = timestamp(content.claimed_ms);
    let waiting = circle.waiting(now);
    let waits = control.is_none() && circle.waits(&content, &waiting, now).is_some();
    let drafts = circle.out.iter().any(|(_, item)| {
        matches!(item.stage, Stage::Drafted(id) if waiting.iter().all(|(waits, _)| *waits != id))
    });
    let position = position.filter(|_| circle.state.phase == Phase::In);
    let key = position.and_then(|position| circle.state.keys.get(position.epoch));
    // What is said comes in the order in which it was said, so nothing overtakes a draft but what steers the circle. Only what
    // waits because another has asked for space is overtaken.
    let can_sign = control.is_some()
        || (!drafts && !waits && position.is_some_and(|position| !position.stale));
    match (position, key) {
        (Some(position), Some(key)) if can_sign => {
            let member = circle.state.member;
            let written =
                write_entry(member, &circle.keys, &position, control, &content, key, random)?;
            let stage =
                Stage::Signed { entry: Box::new(written.entry), body: written.body, before: None };
            Ok(OutItem { content, stage })
        }
        _ if control.is_some() => Err(SayError::NotFounded),
        _ if content.to_bytes().len() > CONTENT_LENGTH_MAX => Err(SayError::TooLong),
        _ => {
            let mut id = [0; 32];
            random.fill_bytes(&mut id);
            Ok(OutItem { content, stage: Stage::Drafted(EntryId(id)) })
        }
    }
}

impl From<WriteError> for SayError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Seal(_) | WriteError::Sign(_) => Self::TooLong,
            WriteError::Stale | WriteError::Recipient(_) => Self::NotIn,
        }
    }
}

/// Reads the record of the person.
pub(crate) async fn load_me<P: Ports>(
    ports: &P,
    vault: &Vault,
) -> Result<(Me, Vec<u8>), KeepError> {
    use crate::ports::Store;
    let damaged = || Damaged { place: ME.into() };
    let sealed = ports.store().get(&vault.name(ME)).await?.ok_or_else(damaged)?;
    let me = Me::decode(&vault.open(ME, &sealed)?).map_err(|_| damaged())?;
    if me.slots.is_empty() { Err(damaged().into()) } else { Ok((me, sealed)) }
}

/// Reads everything that an unlocked device holds in memory.
pub(crate) async fn load_open<P: Ports>(ports: &P, vault: Vault) -> Result<Open, KeepError> {
    let (me, me_sealed) = load_me(ports, &vault).await?;
    let lock = mine_lock(ports, &vault).await.map_err(|_| Damaged { place: "mine/lock".into() })?;
    let (mine_vault, mine_has_passphrase) = match lock {
        MineLock::Open(vault) => (Some(Rc::new(vault)), false),
        MineLock::Passphrase => (None, true),
    };
    let mut circles = Vec::with_capacity(me.slots.len());
    for (index, slot) in me.slots.iter().enumerate() {
        let mine = index == 0;
        let circle = match (mine, &mine_vault) {
            (true, None) => None,
            (true, Some(mine_vault)) => load(ports, mine_vault, *slot).await?,
            (false, _) => load(ports, &vault, *slot).await?,
        };
        let missing = circle.is_none() && !(mine && mine_vault.is_none());
        if missing {
            return Err(Damaged { place: slot.state() }.into());
        }
        circles.push(Kept::new(*slot, mine, circle));
    }
    Ok(Open { vault: Rc::new(vault), mine_vault, mine_has_passphrase, me, me_sealed, circles })
}

impl<P: Ports> Member<P> {
    pub(crate) fn of(inner: Rc<Inner<P>>) -> Self {
        Self { inner }
    }

    /// Forgets all keys at once. Every handle answers [`KeepError::Locked`] from now on.
    pub fn lock(&self) {
        self.inner.lock();
    }

    /// Whether the keys were forgotten.
    pub fn is_locked(&self) -> bool {
        self.inner.with_open(|_| ()).is_err()
    }

    /// The ports that this member was given.
    pub fn ports(&self) -> &Rc<P> {
        &self.inner.ports
    }

    /// A number that grows with every change of anything that can be read here.
    pub fn revision(&self) -> u64 {
        self.inner.revision.get()
    }

    /// Has a function called after every change. It must not call back into the member at once; it schedules that.
    pub fn on_change(&self, changed: Rc<dyn Fn()>) {
        self.inner.on_change.replace(Some(changed));
    }

    /// Reads the folded circle, pending acts of ours included. `None` if there is no such circle here, or it is closed.
    pub fn relationship<T>(
        &self,
        circle: CircleId,
        read: impl FnOnce(&Relationship) -> T,
    ) -> Option<T> {
        let kept = self.inner.kept(circle).ok()?;
        kept.with(|circle| read(circle.relationship())).ok()
    }
}
