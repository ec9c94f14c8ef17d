//! What is shown of a circle among others.

use jiff::Timestamp;
use steadfast_member::view::{RecordLine, What};
use steadfast_repair::{relationship::Act, said::Spoken};

use crate::wording::People;

/// The last that anybody said in a circle: who, and when. What steers the circle and who introduces themselves is none
/// of it.
pub(super) fn last_said(record: &[RecordLine], people: &People) -> Option<(String, Timestamp)> {
    record.iter().rev().find_map(|line| match &line.what {
        What::Act(Act::People(_)) => None,
        What::Act(_) => {
            let at = Spoken { claimed: line.claimed?, window: line.window }.judged().at;
            Some((people.subject(line.author), at))
        }
        _ => None,
    })
}
