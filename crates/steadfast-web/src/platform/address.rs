//! The address of the page, and the steps through the browser's history.

use leptos::prelude::{window, window_event_listener};

/// Where the app is served, such as `https://notes.example`, without a trailing slash.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The path and what stood behind the `#`, which is taken out of the address and so out of the browser's history.
pub(crate) fn take_fragment() -> Option<(String, String)> {
    let location = window().location();
    let (path, fragment) = (location.pathname().ok()?, location.hash().ok()?);
    if fragment.is_empty() {
        return None;
    }
    let search = location.search().unwrap_or_default();
    // Where the history cannot be changed the link still works; it only stays to be seen.
    let _ = window().history().and_then(|history| {
        history.replace_state_with_url(&history.state()?, "", Some(&format!("{path}{search}")))
    });
    Some((path, fragment))
}

/// The path of the page, and what the history keeps beside it out of sight.
pub(crate) fn place() -> (String, Option<String>) {
    let path = window().location().pathname().unwrap_or_default();
    let kept = window().history().and_then(|history| history.state()).ok();
    (path, kept.and_then(|kept| kept.as_string()))
}

/// Makes `path` a new step of the history, with what is kept beside it.
pub(crate) fn step(path: &str, kept: Option<&str>) {
    // Where the history cannot be changed the page still comes; only the way back is another.
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&kept.into(), "", Some(path)));
}

/// As [`step`], in place of the step that one is at.
pub(crate) fn step_aside(path: &str, kept: Option<&str>) {
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&kept.into(), "", Some(path)));
}

/// Runs `moved` whenever somebody goes back or forward through the history.
pub(crate) fn on_step(moved: impl Fn() + 'static) {
    // It holds as long as the page does.
    let _ = window_event_listener(leptos::ev::popstate, move |_| moved());
}

/// Shows the top of the page, where reading begins.
pub(crate) fn to_the_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Runs `changed` whenever somebody puts another `#` behind the address of the open page, as by pasting a link.
pub(crate) fn on_fragment(changed: impl Fn() + 'static) {
    // It holds as long as the page does.
    let _ = window_event_listener(leptos::ev::hashchange, move |_| changed());
}
