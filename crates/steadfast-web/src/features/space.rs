//! Space: asking for it, ending it, what waits meanwhile, and what goes through.

mod asking;
mod form;
mod page;
mod theirs;

pub(crate) use page::SpacePage;
