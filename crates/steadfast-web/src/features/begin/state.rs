//! The way through the first steps, what was answered on it, and what may not go on yet.

use steadfast_repair::{
    people::{Role, Roles},
    words::{TextError, Title},
};

/// How many of the words are asked for again.
pub(crate) const CHECKED_WORDS: usize = 3;
/// How many words encode a member seed.
pub(crate) const WORDS: usize = 24;

/// One step of beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// What must be said before anything is written.
    Before,
    /// The five doors.
    Doors,
    /// Whether the partner knows, and whether it has stopped.
    Gate,
    /// Why a specialist comes first.
    Specialist,
    /// A name and a passphrase.
    You,
    /// The 24 words are shown.
    Words,
    /// Three of them are asked for.
    Check,
    /// What a signed record means.
    Signed,
    /// Everything is brought back with the 24 words.
    Restore,
    /// This device is added to those of somebody who is here already.
    Device,
}

impl Step {
    /// Whether keys exist by now.
    pub(crate) fn is_after_keys(self) -> bool {
        matches!(self, Self::Words | Self::Check | Self::Signed)
    }

    /// The step before this one, where one may still go back. After the keys are made there is no way back: they are.
    pub(crate) fn back(self, start: Option<Start>) -> Option<Self> {
        match self {
            Self::Before | Self::Words | Self::Signed => None,
            Self::Doors => Some(Self::Before),
            Self::Gate | Self::Restore | Self::Device => Some(Self::Doors),
            Self::Specialist => Some(Self::Gate),
            // Somebody with an invitation came past no door.
            Self::You => {
                start.map(|start| if start == Start::Hurt { Self::Gate } else { Self::Doors })
            }
            Self::Check => Some(Self::Words),
        }
    }
}

/// Through which of the first three doors somebody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// "I hurt my partner"
    Hurt,
    /// "My partner hurt me"
    WasHurt,
    /// "We have hurt each other"
    Both,
}

impl Start {
    /// The roles that the door stands for.
    pub(crate) fn roles(self) -> Roles {
        match self {
            Self::Hurt => Roles::only(Role::BetrayingPartner),
            Self::WasHurt => Roles::only(Role::BetrayedPartner),
            Self::Both => Roles::only(Role::BetrayingPartner).with(Role::BetrayedPartner),
        }
    }

    /// The step behind the door.
    pub(crate) fn next(self) -> Step {
        match self {
            Self::Hurt => Step::Gate,
            Self::WasHurt | Self::Both => Step::You,
        }
    }
}

/// Why a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameProblem {
    /// There is nothing in it.
    Blank,
    /// It is too long.
    TooLong,
    /// It has a line break or a sign that turns the line.
    Odd,
}

/// The name as it is shown to others, without white space around it.
///
/// # Errors
/// [`NameProblem`].
pub(crate) fn name(written: &str) -> Result<Title, NameProblem> {
    Title::new(written.trim()).map_err(|error| match error {
        TextError::Blank => NameProblem::Blank,
        TextError::TooLong { .. } => NameProblem::TooLong,
        TextError::NotOneLine { .. } => NameProblem::Odd,
    })
}

/// Which words are asked for again: different ones, in order, counted from 0, drawn by `random`.
pub(crate) fn draw_checked(random: [u8; CHECKED_WORDS]) -> [usize; CHECKED_WORDS] {
    let mut left: Vec<usize> = (0..WORDS).collect();
    let mut drawn = random.map(|byte| left.remove(usize::from(byte) % left.len()));
    drawn.sort_unstable();
    drawn
}

/// The places (counted from 0) of those checked words that were typed otherwise than they are.
pub(crate) fn wrong_words(
    words: &[String],
    checked: [usize; CHECKED_WORDS],
    typed: &[String; CHECKED_WORDS],
) -> Vec<usize> {
    let right = |place: usize, typed: &str| {
        words.get(place).is_some_and(|word| word.eq_ignore_ascii_case(typed.trim()))
    };
    checked
        .into_iter()
        .zip(typed)
        .filter(|(place, typed)| !right(*place, typed))
        .map(|(place, _)| place)
        .collect()
}

/// How many words are in a text so far.
pub(crate) fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_stands_behind_the_first_door_only() {
        assert_eq!(Start::Hurt.next(), Step::Gate);
        assert_eq!(Start::WasHurt.next(), Step::You);
        assert_eq!(Start::Both.next(), Step::You);
        assert!(
            Start::Both.roles().contains(Role::BetrayingPartner)
                && Start::Both.roles().contains(Role::BetrayedPartner)
        );
    }

    #[test]
    fn there_is_no_way_back_behind_the_keys() {
        assert_eq!(Step::Words.back(Some(Start::Hurt)), None);
        assert_eq!(Step::Signed.back(Some(Start::Hurt)), None);
        assert_eq!(Step::Check.back(Some(Start::Hurt)), Some(Step::Words));
        assert_eq!(Step::You.back(Some(Start::Hurt)), Some(Step::Gate));
        assert_eq!(Step::You.back(None), None);
    }

    #[test]
    fn a_name_is_one_line_and_not_blank() {
        assert_eq!(name("  Ana ").map(|name| name.as_str().to_owned()), Ok("Ana".into()));
        assert_eq!(name("  "), Err(NameProblem::Blank));
        assert_eq!(name(&"a".repeat(201)), Err(NameProblem::TooLong));
        assert_eq!(name("Sam\u{202E}anA"), Err(NameProblem::Odd));
    }

    #[test]
    fn the_words_asked_for_are_three_different_ones_whatever_is_drawn() {
        for first in 0..=255 {
            for other in [0, 1, 23, 24, 255] {
                let [a, b, c] = draw_checked([first, other, other]);
                assert!(a < b && b < c && c < WORDS, "{a} {b} {c}");
            }
        }
    }

    #[test]
    fn a_checked_word_may_be_capital_and_have_spaces_around_it() {
        let words: Vec<String> = (0..WORDS).map(|number| format!("word{number}")).collect();
        let typed = ["Word3 ".to_owned(), " word7".to_owned(), "WORD23".to_owned()];
        assert_eq!(wrong_words(&words, [3, 7, 23], &typed), Vec::<usize>::new());
        let typed = ["word3".to_owned(), "word8".to_owned(), String::new()];
        assert_eq!(wrong_words(&words, [3, 7, 23], &typed), [7, 23]);
    }
}
