//! The locked door.

mod page;

pub(crate) use page::UnlockPage;
