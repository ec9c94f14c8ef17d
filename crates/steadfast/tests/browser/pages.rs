//! Every page, with months of life in it: it fits, axe finds nothing, and pictures are kept for people to look at.

use std::{fs, process::Command};

use tempfile::TempDir;

use crate::{
    begin::{PASSPHRASE, unlock},
    host::{Host, free_port},
    person::{Browsers, Person},
};

/// Ana and Sam after two months, made by the command.
struct Demo {
    host: Host,
    folder: TempDir,
}

impl Demo {
    fn make() -> Self {
        let (folder, port) = (TempDir::new().expect("a temporary folder"), free_port());
        let made = Command::new(env!("CARGO_BIN_EXE_steadfast"))
            .args([
                "demo",
                "--days",
                "60",
                "--served-at",
                &format!("http://localhost:{port}"),
                "--out",
            ])
            .arg(folder.path())
            .output()
            .expect("the command runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { host: Host::start_on(&folder.path().join("data"), port), folder }
    }

    /// One of the two on a new device, brought there by their words.
    async fn person(&self, browsers: &Browsers, name: &'static str) -> Person {
        let words = fs::read_to_string(self.folder.path().join(format!("{name}.words.txt")))
            .expect("the words are there");
        let person = browsers.person(name, &self.host.origin()).await;
        person.go("/begin").await;
        person.press("Go on").await;
        person.press("I have my 24 words").await;
        person.fill("All 24 words, in order", words.trim()).await;
        person.fill("A new passphrase for this device", PASSPHRASE).await;
        person.fill("The same passphrase again", PASSPHRASE).await;
        person.press("Bring everything back").await;
        person.time_zone("Europe/Lisbon").await;
        person.see("said this week").await;
        person
    }
}

/// What README.md shows; `cargo xtask pictures` takes them from here.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_readme() {
    let (browsers, demo) = (Browsers::new(), Demo::make());
    let sam = demo.person(&browsers, "sam").await;
    for scheme in ["light", "dark"] {
        sam.screen(390, scheme).await;
        sam.picture(&format!("readme-today-{scheme}")).await;
    }
    sam.go_in_app("More").await;
    sam.press("Record").await;
    sam.see("Whole.").await;
    for scheme in ["light", "dark"] {
        sam.screen(1280, scheme).await;
        sam.picture(&format!("readme-record-{scheme}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_betrayed_partner_is_fit_to_be_seen() {
    let (browsers, demo) = (Browsers::new(), Demo::make());
    let ana = demo.person(&browsers, "ana").await;
    ana.look("ana-today").await;
    for (path, seen, name) in [
        ("/us", "Everything here is read by", "us"),
        ("/circles", "Read by", "circles"),
        ("/commitments", "Call when leaving work", "commitments"),
        ("/commitments/new", "Until when?", "commitment-new"),
        ("/checkin", "It waits until you want to read it", "checkin"),
        ("/reassurance", "What helps", "reassurance"),
        ("/questions", "How often did you meet her?", "questions"),
        ("/letters", "A letter of apology", "letters"),
        ("/agreements", "In force.", "agreements"),
        ("/boundaries", "In force until", "boundaries"),
        ("/space", "For how long?", "space"),
        ("/disclosures", "Told in time", "disclosures"),
        ("/notes", "What you want to say here", "notes-us"),
        ("/mine", "Only you read this", "mine"),
        ("/more", "What the words mean", "more"),
        ("/record", "Whole.", "record"),
        ("/people", "Your devices", "people"),
        ("/settings", "Lock by itself after", "settings"),
        ("/words", "Kept late", "words"),
        ("/nowhere", "Nothing here", "nothing"),
    ] {
        ana.go(path).await;
        unlock_if_asked(&ana).await;
        ana.see(seen).await;
        ana.look(&format!("ana-{name}")).await;
    }
    ana.go("/circles").await;
    unlock_if_asked(&ana).await;
    ana.press("My therapist and me").await;
    ana.press("Notes").await;
    ana.see("Said by Sam, in a circle of two partners").await;
    ana.see("Bring the mornings along").await;
    ana.look("ana-notes").await;
    ana.go("/commitments").await;
    unlock(&ana).await;
    ana.press("Call when leaving work").await;
    ana.see("What was said, in numbers").await;
    ana.look("ana-commitment").await;
    ana.go_in_app("More").await;
    ana.press("Record").await;
    for (open, name) in [("Compare", "record-compare"), ("Export", "record-export")] {
        ana.press(open).await;
        ana.look(&format!("ana-{name}")).await;
        ana.press("Close").await;
    }
    ana.press("How do we know?").await;
    ana.look("ana-record-how").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_betraying_partner_is_fit_to_be_seen() {
    let (browsers, demo) = (Browsers::new(), Demo::make());
    let sam = demo.person(&browsers, "sam").await;
    sam.look("sam-today").await;
    for (door, room, name) in [
        ("Us", None, "us"),
        ("Us", Some("Commitments"), "commitments"),
        ("Us", Some("Check-in"), "checkin"),
        ("Us", Some("Reassurance"), "reassurance"),
        ("Us", Some("Questions"), "questions"),
        ("Us", Some("Letters"), "letters"),
        ("Mine", None, "mine"),
    ] {
        sam.go_in_app(door).await;
        if let Some(room) = room {
            sam.press(room).await;
        }
        sam.look(&format!("sam-{name}")).await;
    }
    // What is promised is told on a day that has come.
    sam.go_in_app("Us").await;
    sam.press("Commitments").await;
    sam.press("Phone on the kitchen table").await;
    sam.press("More about this commitment").await;
    sam.press("Ask to change it").await;
    sam.look("sam-commitment-change").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_before_the_first_entry_is_fit_to_be_seen() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let new = browsers.person("new", &host.origin()).await;
    for (path, name) in
        [("/begin", "begin"), ("/join", "join"), ("/help", "help"), ("/safety", "safety")]
    {
        new.go(path).await;
        new.text_of("h1").await;
        new.look(&format!("new-{name}")).await;
    }
    new.go("/begin").await;
    new.press("Go on").await;
    new.look("new-begin-doors").await;
    new.press("I hurt my partner").await;
    new.look("new-begin-gate").await;
    new.choose_of("Does your partner know what happened?", "No").await;
    new.choose_of("Has it stopped?", "Not yet").await;
    new.press("Go on").await;
    new.see("A specialist comes first").await;
    new.look("new-begin-specialist").await;
    new.press("Begin alone").await;
    new.look("new-begin-you").await;
    new.fill("What should people call you?", "Sam").await;
    new.fill("Passphrase", PASSPHRASE).await;
    new.fill("The same passphrase again", PASSPHRASE).await;
    new.press("Make my keys").await;
    new.see("I have written them down").await;
    new.look("new-begin-words").await;
    new.press("I have written them down").await;
    new.see("Look at your paper").await;
    new.look("new-begin-check").await;
    new.press("Show me the words again").await;
    new.press("I cannot write them down now").await;
    new.press("Go on without paper").await;
    new.see("What a signed record means").await;
    new.look("new-begin-signed").await;
    new.press("I understand").await;
    // Where a specialist comes first, the solo room opens, and nothing presses.
    new.see("Only you read this").await;
    new.look("new-mine").await;
    for (door, name) in [("Today", "today"), ("Us", "us")] {
        new.go_in_app(door).await;
        new.look(&format!("new-{name}")).await;
    }
    // Us says why, and the questions can be answered again.
    new.see_no("Invite your partner").await;
    new.press("Read why, or answer again").await;
    new.see("Has something changed?").await;
    new.look("new-gate").await;
    new.choose_of("Does your partner know what happened?", "Yes, all of it").await;
    new.choose_of("Has it stopped?", "Yes").await;
    new.press("Go on").await;
    new.see("The way is open").await;
    new.look("new-gate-open").await;
    new.go_in_app("Us").await;
    new.see("Invite your partner").await;
    new.go("/").await;
    new.see("Locked").await;
    new.look("new-unlock").await;
}

/// A page that is loaded anew is locked, but for those that show nothing of the record.
async fn unlock_if_asked(person: &Person) {
    if person.text_of("h1").await == "Locked" {
        unlock(person).await;
    }
}

/// Everything that is shown without an accent although the language is the made-up one. People's own words, names, numbers and
/// addresses stay as they are, and so does what the coach says: it knows English only, and says so to screen readers.
const UNTRANSLATED: &str = r"const own = '.words, .words-inside, [translate=no], [lang=en], option, script, style, .skip';
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.textContent.trim(), parent = walk.currentNode.parentElement;
        if (!parent.checkVisibility({ visibilityProperty: true }) || parent.closest(own)) continue;
        if (/[a-z]{3}/i.test(text) && !/[^\x00-\x7f]/.test(text)) found.push(text);
    }
    return found;";

#[tokio::test(flavor = "multi_thread")]
async fn every_word_is_in_a_catalogue_and_longer_words_fit() {
    let (browsers, demo) = (Browsers::new(), Demo::make());
    let sam = demo.person(&browsers, "sam").await;
    sam.go_in_app("More").await;
    sam.press("Settings").await;
    // The second of the languages is the made-up one.
    sam.set("Language", "1").await;
    sam.see("[Láñĝûáĝé").await;
    for path in [
        "/settings",
        "/more",
        "/people",
        "/more",
        "/record",
        "/more",
        "/words",
        "/us",
        "/commitments",
        "/commitments/new",
        "/us",
        "/circles",
        "/people",
        "/us",
        "/checkin",
        "/us",
        "/reassurance",
        "/us",
        "/agreements",
        "/agreements/new",
        "/us",
        "/boundaries",
        "/boundaries/new",
        "/us",
        "/space",
        "/us",
        "/disclosures",
        "/disclosures/new",
        "/mine",
        "/mine/unsent",
        "/",
        "/help",
        "/safety",
    ] {
        sam.follow_in_app(path).await;
        let found = sam.driver.execute(UNTRANSLATED, vec![]).await.expect("a list");
        assert_eq!(found.json(), &serde_json::json!([]), "at {path}");
        sam.check_fits().await;
    }
}
