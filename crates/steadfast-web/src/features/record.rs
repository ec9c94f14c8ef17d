//! The record: who said what, when as far as anybody can tell, whether it is whole, and how to be sure beyond the relay.

mod compare;
mod export;
mod lines;
mod page;
mod quote;
mod readable;
mod standing;
mod state;
mod status;

pub(crate) use page::RecordPage;
