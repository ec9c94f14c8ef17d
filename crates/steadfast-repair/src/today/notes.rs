//! What another wrote or quoted lately. The line never says what: the words wait on their page.

use super::{Room, TheDay, What};

pub(super) fn written<'a>(room: Room<'a>, day: &'a TheDay) -> impl Iterator<Item = What> + 'a {
    let me = room.of.me();
    let newest_first = room.of.notes().all().iter().rev();
    newest_first
        .filter(move |note| note.entry.author != me && day.is_recent(note.entry.at))
        .map(|note| What::NoteCame { note: note.id(), by: note.entry.author, at: note.entry.at })
}
