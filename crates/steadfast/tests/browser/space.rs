//! Space: what the other writes waits with them, what is exempt goes, and the rest comes when it ends.

use crate::{circles::Three, host::Host, person::Browsers};

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_space_comes_when_it_ends_and_what_cannot_wait_comes_at_once() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let Three { sam, ana, levi } = Three::beside_us(&browsers, &host).await;
    ana.go_to_the_others().await;
    ana.press("Space").await;
    ana.press("Ask Sam for space").await;
    ana.see("Choose for how long.").await;
    ana.choose("For 24 hours").await;
    ana.choose("The children").await;
    ana.look("space-ask").await;
    ana.press("Ask Sam for space").await;
    ana.see("You asked for space until").await;
    ana.look("space-mine").await;

    sam.go_in_app("Today").await;
    sam.see("Ana asked for space until").await;
    sam.see("What you write is kept on this device and goes then.").await;
    sam.go_to_the_others().await;
    sam.press("Reassurance").await;
    sam.see("What you send waits on this device until then.").await;
    for words in ["I regret this one.", "I am here, whenever you are."] {
        sam.fill("Something true and kind, for Ana", words).await;
        sam.press("Send to Ana").await;
        sam.see("Kept on this device. It goes when the space is over.").await;
        sam.see(words).await;
    }
    sam.look("space-waits-here").await;
    sam.press("Something that cannot wait").await;
    sam.see("What waits").await;
    sam.choose("The children").await;
    sam.fill("What cannot wait", "Mia has a fever.").await;
    sam.look("space-theirs").await;
    sam.press("Send to Ana now").await;
    sam.see("Sent. It did not wait.").await;
    // The first of the two that wait is taken back, and nobody ever sees it.
    sam.press("Take it back").await;
    sam.see_no("I regret this one.").await;
    sam.see("I am here, whenever you are.").await;
    sam.go_in_app("Today").await;
    sam.see("One thing waits.").await;
    sam.look("space-today-other").await;

    // Whoever leaves now is told what becomes of it.
    sam.go_in_app("More").await;
    sam.press("People and devices").await;
    sam.see("Leave this circle").await;
    // That of the circle with the therapist stands below that of Us.
    let last = "[...document.querySelectorAll('button')].filter(b => b.textContent.trim() === 'Leave this circle').pop().click()";
    sam.driver.execute(last, vec![]).await.expect("it can be pressed");
    sam.see("If you leave, it never goes.").await;
    sam.press("Stay").await;

    // What was said before it waits, though what was said after it is here.
    ana.go_in_app("Today").await;
    ana.see("Mia has a fever.").await;
    ana.see("What Sam writes waits until then.").await;
    ana.look("space-today").await;
    ana.go_to_the_others().await;
    ana.see_no("whenever you are").await;
    // The therapist reads along: what waits for Ana waits for him too.
    levi.go_to_the_others().await;
    levi.see_no("whenever you are").await;
    levi.press("Record").await;
    levi.see("Ana asked for space until").await;
    levi.see_no("whenever you are").await;
    ana.press("Space").await;
    ana.see("What came through").await;
    ana.press("End it now").await;
    ana.see("It has ended. What waited comes now.").await;
    ana.go_to_the_others().await;
    ana.press("Reassurance").await;
    ana.see("I am here, whenever you are.").await;
    ana.see_no("I regret this one.").await;
    sam.see_no("One thing waits.").await;
    sam.see_no("Ana asked for space").await;

    sam.go_to_the_others().await;
    sam.press("Record").await;
    sam.see("Ana asked for space until").await;
    sam.see("You wrote, under what goes through").await;
    sam.see_no("had asked for space.").await;
}
