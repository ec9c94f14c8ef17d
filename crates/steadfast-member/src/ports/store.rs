//! A small durable map from keys to bytes, with atomic and conditional commits.

use thiserror::Error;

/// Where a device keeps its sealed values. Keys are short ASCII text; values may be some hundred kilobytes.
///
/// Several tabs or processes may hold the same store open at once; [`Write::Expect`] is what keeps them apart.
/// What an implementation must do is written as tests in `store::contract` (feature `contract`).
#[expect(async_fn_in_trait, reason = "a member is driven by one thread; futures need not be Send")]
pub trait Store {
    /// The value under a key.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the store cannot be read.
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// The values under several keys, in the order asked for. One round trip where the store can do so.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the store cannot be read.
    async fn get_many(&self, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            values.push(self.get(key).await?);
        }
        Ok(values)
    }

    /// All pairs whose key begins with `prefix`, ordered by key.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the store cannot be read.
    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError>;

    /// Does all of `writes`, in order, or none of them, and returns only when they are durable.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if a [`Write::Expect`] does not hold, [`StoreError::Full`] if there is no room,
    /// [`StoreError::Unavailable`] otherwise. In every case nothing was written, except that an
    /// `Unavailable` may leave it open whether all of it was.
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError>;
}

/// One part of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Puts bytes under a key, whatever was there.
    Put(String, Vec<u8>),
    /// Removes a key, if it is there.
    Delete(String),
    /// Lets the commit go through only if this lies under the key before it (`None`: nothing does).
    Expect(String, Option<Vec<u8>>),
}

/// Why a store did not do what was asked.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// There is no room left on this device, or the browser gives none.
    #[error("there is no room left on this device")]
    Full,
    /// Somebody else, such as another tab, changed the store in between.
    #[error("the store was changed by another tab or program")]
    Conflict,
    /// The store cannot be used.
    #[error("the store cannot be used: {detail}")]
    Unavailable {
        /// What the platform says about it; for logs, not for people.
        detail: String,
    },
}
