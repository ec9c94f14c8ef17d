//! How an entry stands, and what the record proves about its time, in sentences.

use jiff::{Timestamp, tz::TimeZone};

use super::state::{Shown, Standing};
use crate::{messages as say, ui, wording::why_no_effect};

/// What there is to say beyond what the entry says.
pub(super) fn standing(standing: &Standing) -> Option<String> {
    match standing {
        Standing::Plain => None,
        Standing::Refused(refusal) => Some(say::record::no_effect(why_no_effect(refusal))),
        Standing::NoEffect => Some(say::record::no_effect(say::refused::condition())),
        Standing::Erased => Some(say::record::erased_plain().to_owned()),
        Standing::NoKey => Some(say::record::no_key().to_owned()),
        Standing::Unreadable => Some(say::record::unreadable().to_owned()),
        Standing::Newer => Some(say::record::newer().to_owned()),
    }
}

/// What others wrote around it proves: not older than, not newer than.
pub(super) fn bounds(entry: &Shown, zone: &TimeZone) -> impl Iterator<Item = String> {
    let exact = |at: Timestamp| ui::exact(at, zone, None);
    let not_before = entry.window.not_before.map(|at| say::record::how_not_before(exact(at)));
    let not_after = entry.window.not_after.map(|at| say::record::how_not_after(exact(at)));
    not_before.into_iter().chain(not_after)
}
