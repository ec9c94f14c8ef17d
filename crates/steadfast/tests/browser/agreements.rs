//! A disclosure agreement: proposed, amended by each, agreed on by both, changed once more, and ended.

use crate::{
    circles::Three,
    host::Host,
    person::{Browsers, Person},
};

const SEEING: &str = "Seeing or writing to M., whoever began it";
const NIGHTS: &str = "Staying online alone after midnight";

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_is_amended_by_each_and_holds_once_both_said_yes() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Three { sam, ana, levi } = Three::in_us(&browsers, &host).await;
    propose(&sam).await;

    // Ana is asked for nothing on her Today before she opens what waits.
    ana.go_in_app("Today").await;
    ana.press("One thing waits until you want it").await;
    ana.see("Sam proposed a disclosure agreement").await;
    ana.press("Look").await;
    ana.see("Nothing of it is in force unless you say yes.").await;
    ana.see("Told to you, within 24 hours: what, when and where.").await;
    ana.look("agreement-proposed").await;

    amend_first(&ana).await;
    // Sam sees, line by line, what Ana changed, and changes one thing more.
    sam.see("What Ana proposed").await;
    sam.see("Before").await;
    sam.see("Told to Ana, within 6 hours: what, when and where, and whatever is asked.").await;
    sam.see("New").await;
    sam.see(NIGHTS).await;
    sam.look("agreement-amended").await;
    sam.press("Change something first").await;
    sam.press(&format!("Change: {NIGHTS}")).await;
    sam.choose("Ana").await;
    sam.choose("A supporter").await;
    sam.choose("That something was told in time, and not what").await;
    sam.look("agreement-behaviour").await;
    sam.press("Put it in").await;
    sam.see("Ana hears only that it was told in time.").await;
    sam.press("Send the changes to Ana").await;
    sam.see("What you proposed").await;

    ana.see("You hear only that it was told in time.").await;
    ana.press("Yes, I agree").await;
    ana.see("You have said yes. It is in force.").await;
    ana.see("It has been in force since.").await;
    sam.see("It has been in force since.").await;
    sam.see("Ana said yes").await;
    sam.press("Earlier versions").await;
    sam.see("Other words took its place.").await;
    sam.look("agreement-in-force").await;

    // What is changed once more does not hold until the other says yes, and what holds stays.
    ana.press("Change something").await;
    ana.press(&format!("Take it out: {NIGHTS}")).await;
    ana.see("Taken out").await;
    ana.look("agreement-change").await;
    ana.press("Send the changes to Sam").await;
    ana.see("It waits for Sam.").await;
    sam.see("It has been in force since.").await;
    sam.press("No").await;
    sam.see("You have said no. Nothing has changed.").await;
    sam.see(NIGHTS).await;

    // Levi reads along what holds and what does not, and is asked for no yes.
    levi.go_in_app("Today").await;
    levi.see_no("disclosure agreement").await;
    levi.go_to_the_others().await;
    levi.press("Disclosure agreements").await;
    levi.see(NIGHTS).await;
    levi.see_no("Write an agreement").await;
    levi.look("agreements-along").await;

    end(&ana, &sam).await;
}

/// Sam writes the first version, loses the page on the way, and loses no word.
async fn propose(sam: &Person) {
    sam.go_to_the_others().await;
    sam.press("Disclosure agreements").await;
    sam.see("Nothing is agreed yet").await;
    sam.look("agreements-none").await;
    sam.press("Write an agreement").await;
    sam.press("Propose it to Ana").await;
    sam.see("Add at least one behaviour first.").await;
    sam.press("Add a behaviour").await;
    sam.press("Put it in").await;
    sam.see("Say in a few words what it is.").await;
    sam.press("Examples to start from").await;
    sam.press("Any contact with the person it happened with").await;
    sam.fill("What is it?", SEEING).await;
    sam.press("Put it in").await;
    sam.see("Told to Ana, within 24 hours: what, when and where.").await;
    sam.go_in_app("Today").await;
    sam.go_to_the_others().await;
    sam.press("Disclosure agreements").await;
    sam.press("Write an agreement").await;
    sam.see(SEEING).await;
    sam.look("agreement-new").await;
    sam.press("Propose it to Ana").await;
    sam.see("Until Ana says yes, nothing of it is in force.").await;
    sam.see_no("It has been in force since.").await;
}

/// Ana changes a line and adds one.
async fn amend_first(ana: &Person) {
    ana.press("Change something first").await;
    ana.see("You have changed nothing yet.").await;
    ana.press(&format!("Change: {SEEING}")).await;
    ana.set("Within what time, counted from when it happened?", "1").await;
    ana.choose("What, when and where, and an answer to whatever is asked").await;
    ana.press("Put it in").await;
    ana.see("within 6 hours").await;
    ana.press("Add a behaviour").await;
    ana.fill("What is it?", NIGHTS).await;
    ana.choose("A slip").await;
    ana.press("Put it in").await;
    ana.see(NIGHTS).await;
    ana.press("Send the changes to Sam").await;
    ana.see("It waits for Sam.").await;
}

async fn end(ana: &Person, sam: &Person) {
    ana.press("More about this agreement").await;
    ana.press("End the agreement").await;
    ana.see("at any time and without a reason").await;
    ana.press("End it").await;
    ana.see("You ended it").await;
    sam.see("Ana ended it").await;
    sam.see_no("It has been in force since.").await;

    // All of it stands in the record, in the order in which it was said.
    sam.go_in_app("More").await;
    sam.press("Record").await;
    sam.see("Ana ended a disclosure agreement").await;
    sam.see("You said no to a disclosure agreement").await;
    sam.see("Ana said yes to a disclosure agreement").await;
    sam.see("You proposed a disclosure agreement").await;
}
