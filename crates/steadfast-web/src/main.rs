//! The app that people use, as WebAssembly.

mod app;
mod features;
mod frame;
mod messages;
mod platform;
mod routes;
mod ui;

use leptos::prelude::*;

fn main() {
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
