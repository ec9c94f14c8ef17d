//! Words of a sentence with their place in the original text; contractions become several words that share one place.

use crate::{
    hashing::hash_of,
    lookup::{Meaning, UNKNOWN, WORD_BYTES_MAX},
    tables::Tables,
};

/// What is known of a word without looking at its neighbours, and the punctuation before it.
pub(crate) mod mark {
    // The first eight are what a word is whatever stands beside it, as the tables hold it.
    /// Adds no meaning of its own: "really", "honestly".
    pub(crate) const NOISE: u16 = 1;
    /// Joins clauses: "and", "because".
    pub(crate) const JOINT: u16 = 1 << 1;
    /// Negates: "not", "never".
    pub(crate) const NEGATOR: u16 = 1 << 2;
    /// Turns against what was said: "but".
    pub(crate) const CONTRAST: u16 = 1 << 3;
    /// Opens a question: "do", "why".
    pub(crate) const ASKS: u16 = 1 << 4;
    /// A subject: "I".
    pub(crate) const FIRST: u16 = 1 << 5;
    /// A subject: "you".
    pub(crate) const SECOND: u16 = 1 << 6;
    /// A subject: "she", "brother".
    pub(crate) const THIRD: u16 = 1 << 7;
    /// A comma, a dash or a pause stands before it.
    pub(crate) const COMMA: u16 = 1 << 8;
    /// A semicolon, colon or bracket stands before it.
    pub(crate) const HARD: u16 = 1 << 9;
    // From here on as patterns ask for them, eight bits further up.
    /// Ends in -ing.
    pub(crate) const ING: u16 = 1 << 10;
    /// Ends in -ed.
    pub(crate) const ED: u16 = 1 << 11;
    /// Ends in -ly.
    pub(crate) const LY: u16 = 1 << 12;
    /// Is written with a capital.
    pub(crate) const CAPITAL: u16 = 1 << 13;
    /// Is a number in digits.
    pub(crate) const NUMBER: u16 = 1 << 14;
    /// What patterns ask for by `*`.
    pub(crate) const ASKED_FOR: u16 = ING | ED | LY | CAPITAL | NUMBER;
}

/// Hashes of a word by which its weights are found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keys {
    pub(crate) word: u32,
    /// Of its first letters; 0 when it has fewer than [`BEGINNING_BYTES`].
    pub(crate) beginning: u32,
}

/// Forms of one word mostly begin with the same so many letters.
const BEGINNING_BYTES: usize = 4;

impl Keys {
    /// The keys of a word as it is written, in small letters.
    fn of(word: &[u8]) -> Self {
        let beginning = word.get(..BEGINNING_BYTES).map_or(0, hash_of);
        Keys { word: hash_of(word), beginning }
    }

    /// Every number in digits is the same word.
    fn of_number() -> Self {
        Keys { word: hash_of(b"#"), beginning: 0 }
    }
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte, counted from the start of its sentence.
    pub(crate) start: u32,
    /// Byte after its last.
    pub(crate) end: u32,
    /// Its number in the tables.
    pub(crate) word: u16,
    /// What the weigher knows it by.
    pub(crate) keys: Keys,
    /// Bits of [`mark`].
    pub(crate) marks: u16,
    /// Bits of [`crate::frames`].
    pub(crate) frames: u32,
}

/// A word as it is read: lower-case, apostrophes straight.
#[derive(Debug)]
pub(crate) struct WordBuffer {
    bytes: [u8; WORD_BYTES_MAX],
    length: usize,
    overlong: bool,
}

impl WordBuffer {
    pub(crate) const fn new() -> Self {
        WordBuffer { bytes: [0; WORD_BYTES_MAX], length: 0, overlong: false }
    }

    pub(crate) fn push(&mut self, byte: u8) {
        match self.bytes.get_mut(self.length) {
            Some(free) => {
                *free = byte;
                self.length += 1;
            }
            None => self.overlong = true,
        }
    }

    /// A letter outside ASCII: the accents that English keeps are dropped, any other makes the word unknown.
    pub(crate) fn push_char(&mut self, letter: char) {
        match letter {
            'é' | 'è' | 'ê' | 'ë' | 'É' => self.push(b'e'),
            'á' | 'à' | 'â' | 'ä' => self.push(b'a'),
            'ï' | 'í' => self.push(b'i'),
            'ó' | 'ö' | 'ô' => self.push(b'o'),
            'ú' | 'ü' => self.push(b'u'),
            'ñ' => self.push(b'n'),
            _ => self.push(0xff),
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Appends what this word stands for to `tokens`.
    pub(crate) fn emit(
        &self,
        tables: &Tables,
        (start, end): (u32, u32),
        marks_before: u16,
        capital: bool,
        frames: u32,
        tokens: &mut alloc::vec::Vec<Token>,
    ) {
        let word = self.as_bytes();
        let mut marks = marks_before;
        // The writer's "I" is always a capital and never a name.
        if capital && word != b"i" && !word.starts_with(b"i'") {
            marks |= mark::CAPITAL;
        }
        let is_number = !self.overlong && word.iter().all(u8::is_ascii_digit);
        marks |= suffix_marks(word) | if is_number { mark::NUMBER } else { 0 };
        let written = if is_number { Keys::of_number() } else { Keys::of(word) };
        let meaning = if is_number || self.overlong {
            Meaning::one(UNKNOWN)
        } else {
            tables.meaning(word, written.word)
        };
        for (index, (lexeme, key)) in meaning.iter().enumerate() {
            let keys = if key == 0 { written } else { Keys { word: key, ..Keys::default() } };
            // Punctuation stands before the first word of a contraction only.
            let marks = if index == 0 { marks } else { marks & !(mark::COMMA | mark::HARD) };
            let kind = u16::from(tables.kinds[lexeme as usize]);
            tokens.push(Token { start, end, word: lexeme, keys, marks: marks | kind, frames });
        }
    }
}

fn suffix_marks(word: &[u8]) -> u16 {
    if word.len() < 4 {
        0
    } else if word.ends_with(b"ing") || (word.len() > 4 && word.ends_with(b"in'")) {
        mark::ING
    } else if word.ends_with(b"ed") {
        mark::ED
    } else if word.ends_with(b"ly") {
        mark::LY
    } else {
        0
    }
}
