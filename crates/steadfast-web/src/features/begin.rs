//! The first steps of somebody new, and the ways back for somebody who was here before.

mod flow;
mod page;
mod parts;
mod state;
mod ways_back;
mod words;
mod you;

pub(crate) use flow::Flow;
pub(crate) use page::{BeginPage, later_step};
pub(crate) use state::Step;
