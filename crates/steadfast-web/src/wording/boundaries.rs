//! Boundaries in words.

use steadfast_repair::{
    EntryId, MemberId,
    boundaries::{Act, Became, How},
    relationship::Relationship,
    versions::Standing,
};

use super::{
    Reader,
    line::{Line, Subject},
};
use crate::{messages as say, ui};

/// What became of a boundary, as somebody saw it.
pub(crate) fn became_words(became: Became) -> &'static str {
    match became {
        Became::Respected => say::boundaries::became_respected(),
        Became::Crossed => say::boundaries::became_crossed(),
        Became::Repaired => say::boundaries::became_repaired(),
    }
}

/// Tells one entry about a boundary.
pub(super) fn tell_boundaries(
    act: &Act,
    author: MemberId,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    let who = reader.people.subject(author);
    let plain = |line| Line::plain(Subject::Boundaries, line);
    let naming = |line: Line, boundary: EntryId| {
        let boundary = circle.boundaries().get(boundary);
        let version = boundary.and_then(|one| {
            let versions = one.versions();
            versions.latest().or_else(|| versions.all().last())
        });
        match version {
            Some(version) => line.written(None, version.terms.need().as_str()),
            None => line,
        }
    };
    match act {
        Act::Set(set) => {
            let terms = &set.terms;
            let line = match terms.how() {
                How::Asked => say::wording::act_boundary_asked(who),
                How::Held => say::wording::act_boundary_held(who),
            };
            let date = |day| ui::date(day, reader.today);
            let told = plain(line)
                .with_detail(say::boundaries::review_by(date(terms.review()), date(terms.until())))
                .written(None, terms.need().as_str());
            match terms.purpose() {
                Some(purpose) => {
                    let label = say::boundaries::purpose_label().to_owned();
                    told.written(Some(label), purpose.as_str())
                }
                None => told,
            }
        }
        Act::Agree(agree) => naming(plain(say::wording::act_boundary_agreed(who)), agree.boundary),
        Act::Decline(decline) => {
            let line = if is_withdrawn(circle, decline.boundary, decline.version) {
                say::wording::act_boundary_taken_back(who)
            } else {
                say::wording::act_boundary_declined(who)
            };
            naming(plain(line), decline.boundary)
        }
        Act::Tell(tell) => {
            let told = plain(say::wording::act_boundary_told(who))
                .with_detail(became_words(tell.became).to_owned());
            match &tell.note {
                Some(note) => told.written(None, note.as_str()),
                None => told,
            }
        }
        Act::End(end) => naming(plain(say::wording::act_boundary_ended(who)), end.boundary),
    }
}

fn is_withdrawn(circle: &Relationship, boundary: EntryId, version: EntryId) -> bool {
    let boundary = circle.boundaries().get(boundary);
    let version = boundary.and_then(|boundary| boundary.versions().get(version));
    version.is_some_and(|version| matches!(version.standing, Standing::Withdrawn(_)))
}
