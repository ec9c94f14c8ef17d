//! The table of weights was learned from the passages that are there, and keeps the laws of the coach on them.

use std::{fs, path::Path};

use steadfast_coach::{FindingId, Kind, Role, check};

#[path = "rules/lines.rs"]
#[expect(dead_code, reason = "the tests of rules use more of it")]
mod lines;
#[path = "../examples/learn/passages.rs"]
#[expect(dead_code, reason = "the learner uses more of it")]
mod passages;

fn all() -> Vec<passages::Passage> {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/coach");
    passages::read(&testdata).expect("every passage is marked as it should be")
}

#[test]
fn the_table_was_learned_from_the_passages_that_are_there() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("learned/en.weights");
    let bytes = fs::read(table).expect("the table is committed");
    let trace = bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
    assert_eq!(
        trace,
        Some(passages::trace(&all())),
        "passages or lines of rules changed since: run `cargo xtask coach learn`"
    );
}

/// Sentences that the weigher underlines, as a line of their own, and that a sentence before them can lead to.
fn underlined() -> Vec<(FindingId, String)> {
    let mut sentences = Vec::new();
    for passage in all() {
        for found in check(&passage.text, Role::Involved, passage.form) {
            let sentence = &passage.text[found.start..found.end];
            let alone = check(sentence, Role::Involved, passage.form);
            let still = alone.iter().any(|one| one.id == found.id && one.kind == Kind::Underline);
            let joins = ["But", "And", "Or", "but", "and", "or"]
                .iter()
                .any(|word| sentence.split(' ').next() == Some(word));
            if found.id.kind() == Kind::Underline
                && !joins
                && found.kind == Kind::Underline
                && found.rule.starts_with("weigher/")
                && still
            {
                sentences.push((found.id, sentence.to_owned()));
            }
        }
    }
    sentences
}

#[test]
fn what_was_learned_falls_silent_when_it_is_not_the_writers_own() {
    let sentences = underlined();
    assert!(sentences.len() >= 100, "only {} sentences to try", sentences.len());
    for (before, after) in [
        ("You wrote to me: \"", "\""),
        ("The letter says “", "” and no more."),
        ("> ", ""),
        ("I am not saying that ", ""),
        ("I will never say that ", ""),
        ("My brother says that ", ""),
        ("I used to say that ", ""),
    ] {
        let loud: Vec<String> = sentences
            .iter()
            .map(|(id, sentence)| (id, format!("{before}{sentence}{after}")))
            .filter(|(id, text)| {
                let found = check(text, Role::Involved, steadfast_coach::Form::Apology);
                found.iter().any(|one| one.id == **id)
            })
            .map(|(_, text)| text)
            .collect();
        let most = sentences.len() / 50;
        assert!(loud.len() <= most, "{} still speak:\n{}", loud.len(), loud.join("\n"));
    }
}

#[test]
fn the_hurt_partner_hears_nothing_of_what_was_learned() {
    for passage in all() {
        let found = check(&passage.text, Role::Hurt, passage.form);
        assert!(found.iter().all(|one| one.id == FindingId::SelfHarm), "{}", passage.text);
    }
}

#[test]
fn what_was_learned_says_so() {
    let found = underlined();
    for (id, sentence) in found {
        let named = format!("weigher/{}", id.name());
        let rules = check(&sentence, Role::Involved, steadfast_coach::Form::Apology);
        assert!(
            rules
                .iter()
                .all(|one| !one.rule.starts_with("weigher/") || one.id != id || one.rule == named),
            "{sentence}"
        );
    }
}

#[test]
fn what_everybody_says_first_is_found() {
    use FindingId::{
        Agentless, BlameShifting, ConditionalApology, CounterAttack, DemandingForgiveness,
        DenyingReality, ExpectingReturn, IntentionOverImpact, Justifying, Minimising, Rushing,
        SelfCondemnation,
    };
    let silent: Vec<&str> = [
        (Minimising, "It was only texting."),
        (Minimising, "It was not a big deal."),
        (BlameShifting, "It would not have happened if you had been around more."),
        (Justifying, "I only did it because I was lonely."),
        (ConditionalApology, "I am sorry if I hurt you."),
        (ConditionalApology, "I am sorry but you pushed me."),
        (ConditionalApology, "I am sorry you feel that way."),
        (ConditionalApology, "I am sorry for anything I may have done."),
        (IntentionOverImpact, "I never meant to hurt you."),
        (IntentionOverImpact, "My intentions were good."),
        (Agentless, "Mistakes were made."),
        (Agentless, "It just happened."),
        (Agentless, "Things got out of hand."),
        (Agentless, "We both hurt each other."),
        (Rushing, "Can't we move on?"),
        (Rushing, "You should be over it by now."),
        (ExpectingReturn, "After everything I've done for you."),
        (ExpectingReturn, "I've said sorry, so now you have to stop asking."),
        (DemandingForgiveness, "You have to forgive me."),
        (CounterAttack, "What about when you kissed Tom?"),
        (CounterAttack, "You always do this."),
        (DenyingReality, "You're overreacting."),
        (DenyingReality, "That never happened."),
        (DenyingReality, "You're crazy."),
        (SelfCondemnation, "I'm a monster."),
        (SelfCondemnation, "I ruin everything."),
        (SelfCondemnation, "I don't deserve you."),
    ]
    .into_iter()
    .filter(|(id, text)| {
        let found = check(text, Role::Involved, steadfast_coach::Form::Apology);
        found.iter().all(|one| one.id != *id)
    })
    .map(|(_, text)| text)
    .collect();
    assert!(silent.is_empty(), "{silent:?}");
}
