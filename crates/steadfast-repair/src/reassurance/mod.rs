//! Reassurance: asked for or offered, with nothing asked in return.

pub mod acts;

pub use acts::{Act, Answer, Ask, KeepHelp, Offer, RemoveHelp, Withdraw};
