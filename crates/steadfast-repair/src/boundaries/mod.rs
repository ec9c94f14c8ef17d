//! Boundaries: what somebody needs in order to feel safe, asked for and agreed, or held by themselves.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, Agree, Became, Decline, End, How, Set, Tell, Terms, TermsError};
pub use rules::Refusal;
pub use state::{Boundaries, Boundary, Told};
