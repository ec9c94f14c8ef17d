//! What the files of a language hold, as TOML.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// One rule, as a person writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    pub(crate) finding: Spanned<String>,
    /// For people who read the rule: what it is after.
    #[expect(dead_code, reason = "checked to be there, for people")]
    pub(crate) about: String,
    pub(crate) source: Option<Spanned<String>>,
    #[expect(dead_code, reason = "checked to be there, for people")]
    #[serde(default)]
    pub(crate) reviewed_by: Vec<String>,
    #[serde(default)]
    pub(crate) guards: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) allow: Vec<Spanned<String>>,
    pub(crate) forms: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) patterns: Vec<Spanned<String>>,
    /// Patterns that are not precise enough to underline by themselves.
    #[serde(default)]
    pub(crate) weak: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) yes: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) no: Vec<Spanned<String>>,
}

/// One frame, as a person writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameFile {
    pub(crate) guard: Spanned<String>,
    #[expect(dead_code, reason = "checked to be there, for people")]
    pub(crate) about: String,
    #[serde(default)]
    pub(crate) before: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) after: Vec<Spanned<String>>,
}

/// What is said in one language, and the sources.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsFile {
    pub(crate) sources: BTreeMap<String, String>,
    pub(crate) finding: BTreeMap<String, WordsOfFinding>,
}

/// What is said about one finding.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsOfFinding {
    pub(crate) title: String,
    pub(crate) explanation: String,
    pub(crate) question: String,
    pub(crate) sources: Vec<String>,
}

/// What written words stand for, and the long words that are known by their consonants.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spelling {
    pub(crate) means: BTreeMap<String, String>,
    pub(crate) easily_misspelt: Vec<String>,
}

/// Takes the marks out of a line: the plain text, and where the marked parts stand in it.
pub(crate) fn unmark(text: &str) -> Result<(String, Vec<(usize, usize)>), String> {
    let mut plain = String::new();
    let mut marked = Vec::new();
    let mut open = None;
    for letter in text.chars() {
        match (letter, open) {
            ('⟦', None) => open = Some(plain.len()),
            ('⟧', Some(start)) => {
                marked.push((start, plain.len()));
                open = None;
            }
            ('⟦' | '⟧', _) => return Err("⟦ and ⟧ do not pair up".to_owned()),
            _ => plain.push(letter),
        }
    }
    if open.is_some() { Err("a ⟦ has no ⟧".to_owned()) } else { Ok((plain, marked)) }
}
