//! The first steps: keys, 24 words, an invitation, and two people in *Us*.

use crate::{
    host::Host,
    person::{Browsers, Person},
};

/// The passphrase of everybody here.
pub(crate) const PASSPHRASE: &str = "seven quiet herons on the wall";

/// From a door of Begin to the end of it. Gives the 24 words.
pub(crate) async fn make_keys(person: &Person, name: &str) -> Vec<String> {
    person.fill("What should people call you?", name).await;
    person.fill("Passphrase", PASSPHRASE).await;
    person.fill("The same passphrase again", PASSPHRASE).await;
    person.press("Make my keys").await;
    write_down_the_words(person).await
}

/// Copies the 24 words, types three of them, and reads what a signed record means.
async fn write_down_the_words(person: &Person) -> Vec<String> {
    person.see("I have written them down").await;
    let words: Vec<String> =
        person.texts_of("main ol li").await.iter().map(|word| word.trim().to_owned()).collect();
    assert_eq!(words.len(), 24, "{words:?}");
    person.press("I have written them down").await;
    person.see("Look at your paper").await;
    let asked = person.texts_of("main label").await;
    let asked: Vec<usize> =
        asked.iter().filter_map(|label| label.trim().strip_prefix("Word ")?.parse().ok()).collect();
    assert_eq!(asked.len(), 3, "{asked:?}");
    for number in asked {
        person.fill(&format!("Word {number}"), &words[number - 1]).await;
    }
    person.press("Check").await;
    person.press("I understand").await;
    words
}

/// Begins behind the door "I hurt my partner", where all is told and over.
pub(crate) async fn begin_as_betraying(person: &Person, name: &str) -> Vec<String> {
    person.go("/begin").await;
    person.press("Go on").await;
    person.press("I hurt my partner").await;
    person.choose_of("Does your partner know what happened?", "Yes, all of it").await;
    person.choose_of("Has it stopped?", "Yes").await;
    person.press("Go on").await;
    make_keys(person, name).await
}

/// Founds *Us* and gives the link of an invitation to it.
async fn invite_partner(person: &Person) -> String {
    person.go("/people").await;
    unlock(person).await;
    person.press("Begin Us without inviting yet").await;
    person.press("Invite my partner").await;
    person.see("It is ready to be used.").await;
    let link = person.text_of("dialog[open] .people-link").await;
    person.press("Close").await;
    link
}

/// Opens the lock with [`PASSPHRASE`].
pub(crate) async fn unlock(person: &Person) {
    person.fill("Passphrase", PASSPHRASE).await;
    person.press("Open").await;
    person.see_no("Locked").await;
}

/// Sam and Ana, together in *Us*, each on their Today.
pub(crate) struct Couple {
    pub(crate) sam: Person,
    pub(crate) ana: Person,
    /// Sam's 24 words.
    pub(crate) sams_words: Vec<String>,
    /// The link with which Ana came.
    pub(crate) invitation: String,
}

impl Couple {
    /// The two begin, and Ana joins with Sam's invitation.
    pub(crate) async fn join(browsers: &Browsers, host: &Host) -> Self {
        let sam = browsers.person("sam", &host.origin()).await;
        Self::of(sam, browsers.person("ana", &host.origin()).await).await
    }

    /// As [`Couple::join`], with people who are there already.
    pub(crate) async fn of(sam: Person, ana: Person) -> Self {
        let sams_words = begin_as_betraying(&sam, "Sam").await;
        let invitation = invite_partner(&sam).await;

        ana.follow(&invitation).await;
        ana.see("If somebody may be watching this device").await;
        ana.press("Look at the invitation").await;
        ana.see("invites you").await;
        ana.press("Go on").await;
        make_keys(&ana, "Ana").await;
        ana.choose("My partner hurt me").await;
        ana.press("Ask Sam to let me in").await;
        ana.see("Waiting for Sam").await;

        sam.see("Ana asks to come in").await;
        // Both see the same twelve words, so that they can read them to each other.
        let shown = sam.texts_of("[data-test=words] li").await;
        ana.see("read these words to each other").await;
        ana.text_of("[data-test=words] li").await;
        assert_eq!(ana.texts_of("[data-test=words] li").await, shown);
        sam.press("Let Ana in").await;
        ana.see("You are in").await;
        ana.press("Open Us").await;
        ana.see("Everything here is read by").await;
        sam.press("Us").await;
        sam.see("Ana and you").await;
        Self { sam, ana, sams_words, invitation }
    }
}
