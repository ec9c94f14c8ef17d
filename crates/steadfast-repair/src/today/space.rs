//! What came through although the reader had asked for space.

use super::{Room, TheDay, What};

/// What another said lately under an exemption of the reader's.
pub(super) fn came_through<'a>(
    room: Room<'a>,
    day: &'a TheDay,
) -> impl Iterator<Item = What> + use<'a> {
    let me = room.of.me();
    let requests = room.of.space().all().iter().filter(move |request| request.by() == me);
    let delivered = requests.flat_map(|request| &request.delivered);
    delivered.filter(|message| day.is_recent(message.entry.at)).map(|message| What::CameThrough {
        message: message.entry.id,
        by: message.entry.author,
        at: message.entry.at,
    })
}
