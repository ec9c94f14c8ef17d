//! The ledgers that the writer checks appends against, kept while their circles are written to.

use std::collections::HashMap;

use steadfast_circle::{CircleId, verify::Ledger};

use crate::{
    circles::{LoadError, load},
    store::{
        contract::{CircleNumber, ReadStore},
        sqlite::SqliteReader,
    },
};

/// Entries that all ledgers in memory have together before the one used longest ago is dropped; about 130 bytes each.
const ENTRIES_IN_MEMORY_MAX: u64 = 250_000;

/// One circle that is being written to.
pub(super) struct Hot {
    pub(super) number: CircleNumber,
    pub(super) ledger: Ledger,
    /// Bytes of its entries and bodies together.
    pub(super) bytes: u64,
    used: u64,
}

/// All of them, and the connection by which they are loaded.
pub(super) struct HotCircles {
    pub(super) store: SqliteReader,
    circles: HashMap<CircleId, Hot>,
    circles_max: usize,
    clock: u64,
}

impl HotCircles {
    pub(super) fn new(store: SqliteReader, circles_max: u32) -> Self {
        Self {
            store,
            circles: HashMap::new(),
            circles_max: (circles_max as usize).max(1),
            clock: 0,
        }
    }

    /// The circle, loaded if need be. Before the next [`HotCircles::cool`] none is dropped.
    pub(super) fn get(&mut self, id: &CircleId) -> Result<Option<&mut Hot>, LoadError> {
        if !self.circles.contains_key(id) {
            let Some((number, ledger)) = load(&self.store, id)? else { return Ok(None) };
            let bytes = self.store.bytes(number)?;
            self.circles.insert(*id, Hot { number, ledger, bytes, used: 0 });
        }
        self.clock += 1;
        let mut hot = self.circles.get_mut(id);
        if let Some(hot) = &mut hot {
            hot.used = self.clock;
        }
        Ok(hot)
    }

    /// The circle, if it is in memory.
    pub(super) fn loaded(&mut self, id: &CircleId) -> Option<&mut Hot> {
        self.circles.get_mut(id)
    }

    pub(super) fn insert(&mut self, id: CircleId, number: CircleNumber, ledger: Ledger) {
        self.clock += 1;
        self.circles.insert(id, Hot { number, ledger, bytes: 0, used: self.clock });
    }

    pub(super) fn remove(&mut self, id: &CircleId) {
        self.circles.remove(id);
    }

    /// Counts a circle's bytes again, after some were erased.
    pub(super) fn count_bytes(&mut self, id: &CircleId) {
        if let Some(hot) = self.circles.get_mut(id) {
            // If it fails the old count stands, which only means that the circle is thought larger than it is.
            hot.bytes = self.store.bytes(hot.number).unwrap_or(hot.bytes);
        }
    }

    /// Drops the circles used longest ago, until no more are in memory than may be.
    pub(super) fn cool(&mut self) {
        let mut entries: u64 = self.circles.values().map(|hot| hot.ledger.size()).sum();
        while self.circles.len() > 1
            && (self.circles.len() > self.circles_max || entries > ENTRIES_IN_MEMORY_MAX)
        {
            let oldest = self.circles.iter().min_by_key(|(_, hot)| hot.used).map(|(id, _)| *id);
            let Some(dropped) = oldest.and_then(|id| self.circles.remove(&id)) else { return };
            entries -= dropped.ledger.size();
        }
    }
}
