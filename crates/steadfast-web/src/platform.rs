//! What the browser gives: the way out, its languages, its storage, its network. The only code that knows a browser.

mod away;
mod locale;
mod preferences;
mod updates;

pub(crate) use away::{leave, on_leave};
pub(crate) use locale::{languages, region_name};
pub(crate) use preferences::{
    Theme, language_from_address, store_language, store_theme, stored_language, stored_theme,
};
pub(crate) use updates::{use_new_version, watch_for_new_version};
