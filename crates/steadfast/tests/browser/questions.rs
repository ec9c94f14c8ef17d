//! Questions, from the asking to more than one answer, between two people with their therapist.

use crate::{
    begin::Couple,
    circles::Three,
    host::Host,
    person::{Browsers, Person},
};

const BEFORE: &str = "Were there other times before March?";
const LETTERS: &str = "Why did you keep the letters?";
const FIRST: &str = "No, there were none.";
const REASON: &str = "I was not ready to let them go. I have burnt them now.";
const SECOND: &str = "Once, in January. I was afraid to say it.";

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_asked_answered_changed_asked_again_and_taken_back() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;
    sam.go_to_the_others().await;
    sam.press("Questions").await;
    sam.see("Nothing was asked yet.").await;

    ana.go_to_the_others().await;
    ana.press("Questions").await;
    ana.press("Ask Sam a question").await;
    ana.press("Ask Sam").await;
    ana.see("Write your question first.").await;
    ana.fill("Your question", BEFORE).await;
    ana.look("question-new").await;
    ana.press("Ask Sam").await;
    ana.see("Not answered yet.").await;
    ask(&ana, LETTERS, "Only with our therapist").await;

    hear_of_it(&sam).await;
    only_with_the_therapist(&sam, &ana).await;

    // From here on their therapist is with them.
    let Three { sam, ana, levi } = Three::later(&browsers, &host, sam, ana).await;
    promise_and_answer(&sam, &ana).await;
    answer_otherwise(&sam, &ana).await;
    ask_again_and_take_back(&ana).await;
    look_for_some(&ana).await;
    answer_with_the_therapist(&sam).await;
    read_along(&levi).await;
}

/// Asks a second thing, with another pace.
async fn ask(ana: &Person, question: &str, when: &str) {
    ana.press("All questions").await;
    ana.press("Ask Sam a question").await;
    ana.fill("Your question", question).await;
    ana.choose(when).await;
    ana.choose("A sentence").await;
    ana.press("Ask Sam").await;
    ana.see("wanted only with the couples therapist").await;
}

async fn questions(person: &Person) {
    person.go_to_the_others().await;
    person.press("Questions").await;
}

async fn hear_of_it(sam: &Person) {
    // Sam's page hears of it without being loaded again, and so does his Today, which says why.
    sam.see(BEFORE).await;
    sam.look("questions-asked").await;
    sam.go_in_app("Today").await;
    sam.see("Ana asked you a question").await;
    sam.see("Answer Ana's question, or say by when you will.").await;
    sam.look("today-question").await;
}

async fn promise_and_answer(sam: &Person, ana: &Person) {
    questions(sam).await;
    sam.press(BEFORE).await;
    sam.press("I cannot answer yet").await;
    sam.set("By which day?", "2020-01-01").await;
    sam.press("Say when I will answer").await;
    sam.see("That is over already.").await;
    sam.look("question-later").await;
    sam.set("By which day?", "2099-01-01").await;
    sam.press("Say when I will answer").await;
    sam.see("An answer is promised.").await;

    questions(ana).await;
    ana.press(BEFORE).await;
    ana.see("An answer is promised.").await;

    // The coach reads an answer along, on Sam's device only.
    sam.fill("Your answer", "No, there were none. It was only texting.").await;
    sam.see("“It was only texting”").await;
    sam.look("question-answer").await;
    sam.fill("Your answer", FIRST).await;
    sam.press("Send to Ana").await;
    sam.see("Answered. It stands in the record.").await;

    // Even while she looks at the page, the answer stays closed until she wants it.
    ana.see("Answered just now.").await;
    ana.see_no(FIRST).await;
    ana.press("Sam answered").await;
    ana.see(FIRST).await;
}

async fn answer_otherwise(sam: &Person, ana: &Person) {
    sam.press("Something else is true, or there is more").await;
    sam.fill("Your answer", SECOND).await;
    sam.press("Put it beside the first answer").await;
    ana.see("There is more than one answer.").await;
    // What she has open stays open, and what is new stays closed.
    ana.see(FIRST).await;
    ana.see_no(SECOND).await;
    let summaries = ana.texts_of(".question-replies summary").await;
    assert_eq!(summaries.len(), 2, "{summaries:?}");
    ana.driver
        .execute("document.querySelectorAll('.question-replies summary')[1].click()", vec![])
        .await
        .expect("the second answer opens");
    ana.see(SECOND).await;
    ana.see(FIRST).await;
    ana.look("question-changed").await;
    sam.see(FIRST).await;
    sam.see(SECOND).await;
}

async fn ask_again_and_take_back(ana: &Person) {
    ana.press("Ask this again").await;
    ana.fill("Your question", "I need to hear it once more.").await;
    ana.press("Ask Sam").await;
    ana.see("Asked before").await;
    ana.see("Not answered yet.").await;
    ana.look("question-again").await;
    assert!(!ana.text().await.to_lowercase().contains("repe"), "nobody is told that they repeat");
    ana.press("Not for now").await;
    ana.see("Parked. No answer is wanted for now.").await;
    ana.press("Take it up again").await;
    ana.see("Not answered yet.").await;
    ana.press("Take it back").await;
    ana.see("Taken back.").await;
    ana.press("To the earlier question").await;
    ana.see("There is more than one answer.").await;
    ana.see("It was asked again later.").await;
}

async fn only_with_the_therapist(sam: &Person, ana: &Person) {
    questions(sam).await;
    sam.press(LETTERS).await;
    sam.see("Ana has said when the answer is wanted, and that is not now.").await;
    sam.see_no("Send to Ana").await;
    sam.press("I cannot answer yet").await;
    sam.see("Say in which session you will answer.").await;
    sam.set("By which day?", "2099-01-01").await;
    sam.press("Say when I will answer").await;
    sam.see("with the couples therapist").await;
    sam.look("question-therapist").await;
    ana.press("All questions").await;
    ana.press(LETTERS).await;
    ana.see("An answer is promised.").await;
}

async fn look_for_some(ana: &Person) {
    ana.press("All questions").await;
    ana.see(BEFORE).await;
    ana.set("Which ones?", "4").await;
    ana.see_no(LETTERS).await;
    ana.see(BEFORE).await;
    ana.set("Which ones?", "2").await;
    ana.see_no(BEFORE).await;
    ana.see(LETTERS).await;
    ana.set("Which ones?", "0").await;
    ana.look("questions").await;
    ana.go_to_the_others().await;
    ana.see("Sam said when the answer will come: Why did you keep the letters?").await;
    ana.look("us-questions").await;
}

/// What was to wait for the therapist can be answered where the therapist is.
async fn answer_with_the_therapist(sam: &Person) {
    questions(sam).await;
    sam.press(LETTERS).await;
    sam.fill("Your answer", REASON).await;
    sam.see("Reads this: Ana, Levi and you").await;
    sam.press("Send to Ana").await;
    sam.see("Answered. It stands in the record.").await;
}

/// Levi reads both answers and that it was asked again, and has nothing to do about any of it.
async fn read_along(levi: &Person) {
    levi.go_in_app("Today").await;
    levi.see_no("asked you a question").await;
    questions(levi).await;
    levi.press(LETTERS).await;
    levi.see(REASON).await;
    levi.press("All questions").await;
    levi.press(BEFORE).await;
    levi.see("There is more than one answer.").await;
    levi.see("It was asked again later.").await;
    levi.see_no("asked you").await;
    levi.see_no("Send to").await;
    levi.look("question-along").await;
}
