//! What the pages of boundaries show: plain data, made from the folded circle.

use jiff::{Timestamp, civil::Date};
use steadfast_repair::{
    EntryId, MemberId,
    boundaries::{Became, Boundaries, Boundary, How, Terms},
    versions::{Standing, Version},
};

use crate::wording::People;

/// Some words of a boundary, as they are shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) id: EntryId,
    pub(super) author: MemberId,
    pub(super) at: Timestamp,
    pub(super) how: How,
    pub(super) need: String,
    pub(super) purpose: Option<String>,
    pub(super) review: Date,
    pub(super) until: Date,
    pub(super) standing: Standing,
}

impl Shown {
    fn of(version: &Version<Terms>) -> Self {
        let Version { entry, terms, standing } = version;
        Self {
            id: entry.id,
            author: entry.author,
            at: entry.at,
            how: terms.how(),
            need: terms.need().as_str().to_owned(),
            purpose: terms.purpose().map(|words| words.as_str().to_owned()),
            review: terms.review(),
            until: terms.until(),
            standing: *standing,
        }
    }
}

/// What one of the two said became of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) who: MemberId,
    pub(super) at: Timestamp,
    pub(super) became: Became,
    pub(super) note: Option<String>,
}

/// One boundary, with everything that its page shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) id: EntryId,
    pub(super) mine: bool,
    pub(super) in_force: Option<Shown>,
    /// Its last day, if that has passed.
    pub(super) over: Option<Date>,
    pub(super) waiting: Option<Shown>,
    pub(super) unreadable: bool,
    pub(super) ended: Option<(MemberId, Timestamp)>,
    /// The newest first.
    pub(super) earlier: Vec<Shown>,
    pub(super) told: Vec<Told>,
    pub(super) to_review: bool,
    pub(super) can_end: bool,
}

/// One boundary. `None` if it is not here.
pub(super) fn detail(
    boundaries: &Boundaries,
    id: EntryId,
    people: &People,
    today: Date,
) -> Option<Detail> {
    let boundary = boundaries.get(id)?;
    let versions = boundary.versions();
    let (in_force, waiting) = (versions.in_force(), versions.waiting());
    let above = [in_force, waiting].map(|version| version.map(|version| version.entry.id));
    let earlier = versions.all().iter().rev().filter(|one| !above.contains(&Some(one.entry.id)));
    let told = boundary.told().iter().rev().map(|told| Told {
        who: told.entry.author,
        at: told.entry.at,
        became: told.became,
        note: told.note.as_ref().map(|note| note.as_str().to_owned()),
    });
    Some(Detail {
        id,
        mine: people.is_me(boundary.owner()),
        in_force: in_force.map(Shown::of),
        over: in_force.map(|version| version.terms.until()).filter(|until| *until < today),
        waiting: waiting.map(Shown::of),
        unreadable: versions.unreadable().is_some(),
        ended: versions.ended().map(|end| (end.author, end.at)),
        earlier: earlier.map(Shown::of).collect(),
        told: told.collect(),
        to_review: waiting.is_none()
            && boundary.in_force(today).is_some_and(|version| version.terms.review() <= today),
        can_end: !people.am_professional()
            && people.me().is_some_and(|me| boundary.can_be_ended_by(me)),
    })
}

/// How a boundary stands, in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stands {
    Waits {
        for_me: bool,
        at: Timestamp,
    },
    /// It waits for a partner, as somebody sees who is none.
    WaitsForBoth {
        at: Timestamp,
    },
    InForce {
        until: Date,
    },
    Over {
        until: Date,
    },
    Nothing,
    Ended {
        at: Timestamp,
    },
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: EntryId,
    pub(super) need: String,
    pub(super) stands: Stands,
}

/// All boundaries: my own, the other's, and those that are over.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct List {
    pub(super) mine: Vec<Row>,
    pub(super) theirs: Vec<Row>,
    pub(super) over: Vec<Row>,
}

/// All boundaries, on a day.
pub(super) fn list(boundaries: &Boundaries, people: &People, today: Date) -> List {
    let mut list = List::default();
    for boundary in boundaries.all() {
        let Some(row) = row(boundary, people, today) else { continue };
        match row.stands {
            Stands::Over { .. } | Stands::Ended { .. } | Stands::Nothing => list.over.push(row),
            _ if people.is_me(boundary.owner()) => list.mine.push(row),
            _ => list.theirs.push(row),
        }
    }
    list
}

fn row(boundary: &Boundary, people: &People, today: Date) -> Option<Row> {
    let versions = boundary.versions();
    let last = versions.latest().or_else(|| versions.all().last())?;
    let stands = match (versions.ended(), versions.waiting(), versions.in_force()) {
        (Some(end), ..) => Stands::Ended { at: end.at },
        (None, Some(waiting), _) => {
            if people.am_professional() {
                Stands::WaitsForBoth { at: waiting.entry.at }
            } else {
                Stands::Waits { for_me: !people.is_me(waiting.entry.author), at: waiting.entry.at }
            }
        }
        (None, None, Some(version)) if version.terms.until() < today => {
            Stands::Over { until: version.terms.until() }
        }
        (None, None, Some(version)) => Stands::InForce { until: version.terms.until() },
        (None, None, None) => Stands::Nothing,
    };
    Some(Row { id: boundary.id(), need: last.terms.need().as_str().to_owned(), stands })
}
