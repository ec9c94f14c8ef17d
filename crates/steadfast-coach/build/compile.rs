//! Reads all files of a language and checks everything about them that a person can get wrong.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use crate::{
    files::{FrameFile, RuleFile, Spelling, WordsFile, WordsOfFinding, unmark},
    lexicon::Lexicon,
    pattern::{self, Named, Names, Node, Parsed},
    source::{Complaint, File},
};

/// Findings, in the order of `FindingId`.
pub(crate) const FINDINGS: [&str; 22] = [
    "minimising",
    "blame_shifting",
    "justifying",
    "conditional_apology",
    "intention_over_impact",
    "agentless",
    "rushing",
    "expecting_return",
    "demanding_forgiveness",
    "counter_attack",
    "denying_reality",
    "self_condemnation",
    "names_the_act",
    "owns",
    "acknowledges_impact",
    "remorse",
    "validates",
    "repair",
    "commits_to_change",
    "patience",
    "forgiveness_request",
    "self_harm",
];
const FIRST_COMPONENT: usize = 12;
const SELF_HARM: usize = 21;
const FORMS: [&str; 6] = ["apology", "answer", "disclosure", "restitution", "validation", "note"];
/// Guards as rule files name them, with the bit of their wide and of their narrow reach.
pub(crate) const GUARDS: [(&str, u32, u32); 9] = [
    ("quoted", 1, 1),
    ("reported_other", 1 << 1, 1 << 2),
    ("reported_self", 1 << 3, 1 << 4),
    ("mention", 1 << 5, 1 << 6),
    ("negated", 1 << 8, 1 << 8),
    ("hypothetical", 1 << 9, 1 << 10),
    ("question", 1 << 11, 1 << 11),
    ("third_person", 1 << 12, 1 << 12),
    ("everyday", 1 << 15, 1 << 15),
];
/// Classes that the engine asks for by name, in the order of the bits of `mark` in `src/tokens.rs`.
pub(crate) const ENGINE_CLASSES: [&str; 8] = [
    "noise",
    "joint",
    "negator",
    "contrast",
    "asks",
    "subject_first",
    "subject_second",
    "subject_third",
];
const LINES_LEAST: usize = 6;

/// A test line: the text without marks, and the marked parts.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) marked: Vec<(usize, usize)>,
    pub(crate) yes: bool,
}

#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) finding: usize,
    /// How many of its patterns are strong; those after them are weak.
    pub(crate) strong: usize,
    pub(crate) guards: u32,
    pub(crate) declared: Vec<String>,
    pub(crate) forms: u8,
    pub(crate) lines: Vec<Line>,
}

/// Whose pattern it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    Rule(usize),
    Frame(usize),
}

/// Everything of one language, checked.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) lexicon: Lexicon,
    pub(crate) names: Names,
    pub(crate) patterns: Vec<(Parsed, Owner)>,
    /// Bit and direction of each frame.
    pub(crate) frames: Vec<(u32, bool)>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) sources: BTreeMap<String, String>,
    pub(crate) words: BTreeMap<String, WordsOfFinding>,
}

struct Compiler {
    language: Language,
    complaints: Vec<Complaint>,
}

/// Compiles the files of a language.
pub(crate) fn language(files: &[File], words: &File) -> Result<Language, Vec<Complaint>> {
    let mut compiler = Compiler {
        language: Language {
            lexicon: Lexicon::new(),
            names: Names::default(),
            patterns: Vec::new(),
            frames: Vec::new(),
            rules: Vec::new(),
            sources: BTreeMap::new(),
            words: BTreeMap::new(),
        },
        complaints: Vec::new(),
    };
    compiler.read_words(words);
    compiler.read_lexicon(files);
    for file in files {
        if file.path.starts_with("frames/") {
            compiler.read_frame(file);
        } else if !file.path.starts_with("lexicon/") {
            compiler.read_rule(file);
        }
    }
    if compiler.complaints.is_empty() { Ok(compiler.language) } else { Err(compiler.complaints) }
}

impl Compiler {
    fn complain(&mut self, file: &File, offset: usize, what: impl Into<String>) {
        self.complaints.push(Complaint::at(file, offset, what));
    }

    fn read<T: for<'a> Deserialize<'a>>(&mut self, file: &File) -> Option<T> {
        match toml::from_str(&file.text) {
            Ok(read) => Some(read),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                self.complain(file, offset, error.message().to_owned());
                None
            }
        }
    }

    fn read_words(&mut self, file: &File) {
        let Some(words) = self.read::<WordsFile>(file) else { return };
        for name in &FINDINGS[..SELF_HARM] {
            match words.finding.get(*name) {
                None => {
                    self.complain(file, 0, format!("there are no words for the finding `{name}`"))
                }
                Some(said) => {
                    if said.sources.is_empty() {
                        self.complain(file, 0, format!("the words for `{name}` name no source"));
                    }
                    for source in
                        said.sources.iter().filter(|source| !words.sources.contains_key(*source))
                    {
                        self.complain(
                            file,
                            0,
                            format!("the words for `{name}` name an unknown source `{source}`"),
                        );
                    }
                }
            }
        }
        if words.finding.contains_key("self_harm") {
            self.complain(file, 0, "`self_harm` has no words: it leads to the safety page only");
        }
        self.language.sources = words.sources;
        self.language.words = words.finding;
    }

    fn read_lexicon(&mut self, files: &[File]) {
        let named = |name: &str| files.iter().find(|file| file.path == name);
        if let Some(file) = named("lexicon/spelling.toml")
            && let Some(read) = self.read::<Spelling>(file)
        {
            for (written, meant) in read.means {
                let words = meant.split_whitespace().map(str::to_owned).collect();
                self.add_contraction(&written, words);
            }
            self.language.lexicon.easily_misspelt = read.easily_misspelt;
        }
        if let Some(file) = named("lexicon/verbs.toml")
            && let Some(read) = self.read::<BTreeMap<String, String>>(file)
        {
            for (verb, forms) in read {
                let forms = forms.split_whitespace().map(str::to_owned).collect();
                self.language.lexicon.irregular.insert(verb, forms);
            }
        }
        if let Some(file) = named("lexicon/frequency.toml")
            && let Some(read) = self.read(file)
        {
            self.language.lexicon.frequency = read;
        }
        let mut waiting = Vec::new();
        for file in files.iter().filter(|file| file.path.starts_with("lexicon/classes")) {
            if let Some(read) = self.read::<BTreeMap<String, Vec<Spanned<String>>>>(file) {
                waiting.extend(read.into_iter().map(|(name, entries)| (file, name, entries)));
            }
        }
        // A class may use classes that stand further down; so go round until nothing more can be read.
        while !waiting.is_empty() {
            let open: BTreeSet<String> = waiting.iter().map(|(_, name, _)| name.clone()).collect();
            let (now, later): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, _, entries)| {
                    !entries.iter().any(|entry| uses_any(entry.get_ref(), &open))
                });
            if now.is_empty() {
                for (file, name, _) in &later {
                    self.complain(
                        file,
                        0,
                        format!("class [{name}] uses itself, perhaps through another class"),
                    );
                }
                break;
            }
            for (file, name, entries) in now {
                self.add_class(file, name, &entries);
            }
            waiting = later;
        }
        for name in ENGINE_CLASSES {
            if !matches!(self.language.names.by_name.get(name), Some(Named::Words(_))) {
                self.complaints.push(Complaint::about_file(
                    "lexicon/classes.toml",
                    &format!("the engine needs a class [{name}] of single words"),
                ));
            }
        }
    }

    /// A contraction is also known without its apostrophe, unless that is another word.
    fn add_contraction(&mut self, written: &str, words: Vec<String>) {
        let without = written.replace('\'', "");
        let other_word =
            ["were", "well", "ill", "shell", "hell", "shed", "wed", "id", "its", "whore"];
        let expansions = &mut self.language.lexicon.expansions;
        if without != written && !other_word.contains(&without.as_str()) {
            expansions.entry(without).or_insert_with(|| words.clone());
        }
        expansions.insert(written.to_owned(), words);
    }

    fn add_class(&mut self, file: &File, name: String, entries: &[Spanned<String>]) {
        let mut words = BTreeSet::new();
        let mut phrases = Vec::new();
        for entry in entries {
            let lexicon = &mut self.language.lexicon;
            match pattern::parse(entry.get_ref(), lexicon, &self.language.names) {
                Err(what) => self.complain(file, entry.span().start, what),
                Ok(parsed) => match parsed.span[..] {
                    [ref node] if pattern::words_of(node, lexicon).is_some() => {
                        words.extend(pattern::words_of(node, lexicon).unwrap_or_default());
                    }
                    [Node::Phrases(other)] => {
                        phrases.extend(self.language.names.phrases[usize::from(other)].clone());
                    }
                    _ => phrases.push(parsed.span),
                },
            }
        }
        let class = (!words.is_empty()).then(|| self.language.lexicon.class(&name, words));
        let named = match class {
            Some(class) if phrases.is_empty() => Named::Words(class),
            _ => {
                phrases.extend(class.map(|class| vec![Node::Class(class)]));
                let number = u16::try_from(self.language.names.phrases.len())
                    .expect("fewer than 65,536 classes");
                self.language.names.phrases.push(phrases);
                Named::Phrases(number)
            }
        };
        if self.language.names.by_name.insert(name.clone(), named).is_some() {
            self.complain(file, 0, format!("class [{name}] is written twice"));
        }
    }

    fn patterns(&mut self, file: &File, texts: &[Spanned<String>], owner: Owner) {
        for text in texts {
            let Language { lexicon, names, patterns, .. } = &mut self.language;
            let parsed = match pattern::parse(text.get_ref(), lexicon, names) {
                Ok(parsed) => parsed,
                Err(what) => {
                    self.complain(file, text.span().start, what);
                    continue;
                }
            };
            let whole = [&parsed.before[..], &parsed.span, &parsed.after].concat();
            let weight = |_: u16| 1;
            let triggers = pattern::triggers_of(&whole, lexicon, names, &weight);
            patterns.push((parsed, owner));
            if triggers.is_none() {
                let what = "no word of this pattern must be there: at least one plain word or word class is needed";
                self.complain(file, text.span().start, what);
            }
        }
    }

    fn read_frame(&mut self, file: &File) {
        let Some(read) = self.read::<FrameFile>(file) else { return };
        let Some((_, bit, _)) = GUARDS.iter().find(|(name, _, _)| name == read.guard.get_ref())
        else {
            let what = format!(
                "there is no guard `{}`; there are {}",
                read.guard.get_ref(),
                guard_names()
            );
            return self.complain(file, read.guard.span().start, what);
        };
        for (backwards, texts) in [(false, &read.after), (true, &read.before)] {
            if !texts.is_empty() {
                self.language.frames.push((*bit, backwards));
                self.patterns(file, texts, Owner::Frame(self.language.frames.len() - 1));
            }
        }
    }

    fn read_rule(&mut self, file: &File) {
        let Some(read) = self.read::<RuleFile>(file) else { return };
        let folder = file.path.split('/').next().unwrap_or("").to_owned();
        let name = read.finding.get_ref();
        let Some(finding) = FINDINGS.iter().position(|known| known == name) else {
            let what = format!("there is no such finding; there are {}", FINDINGS.join(", "));
            return self.complain(file, read.finding.span().start, what);
        };
        if *name != folder {
            let what = format!("a rule for `{name}` lies in the folder `{folder}`; move it");
            self.complain(file, 0, what);
        }
        let guards = self.guards(file, &read, finding);
        let forms = self.forms(file, &read);
        match &read.source {
            None if finding != SELF_HARM => self.complain(
                file,
                0,
                "a rule names its source: `source = \"…\"`, one of words/en.toml",
            ),
            Some(source) if !self.language.sources.contains_key(source.get_ref()) => {
                let known: Vec<&str> = self.language.sources.keys().map(String::as_str).collect();
                let what = format!(
                    "there is no source `{}`; there are {}",
                    source.get_ref(),
                    known.join(", ")
                );
                self.complain(file, source.span().start, what);
            }
            _ => {}
        }
        let owner = Owner::Rule(self.language.rules.len());
        if read.patterns.is_empty() && read.weak.is_empty() {
            self.complain(file, 0, "a rule has at least one pattern");
        }
        self.patterns(file, &read.patterns, owner);
        self.patterns(file, &read.weak, owner);
        let lines = self.lines(file, &read);
        let rule = Rule {
            name: file.path.trim_end_matches(".toml").to_owned(),
            finding,
            strong: read.patterns.len(),
            guards,
            declared: read.guards.iter().map(|guard| guard.get_ref().clone()).collect(),
            forms,
            lines,
        };
        self.language.rules.push(rule);
    }

    fn guards(&mut self, file: &File, read: &RuleFile, finding: usize) -> u32 {
        let narrow = finding >= FIRST_COMPONENT;
        let always: &[&str] = match finding {
            SELF_HARM => &["quoted", "reported_other", "negated"],
            _ if !narrow => {
                &["quoted", "reported_other", "reported_self", "mention", "negated", "everyday"]
            }
            _ => &[
                "quoted",
                "reported_other",
                "reported_self",
                "mention",
                "negated",
                "question",
                "hypothetical",
            ],
        };
        let bit = |name: &str| {
            GUARDS
                .iter()
                .find(|(known, _, _)| *known == name)
                .map(|(_, wide, close)| if narrow { *close } else { *wide })
        };
        let mut bits = always.iter().filter_map(|name| bit(name)).fold(0, |all, bit| all | bit);
        for (names, adds) in [(&read.guards, true), (&read.allow, false)] {
            for name in names {
                match bit(name.get_ref()) {
                    Some(found) if adds => bits |= found,
                    Some(found) => bits &= !found,
                    None => {
                        let what = format!(
                            "there is no guard `{}`; there are {}",
                            name.get_ref(),
                            guard_names()
                        );
                        self.complain(file, name.span().start, what);
                    }
                }
            }
        }
        bits
    }

    fn forms(&mut self, file: &File, read: &RuleFile) -> u8 {
        let Some(forms) = &read.forms else { return u8::MAX };
        let mut bits = 0;
        for form in forms {
            match FORMS.iter().position(|known| known == form.get_ref()) {
                Some(index) => bits |= 1 << index,
                None => {
                    let what = format!(
                        "there is no form `{}`; there are {}",
                        form.get_ref(),
                        FORMS.join(", ")
                    );
                    self.complain(file, form.span().start, what);
                }
            }
        }
        bits
    }

    fn lines(&mut self, file: &File, read: &RuleFile) -> Vec<Line> {
        let mut lines = Vec::new();
        for (kind, texts, yes) in [("yes", &read.yes, true), ("no", &read.no, false)] {
            if texts.len() < LINES_LEAST {
                let what =
                    format!("{} `{kind}` lines; at least {LINES_LEAST} are needed", texts.len());
                self.complain(file, 0, what);
            }
            for text in texts {
                match unmark(text.get_ref()) {
                    Ok((_, marked)) if yes == marked.is_empty() => {
                        let what = if yes {
                            "a `yes` line marks what must be found: ⟦ before, ⟧ after"
                        } else {
                            "a `no` line has no ⟦ ⟧"
                        };
                        self.complain(file, text.span().start, what);
                    }
                    Ok((plain, marked)) => {
                        let line = Complaint::at(file, text.span().start, "").line;
                        lines.push(Line {
                            path: file.path.clone(),
                            line,
                            text: plain,
                            marked,
                            yes,
                        });
                    }
                    Err(what) => self.complain(file, text.span().start, what),
                }
            }
        }
        lines
    }
}

fn guard_names() -> String {
    GUARDS.map(|(name, _, _)| name).join(", ")
}

fn uses_any(entry: &str, names: &BTreeSet<String>) -> bool {
    entry
        .split('[')
        .skip(1)
        .filter_map(|part| part.split(']').next())
        .any(|name| names.contains(name))
}
