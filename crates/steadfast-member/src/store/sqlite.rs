//! A store in one SQLite file, for the command line, tests and the demo.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};

use crate::ports::{Store, StoreError, Write};

/// A store in one SQLite file. Several may have the same file open.
#[derive(Debug)]
pub struct SqliteStore {
    connection: std::cell::RefCell<Connection>,
}

impl SqliteStore {
    /// Opens the file, and makes it if it is not there.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be opened or is not such a store.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::prepare(Connection::open(path).map_err(store_error)?)
    }

    fn prepare(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(Duration::from_secs(10)).map_err(store_error)?;
        connection
            .execute_batch(
                // What was erased must not linger in free pages, and a commit is durable when it returns.
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                 CREATE TABLE IF NOT EXISTS sealed (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;",
            )
            .map_err(store_error)?;
        Ok(Self { connection: std::cell::RefCell::new(connection) })
    }

    /// Limits the file to so many pages of 4 KiB, as a full disk would.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be used.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.connection.borrow().pragma_update(None, "max_page_count", pages).map_err(store_error)
    }
}

impl Store for SqliteStore {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let connection = self.connection.borrow();
        let mut select = connection
            .prepare_cached("SELECT value FROM sealed WHERE key = ?1")
            .map_err(store_error)?;
        select.query_row([key], |row| row.get(0)).optional().map_err(store_error)
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let connection = self.connection.borrow();
        let mut select = connection
            .prepare_cached("SELECT key, value FROM sealed WHERE key >= ?1 ORDER BY key")
            .map_err(store_error)?;
        let mut rows = select.query([prefix]).map_err(store_error)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(store_error)? {
            let key: String = row.get(0).map_err(store_error)?;
            if !key.starts_with(prefix) {
                break;
            }
            found.push((key, row.get(1).map_err(store_error)?));
        }
        Ok(found)
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let mut connection = self.connection.borrow_mut();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(store_error)?;
        for write in writes {
            match write {
                Write::Put(key, value) => {
                    transaction
                        .prepare_cached(
                            "INSERT INTO sealed (key, value) VALUES (?1, ?2)
                             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                        )
                        .and_then(|mut put| put.execute(params![key, value]))
                        .map_err(store_error)?;
                }
                Write::Delete(key) => {
                    transaction
                        .prepare_cached("DELETE FROM sealed WHERE key = ?1")
                        .and_then(|mut delete| delete.execute([key]))
                        .map_err(store_error)?;
                }
                Write::Expect(key, expected) => {
                    let found: Option<Vec<u8>> = transaction
                        .prepare_cached("SELECT value FROM sealed WHERE key = ?1")
                        .and_then(|mut select| select.query_row([key], |row| row.get(0)).optional())
                        .map_err(store_error)?;
                    if found != expected {
                        return Err(StoreError::Conflict);
                    }
                }
            }
        }
        transaction.commit().map_err(store_error)
    }
}

fn store_error(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        _ => StoreError::Unavailable { detail: error.to_string() },
    }
}
