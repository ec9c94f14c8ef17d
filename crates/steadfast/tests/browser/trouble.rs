//! What goes wrong: it is said plainly, and nothing is lost.

use crate::{
    begin::{Couple, begin_as_betraying, unlock},
    host::Host,
    person::{Browsers, Person},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_works_once_and_only_whole() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { invitation, .. } = Couple::join(&browsers, &host).await;
    let late = browsers.person("late", &host.origin()).await;
    look_at(&late, &invitation).await;
    late.see("This invitation was used already, or taken back.").await;
    late.see("Ask for a new one.").await;

    // A link that lost its end on the way.
    look_at(&late, &invitation[..invitation.len() - 9]).await;
    late.see("That is not a whole invitation link.").await;
}

async fn look_at(person: &Person, link: &str) {
    // The same page with another end of its address is not loaded anew by itself.
    person.go("/safety").await;
    person.follow(link).await;
    person.press("Look at the invitation").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_at_once_lose_nothing() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let sam = browsers.person("tabs", &host.origin()).await;
    begin_as_betraying(&sam, "Sam").await;
    let first = sam.driver.window().await.expect("a tab");
    sam.driver.new_tab().await.expect("another tab");
    let tabs = sam.driver.windows().await.expect("two tabs");
    let second = tabs.into_iter().find(|tab| *tab != first).expect("another tab");
    for tab in [&second, &first] {
        sam.driver.switch_to_window(tab.clone()).await.expect("the tab is there");
        sam.go("/mine").await;
        unlock(&sam).await;
    }
    for (tab, words) in [(&second, "From the second tab."), (&first, "From the first tab.")] {
        sam.driver.switch_to_window(tab.clone()).await.expect("the tab is there");
        sam.fill("Write", words).await;
        sam.press("Keep in Mine").await;
        sam.see("Kept.").await;
        sam.see(words).await;
    }
    sam.go("/mine").await;
    unlock(&sam).await;
    sam.see("From the first tab.").await;
    sam.see("From the second tab.").await;
}
