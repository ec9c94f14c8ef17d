//! The language coach on any text, whole and as an edit of another: no panic, and the same findings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use steadfast_coach::{Draft, Form, Role, check};

fuzz_target!(|texts: (&str, &str)| {
    let (before, after) = texts;
    let mut draft = Draft::new(Role::Involved, Form::Restitution);
    draft.set_text(before);
    let whole = check(after, Role::Involved, Form::Restitution);
    assert_eq!(draft.set_text(after), whole.as_slice());
    for found in whole {
        assert!(after.get(found.start..found.end).is_some_and(|words| !words.is_empty()));
    }
});
