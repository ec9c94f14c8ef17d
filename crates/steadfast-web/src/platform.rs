//! What the browser gives: the way out, its languages, its storage, its network. The only code that knows a browser.

mod address;
mod away;
#[cfg(feature = "contract")]
mod contract;
mod device;
mod focus;
mod locale;
mod ports;
mod preferences;
mod relay;
mod save;
mod store;
mod stretch;
mod timer;
mod updates;

pub(crate) use address::{
    on_fragment, on_step, origin, place, step, step_aside, take_fragment, to_the_top,
};
pub(crate) use away::{leave, on_leave};
#[cfg(feature = "contract")]
pub(crate) use contract::hold_to_contract;
pub(crate) use device::{
    ask_to_keep, ask_to_keep_and_tell, copy, in_sight, is_handheld, is_kept_firmly,
};
pub(crate) use focus::catch_focus;
pub(crate) use locale::{languages, region_name};
pub(crate) use ports::WebPorts;
pub(crate) use preferences::{
    Theme, coach_reads_along, idle_minutes, language_from_address, store_coach_reads_along,
    store_idle_minutes, store_language, store_relay, store_theme, stored_language, stored_relay,
    stored_theme,
};
pub(crate) use save::save_file;
pub(crate) use stretch::serve_if_worker;
pub(crate) use timer::{after_ms, after_ms_or_online, mark, now_ms};
pub(crate) use updates::{use_new_version, watch_for_new_version};
