//! What there is to do and to hear about boundaries.

use super::{BoundaryNews, Room, TheDay, What};
use crate::versions::Standing;

/// What another asked for and the reader can answer.
pub(super) fn asked(room: Room<'_>) -> impl Iterator<Item = What> {
    let waiting = room.of.boundaries().waiting_for(room.of.me());
    waiting.map(|(boundary, version)| What::Boundary {
        boundary: boundary.id(),
        news: BoundaryNews::Asked,
        by: Some(version.entry.author),
        at: version.entry.at,
    })
}

/// What is to be looked at again by today, unless other words wait already.
pub(super) fn to_review<'a>(room: Room<'a>, day: &TheDay) -> impl Iterator<Item = What> + use<'a> {
    let (begins, partner) = (day.begins, room.of.people().speaks_as_partner(room.of.me()));
    let due = room.of.boundaries().to_review(day.date).filter(move |_| partner);
    due.filter(|(boundary, _)| boundary.versions().waiting().is_none()).map(
        move |(boundary, version)| What::Boundary {
            boundary: boundary.id(),
            news: BoundaryNews::ToReview(version.terms.review()),
            by: None,
            at: begins,
        },
    )
}

/// What another said lately of the boundaries of the two.
pub(super) fn told(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let me = room.of.me();
    let mut whats = Vec::new();
    for one in room.of.boundaries().all() {
        let mut heard = |news, entry: crate::said::Entry| {
            whats.push(What::Boundary {
                boundary: one.id(),
                news,
                by: Some(entry.author),
                at: entry.at,
            });
        };
        for version in one.versions().all().iter().filter(|version| version.entry.author == me) {
            match version.standing {
                Standing::Agreed(yes) => heard(BoundaryNews::Answered { yes: true }, yes),
                Standing::Declined(no) => heard(BoundaryNews::Answered { yes: false }, no),
                _ => {}
            }
        }
        one.told().iter().for_each(|told| heard(BoundaryNews::Told(told.became), told.entry));
        if let Some(end) = one.versions().ended() {
            heard(BoundaryNews::Ended, end);
        }
    }
    whats.retain(|what| {
        matches!(what, What::Boundary { by, at, .. } if *by != Some(me) && day.is_recent(*at))
    });
    whats
}
