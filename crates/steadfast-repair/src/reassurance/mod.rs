//! Reassurance: asked for or offered, with nothing asked in return.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, Answer, Ask, KeepHelp, Offer, RemoveHelp, Withdraw};
pub use rules::Refusal;
pub use state::{Asked, Given, Help, Reassurance};
