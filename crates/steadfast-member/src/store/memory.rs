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
        let mut next = None;
        for write in writes {
            // The copy is made at the first change only, and thrown away if a later part refuses.
            let target = next.get_or_insert_with(|| values.clone());
            match write {
                Write::Put(key, value) => {
                    target.insert(key, value);
                }
                Write::Delete(key) => {
                    target.remove(&key);
                }
                Write::Expect(key, expected) => {
                    if target.get(&key) != expected.as_ref() {
                        return Err(StoreError::Conflict);
                    }
                }
            }
        }
        if let Some(next) = next {
            *values = next;
        }
        Ok(())
    }
}
