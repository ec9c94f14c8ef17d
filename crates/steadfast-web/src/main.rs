//! The app that people use, as WebAssembly.

mod app;
mod features;
mod frame;
mod messages;
mod naming;
mod platform;
mod routes;
mod told;
mod ui;

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
