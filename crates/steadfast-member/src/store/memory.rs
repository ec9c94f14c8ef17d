//! A store in memory, for tests and for whoever wants to leave no trace.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use crate::ports::{Store, StoreError, Write};

/// A store in memory. Clones share their content, as two tabs of a browser do.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    values: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A store with the same content now, which goes its own way afterwards: a copied disk.
    pub fn copied(&self) -> Self {
        Self { values: Rc::new(RefCell::new(self.values.borrow().clone())) }
    }
}

impl Store for MemoryStore {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.values.borrow().get(key).cloned())
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let values = self.values.borrow();
        let from = values.range(prefix.to_owned()..);
        Ok(from
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let mut values = self.values.borrow_mut();
        // What is written waits here until nothing can refuse any more.
        let mut changes: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        for write in writes {
            match write {
                Write::Put(key, value) => {
                    changes.insert(key, Some(value));
                }
                Write::Delete(key) => {
                    changes.insert(key, None);
                }
                Write::Expect(key, expected) => {
                    let lies = changes.get(&key).map_or_else(|| values.get(&key), Option::as_ref);
                    if lies != expected.as_ref() {
                        return Err(StoreError::Conflict);
                    }
                }
            }
        }
        for (key, value) in changes {
            match value {
                Some(value) => values.insert(key, value),
                None => values.remove(&key),
            };
        }
        Ok(())
    }
}
