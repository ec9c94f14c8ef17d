//! What there is to do and to hear about disclosure agreements.

use super::{Room, TheDay, What};
use crate::versions::Standing;

/// What another wrote and the reader can answer.
pub(super) fn proposed(room: Room<'_>) -> impl Iterator<Item = What> {
    let waiting = room.of.agreements().waiting_for(room.of.me());
    waiting.map(|(agreement, version)| What::AgreementProposed {
        agreement: agreement.id(),
        version: version.entry.id,
        by: version.entry.author,
        at: version.entry.at,
    })
}

/// What the two meant to look at again by today, unless a new version waits already.
pub(super) fn to_review<'a>(room: Room<'a>, day: &TheDay) -> impl Iterator<Item = What> + use<'a> {
    let (begins, partner) = (day.begins, room.of.people().speaks_as_partner(room.of.me()));
    let due = room.of.agreements().to_review(day.date).filter(move |_| partner);
    due.filter(|(agreement, _)| agreement.versions().waiting().is_none()).map(
        move |(agreement, version)| What::AgreementToReview {
            agreement: agreement.id(),
            review: version.terms.review(),
            at: begins,
        },
    )
}

/// What another said lately to the reader's versions, and what another ended.
pub(super) fn answered_or_ended(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let me = room.of.me();
    let mut whats = Vec::new();
    for one in room.of.agreements().all() {
        let (agreement, versions) = (one.id(), one.versions());
        for version in versions.all().iter().filter(|version| version.entry.author == me) {
            let (answer, yes) = match version.standing {
                Standing::Agreed(answer) => (answer, true),
                Standing::Declined(answer) => (answer, false),
                _ => continue,
            };
            let (by, at) = (answer.author, answer.at);
            whats.push(What::AgreementAnswered { agreement, yes, by, at });
        }
        let ended = versions.ended().filter(|end| end.author != me);
        whats.extend(ended.map(|end| What::AgreementEnded {
            agreement,
            by: end.author,
            at: end.at,
        }));
    }
    whats.retain(|what| day.is_recent(what.at()));
    whats
}
