//! What another disclosed lately. The line never says what: the words wait on their page.

use super::{DisclosureNews, Room, TheDay, What};
use crate::said::Entry;

pub(super) fn told(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let me = room.of.me();
    let what = |news, entry: Entry| What::Disclosed {
        entry: entry.id,
        news,
        by: entry.author,
        at: entry.at,
    };
    let disclosures = room.of.disclosures();
    let told = disclosures.all().iter().flat_map(|one| {
        let added = one.additions.iter().map(|added| what(DisclosureNews::Added, added.entry));
        std::iter::once(what(DisclosureNews::Told, one.entry)).chain(added)
    });
    let agreed = disclosures.elsewhere().iter().filter(|one| one.is_agreed(room.of.agreements()));
    let elsewhere = agreed.map(|one| what(DisclosureNews::Elsewhere, one.entry));
    told.chain(elsewhere)
        .filter(|what| !matches!(what, What::Disclosed { by, .. } if *by == me))
        .filter(|what| day.is_recent(what.at()))
        .collect()
}
