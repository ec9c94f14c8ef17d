//! The shape of the tables that the build script compiles from the rule files.

use crate::finding::FindingId;

/// Operations of compiled patterns. A byte from [`op::WORD`] on asks for one word: its lower seven bits and the next byte
/// are the number of a set of words. Lengths have one byte below 128, else two with the upper bit set in the first.
pub(crate) mod op {
    /// A count of branches; each is its length and its code.
    pub(crate) const ALTERNATIVES: u8 = 0;
    /// A length and code that may match or not.
    pub(crate) const OPTIONAL: u8 = 1;
    /// A length and code that must not match here.
    pub(crate) const NOT: u8 = 2;
    /// Any one word.
    pub(crate) const ANY: u8 = 3;
    /// The beginning of a clause.
    pub(crate) const START: u8 = 4;
    /// The end of a clause.
    pub(crate) const END: u8 = 5;
    /// A comma or a stronger pause.
    pub(crate) const COMMA: u8 = 6;
    /// A word with one of the marks in the next byte.
    pub(crate) const SUFFIX: u8 = 7;
    /// A phrase class; its number in the next two bytes.
    pub(crate) const PHRASES: u8 = 8;
    // From 0x10 on a gap of as many words as the lower four bits say.
    /// A gap over words that join clauses too.
    pub(crate) const GAP_OVER_JOINTS: u8 = 0x20;
    /// One word of a set.
    pub(crate) const WORD: u8 = 0x80;
}

/// Everything that one language's rules compile to. Spellings are known by their hashes only and numbered in the order
/// of these, from 1; 0 is the word that no rule knows.
#[derive(Debug)]
pub(crate) struct Tables {
    /// Which part of their hashes tells spellings of a bucket apart: 16 bits from this one on.
    pub(crate) shift: u32,
    /// Where the spellings end whose hash begins with the index.
    pub(crate) bucket_ends: &'static [u16],
    /// This part of each spelling's hash.
    pub(crate) fingerprints: &'static [u16],
    /// What each spelling is whatever stands beside it: the lower byte of [`crate::tokens::mark`]s, or
    /// [`crate::lookup::ALIAS`] when it stands for other words.
    pub(crate) kinds: &'static [u8],
    /// For each spelling, where its list begins: in `word_sets`, or in `aliases` when it stands for other words.
    pub(crate) lists: &'static [u16],
    /// Lists of the words for which spellings stand, places in `meant` counted from 1. 0 ends a list.
    pub(crate) aliases: &'static [u16],
    pub(crate) meant: &'static [u16],
    /// The hash of each of these.
    pub(crate) meant_keys: &'static [u32],
    /// Consonant skeletons (hash, word), sorted by hash, for long words that are easily misspelt.
    pub(crate) skeletons: &'static [(u32, u16)],
    /// The possessive 's.
    pub(crate) possessive: u16,
    /// How many sets of words there are; those that trigger patterns come first.
    pub(crate) set_count: u16,
    /// Lists of sets, ascending, each as its distance from the one before and the first counted from 1: a byte below 128,
    /// else two with the upper bit set in the first. 0 ends a list.
    pub(crate) word_sets: &'static [u8],
    /// Code of all patterns and phrase classes.
    pub(crate) code: &'static [u8],
    /// Where each phrase class begins in `code`: a length, then its code.
    pub(crate) phrases: &'static [u16],
    /// Where each pattern begins in `code`: a byte of five bits, the lowest first, that say which of the following it has;
    /// two sets, two bytes each, of which it needs a word; the lengths of what stands before the underlined part, of the
    /// part and of what stands after it; then these.
    pub(crate) patterns: &'static [u16],
    /// Whose pattern each is: a rule, or from [`FRAME`] on a frame.
    pub(crate) owners: &'static [u16],
    /// For each set that triggers patterns, where its list of postings ends in `postings`.
    pub(crate) posting_ends: &'static [u16],
    /// Patterns to try when a word of a set is seen.
    pub(crate) postings: &'static [Posting],
    /// All rules.
    pub(crate) rules: &'static [Rule],
    /// Frames that silence what stands in them.
    pub(crate) frames: &'static [Frame],
}

impl Tables {
    /// The sets that a word is in, ascending.
    pub(crate) fn sets_of(&self, word: u16) -> impl Iterator<Item = u16> + use<> {
        let start = self.lists[word as usize] as usize;
        let mut distances = self.word_sets[start..].iter();
        let mut next: u16 = 0;
        core::iter::from_fn(move || {
            let mut distance = u16::from(*distances.next()?);
            if distance >= 0x80 {
                distance = (distance & 0x7f) << 8 | u16::from(*distances.next()?);
            }
            next += distance;
            (distance != 0).then(|| next - 1)
        })
    }
}

/// Owners from this number on are frames.
pub(crate) const FRAME: u16 = 1 << 15;

/// Try `pattern` from `lo` to `hi` words before the trigger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Posting {
    pub(crate) pattern: u16,
    pub(crate) lo: u8,
    pub(crate) hi: u8,
}

/// One rule file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) finding: FindingId,
    /// Its first pattern.
    pub(crate) first: u16,
    /// How many of its patterns are strong; those after them are weak. The weights are told which kind spoke; without
    /// weights what a weak one finds is a note.
    pub(crate) strong: u16,
    /// Frames that silence it, bits of [`crate::frames`].
    pub(crate) guards: u32,
    /// Forms in which it speaks, one bit each.
    pub(crate) forms: u8,
}

/// One frame: words that put what follows (or comes before) into another's mouth, under a negation, and so on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Bit of [`crate::frames`].
    pub(crate) bit: u32,
    /// It covers what stands before it instead of what follows.
    pub(crate) backwards: bool,
}
