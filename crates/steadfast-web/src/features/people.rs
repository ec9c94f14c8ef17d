//! Who is in which circle, who comes in, on which devices, and going.

mod circle;
mod create;
mod devices;
mod invite;
mod knocks;
mod leaving;
mod page;
mod secrets;
mod state;
mod troubles;

pub(crate) use page::PeoplePage;
pub(crate) use secrets::SecretsField;
