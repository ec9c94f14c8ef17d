//! The words of a language while it is compiled: spellings, lexemes, lemmas and classes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::inflect;

/// How often in 100,000 words a word stands that is not in the list of frequent ones.
const RARE: u32 = 3;

/// Lexemes, spellings and lemmas; grows while patterns are read.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Lexeme 0 is the unknown word.
    pub(crate) lexemes: Vec<String>,
    by_name: HashMap<String, u16>,
    /// What a spelling stands for when it is not itself a lexeme.
    pub(crate) expansions: BTreeMap<String, Vec<String>>,
    pub(crate) irregular: BTreeMap<String, Vec<String>>,
    /// Lemma numbers start at 1.
    pub(crate) lemmas: Vec<String>,
    lemma_by_name: HashMap<String, u16>,
    /// Lemma of each lexeme.
    pub(crate) lemma_of: HashMap<u16, u16>,
    /// Members of each word class.
    pub(crate) classes: Vec<(String, BTreeSet<u16>)>,
    /// How often frequent words stand in 100,000.
    pub(crate) frequency: BTreeMap<String, u32>,
    /// Words that are also known by their consonants.
    pub(crate) easily_misspelt: Vec<String>,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut lexicon = Lexicon::default();
        lexicon.lexemes.push(String::new());
        lexicon
    }

    pub(crate) fn lexeme(&mut self, word: &str) -> u16 {
        if let Some(known) = self.by_name.get(word) {
            return *known;
        }
        let number = u16::try_from(self.lexemes.len()).expect("fewer than 65,536 words");
        self.lexemes.push(word.to_owned());
        self.by_name.insert(word.to_owned(), number);
        number
    }

    /// The lemma, with all its forms as lexemes.
    pub(crate) fn lemma(&mut self, verb: &str) -> u16 {
        if let Some(known) = self.lemma_by_name.get(verb) {
            return *known;
        }
        self.lemmas.push(verb.to_owned());
        let number = u16::try_from(self.lemmas.len()).expect("fewer than 65,536 lemmas");
        self.lemma_by_name.insert(verb.to_owned(), number);
        for form in self.forms(verb) {
            let lexeme = self.lexeme(&form);
            self.lemma_of.entry(lexeme).or_insert(number);
        }
        number
    }

    fn forms(&self, verb: &str) -> Vec<String> {
        match self.irregular.get(verb) {
            Some(forms) => {
                let mut all = vec![verb.to_owned()];
                all.extend(forms.iter().cloned());
                all
            }
            None => inflect::regular(verb),
        }
    }

    /// The lexemes of `lemma`.
    pub(crate) fn members_of_lemma(&self, lemma: u16) -> BTreeSet<u16> {
        self.lemma_of.iter().filter(|(_, of)| **of == lemma).map(|(lexeme, _)| *lexeme).collect()
    }

    /// The words that a written word stands for, contractions taken apart.
    pub(crate) fn expand(&self, word: &str) -> Vec<String> {
        if let Some(words) = self.expansions.get(word) {
            return words.clone();
        }
        if let Some(base) = word.strip_suffix("'s") {
            let mut words = self.expand(base);
            words.push("'s".to_owned());
            return words;
        }
        vec![word.to_owned()]
    }

    /// How often the word stands in 100,000.
    pub(crate) fn frequency_of(&self, word: u16) -> u32 {
        self.frequency.get(&self.lexemes[usize::from(word)]).copied().unwrap_or(RARE)
    }

    pub(crate) fn class(&mut self, name: &str, members: BTreeSet<u16>) -> u16 {
        self.classes.push((name.to_owned(), members));
        u16::try_from(self.classes.len() - 1).expect("fewer than 65,536 classes")
    }
}
