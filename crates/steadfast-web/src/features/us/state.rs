//! What *Us* shows: how each practice stands, in a line, and the last entries.

use jiff::{Timestamp, tz::TimeZone};
use steadfast_member::view::{LineEffect, RecordLine, What};
use steadfast_repair::{
    EntryId, Relationship,
    relationship::{Act, Refusal},
    said::Spoken,
};

use crate::{
    space::{Stands, stands},
    wording::{Line, People, Reader, meeting, tell},
};

/// How many of the last entries are shown.
const LATELY: usize = 12;

/// How each practice stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rooms {
    /// How many commitments go on, and of how many of mine something is due and not said yet.
    pub(super) going: usize,
    pub(super) due: usize,
    /// The agreed time for check-ins, and when the other checked in since I last did.
    pub(super) agreed: Option<String>,
    pub(super) other_checked_in: Option<Timestamp>,
    /// Since when the other waits for an answer of mine, or I for one of theirs.
    pub(super) asked_of_me: Option<Timestamp>,
    pub(super) asked_by_me: Option<Timestamp>,
    /// Who wrote the last letter that came, and when.
    pub(super) letter: Option<(String, Timestamp)>,
    /// Since when a question waits for an answer of mine, or I for one of theirs.
    pub(super) question_for_me: Option<Timestamp>,
    pub(super) question_of_mine: Option<Timestamp>,
    /// Since when a disclosure agreement waits for my answer, and how many are in force.
    pub(super) agreement_waits: Option<Timestamp>,
    pub(super) agreements: usize,
    /// The same of boundaries.
    pub(super) boundary_waits: Option<Timestamp>,
    pub(super) boundaries: usize,
    /// Who has asked for space.
    pub(super) space: Stands,
    /// Who last disclosed something, and when.
    pub(super) disclosed: Option<(String, Timestamp)>,
    /// Who last wrote or quoted something, and when.
    pub(super) noted: Option<(String, Timestamp)>,
}

/// How each practice stands, for somebody in the zone `here`.
pub(super) fn rooms(circle: &Relationship, people: &People, now: Timestamp, here: &str) -> Rooms {
    let going: Vec<_> =
        circle.commitments().all().iter().filter(|commitment| !commitment.is_over(now)).collect();
    let due = going.iter().filter(|commitment| {
        let today = commitment.date_at(now);
        people.is_me(commitment.promiser())
            && commitment.occurrence(today).is_some()
            && commitment.telling(today).is_none()
    });
    let zone = TimeZone::get(here).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    let checkins = circle.checkins();
    let latest = |member: Option<_>| {
        member.and_then(|member| checkins.latest_by(member)).map(|checkin| checkin.entry.at)
    };
    let (mine, theirs) = (latest(people.me()), latest(people.other()));
    let asked = |of_me: bool| {
        let mut asks = circle
            .reassurance()
            .unanswered()
            .filter(|asked| people.is_me(asked.entry.author) != of_me);
        asks.next().map(|asked| asked.entry.at)
    };
    let question = |mine: bool| {
        let mut open = circle.questions().open().filter(|question| question.is_wanted(now));
        open.find(|question| people.is_me(question.entry.author) == mine)
            .map(|question| question.entry.at)
    };
    // Whoever is there for the others' sake is asked nothing.
    let partner = people.me().filter(|_| !people.am_professional());
    Rooms {
        due: due.count(),
        going: going.len(),
        agreed: checkins.agreed_time().map(|agreed| {
            meeting(agreed.days, agreed.at, agreed.zone.iana_name().unwrap_or_default(), here)
        }),
        other_checked_in: theirs.filter(|theirs| mine.is_none_or(|mine| mine < *theirs)),
        asked_of_me: people.gives().then(|| asked(true)).flatten(),
        asked_by_me: asked(false),
        letter: circle
            .letters()
            .all()
            .iter()
            .rev()
            .find(|letter| !people.is_me(letter.entry.author))
            .map(|letter| (people.subject(letter.entry.author), letter.entry.at)),
        question_for_me: partner.and_then(|_| question(false)),
        question_of_mine: question(true),
        agreement_waits: partner
            .and_then(|me| circle.agreements().waiting_for(me).next())
            .map(|(_, version)| version.entry.at),
        agreements: circle.agreements().in_force().count(),
        boundary_waits: partner
            .and_then(|me| circle.boundaries().waiting_for(me).next())
            .map(|(_, version)| version.entry.at),
        boundaries: circle.boundaries().in_force(today).count(),
        space: stands(circle, people, now),
        disclosed: circle
            .disclosures()
            .all()
            .last()
            .map(|one| (people.subject(one.entry.author), one.entry.at)),
        noted: circle
            .notes()
            .all()
            .last()
            .map(|one| (people.subject(one.entry.author), one.entry.at)),
    }
}

/// One of the last entries.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lately {
    pub(super) id: EntryId,
    pub(super) mine: bool,
    pub(super) at: Option<Timestamp>,
    pub(super) line: Line,
    pub(super) pending: bool,
    pub(super) refused: Option<Refusal>,
}

/// The last things that people said, the newest first. What steers the circle is in the record, not here.
pub(super) fn lately(
    record: &[RecordLine],
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Vec<Lately> {
    let said = record
        .iter()
        .rev()
        .filter(|line| matches!(&line.what, What::Act(act) if !matches!(act, Act::People(_))));
    said.take(LATELY)
        .map(|line| Lately {
            id: line.id,
            mine: reader.people.is_me(line.author),
            at: line.claimed.map(|claimed| Spoken { claimed, window: line.window }.judged().at),
            line: tell(&line.what, line.author, circle, reader),
            pending: line.pending,
            refused: match &line.effect {
                LineEffect::Refused(refusal) => Some(refusal.clone()),
                LineEffect::Took | LineEffect::NoEffect | LineEffect::Nothing => None,
            },
        })
        .collect()
}
