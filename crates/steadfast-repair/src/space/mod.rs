//! Space: for some hours, what the other sends waits with them. What was exempted goes through.

pub mod acts;
mod holding;
mod rules;
mod state;

pub use acts::{
    Act, Ask, EXEMPTIONS_MAX, End, Exemptions, ExemptionsError, Message, SPACE_HOURS_MAX,
};
pub use holding::Came;
pub(crate) use holding::Holding;
pub use rules::Refusal;
pub use state::{Delivered, Request, Space};
