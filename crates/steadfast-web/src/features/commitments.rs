//! Commitments: promises small enough to be kept and seen, and what became of each day.

mod change;
mod day;
mod detail;
mod form;
mod new;
mod page;
mod parts;
mod state;

pub(crate) use detail::CommitmentPage;
pub(crate) use new::NewCommitmentPage;
pub(crate) use page::CommitmentsPage;
