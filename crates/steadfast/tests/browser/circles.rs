//! Circles with somebody besides the partner: a place of their own, that the partner never hears of.

use crate::{
    begin::{Couple, make_keys, unlock},
    disclosures::{WANTING, agree},
    host::Host,
    person::{Browsers, Person},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_a_therapists_to_hear_goes_there_and_the_partner_hears_that_it_was_in_time() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Couple { sam, ana, .. } = Couple::join(&browsers, &host).await;
    agree(&sam, &ana, "A therapist").await;
    let levi = browsers.person("levi", &host.origin()).await;
    invite_therapist(&sam, &levi).await;

    // One text, and it goes where the agreement says, which is not to Ana.
    sam.go_in_app("Us").await;
    sam.press("Circles").await;
    sam.press("My therapist and me").await;
    sam.see("Levi keeps for a while, and helps whoever told it to tell the other.").await;
    sam.go_in_app("Us").await;
    sam.press("Disclosures").await;
    sam.press("Tell something that happened").await;
    sam.choose(WANTING).await;
    sam.see("Under your agreement this is told to a therapist, and not to Ana.").await;
    sam.fill("Tell Levi what happened", "I looked at her page, twice.").await;
    sam.see("Reads this: Levi and you").await;
    sam.see("Let Ana know that it was told in time").await;
    sam.look("disclosure-to-therapist").await;
    sam.press("Tell Levi").await;
    sam.see("You said that something was told to a therapist in time").await;
    sam.see_no(WANTING).await;

    ana.go_in_app("Today").await;
    ana.see("Sam says that something was told in time").await;
    ana.press("Look").await;
    ana.see("told to a therapist in time").await;
    ana.see_no(WANTING).await;
    // Nothing on her device knows of the circle.
    ana.go_in_app("Us").await;
    ana.press("Circles").await;
    ana.see("Read by Sam and you").await;
    ana.see_no("therapist and me").await;

    // Levi has no Us. Behind its door are his circles, by names of his own.
    levi.go_in_app("Circles").await;
    levi.see("Sam wrote last").await;
    levi.press("Call it something else here").await;
    levi.fill("What you call it", "Tuesdays at ten").await;
    levi.press("Call it this").await;
    levi.press("Tuesdays at ten").await;
    levi.see("Everything here is read by Sam and you").await;
    levi.look("therapist-circle").await;
    levi.go_in_app("Today").await;
    levi.see("Tuesdays at ten").await;
    levi.see("Sam has told you something that happened").await;
    levi.look("therapist-today").await;
    levi.press("Look").await;
    levi.see(WANTING).await;
    levi.see("Told in time: within 24 hours, as the two partners agreed").await;
    levi.press("Read it").await;
    levi.see("I looked at her page, twice.").await;
    // The page is his circle's and its address does not say so; a reload and a step back find the circle again.
    assert_eq!(levi.path().await, "/disclosures");
    levi.reload().await;
    unlock(&levi).await;
    levi.see(WANTING).await;
    levi.go_in_app("Today").await;
    levi.see("Today").await;
    levi.driver.back().await.expect("there is a step back");
    levi.see(WANTING).await;
    // Nobody lands in another circle than they mean: opened in a tab of its own, a link asks which.
    levi.go_in_app("Circles").await;
    assert!(levi.links_to("/circles").await.contains(&"Tuesdays at ten".to_owned()));
    levi.look("therapist-disclosures").await;

    // What is told under no agreement waits when Ana has asked for space, and Sam is not told that she has read it.
    ana.go_in_app("Us").await;
    ana.press("Space").await;
    ana.press("Ask Sam for space").await;
    ana.choose("For 24 hours").await;
    ana.press("Ask Sam for space").await;
    ana.see("You asked for space until").await;
    sam.go_in_app("Today").await;
    sam.see("Ana asked for space until").await;
    sam.go_in_app("Us").await;
    sam.press("Disclosures").await;
    sam.press("Tell something that happened").await;
    sam.choose("Something else").await;
    sam.fill("What is it about?", ELSE).await;
    sam.fill("Tell Ana what happened", "I said I was at work, and I was not.").await;
    sam.see("What you send waits on this device until then.").await;
    sam.press("Tell Ana").await;
    sam.see("Kept on this device. It goes when the space is over.").await;
    ana.go_in_app("Today").await;
    ana.see_no("something that happened").await;
}

const ELSE: &str = "Where I was on Friday";

/// Sam begins a circle with a therapist, who has never been here, and lets them in.
pub(crate) async fn invite_therapist(sam: &Person, levi: &Person) {
    sam.go_in_app("More").await;
    sam.press("People and devices").await;
    sam.press("Begin such a circle").await;
    sam.press("Begin “My therapist and me”").await;
    sam.press("Invite the therapist").await;
    let link = shown_link(sam).await;

    levi.follow(&link).await;
    levi.press("Look at the invitation").await;
    levi.see("invites you").await;
    levi.press("Go on").await;
    make_keys(levi, "Levi").await;
    levi.press("Ask Sam to let me in").await;
    // What becomes of secrets is known before anybody tells one.
    levi.see("Choose one. They are to know it before they tell you anything.").await;
    levi.choose("I keep it for a while").await;
    levi.look("join-therapist").await;
    levi.press("Ask Sam to let me in").await;
    sam.see("Levi asks to come in").await;
    sam.see("Levi keeps for a while, and helps whoever told it to tell the other.").await;
    sam.look("knock-therapist").await;
    sam.press("Let Levi in").await;
    levi.see("You are in").await;
    levi.press("Open it").await;
    levi.see("Everything here is read by Sam and you").await;
}

/// The two and their couples therapist, in one circle.
pub(crate) struct Three {
    pub(crate) sam: Person,
    pub(crate) ana: Person,
    pub(crate) levi: Person,
}

impl Three {
    /// Levi comes into *Us* itself.
    pub(crate) async fn in_us(browsers: &Browsers, host: &Host) -> Self {
        let Couple { sam, ana, .. } = Couple::join(browsers, host).await;
        Self::joined(browsers, host, sam, ana, None).await
    }

    /// As [`Three::in_us`], once the two have said something there, of which Levi may read all.
    pub(crate) async fn later(browsers: &Browsers, host: &Host, sam: Person, ana: Person) -> Self {
        Self::joined(browsers, host, sam, ana, Some("Yes, all of it")).await
    }

    async fn joined(
        browsers: &Browsers,
        host: &Host,
        sam: Person,
        ana: Person,
        before: Option<&str>,
    ) -> Self {
        sam.go_in_app("More").await;
        sam.press("People and devices").await;
        sam.press("Invite somebody more").await;
        let levi = browsers.person("levi", &host.origin()).await;
        let mut levi = come_in(&sam, &ana, levi, before).await;
        levi.meet_at(&["Circles", "Sam and Ana"]);
        Self { sam, ana, levi }
    }

    /// The two begin *Us and our therapist*, and Levi comes into that.
    pub(crate) async fn beside_us(browsers: &Browsers, host: &Host) -> Self {
        let Couple { mut sam, mut ana, .. } = Couple::join(browsers, host).await;
        sam.go_in_app("More").await;
        sam.press("People and devices").await;
        sam.press("Begin such a circle").await;
        sam.press("Begin “Us and our therapist”").await;
        sam.press("Invite my partner").await;
        let link = shown_link(&sam).await;
        ana.follow(&link).await;
        unlock(&ana).await;
        ana.see("invites you").await;
        ana.choose("My partner hurt me").await;
        ana.press("Ask Sam to let me in").await;
        sam.see("Ana asks to come in").await;
        sam.press("Let Ana in").await;
        ana.see("You are in").await;
        ana.press("Open it").await;
        ana.see("Us and our therapist").await;
        sam.press("Invite the therapist").await;
        let levi = browsers.person("levi", &host.origin()).await;
        let mut levi = come_in(&sam, &ana, levi, None).await;
        for partner in [&mut sam, &mut ana] {
            partner.meet_at(&["Us", "Circles", "Us and our therapist"]);
        }
        levi.meet_at(&["Circles", "Sam and Ana"]);
        Self { sam, ana, levi }
    }
}

/// Levi, who has never been here, comes in with the invitation that is open before Sam, and with both their yes. Where
/// something was said already, `before` is what of it he may read.
async fn come_in(sam: &Person, ana: &Person, levi: Person, before: Option<&str>) -> Person {
    let link = shown_link(sam).await;
    levi.follow(&link).await;
    levi.press("Look at the invitation").await;
    levi.see("invites you").await;
    levi.press("Go on").await;
    make_keys(&levi, "Levi").await;
    levi.choose("I am their couples therapist").await;
    levi.choose("I keep no secrets between partners").await;
    levi.press("Ask Sam to let me in").await;
    sam.see("Levi keeps no secrets between partners").await;
    if let Some(before) = before {
        sam.press("Let Levi in").await;
        sam.see("Choose first what Levi may read.").await;
        sam.choose(before).await;
    }
    sam.press("Let Levi in").await;
    // It takes Ana's yes, and she reads the same before she gives it.
    ana.go_in_app("More").await;
    ana.press("People and devices").await;
    ana.see("Levi keeps no secrets between partners").await;
    ana.look("consent-therapist").await;
    ana.press("Yes, let Levi in").await;
    levi.see("You are in").await;
    levi.press("Open").await;
    levi.see("Everything here is read by Sam, Ana and you").await;
    levi
}

#[tokio::test(flavor = "multi_thread")]
async fn a_couples_therapist_comes_in_with_both_their_yes_and_reads_along() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Three { sam, ana, levi } = Three::beside_us(&browsers, &host).await;

    // Ana asks here, Sam answers here, and Levi reads both and is asked nothing.
    ana.go_to_the_others().await;
    ana.see("Levi keeps no secrets between partners").await;
    ana.press("Questions").await;
    ana.press("Ask Sam a question").await;
    ana.fill("Your question", "Were there other times?").await;
    ana.see("Reads this: Sam, Levi and you").await;
    ana.press("Ask Sam").await;
    sam.go_in_app("Today").await;
    sam.see("Were there other times?").await;
    sam.see("Us and our therapist").await;
    levi.look("couples-therapist-circle").await;
    for room in [
        "Commitments",
        "Check-in",
        "Reassurance",
        "Questions",
        "Disclosure agreements",
        "Boundaries",
        "Letters",
        "Disclosures",
    ] {
        levi.go_to_the_others().await;
        levi.press(room).await;
        levi.look(&format!("couples-therapist-{}", room.to_lowercase().replace(' ', "-"))).await;
    }
    levi.go_in_app("Today").await;
    levi.look("couples-therapist-today").await;
}

/// The link of the invitation that is open before somebody.
async fn shown_link(person: &Person) -> String {
    person.see("It is ready to be used.").await;
    let link = person.text_of("dialog[open] .people-link").await;
    person.press("Close").await;
    link
}
