//! The member's store over IndexedDB: one object store from text to bytes, written durably.

use std::cell::RefCell;

use idb::{
    Database, DatabaseEvent, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query, Transaction,
    TransactionMode, TransactionResult,
};
use js_sys::{Function, Object, Reflect, Uint8Array};
use steadfast_member::ports::{Store, StoreError, Write};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, IdbDatabase};

/// The database's name. Developer tools and "site data" lists show it, so it is as neutral as the title.
const DATABASE: &str = "notes";
const VERSION: u32 = 1;
const KEPT: &str = "kept";
/// What `IDBTransaction` and storage call "no room left" (W3C IndexedDB §4, DOM exceptions).
const QUOTA_EXCEEDED: &str = "QuotaExceededError";

/// This browser's store. It opens the database when it is first asked, and again after the browser has closed it.
pub(crate) struct BrowserStore {
    name: &'static str,
    database: RefCell<Option<IdbDatabase>>,
}

/// The store of the app.
impl Default for BrowserStore {
    fn default() -> Self {
        Self::named(DATABASE)
    }
}

impl BrowserStore {
    /// A store in the database of this name.
    pub(crate) fn named(name: &'static str) -> Self {
        Self { name, database: RefCell::default() }
    }

    /// The open database.
    async fn database(&self) -> Result<IdbDatabase, StoreError> {
        if let Some(database) = self.database.borrow().clone() {
            return Ok(database);
        }
        let mut request = Factory::new()
            .and_then(|factory| factory.open(self.name, Some(VERSION)))
            .map_err(failed)?;
        request.on_upgrade_needed(|event| {
            // If the store cannot be made, the first transaction on it fails and says so.
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(KEPT, ObjectStoreParams::new());
            }
        });
        let opened: IdbDatabase = request.await.map_err(failed)?.into();
        *self.database.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// A transaction over the one store. A database that the browser has closed meanwhile is opened once more.
    async fn transaction(
        &self,
        mode: TransactionMode,
    ) -> Result<(Transaction, ObjectStore), StoreError> {
        let database = self.database().await?;
        let begun = match begin(&database, mode) {
            Ok(begun) => begun,
            Err(_) => {
                self.database.borrow_mut().take();
                begin(&self.database().await?, mode)?
            }
        };
        let store = begun.object_store(KEPT).map_err(failed)?;
        Ok((begun, store))
    }
}

/// Begins a transaction; one that writes asks for `strict` durability, since browsers otherwise call a commit complete
/// before it is on the disk.
fn begin(database: &IdbDatabase, mode: TransactionMode) -> Result<Transaction, StoreError> {
    if mode != TransactionMode::ReadWrite {
        return Database::from(database.clone()).transaction(&[KEPT], mode).map_err(failed);
    }
    // `web-sys` has no stable method with options, so this one is called by its name.
    let call = || {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let method: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
        method.call3(database, &KEPT.into(), &"readwrite".into(), &options)
    };
    let begun = call().map_err(|error| StoreError::Unavailable { detail: format!("{error:?}") })?;
    Transaction::try_from(begun).map_err(failed)
}

impl Store for BrowserStore {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let (_transaction, store) = self.transaction(TransactionMode::ReadOnly).await?;
        read(&store, key).await
    }

    async fn get_many(&self, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let (_transaction, store) = self.transaction(TransactionMode::ReadOnly).await?;
        // All are asked for before the first is awaited, so that it is one trip.
        let requests: Vec<_> = keys
            .iter()
            .map(|key| store.get(JsValue::from_str(key)))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let requests: Vec<_> = requests.into_iter().map(IntoFuture::into_future).collect();
        let mut values = Vec::with_capacity(keys.len());
        for request in requests {
            values.push(request.await.map_err(failed)?.map(bytes));
        }
        Ok(values)
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let (_transaction, store) = self.transaction(TransactionMode::ReadOnly).await?;
        // Keys are ASCII, so every key with the prefix lies below the prefix with the highest code unit after it.
        let end = format!("{prefix}\u{ffff}");
        let range =
            KeyRange::bound(&prefix.into(), &end.as_str().into(), None, None).map_err(failed)?;
        let keys = store
            .get_all_keys(Some(Query::from(range.clone())), None)
            .map_err(failed)?
            .into_future();
        let values = store.get_all(Some(Query::from(range)), None).map_err(failed)?.into_future();
        let keys = keys.await.map_err(failed)?;
        let values = values.await.map_err(failed)?;
        Ok(keys.iter().filter_map(JsValue::as_string).zip(values.into_iter().map(bytes)).collect())
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let (transaction, store) = self.transaction(TransactionMode::ReadWrite).await?;
        for write in writes {
            let issued = match write {
                Write::Put(key, value) => store
                    .put(&Uint8Array::from(value.as_slice()), Some(&key.as_str().into()))
                    .map(|_| ()),
                Write::Delete(key) => store.delete(JsValue::from_str(&key)).map(|_| ()),
                Write::Expect(key, expected) => {
                    // Requests of one transaction run in order, so this sees every write before it and none after.
                    if read(&store, &key).await? != expected {
                        let aborted = transaction.abort().map_err(failed)?;
                        aborted.await.map_err(failed)?;
                        return Err(StoreError::Conflict);
                    }
                    Ok(())
                }
            };
            issued.map_err(failed)?;
        }
        match transaction.await.map_err(failed)? {
            TransactionResult::Committed => Ok(()),
            TransactionResult::Aborted => {
                Err(StoreError::Unavailable { detail: "the browser took it back".into() })
            }
        }
    }
}

async fn read(store: &ObjectStore, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let found = store.get(JsValue::from_str(key)).map_err(failed)?.await.map_err(failed)?;
    Ok(found.map(bytes))
}

fn bytes(value: JsValue) -> Vec<u8> {
    Uint8Array::new(&value).to_vec()
}

/// What the browser's error means. Its text is for logs and never holds a value.
fn failed(error: idb::Error) -> StoreError {
    let detail = error.to_string();
    let full = match &error {
        idb::Error::DomException(exception) => exception.name() == QUOTA_EXCEEDED,
        idb::Error::UpdateFailed(value)
        | idb::Error::TransactionAbortError(value)
        | idb::Error::TransactionCommitError(value) => value
            .dyn_ref::<DomException>()
            .is_some_and(|exception| exception.name() == QUOTA_EXCEEDED),
        _ => detail.contains(QUOTA_EXCEEDED),
    };
    if full { StoreError::Full } else { StoreError::Unavailable { detail } }
}
