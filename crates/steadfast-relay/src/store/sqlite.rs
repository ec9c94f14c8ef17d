//! The store in SQLite: append-ordered tables, small indexes, a write-ahead log that is synced at every commit.

use std::{ops::Range, path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};

use super::contract::{
    Change, CircleNumber, CircleRow, Locker, ReadStore, StoreError, StoredEntry, WriteStore,
};

/// The file in the data folder.
pub(crate) const FILE: &str = "relay.sqlite";

/// The version of the schema below, kept in SQLite's `user_version`.
const SCHEMA_VERSION: i64 = 1;

/// Entries and bodies are in the order of their arrival, so that an append always goes to the last page. Bodies are
/// apart, under the same row number, so that one can be erased while its entry stays.
const SCHEMA: &str = "
    CREATE TABLE relay (public_key BLOB NOT NULL);
    CREATE TABLE circles (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
    CREATE TABLE entries (row INTEGER PRIMARY KEY, circle INTEGER NOT NULL, place INTEGER NOT NULL, entry BLOB NOT NULL);
    CREATE UNIQUE INDEX entries_in_place ON entries (circle, place);
    CREATE TABLE bodies (row INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE subtrees (
        circle INTEGER NOT NULL, level INTEGER NOT NULL, place INTEGER NOT NULL, root BLOB NOT NULL,
        PRIMARY KEY (circle, level, place)
    ) WITHOUT ROWID;
    CREATE TABLE knocks (
        circle INTEGER NOT NULL, invitation BLOB NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (circle, invitation)
    );
    CREATE TABLE lockers (key BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, expires INTEGER NOT NULL, value BLOB NOT NULL);
    CREATE INDEX lockers_that_expire ON lockers (expires) WHERE expires > 0;
";

/// Pages of the journal after which the writer moves them into the database.
const JOURNAL_PAGES: u32 = 4_000;

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    /// A newer Steadfast wrote it.
    #[error(
        "the store is of version {found}, and this program knows versions up to {SCHEMA_VERSION}"
    )]
    TooNew {
        /// The version found.
        found: i64,
    },
    /// The store belongs to another key than the one in the data folder.
    #[error(
        "the store belongs to a relay with another key; {} is not the file it was made with",
        crate::identity::KEY_FILE
    )]
    AnotherKey,
    /// What the database said.
    #[error("the store cannot be opened")]
    Database(#[from] rusqlite::Error),
}

/// The one connection that writes.
pub(crate) struct SqliteWriter {
    connection: Connection,
}

/// A connection that reads.
pub(crate) struct SqliteReader {
    connection: Connection,
}

impl SqliteWriter {
    /// Opens or makes the store at `path`, which belongs to the relay with `public_key`.
    pub(crate) fn open(path: &Path, public_key: &[u8; 32]) -> Result<Self, OpenStoreError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > SCHEMA_VERSION {
            return Err(OpenStoreError::TooNew { found: version });
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        connection.pragma_update(None, "wal_autocheckpoint", JOURNAL_PAGES)?;
        if version == 0 {
            let transaction = connection.transaction()?;
            transaction.execute_batch(SCHEMA)?;
            transaction.execute("INSERT INTO relay (public_key) VALUES (?1)", [public_key])?;
            transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            transaction.commit()?;
        }
        let kept: [u8; 32] =
            connection.query_row("SELECT public_key FROM relay", [], |row| row.get(0))?;
        if kept != *public_key {
            return Err(OpenStoreError::AnotherKey);
        }
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self { connection })
    }

    /// Lets the file grow to so many bytes at most, or, where it is larger already, no further.
    pub(crate) fn limit_bytes(&self, bytes: u64) -> Result<(), OpenStoreError> {
        let page_size: u64 =
            self.connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = u32::try_from(bytes / page_size).unwrap_or(u32::MAX - 1).max(1);
        self.connection.pragma_update(None, "max_page_count", pages)?;
        Ok(())
    }

    #[cfg(test)]
    fn bytes_in_use(&self) -> u64 {
        let of = |name| -> u64 {
            self.connection.pragma_query_value(None, name, |row| row.get(0)).unwrap()
        };
        of("page_count") * of("page_size")
    }
}

impl WriteStore for SqliteWriter {
    fn next_number(&self) -> Result<CircleNumber, StoreError> {
        Ok(self.connection.query_row(
            "SELECT coalesce(max(number), 0) + 1 FROM circles",
            [],
            |row| row.get(0),
        )?)
    }

    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction().map_err(sorted)?;
        for change in changes {
            apply(&transaction, change).map_err(sorted)?;
        }
        transaction.commit().map_err(sorted)
    }

    fn check(&mut self) -> Result<(), StoreError> {
        let transaction = self.connection.transaction().map_err(sorted)?;
        transaction.execute("UPDATE relay SET public_key = public_key", []).map_err(sorted)?;
        transaction.commit().map_err(sorted)
    }

    fn tidy(&mut self, now_ms: u64) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM lockers WHERE expires > 0 AND expires < ?1", [clamp(now_ms)])
            .map_err(sorted)?;
        // Until the journal is cut off it may still hold bodies that were erased since. A reader in the middle of
        // something can make this give up, and the next tidying up tries again.
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(sorted)
    }
}

fn apply(connection: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Found { number, id } => {
            connection
                .prepare_cached("INSERT INTO circles (number, id) VALUES (?1, ?2)")?
                .execute(params![number, id])?;
        }
        Change::Append { number, index, entry, body } => {
            connection
                .prepare_cached("INSERT INTO entries (circle, place, entry) VALUES (?1, ?2, ?3)")?
                .execute(params![number, index, entry])?;
            connection
                .prepare_cached("INSERT INTO bodies (row, body) VALUES (?1, ?2)")?
                .execute(params![connection.last_insert_rowid(), body])?;
        }
        Change::DropBody { number, index } => {
            connection
                .prepare_cached(
                    "DELETE FROM bodies WHERE row = (SELECT row FROM entries WHERE circle = ?1 AND place = ?2)",
                )?
                .execute(params![number, index])?;
        }
        Change::Subtree { number, level, index, root } => {
            connection
                .prepare_cached(
                    "INSERT INTO subtrees (circle, level, place, root) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![number, level, index, root])?;
        }
        Change::PutKnock { number, invitation, sealed } => {
            connection
                .prepare_cached(
                    "INSERT INTO knocks (circle, invitation, sealed) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![number, invitation, sealed])?;
        }
        Change::DropKnock { number, invitation } => {
            connection
                .prepare_cached("DELETE FROM knocks WHERE circle = ?1 AND invitation = ?2")?
                .execute(params![number, invitation])?;
        }
        Change::PutLocker { key, locker } => {
            connection
                .prepare_cached(
                    "INSERT INTO lockers (key, version, expires, value) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (key) DO UPDATE SET version = ?2, expires = ?3, value = ?4",
                )?
                .execute(params![
                    key,
                    clamp(locker.version),
                    clamp(locker.expires_ms),
                    locker.value
                ])?;
        }
    }
    Ok(())
}

impl SqliteReader {
    /// Opens another connection to the store that a [`SqliteWriter`] has opened before.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenStoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "query_only", "ON")?;
        connection.pragma_update(None, "cache_size", -1_024)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self { connection })
    }
}

impl ReadStore for SqliteReader {
    fn circle(&self, id: &[u8; 32]) -> Result<Option<CircleRow>, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT number, (SELECT coalesce(max(place) + 1, 0) FROM entries WHERE circle = number)
                 FROM circles WHERE id = ?1",
            )?
            .query_row([id], |row| Ok(CircleRow { number: row.get(0)?, size: row.get(1)? }))
            .optional()?)
    }

    fn bytes(&self, number: CircleNumber) -> Result<u64, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT coalesce(sum(length(entry)), 0) + coalesce(sum(length(body)), 0)
                 FROM entries LEFT JOIN bodies USING (row) WHERE circle = ?1",
            )?
            .query_row([number], |row| row.get(0))?)
    }

    fn body_bytes(&self, number: CircleNumber, index: u64) -> Result<u64, StoreError> {
        let length: Option<u64> = self
            .connection
            .prepare_cached(
                "SELECT length(body) FROM entries JOIN bodies USING (row) WHERE circle = ?1 AND place = ?2",
            )?
            .query_row(params![number, index], |row| row.get(0))
            .optional()?;
        Ok(length.unwrap_or(0))
    }

    fn signed_entries(
        &self,
        number: CircleNumber,
        range: Range<u64>,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, entry FROM entries WHERE circle = ?1 AND place >= ?2 AND place < ?3 ORDER BY place",
        )?;
        let mut rows = statement.query(params![number, clamp(range.start), clamp(range.end)])?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }

    fn entries(
        &self,
        number: CircleNumber,
        from: u64,
        limit: u64,
        bytes_max: u64,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entry, body FROM entries LEFT JOIN bodies USING (row)
             WHERE circle = ?1 AND place >= ?2 ORDER BY place LIMIT ?3",
        )?;
        let mut rows = statement.query(params![number, clamp(from), clamp(limit)])?;
        let mut page = Vec::new();
        let mut bytes = 0;
        while bytes < bytes_max.max(1)
            && let Some(row) = rows.next()?
        {
            let stored = StoredEntry { entry: row.get(0)?, body: row.get(1)? };
            bytes += (stored.entry.len() + stored.body.as_ref().map_or(0, Vec::len)) as u64;
            page.push(stored);
        }
        Ok(page)
    }

    fn subtrees(
        &self,
        number: CircleNumber,
        level: u8,
        range: Range<u64>,
    ) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT root FROM subtrees WHERE circle = ?1 AND level = ?2 AND place >= ?3 AND place < ?4 ORDER BY place",
        )?;
        let roots = statement
            .query_map(params![number, level, clamp(range.start), clamp(range.end)], |row| {
                row.get(0)
            })?;
        Ok(roots.collect::<Result<_, _>>()?)
    }

    fn knock(
        &self,
        number: CircleNumber,
        invitation: &[u8; 16],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT sealed FROM knocks WHERE circle = ?1 AND invitation = ?2")?
            .query_row(params![number, invitation], |row| row.get(0))
            .optional()?)
    }

    fn knocks(&self, number: CircleNumber) -> Result<Vec<[u8; 16]>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT invitation FROM knocks WHERE circle = ?1 ORDER BY invitation",
        )?;
        let invitations = statement.query_map([number], |row| row.get(0))?;
        Ok(invitations.collect::<Result<_, _>>()?)
    }

    fn locker(&self, key: &[u8; 32], now_ms: u64) -> Result<Option<Locker>, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT version, expires, value FROM lockers WHERE key = ?1 AND (expires = 0 OR expires >= ?2)",
            )?
            .query_row(params![key, clamp(now_ms)], |row| {
                Ok(Locker { version: row.get(0)?, expires_ms: row.get(1)?, value: row.get(2)? })
            })
            .optional()?)
    }
}

/// SQLite's integers are signed. Nothing that is compared here reaches so far, so the largest stands for all beyond.
fn clamp(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Tells a full disk from every other failure. SQLite says so itself, also where a write ended in `ENOSPC`.
fn sorted(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::NoSpace(error),
        _ => StoreError::Database(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::promises;

    fn open(path: &Path) -> (SqliteWriter, SqliteReader) {
        let writer = SqliteWriter::open(path, &[1; 32]).unwrap();
        (writer, SqliteReader::open(path).unwrap())
    }

    #[test]
    fn keeps_every_promise_of_a_store() {
        promises::check_all(open);
    }

    #[test]
    fn refuses_a_store_of_another_relay_or_of_a_newer_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        drop(open(&path));
        assert!(matches!(SqliteWriter::open(&path, &[2; 32]), Err(OpenStoreError::AnotherKey)));
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(
            SqliteWriter::open(&path, &[1; 32]),
            Err(OpenStoreError::TooNew { found: 99 })
        ));
    }

    #[test]
    fn a_full_disk_is_told_apart_and_nothing_is_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let (mut write, read) = open(&folder.path().join(FILE));
        let number = write.next_number().unwrap();
        let append = |index: u64| Change::Append {
            number,
            index,
            entry: vec![1; 300],
            body: vec![2; 50_000],
        };
        write.commit(&[Change::Found { number, id: [7; 32] }, append(0)]).unwrap();
        write.limit_bytes(write.bytes_in_use() + 20 * 4_096).unwrap();
        assert!(matches!(write.commit(&[append(1), append(2)]), Err(StoreError::NoSpace(_))));
        assert_eq!(read.circle(&[7; 32]).unwrap().map(|row| row.size), Some(1));
        // What fits still goes in, and everything does once there is space again.
        write.commit(&[append(1)]).unwrap();
        assert!(matches!(write.commit(&[append(2)]), Err(StoreError::NoSpace(_))));
        write.limit_bytes(write.bytes_in_use() + 1_000 * 4_096).unwrap();
        write.commit(&[append(2)]).unwrap();
        assert_eq!(read.circle(&[7; 32]).unwrap().map(|row| row.size), Some(3));
    }

    #[test]
    fn an_erased_body_is_not_on_the_disk_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let (mut write, read) = open(&path);
        let number = write.next_number().unwrap();
        let secret = b"what must not be found again, not even in a free page".repeat(100);
        let append = Change::Append { number, index: 0, entry: vec![1; 300], body: secret.clone() };
        write.commit(&[Change::Found { number, id: [7; 32] }, append]).unwrap();
        write.tidy(0).unwrap();
        let is_on_disk = || {
            ["", "-wal"].iter().any(|end| {
                let mut file = path.clone().into_os_string();
                file.push(end);
                let bytes = std::fs::read(file).unwrap_or_default();
                bytes.windows(40).any(|window| window == &secret[..40])
            })
        };
        assert!(is_on_disk(), "the test looks in the wrong place");
        write.commit(&[Change::DropBody { number, index: 0 }]).unwrap();
        write.tidy(0).unwrap();
        assert!(!is_on_disk());
        assert_eq!(read.entries(number, 0, 1, 100_000).unwrap()[0].body, None);
    }
}
