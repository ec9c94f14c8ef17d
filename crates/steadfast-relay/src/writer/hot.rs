//! The ledgers that the writer checks appends against, kept while their circles are written to.

use std::collections::HashMap;

use steadfast_circle::{CircleId, verify::Ledger};

use crate::{
    circles::{LoadError, Loaded, load},
    store::{
        contract::{CircleNumber, ReadStore},
        sqlite::SqliteReader,
    },
};

/// Memory that an entry takes in a ledger, in bytes, about.
const ENTRY_BYTES: u64 = 160;

/// One circle that is being written to.
pub(super) struct Hot {
    pub(super) number: CircleNumber,
    pub(super) ledger: Ledger,
    pub(super) usage: Usage,
    used: u64,
}

/// How much of its share a circle has used.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usage {
    /// Bytes of its entries and bodies together.
    pub(super) bytes: u64,
    /// Bytes of its entries that carry controls.
    pub(super) control_bytes: u64,
}

impl Hot {
    /// About how many bytes of memory it takes. Controls are there twice: as they are, and as what they brought about.
    fn weight(&self) -> u64 {
        self.ledger.size() * ENTRY_BYTES + self.usage.control_bytes * 2
    }
}

/// All of them, and the connection by which they are loaded.
pub(super) struct HotCircles {
    pub(super) store: SqliteReader,
    circles: HashMap<CircleId, Hot>,
    weight_max: u64,
    clock: u64,
}

impl HotCircles {
    pub(super) fn new(store: SqliteReader, weight_max: u64) -> Self {
        Self { store, circles: HashMap::new(), weight_max, clock: 0 }
    }

    /// The circle, loaded if need be. Before the next [`HotCircles::cool`] none is dropped.
    pub(super) fn get(&mut self, id: &CircleId) -> Result<Option<&mut Hot>, LoadError> {
        if !self.circles.contains_key(id) {
            let Some(Loaded { number, ledger, control_bytes }) = load(&self.store, id)? else {
                return Ok(None);
            };
            let usage = Usage { bytes: self.store.bytes(number)?, control_bytes };
            self.circles.insert(*id, Hot { number, ledger, usage, used: 0 });
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
        self.circles.insert(id, Hot { number, ledger, usage: Usage::default(), used: self.clock });
    }

    pub(super) fn remove(&mut self, id: &CircleId) {
        self.circles.remove(id);
    }

    /// Drops the circles used longest ago, until no more memory is taken than may be.
    pub(super) fn cool(&mut self) {
        let mut weight: u64 = self.circles.values().map(Hot::weight).sum();
        while weight > self.weight_max && self.circles.len() > 1 {
            let oldest = self.circles.iter().min_by_key(|(_, hot)| hot.used).map(|(id, _)| *id);
            let Some(dropped) = oldest.and_then(|id| self.circles.remove(&id)) else { return };
            weight -= dropped.weight();
        }
    }
}
