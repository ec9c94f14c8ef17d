//! Everything rare: the way to what one does not need every day.

mod page;

pub(crate) use page::MorePage;
