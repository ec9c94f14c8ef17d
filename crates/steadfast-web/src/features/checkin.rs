//! Check-ins: five parts, each of which may be left out, a listener who only listens, and a time for both.

mod form;
mod page;
mod parts;
mod state;
mod time;

pub(crate) use page::CheckInPage;
