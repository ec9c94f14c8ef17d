//! Mine: a journal that nobody else reads, and what one promised oneself.

mod closed;
mod page;
mod parts;
mod state;

pub(crate) use page::MinePage;
