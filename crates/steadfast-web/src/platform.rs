//! What the browser gives: the way out, its languages, its storage, its network. The only code that knows a browser.

mod away;
#[cfg(feature = "contract")]
mod contract;
mod locale;
mod ports;
mod preferences;
mod relay;
mod store;
mod stretch;
mod timer;
mod updates;

pub(crate) use away::{leave, on_leave};
#[cfg(feature = "contract")]
pub(crate) use contract::hold_to_contract;
pub(crate) use locale::{languages, region_name};
pub(crate) use ports::WebPorts;
pub(crate) use preferences::{
    Theme, language_from_address, store_language, store_theme, stored_language, stored_theme,
};
pub(crate) use stretch::serve_if_worker;
pub(crate) use updates::{use_new_version, watch_for_new_version};
