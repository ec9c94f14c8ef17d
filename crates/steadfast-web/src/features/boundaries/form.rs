//! A boundary as it is being written: plain data.

use jiff::{ToSpan, civil::Date};
use steadfast_repair::{
    boundaries::{How, Terms},
    words::Words,
};

use crate::writing::words_of;

/// After how many days a boundary is looked at again, and after how many it ends, unless they choose otherwise.
const REVIEW_DAYS: i32 = 30;
const UNTIL_DAYS: i32 = 90;

/// What is wrong with a boundary that is being written, worded where it is words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Need(String),
    Purpose(String),
    Review,
    Until,
}

/// The dates that stand in the fields before anybody touches them; those of an earlier version if they lie ahead.
pub(super) fn dates(earlier: Option<&Terms>, today: Date) -> (String, String) {
    let after = |days: i32| today.saturating_add(days.days());
    let (review, until) = match earlier {
        Some(terms) if today < terms.review() => (terms.review(), terms.until()),
        _ => (after(REVIEW_DAYS), after(UNTIL_DAYS)),
    };
    (review.to_string(), until.to_string())
}

/// The terms that the fields come to.
///
/// # Errors
///
/// The first [`Problem`] in the order in which the fields stand.
pub(super) fn terms(
    how: How,
    (need, purpose): (&str, &str),
    (review, until): (&str, &str),
    if_blank: &str,
    today: Date,
) -> Result<Terms, Problem> {
    let need = words_of(need, if_blank).map_err(Problem::Need)?;
    let purpose: Option<Words> = match words_of(purpose, "") {
        Ok(words) => Some(words),
        Err(wrong) if wrong.is_empty() => None,
        Err(wrong) => return Err(Problem::Purpose(wrong)),
    };
    let ahead = |text: &str| text.parse::<Date>().ok().filter(|date| today < *date);
    let review = ahead(review).ok_or(Problem::Review)?;
    let until = ahead(until).ok_or(Problem::Until)?;
    Terms::new(how, need, purpose, review, until).map_err(|_| Problem::Until)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn made(need: &str, review: &str, until: &str) -> Result<Terms, Problem> {
        terms(How::Asked, (need, " "), (review, until), "blank", TODAY)
    }

    #[test]
    fn untouched_dates_are_a_month_and_three() {
        let (review, until) = dates(None, TODAY);
        assert_eq!((review.as_str(), until.as_str()), ("2026-12-22", "2027-02-20"));
        let terms = made("Quiet.", &review, &until).unwrap();
        assert_eq!(terms.purpose(), None);
        assert_eq!(dates(Some(&terms), date(2026, 12, 1)), (review, until));
        assert_eq!(dates(Some(&terms), date(2026, 12, 22)).0, "2027-01-21");
    }

    #[test]
    fn each_field_that_is_wrong_is_named() {
        let (review, until) = ("2026-12-22", "2027-02-20");
        assert_eq!(made(" ", review, until), Err(Problem::Need("blank".into())));
        assert_eq!(made("Quiet.", "2026-11-22", until), Err(Problem::Review));
        assert_eq!(made("Quiet.", review, ""), Err(Problem::Until));
        assert_eq!(made("Quiet.", review, "2026-12-21"), Err(Problem::Until));
    }
}
