//! The coach beside what one is not ready to send: marks, notes, and the ways to be rid of them.

use serde_json::{Value, json};
use thirtyfour::prelude::{Key, TypingData};

use crate::{
    begin::{begin_as_betraying, make_keys, unlock},
    host::Host,
    person::{Browsers, Person},
};

const WRITE: &str = "Write something you are not ready to send";
const CONDITIONAL: &str = "“sorry if you felt hurt”";

/// The words that are marked, in order; the page draws them behind the field.
const MARKED: &str = "return [...document.querySelectorAll('.mark-change, .mark-consider')].map(e => e.textContent);";
/// Whether every line of the text behind lies where the line of the field lies: both have the same size and the same text.
const IN_STEP: &str = "const [marks, field] = ['.coached-marks', '.coached-words'].map(s => document.querySelector(s));
    const drawn = marks.textContent.replace(/\\u200b$/, '');
    const same = k => Math.abs(marks[k] - field[k]) < 1;
    return drawn === field.value && ['clientWidth', 'clientHeight', 'offsetTop', 'offsetLeft'].every(same)
        && field.scrollHeight <= field.clientHeight + 1;";
const SELECTED: &str = "const f = document.querySelector('.coached-words'); return f.value.slice(f.selectionStart, f.selectionEnd);";

impl Person {
    async fn ask(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.expect("the page answers").json().clone()
    }

    /// Types where the caret is.
    async fn type_on(&self, keys: impl Into<TypingData>) {
        let field = self.find("field", "Your words", None).await;
        field.send_keys(keys).await.expect("the field takes keys");
    }

    /// Waits until exactly these words are marked.
    async fn sees_marked(&self, words: &[&str]) {
        for _ in 0..200 {
            if self.ask(MARKED).await == json!(words) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let marked = self.ask(MARKED).await;
        self.fail(&format!("{words:?} are to be marked, and {marked} are")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_writes_an_apology_beside_the_coach() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let sam = browsers.person("sam", &host.origin()).await;
    begin_as_betraying(&sam, "Sam").await;
    sam.go_in_app("Mine").await;
    sam.press(WRITE).await;
    sam.see("No clinician has reviewed its rules yet").await;
    sam.look("unsent-empty").await;

    sam.fill("Your words", "I am sorry if you felt hurt.").await;
    sam.sees_marked(&["sorry if you felt hurt"]).await;
    sam.see("One thing to look at.").await;
    sam.see("What is not there yet").await;
    sam.press(CONDITIONAL).await;
    sam.see("What exactly are you sorry that you did?").await;
    assert_eq!(sam.ask(SELECTED).await, "sorry if you felt hurt");
    sam.look("unsent-note").await;

    sam.press("Put this note away").await;
    sam.sees_marked(&[]).await;
    sam.see_no("What exactly are you sorry that you did?").await;
    // It stays away while one writes on, and what is new is noticed.
    sam.type_on(Key::End + " ").await;
    sam.type_on("It was only texting, שרה.\nMistakes were made.").await;
    sam.see("things to look at.").await;
    assert!(!sam.ask(MARKED).await.to_string().contains("sorry if"));
    assert_eq!(sam.ask(IN_STEP).await, json!(true));
    sam.look("unsent-letter").await;

    // What the browser can undo and paste is not touched.
    let all = "const f = document.querySelector('.coached-words'); return f.value;";
    let written = sam.ask(all).await;
    sam.type_on(Key::Control + "a").await;
    sam.type_on(Key::Control + "c").await;
    sam.type_on(Key::Delete + "").await;
    sam.sees_marked(&[]).await;
    assert_eq!(sam.ask(all).await, "");
    sam.type_on(Key::Control + "z").await;
    assert_eq!(sam.ask(all).await, written, "undone");
    sam.type_on(Key::Control + "a").await;
    sam.type_on(Key::Control + "v").await;
    assert_eq!(sam.ask(all).await, written, "pasted over itself");
    sam.see("things to look at.").await;

    sam.press("Put all of these away").await;
    sam.sees_marked(&[]).await;
    sam.see("It noticed nothing to look at.").await;
    sam.press("Bring back what was put away").await;
    sam.see(CONDITIONAL).await;

    // Off by one switch, which is remembered; the words are kept, and nothing of what was found.
    sam.choose("Let the coach read along").await;
    sam.see("It does not read what you write.").await;
    sam.sees_marked(&[]).await;
    sam.see_no("What is there").await;
    sam.type_on(Key::Control + "a").await;
    sam.type_on("I am sorry if you felt hurt.").await;
    sam.look("unsent-off").await;
    let kept = "return Object.entries(localStorage).flat().join(' ');";
    assert!(!sam.ask(kept).await.to_string().contains("sorry"));
    sam.go_in_app("Mine").await;
    sam.press(WRITE).await;
    sam.see("It does not read what you write.").await;
    sam.choose("Let the coach read along").await;
    sam.sees_marked(&["sorry if you felt hurt"]).await;

    sam.press("Keep in Mine").await;
    sam.see("Kept.").await;
    sam.go_in_app("Mine").await;
    sam.see("I am sorry if you felt hurt.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_comes_before_every_other_note_and_the_words_outlast_the_lock() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let sam = browsers.person("sam", &host.origin()).await;
    begin_as_betraying(&sam, "Sam").await;
    sam.go_in_app("Mine").await;
    sam.press(WRITE).await;
    sam.fill("Your words", "I am sorry if you felt hurt. I want to die.").await;
    sam.see("you do not have to be alone with it").await;
    sam.sees_marked(&[]).await;
    sam.see_no(CONDITIONAL).await;
    sam.look("unsent-help").await;
    sam.press("Help now").await;
    sam.at("/help").await;
    sam.go("/mine/unsent").await;
    unlock(&sam).await;
    sam.see("you do not have to be alone with it").await;
    sam.press("Put this away").await;
    sam.sees_marked(&["sorry if you felt hurt"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_marked_for_whoever_was_hurt_and_whoever_is_both_is_asked() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let ana = browsers.person("ana", &host.origin()).await;
    ana.go("/begin").await;
    ana.press("Go on").await;
    ana.press("My partner hurt me").await;
    make_keys(&ana, "Ana").await;
    ana.go("/mine/unsent").await;
    unlock(&ana).await;
    let angry = "You always lie. It was only texting, you said. You have to move on.";
    ana.fill("Your words", angry).await;
    ana.see("Nothing is marked in what you write.").await;
    ana.sees_marked(&[]).await;
    ana.look("unsent-hurt").await;
    ana.sees_marked(&[]).await;
    ana.fill("Your words", "I want to die.").await;
    ana.see("you do not have to be alone with it").await;

    let kim = browsers.person("kim", &host.origin()).await;
    kim.go("/begin").await;
    kim.press("Go on").await;
    kim.press("We have hurt each other").await;
    make_keys(&kim, "Kim").await;
    kim.go("/mine/unsent").await;
    unlock(&kim).await;
    kim.fill("Your words", "I am sorry if you felt hurt.").await;
    kim.see("It marks nothing until you have said who was hurt.").await;
    kim.sees_marked(&[]).await;
    kim.look("unsent-asked").await;
    kim.choose("The one I write to").await;
    kim.sees_marked(&["sorry if you felt hurt"]).await;
    kim.choose("I was").await;
    kim.sees_marked(&[]).await;
}
