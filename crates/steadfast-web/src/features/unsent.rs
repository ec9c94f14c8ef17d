//! Writing something that one is not ready to send: kept in *Mine*, with the language coach beside it.

mod page;
mod state;

pub(crate) use page::UnsentPage;
