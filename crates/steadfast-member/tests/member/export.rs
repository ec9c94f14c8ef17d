//! Taking a record out, as data and with its signatures.

use crate::support::{Couple, World, offer, run, whole};

#[test]
fn a_record_as_data_holds_everything_but_what_was_erased() {
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

    let json = ada.export_data(us).unwrap();
    assert!(json.contains("I am here, and I am staying."));
    assert!(!json.contains("A slip."));
    let data: serde_json::Value = serde_json::from_str(&json).unwrap();
    let entries = data["entries"].as_array().unwrap();
    assert_eq!(entries.len(), ada.record(us).len());
    assert!(entries.iter().any(|entry| entry["kind"] == "erased"));
    let last = entries.last().unwrap();
    assert_eq!((&last["kind"], &last["pending"]), (&"reassurance.offer".into(), &true.into()));
    assert_eq!(last["said"]["words"], "Not sent yet.");
    // Among the examples is one in which Sam takes another name.
    assert_eq!(data["people"][0]["name"], "Samira");
}

#[test]
fn an_export_is_verified_by_whoever_has_it() {
    let world = World::new();
    let Couple { sam, us, .. } = world.couple();
    for n in 0..300 {
        run(sam.say(us, offer(&format!("Number {n}")))).unwrap();
    }
    run(sam.sync(us)).unwrap();
    let bytes = run(sam.export_verifiable(us)).unwrap();
    let report = steadfast_circle::export::verify(&bytes).unwrap();
    assert_eq!(report.size, sam.compare(us).unwrap().entries);
}
