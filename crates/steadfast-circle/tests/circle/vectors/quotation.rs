//! Vectors of quotations.

use super::{frozen, hex, unhex};
use crate::quotations::{forgeries, items, of_items};
use serde_json::json;
use steadfast_circle::quotation::Quotation;

#[test]
fn a_quotation() {
    let (good, _) = forgeries();
    let quoted = Quotation::from_bytes(&good).unwrap().verify().unwrap();
    let file = frozen(
        "quotation",
        json!({
            "quotation": hex(&good),
            "circle": quoted.circle,
            "relay_name": quoted.relay_name.as_str(),
            "relay_key": hex(quoted.relay_key.as_bytes()),
            "index": quoted.index,
            "size": quoted.size,
            "seen": quoted.seen,
            "hash": quoted.hash,
            "member": quoted.member,
            "device": quoted.device,
            "content": hex(quoted.content.to_bytes()),
        }),
    );
    let frozen = Quotation::from_bytes(&unhex(&file["quotation"])).unwrap();
    assert_eq!(frozen.verify(), Ok(quoted));
}

/// Each is the quotation of `quotation.json` with one item exchanged.
#[test]
fn quotations_that_are_refused() {
    let (good, cases) = forgeries();
    let cases = cases.into_iter().map(|(what, at, new, error)| {
        let mut items = items(&good);
        items[at].clone_from(&new);
        let found = Quotation::from_bytes(&of_items(&items)).unwrap().verify().unwrap_err();
        assert_eq!(found, error, "{what}");
        json!({ "what": what, "item": at, "becomes": hex(new), "error": error.to_string() })
    });
    frozen("quotations-refused", cases.collect::<Vec<_>>().into());
}
