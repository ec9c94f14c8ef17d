//! Stores that come with this crate, and the contract that every store keeps.

mod memory;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "contract")]
pub mod contract;

pub use memory::MemoryStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
