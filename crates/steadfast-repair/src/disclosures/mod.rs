//! Disclosures: what had to be told, told; with additions that stay additions.

pub mod acts;
mod rules;
mod state;

pub use acts::{About, Act, Add, Disclose, ToldElsewhere};
pub use rules::Refusal;
pub use state::{Addition, Disclosed, Disclosures, Due, Elsewhere};
