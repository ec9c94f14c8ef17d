//! Runs compiled patterns over the words of a sentence.
//!
//! A pattern is run on sets of places, not by backtracking: bit `n` of a mask says that the pattern so far can end before
//! the `n`-th word. A sentence has fewer words than a mask has bits. First each set of words that some pattern asks for
//! is given the mask of its places; then asking for a word is one operation, and a pattern is tried only where the rarest
//! set that it needs lets it begin, and when the other sets that it needs are there too.

use alloc::vec::Vec;

use crate::{
    tables::{FRAME, Tables, op},
    tokens::{Token, mark},
};

/// A sentence has at most this many words, so that a mask holds every place in it and its end.
pub(crate) const WORDS_MAX: usize = 63;
/// So many bits are in a word of a list of bits.
const BLOCK: usize = u64::BITS as usize;

/// A pattern that matched: words `start..end` are its underlined part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) pattern: u16,
    pub(crate) start: u16,
    pub(crate) end: u16,
}

/// What is known of the sentence at hand; its memory is used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Where the words of each set stand.
    of_set: Vec<u64>,
    /// The sets of which a word is there and triggers patterns.
    triggers: Vec<u16>,
    /// Where each pattern may begin; all zero when nothing is looked for.
    of_pattern: Vec<u64>,
    /// A bit for each pattern that may begin somewhere, [`BLOCK`] in each.
    waiting: Vec<u64>,
    /// A bit for each word.
    words: u64,
    /// Words without meaning of their own.
    noise: u64,
    /// Words before which a pause stands.
    pauses: u64,
    /// Words that a gap does not skip, and those that even a wide gap does not.
    stops: u64,
    hard: u64,
    /// Places where a clause begins, and where one ends.
    begins: u64,
    ends: u64,
    /// Words with each of the marks that patterns ask for, in the order of their bits.
    marked: [u64; 8],
}

impl Places {
    /// Takes in the words of a sentence.
    pub(crate) fn read(&mut self, tables: &Tables, tokens: &[Token]) {
        self.of_set.clear();
        self.of_set.resize(tables.set_count as usize, 0);
        self.of_pattern.resize(tables.patterns.len(), 0);
        self.waiting.resize(tables.patterns.len().div_ceil(BLOCK), 0);
        self.triggers.clear();
        let of_set = self.of_set.as_mut_slice();
        let tokens = &tokens[..tokens.len().min(WORDS_MAX)];
        self.words = (1 << tokens.len()) - 1;
        (self.noise, self.pauses, self.stops, self.hard) = (0, 0, 0, 0);
        (self.begins, self.ends) = (1, 1 << tokens.len());
        self.marked = [0; 8];
        // Nothing but joining words and words without meaning stands between the start of the clause and this word.
        let mut begins = true;
        for (at, token) in tokens.iter().enumerate() {
            let here = 1 << at;
            let is = |marks: u16| if token.marks & marks == 0 { 0 } else { here };
            self.noise |= is(mark::NOISE);
            self.pauses |= is(mark::COMMA | mark::HARD);
            self.stops |= is(mark::HARD | mark::JOINT | mark::NEGATOR);
            self.hard |= is(mark::HARD);
            self.ends |= is(mark::COMMA | mark::HARD | mark::JOINT);
            begins |= is(mark::COMMA | mark::HARD) != 0;
            self.begins |= if begins { here } else { 0 };
            begins = is(mark::JOINT | mark::CONTRAST) != 0 || (begins && is(mark::NOISE) != 0);
            if token.marks & mark::ASKED_FOR != 0 {
                for (bit, marked) in self.marked.iter_mut().enumerate() {
                    *marked |= is(0x100 << bit);
                }
            }
            for set in tables.sets_of(token.word) {
                let places = &mut of_set[set as usize];
                // Sets that trigger something come first.
                if *places == 0 && usize::from(set) < tables.posting_ends.len() {
                    self.triggers.push(set);
                }
                *places |= here;
            }
        }
        if begins {
            self.begins |= 1 << tokens.len();
        }
    }

    /// Finds all patterns in the sentence by their triggers, in their order.
    pub(crate) fn find(&mut self, tables: &Tables, hits: &mut Vec<Hit>) {
        hits.clear();
        for set in &self.triggers {
            let seen = self.of_set[*set as usize];
            for posting in slice_of(tables.posting_ends, tables.postings, *set as usize) {
                let starts =
                    (posting.lo..=posting.hi).fold(0, |starts, back| starts | seen >> back);
                let pattern = usize::from(posting.pattern);
                self.of_pattern[pattern] |= starts;
                self.waiting[pattern / BLOCK] |= 1 << (pattern % BLOCK);
            }
        }
        for block in 0..self.waiting.len() {
            for bit in bits(core::mem::take(&mut self.waiting[block])) {
                self.find_pattern(tables, block * BLOCK + bit as usize, hits);
            }
        }
    }

    fn find_pattern(&mut self, tables: &Tables, pattern: usize, hits: &mut Vec<Hit>) {
        let from = core::mem::take(&mut self.of_pattern[pattern]);
        let Some(parts) = self.parts(tables, tables.patterns[pattern]) else { return };
        // From one place alone it is run only once.
        if from == 0 || (!from.is_power_of_two() && !self.matches(tables, &parts, from)) {
            return;
        }
        let shortest = tables.owners[pattern] >= FRAME;
        for base in bits(from) {
            if let Some((start, end)) = self.find_at(tables, &parts, base, shortest) {
                // There are fewer than 2¹⁶ patterns.
                hits.push(Hit { pattern: pattern as u16, start, end });
            }
        }
    }

    /// The parts of the pattern that begins at `code`; none when a word that it needs is not in the sentence.
    fn parts(&self, tables: &Tables, code: u16) -> Option<Parts<'static>> {
        let (has, mut code) = byte_of(&tables.code[code as usize..]);
        let mut set = |bit: u8| {
            if has & bit == 0 {
                return u64::MAX;
            }
            let (high, rest) = byte_of(code);
            let (low, rest) = byte_of(rest);
            code = rest;
            self.of_set(u16::from_be_bytes([high, low]))
        };
        let (one, other) = (set(1), set(2));
        (one != 0 && other != 0).then(|| Parts::read(has, code))
    }

    fn of_set(&self, set: u16) -> u64 {
        self.of_set.get(set as usize).copied().unwrap_or(0)
    }

    /// Whether the pattern matches when it begins at any of the places `from`.
    fn matches(&self, tables: &Tables, parts: &Parts, from: u64) -> bool {
        let mut places = self.run(tables, parts.before, from, 0);
        if !parts.before.is_empty() {
            places |= self.skip_noise(places);
        }
        let places = self.run(tables, parts.span, places, 0);
        places != 0
            && (parts.after.is_empty()
                || self.run(tables, parts.after, places | self.skip_noise(places), 0) != 0)
    }

    /// The underlined part when the whole pattern begins at word `base`: as much as it can be, or as little.
    fn find_at(
        &self,
        tables: &Tables,
        parts: &Parts,
        base: u32,
        shortest: bool,
    ) -> Option<(u16, u16)> {
        let mut starts = self.run(tables, parts.before, 1 << base, 1 << base);
        if !parts.before.is_empty() {
            starts |= self.skip_noise(starts);
        }
        for start in bits(starts) {
            let mut ends = self.run(tables, parts.span, 1 << start, 1 << start) & !(1 << start);
            while ends != 0 {
                let end = if shortest { ends.trailing_zeros() } else { 63 - ends.leading_zeros() };
                let after = 1 << end | self.skip_noise(1 << end);
                if parts.after.is_empty() || self.run(tables, parts.after, after, 0) != 0 {
                    // A place in a sentence is below 64.
                    return Some((start as u16, end as u16));
                }
                ends &= !(1 << end);
            }
        }
        None
    }

    /// The places that are reached by skipping words without meaning, at most two.
    fn skip_noise(&self, places: u64) -> u64 {
        let once = (places & self.noise) << 1;
        once | (once & self.noise) << 1
    }

    /// Runs code that most often begins with a word that is at none of the places `reached`, where that word may be.
    fn branch(&self, tables: &Tables, code: &[u8], places: u64, reached: u64, first: u64) -> u64 {
        match code {
            [unit, low, then @ ..] if *unit >= op::WORD => {
                let set = u16::from(unit & 0x7f) << 8 | u16::from(*low);
                match (reached & self.of_set(set)) << 1 {
                    0 => 0,
                    taken if then.is_empty() => taken,
                    taken => self.run(tables, then, taken, first),
                }
            }
            _ => self.run(tables, code, places, first),
        }
    }

    /// Runs code from `places`; at those of `first` no word has been taken, so none without meaning is skipped there.
    fn run(&self, tables: &Tables, mut code: &[u8], mut places: u64, first: u64) -> u64 {
        while places != 0
            && let Some((&unit, rest)) = code.split_first()
        {
            code = rest;
            match unit {
                op::WORD.. => {
                    let (low, rest) = byte_of(code);
                    code = rest;
                    let set = u16::from(unit & 0x7f) << 8 | u16::from(low);
                    let reached = places | self.skip_noise(places & !first);
                    places = (reached & self.of_set(set)) << 1;
                }
                op::SUFFIX => {
                    let (marks, rest) = byte_of(code);
                    code = rest;
                    let reached = places | self.skip_noise(places & !first);
                    let marked = (0..8)
                        .filter(|bit| marks >> bit & 1 == 1)
                        .fold(0, |all, bit| all | self.marked[bit]);
                    places = (reached & marked) << 1;
                }
                op::ANY => {
                    let reached = places | self.skip_noise(places & !first);
                    places = (reached & self.words) << 1;
                }
                op::ALTERNATIVES => {
                    let (count, mut rest) = length_of(code);
                    let reached = places | self.skip_noise(places & !first);
                    let mut out = 0;
                    for _ in 0..count {
                        let (branch, after) = sized(rest);
                        rest = after;
                        out |= self.branch(tables, branch, places, reached, first);
                    }
                    code = rest;
                    places = out;
                }
                op::OPTIONAL => {
                    let (body, rest) = sized(code);
                    code = rest;
                    let reached = places | self.skip_noise(places & !first);
                    places |= self.branch(tables, body, places, reached, first);
                }
                op::NOT => {
                    let (body, rest) = sized(code);
                    code = rest;
                    places = bits(places)
                        .filter(|at| self.run(tables, body, 1 << at, first) == 0)
                        .fold(0, |kept, at| kept | 1 << at);
                }
                op::PHRASES => {
                    let (high, rest) = byte_of(code);
                    let (low, rest) = byte_of(rest);
                    code = rest;
                    let start = tables.phrases[usize::from(u16::from_be_bytes([high, low]))];
                    let (body, _) = sized(&tables.code[start as usize..]);
                    places = self.run(tables, body, places, first);
                }
                op::START => places &= self.begins,
                op::END => places &= self.ends,
                op::COMMA => places &= self.pauses,
                _ => {
                    let over_joints = unit & op::GAP_OVER_JOINTS != 0;
                    let open = self.words & !if over_joints { self.hard } else { self.stops };
                    let mut next = places;
                    for _ in 0..unit & 0xf {
                        next = (next & open) << 1;
                        places |= next;
                    }
                }
            }
        }
        places
    }
}

/// The three parts of a pattern.
struct Parts<'a> {
    before: &'a [u8],
    span: &'a [u8],
    after: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(has: u8, mut rest: &'a [u8]) -> Self {
        let mut length = |bit: u8| {
            if has & bit == 0 {
                return 0;
            }
            let (length, after) = length_of(rest);
            rest = after;
            length
        };
        let (before, span, after) = (length(4), length(8), length(16));
        let (before, rest) = rest.split_at(before);
        let (span, rest) = rest.split_at(span);
        Parts { before, span, after: &rest[..after] }
    }
}

/// The `index`-th list of lists that are stored one after the other.
fn slice_of<'a, T>(ends: &[u16], items: &'a [T], index: usize) -> &'a [T] {
    let start = index.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &items[start..ends[index] as usize]
}

fn byte_of(code: &[u8]) -> (u8, &[u8]) {
    code.split_first().map_or((0, code), |(byte, rest)| (*byte, rest))
}

fn length_of(code: &[u8]) -> (usize, &[u8]) {
    let (high, rest) = byte_of(code);
    if high < 0x80 {
        return (usize::from(high), rest);
    }
    let (low, rest) = byte_of(rest);
    (usize::from(high & 0x7f) << 8 | usize::from(low), rest)
}

/// A piece of code with its length before it, and what follows it.
fn sized(code: &[u8]) -> (&[u8], &[u8]) {
    let (length, rest) = length_of(code);
    rest.split_at(length.min(rest.len()))
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
