//! Verifying: the rules that an entry must keep, a member's whole sync, and the time windows that follow from a record.

mod authentic;
mod compare;
mod ledger;
mod replica;
mod snapshot;
mod windows;

pub use authentic::{AuthenticEntry, DeviceKey};
pub use compare::{Compared, Comparison, ParseComparisonError};
pub use ledger::{Appended, Ledger, Mark, Position};
pub use replica::{Failure, Outcome, Progress, Reading, Receiver, Replica, SyncError, Verified};
pub use snapshot::SnapshotError;
pub use windows::{TimeWindow, Windows};
