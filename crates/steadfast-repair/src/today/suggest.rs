//! The one thing to do next, and what would come after it.

use std::collections::HashSet;

use jiff::ToSpan;

use super::{Because, BoundaryNews, Deed, Opening, Room, Section, Suggestion, TheDay, What};
use crate::people::{CircleKind, Role};

/// After how many days without a check-in one is suggested.
const CHECKIN_DAYS: i64 = 7;

/// Where a kind of suggestion comes from.
enum Source {
    /// A line of the page.
    Line(fn(&What) -> Option<(Deed, Because)>),
    /// What could begin in a circle.
    Room(fn(Room<'_>, &TheDay) -> Vec<(Deed, Because)>),
}

/// All suggestions, the first thing first.
///
/// What somebody waits for comes first, then what was promised, then what could begin. To the betrayed partner nothing is
/// suggested that another wants of them: they decide the pace.
pub(super) fn suggestions(
    opening: Opening,
    rooms: &[Room<'_>],
    sections: &[Section],
    day: &TheDay,
) -> Vec<Suggestion> {
    use Source::{Line, Room};
    let order: &[Source] = match opening {
        Opening::HowAreYou => &[Room(begin), Line(check_in), Line(own_up), Line(keep), Room(write)],
        Opening::ForYou | Opening::Mine => &[
            Line(answer_ask),
            Line(answer_question),
            Line(own_up),
            Line(check_in),
            Line(answer_the_rest),
            Line(thank),
            Line(keep),
            Room(begin),
            Room(write),
        ],
    };
    let items: Vec<_> = sections.iter().flat_map(|section| &section.items).collect();
    let all = order.iter().flat_map(|source| -> Vec<Suggestion> {
        match source {
            Line(suggest) => items
                .iter()
                .filter_map(|item| {
                    let (deed, because) = suggest(&item.what)?;
                    Some(Suggestion { circle: item.circle, deed, because })
                })
                .collect(),
            Room(suggest) => rooms
                .iter()
                .flat_map(|room| {
                    let suggested = suggest(*room, day).into_iter();
                    suggested.map(|(deed, because)| Suggestion {
                        circle: room.circle,
                        deed,
                        because,
                    })
                })
                .collect(),
        }
    });
    // Nobody is asked twice for the same because there are two reasons for it.
    let mut known = HashSet::new();
    all.filter(|suggestion| known.insert((suggestion.circle, suggestion.deed))).collect()
}

fn answer_ask(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::Asked { ask, at, .. } => Some((Deed::Answer { ask }, Because::AskedAt(at))),
        _ => None,
    }
}

fn answer_question(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::QuestionAsked { question, at, .. } => {
            Some((Deed::AnswerQuestion { question }, Because::AskedAt(at)))
        }
        What::AnswerDue { question, due, .. } => {
            Some((Deed::AnswerQuestion { question }, Because::AnswerPromisedBy(due)))
        }
        _ => None,
    }
}

fn own_up(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::Open { commitment, occurrence } => Some((
            Deed::TellHowItWent { commitment, occurrence: occurrence.date },
            Because::DueAt(occurrence.slot.due),
        )),
        What::Missed { commitment, occurrence } => Some((
            Deed::Repair { commitment, occurrence: occurrence.date },
            Because::MissedAt(occurrence.slot.due),
        )),
        _ => None,
    }
}

fn check_in(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::CheckInDue { at } => Some((Deed::CheckIn, Because::AgreedFor(at))),
        _ => None,
    }
}

fn answer_the_rest(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::RenegotiationAsked { renegotiation, at, .. } => {
            Some((Deed::AnswerRenegotiation { renegotiation }, Because::AskedAt(at)))
        }
        What::CheckInTimeProposed { proposal, at, .. } => {
            Some((Deed::AnswerCheckInTime { proposal }, Because::AskedAt(at)))
        }
        What::AgreementProposed { agreement, at, .. } => {
            Some((Deed::AnswerAgreement { agreement }, Because::AskedAt(at)))
        }
        What::AgreementToReview { agreement, review, .. } => {
            Some((Deed::ReviewAgreement { agreement }, Because::ReviewBy(review)))
        }
        What::Boundary { boundary, news: BoundaryNews::Asked, at, .. } => {
            Some((Deed::AnswerBoundary { boundary }, Because::AskedAt(at)))
        }
        What::Boundary { boundary, news: BoundaryNews::ToReview(review), .. } => {
            Some((Deed::ReviewBoundary { boundary }, Because::ReviewBy(review)))
        }
        _ => None,
    }
}

fn thank(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::CheckedIn { checkin, at, .. } => {
            Some((Deed::Thank { checkin }, Because::CheckedInAt(at)))
        }
        _ => None,
    }
}

fn keep(what: &What) -> Option<(Deed, Because)> {
    match *what {
        What::Due { commitment, occurrence } => Some((
            Deed::Keep { commitment, occurrence: occurrence.date },
            Because::DueAt(occurrence.slot.due),
        )),
        _ => None,
    }
}

/// What could begin between two partners who are both there. It begins in *Us*, and not once more in each circle that a
/// therapist is in.
fn begin(room: Room<'_>, day: &TheDay) -> Vec<(Deed, Because)> {
    let (me, roles) = (room.of.me(), room.roles());
    let us = room.of.people().kind() == Some(CircleKind::Us);
    if !us || !room.has_others() || !roles.is_partner() {
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
        if room.of.agreements().all().iter().all(|one| one.versions().latest().is_none()) {
            begin.push((Deed::ProposeAgreement, Because::NoAgreement));
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
