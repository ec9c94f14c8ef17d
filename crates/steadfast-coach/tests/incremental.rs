//! A draft that is written keystroke by keystroke gives what looking at the whole gives; no text is too strange, and no
//! table of weights.

use proptest::prelude::*;
use steadfast_coach::{Draft, FindingId, Form, Role, check, check_with};

/// Pieces that make sentences, quotations, line ends and frames collide.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("I'm sorry if you were hurt".to_owned()),
        Just("you're overreacting".to_owned()),
        Just("I lied to you".to_owned()),
        Just("That is no excuse".to_owned()),
        Just("because I was lonely".to_owned()),
        Just("he said that ".to_owned()),
        Just("but ".to_owned()),
        Just("although ".to_owned()),
        // So long that a sentence is cut before its end.
        Just("one day after the other it went on like that for all of us and ".to_owned()),
        Just(". ".to_owned()),
        Just("...".to_owned()),
        Just("? ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n> ".to_owned()),
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just(" '".to_owned()),
        Just("’".to_owned()),
        Just(" ".to_owned()),
        Just(", ".to_owned()),
        Just("שלום".to_owned()),
        Just("😢".to_owned()),
        "[a-zA-Z' ]{0,12}",
        "\\PC{0,6}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// The largest character boundary of `text` at or below `at` per mille of its length.
fn boundary(text: &str, per_mille: usize) -> usize {
    let mut at = text.len() * per_mille / 1_000;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #[test]
    fn whatever_a_table_holds_findings_stand_in_the_text(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..2_000),
        length in any::<prop::sample::Index>(),
        text in text(),
    ) {
        let mut table = include_bytes!("../learned/en.weights").to_vec();
        for (at, byte) in changes {
            let at = at.index(table.len());
            table[at] = byte;
        }
        table.truncate(length.index(2 * table.len()));
        // Read for as long as the test runs.
        for found in check_with(Vec::leak(table), &text, Role::Involved, Form::Apology) {
            prop_assert!(text.get(found.start..found.end).is_some_and(|words| !words.is_empty()));
        }
    }

    #[test]
    fn edits_give_what_the_whole_gives(
        start in text(),
        edits in prop::collection::vec((0_usize..=1_000, 0_usize..=1_000, piece()), 1..12),
    ) {
        let mut draft = Draft::new(Role::Involved, Form::Apology);
        let mut text = start;
        draft.set_text(&text);
        for (one, other, insertion) in edits {
            let (from, to) = (boundary(&text, one.min(other)), boundary(&text, one.max(other).min(one.min(other) + 50)));
            text.replace_range(from..to, &insertion);
            let whole = check(&text, Role::Involved, Form::Apology);
            prop_assert_eq!(draft.set_text(&text), whole.as_slice(), "after an edit to {:?}", text);
        }
    }

    #[test]
    fn findings_lie_on_character_boundaries(text in text()) {
        for found in check(&text, Role::Involved, Form::Restitution) {
            prop_assert!(found.start < found.end);
            prop_assert!(text.get(found.start..found.end).is_some());
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}") {
        let hurt = check(&text, Role::Hurt, Form::Note);
        prop_assert!(hurt.iter().all(|found| found.id == FindingId::SelfHarm));
    }
}

#[test]
fn the_word_at_which_an_endless_sentence_is_cut_can_change() {
    let before = "it went on and we said so to them or to us ".repeat(4);
    let mut draft = Draft::new(Role::Involved, Form::Apology);
    for word in ["because", "becauses", "because's", "because", "becaus", ""] {
        let text = format!("{before}{word} you made me do it, sorry if you were hurt because ");
        assert_eq!(draft.set_text(&text), check(&text, Role::Involved, Form::Apology), "{word}");
        let text = format!("{text} of that you are overreacting");
        assert_eq!(draft.set_text(&text), check(&text, Role::Involved, Form::Apology), "{word}");
    }
}

#[test]
fn every_keystroke_of_a_letter_gives_what_the_whole_gives() {
    let letter = "Dear Anna,\n\nI’m sorry if you felt hurt. It was only texting... but I lied to you. “You're crazy,” I \
                  said.\nYou have to forgive me! That is no excuse. I was lonely and\nshe was there? Take all the time you need.";
    let mut draft = Draft::new(Role::Involved, Form::Apology);
    for (end, _) in letter.char_indices() {
        let text = &letter[..end];
        assert_eq!(draft.set_text(text), check(text, Role::Involved, Form::Apology), "{text}");
    }
}
