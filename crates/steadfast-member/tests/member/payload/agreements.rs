//! Disclosure agreements as payloads.

use jiff::civil::date;
use steadfast_member::payload::{Payload, PayloadError};
use steadfast_repair::{
    agreements::{
        Act, Agree, Behaviour, Decline, Detail, End, Helpers, Hours, Kind, PartnerHears, Propose,
        Terms, ToldTo, Whose,
    },
    relationship,
};

use super::{entry, title};

fn terms() -> Terms {
    let behaviours = vec![
        Behaviour {
            number: 1,
            what: title("Any message to or from M."),
            kind: Kind::Relapse,
            told_to: ToldTo::Partner { also: Some(Helpers::Therapist) },
            within: Hours::DAY,
            detail: Detail::WhateverIsAsked,
        },
        Behaviour {
            number: 4,
            what: title("Staying online alone after midnight"),
            kind: Kind::Slip,
            told_to: ToldTo::Instead {
                helpers: Helpers::Supporter,
                partner_hears: PartnerHears::ToldInTime,
            },
            within: Hours::new(48).unwrap(),
            detail: Detail::ThatItHappened,
        },
    ];
    Terms::new(Whose::Mine, behaviours, date(2027, 2, 22)).unwrap()
}

/// Every act, with its optional fields there and away.
pub(super) fn examples() -> Vec<(&'static str, relationship::Act)> {
    let (agreement, version) = (entry(8), entry(9));
    let single = Behaviour {
        number: 1,
        what: title("A day that I did not sleep at home"),
        kind: Kind::Neither,
        told_to: ToldTo::Instead {
            helpers: Helpers::TherapistAndSupporter,
            partner_hears: PartnerHears::Nothing,
        },
        within: Hours::MAX,
        detail: Detail::WhatWhenWhere,
    };
    let single = Terms::new(Whose::Yours, vec![single], date(2026, 12, 24)).unwrap();
    let acts = vec![
        ("agreements.propose", Act::Propose(Propose { agreement: None, terms: terms() })),
        (
            "agreements.propose-amended",
            Act::Propose(Propose { agreement: Some(agreement), terms: single }),
        ),
        ("agreements.agree", Act::Agree(Agree { agreement, version })),
        ("agreements.decline", Act::Decline(Decline { agreement, version })),
        ("agreements.end", Act::End(End { agreement })),
    ];
    acts.into_iter().map(|(name, act)| (name, relationship::Act::Agreements(act))).collect()
}

/// Bug guarded against: terms that are told to nobody, or twice, or to the partner and in the partner's place.
#[test]
fn what_nobody_can_agree_on_is_refused() {
    let propose = Act::Propose(Propose { agreement: None, terms: terms() });
    let bytes = Payload::Act(relationship::Act::Agreements(propose)).encode().unwrap();
    let with = |from: &[u8], to: &[u8]| {
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        let changed = [&bytes[..at], to, &bytes[at + from.len()..]].concat();
        Payload::decode(&changed)
    };
    let refused = |field| Err(PayloadError::Content { field });
    let both = b"\x82\x67partner\x69therapist\xf6";
    assert_eq!(with(both, b"\x80\xf6"), refused("recipients"));
    assert_eq!(with(both, b"\x82\x69therapist\x67partner\xf6"), refused("recipients"));
    assert_eq!(with(both, b"\x81\x69therapist\xf6"), refused("recipients"));
    assert_eq!(with(both, b"\x81\x67partner\x67nothing"), refused("recipients"));
    assert_eq!(with(b"\x67relapse", b"\x67mistake"), refused("kind"));
    // 24 hours, and none; the second behaviour, by the number of the first.
    assert_eq!(with(b"\x18\x18\x71", b"\x00\x71"), refused("within"));
    assert_eq!(with(b"\x04\x78", b"\x01\x78"), refused("behaviours"));
}
