//! The app that people use, as WebAssembly.
#![expect(
    unreachable_pub,
    reason = "the component macro makes public items of components that are private"
)]

mod app;
mod circle;
mod drafts;
mod emptying;
mod features;
mod frame;
mod gate;
mod messages;
mod moment;
mod naming;
mod nicknames;
mod platform;
mod routes;
mod saying;
mod space;
mod told;
mod ui;
mod wording;
mod writing;

use leptos::{mount::mount_to_body, prelude::*};

fn main() {
    if platform::serve_if_worker() {
        return;
    }
    #[cfg(feature = "contract")]
    if platform::hold_to_contract() {
        return;
    }
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    mount_to_body(app::App);
}
