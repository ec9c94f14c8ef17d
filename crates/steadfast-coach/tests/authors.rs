//! What somebody who writes a rule is told when it is not right: the file, the line, and what is wrong.

#[path = "../build/code.rs"]
mod code;
#[path = "../build/compile.rs"]
mod compile;
#[path = "../build/emit.rs"]
mod emit;
#[path = "../build/files.rs"]
mod files;
#[path = "../src/hashing.rs"]
mod hashing;
#[path = "../build/inflect.rs"]
mod inflect;
#[path = "../build/lexicon.rs"]
mod lexicon;
#[path = "../build/pattern.rs"]
mod pattern;
#[path = "../build/source.rs"]
mod source;

use std::path::Path;

use source::{Complaint, File};

const GOOD: &str = r#"finding = "rushing"
about = "A clock."
source = "gordon-2004"
patterns = [
  "{hurry up}",
]
yes = ["⟦Hurry up⟧.", "⟦Hurry up⟧ now.", "Just ⟦hurry up⟧.", "⟦hurry up⟧", "⟦Hurry up⟧, please.", "So ⟦hurry up⟧."]
no = ["Take your time.", "I will hurry.", "Look up.", "Up there.", "He is in a hurry.", "Nothing."]
"#;

/// Compiles the real lexicon with one rule file of the given text.
fn compile(rule: &str) -> Result<compile::Language, Vec<Complaint>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = source::read_folder(&folder.join("rules/en")).expect("the rules can be read");
    files.retain(|file| file.path.starts_with("lexicon/"));
    files.push(File { path: "rushing/mine.toml".to_owned(), text: rule.to_owned() });
    let words = source::read_file(&folder.join("words"), &folder.join("words/en.toml"))
        .expect("the words can be read");
    compile::language(&files, &words)
}

/// The first complaint about [`GOOD`] with `old` replaced by `new`.
fn complaint(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old));
    match compile(&GOOD.replace(old, new)) {
        Ok(_) => String::new(),
        Err(complaints) => complaints.first().map(ToString::to_string).unwrap_or_default(),
    }
}

#[test]
fn a_good_rule_compiles() {
    let language = compile(GOOD).unwrap_or_else(|complaints| panic!("{complaints:?}"));
    assert!(emit::tables(&language).contains("rushing/mine"));
    assert!(emit::lines(&language).contains("Hurry up"));
}

#[test]
fn a_misspelt_finding_is_named_with_the_known_ones() {
    let said = complaint("\"rushing\"", "\"rushed\"");
    assert!(
        said.starts_with("rushing/mine.toml:1: there is no such finding; there are minimising, "),
        "{said}"
    );
}

#[test]
fn a_rule_in_the_wrong_folder_is_sent_home() {
    let said = complaint("\"rushing\"", "\"agentless\"");
    assert!(said.contains("a rule for `agentless` lies in the folder `rushing`"), "{said}");
}

#[test]
fn a_class_that_is_not_there_is_named_with_its_line() {
    let said = complaint("{hurry up}", "{hurry [felings]}");
    assert!(
        said.starts_with("rushing/mine.toml:5: there is no class [felings] in the lexicon"),
        "{said}"
    );
    let said = complaint("{hurry up}", "{hurry [feelin]}");
    assert!(said.contains("did you mean [feeling]"), "{said}");
}

#[test]
fn an_open_group_is_named_with_its_line() {
    assert_eq!(complaint("{hurry up}", "{hurry (up|on}"), "rushing/mine.toml:5: a `(` has no `)`");
}

#[test]
fn a_pattern_that_begins_with_a_gap_is_refused() {
    assert!(complaint("{hurry up}", "{..2 hurry}").contains("begin with a word, not with a gap"));
}

#[test]
fn a_pattern_without_a_plain_word_is_refused() {
    assert!(
        complaint("{hurry up}", "{_ *ing}")
            .contains("at least one plain word or word class is needed")
    );
}

#[test]
fn capitals_in_a_pattern_are_refused() {
    assert!(complaint("{hurry up}", "{Hurry up}").contains("write `Hurry` in small letters"));
}

#[test]
fn too_few_lines_are_refused() {
    let said = complaint(", \"So ⟦hurry up⟧.\"", "");
    assert!(said.contains("5 `yes` lines; at least 6 are needed"), "{said}");
}

#[test]
fn a_yes_line_without_marks_is_named_with_its_line() {
    let said = complaint("\"So ⟦hurry up⟧.\"", "\"So hurry up.\"");
    assert_eq!(
        said,
        "rushing/mine.toml:7: a `yes` line marks what must be found: ⟦ before, ⟧ after"
    );
}

#[test]
fn a_marked_no_line_is_named_with_its_line() {
    let said = complaint("\"Look up.\"", "\"⟦Look⟧ up.\"");
    assert_eq!(said, "rushing/mine.toml:8: a `no` line has no ⟦ ⟧");
}

#[test]
fn a_source_that_is_not_cited_is_refused() {
    assert!(complaint("gordon-2004", "somebody").contains("there is no source `somebody`"));
}

#[test]
fn a_guard_that_is_not_there_is_named_with_the_known_ones() {
    let said = complaint("source", "guards = [\"quotation\"]\nsource");
    assert!(said.contains("there is no guard `quotation`; there are quoted, "), "{said}");
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let said = complaint("source", "sauce");
    assert!(said.starts_with("rushing/mine.toml:3: unknown field `sauce`"), "{said}");
}
