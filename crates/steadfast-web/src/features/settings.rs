//! How the app speaks, looks, locks, and what opens it.

mod lock;
mod page;
mod relay;
mod secrets;

pub(crate) use page::SettingsPage;
