//! One group of jobs: checked one by one, committed together, answered afterwards.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Instant,
};

use steadfast_circle::{
    CircleId, InvitationId, LockerId,
    log::tile::TILE_WIDTH,
    membership::{Change as Membership, Effect},
    verify::{Ledger, Mark},
};

use super::{
    CONTROL_BYTES_MAX, Incoming, Outcome, Receipt, Surroundings, WriteError,
    hot::{Hot, HotCircles, Usage},
};
use crate::{
    circles::Circle,
    config::Limits,
    live::News,
    store::contract::{Change, CircleNumber, Locker, ReadStore, StoreError, WriteStore},
};

/// Entries and bytes after which a group is committed although more waits, so that answers do not take ever longer.
const ENTRIES_MAX: u64 = 2_048;
const BYTES_MAX: u64 = 16 * 1_024 * 1_024;

/// An outcome that is told once the group is durable.
enum Waiting {
    Receipt { indices: Vec<u64>, circle: CircleId, outcome: Outcome<Receipt> },
    Done { outcome: Outcome<()> },
}

/// A circle's state before this group touched it.
enum Before {
    Nothing,
    Size { mark: Mark, usage: Usage },
}

pub(super) struct Group {
    changes: Vec<Change>,
    waiting: Vec<Waiting>,
    jobs: usize,
    entries: u64,
    bytes: u64,
    touched: HashMap<CircleId, Before>,
    founded: u64,
    knocks: HashMap<(CircleId, InvitationId), Option<Vec<u8>>>,
    lockers: HashMap<LockerId, Locker>,
    must_check: bool,
}

impl Group {
    pub(super) fn new() -> Self {
        Self {
            changes: Vec::new(),
            waiting: Vec::new(),
            jobs: 0,
            entries: 0,
            bytes: 0,
            touched: HashMap::new(),
            founded: 0,
            knocks: HashMap::new(),
            lockers: HashMap::new(),
            must_check: false,
        }
    }

    pub(super) fn jobs(&self) -> usize {
        self.jobs
    }

    pub(super) fn is_full(&self) -> bool {
        self.entries >= ENTRIES_MAX || self.bytes >= BYTES_MAX
    }

    pub(super) fn changes_anything(&self) -> bool {
        !self.changes.is_empty()
    }

    pub(super) fn count_job(&mut self) {
        self.jobs += 1;
    }

    pub(super) fn check(&mut self, outcome: Outcome<()>) {
        self.count_job();
        self.must_check = true;
        self.waiting.push(Waiting::Done { outcome });
    }

    /// Takes a job's preliminary result: an error is told at once, all else when the group is durable.
    fn settle(&mut self, done: Result<(), WriteError>, outcome: Outcome<()>) {
        self.count_job();
        match done {
            Ok(()) => self.waiting.push(Waiting::Done { outcome }),
            Err(error) => tell(outcome, Err(error)),
        }
    }

    pub(super) fn found(
        &mut self,
        hot: &mut HotCircles,
        next_number: impl FnOnce() -> Result<CircleNumber, StoreError>,
        genesis: Incoming,
        outcome: Outcome<Receipt>,
    ) {
        self.count_job();
        let circle = genesis.entry.entry().circle();
        match self.try_found(hot, next_number, genesis) {
            Ok(()) => self.waiting.push(Waiting::Receipt { indices: vec![0], circle, outcome }),
            Err(error) => tell(outcome, Err(error)),
        }
    }

    fn try_found(
        &mut self,
        hot: &mut HotCircles,
        next_number: impl FnOnce() -> Result<CircleNumber, StoreError>,
        genesis: Incoming,
    ) -> Result<(), WriteError> {
        let entry = genesis.entry.entry();
        let id = entry.circle();
        if hot.get(&id)?.is_some() {
            return Ok(());
        }
        let ledger = Ledger::found(entry, Some(&genesis.body)).map_err(broken)?;
        let number = next_number()? + self.founded;
        hot.insert(id, number, ledger);
        self.touched.insert(id, Before::Nothing);
        self.founded += 1;
        self.changes.push(Change::Found { number, id: id.to_bytes() });
        if let Some(hot) = hot.loaded(&id) {
            self.store(hot, 0, genesis);
        }
        Ok(())
    }

    /// Puts down an entry that its ledger has taken.
    fn store(&mut self, hot: &mut Hot, index: u64, incoming: Incoming) {
        let entry = incoming.entry.entry();
        let bytes = (entry.bytes().len() + incoming.body.len()) as u64;
        hot.usage.bytes += bytes;
        if entry.control().is_some() {
            hot.usage.control_bytes += entry.bytes().len() as u64;
        }
        let entry = incoming.entry.into_entry().into_bytes();
        self.bytes += bytes;
        self.entries += 1;
        self.changes.push(Change::Append { number: hot.number, index, entry, body: incoming.body });
        self.complete_subtrees(hot, index + 1);
    }

    /// Puts down the roots of the subtrees that are complete at this size.
    fn complete_subtrees(&mut self, hot: &Hot, size: u64) {
        let mut width = TILE_WIDTH;
        for level in 1_u8.. {
            if !size.is_multiple_of(width) {
                return;
            }
            let index = size / width - 1;
            if let Some(root) = hot.ledger.tree().node(8 * u32::from(level), index) {
                self.changes.push(Change::Subtree { number: hot.number, level, index, root });
            }
            let Some(wider) = width.checked_mul(TILE_WIDTH) else { return };
            width = wider;
        }
    }

    pub(super) fn append(
        &mut self,
        hot: &mut HotCircles,
        limits: &Limits,
        circle: CircleId,
        batch: Vec<Incoming>,
        outcome: Outcome<Receipt>,
    ) {
        self.count_job();
        match self.try_append(hot, limits, circle, batch) {
            Ok(indices) => self.waiting.push(Waiting::Receipt { indices, circle, outcome }),
            Err(error) => tell(outcome, Err(error)),
        }
    }

    fn try_append(
        &mut self,
        circles: &mut HotCircles,
        limits: &Limits,
        circle: CircleId,
        batch: Vec<Incoming>,
    ) -> Result<Vec<u64>, WriteError> {
        let hot = circles.get(&circle)?.ok_or(WriteError::NoCircle)?;
        let (mark, usage) = (hot.ledger.mark(), hot.usage);
        let (changes, entries, bytes) = (self.changes.len(), self.entries, self.bytes);
        let mut indices = Vec::with_capacity(batch.len());
        let mut effects = Vec::new();
        for incoming in batch {
            match self.append_one(hot, limits, incoming, &mut effects) {
                Ok(index) => indices.push(index),
                Err(error) => {
                    hot.ledger.rewind(&mark);
                    hot.usage = usage;
                    self.changes.truncate(changes);
                    (self.entries, self.bytes) = (entries, bytes);
                    return Err(error);
                }
            }
        }
        if self.changes.len() > changes {
            self.touched.entry(circle).or_insert(Before::Size { mark, usage });
        }
        for effect in effects {
            self.follow(circles, circle, effect);
        }
        Ok(indices)
    }

    fn append_one(
        &mut self,
        hot: &mut Hot,
        limits: &Limits,
        incoming: Incoming,
        effects: &mut Vec<Effect>,
    ) -> Result<u64, WriteError> {
        let entry = incoming.entry.entry();
        if let Some(index) = hot.ledger.index_of(&entry.hash()) {
            return Ok(index);
        }
        let (entry_bytes, body_bytes) = (entry.bytes().len() as u64, incoming.body.len() as u64);
        if hot.usage.bytes.saturating_add(entry_bytes + body_bytes) > limits.circle_bytes {
            return Err(WriteError::CircleFull { circle_bytes_max: limits.circle_bytes });
        }
        if entry.control().is_some() && hot.usage.control_bytes + entry_bytes > CONTROL_BYTES_MAX {
            return Err(WriteError::TooManyControls);
        }
        let appended =
            hot.ledger.append_authentic(&incoming.entry, Some(&incoming.body)).map_err(broken)?;
        self.store(hot, appended.index, incoming);
        effects.push(appended.effect);
        Ok(appended.index)
    }

    /// Does to the rest of the store what an entry's control asks for, once its whole batch was found good.
    fn follow(&mut self, circles: &mut HotCircles, circle: CircleId, effect: Effect) {
        let Some(number) = circles.loaded(&circle).map(|hot| hot.number) else { return };
        match effect {
            Effect::Took(Membership::Erased { entries }) => {
                // What cannot be read counts as nothing, and the circle seems a little larger than it is until it is
                // loaded again. So does a body that came with this very group.
                let length = |index: &u64| circles.store.body_bytes(number, *index).unwrap_or(0);
                let freed: u64 = entries.iter().map(length).sum();
                if let Some(hot) = circles.loaded(&circle) {
                    hot.usage.bytes = hot.usage.bytes.saturating_sub(freed);
                }
                let drop_body = |index| Change::DropBody { number, index };
                self.changes.extend(entries.into_iter().map(drop_body));
            }
            Effect::Took(Membership::InvitationWithdrawn { invitation }) => {
                self.changes.push(Change::DropKnock { number, invitation: invitation.to_bytes() });
                self.knocks.insert((circle, invitation), None);
            }
            _ => {}
        }
    }

    pub(super) fn put_knock(
        &mut self,
        hot: &mut HotCircles,
        circle: CircleId,
        invitation: InvitationId,
        sealed: Vec<u8>,
        outcome: Outcome<()>,
    ) {
        let done = self.try_put_knock(hot, circle, invitation, sealed);
        self.settle(done, outcome);
    }

    fn try_put_knock(
        &mut self,
        circles: &mut HotCircles,
        circle: CircleId,
        invitation: InvitationId,
        sealed: Vec<u8>,
    ) -> Result<(), WriteError> {
        let number = circles.get(&circle)?.ok_or(WriteError::NoCircle)?.number;
        let held = match self.knocks.get(&(circle, invitation)) {
            Some(held) => held.clone(),
            None => circles.store.knock(number, invitation.as_bytes())?,
        };
        match held {
            Some(held) if held == sealed => Ok(()),
            Some(_) => Err(WriteError::KnockedAlready),
            None => {
                self.knocks.insert((circle, invitation), Some(sealed.clone()));
                self.changes.push(Change::PutKnock {
                    number,
                    invitation: invitation.to_bytes(),
                    sealed,
                });
                Ok(())
            }
        }
    }

    pub(super) fn drop_knock(
        &mut self,
        hot: &mut HotCircles,
        circle: CircleId,
        invitation: InvitationId,
        outcome: Outcome<()>,
    ) {
        let done = match hot.get(&circle) {
            Ok(Some(hot)) => {
                self.knocks.insert((circle, invitation), None);
                self.changes.push(Change::DropKnock {
                    number: hot.number,
                    invitation: invitation.to_bytes(),
                });
                Ok(())
            }
            Ok(None) => Err(WriteError::NoCircle),
            Err(error) => Err(error.into()),
        };
        self.settle(done, outcome);
    }

    pub(super) fn put_locker(
        &mut self,
        hot: &HotCircles,
        key: LockerId,
        locker: Locker,
        now_ms: u64,
        outcome: Outcome<()>,
    ) {
        let done = self.try_put_locker(hot, key, locker, now_ms);
        self.settle(done, outcome);
    }

    fn try_put_locker(
        &mut self,
        hot: &HotCircles,
        key: LockerId,
        locker: Locker,
        now_ms: u64,
    ) -> Result<(), WriteError> {
        let held = match self.lockers.get(&key) {
            Some(held) => Some(held.clone()),
            None => hot.store.locker(key.as_bytes(), now_ms)?,
        };
        if held.as_ref() == Some(&locker) {
            return Ok(());
        }
        let held = held.map_or(0, |held| held.version);
        if held.checked_add(1) != Some(locker.version) {
            return Err(WriteError::LockerVersion { held });
        }
        self.bytes += locker.value.len() as u64;
        self.lockers.insert(key, locker.clone());
        self.changes.push(Change::PutLocker { key: key.to_bytes(), locker });
        Ok(())
    }

    /// Makes everything durable, shows it, and answers. If it cannot be made durable, everything is as it was before
    /// and everybody hears why.
    pub(super) fn finish(
        self,
        store: &mut impl WriteStore,
        hot: &mut HotCircles,
        around: &Surroundings,
    ) {
        let begun = Instant::now();
        let committed = match (&self.changes[..], self.must_check) {
            ([], false) => Ok(()),
            ([], true) => store.check(),
            (changes, _) => store.commit(changes),
        };
        match committed {
            Ok(()) => {
                if self.changes_anything() {
                    around.metrics.committed(self.entries, begun.elapsed());
                    around.metrics.circles.add(self.founded);
                }
                self.show(hot, around);
            }
            Err(error) => {
                around.metrics.commits_failed.add(1);
                self.take_back(hot, error);
            }
        }
        hot.cool();
    }

    fn show(self, hot: &mut HotCircles, around: &Surroundings) {
        let mut shown: HashMap<CircleId, Arc<Circle>> = HashMap::new();
        let answered = self.waiting.iter().filter_map(|waiting| match waiting {
            Waiting::Receipt { circle, .. } => Some(*circle),
            Waiting::Done { .. } => None,
        });
        let circles: BTreeSet<CircleId> = answered.chain(self.touched.keys().copied()).collect();
        for id in circles {
            if let Some(hot) = hot.loaded(&id) {
                let circle =
                    Arc::new(Circle::new(hot.number, &hot.ledger, hot.usage.control_bytes));
                around.circles.publish(id, Arc::clone(&circle));
                shown.insert(id, circle);
            }
        }
        for id in self.touched.keys() {
            if let Some(circle) = shown.get(id) {
                around.live.tell(*id, News::Grew(circle.size()));
            }
        }
        for ((circle, invitation), knock) in &self.knocks {
            if knock.is_some() {
                around.live.tell(*circle, News::Knock(*invitation));
            }
        }
        for waiting in self.waiting {
            match waiting {
                Waiting::Done { outcome } => tell(outcome, Ok(())),
                Waiting::Receipt { indices, circle, outcome } => {
                    let circle = shown.get(&circle).map(Arc::clone).ok_or(WriteError::Failed);
                    tell(outcome, circle.map(|circle| Receipt { indices, circle }));
                }
            }
        }
    }

    fn take_back(self, hot: &mut HotCircles, error: StoreError) {
        for (id, before) in &self.touched {
            match (before, hot.loaded(id)) {
                (Before::Size { mark, usage }, Some(hot)) => {
                    hot.ledger.rewind(mark);
                    hot.usage = *usage;
                }
                (Before::Nothing, _) => hot.remove(id),
                (Before::Size { .. }, None) => {}
            }
        }
        let full = matches!(error, StoreError::NoSpace(_));
        if full {
            tracing::error!("the disk is full; nothing can be stored until there is space");
        } else {
            tracing::error!(error = &error as &dyn std::error::Error, "a commit failed");
        }
        let why = || if full { WriteError::NoSpace } else { WriteError::Failed };
        for waiting in self.waiting {
            match waiting {
                Waiting::Done { outcome } => tell(outcome, Err(why())),
                Waiting::Receipt { outcome, .. } => tell(outcome, Err(why())),
            }
        }
    }
}

fn broken(broken: steadfast_circle::evidence::Broken) -> WriteError {
    WriteError::Broken(Box::new(broken))
}

/// Whoever asked may have gone. What was stored stays all the same, and asking again is answered the same way.
fn tell<T>(outcome: Outcome<T>, result: Result<T, WriteError>) {
    let _asker_gone = outcome.send(result);
}
