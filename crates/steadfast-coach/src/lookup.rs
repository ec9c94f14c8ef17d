//! From a written word to what it stands for: contractions, phone spellings, elongations, common misspellings.

use crate::{
    hashing::{hash_of, skeleton_of},
    tables::Tables,
};

/// The lexeme of a word that no rule knows.
pub(crate) const UNKNOWN: u16 = 0;
/// Words longer than this are unknown; none of ours is.
pub(crate) const WORD_BYTES_MAX: usize = 32;
/// Words at least this long are compared by skeleton when they are unknown as written.
const SKELETON_BYTES_MIN: usize = 7;

/// What a written word stands for: at most a few lexemes that share its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    pub(crate) lexemes: [u16; 4],
    pub(crate) count: usize,
}

impl Meaning {
    fn one(lexeme: u16) -> Self {
        Meaning { lexemes: [lexeme, 0, 0, 0], count: 1 }
    }

    fn push(mut self, lexeme: u16) -> Self {
        if let Some(free) = self.lexemes.get_mut(self.count) {
            *free = lexeme;
            self.count += 1;
        }
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.lexemes.iter().copied().take(self.count)
    }
}

impl Tables {
    /// The meaning of `word`, which is lower-case with straight apostrophes.
    pub(crate) fn meaning(&self, word: &[u8]) -> Meaning {
        if let Some(meaning) = self.known(word) {
            return meaning;
        }
        if word.contains(&b'\'') {
            return self.meaning_with_apostrophe(word);
        }
        let mut buffer = [0; WORD_BYTES_MAX];
        for keep in [2, 1] {
            if let Some(shorter) = collapse_runs(word, keep, &mut buffer)
                && let Some(meaning) = self.known(shorter)
            {
                return meaning;
            }
        }
        if word.len() >= SKELETON_BYTES_MIN {
            let skeleton = skeleton_of(word);
            if let Ok(at) = self.skeletons.binary_search_by_key(&skeleton, |(hash, _)| *hash) {
                return Meaning::one(self.skeletons[at].1);
            }
        }
        Meaning::one(UNKNOWN)
    }

    fn meaning_with_apostrophe(&self, word: &[u8]) -> Meaning {
        if let Some(base) = word.strip_suffix(b"'s") {
            return self.known(base).unwrap_or(Meaning::one(UNKNOWN)).push(self.possessive);
        }
        // An apostrophe in the wrong place ("did'nt"), or one that the list writes without.
        let mut buffer = [0; WORD_BYTES_MAX];
        let mut length = 0;
        for byte in word.iter().filter(|byte| **byte != b'\'') {
            if let Some(free) = buffer.get_mut(length) {
                *free = *byte;
                length += 1;
            }
        }
        self.known(&buffer[..length]).unwrap_or(Meaning::one(UNKNOWN))
    }

    fn known(&self, word: &[u8]) -> Option<Meaning> {
        let mask = self.slots.len() - 1;
        let mut slot = hash_of(word) as usize & mask;
        loop {
            let index = (*self.slots.get(slot)? as usize).checked_sub(1)?;
            let start =
                index.checked_sub(1).map_or(0, |before| self.spelling_ends[before] as usize);
            if &self.spellings.as_bytes()[start..self.spelling_ends[index] as usize] == word {
                return Some(self.meant(self.spelling_means[index]));
            }
            slot = (slot + 1) & mask;
        }
    }

    fn meant(&self, means: u16) -> Meaning {
        match (means as usize).checked_sub(self.lemmas.len()) {
            None => Meaning::one(means),
            Some(expansion) => {
                let mut meaning = Meaning { lexemes: [0; 4], count: 0 };
                for lexeme in self.expansions[expansion] {
                    meaning = meaning.push(*lexeme);
                }
                meaning
            }
        }
    }
}

/// Writes `word` with every run of three or more equal letters cut to `keep`; `None` when it has no such run.
fn collapse_runs<'a>(
    word: &[u8],
    keep: usize,
    buffer: &'a mut [u8; WORD_BYTES_MAX],
) -> Option<&'a [u8]> {
    let mut length = 0;
    let mut found = false;
    let mut at = 0;
    while at < word.len() {
        let run = word[at..].iter().take_while(|byte| **byte == word[at]).count();
        let kept = if run >= 3 {
            found = true;
            keep
        } else {
            run
        };
        for _ in 0..kept {
            *buffer.get_mut(length)? = word[at];
            length += 1;
        }
        at += run;
    }
    found.then_some(&buffer[..length])
}
