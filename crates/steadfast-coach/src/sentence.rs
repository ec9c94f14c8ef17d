//! Finds the end of a sentence and its words in one pass; looks at nothing before the sentence and at one character
//! after it, so that unchanged sentences need not be read again.

use alloc::vec::Vec;

use crate::{
    frames,
    matcher::WORDS_MAX,
    tables::Tables,
    tokens::{Token, WordBuffer, mark},
};

/// A sentence without an end is cut after a joining word when it has more words than this, or when no other word would
/// surely fit: one that is written may stand for four.
const LONG_WORDS: usize = 45;
const FULL_WORDS: usize = WORDS_MAX - 4;
/// And after this many bytes, at a white space.
const SENTENCE_BYTES_MAX: usize = 4_096;
/// A line of this many bytes may have been broken by a mail program in the middle of a sentence.
const WRAPPED_COLUMNS: core::ops::RangeInclusive<usize> = 55..=100;

/// What one sentence leaves for the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    quote: Quote,
    line_quoted: bool,
    /// Bytes since the line began, no more than just above [`WRAPPED_COLUMNS`].
    column: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Quote {
    #[default]
    None,
    Straight,
    Curly,
    Single,
    Guillemets,
}

/// Where a sentence ends and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanned {
    /// Byte after the sentence and the white space after it.
    pub(crate) end: usize,
    pub(crate) state: State,
    pub(crate) question: bool,
}

/// Reads the sentence that begins at byte `start` of `text` and fills `tokens` with its words.
pub(crate) fn scan(
    tables: &Tables,
    text: &str,
    start: usize,
    state: State,
    tokens: &mut Vec<Token>,
) -> Scanned {
    tokens.clear();
    let mut scanner = Scanner {
        tables,
        text,
        start,
        at: start,
        line_start: start.wrapping_sub(state.column as usize),
        state,
        question: false,
        before: 0,
        last_word: (start, start),
    };
    while let Some(next) = scanner.peek() {
        let words = tokens.len();
        if scanner.step(next, tokens) || tokens.len() >= FULL_WORDS {
            break;
        }
        // By the word just read alone: what follows a sentence may change without its being read again.
        let joins = || tokens.last().is_some_and(|last| last.marks & mark::JOINT != 0);
        if tokens.len() > words.max(LONG_WORDS) && joins() {
            break;
        }
        if scanner.at - start >= SENTENCE_BYTES_MAX
            && scanner.peek().is_some_and(char::is_whitespace)
        {
            break;
        }
    }
    scanner.finish()
}

struct Scanner<'a> {
    tables: &'a Tables,
    text: &'a str,
    start: usize,
    at: usize,
    /// Where this line began; wraps below zero when the text's first line did not begin in this sentence.
    line_start: usize,
    state: State,
    question: bool,
    /// Punctuation seen since the last word, bits of [`mark`].
    before: u16,
    last_word: (usize, usize),
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte < 0x80 { Some(char::from(byte)) } else { self.peek_after(0) }
    }

    fn peek_after(&self, bytes: usize) -> Option<char> {
        self.text.get(self.at + bytes..)?.chars().next()
    }

    fn finish(mut self) -> Scanned {
        let column = self.at.wrapping_sub(self.line_start).min(WRAPPED_COLUMNS.end() + 1);
        self.state.column = u8::try_from(column).unwrap_or(u8::MAX);
        Scanned { end: self.at, state: self.state, question: self.question }
    }

    /// Takes in the character `next`; true when the sentence ends with it.
    fn step(&mut self, next: char, tokens: &mut Vec<Token>) -> bool {
        match next {
            _ if is_letter(next) => self.word(tokens),
            '\n' => return self.newline(),
            '.' | '!' | '?' | '…' => return self.terminator(),
            _ if next.is_whitespace() => self.at += next.len_utf8(),
            ',' | '—' | '–' => self.punctuation(next, mark::COMMA),
            ';' | ':' | '(' | ')' | '[' | ']' => self.punctuation(next, mark::HARD),
            '-' => {
                let inside =
                    self.at == self.last_word.1 && self.peek_after(1).is_some_and(is_letter);
                self.punctuation(
                    next,
                    if inside || self.at == self.start { 0 } else { mark::COMMA },
                );
            }
            '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '‘' | '’' => {
                self.quotation(next)
            }
            '>' if self.at == self.start => {
                self.state.line_quoted = true;
                self.at += 1;
            }
            // Joiners and variation selectors belong to an emoji; an emoji parts clauses as a comma does.
            '\u{200b}'..='\u{200f}' | '\u{fe0f}' | '\u{feff}' => self.at += next.len_utf8(),
            _ => self.punctuation(next, if next.is_ascii() { 0 } else { mark::COMMA }),
        }
        false
    }

    fn punctuation(&mut self, sign: char, bit: u16) {
        self.before |= bit;
        self.at += sign.len_utf8();
    }

    fn word(&mut self, tokens: &mut Vec<Token>) {
        let start = self.at;
        let mut word = WordBuffer::new();
        let mut capital = false;
        loop {
            while let Some(next) = self.text.as_bytes().get(self.at).copied()
                && next.is_ascii_alphanumeric()
            {
                capital |= self.at == start && next.is_ascii_uppercase();
                word.push(next.to_ascii_lowercase());
                self.at += 1;
            }
            let Some(next) = self.peek() else { break };
            match next {
                '\'' | '’' | '‘' | '`' | '´' => {
                    if !self.peek_after(next.len_utf8()).is_some_and(is_letter) {
                        break;
                    }
                    word.push(b'\'');
                }
                '\u{200b}'..='\u{200d}' => {}
                _ if is_letter(next) => {
                    capital |= self.at == start && next.is_uppercase();
                    word.push_char(next);
                }
                _ => break,
            }
            self.at += next.len_utf8();
        }
        self.last_word = (start, self.at);
        let frames = if self.state.quote != Quote::None || self.state.line_quoted {
            frames::QUOTED
        } else {
            0
        };
        // A sentence is shorter than 2³² bytes because its length in bytes is bounded by its words and theirs by the text.
        let place = (as_offset(start - self.start), as_offset(self.at - self.start));
        word.emit(self.tables, place, self.before, capital, frames, tokens);
        self.before = 0;
    }

    fn quotation(&mut self, sign: char) {
        let next = self.peek_after(sign.len_utf8());
        let after_word = self.at == self.last_word.1 && self.at > self.start;
        self.at += sign.len_utf8();
        let opens =
            |quote: Quote| quote == Quote::None && next.is_some_and(|next| !next.is_whitespace());
        self.state.quote = match (sign, self.state.quote) {
            ('"', Quote::Straight) | ('”' | '“', Quote::Curly) | ('»' | '«', Quote::Guillemets) => {
                Quote::None
            }
            ('\'' | '’', Quote::Single) => Quote::None,
            ('"', quote) if opens(quote) => Quote::Straight,
            ('“' | '„', quote) if opens(quote) => Quote::Curly,
            ('«' | '»', quote) if opens(quote) => Quote::Guillemets,
            // An apostrophe before a word opens a quotation unless it stands for dropped letters.
            ('\'' | '‘', quote)
                if opens(quote) && !after_word && !self.begins_with_dropped_letters() =>
            {
                Quote::Single
            }
            (_, quote) => quote,
        };
    }

    fn begins_with_dropped_letters(&self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        ["cause", "til", "till", "em", "bout", "cos", "coz", "cuz", "tis", "twas", "n", "nuff"]
            .iter()
            .any(|word| {
                rest.get(..word.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
                    && !rest.get(word.len()).is_some_and(u8::is_ascii_alphanumeric)
            })
    }

    /// Skips white space; returns how many line ends it held.
    fn skip_white(&mut self) -> usize {
        let mut lines = 0;
        while let Some(next) = self.peek().filter(|next| next.is_whitespace()) {
            self.at += next.len_utf8();
            if next == '\n' {
                lines += 1;
                self.line_start = self.at;
            }
        }
        lines
    }

    fn new_line(&mut self) {
        self.state.quote = Quote::None;
        self.state.line_quoted = false;
        self.line_start = self.at;
    }

    fn newline(&mut self) -> bool {
        let column = self.at.wrapping_sub(self.line_start);
        let lines = self.skip_white();
        let wrapped = lines == 1
            && WRAPPED_COLUMNS.contains(&column)
            && !self.state.line_quoted
            && self.peek().is_some_and(|next| next.is_ascii_lowercase());
        if !wrapped {
            self.new_line();
        }
        !wrapped
    }

    fn terminator(&mut self) -> bool {
        let first = self.at;
        let mut pause = true;
        while let Some(next) = self.peek().filter(|next| matches!(next, '.' | '!' | '?' | '…')) {
            self.question |= next == '?';
            pause &= matches!(next, '.' | '…');
            self.at += next.len_utf8();
        }
        pause &= self.at - first >= 2;
        while let Some(next) =
            self.peek().filter(|next| matches!(next, '"' | '”' | '’' | '»' | '\'' | ')'))
        {
            if next == ')' {
                self.at += 1;
            } else {
                let open = self.state.quote;
                self.quotation(next);
                if open == Quote::None && self.state.quote != Quote::None {
                    break;
                }
            }
        }
        let single_stop = self.at - first == 1 && self.text.as_bytes()[first] == b'.';
        let word = &self.text.as_bytes()[self.last_word.0..self.last_word.1];
        match self.peek() {
            None => return true,
            Some(next) if !next.is_whitespace() => {
                let fused =
                    is_letter(next) && single_stop && (word.len() < 3 || next.is_ascii_digit());
                if fused && !next.is_ascii_uppercase() {
                    return false;
                }
                if pause && is_letter(next) {
                    self.before |= mark::COMMA;
                    return false;
                }
                return true;
            }
            Some(_) => {}
        }
        if single_stop && self.last_word.1 == first && is_abbreviation(word) {
            return false;
        }
        if self.skip_white() > 0 {
            self.new_line();
            return true;
        }
        if pause && self.peek().is_some_and(|next| next.is_ascii_lowercase()) {
            self.before |= mark::COMMA;
            return false;
        }
        true
    }
}

/// A letter, or a digit of ASCII.
fn is_letter(sign: char) -> bool {
    sign.is_ascii_digit() || sign.is_alphabetic()
}

fn is_abbreviation(word: &[u8]) -> bool {
    [&b"m"[..], b"mr", b"mrs", b"ms", b"dr", b"st", b"vs", b"approx"]
        .iter()
        .any(|short| word.eq_ignore_ascii_case(short))
}

fn as_offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
