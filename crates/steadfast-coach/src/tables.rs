//! The shape of the tables that the build script compiles from the rule files.

use crate::finding::{FindingId, Severity};

/// Operations of compiled patterns: the upper four bits of a code unit; the lower twelve are the argument.
pub(crate) mod op {
    pub(crate) const WORD: u16 = 0;
    pub(crate) const LEMMA: u16 = 1;
    pub(crate) const CLASS: u16 = 2;
    pub(crate) const MACRO: u16 = 3;
    pub(crate) const GAP: u16 = 4;
    pub(crate) const ALT: u16 = 5;
    pub(crate) const OPT: u16 = 6;
    pub(crate) const NOT: u16 = 7;
    pub(crate) const ANY: u16 = 8;
    pub(crate) const START: u16 = 9;
    pub(crate) const END: u16 = 10;
    pub(crate) const COMMA: u16 = 11;
    pub(crate) const SUFFIX: u16 = 12;
    pub(crate) const ONEOF: u16 = 13;
}

/// Everything that one language's rules compile to. Sizes are those of the generated statics.
#[derive(Debug)]
pub(crate) struct Tables {
    /// All spellings one after the other.
    pub(crate) spellings: &'static str,
    /// Where each spelling ends in `spellings`.
    pub(crate) spelling_ends: &'static [u16],
    /// What each spelling stands for: a lexeme below `lexeme_count`, else an index into `expansions` above it.
    pub(crate) spelling_means: &'static [u16],
    /// Open-addressed hash table over the spellings; 0 is empty, else index + 1. Its length is a power of two.
    pub(crate) slots: &'static [u16],
    /// Consonant skeletons (hash, lexeme), sorted by hash, for long words that are easily misspelt.
    pub(crate) skeletons: &'static [(u32, u16)],
    /// Lemma of each lexeme, 0 for none.
    pub(crate) lemmas: &'static [u16],
    /// Index of each lexeme's class set.
    pub(crate) class_sets: &'static [u16],
    /// The distinct class sets, one bit a class.
    pub(crate) sets: &'static [[u64; 4]],
    /// Lexemes of contractions and fused words.
    pub(crate) expansions: &'static [&'static [u16]],
    /// The possessive 's.
    pub(crate) possessive: u16,
    /// Classes that the engine itself asks for.
    pub(crate) class_asks: u16,
    pub(crate) class_noise: u16,
    pub(crate) class_joint: u16,
    pub(crate) class_negator: u16,
    pub(crate) class_contrast: u16,
    pub(crate) class_subject_first: u16,
    pub(crate) class_subject_second: u16,
    pub(crate) class_subject_third: u16,
    /// Code of all patterns and phrase classes.
    pub(crate) code: &'static [u16],
    /// Phrase classes: start and length in `code`.
    pub(crate) macros: &'static [(u16, u16)],
    /// All patterns.
    pub(crate) patterns: &'static [Pattern],
    /// For each lexeme, where its list of trigger groups ends in `lexeme_groups`.
    pub(crate) lexeme_group_ends: &'static [u16],
    /// Trigger groups of all lexemes.
    pub(crate) lexeme_groups: &'static [u16],
    /// For each trigger group, where its list of postings ends in `postings`.
    pub(crate) group_ends: &'static [u16],
    /// Patterns to try when a trigger is seen.
    pub(crate) postings: &'static [Posting],
    /// Words without which patterns of [`Owner::Unless`] cannot match.
    pub(crate) unless_words: &'static [u16],
    /// All rules.
    pub(crate) rules: &'static [Rule],
    /// Frames that silence what stands in them.
    pub(crate) frames: &'static [Frame],
}

/// A pattern: code for what stands before the underlined part, the part itself, and what stands after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    pub(crate) code: u16,
    pub(crate) before: u16,
    pub(crate) span: u16,
    pub(crate) after: u16,
    pub(crate) of: Owner,
}

/// What a pattern belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner {
    Rule(u16),
    Frame(u16),
    /// Silences its rule when it matches in the same sentence; is run only after a hit, and only from `lo` to `hi` words
    /// before one of `count` words from `words` on in [`Tables::unless_words`]; a `count` of 0 means everywhere.
    Unless {
        words: u16,
        count: u8,
        lo: u8,
        hi: u8,
    },
}

/// Try `pattern` from `lo` to `hi` words before the trigger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Posting {
    pub(crate) pattern: u16,
    pub(crate) lo: u8,
    pub(crate) hi: u8,
}

/// What a rule says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says {
    /// One of the findings.
    Finding(FindingId),
    /// A fact that other rules ask for, never shown: its bit.
    Fact(u16),
}

/// One rule file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) says: Says,
    pub(crate) severity: Severity,
    /// Ships as a note, because it is not yet precise enough to underline.
    pub(crate) note: bool,
    /// Frames that silence it, bits of [`crate::frames`].
    pub(crate) guards: u32,
    /// Forms in which it speaks, one bit each.
    pub(crate) forms: u8,
    /// Patterns that silence it when they match in the same sentence.
    pub(crate) unless: &'static [u16],
    /// Facts that silence it when they stand in the same sentence or one beside it.
    pub(crate) unless_near: u16,
    /// Facts of which one must stand in the same sentence or one beside it; 0 asks for none.
    pub(crate) only_near: u16,
}

/// One frame: words that put what follows (or comes before) into another's mouth, under a negation, and so on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Bit of [`crate::frames`].
    pub(crate) bit: u32,
    /// It covers what stands before it instead of what follows.
    pub(crate) backwards: bool,
}
