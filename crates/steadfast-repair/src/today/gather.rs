//! What there is to show today.

use jiff::{Timestamp, ToSpan};

use super::{
    COMING_DAYS, Item, OPEN_DAYS, Room, Section, SectionKind, TheDay, What, agreements, boundaries,
    disclosures, notes, questions, space,
};
use crate::commitments::{Commitment, FollowThrough, Occurrence, Standing};

/// How many days before the recent ones an occurrence may lie of which something was told only recently.
const TOLD_LATE_DAYS: i32 = 31;

pub(super) fn items(kind: SectionKind, room: Room<'_>, day: &TheDay) -> Vec<Item> {
    let whats = match kind {
        SectionKind::ForYou => for_you(room, day),
        SectionKind::Asked => asked(room, day),
        SectionKind::FromOthers => from_others(room, day),
        SectionKind::Coming => coming(room, day),
    };
    whats.into_iter().map(|what| Item { circle: room.circle, what }).collect()
}

/// What others did comes newest first, everything else in the order of time.
pub(super) fn sort(section: &mut Section) {
    section.items.sort_by_key(|item| item.what.at());
    if section.kind == SectionKind::FromOthers {
        section.items.reverse();
    }
}

impl What {
    /// The time to which it belongs: when it is due, or when it was said.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Due { occurrence, .. }
            | Self::Open { occurrence, .. }
            | Self::Missed { occurrence, .. }
            | Self::Next { occurrence, .. } => occurrence.slot.due,
            Self::AnswerDue { due, .. } | Self::AnswerComing { due, .. } => *due,
            Self::CheckInDue { at }
            | Self::Asked { at, .. }
            | Self::RenegotiationAsked { at, .. }
            | Self::CheckInTimeProposed { at, .. }
            | Self::QuestionAsked { at, .. }
            | Self::QuestionReplied { at, .. }
            | Self::Told { at, .. }
            | Self::Answered { at, .. }
            | Self::Offered { at, .. }
            | Self::CheckedIn { at, .. }
            | Self::LetterCame { at, .. }
            | Self::NoteCame { at, .. }
            | Self::RenegotiationAnswered { at, .. }
            | Self::AgreementProposed { at, .. }
            | Self::AgreementToReview { at, .. }
            | Self::AgreementAnswered { at, .. }
            | Self::AgreementEnded { at, .. }
            | Self::Boundary { at, .. }
            | Self::Disclosed { at, .. }
            | Self::CameThrough { at, .. } => *at,
        }
    }
}

fn for_you(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let mut whats: Vec<_> = room
        .of
        .commitments()
        .of(room.of.me())
        .flat_map(|commitment| {
            let id = commitment.id();
            let past =
                last_days(commitment, day).filter_map(move |(occurrence, follow_through)| {
                    match follow_through {
                        FollowThrough::Open => Some(What::Open { commitment: id, occurrence }),
                        FollowThrough::Missed => Some(What::Missed { commitment: id, occurrence }),
                        _ => None,
                    }
                });
            past.chain(
                due_today(commitment, day)
                    .map(move |occurrence| What::Due { commitment: id, occurrence }),
            )
        })
        .collect();
    whats.extend(checkin_due(room, day).map(|at| What::CheckInDue { at }));
    whats.extend(questions::owed(room, day));
    whats.extend(agreements::to_review(room, day));
    whats.extend(boundaries::to_review(room, day));
    whats
}

/// The occurrences of the last [`OPEN_DAYS`] days, with what became of them.
fn last_days<'a>(
    commitment: &'a Commitment,
    day: &TheDay,
) -> impl Iterator<Item = (Occurrence, FollowThrough)> + use<'a> {
    let now = day.now;
    let to = commitment.date_at(now);
    let from = to.saturating_sub((i32::from(OPEN_DAYS) - 1).days());
    commitment.occurrences_between(from, to).filter_map(move |occurrence| {
        Some((occurrence, commitment.follow_through(occurrence.date, now)?))
    })
}

/// The occurrences that are due today, by the reader's day or the promise's own, and of which nothing was said.
fn due_today<'a>(
    commitment: &'a Commitment,
    day: &TheDay,
) -> impl Iterator<Item = Occurrence> + use<'a> {
    let (now, ends) = (day.now, day.ends);
    let today = commitment.date_at(now);
    commitment
        .occurrences_between(today.saturating_sub(1.days()), today.saturating_add(2.days()))
        .filter(move |occurrence| occurrence.date <= today || occurrence.slot.due <= ends)
        .filter(move |occurrence| {
            commitment.follow_through(occurrence.date, now) == Some(FollowThrough::Ahead)
        })
}

/// The agreed time for today's check-in, if the reader has not checked in today.
fn checkin_due(room: Room<'_>, day: &TheDay) -> Option<Timestamp> {
    let checkins = room.of.checkins();
    let at = checkins.agreed_time()?.next_from(day.begins).filter(|&at| at < day.ends)?;
    let done =
        checkins.latest_by(room.of.me()).is_some_and(|checkin| day.begins <= checkin.entry.at);
    (!done).then_some(at)
}

fn asked(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let me = room.of.me();
    if !room.of.people().speaks_as_partner(me) {
        return Vec::new();
    }
    let asks = room.of.reassurance().waiting_for(me).map(|asked| What::Asked {
        ask: asked.entry.id,
        by: asked.entry.author,
        at: asked.entry.at,
    });
    let renegotiations =
        room.of.commitments().waiting_for(me).map(|(commitment, renegotiation)| {
            What::RenegotiationAsked {
                commitment: commitment.id(),
                renegotiation: renegotiation.id(),
                by: renegotiation.entry.author,
                at: renegotiation.entry.at,
            }
        });
    let proposals =
        room.of.checkins().waiting().into_iter().filter(|proposal| proposal.entry.author != me);
    let proposals = proposals.map(|proposal| What::CheckInTimeProposed {
        proposal: proposal.entry.id,
        by: proposal.entry.author,
        at: proposal.entry.at,
    });
    let questions = questions::asked(room, day);
    let agreements = agreements::proposed(room).chain(boundaries::asked(room));
    asks.chain(questions).chain(renegotiations).chain(proposals).chain(agreements).collect()
}

fn from_others(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let mut whats = Vec::new();
    for commitment in room.of.commitments().all() {
        if commitment.promiser() == room.of.me() {
            whats.extend(answers_to_renegotiations(commitment, day));
        } else {
            whats.extend(told(commitment, day));
        }
    }
    whats.extend(reassurance(room, day));
    whats.extend(checkins(room, day));
    whats.extend(questions::replied(room, day));
    whats.extend(agreements::answered_or_ended(room, day));
    whats.extend(boundaries::told(room, day));
    whats.extend(letters(room, day));
    whats.extend(disclosures::told(room, day));
    whats.extend(notes::written(room, day));
    whats.extend(space::came_through(room, day));
    whats
}

fn told<'a>(commitment: &'a Commitment, day: &'a TheDay) -> impl Iterator<Item = What> + 'a {
    let today = commitment.date_at(day.now);
    let from = today.saturating_sub(TOLD_LATE_DAYS.days());
    // What can be kept early may lie ahead.
    let to = today.saturating_add(TOLD_LATE_DAYS.days());
    commitment.told_between(from, to).filter_map(|(occurrence, telling)| {
        let at = telling.entry.at;
        let follow_through = commitment.follow_through(occurrence.date, day.now)?;
        day.is_recent(at).then_some(What::Told {
            commitment: commitment.id(),
            occurrence,
            follow_through,
            by: commitment.promiser(),
            at,
        })
    })
}

fn answers_to_renegotiations<'a>(
    commitment: &'a Commitment,
    day: &'a TheDay,
) -> impl Iterator<Item = What> + 'a {
    commitment.renegotiations().iter().filter_map(|renegotiation| {
        let (answer, yes) = match renegotiation.standing {
            Standing::Agreed(answer) => (answer, true),
            Standing::Declined(answer) => (answer, false),
            Standing::Waiting | Standing::Replaced(_) | Standing::Lapsed(_) => return None,
        };
        let by_another = answer.author != commitment.promiser();
        (by_another && day.is_recent(answer.at)).then_some(What::RenegotiationAnswered {
            commitment: commitment.id(),
            renegotiation: renegotiation.id(),
            yes,
            by: answer.author,
            at: answer.at,
        })
    })
}

fn reassurance<'a>(room: Room<'a>, day: &'a TheDay) -> impl Iterator<Item = What> + 'a {
    let me = room.of.me();
    let asks = room.of.reassurance().asks().iter().filter(move |asked| asked.entry.author == me);
    let answers = asks.flat_map(|asked| asked.answers.iter().map(|given| (asked.entry.id, given)));
    let answered = answers.map(|(ask, given)| What::Answered {
        ask,
        answer: given.entry.id,
        by: given.entry.author,
        at: given.entry.at,
    });
    let offers =
        room.of.reassurance().offers().iter().filter(move |given| given.entry.author != me);
    let offered = offers.map(|given| What::Offered {
        offer: given.entry.id,
        by: given.entry.author,
        at: given.entry.at,
    });
    answered.chain(offered).filter(|what| day.is_recent(what.at()))
}

fn checkins<'a>(room: Room<'a>, day: &'a TheDay) -> impl Iterator<Item = What> + 'a {
    let me = room.of.me();
    room.of
        .checkins()
        .newest_first()
        .filter(move |checkin| checkin.entry.author != me && day.is_recent(checkin.entry.at))
        .filter(move |checkin| checkin.thanks.iter().all(|thanks| thanks.author != me))
        .map(|checkin| What::CheckedIn {
            checkin: checkin.entry.id,
            by: checkin.entry.author,
            at: checkin.entry.at,
        })
}

fn letters<'a>(room: Room<'a>, day: &'a TheDay) -> impl Iterator<Item = What> + 'a {
    let me = room.of.me();
    let newest_first = room.of.letters().all().iter().rev();
    newest_first
        .filter(move |letter| letter.entry.author != me && day.is_recent(letter.entry.at))
        .map(|letter| What::LetterCame {
            letter: letter.entry.id,
            by: letter.entry.author,
            at: letter.entry.at,
        })
}

fn coming(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let own = room.of.commitments().of(room.of.me());
    own.filter_map(|commitment| {
        if due_today(commitment, day).next().is_some() {
            return None;
        }
        let today = commitment.date_at(day.now);
        let mut next = commitment
            .occurrences_between(today, today.saturating_add(i32::from(COMING_DAYS).days()))
            .filter(|occurrence| {
                commitment.follow_through(occurrence.date, day.now) == Some(FollowThrough::Ahead)
            });
        Some(What::Next { commitment: commitment.id(), occurrence: next.next()? })
    })
    .chain(questions::coming(room, day))
    .collect()
}
