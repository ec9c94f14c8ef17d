//! A relay that shows the two different histories, and an app that says so.

use crate::{begin::Couple, host::Host, person::Browsers};

#[tokio::test(flavor = "multi_thread")]
async fn a_fork_is_told_and_everything_before_it_stays() {
    let (browsers, mut host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;
    ana.go_in_app("Us").await;
    ana.press("Reassurance").await;
    ana.fill("What helps you?", "The truth, unasked.").await;
    ana.press("Put it on the list").await;
    sam.go_in_app("Us").await;
    sam.press("Reassurance").await;
    sam.see("The truth, unasked.").await;

    // The host keeps a copy of the relay's folder, lets Ana ask, and then serves the copy, in which she never did.
    host.stop();
    let copy = host.copy();
    host.start_again();
    sam.network(false).await;
    ana.press("Ask for something kind").await;
    ana.see("You asked").await;
    ana.go_in_app("More").await;
    ana.press("Record").await;
    ana.see("Whole.").await;
    ana.network(false).await;
    host.stop();
    host.serve_copy(copy);
    sam.network(true).await;
    sam.fill("Something true and kind, for Ana", "I think of you.").await;
    sam.press("Send to Ana").await;
    sam.go_in_app("More").await;
    sam.press("Record").await;
    sam.see("Whole.").await;

    // Now Ana meets the other history.
    ana.network(true).await;
    ana.see("The relay has shown two different histories of this record.").await;
    ana.see("Nothing new is taken in from this relay until this is settled.").await;
    ana.see("Still certain").await;
    ana.see("The truth, unasked.").await;
    ana.see_no("I think of you.").await;
    let evidence = ana.saves("notes-evidence.bin", "Keep the evidence as a file").await;
    assert!(!evidence.is_empty());
    ana.check_accessible().await;
    // It is not dismissed by itself, and is there after a night.
    ana.go("/record").await;
    crate::begin::unlock(&ana).await;
    ana.see("The relay has shown two different histories of this record.").await;
}
