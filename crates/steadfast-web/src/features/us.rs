//! Us: what the two share, the ways into each practice, and what was said lately.

mod page;
mod state;

pub(crate) use page::UsPage;
