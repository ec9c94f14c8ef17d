//! A private journal, in *Mine* only.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, Amend, Write};
pub use rules::Refusal;
pub use state::{Journal, Page, Version};
