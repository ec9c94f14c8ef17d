//! Leaving the page at once, from anywhere, and what is left behind: nothing.

use crate::{
    begin::{begin_as_betraying, unlock},
    host::Host,
    keyboard::Stroke,
    person::Browsers,
};

#[tokio::test(flavor = "multi_thread")]
async fn leaving_locks_and_leaves_nothing_on_the_screen() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let sam = browsers.person("leaver", &host.origin()).await;
    begin_as_betraying(&sam, "Sam").await;
    sam.go("/mine").await;
    unlock(&sam).await;
    sam.fill("Write", "What nobody else may read tonight.").await;
    sam.press("Keep in Mine").await;
    sam.see("Kept.").await;

    // Three presses of Shift are the way that needs no aim.
    for _ in 0..3 {
        sam.key(Stroke::SHIFT).await;
    }
    sam.at("/away").await;
    assert!(!sam.text().await.contains("nobody else may read"));
    sam.driver.back().await.expect("there is a way back");
    sam.see_no("nobody else may read").await;

    // And the button, which is on every page, also on one that is locked.
    for path in ["/mine", "/help", "/begin", "/settings"] {
        sam.go(path).await;
        sam.press("Leave").await;
        sam.at("/away").await;
    }
    sam.go("/mine").await;
    sam.see("Locked").await;
    unlock(&sam).await;
    sam.see("What nobody else may read tonight.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_there_without_a_key_and_without_a_network() {
    let (browsers, mut host) = (Browsers::new(), Host::start());
    let somebody = browsers.person("somebody", &host.origin()).await;
    somebody.go("/help").await;
    somebody.see("Help now").await;
    somebody.kept_for_offline().await;
    host.stop();
    somebody.go("/help").await;
    somebody.see("Help now").await;
    // Somebody to call, also now.
    somebody.text_of("a[href^='tel:']").await;
}
