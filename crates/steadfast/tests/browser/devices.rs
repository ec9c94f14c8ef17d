//! A second device by code, a lost one brought back by the 24 words, and one that is removed.

use crate::{
    begin::{Couple, PASSPHRASE},
    host::Host,
    person::Browsers,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_device_and_one_from_the_words_hold_the_same_record() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, sams_words, .. } = Couple::join(&browsers, &host).await;
    ana.go_in_app("Us").await;
    ana.press("Reassurance").await;
    ana.press("Ask for something kind").await;
    ana.see("You asked").await;

    // By the code that the first device shows.
    sam.go_in_app("More").await;
    sam.press("People and devices").await;
    sam.press("Add a device").await;
    let code = sam.text_of("[data-test=pairing-code]").await;
    let laptop = browsers.person("sams-laptop", &host.origin()).await;
    laptop.go("/begin").await;
    laptop.press("Go on").await;
    laptop.press("I use this on another device").await;
    laptop.fill("The code", &code).await;
    laptop.fill("A new passphrase for this device", PASSPHRASE).await;
    laptop.fill("The same passphrase again", PASSPHRASE).await;
    laptop.press("Add this device").await;
    laptop.see("Ana asked").await;
    laptop.press("Answer").await;
    laptop.fill("Your answer", "From the other device.").await;
    laptop.press("Send to Ana").await;
    ana.see("From the other device.").await;

    // By the paper, as after a loss.
    let new = browsers.person("sams-new-phone", &host.origin()).await;
    new.go("/begin").await;
    new.press("Go on").await;
    new.press("I have my 24 words").await;
    let mut wrong = sams_words.clone();
    wrong.swap(0, 1);
    if wrong[0] != wrong[1] {
        new.fill("All 24 words, in order", &wrong.join(" ")).await;
        new.fill("A new passphrase for this device", PASSPHRASE).await;
        new.fill("The same passphrase again", PASSPHRASE).await;
        new.press("Bring everything back").await;
        new.see("together they do not fit").await;
    }
    new.fill("All 24 words, in order", &sams_words.join(" ")).await;
    new.press("Bring everything back").await;
    new.see("Today").await;
    new.go_in_app("Us").await;
    new.press("Record").await;
    new.see("From the other device.").await;
    new.see("Whole.").await;
}
