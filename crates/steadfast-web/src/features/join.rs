//! Joining a circle by an invitation.

mod ask;
mod page;
mod state;
mod waiting;

pub(crate) use page::JoinPage;
