//! Boundaries: asked for, said yes to, crossed and repaired, and one that is held.

use crate::{begin::Couple, host::Host, person::Browsers};

#[tokio::test(flavor = "multi_thread")]
async fn a_boundary_is_asked_for_crossed_repaired_and_ended() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;
    ana.go_in_app("Us").await;
    ana.press("Boundaries").await;
    ana.see("Nothing is said yet").await;
    ana.press("Say what you need").await;
    ana.press("Ask Sam").await;
    ana.see("Say in a few words what you need.").await;
    ana.fill("What do you need?", "Your phone stays outside the bathroom.").await;
    ana.fill("What is it for?", "It is where you wrote to her.").await;
    ana.look("boundary-new").await;
    ana.press("Ask Sam").await;
    ana.see("It waits for Sam.").await;
    ana.see_no("How it holds").await;

    sam.go_in_app("Today").await;
    sam.see("Ana asked for a boundary").await;
    sam.press("Look").await;
    sam.see("Your phone stays outside the bathroom.").await;
    sam.look("boundary-asked").await;
    sam.press("Yes, I will respect it").await;
    sam.see("You have said yes. It is in force.").await;

    // Each says what they saw, and neither is weighed against the other.
    ana.see("In force").await;
    ana.choose("It was crossed").await;
    ana.fill("What there is to say about it", "It was on the edge of the bath.").await;
    ana.press("Put it in the record").await;
    sam.see("It was on the edge of the bath.").await;
    sam.choose("It was crossed, and repaired").await;
    sam.fill("What there is to say about it", "I took it out, and told you so.").await;
    sam.press("Put it in the record").await;
    ana.see("I took it out, and told you so.").await;
    ana.look("boundary-in-force").await;

    ana.go_in_app("Us").await;
    ana.press("Boundaries").await;
    ana.press("Say what you need").await;
    ana.choose("I hold it myself, by what I do").await;
    ana.fill("What do you need?", "I leave the room when voices get loud.").await;
    ana.press("Hold it, and let Sam know").await;
    ana.see("Held since").await;
    sam.go_in_app("Us").await;
    sam.press("Boundaries").await;
    sam.see("I leave the room when voices get loud.").await;
    sam.look("boundaries").await;
    sam.press("I leave the room when voices get loud.").await;
    sam.see("Held since").await;
    // What the other holds for themselves is not Sam's to end; his yes is his own.
    sam.see_no("Take back my yes").await;
    sam.press("All boundaries").await;
    sam.press("Your phone stays outside the bathroom.").await;
    sam.press("Take back my yes").await;
    sam.press("End it now").await;
    sam.see("You ended it").await;
    ana.go_in_app("Today").await;
    ana.see("Sam ended a boundary").await;
}
