//! Today: what is due, what was asked, what the other did, and one thing to do next, with the reason for which it is shown.

mod one_thing;
mod page;
mod parts;
mod state;

pub(crate) use page::TodayPage;
