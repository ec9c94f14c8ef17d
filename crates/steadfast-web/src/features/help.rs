//! Help now: a breath, the senses, and people to call. Works with no network, no key and no account.

mod page;
mod parts;
mod state;

pub(crate) use page::HelpPage;
