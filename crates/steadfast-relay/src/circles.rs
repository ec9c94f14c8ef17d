//! What readers need to know of each circle: how far it is durable, under which root, and who is in it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use steadfast_circle::{
    CircleId,
    entry::SignedEntry,
    log::checkpoint::Checkpoint,
    membership::Roster,
    verify::{AuthenticEntry, Ledger},
};

use crate::{
    identity::Identity,
    store::contract::{CircleNumber, ReadStore, StoreError},
};

/// How often a circle is read again if it grows while it is being read.
const LOAD_TRIES: usize = 5;

/// Memory that a circle takes besides what its controls brought in, in bytes, about.
const CIRCLE_BYTES: u64 = 8_192;

/// A circle as it was after some durable commit.
pub(crate) struct Circle {
    pub(crate) number: CircleNumber,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) roster: Arc<Roster>,
    /// About how many bytes of memory it takes.
    weight: u64,
    /// Signed when somebody asks, because most checkpoints are overtaken before anyone does.
    signed: OnceLock<Arc<str>>,
}

impl Circle {
    pub(crate) fn new(number: CircleNumber, ledger: &Ledger, control_bytes: u64) -> Self {
        Self {
            number,
            checkpoint: ledger.checkpoint(),
            roster: ledger.shared_roster(),
            weight: CIRCLE_BYTES + control_bytes,
            signed: OnceLock::new(),
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// The signed checkpoint. Only ever made of what is durable.
    pub(crate) fn signed_checkpoint(&self, identity: &Identity) -> Arc<str> {
        Arc::clone(
            self.signed.get_or_init(|| identity.seed.sign(&identity.name, &self.checkpoint).into()),
        )
    }
}

/// Why a circle could not be read from the store.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    /// What is stored at this index is not what was once accepted.
    #[error("the stored entry {index} of a circle is damaged")]
    Damaged { index: u64 },
    #[error("a circle kept growing while it was read")]
    Restless,
}

/// A circle from the store.
pub(crate) struct Loaded {
    pub(crate) number: CircleNumber,
    pub(crate) ledger: Ledger,
    /// Bytes of its entries that carry controls.
    pub(crate) control_bytes: u64,
}

/// Rebuilds a circle's ledger from its stored entries. Their signatures were verified before they were stored and are not
/// verified again; all other rules are, so that a damaged disk is noticed.
pub(crate) fn load(store: &impl ReadStore, id: &CircleId) -> Result<Option<Loaded>, LoadError> {
    let Some(row) = store.circle(id.as_bytes())? else { return Ok(None) };
    let mut ledger: Option<Ledger> = None;
    let mut control_bytes = 0;
    let mut damaged = None;
    store.signed_entries(row.number, 0..row.size, &mut |index, bytes| {
        if damaged.is_some() {
            return;
        }
        match take(&mut ledger, id, bytes) {
            Some(true) => control_bytes += bytes.len() as u64,
            Some(false) => {}
            None => damaged = Some(index),
        }
    })?;
    match (ledger, damaged) {
        (Some(ledger), None) if ledger.size() == row.size => {
            Ok(Some(Loaded { number: row.number, ledger, control_bytes }))
        }
        (ledger, damaged) => {
            let index = damaged.unwrap_or_else(|| ledger.map_or(0, |ledger| ledger.size()));
            Err(LoadError::Damaged { index })
        }
    }
}

/// Adds a stored entry to the ledger, or founds the ledger with it, and says whether it carries a control; none if it
/// does not belong there.
fn take(ledger: &mut Option<Ledger>, id: &CircleId, bytes: &[u8]) -> Option<bool> {
    let entry = SignedEntry::decode(bytes).ok()?;
    let carries_control = entry.control().is_some();
    match ledger {
        None => *ledger = Some(Ledger::found_as(id, &entry, None).ok()?),
        Some(ledger) => {
            ledger.append_authentic(&AuthenticEntry::from_store(entry), None).ok()?;
        }
    }
    Some(carries_control)
}

/// The circles that were asked for lately.
pub(crate) struct Circles {
    kept: Mutex<Kept>,
    weight_max: u64,
}

#[derive(Default)]
struct Kept {
    circles: HashMap<CircleId, (Arc<Circle>, u64)>,
    /// Of all circles together.
    weight: u64,
    /// Counts uses, to tell which circle was used longest ago.
    clock: u64,
}

impl Circles {
    pub(crate) fn new(weight_max: u64) -> Self {
        Self { kept: Mutex::default(), weight_max }
    }

    /// A circle that is in memory.
    pub(crate) fn cached(&self, id: &CircleId) -> Option<Arc<Circle>> {
        self.lock().get(id)
    }

    /// Shows what has just become durable. Only the writer calls this, after each commit.
    pub(crate) fn publish(&self, id: CircleId, circle: Arc<Circle>) {
        self.lock().insert(id, circle, self.weight_max);
    }

    /// A circle from memory, or else from the store. Reads from disk.
    pub(crate) fn get_or_load(
        &self,
        store: &impl ReadStore,
        id: &CircleId,
    ) -> Result<Option<Arc<Circle>>, LoadError> {
        for _ in 0..LOAD_TRIES {
            if let Some(circle) = self.cached(id) {
                return Ok(Some(circle));
            }
            let Some(Loaded { number, ledger, control_bytes }) = load(store, id)? else {
                return Ok(None);
            };
            let loaded = Arc::new(Circle::new(number, &ledger, control_bytes));
            let mut kept = self.lock();
            if let Some(published) = kept.get(id) {
                return Ok(Some(published));
            }
            // Under the lock nothing can be published. So if the store has not grown since it was read, whatever
            // comes later will replace this; otherwise a removed device might be let in once more.
            if store.circle(id.as_bytes())?.is_some_and(|row| row.size == loaded.size()) {
                kept.insert(*id, Arc::clone(&loaded), self.weight_max);
                return Ok(Some(loaded));
            }
        }
        Err(LoadError::Restless)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn get(&mut self, id: &CircleId) -> Option<Arc<Circle>> {
        self.clock += 1;
        let (circle, used) = self.circles.get_mut(id)?;
        *used = self.clock;
        Some(Arc::clone(circle))
    }

    fn insert(&mut self, id: CircleId, circle: Arc<Circle>, weight_max: u64) {
        self.clock += 1;
        self.weight += circle.weight;
        if let Some((replaced, _)) = self.circles.insert(id, (circle, self.clock)) {
            self.weight -= replaced.weight;
        }
        while self.weight > weight_max && self.circles.len() > 1 {
            let oldest = self.circles.iter().min_by_key(|(_, (_, used))| *used).map(|(id, _)| *id);
            let Some((dropped, _)) = oldest.and_then(|id| self.circles.remove(&id)) else { return };
            self.weight -= dropped.weight;
        }
    }
}
