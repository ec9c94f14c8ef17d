//! A keyboard, and the main job with nothing else.

use serde_json::json;

use crate::{
    begin::Couple,
    host::Host,
    person::{Browsers, Person},
};

/// A key that is pressed and let go.
#[derive(Clone, Copy)]
pub(crate) struct Stroke {
    key: &'static str,
    code: &'static str,
    /// As Windows numbers keys, which is what browsers go by.
    number: u8,
    /// What it writes, if it writes.
    text: &'static str,
}

impl Stroke {
    pub(crate) const TAB: Self = Self { key: "Tab", code: "Tab", number: 9, text: "" };
    pub(crate) const ENTER: Self = Self { key: "Enter", code: "Enter", number: 13, text: "\r" };
    pub(crate) const SPACE: Self = Self { key: " ", code: "Space", number: 32, text: " " };
    pub(crate) const SHIFT: Self = Self { key: "Shift", code: "ShiftLeft", number: 16, text: "" };
    const DOWN: Self = Self { key: "ArrowDown", code: "ArrowDown", number: 40, text: "" };
}

/// More presses of Tab than any page has places to stop at.
const STOPS_MAX: u32 = 300;

/// Where the keyboard is, seen from what it looks for: `there`, `beside` (another choice of the same question) or `elsewhere`.
const WHERE: &str = "const [sought] = arguments, at = document.activeElement;
    const target = sought.tagName === 'LABEL' ? sought.control : sought;
    if (at === target) return 'there';
    return at.type === 'radio' && at.name && at.name === target.name ? 'beside' : 'elsewhere';";

/// Whether one can see where the keyboard is: on the element itself or on the label around it.
const SHOWN: &str = "const drawn = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
    for (let e = document.activeElement; e && e !== document.body; e = e.parentElement) if (drawn(e)) return true;
    return false;";

impl Person {
    /// Presses a key and lets it go.
    pub(crate) async fn key(&self, stroke: Stroke) {
        let Stroke { key, code, number, text } = stroke;
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        for kind in [kind, "keyUp"] {
            let mut event =
                json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number });
            if kind == "keyDown" {
                event["text"] = json!(text);
            }
            self.cdp("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Goes with Tab, and with the arrows among choices, to what a person means by a name. One can see all the way where one is.
    pub(crate) async fn reach(&self, kind: &str, name: &str, group: Option<&str>) {
        for _ in 0..STOPS_MAX {
            let sought =
                self.find(kind, name, group).await.to_json().expect("an element has an id");
            // What was found may be gone already where the page has just changed; then it is sought again.
            let Ok(at) = self.driver.execute(WHERE, vec![sought]).await else { continue };
            match at.json().as_str() {
                Some("there") => {
                    let shown = self.driver.execute(SHOWN, vec![]).await.expect("a style");
                    if shown.json() != &json!(true) {
                        self.fail(&format!("nobody can see that the keyboard is at {name:?}"))
                            .await;
                    }
                    return;
                }
                Some("beside") => self.key(Stroke::DOWN).await,
                _ => self.key(Stroke::TAB).await,
            }
        }
        self.fail(&format!("the keyboard never came to the {kind} {name:?}")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_needs_no_mouse() {
    let (browsers, host) = (Browsers::new(), Host::start());
    let sam = browsers.person("sam", &host.origin()).await.without_a_mouse();
    let ana = browsers.person("ana", &host.origin()).await.without_a_mouse();
    let Couple { sam, ana, .. } = Couple::of(sam, ana).await;

    sam.go_in_app("Us").await;
    sam.press("Commitments").await;
    sam.press("Make a commitment").await;
    sam.fill("What will you do?", "Call when I leave work").await;
    sam.choose("Every day").await;
    sam.press("Promise this to Ana").await;
    sam.see("You promised this just now.").await;
    sam.press("Kept").await;
    sam.see("Said: kept.").await;
    sam.go_in_app("Us").await;
    sam.press("Check-in").await;
    sam.fill("Feelings", "Glad that you are here.").await;
    sam.press("Send to Ana").await;

    ana.press("Check-in").await;
    ana.press("Checked in").await;
    ana.see("Glad that you are here.").await;
    ana.press("Thank Sam").await;
    ana.see("You said thank you.").await;
    ana.go_in_app("More").await;
    ana.press("Lock now").await;
    ana.see("Locked").await;
}
