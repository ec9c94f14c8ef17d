//! The five parts of a check-in and a proposed time, as they stand in the fields.

use jiff::civil::Time;
use steadfast_repair::{
    checkins::{CheckIn, Parts, ProposeTime},
    weekdays::Weekdays,
    words::{TextError, Words},
    zone::ZoneName,
};

/// One part of a check-in, in the order in which they are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// How one feels.
    Feelings,
    /// What one appreciates in the other.
    Appreciation,
    /// What one needs.
    Needs,
    /// Where one fell short.
    Ownership,
    /// What is hard.
    Struggles,
}

impl Part {
    /// All five, in order.
    pub(super) const ALL: [Self; 5] =
        [Self::Feelings, Self::Appreciation, Self::Needs, Self::Ownership, Self::Struggles];

    /// The name under which what is written and not sent is kept.
    pub(super) fn draft(self) -> &'static str {
        match self {
            Self::Feelings => "checkin/feelings",
            Self::Appreciation => "checkin/appreciation",
            Self::Needs => "checkin/needs",
            Self::Ownership => "checkin/ownership",
            Self::Struggles => "checkin/struggles",
        }
    }

    /// What a check-in says in this part.
    pub(super) fn of(self, parts: &Parts) -> Option<&Words> {
        match self {
            Self::Feelings => parts.feelings.as_ref(),
            Self::Appreciation => parts.appreciation.as_ref(),
            Self::Needs => parts.needs.as_ref(),
            Self::Ownership => parts.ownership.as_ref(),
            Self::Struggles => parts.struggles.as_ref(),
        }
    }
}

/// Why what was written is no check-in yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Every part was left out.
    AllEmpty,
    /// A part is too long.
    Part(Part, TextError),
}

/// The check-in that the five texts come to; blank ones are left out.
///
/// # Errors
///
/// Every [`Problem`].
pub(super) fn check_in(texts: [&str; 5]) -> Result<CheckIn, Problem> {
    let mut words = [None, None, None, None, None];
    for ((part, text), place) in Part::ALL.into_iter().zip(texts).zip(&mut words) {
        *place = match Words::new(text.trim()) {
            Ok(words) => Some(words),
            Err(TextError::Blank) => None,
            Err(error) => return Err(Problem::Part(part, error)),
        };
    }
    let [feelings, appreciation, needs, ownership, struggles] = words;
    CheckIn::new(Parts { feelings, appreciation, needs, ownership, struggles })
        .map_err(|_| Problem::AllEmpty)
}

/// Why a time cannot be proposed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeProblem {
    /// There is no such time.
    At,
    /// No day is ticked.
    Days,
}

/// The time that was filled in.
///
/// # Errors
///
/// Every [`TimeProblem`].
pub(super) fn propose(
    at: &str,
    days: Weekdays,
    zone: ZoneName,
) -> Result<ProposeTime, TimeProblem> {
    let at: Time = at.parse().map_err(|_| TimeProblem::At)?;
    if days.is_empty() { Err(TimeProblem::Days) } else { Ok(ProposeTime { at, days, zone }) }
}

#[cfg(test)]
mod tests {
    use steadfast_repair::words::WORDS_CHARS_MAX;

    use super::*;

    #[test]
    fn one_part_is_enough_and_stands_where_it_belongs() {
        let said = check_in(["", "", " A quiet evening. ", "", ""]).unwrap();
        let there: Vec<_> =
            Part::ALL.into_iter().filter(|part| part.of(said.parts()).is_some()).collect();
        assert_eq!(there, [Part::Needs]);
        assert_eq!(Part::Needs.of(said.parts()).unwrap().as_str(), "A quiet evening.");
    }

    #[test]
    fn each_text_becomes_its_own_part() {
        let said = check_in(["f", "a", "n", "o", "s"]).unwrap();
        let texts: Vec<_> =
            Part::ALL.into_iter().map(|part| part.of(said.parts()).unwrap().as_str()).collect();
        assert_eq!(texts, ["f", "a", "n", "o", "s"]);
    }

    #[test]
    fn nothing_at_all_is_no_check_in() {
        assert_eq!(check_in(["", " ", "\n", "", ""]), Err(Problem::AllEmpty));
    }

    #[test]
    fn the_part_that_is_too_long_is_named() {
        let long = "a".repeat(WORDS_CHARS_MAX + 1);
        let problem = check_in(["", "", "", &long, ""]).unwrap_err();
        assert!(
            matches!(problem, Problem::Part(Part::Ownership, TextError::TooLong { .. })),
            "{problem:?}"
        );
    }

    #[test]
    fn a_time_needs_an_hour_and_a_day() {
        let zone = || ZoneName::new("Europe/Lisbon").unwrap();
        assert_eq!(propose("", Weekdays::ALL, zone()), Err(TimeProblem::At));
        assert_eq!(propose("21:00", Weekdays::NONE, zone()), Err(TimeProblem::Days));
        assert!(propose("21:00", Weekdays::ALL, zone()).is_ok());
    }
}
