//! The one thread that writes: it takes everything that waits, commits it at once, and only then answers.
//!
//! Syncing a disk takes milliseconds however much is written, so whatever arrives while one group is being synced
//! forms the next. Rules are checked against ledgers in memory; signatures were verified before anything got here.

mod group;
mod hot;

use std::{
    io,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, SyncSender, TrySendError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use steadfast_circle::{
    CircleId, InvitationId, LockerId, evidence::Broken, verify::AuthenticEntry,
};
use tokio::sync::{oneshot, watch};

use self::{group::Group, hot::HotCircles};
use crate::{
    circles::{Circle, Circles, LoadError},
    config::Limits,
    live::Live,
    metrics::Metrics,
    store::{
        contract::{Locker, StoreError, WriteStore},
        sqlite::{OpenStoreError, SqliteReader, SqliteWriter},
    },
};

/// Bytes of the entries of one circle that carry controls. They are kept in memory while the circle is in use, so they
/// are bounded more tightly than all else; a lifetime's worth is a few hundred thousand.
pub(crate) const CONTROL_BYTES_MAX: u64 = 16 * 1_024 * 1_024;

/// How long a group waits for appends that are being verified at the moment. It is short beside the time that a disk
/// takes, and what comes in it need not be synced for itself.
const GATHERING: Duration = Duration::from_micros(500);

/// Where a job's outcome goes.
pub(crate) type Outcome<T> = oneshot::Sender<Result<T, WriteError>>;

/// An entry whose signature is that of the device it names, and its body, which has the hash that was signed.
pub(crate) struct Incoming {
    pub(crate) entry: AuthenticEntry,
    pub(crate) body: Vec<u8>,
}

/// Something to be made durable.
pub(crate) enum Job {
    Found {
        genesis: Box<Incoming>,
        outcome: Outcome<Receipt>,
    },
    Append {
        circle: CircleId,
        batch: Vec<Incoming>,
        outcome: Outcome<Receipt>,
    },
    PutKnock {
        circle: CircleId,
        invitation: InvitationId,
        sealed: Vec<u8>,
        outcome: Outcome<()>,
    },
    DropKnock {
        circle: CircleId,
        invitation: InvitationId,
        outcome: Outcome<()>,
    },
    PutLocker {
        key: LockerId,
        locker: Locker,
        now_ms: u64,
        outcome: Outcome<()>,
    },
    /// Nothing; answered when it was shown that something could be.
    Check {
        outcome: Outcome<()>,
    },
    /// Drops what is to be forgotten.
    Tidy {
        now_ms: u64,
    },
    /// Finish what waits, and end.
    Stop,
}

/// Where the entries are, and the circle as it is after them. Given out only once they are durable.
pub(crate) struct Receipt {
    pub(crate) indices: Vec<u64>,
    pub(crate) circle: Arc<Circle>,
}

/// Why nothing of a job was stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("the circle is not here")]
    NoCircle,
    #[error("the entry breaks a rule: {0}")]
    Broken(Box<Broken>),
    #[error("the circle would take more than {circle_bytes_max} bytes")]
    CircleFull { circle_bytes_max: u64 },
    #[error("the circle's controls would take more than {CONTROL_BYTES_MAX} bytes")]
    TooManyControls,
    #[error("somebody else has knocked")]
    KnockedAlready,
    #[error("the locker is at version {held}")]
    LockerVersion { held: u64 },
    #[error("there is no space left")]
    NoSpace,
    #[error("as much waits already as may")]
    TooManyWaiting,
    #[error("the relay is stopping")]
    Stopping,
    /// What it was has been logged.
    #[error("the store failed")]
    Failed,
}

impl From<LoadError> for WriteError {
    fn from(error: LoadError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a circle could not be loaded");
        Self::Failed
    }
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoSpace(_) => Self::NoSpace,
            StoreError::Database(_) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the store failed");
                Self::Failed
            }
        }
    }
}

/// The way to the writer's thread.
pub(crate) struct WriterHandle {
    jobs: SyncSender<Job>,
    waiting: Arc<AtomicUsize>,
    coming: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
    ended: watch::Receiver<()>,
}

/// An append that is being verified.
pub(crate) struct Coming(Arc<AtomicUsize>);

impl Drop for Coming {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Why there is no writer.
#[derive(Debug, thiserror::Error)]
pub enum StartWriterError {
    /// The store could not be opened.
    #[error(transparent)]
    Store(#[from] OpenStoreError),
    /// The system gave no thread.
    #[error("the writer's thread could not be started")]
    Thread(#[source] io::Error),
}

/// What the writer shares with everything else.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) circles: Arc<Circles>,
    pub(crate) live: Arc<Live>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) limits: Limits,
}

impl WriterHandle {
    /// Opens the store at `path` and starts the thread.
    pub(crate) fn start(
        path: &Path,
        public_key: &[u8; 32],
        surroundings: Surroundings,
    ) -> Result<Self, StartWriterError> {
        let store = SqliteWriter::open(path, public_key)?;
        if surroundings.limits.store_bytes > 0 {
            store.limit_bytes(surroundings.limits.store_bytes)?;
        }
        let reader = SqliteReader::open(path)?;
        let (jobs, queue) =
            mpsc::sync_channel((surroundings.limits.waiting_appends as usize).max(1));
        let (waiting, coming) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (ending, ended) = watch::channel(());
        let writer = Writer {
            hot: HotCircles::new(reader, surroundings.limits.circles_in_memory_bytes),
            store,
            surroundings,
            waiting: Arc::clone(&waiting),
            coming: Arc::clone(&coming),
            _ended: ending,
        };
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || writer.run(&queue))
            .map_err(StartWriterError::Thread)?;
        Ok(Self { jobs, waiting, coming, thread: Mutex::new(Some(thread)), ended })
    }

    /// Hands over a job and waits for its outcome.
    pub(crate) async fn submit<T>(
        &self,
        job: impl FnOnce(Outcome<T>) -> Job,
    ) -> Result<T, WriteError> {
        let (sender, outcome) = oneshot::channel();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        if let Err(error) = self.jobs.try_send(job(sender)) {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(match error {
                TrySendError::Full(_) => WriteError::TooManyWaiting,
                TrySendError::Disconnected(_) => WriteError::Stopping,
            });
        }
        // The sender is dropped unused only when the thread ends with jobs still waiting.
        outcome.await.unwrap_or(Err(WriteError::Stopping))
    }

    /// Says that an append is being verified, until what is given is dropped. The writer may wait a moment for it.
    pub(crate) fn coming(&self) -> Coming {
        self.coming.fetch_add(1, Ordering::Relaxed);
        Coming(Arc::clone(&self.coming))
    }

    /// How many jobs wait or are under way.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Ends when the writer has ended, which unasked it does only when it panics.
    pub(crate) async fn ended(&self) {
        // Nothing is ever sent, so whatever this returns means that the sender is gone.
        let _gone = self.ended.clone().changed().await;
    }

    /// Asks for tidying up, unless the writer has more to do than it can hold.
    pub(crate) fn tidy(&self, now_ms: u64) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        if self.jobs.try_send(Job::Tidy { now_ms }).is_err() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Lets the writer finish what waits, and ends its thread. Blocks until then.
    pub(crate) fn stop(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // Both fail only if the thread has ended already, which is what is wanted.
            let _ended = self.jobs.send(Job::Stop);
            let _ended = thread.join();
        }
    }
}

struct Writer {
    store: SqliteWriter,
    hot: HotCircles,
    surroundings: Surroundings,
    waiting: Arc<AtomicUsize>,
    coming: Arc<AtomicUsize>,
    /// Dropped when the thread ends, for whatever reason.
    _ended: watch::Sender<()>,
}

enum Next {
    Goes,
    Stops,
}

impl Writer {
    fn run(mut self, queue: &Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            let mut group = Group::new();
            let mut next = self.take(first, &mut group);
            next = self.take_all(next, queue, &mut group);
            if matches!(next, Next::Goes)
                && !group.is_full()
                && self.coming.load(Ordering::Relaxed) > 0
            {
                thread::sleep(GATHERING);
                next = self.take_all(next, queue, &mut group);
            }
            let jobs = group.jobs();
            self.finish(group);
            self.waiting.fetch_sub(jobs, Ordering::Relaxed);
            if matches!(next, Next::Stops) {
                break;
            }
        }
        self.tidy(0);
    }

    /// Takes everything that waits, as far as the group has room.
    fn take_all(&mut self, mut next: Next, queue: &Receiver<Job>, group: &mut Group) -> Next {
        while matches!(next, Next::Goes)
            && !group.is_full()
            && let Ok(job) = queue.try_recv()
        {
            next = self.take(job, group);
        }
        next
    }

    fn take(&mut self, job: Job, group: &mut Group) -> Next {
        let (hot, limits) = (&mut self.hot, &self.surroundings.limits);
        match job {
            Job::Found { genesis, outcome } => {
                let number = || self.store.next_number();
                group.found(hot, number, *genesis, outcome);
            }
            Job::Append { circle, batch, outcome } => {
                group.append(hot, limits, circle, batch, outcome)
            }
            Job::PutKnock { circle, invitation, sealed, outcome } => {
                group.put_knock(hot, circle, invitation, sealed, outcome);
            }
            Job::DropKnock { circle, invitation, outcome } => {
                group.drop_knock(hot, circle, invitation, outcome)
            }
            Job::PutLocker { key, locker, now_ms, outcome } => {
                group.put_locker(hot, key, locker, now_ms, outcome)
            }
            Job::Check { outcome } => group.check(outcome),
            Job::Tidy { now_ms } => {
                group.count_job();
                self.tidy(now_ms);
            }
            Job::Stop => return Next::Stops,
        }
        Next::Goes
    }

    fn tidy(&mut self, now_ms: u64) {
        if let Err(error) = self.store.tidy(now_ms) {
            tracing::warn!(error = &error as &dyn std::error::Error, "tidying up failed");
        }
    }

    fn finish(&mut self, group: Group) {
        group.finish(&mut self.store, &mut self.hot, &self.surroundings);
    }
}
