//! Disclosures: told under an agreement, added to, and told elsewhere in time.

use crate::{
    begin::Couple,
    host::Host,
    person::{Browsers, Person},
};

const SEEING: &str = "Seeing or writing to M.";
pub(crate) const WANTING: &str = "Wanting to look her up";

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_told_in_time_added_to_and_told_elsewhere() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;
    agree(&sam, &ana, "A supporter").await;

    sam.go_in_app("Us").await;
    sam.press("Disclosures").await;
    sam.see("Nothing was told here yet.").await;
    sam.press("Tell something that happened").await;
    sam.choose(SEEING).await;
    // To whom it goes and by when, for his eyes only.
    sam.see("Under your agreement this goes to Ana.").await;
    sam.see("Only you see this.").await;
    sam.press("Tell Ana").await;
    sam.see("Write what happened.").await;
    sam.fill("Tell Ana what happened", "She wrote at noon, and I answered with one line.").await;
    sam.look("disclosure-new").await;
    sam.press("Tell Ana").await;
    sam.see("Told in time").await;
    sam.press("Add something to it").await;
    sam.fill("What is there to add?", "It was two lines.").await;
    sam.press("Add it, and let Ana read it").await;
    sam.see("Added.").await;

    // Ana learns that there is something, and reads it when she wants to.
    ana.go_in_app("Today").await;
    ana.see("Sam has told you something that happened").await;
    ana.see_no("I answered with one line.").await;
    ana.press("Look").await;
    ana.see(SEEING).await;
    ana.see("Told in time").await;
    ana.see_no("I answered with one line.").await;
    ana.press("Read it").await;
    ana.see("I answered with one line.").await;
    ana.see("It was two lines.").await;
    ana.look("disclosures").await;

    // What is a supporter's to hear is not written here at all.
    sam.press("Tell something that happened").await;
    sam.choose(WANTING).await;
    sam.see("Under your agreement this is told to a supporter, and not to Ana.").await;
    sam.choose("I have told them, within the time that we agreed on").await;
    sam.look("disclosure-elsewhere").await;
    sam.press("Let Ana know that it was told in time").await;
    ana.see("Sam says that something was told to a supporter in time").await;
    ana.see_no(WANTING).await;
}

/// Sam proposes to tell Ana of one thing and `helper` of another, and Ana says yes.
pub(crate) async fn agree(sam: &Person, ana: &Person, helper: &str) {
    sam.go_in_app("Us").await;
    sam.press("Disclosure agreements").await;
    sam.press("Write an agreement").await;
    sam.press("Add a behaviour").await;
    sam.fill("What is it?", SEEING).await;
    sam.press("Put it in").await;
    sam.see(SEEING).await;
    sam.press("Add a behaviour").await;
    sam.fill("What is it?", WANTING).await;
    sam.choose("Ana").await;
    sam.choose(helper).await;
    sam.press("Put it in").await;
    sam.see(WANTING).await;
    sam.press("Propose it to Ana").await;
    sam.see("It waits for Ana.").await;
    ana.go_in_app("Today").await;
    ana.press("One thing waits until you want it").await;
    ana.press("Look").await;
    ana.press("Yes, I agree").await;
    ana.see("It has been in force since.").await;
    sam.see("It has been in force since.").await;
}
