//! Notes, and an answer of Sam's that Ana quotes where Sam is not.

use crate::{
    begin::{Couple, make_keys},
    host::Host,
    person::{Browsers, Person},
};

const QUESTION: &str = "Were there other times before March?";
const ANSWER: &str = "Once, in January. I was afraid to say it.";
const NOTE: &str = "I asked this in spring, and he said no.";

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_quoted_to_a_therapist_with_its_proof() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;
    answer(&sam, &ana).await;
    nothing_to_quote_into(&ana).await;
    let therapist = browsers.person("therapist", &host.origin()).await;
    let link = begin_with_therapist(&ana).await;
    come_in(&therapist, &ana, &link).await;
    quote(&ana).await;
    read(&therapist, &ana, &sam).await;
    // In the circle that it was quoted from, nothing tells of it.
    sam.go_in_app("More").await;
    sam.press("Record").await;
    sam.press("Check now").await;
    sam.see("Whole.").await;
    sam.see_no("quoted").await;
}

async fn answer(sam: &Person, ana: &Person) {
    ana.go_in_app("Us").await;
    ana.press("Questions").await;
    ana.press("Ask Sam a question").await;
    ana.fill("Your question", QUESTION).await;
    ana.press("Ask Sam").await;
    ana.see("Not answered yet.").await;
    sam.go_in_app("Today").await;
    sam.press("Answer").await;
    sam.fill("Your answer", ANSWER).await;
    sam.press("Send to Ana").await;
    sam.see("Answered. It stands in the record.").await;
    ana.see("Sam answered").await;
}

async fn record(ana: &Person) {
    ana.go_in_app("More").await;
    ana.press("Record").await;
    ana.see(ANSWER).await;
    ana.press("How do we know?").await;
    ana.see("Its fingerprint").await;
}

/// While there is no other circle, nobody is offered to quote.
async fn nothing_to_quote_into(ana: &Person) {
    record(ana).await;
    ana.see_no("Quote in another circle").await;
}

/// Founds *My therapist and me* and gives the link of an invitation to it.
async fn begin_with_therapist(ana: &Person) -> String {
    ana.go_in_app("More").await;
    ana.press("People").await;
    ana.press("Begin such a circle").await;
    ana.press("Begin “My therapist and me”").await;
    ana.press("Invite the therapist").await;
    ana.see("It is ready to be used.").await;
    let link = ana.text_of("dialog[open] .people-link").await;
    ana.press("Close").await;
    link
}

async fn come_in(therapist: &Person, ana: &Person, link: &str) {
    therapist.follow(link).await;
    therapist.press("Look at the invitation").await;
    therapist.see("invites you").await;
    therapist.press("Go on").await;
    make_keys(therapist, "Dr Lopes").await;
    therapist.choose("I am a therapist").await;
    therapist
        .choose("I keep no secrets between partners. What one tells me, I may bring to both.")
        .await;
    therapist.press("Ask Ana to let me in").await;
    therapist.see("Waiting for Ana").await;
    ana.press("Let Dr Lopes in").await;
    therapist.see("You are in").await;
    therapist.press("Open it").await;
    therapist.see("Everything here is read by").await;
    therapist.press("Notes").await;
    therapist.see("Nothing is written here yet.").await;
    therapist.look("notes-none").await;
}

async fn quote(ana: &Person) {
    record(ana).await;
    ana.press("Quote in another circle").await;
    ana.see("What they will see").await;
    ana.see("Proven by the record of that circle").await;
    ana.see("Dr Lopes and you").await;
    ana.fill("Something of your own to it", NOTE).await;
    ana.look("record-quote").await;
    ana.press("Quote it there").await;
    ana.see("Quoted in My therapist and me.").await;
}

async fn read(therapist: &Person, ana: &Person, sam: &Person) {
    // The page hears of it without being loaded again.
    therapist.see(ANSWER).await;
    therapist.see(NOTE).await;
    therapist.see("Said by Sam, in a circle of two partners").await;
    therapist.press("How do we know?").await;
    therapist.see("This device has checked the signatures.").await;
    therapist.see("Everybody has another key in every circle").await;
    therapist.see_no("You are in that circle too").await;
    therapist.look("notes-quotation").await;
    therapist.press("Write it here").await;
    therapist.see("Write something first.").await;
    therapist.fill("What you want to say here", "Thank you. Let us begin there.").await;
    therapist.press("Write it here").await;
    therapist.see("Written. It stands in the record.").await;

    ana.go_in_app("Today").await;
    ana.see("Dr Lopes wrote a note").await;
    ana.look("today-note").await;
    ana.press("Look").await;
    ana.see("Thank you. Let us begin there.").await;
    ana.see(ANSWER).await;
    ana.press("How do we know?").await;
    ana.see("You are in that circle too, and your own copy of its record has this entry.").await;
    ana.look("notes-ana").await;
    // What the partner wrote waits until whoever was hurt wants it.
    sam.go_in_app("Us").await;
    sam.press("Notes").await;
    sam.fill("What you want to say here", "I think of January often.").await;
    sam.press("Write it here").await;
    ana.go_in_app("Us").await;
    ana.press("Notes").await;
    ana.see("Sam wrote").await;
    ana.see_no("I think of January often.").await;
    ana.press("Read it").await;
    ana.see("I think of January often.").await;
}
