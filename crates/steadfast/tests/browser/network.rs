//! Without a network: everything can be said, nothing is lost, and it goes when there is one again.

use serde_json::json;

use crate::{
    begin::{Couple, unlock},
    host::Host,
    person::Browsers,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_offline_arrives_later() {
    let (browsers, mut host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;

    // The host's plug is pulled.
    host.stop();
    ana.go_in_app("Us").await;
    ana.press("Reassurance").await;
    ana.press("Ask for something kind").await;
    ana.see("You asked").await;
    // A page that is loaded anew comes from the device, and so does what was said.
    ana.go("/record").await;
    unlock(&ana).await;
    ana.see("One entry of yours is not sent yet.").await;
    host.start_again();
    ana.see("Whole.").await;
    sam.go_in_app("Us").await;
    sam.press("Reassurance").await;
    sam.see("Ana asked").await;

    // This time only Sam is without a network.
    sam.network(false).await;
    sam.fill("Your answer", "I am here.").await;
    sam.press("Send to Ana").await;
    sam.see("I am here.").await;
    sam.network(true).await;
    ana.go_in_app("Us").await;
    ana.press("Reassurance").await;
    ana.see("I am here.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_there_though_the_rest_of_the_app_does_not_come() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let ana = browsers.person("ana", &host.origin()).await;
    ana.cdp("Network.enable", json!({})).await;
    ana.cdp("Network.setBlockedURLs", json!({ "urls": ["*split_rooms*"] })).await;
    ana.go("/begin").await;
    ana.press("Go on").await;
    ana.press("My partner hurt me").await;
    ana.see("The rest of the app could not be fetched.").await;
    ana.look("new-not-fetched").await;
    ana.press("Help now").await;
    ana.see("One slow breath").await;
    ana.cdp("Network.setBlockedURLs", json!({ "urls": [] })).await;
    ana.driver.back().await.expect("the browser goes back");
    ana.press("Try again").await;
    ana.see("What should people call you?").await;
}
