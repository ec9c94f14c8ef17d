//! From a written word to what it stands for: contractions, phone spellings, elongations, common misspellings.

use crate::{
    hashing::{hash_of, skeleton_of},
    tables::Tables,
};

/// The number of the word that no rule knows.
pub(crate) const UNKNOWN: u16 = 0;
/// The kind of a spelling that stands for other words; no word is all of the kinds at once.
pub(crate) const ALIAS: u8 = u8::MAX;
/// Spellings are found by the upper bits of their hash, then by 16 others: an unknown word is taken for a known one
/// about once in 20,000.
pub(crate) const BUCKET_BITS: u32 = 10;
/// Words longer than this are unknown; none of ours is.
pub(crate) const WORD_BYTES_MAX: usize = 32;
/// Words at least this long are compared by skeleton when they are unknown as written.
const SKELETON_BYTES_MIN: usize = 7;

/// What a written word stands for: at most a few lexemes that share its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    lexemes: [u16; 4],
    /// The hash of each when it is not the word as written, else 0.
    keys: [u32; 4],
    count: usize,
}

impl Meaning {
    pub(crate) fn one(lexeme: u16) -> Self {
        Meaning { lexemes: [lexeme, 0, 0, 0], keys: [0; 4], count: 1 }
    }

    fn push(mut self, lexeme: u16, key: u32) -> Self {
        if let (Some(free), Some(free_key)) =
            (self.lexemes.get_mut(self.count), self.keys.get_mut(self.count))
        {
            (*free, *free_key) = (lexeme, key);
            self.count += 1;
        }
        self
    }

    /// The words, each with its hash when that is not the hash of what is written.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        self.lexemes.iter().copied().zip(self.keys).take(self.count)
    }
}

impl Tables {
    /// The meaning of `word`, which is lower-case with straight apostrophes and has this hash.
    pub(crate) fn meaning(&self, word: &[u8], hash: u32) -> Meaning {
        if let Some(meaning) = self.known(hash) {
            return meaning;
        }
        if word.contains(&b'\'') {
            return self.meaning_with_apostrophe(word);
        }
        if word.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]) {
            let mut buffer = [0; WORD_BYTES_MAX];
            for keep in [2, 1] {
                if let Some(meaning) = self.known(hash_of(collapse_runs(word, keep, &mut buffer))) {
                    return meaning;
                }
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
            let hash = hash_of(base);
            let mut meaning = self.known(hash).unwrap_or(Meaning::one(UNKNOWN));
            if meaning.count == 1 && meaning.keys[0] == 0 {
                meaning.keys[0] = hash;
            }
            return meaning.push(self.possessive, hash_of(b"'s"));
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
        self.known(hash_of(&buffer[..length])).unwrap_or(Meaning::one(UNKNOWN))
    }

    fn known(&self, hash: u32) -> Option<Meaning> {
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let start = bucket.checked_sub(1).map_or(0, |before| self.bucket_ends[before]) as usize;
        let among = self.fingerprints.get(start..self.bucket_ends[bucket] as usize)?;
        let part = (hash >> self.shift) as u16;
        let at = among.iter().position(|known| *known == part)?;
        // There are fewer than 2¹⁵ spellings.
        Some(self.meant((start + at + 1) as u16))
    }

    fn meant(&self, spelling: u16) -> Meaning {
        if self.kinds[spelling as usize] != ALIAS {
            return Meaning::one(spelling);
        }
        let mut meaning = Meaning { lexemes: [UNKNOWN; 4], keys: [0; 4], count: 0 };
        let list = &self.aliases[self.lists[spelling as usize] as usize..];
        for place in list.iter().map_while(|place| usize::from(*place).checked_sub(1)) {
            meaning = meaning.push(self.meant[place], self.meant_keys[place]);
        }
        meaning
    }
}

/// Writes `word` with every run of three or more equal letters cut to `keep`.
fn collapse_runs<'a>(word: &[u8], keep: usize, buffer: &'a mut [u8; WORD_BYTES_MAX]) -> &'a [u8] {
    let mut length = 0;
    for run in word.chunk_by(|one, other| one == other) {
        let kept = if run.len() >= 3 { keep } else { run.len() };
        for (free, letter) in buffer[length..].iter_mut().zip(&run[..kept]) {
            *free = *letter;
            length += 1;
        }
    }
    &buffer[..length]
}
