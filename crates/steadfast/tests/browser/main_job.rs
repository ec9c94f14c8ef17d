//! The main job from the first page to the verified record: commitments, check-ins, reassurance, exports.

use std::process::Command;

use crate::{
    begin::{Couple, PASSPHRASE, unlock},
    host::Host,
    person::{Browsers, Person},
};

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_the_main_job() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let couple = Couple::join(&browsers, &host).await;
    commit_and_keep(&couple).await;
    miss_and_repair(&couple).await;
    renegotiate(&couple).await;
    check_in(&couple).await;
    reassure(&couple).await;
    lock_and_unlock(&couple.ana).await;
    export_and_verify(&couple.ana).await;
}

/// Makes a commitment for every day, from today.
async fn promise(person: &Person, what: &str) {
    person.go_in_app("Us").await;
    person.press("Commitments").await;
    person.press("Make a commitment").await;
    person.fill("What will you do?", what).await;
    person.choose("Every day").await;
    person.choose("At any time of the day").await;
    person.set("From which day?", &person.today().await).await;
    person.press("Promise this to Ana").await;
    person.see("You promised this just now.").await;
}

async fn commit_and_keep(Couple { sam, ana, .. }: &Couple) {
    promise(sam, "Call when I leave work").await;
    sam.go_in_app("Today").await;
    sam.see("Call when I leave work").await;
    sam.press("Kept").await;
    sam.see("Said: kept.").await;

    // Ana's page hears of it without being loaded again.
    ana.go_in_app("Today").await;
    ana.see("What Sam said this week").await;
    ana.see("Call when I leave work").await;
    ana.press("Call when I leave work").await;
    ana.press("I saw it").await;
    ana.see("You saw it too.").await;
    sam.press("Call when I leave work").await;
    sam.see("Ana saw it too.").await;
}

async fn miss_and_repair(Couple { sam, ana, .. }: &Couple) {
    promise(sam, "Put my phone on the table").await;
    sam.press("Missed").await;
    sam.fill("What there is to say", "I took it to bed.").await;
    sam.press("Tell Ana that I missed it").await;
    sam.see("Said: missed.").await;
    sam.press("Missed and repaired").await;
    sam.fill("What did you do?", "I told you at breakfast, and it lies there now.").await;
    sam.press("Tell Ana how I repaired it").await;
    sam.see("Said: missed and repaired.").await;

    ana.go_in_app("Us").await;
    ana.press("Commitments").await;
    ana.press("Put my phone on the table").await;
    ana.see("Missed and repaired").await;
    ana.see("I told you at breakfast, and it lies there now.").await;
    ana.press("That is not how I saw it").await;
    ana.fill("How you saw it", "I asked, and then you told me.").await;
    ana.press("Put it beside what Sam said").await;
    sam.see("Ana saw it differently:").await;
    sam.see("I asked, and then you told me.").await;
}

async fn renegotiate(Couple { sam, ana, .. }: &Couple) {
    promise(sam, "Be home for supper").await;
    sam.press("More about this commitment").await;
    sam.press("Ask to change it").await;
    sam.choose("Let it go this once").await;
    sam.fill("Why?", "My mother is in hospital.").await;
    sam.press("Ask Ana").await;
    sam.see("Asked.").await;
    sam.see("Until then it stays as it was.").await;

    ana.go_in_app("Today").await;
    // It waits closed until she wants it.
    ana.press("One thing waits until you want it").await;
    ana.see("Sam would like to change something").await;
    ana.press("Look").await;
    ana.see("My mother is in hospital.").await;
    ana.press("Yes, change it").await;
    ana.see("Answered.").await;
    sam.see("Ana said yes.").await;
    sam.see("Renegotiated ahead").await;
}

async fn check_in(Couple { sam, ana, .. }: &Couple) {
    sam.go_in_app("Us").await;
    sam.press("Check-in").await;
    sam.fill("Feelings", "Ashamed, and glad that you asked.").await;
    sam.fill("Ownership", "I was late and said nothing.").await;
    sam.press("Send to Ana").await;
    sam.see("Ana can read it now, or later.").await;

    ana.go_in_app("Us").await;
    ana.press("Check-in").await;
    // It stays closed until she wants it.
    ana.see("It waits until you want to read it.").await;
    ana.see_no("I was late and said nothing.").await;
    ana.press("Checked in").await;
    ana.see("I was late and said nothing.").await;
    ana.press("Thank Sam").await;
    sam.press("Earlier").await;
    sam.see("Ana said thank you.").await;
}

async fn reassure(Couple { sam, ana, .. }: &Couple) {
    ana.go_in_app("Us").await;
    ana.press("Reassurance").await;
    ana.fill("What helps you?", "Tell me where you are.").await;
    ana.press("Put it on the list").await;
    ana.see("It is on the list.").await;
    ana.press("Ask for this: Tell me where you are.").await;
    ana.see("Not answered yet.").await;

    sam.go_in_app("Today").await;
    sam.see("Ana asked").await;
    sam.press("Answer").await;
    sam.fill("Your answer", "At the station. I take the train at six.").await;
    sam.press("Send to Ana").await;
    ana.see("At the station. I take the train at six.").await;
}

async fn lock_and_unlock(ana: &Person) {
    ana.go_in_app("More").await;
    ana.press("Lock now").await;
    ana.see("Locked").await;
    ana.see_no("At the station").await;
    ana.fill("Passphrase", "seven quiet herons on the roof").await;
    ana.press("Open").await;
    ana.see("That is not the passphrase. Nothing is lost").await;
    unlock(ana).await;
    assert!(!ana.text().await.contains(PASSPHRASE));
}

async fn export_and_verify(ana: &Person) {
    ana.go_in_app("More").await;
    ana.press("Record").await;
    ana.see("Whole.").await;
    // What was said, by whom.
    ana.see("At the station. I take the train at six.").await;
    ana.press("Export").await;
    let page = ana.saves("notes.html", "To read or print").await;
    assert!(
        String::from_utf8(page).expect("a page is text").contains("I was late and said nothing.")
    );
    let data = ana.saves("notes.json", "For other programs").await;
    assert!(serde_json::from_slice::<serde_json::Value>(&data).is_ok());
    ana.choose("I understand that this file proves who wrote what.").await;
    let export = ana.saves("notes.steadfast", "Make the copy that proves itself").await;

    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let file = folder.path().join("us.steadfast");
    let verify = |bytes: &[u8]| {
        std::fs::write(&file, bytes).expect("room for a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_steadfast"));
        command.args(["verify", "--json"]).arg(&file).output().expect("the command runs")
    };
    let whole = verify(&export);
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let report: serde_json::Value = serde_json::from_slice(&whole.stdout).expect("JSON");
    let mut names: Vec<_> = report["authors"].as_array().expect("authors").iter().collect();
    names.sort_by_key(|author| author["name"].as_str());
    assert_eq!(names.len(), 2);
    assert_eq!((&names[0]["name"], &names[1]["name"]), (&"Ana".into(), &"Sam".into()));
    let mut changed = export;
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(verify(&changed).status.code(), Some(1));
    ana.press("Close").await;
}
