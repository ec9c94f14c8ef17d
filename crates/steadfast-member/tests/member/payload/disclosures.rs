//! Disclosures as payloads.

use jiff::Timestamp;
use steadfast_member::payload::{Payload, PayloadError};
use steadfast_repair::{
    agreements::{Helpers, Hours},
    disclosures::{About, Act, Add, Disclose, ToldElsewhere},
    relationship,
};

use super::{entry, title, words};

/// Every act, in all its forms.
pub(super) fn examples() -> Vec<(&'static str, relationship::Act)> {
    let (agreement, version) = (entry(8), entry(9));
    let happened = Timestamp::from_millisecond(1_795_000_000_000).unwrap();
    let disclose = |about| {
        Act::Disclose(Disclose { about, happened, words: words("She wrote, and I answered.") })
    };
    let told = |to| Act::ToldElsewhere(ToldElsewhere { agreement, version, to });
    let acts = vec![
        ("disclosures.disclose", disclose(About::Agreed { agreement, version, number: 4 })),
        ("disclosures.disclose-other", disclose(About::Other(title("The second account")))),
        ("disclosures.add", Act::Add(Add { disclosure: entry(12), words: words("It was twice.") })),
        ("disclosures.told-elsewhere", told(Helpers::Therapist)),
        ("disclosures.told-elsewhere-both", told(Helpers::TherapistAndSupporter)),
        (
            "disclosures.disclose-elsewhere",
            disclose(About::AgreedElsewhere { what: title("Seeing M."), within: Hours::DAY }),
        ),
    ];
    acts.into_iter().map(|(name, act)| (name, relationship::Act::Disclosures(act))).collect()
}

/// Bug guarded against: something that is told to somebody whom no agreement knows.
#[test]
fn only_those_who_help_can_have_been_told() {
    let (_, told) = examples().swap_remove(3);
    let bytes = Payload::Act(told).encode().unwrap();
    let at = bytes.windows(10).position(|window| window == b"\x69therapist").unwrap();
    let changed = [&bytes[..at], b"\x67partner", &bytes[at + 10..]].concat();
    assert_eq!(Payload::decode(&changed), Err(PayloadError::Content { field: "to" }));
}
