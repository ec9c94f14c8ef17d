//! The server that keeps what it cannot read.
//!
//! A relay keeps circles' records: signed entries in order, and beside each a sealed body that it cannot open and that
//! its author may erase. It checks what can be checked without reading (who signed, whether they are in the circle,
//! whether the entry continues its chain), makes it durable, and answers with a checkpoint that it signs. From then on
//! it cannot take anything back without every member noticing, which is the point: see `docs/protocol.md`.
//!
//! The central types are [`Relay`], which is one relay with its data folder, and [`serve()`], which answers connections.
//! Inside, one thread writes. Why one? Syncing a disk takes milliseconds however little is written, so the fastest way
//! is to commit everything that waits at once; and with one writer, rules are checked and entries stored in one order.
//!
//! What is deliberately absent: any idea of what an entry means, accounts, passwords, and anything that could write an
//! address down.

mod circles;
mod config;
mod http;
mod identity;
mod keys;
mod limits;
mod live;
mod metrics;
mod readers;
mod serve;
mod stop;
mod store;
mod tokens;
mod writer;

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::Router;
use steadfast_circle::{
    RelayKey,
    entry::{ENTRY_LENGTH_MAX, RelayName},
};

use self::{
    circles::Circles,
    http::BodyMemory,
    identity::Identity,
    keys::Keys,
    limits::{Places, Proxies, Rates},
    live::Live,
    metrics::Metrics,
    readers::Readers,
    stop::Stop,
    tokens::Tokens,
    writer::{Surroundings, WriterHandle},
};
pub use self::{
    config::{Config, Limits},
    identity::{IdentityError, KEY_FILE},
    serve::serve,
    store::sqlite::OpenStoreError,
    writer::StartWriterError,
};

/// How often what has had its time is forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(60);

/// Bytes that CBOR's heads add to an entry and its body, generously.
const FRAMING_BYTES: usize = 32;

/// One relay: its data folder, its key, and everything that runs for it. Cheap to clone; all clones are one relay.
#[derive(Clone)]
pub struct Relay {
    shared: Arc<Shared>,
}

struct Shared {
    limits: Limits,
    identity: Identity,
    proxies: Proxies,
    tokens: Tokens,
    keys: Keys,
    rates: Rates,
    connections: Places,
    live_places: Places,
    body_memory: BodyMemory,
    circles: Arc<Circles>,
    live: Arc<Live>,
    metrics: Arc<Metrics>,
    readers: Readers,
    writer: WriterHandle,
    stop: Stop,
    /// Locked for as long as the relay is open. Dropped last.
    _lock: File,
}

/// Why a relay could not be opened. Nothing of what was there has been changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder could not be made or used.
    #[error("the data folder {} cannot be used", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another relay has the folder open.
    #[error("another relay is running with the data folder {}", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The name or key could not be read or made.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The store could not be opened.
    #[error("the store in {} cannot be opened", path.display())]
    Store {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: StartWriterError,
    },
}

impl Relay {
    /// Opens the relay in the data folder that `config` names, or makes one there.
    ///
    /// # Errors
    /// When the folder, the key or the store cannot be used; see [`OpenError`].
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let Config { data, name, limits, .. } = &config;
        let lock = take_folder(data)?;
        let store = data.join(store::sqlite::FILE);
        let identity = Identity::open(data, name.as_deref(), !store.exists())?;
        let failed = |source| OpenError::Store { path: data.clone(), source };

        let circles = Arc::new(Circles::new(limits.circles_in_memory_bytes));
        let (live, metrics) = (Arc::<Live>::default(), Arc::<Metrics>::default());
        let surroundings = Surroundings {
            circles: Arc::clone(&circles),
            live: Arc::clone(&live),
            metrics: Arc::clone(&metrics),
            limits: *limits,
        };
        let writer =
            WriterHandle::start(&store, identity.key.as_bytes(), surroundings).map_err(failed)?;
        let readers = Readers::open(&store).map_err(StartWriterError::Store).map_err(failed)?;
        let shared = Shared {
            tokens: Tokens::new(&identity.seed),
            keys: Keys::default(),
            identity,
            proxies: Proxies::new(&config),
            rates: Rates::new(limits),
            connections: Places::new(limits.connections, limits.connections_per_address),
            live_places: Places::new(limits.connections, limits.live_per_address),
            body_memory: BodyMemory::new(limits.bodies_in_memory_bytes),
            limits: *limits,
            circles,
            live,
            metrics,
            readers,
            writer,
            stop: Stop::new(),
            _lock: lock,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// All routes of the relay, without a fallback, so that an app can be merged beside them.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// All routes of the relay, and a refusal for everything else.
    pub fn standalone_router(&self) -> Router {
        http::standalone_router(self.clone())
    }

    /// The relay's name, which genesis entries pin.
    pub fn name(&self) -> &RelayName {
        &self.shared.identity.name
    }

    /// The relay's public key, which genesis entries pin.
    pub fn key(&self) -> RelayKey {
        self.shared.identity.key
    }

    /// Stops: live connections are closed with a reason, what is under way is finished, and the writer ends when
    /// everything that waited is durable. [`serve()`] does this by itself.
    pub async fn stop(&self) {
        self.shared.stop.stop(self.shared.limits.stop()).await;
        let relay = self.clone();
        // It fails only if the writer panicked, and then it has ended too.
        let _ended = tokio::task::spawn_blocking(move || relay.shared.writer.stop()).await;
    }

    async fn writer_ended(&self) {
        self.shared.writer.ended().await;
    }

    fn forget_old(&self) {
        let now_ms = now_ms();
        self.shared.rates.forget_old();
        self.shared.tokens.forget_old(now_ms);
        self.shared.writer.tidy(now_ms);
    }

    /// Bytes of a request that holds so many entries with their bodies.
    fn body_bytes_max_of(&self, entries: usize) -> usize {
        entries * (ENTRY_LENGTH_MAX + self.shared.limits.body_bytes as usize + FRAMING_BYTES)
    }

    fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    fn identity(&self) -> &Identity {
        &self.shared.identity
    }

    fn proxies(&self) -> &Proxies {
        &self.shared.proxies
    }

    fn tokens(&self) -> &Tokens {
        &self.shared.tokens
    }

    fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    fn rates(&self) -> &Rates {
        &self.shared.rates
    }

    fn connections(&self) -> &Places {
        &self.shared.connections
    }

    fn live_places(&self) -> &Places {
        &self.shared.live_places
    }

    fn body_memory(&self) -> &BodyMemory {
        &self.shared.body_memory
    }

    fn circles(&self) -> &Arc<Circles> {
        &self.shared.circles
    }

    fn live(&self) -> &Live {
        &self.shared.live
    }

    fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    fn readers(&self) -> &Readers {
        &self.shared.readers
    }

    fn writer(&self) -> &WriterHandle {
        &self.shared.writer
    }

    fn stopper(&self) -> &Stop {
        &self.shared.stop
    }
}

/// Makes the folder if it is not there, for its owner only, and takes its lock.
fn take_folder(data: &Path) -> Result<File, OpenError> {
    let failed = |source| OpenError::Folder { path: data.to_owned(), source };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(data).map_err(failed)?;
    let lock = File::create(data.join("relay.lock")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: data.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Milliseconds since 1970 by this machine's clock, which decides when tokens and lockers expire and nothing else.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
