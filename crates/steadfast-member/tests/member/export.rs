//! Taking a record out for reading.

use std::cell::RefCell;

use jiff::Timestamp;
use steadfast_member::{EXPORT_KEYS, view::ExportWords};

use crate::support::{Couple, World, offer, run, whole};

/// Gives every key itself, and remembers which were asked for.
#[derive(Default)]
struct Keys {
    asked: RefCell<Vec<String>>,
}

impl ExportWords for Keys {
    fn language(&self) -> &str {
        "en"
    }

    fn word(&self, key: &str) -> String {
        self.asked.borrow_mut().push(key.to_owned());
        format!("[{key}]")
    }

    fn time(&self, time: Timestamp, _: &str) -> String {
        time.to_string()
    }
}

#[test]
fn a_readable_export_shows_everything_and_asks_for_known_words_only() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    for payload in crate::payload::examples() {
        if let (_, steadfast_member::payload::Payload::Act(act)) = payload {
            run(sam.say(us, act)).unwrap();
        }
    }
    let slip = run(sam.say(us, offer("A slip."))).unwrap();
    whole(&sam);
    run(sam.erase(us, slip)).unwrap();
    whole(&sam);
    run(ada.sync(us)).unwrap();
    run(ada.say(us, offer("Not sent yet."))).unwrap();

    let keys = Keys::default();
    let export = ada.export_readable(us, &keys).unwrap();
    for key in keys.asked.borrow().iter() {
        assert!(EXPORT_KEYS.contains(&key.as_str()), "{key} is in no list");
    }
    assert!(export.html.contains("I am here, and I am staying."));
    assert!(export.html.contains("[pending]") && export.html.contains("[erased]"));
    assert!(!export.html.contains("A slip."));
    let data: serde_json::Value = serde_json::from_str(&export.json).unwrap();
    let entries = data["entries"].as_array().unwrap();
    assert_eq!(entries.len(), ada.record(us).len());
    assert_eq!(entries.last().unwrap()["pending"], true);
    // Among the examples is one in which Sam takes another name.
    assert_eq!(data["people"][0]["name"], "Samira");
}

/// Bug guarded against: words of one person that run as a program on the page of the other.
#[test]
fn what_people_write_cannot_become_part_of_the_page() {
    let world = World::new();
    let Couple { sam, us, .. } = world.couple();
    run(sam.say(us, offer("<script>alert('\"&')</script>"))).unwrap();
    let html = sam.export_readable(us, &Keys::default()).unwrap().html;
    assert!(!html.contains("<script"));
    assert!(html.contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"));
}
