//! Check-ins (FANOS), at a time that the two agree on.

pub mod acts;

pub use acts::{Act, AgreeTime, CheckIn, DeclineTime, EmptyCheckIn, Parts, ProposeTime, Thank};
