//! Frames: whose words these are, whether they are denied, supposed or asked, and who the clause is about.

use crate::{
    matcher::Hit,
    tables::{FRAME, Tables},
    tokens::{Token, mark},
};

pub(crate) const QUOTED: u32 = 1;
pub(crate) const REPORTED_OTHER: u32 = 1 << 1;
pub(crate) const REPORTED_SELF: u32 = 1 << 3;
pub(crate) const MENTION: u32 = 1 << 5;
pub(crate) const NEGATED: u32 = 1 << 7;
pub(crate) const HYPOTHETICAL: u32 = 1 << 9;
pub(crate) const QUESTION: u32 = 1 << 11;
pub(crate) const THIRD: u32 = 1 << 12;
pub(crate) const SECOND: u32 = 1 << 13;
pub(crate) const FIRST: u32 = 1 << 14;
pub(crate) const EVERYDAY: u32 = 1 << 15;
/// Frames with a reach: the bit above each marks the part before the next clause with a subject of its own.
const REACHING: u32 = REPORTED_OTHER | REPORTED_SELF | MENTION | NEGATED | HYPOTHETICAL;
const SUBJECTS: u32 = FIRST | SECOND | THIRD;

/// What can silence a rule, as rule files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guard {
    /// In quotation marks, or in a line quoted with `>`.
    Quoted,
    /// Somebody else is said to say or think it.
    ReportedOther,
    /// The writer is said to have said or thought it.
    ReportedSelf,
    /// It is spoken about, not said: "it would be easy to say".
    Mention,
    /// It is denied.
    Negated,
    /// It is supposed.
    Hypothetical,
    /// The sentence is a question.
    Question,
    /// The clause is about him, her or them.
    ThirdPerson,
    /// The sentence is about the house, the road or the weather, not about the harm.
    Everyday,
}

impl Guard {
    /// All guards.
    pub const ALL: [Guard; 9] = [
        Guard::Quoted,
        Guard::ReportedOther,
        Guard::ReportedSelf,
        Guard::Mention,
        Guard::Negated,
        Guard::Hypothetical,
        Guard::Question,
        Guard::ThirdPerson,
        Guard::Everyday,
    ];

    /// The guard's name in rule files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Guard::Quoted => "quoted",
            Guard::ReportedOther => "reported_other",
            Guard::ReportedSelf => "reported_self",
            Guard::Mention => "mention",
            Guard::Negated => "negated",
            Guard::Hypothetical => "hypothetical",
            Guard::Question => "question",
            Guard::ThirdPerson => "third_person",
            Guard::Everyday => "everyday",
        }
    }

    /// The guard of this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|guard| guard.name() == name)
    }

    /// The bits of both reaches.
    pub(crate) const fn bits(self) -> u32 {
        let wide = match self {
            Guard::Quoted => QUOTED,
            Guard::ReportedOther => REPORTED_OTHER,
            Guard::ReportedSelf => REPORTED_SELF,
            Guard::Mention => MENTION,
            Guard::Negated => NEGATED,
            Guard::Hypothetical => HYPOTHETICAL,
            Guard::Question => QUESTION,
            Guard::ThirdPerson => THIRD,
            Guard::Everyday => EVERYDAY,
        };
        wide | (wide & REACHING) << 1
    }
}

/// Marks on each word the frames that it stands in.
pub(crate) fn lay(tables: &Tables, tokens: &mut [Token], hits: &[Hit], question: bool) {
    let question = question && opens_as_a_question(tokens);
    lay_subjects(tokens, if question { QUESTION } else { 0 });
    for hit in hits {
        let owner = tables.owners[hit.pattern as usize];
        if owner >= FRAME {
            let frame = tables.frames[(owner - FRAME) as usize];
            if frame.backwards {
                for token in &mut tokens[..hit.start as usize] {
                    token.frames |= frame.bit | frame.bit << 1;
                }
            } else {
                lay_forwards(&mut tokens[hit.end as usize..], frame.bit);
            }
        }
    }
}

/// Whether the first word with a meaning of its own is one that asks. "You lied too, right?" is no question.
fn opens_as_a_question(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .find(|token| token.marks & (mark::NOISE | mark::JOINT) == 0)
        .is_some_and(|token| token.marks & mark::ASKS != 0)
}

fn lay_subjects(tokens: &mut [Token], always: u32) {
    let mut subject = 0;
    for token in tokens {
        if token.marks & (mark::JOINT | mark::COMMA | mark::HARD) != 0 {
            subject = 0;
        }
        if subject == 0 {
            subject = subject_of(token);
        }
        token.frames |= subject | always;
    }
}

fn subject_of(token: &Token) -> u32 {
    if token.marks & mark::FIRST != 0 {
        FIRST
    } else if token.marks & mark::SECOND != 0 {
        SECOND
    } else if token.marks & mark::THIRD != 0 {
        THIRD
    } else {
        0
    }
}

fn lay_forwards(tokens: &mut [Token], bit: u32) {
    let mut bits = bit | bit << 1;
    let mut parted = false;
    for (index, token) in tokens.iter_mut().enumerate() {
        // "He says I overreact, but …": what follows is the writer's own again.
        if token.marks & mark::CONTRAST != 0 {
            return;
        }
        if index > 0 && token.marks & (mark::COMMA | mark::HARD | mark::JOINT) != 0 {
            parted = true;
        }
        if parted && index > 0 {
            let subject = subject_of(token);
            if subject & SUBJECTS != 0 {
                bits = bit;
            } else if token.marks & (mark::JOINT | mark::NOISE) == 0 {
                parted = false;
            }
        }
        token.frames |= bits;
    }
}

/// The frames of a hit over the words `start..end`; a negation right before it counts as one, and so does a quotation
/// that opens in its middle.
pub(crate) fn of(tokens: &[Token], start: usize, end: usize) -> u32 {
    let frames = tokens.get(start).map_or(0, |token| token.frames)
        | tokens.get(end.wrapping_sub(1)).map_or(0, |token| token.frames & QUOTED);
    let mut at = start;
    for _ in 0..2 {
        if at == 0 || tokens[at].marks & (mark::COMMA | mark::HARD | mark::JOINT) != 0 {
            break;
        }
        at -= 1;
        if tokens[at].marks & mark::NEGATOR != 0 {
            return frames | NEGATED | NEGATED << 1;
        }
    }
    frames
}
