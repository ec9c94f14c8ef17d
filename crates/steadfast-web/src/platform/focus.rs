//! Where the keyboard is.

use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the focus on the page's heading if it has nowhere else to be, as after a dialog whose button is gone by now.
pub(crate) fn catch_focus() {
    // The browser gives the focus back first, and the page may still be changing.
    request_animation_frame(|| {
        let nowhere =
            document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok())
            && nowhere
        {
            // A courtesy: where it cannot be given, the page is still there.
            let _ = heading.focus();
        }
    });
}
