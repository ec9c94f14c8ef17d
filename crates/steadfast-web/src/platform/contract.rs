//! A page for tests: the browser's store, held to the contract of every store.

use leptos::prelude::{document, window};
use steadfast_member::store::contract;
use wasm_bindgen_futures::spawn_local;

use super::store::BrowserStore;

/// At the address `/contract`: runs every point on a store of its own, and writes the name of each that held into the
/// page; "done" comes last. A point that does not hold panics, and its name never comes. Gives whether this is the page.
pub(crate) fn hold_to_contract() -> bool {
    if window().location().pathname().as_deref() != Ok("/contract") {
        return false;
    }
    let say = |name: &str| {
        let line = document().create_element("p").expect("p is a valid name for an element");
        line.set_text_content(Some(name));
        document()
            .body()
            .expect("the page has a body")
            .append_child(&line)
            .expect("the body takes a line");
    };
    macro_rules! hold {
        ($($point:ident),+ $(,)?) => {
            spawn_local(async move {
                $(
                    contract::$point(&BrowserStore::named(stringify!($point))).await;
                    say(stringify!($point));
                )+
                say("done");
            });
        };
    }
    hold!(
        reads_what_was_put,
        deletes,
        scans_in_order,
        commits_all_or_nothing,
        refuses_when_expectations_fail,
        checks_expectations_in_order,
        keeps_large_values,
        reads_many_in_order,
    );
    true
}
