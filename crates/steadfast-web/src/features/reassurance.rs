//! Reassurance: one asks, with one press if they like, the other answers, and nothing is asked in return.

mod asking;
mod giving;
mod helps;
mod page;
mod state;

pub(crate) use page::ReassurancePage;
