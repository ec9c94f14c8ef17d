//! A few connections that read, on threads where waiting for the disk holds nobody else up.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Semaphore;

use crate::store::sqlite::{OpenStoreError, SqliteReader};

/// Connections that read at the same time.
const CONNECTIONS: usize = 4;

/// The pool of reading connections.
pub(crate) struct Readers {
    idle: Arc<Mutex<Vec<SqliteReader>>>,
    free: Arc<Semaphore>,
}

/// The thread that read has panicked, or the process is ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reading was cut short")]
pub(crate) struct ReadCutShort;

impl Readers {
    pub(crate) fn open(path: &Path) -> Result<Self, OpenStoreError> {
        let idle = (0..CONNECTIONS).map(|_| SqliteReader::open(path)).collect::<Result<_, _>>()?;
        Ok(Self { idle: Arc::new(Mutex::new(idle)), free: Arc::new(Semaphore::new(CONNECTIONS)) })
    }

    /// Runs `read` with a connection, on a thread that may block.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&SqliteReader) -> T + Send + 'static,
    ) -> Result<T, ReadCutShort> {
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(|_| ReadCutShort)?;
        let idle = Arc::clone(&self.idle);
        let task = tokio::task::spawn_blocking(move || {
            let lease = Lease::take(&idle);
            let answer = lease.connection.as_ref().map(read);
            // The connection is back in the pool before anyone else is let at it.
            drop(lease);
            drop(permit);
            answer
        });
        task.await.ok().flatten().ok_or(ReadCutShort)
    }
}

/// A connection that goes back to the pool even if reading panics.
struct Lease<'a> {
    connection: Option<SqliteReader>,
    idle: &'a Mutex<Vec<SqliteReader>>,
}

impl<'a> Lease<'a> {
    fn take(idle: &'a Mutex<Vec<SqliteReader>>) -> Self {
        Self { connection: idle.lock().unwrap_or_else(PoisonError::into_inner).pop(), idle }
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(self.connection.take());
    }
}
