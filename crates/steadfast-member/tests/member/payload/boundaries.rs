//! Boundaries as payloads.

use jiff::civil::date;
use steadfast_member::payload::{Payload, PayloadError};
use steadfast_repair::{
    boundaries::{Act, Agree, Became, Decline, End, How, Set, Tell, Terms},
    relationship,
};

use super::{entry, words};

fn terms(how: How, purpose: Option<&str>) -> Terms {
    let need = words("Phones stay outside the bedroom.");
    Terms::new(how, need, purpose.map(words), date(2026, 12, 22), date(2027, 3, 1)).unwrap()
}

/// Every act, with its optional fields there and away.
pub(super) fn examples() -> Vec<(&'static str, relationship::Act)> {
    let (boundary, version) = (entry(10), entry(11));
    let asked = terms(How::Asked, Some("So that I can sleep."));
    let note = Some(words("It lay in the kitchen all week."));
    let tell = |became, note| Act::Tell(Tell { boundary, became, note });
    let acts = vec![
        ("boundaries.set", Act::Set(Set { boundary: None, terms: asked })),
        (
            "boundaries.set-held",
            Act::Set(Set { boundary: Some(boundary), terms: terms(How::Held, None) }),
        ),
        ("boundaries.agree", Act::Agree(Agree { boundary, version })),
        ("boundaries.decline", Act::Decline(Decline { boundary, version })),
        ("boundaries.tell", tell(Became::Respected, note)),
        ("boundaries.tell-crossed", tell(Became::Crossed, None)),
        ("boundaries.tell-repaired", tell(Became::Repaired, None)),
        ("boundaries.end", Act::End(End { boundary })),
    ];
    acts.into_iter().map(|(name, act)| (name, relationship::Act::Boundaries(act))).collect()
}

/// Bug guarded against: a boundary that ends before anybody looks at it again, which no page can make.
#[test]
fn an_end_before_the_review_is_refused() {
    let set = Act::Set(Set { boundary: None, terms: terms(How::Asked, None) });
    let bytes = Payload::Act(relationship::Act::Boundaries(set)).encode().unwrap();
    let at = bytes.windows(10).position(|window| window == b"2027-03-01").unwrap();
    let changed = [&bytes[..at], b"2026-12-21", &bytes[at + 10..]].concat();
    assert_eq!(Payload::decode(&changed), Err(PayloadError::Content { field: "until" }));
}
