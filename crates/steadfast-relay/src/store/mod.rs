//! Where the relay keeps what it cannot read.

pub(crate) mod contract;
pub(crate) mod sqlite;
