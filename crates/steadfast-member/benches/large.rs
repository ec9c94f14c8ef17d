//! How long a record of ten thousand entries takes: verified from nothing, and opened again.
//!
//! `cargo bench -p steadfast-member` prints one JSON line for each figure.

#![expect(
    clippy::unwrap_used,
    dead_code,
    reason = "it shares the tests' couple and their relay, and fails as they do"
)]

use std::time::Instant;

#[path = "../tests/member/support/mod.rs"]
mod support;

use steadfast_member::Member;
use support::{Couple, PASSPHRASE, World, offer, run};

const ENTRIES: usize = 10_000;

fn main() {
    let world = World::new();
    let Couple { sam, ada, us, ada_ports, .. } = world.couple();
    let before = Instant::now();
    for n in 0..ENTRIES {
        world.pass(60_000);
        run(sam.say(
            us,
            offer(&format!("Something that is said on day {n}, of a length as people write.")),
        ))
        .unwrap();
        if n % 200 == 199 {
            run(sam.sync(us)).unwrap();
        }
    }
    print("said_and_synced", before);

    let before = Instant::now();
    run(ada.sync(us)).unwrap();
    print("cold_verified", before);

    let before = Instant::now();
    run(ada.say(us, offer("One more."))).unwrap();
    print("one_more_said", before);

    let before = Instant::now();
    run(ada.sync(us)).unwrap();
    print("one_more_synced", before);

    let before = Instant::now();
    let again = run(Member::unlock(ada_ports, PASSPHRASE)).unwrap();
    let asked = again.relationship(us, |folded| folded.reassurance().clone());
    print("warm_opened", before);
    drop(asked);

    let before = Instant::now();
    let lines = again.record(us).len();
    print("record_listed", before);
    assert!(lines > ENTRIES);
}

fn print(figure: &str, before: Instant) {
    let line = serde_json::json!({
        "figure": figure,
        "entries": ENTRIES,
        "milliseconds": before.elapsed().as_secs_f64() * 1000.0,
    });
    println!("{line}");
}
