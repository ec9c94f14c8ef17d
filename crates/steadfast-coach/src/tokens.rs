//! Words of a sentence with their place in the original text; contractions become several words that share one place.

use crate::{
    lookup::{Meaning, UNKNOWN, WORD_BYTES_MAX},
    tables::Tables,
};

/// What is known of a word without looking at its neighbours, and the punctuation before it.
pub(crate) mod mark {
    /// A comma, a dash or a pause stands before it.
    pub(crate) const COMMA: u16 = 1;
    /// A semicolon, colon or bracket stands before it.
    pub(crate) const HARD: u16 = 1 << 1;
    /// Ends in -ing.
    pub(crate) const ING: u16 = 1 << 2;
    /// Ends in -ed.
    pub(crate) const ED: u16 = 1 << 3;
    /// Ends in -ly.
    pub(crate) const LY: u16 = 1 << 4;
    /// Is written with a capital.
    pub(crate) const CAPITAL: u16 = 1 << 5;
    /// Is a number in digits.
    pub(crate) const NUMBER: u16 = 1 << 6;
    /// Adds no meaning of its own: "really", "honestly".
    pub(crate) const NOISE: u16 = 1 << 7;
    /// Joins clauses: "and", "because".
    pub(crate) const JOINT: u16 = 1 << 8;
    /// Negates: "not", "never".
    pub(crate) const NEGATOR: u16 = 1 << 9;
    /// Turns against what was said: "but".
    pub(crate) const CONTRAST: u16 = 1 << 10;
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte, counted from the start of its sentence.
    pub(crate) start: u32,
    /// Byte after its last.
    pub(crate) end: u32,
    pub(crate) lexeme: u16,
    pub(crate) lemma: u16,
    pub(crate) set: u16,
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
        if capital {
            marks |= mark::CAPITAL;
        }
        let meaning = if self.overlong || word.iter().all(u8::is_ascii_digit) {
            marks |= if self.overlong { 0 } else { mark::NUMBER };
            Meaning { lexemes: [UNKNOWN; 4], count: 1 }
        } else {
            tables.meaning(word)
        };
        marks |= suffix_marks(word);
        for (index, lexeme) in meaning.iter().enumerate() {
            // Punctuation stands before the first word of a contraction only.
            let marks = if index == 0 { marks } else { marks & !(mark::COMMA | mark::HARD) };
            let set = tables.class_sets[lexeme as usize];
            tokens.push(Token {
                start,
                end,
                lexeme,
                lemma: tables.lemmas[lexeme as usize],
                set,
                marks: marks | tables.class_marks(set),
                frames,
            });
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

impl Tables {
    /// Whether the words of class set `set` are in `class`.
    pub(crate) fn has_class(&self, set: u16, class: u16) -> bool {
        self.sets[set as usize][(class >> 6) as usize & 3] >> (class & 63) & 1 == 1
    }

    fn class_marks(&self, set: u16) -> u16 {
        let mut marks = 0;
        for (class, bit) in [
            (self.class_noise, mark::NOISE),
            (self.class_joint, mark::JOINT),
            (self.class_negator, mark::NEGATOR),
            (self.class_contrast, mark::CONTRAST),
        ] {
            if self.has_class(set, class) {
                marks |= bit;
            }
        }
        marks
    }
}
