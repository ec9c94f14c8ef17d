//! The gate as a page of its own, for answering again.

mod page;

pub(crate) use page::GatePage;
