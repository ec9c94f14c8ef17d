//! Check-ins (FANOS), at a time that the two agree on.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, AgreeTime, CheckIn, DeclineTime, EmptyCheckIn, Parts, ProposeTime, Thank};
pub use rules::Refusal;
pub use state::{CheckedIn, Checkins, Proposal, Standing};
