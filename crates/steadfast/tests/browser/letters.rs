//! Letters, from the first word to the opened one, between two people with their therapist.

use crate::{
    begin::unlock,
    circles::Three,
    host::Host,
    person::{Browsers, Person},
};

const APOLOGY: &str = "I lied to you for eight months. I am sorry for every one of them.";
const IMPACT: &str = "I no longer sleep. I count the Tuesdays.";
const RESTITUTION: &str = "You wrote that you count the Tuesdays. I made them.";

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_from_a_draft_over_a_rest_to_being_opened() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Three { sam, ana, levi } = Three::beside_us(&browsers, &host).await;
    apologise(&sam).await;
    open(&sam, &ana).await;
    make_amends(&sam, &ana).await;
    read_along(&levi).await;
}

async fn letters(person: &Person) {
    person.go_to_the_others().await;
    person.press("Letters").await;
}

/// Finishes what is written, reads it once more and sends it.
async fn finish_and_send(person: &Person, to: &str) {
    person.choose("Only until I have read it once more").await;
    person.press("I have finished").await;
    person.see("Read it once more").await;
    // Today leads back to what has rested, and sends nothing.
    person.go_in_app("Today").await;
    person.see("it has rested").await;
    person.press("Read it once more").await;
    person.press(&format!("Send to {to}")).await;
    person.see("You wrote").await;
}

async fn apologise(sam: &Person) {
    letters(sam).await;
    sam.see("No letter has come.").await;
    sam.look("letters-none").await;
    sam.press("A letter of apology").await;
    sam.press("A short guide").await;
    sam.see("What stays out of it").await;
    sam.press("I have finished").await;
    sam.see("Write something first.").await;
    // The coach reads along as it does with what is never sent.
    sam.fill("Your letter", "I am sorry if you felt hurt.").await;
    sam.see("“sorry if you felt hurt”").await;
    sam.look("letter-write").await;
    sam.fill("Your letter", APOLOGY).await;

    // It rests for a night, and cannot be sent before, also after the page was loaded again.
    sam.press("I have finished").await;
    sam.see("and rests until").await;
    sam.see("Reads this: Ana, Levi and you").await;
    assert!(!sam.text().await.contains("Send to Ana"));
    sam.look("letter-resting").await;
    sam.reload().await;
    unlock(sam).await;
    sam.see("and rests until").await;
    sam.see(APOLOGY).await;
    assert!(!sam.text().await.contains("Send to Ana"));
    // Nobody is kept from changing their mind about it.
    sam.press("Go on writing").await;
    finish_and_send(sam, "Ana").await;
    sam.see(APOLOGY).await;
}

async fn open(sam: &Person, ana: &Person) {
    sam.go_in_app("More").await;
    sam.press("Record").await;
    sam.see("Whole.").await;
    let before = sam.text().await;
    ana.go_in_app("Today").await;
    ana.see("Sam wrote you a letter").await;
    ana.see_no(APOLOGY).await;
    ana.press("Look").await;
    ana.see("Open it when you are ready, or never.").await;
    ana.see_no(APOLOGY).await;
    ana.look("letter-closed").await;
    ana.press("Open the letter").await;
    ana.see(APOLOGY).await;
    // Going on to other pages and back, she finds it closed again: nothing keeps that it was opened.
    letters(ana).await;
    ana.press("A letter of apology").await;
    ana.see("Open it when you are ready, or never.").await;
    ana.see_no(APOLOGY).await;
    // And nothing of it has reached Sam.
    sam.press("Check now").await;
    sam.see("Whole.").await;
    let entries = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("Whole."))
            .and_then(|line| line.split_whitespace().nth(1).map(str::to_owned))
    };
    assert_eq!(entries(&sam.text().await), entries(&before), "no entry more");
}

async fn make_amends(sam: &Person, ana: &Person) {
    letters(sam).await;
    sam.press("A restitution letter").await;
    sam.see("it could only answer what you imagine").await;
    sam.fill("Your letter", RESTITUTION).await;
    sam.look("letter-restitution").await;
    sam.choose("Only until I have read it once more").await;
    sam.press("I have finished").await;
    sam.see("Read it once more").await;
    assert!(!sam.text().await.contains("Send to Ana"));

    letters(ana).await;
    ana.press("An impact letter").await;
    ana.see("You need not be fair in it").await;
    // Nobody tells whoever was hurt what they may not write.
    ana.press("A short guide").await;
    ana.see("You owe no decision.").await;
    assert!(!ana.text().await.contains("What stays out of it"));
    ana.fill("Your letter", IMPACT).await;
    ana.look("letter-impact").await;
    finish_and_send(ana, "Sam").await;

    // Sam's page hears of it without being loaded again.
    sam.press("Send to Ana").await;
    sam.see("You wrote").await;
    sam.see("Sent. It stays closed until it is wanted.").await;
    sam.press("To the impact letter that it answers").await;
    sam.press("Open the letter").await;
    sam.see(IMPACT).await;
    letters(ana).await;
    ana.see("A restitution letter").await;
    ana.look("letters").await;
    ana.go_to_the_others().await;
    ana.see("Sam wrote a restitution letter").await;
}

/// Levi reads what the two wrote to each other, and is asked for nothing.
async fn read_along(levi: &Person) {
    levi.go_in_app("Today").await;
    levi.see_no("wrote you a letter").await;
    letters(levi).await;
    levi.see("Letters that the two wrote").await;
    levi.press("An impact letter").await;
    levi.see("Open it when you are ready, or never.").await;
    levi.press("Open the letter").await;
    levi.see(IMPACT).await;
    levi.look("letter-along").await;
}
