//! Letters: acknowledgement, apology, impact, restitution, and notes that validate.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, AllowRestitution, Kind, Send};
pub use rules::Refusal;
pub use state::{Letter, Letters};
