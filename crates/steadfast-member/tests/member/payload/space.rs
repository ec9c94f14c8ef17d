//! Space as payloads.

use steadfast_member::payload::{Payload, PayloadError};
use steadfast_repair::{
    relationship,
    space::{Act, Ask, End, Exemptions, Message},
};

use super::{entry, title, words};

fn ask(exempt: &[&str], said: Option<&str>) -> Act {
    let exempt = exempt.iter().map(|line| title(line)).collect();
    Act::Ask(Ask {
        until: jiff::Timestamp::from_second(1_795_370_400).unwrap(),
        exempt: Exemptions::new(exempt).unwrap(),
        words: said.map(words),
    })
}

/// Every act, with its optional fields there and away.
pub(super) fn examples() -> Vec<(&'static str, relationship::Act)> {
    let request = entry(12);
    let acts = vec![
        ("space.ask", ask(&["the children", "emergencies"], Some("I need to think."))),
        ("space.ask-for-all", ask(&[], None)),
        ("space.end", Act::End(End { request })),
        (
            "space.message",
            Act::Message(Message {
                request,
                exemption: title("the children"),
                words: words("Mia has a fever."),
            }),
        ),
    ];
    acts.into_iter().map(|(name, act)| (name, relationship::Act::Space(act))).collect()
}

/// Bug guarded against: two exemptions of one name, of which a message could mean either.
#[test]
fn an_exemption_that_stands_twice_is_refused() {
    let bytes =
        Payload::Act(relationship::Act::Space(ask(&["work", "fire"], None))).encode().unwrap();
    let at = bytes.windows(4).position(|window| window == b"fire").unwrap();
    let changed = [&bytes[..at], b"work", &bytes[at + 4..]].concat();
    assert_eq!(Payload::decode(&changed), Err(PayloadError::Content { field: "exempt" }));
}
