//! Disclosures: telling what happened, to whom and by when it was agreed, and what was added later.

mod form;
mod new;
mod page;
mod places;
mod state;

pub(crate) use new::NewDisclosurePage;
pub(crate) use page::DisclosuresPage;
