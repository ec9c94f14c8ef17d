//! The gate before an invitation: whether the partner knows, whether it has stopped, and what follows for what is
//! offered. Beginning asks it, and whatever would invite the partner asks for the answers.

mod kept;
mod parts;
mod state;

pub(crate) use kept::{keep, way};
pub(crate) use parts::{BeforeInviting, Questions, WhyFirst};
pub(crate) use state::{Answers, Reasons, Way};
