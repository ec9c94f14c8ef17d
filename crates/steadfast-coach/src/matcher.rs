//! Runs compiled patterns over the words of a sentence.
//!
//! A pattern is run on sets of positions, not by backtracking: bit `n` of a mask says that the pattern so far can end
//! before the `n`-th word after where it began. So the work for one start is bounded by the length of the pattern.

use alloc::vec::Vec;

use crate::{
    tables::{Owner, Pattern, Tables, op},
    tokens::{Token, mark},
};

/// A pattern spans fewer words than this, so that a mask holds every end.
const SPAN_WORDS_MAX: u32 = 63;
/// How many words without meaning of their own may stand between two parts of a pattern.
const NOISE_WORDS_MAX: usize = 2;

/// A pattern that matched: words `start..end` are its underlined part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) pattern: u16,
    pub(crate) start: u16,
    pub(crate) end: u16,
}

/// Finds all patterns in a sentence by their triggers.
pub(crate) fn find(tables: &Tables, tokens: &[Token], hits: &mut Vec<Hit>) {
    hits.clear();
    let matcher = Matcher { tables, tokens };
    for (at, token) in tokens.iter().enumerate() {
        for group in slice_of(tables.lexeme_group_ends, tables.lexeme_groups, token.lexeme as usize)
        {
            for posting in slice_of(tables.group_ends, tables.postings, *group as usize) {
                let Some(last) = at.checked_sub(posting.lo as usize) else { continue };
                for base in at.saturating_sub(posting.hi as usize)..=last {
                    if let Some((start, end)) =
                        matcher.find_at(tables.patterns[posting.pattern as usize], base)
                    {
                        hits.push(Hit { pattern: posting.pattern, start, end });
                    }
                }
            }
        }
    }
}

/// Whether `pattern` matches anywhere in the sentence.
pub(crate) fn occurs(tables: &Tables, tokens: &[Token], pattern: u16) -> bool {
    let matcher = Matcher { tables, tokens };
    let pattern = tables.patterns[pattern as usize];
    let matches = |base: usize| matcher.find_at(pattern, base).is_some();
    let Owner::Unless { words, count: count @ 1.., lo, hi } = pattern.of else {
        return (0..tokens.len()).any(matches);
    };
    let words = &tables.unless_words[words as usize..words as usize + count as usize];
    tokens.iter().enumerate().any(|(at, token)| {
        words.binary_search(&token.lexeme).is_ok()
            && at
                .checked_sub(lo as usize)
                .is_some_and(|last| (at.saturating_sub(hi as usize)..=last).any(matches))
    })
}

/// The `index`-th list of lists that are stored one after the other.
fn slice_of<'a, T>(ends: &[u16], items: &'a [T], index: usize) -> &'a [T] {
    let start = index.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &items[start..ends[index] as usize]
}

struct Matcher<'a> {
    tables: &'a Tables,
    tokens: &'a [Token],
}

impl Matcher<'_> {
    /// The underlined part of `pattern` when the whole pattern begins at word `base`.
    fn find_at(&self, pattern: Pattern, base: usize) -> Option<(u16, u16)> {
        let (before_end, span_end, after_end) = (
            (pattern.code + pattern.before) as usize,
            (pattern.code + pattern.before + pattern.span) as usize,
            (pattern.code + pattern.before + pattern.span + pattern.after) as usize,
        );
        if !self.can_begin(pattern.code as usize, base) {
            return None;
        }
        let mut starts = 1;
        if pattern.before > 0 {
            starts = self.run(&self.tables.code[pattern.code as usize..before_end], 1, base);
            starts |= self.skip_noise(starts, base);
        }
        while starts != 0 {
            let start = base + starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let mut ends = self.run(&self.tables.code[before_end..span_end], 1, start);
            while ends != 0 {
                // A rule underlines as much as it can; what a frame covers begins as early as it can.
                let end = match pattern.of {
                    Owner::Frame(_) => ends.trailing_zeros(),
                    _ => 63 - ends.leading_zeros(),
                };
                let follows = pattern.after == 0
                    || self.run(&self.tables.code[span_end..after_end], 1, start + end as usize)
                        != 0
                    || self.follows_noise(
                        &self.tables.code[span_end..after_end],
                        start + end as usize,
                    );
                if follows && end > 0 {
                    return Some((as_index(start), as_index(start + end as usize)));
                }
                ends &= !(1 << end);
            }
        }
        None
    }

    /// False when the code at `at` begins with a word that word `base` is not: most tries end here.
    fn can_begin(&self, at: usize, base: usize) -> bool {
        let Some(token) = self.tokens.get(base) else { return false };
        let code = self.tables.code;
        let unit = code[at];
        match unit >> 12 {
            op::WORD | op::LEMMA | op::CLASS => self.passes(unit, token),
            op::ONEOF => self.passes_any(&code[at + 1..at + 1 + (unit & 0xfff) as usize], token),
            op::MACRO => {
                self.can_begin(self.tables.macros[(unit & 0xfff) as usize].0 as usize, base)
            }
            op::ALT => {
                let mut at = at + 1;
                (0..unit & 0xfff).any(|_| {
                    let branch = at + 1;
                    at = branch + code[at] as usize;
                    self.can_begin(branch, base)
                })
            }
            _ => true,
        }
    }

    fn follows_noise(&self, code: &[u16], at: usize) -> bool {
        let skipped = self.skip_noise(1, at);
        skipped != 0 && self.run(code, skipped, at) != 0
    }

    /// The positions that are reached from `mask` by skipping words without meaning.
    fn skip_noise(&self, mask: u64, base: usize) -> u64 {
        let mut reached = 0;
        let mut from = mask;
        for _ in 0..NOISE_WORDS_MAX {
            let mut next = 0;
            for at in bits(from) {
                if at < SPAN_WORDS_MAX && self.marks(base, at) & mark::NOISE != 0 {
                    next |= 1 << (at + 1);
                }
            }
            reached |= next;
            from = next;
        }
        reached
    }

    fn marks(&self, base: usize, at: u32) -> u16 {
        self.tokens.get(base + at as usize).map_or(0, |token| token.marks)
    }

    fn run(&self, code: &[u16], mut mask: u64, base: usize) -> u64 {
        let mut at = 0;
        while mask != 0 && at < code.len() {
            let unit = code[at];
            let argument = (unit & 0xfff) as usize;
            at += 1;
            match unit >> 12 {
                op::MACRO => {
                    let (start, length) = self.tables.macros[argument];
                    mask = self.run(
                        &self.tables.code[start as usize..(start + length) as usize],
                        mask,
                        base,
                    );
                }
                op::GAP => mask = self.gap(argument, mask, base),
                op::ALT => {
                    let mut out = 0;
                    for _ in 0..argument {
                        let length = code[at] as usize;
                        out |= self.run(&code[at + 1..at + 1 + length], mask, base);
                        at += 1 + length;
                    }
                    mask = out;
                }
                op::OPT => {
                    mask |= self.run(&code[at..at + argument], mask, base);
                    at += argument;
                }
                op::NOT => {
                    let body = &code[at..at + argument];
                    mask = keep(mask, |position| self.run(body, 1 << position, base) == 0);
                    at += argument;
                }
                op::START => {
                    mask = keep(mask, |position| self.begins_clause(base + position as usize))
                }
                op::END => mask = keep(mask, |position| self.ends_clause(base + position as usize)),
                op::COMMA => {
                    mask = keep(mask, |position| {
                        self.marks(base, position) & (mark::COMMA | mark::HARD) != 0
                    });
                }
                op::ONEOF => {
                    mask = self.advance(&code[at..at + argument], mask, base);
                    at += argument;
                }
                _ => mask = self.advance(&code[at - 1..at], mask, base),
            }
        }
        mask
    }

    /// Takes one word that passes any of `tests`; words without meaning before it are skipped, except at the very start.
    fn advance(&self, tests: &[u16], mask: u64, base: usize) -> u64 {
        let mut out = 0;
        for position in bits(mask) {
            for ahead in
                position..=position + if position == 0 { 0 } else { NOISE_WORDS_MAX as u32 }
            {
                let Some(token) =
                    self.tokens.get(base + ahead as usize).filter(|_| ahead < SPAN_WORDS_MAX)
                else {
                    break;
                };
                if self.passes_any(tests, token) {
                    out |= 1 << (ahead + 1);
                }
                if token.marks & mark::NOISE == 0 {
                    break;
                }
            }
        }
        out
    }

    /// Whether the word passes one of `tests`, which are sorted: words first, then verbs, then what must be asked one by one.
    fn passes_any(&self, tests: &[u16], token: &Token) -> bool {
        if let [test] = tests {
            return self.passes(*test, token);
        }
        tests.binary_search(&token.lexeme).is_ok()
            || (token.lemma != 0 && tests.binary_search(&(op::LEMMA << 12 | token.lemma)).is_ok())
            || tests
                .iter()
                .rev()
                .take_while(|test| **test >= op::CLASS << 12)
                .any(|test| self.passes(*test, token))
    }

    fn passes(&self, test: u16, token: &Token) -> bool {
        let argument = test & 0xfff;
        match test >> 12 {
            op::WORD => token.lexeme == argument,
            op::LEMMA => token.lemma == argument,
            op::CLASS => self.tables.has_class(token.set, argument),
            op::SUFFIX => token.marks & argument != 0,
            op::ANY => true,
            _ => false,
        }
    }

    /// Skips up to the given number of words; unless told otherwise none that joins clauses or negates, so that a
    /// pattern does not reach from one statement into another.
    fn gap(&self, argument: usize, mask: u64, base: usize) -> u64 {
        let stops = mark::HARD | if argument & 0x40 == 0 { mark::JOINT | mark::NEGATOR } else { 0 };
        let mut reached = mask;
        let mut from = mask;
        for _ in 0..argument & 0x3f {
            let mut next = 0;
            for position in bits(from) {
                let Some(token) = self.tokens.get(base + position as usize) else { break };
                if position < SPAN_WORDS_MAX && token.marks & stops == 0 {
                    next |= 1 << (position + 1);
                }
            }
            reached |= next;
            from = next;
        }
        reached
    }

    /// Nothing but joining words and words without meaning stands between the start of the clause and this word.
    fn begins_clause(&self, at: usize) -> bool {
        let mut at = at;
        loop {
            if at == 0 || self.marks(at, 0) & (mark::COMMA | mark::HARD) != 0 {
                return true;
            }
            let before = self.marks(at - 1, 0);
            if before & (mark::JOINT | mark::CONTRAST) != 0 {
                return true;
            }
            if before & mark::NOISE == 0 {
                return false;
            }
            at -= 1;
        }
    }

    fn ends_clause(&self, at: usize) -> bool {
        at >= self.tokens.len() || self.marks(at, 0) & (mark::COMMA | mark::HARD | mark::JOINT) != 0
    }
}

fn bits(mask: u64) -> impl Iterator<Item = u32> {
    let mut rest = mask;
    core::iter::from_fn(move || {
        (rest != 0).then(|| {
            let bit = rest.trailing_zeros();
            rest &= rest - 1;
            bit
        })
    })
}

fn keep(mask: u64, mut holds: impl FnMut(u32) -> bool) -> u64 {
    bits(mask).filter(|position| holds(*position)).fold(0, |kept, position| kept | 1 << position)
}

fn as_index(word: usize) -> u16 {
    // A sentence is cut long before this many words.
    u16::try_from(word).unwrap_or(u16::MAX)
}
