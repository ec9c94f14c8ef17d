//! Disclosure agreements: what is told, to whom, within what time. In force once both have said yes.

pub mod acts;
mod compare;
mod rules;
mod state;

pub use acts::{
    Act, Agree, BEHAVIOURS_MAX, Behaviour, Decline, Detail, End, Helpers, Hours, HoursError, Kind,
    PartnerHears, Propose, Recipient, Terms, TermsError, ToldTo, Whose,
};
pub use compare::{Line, compare};
pub use rules::Refusal;
pub use state::{Agreement, Agreements};
