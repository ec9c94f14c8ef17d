//! Boundaries: what somebody needs in order to feel safe, asked of the other or held by oneself.

mod detail;
mod edit;
mod form;
mod page;
mod state;

pub(crate) use detail::BoundaryPage;
pub(crate) use edit::{ChangeBoundaryPage, NewBoundaryPage};
pub(crate) use page::BoundariesPage;
