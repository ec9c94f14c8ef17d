//! The one thing to do next, and what would come after it.

use jiff::ToSpan;

use super::gather::{self, checkin_due};
use super::{Because, Deed, Item, Opening, Room, SectionKind, Suggestion, TheDay, What};
use crate::people::Role;

/// After how many days without a check-in one is suggested.
const CHECKIN_DAYS: i64 = 7;

/// All suggestions, the first thing first.
///
/// What somebody waits for comes first, then what was promised, then what could begin. To the betrayed partner nothing is
/// suggested that another wants of them: they decide the pace.
pub(super) fn suggestions(opening: Opening, rooms: &[Room<'_>], day: &TheDay) -> Vec<Suggestion> {
    let mut suggestions = Vec::new();
    let mut add = |from: fn(Room<'_>, &TheDay) -> Vec<(Deed, Because)>| {
        for room in rooms {
            suggestions.extend(from(*room, day).into_iter().map(|(deed, because)| Suggestion {
                circle: room.circle,
                deed,
                because,
            }));
        }
    };
    let order: &[fn(Room<'_>, &TheDay) -> Vec<(Deed, Because)>] = match opening {
        Opening::HowAreYou => &[begin, check_in_today, own_up, keep_today, write],
        Opening::ForYou | Opening::Mine => {
            &[answer_asks, own_up, check_in_today, answer_the_rest, thank, keep_today, begin, write]
        }
    };
    order.iter().for_each(|from| add(*from));
    suggestions
}

fn items(kind: SectionKind, room: Room<'_>, day: &TheDay) -> Vec<Item> {
    let mut section = super::Section { kind, closed: false, items: gather::items(kind, room, day) };
    gather::sort(&mut section);
    section.items
}

fn pick(
    kind: SectionKind,
    room: Room<'_>,
    day: &TheDay,
    pick: fn(&What) -> Option<(Deed, Because)>,
) -> Vec<(Deed, Because)> {
    items(kind, room, day).iter().filter_map(|item| pick(&item.what)).collect()
}

fn answer_asks(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    pick(SectionKind::Asked, room, day, |what| match *what {
        What::Asked { ask, at, .. } => Some((Deed::Answer { ask }, Because::AskedAt(at))),
        _ => None,
    })
}

fn own_up(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    pick(SectionKind::ForYou, room, day, |what| match *what {
        What::Open { commitment, occurrence } => Some((
            Deed::TellHowItWent { commitment, occurrence: occurrence.date },
            Because::DueAt(occurrence.slot.due),
        )),
        What::Missed { commitment, occurrence } => Some((
            Deed::Repair { commitment, occurrence: occurrence.date },
            Because::MissedAt(occurrence.slot.due),
        )),
        _ => None,
    })
}

fn keep_today(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    pick(SectionKind::ForYou, room, day, |what| match *what {
        What::Due { commitment, occurrence } => Some((
            Deed::Keep { commitment, occurrence: occurrence.date },
            Because::DueAt(occurrence.slot.due),
        )),
        _ => None,
    })
}

fn check_in_today(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    checkin_due(room, day).map(|at| (Deed::CheckIn, Because::AgreedFor(at))).into_iter().collect()
}

fn answer_the_rest(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    pick(SectionKind::Asked, room, day, |what| match *what {
        What::RenegotiationAsked { renegotiation, at, .. } => {
            Some((Deed::AnswerRenegotiation { renegotiation }, Because::AskedAt(at)))
        }
        What::CheckInTimeProposed { proposal, at, .. } => {
            Some((Deed::AnswerCheckInTime { proposal }, Because::AskedAt(at)))
        }
        _ => None,
    })
}

fn thank(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    pick(SectionKind::FromOthers, room, day, |what| match *what {
        What::CheckedIn { checkin, at, .. } => {
            Some((Deed::Thank { checkin }, Because::CheckedInAt(at)))
        }
        _ => None,
    })
}

/// What could begin between two partners who are both there.
fn begin(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    let (me, roles) = (room.of.me(), room.roles());
    if !room.is_of_partners() || !room.has_others() || !roles.is_partner() {
        return Vec::new();
    }
    let betraying = roles.contains(Role::BetrayingPartner);
    let mut begin = Vec::new();
    let reassurance = room.of.reassurance();
    if roles.contains(Role::BetrayedPartner) && reassurance.helps(me).next().is_none() {
        begin.push((Deed::KeepWhatHelps, Because::NoListYet));
    }
    if betraying && room.of.commitments().of(me).all(|commitment| commitment.is_over(day.now)) {
        begin.push((Deed::Promise, Because::NothingPromised));
    }
    if betraying {
        let checkins = room.of.checkins();
        match checkins.latest_by(me).map(|checkin| checkin.entry.at) {
            None => begin.push((Deed::CheckIn, Because::NoCheckInYet)),
            Some(at)
                if at
                    .saturating_add((24 * CHECKIN_DAYS).hours())
                    .is_ok_and(|until| until < day.now) =>
            {
                begin.push((Deed::CheckIn, Because::NoCheckInSince(at)));
            }
            Some(_) => {}
        }
        if checkins.agreed_time().is_none() && checkins.waiting().is_empty() {
            begin.push((Deed::ProposeCheckInTime, Because::NoTimeAgreed));
        }
        let others = room.of.people().all().into_iter().filter(|person| person.id != me);
        if others.into_iter().any(|person| reassurance.helps(person.id).next().is_some()) {
            begin.push((Deed::OfferWhatHelps, Because::TheyKeepAList));
        }
    }
    begin
}

/// There is always *Mine*.
fn write(room: Room<'_>, _: &TheDay) -> Vec<(Deed, Because)> {
    let mine = room.of.people().is_mine();
    mine.then_some((Deed::WriteInMine, Because::NothingWaits)).into_iter().collect()
}
