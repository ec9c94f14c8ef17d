//! What the pages of disclosure agreements show: plain data, made from the folded circle.

use jiff::{Timestamp, civil::Date};
use steadfast_repair::{
    EntryId, MemberId,
    agreements::{Agreement, Agreements, Terms, compare},
    agreements::{Behaviour, Line as Compared},
    versions::{Standing, Version},
};

use crate::wording::{About, People};

/// A version, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) id: EntryId,
    pub(super) author: MemberId,
    pub(super) at: Timestamp,
    pub(super) about: About,
    pub(super) review: Date,
    pub(super) behaviours: Vec<Behaviour>,
    pub(super) standing: Standing,
}

impl Shown {
    fn of(version: &Version<Terms>, people: &People) -> Self {
        let Version { entry, terms, standing } = version;
        Self {
            id: entry.id,
            author: entry.author,
            at: entry.at,
            about: About::of(terms, entry.author, people),
            review: terms.review(),
            behaviours: terms.behaviours().to_vec(),
            standing: *standing,
        }
    }
}

/// One line of two versions beside each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    Same(Behaviour),
    Changed { before: Behaviour, after: Behaviour },
    Added(Behaviour),
    Removed(Behaviour),
}

/// Two versions beside each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison {
    pub(super) before: About,
    pub(super) after: About,
    pub(super) lines: Vec<Line>,
    /// When it is looked at again, before and now.
    pub(super) review: (Date, Date),
}

impl Comparison {
    /// What differs between two versions, by whom each was written.
    pub(super) fn of(
        (before, wrote_before): (&Terms, MemberId),
        (after, wrote_after): (&Terms, MemberId),
        people: &People,
    ) -> Self {
        let lines = compare(before, after).into_iter().map(|line| match line {
            Compared::Same(one) => Line::Same(one.clone()),
            Compared::Changed { before, after } => {
                Line::Changed { before: before.clone(), after: after.clone() }
            }
            Compared::Added(one) => Line::Added(one.clone()),
            Compared::Removed(one) => Line::Removed(one.clone()),
        });
        Self {
            before: About::of(before, wrote_before, people),
            after: About::of(after, wrote_after, people),
            lines: lines.collect(),
            review: (before.review(), after.review()),
        }
    }

    /// Whether nothing differs.
    pub(super) fn is_same(&self) -> bool {
        let (before, after) = self.review;
        before == after
            && self.before == self.after
            && self.lines.iter().all(|line| matches!(line, Line::Same(_)))
    }
}

/// One agreement, with everything that its page shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) id: EntryId,
    pub(super) about: About,
    pub(super) in_force: Option<Shown>,
    /// What waits, and how it differs from what is in force, or from what was written before it.
    pub(super) waiting: Option<(Shown, Option<Comparison>)>,
    pub(super) unreadable: bool,
    pub(super) ended: Option<(MemberId, Timestamp)>,
    /// Every version that is neither in force nor waiting, the newest first, each with how it differed from the one before.
    pub(super) earlier: Vec<(Shown, Option<Comparison>)>,
    /// Whether its day has come.
    pub(super) to_review: bool,
}

/// One agreement. `None` if it is not here.
pub(super) fn detail(
    agreements: &Agreements,
    id: EntryId,
    people: &People,
    today: Date,
) -> Option<Detail> {
    let agreement = agreements.get(id)?;
    let versions = agreement.versions();
    let all = versions.all();
    let comparison = |before: &Version<Terms>, after: &Version<Terms>| {
        Comparison::of(
            (&before.terms, before.entry.author),
            (&after.terms, after.entry.author),
            people,
        )
    };
    let in_force = versions.in_force();
    let waiting = versions.waiting().map(|waiting| {
        let before = in_force.or_else(|| all.len().checked_sub(2).and_then(|at| all.get(at)));
        (Shown::of(waiting, people), before.map(|before| comparison(before, waiting)))
    });
    let shown_above =
        [in_force, versions.waiting()].map(|version| version.map(|version| version.entry.id));
    let earlier = all.iter().enumerate().rev();
    let earlier = earlier
        .filter(|(_, version)| !shown_above.contains(&Some(version.entry.id)))
        .map(|(at, version)| {
            let before = at.checked_sub(1).and_then(|before| all.get(before));
            let compared = before.map(|before| comparison(before, version));
            (Shown::of(version, people), compared)
        });
    let last = versions.latest().or_else(|| all.last())?;
    Some(Detail {
        id,
        about: About::of(&last.terms, last.entry.author, people),
        in_force: in_force.map(|version| Shown::of(version, people)),
        waiting,
        unreadable: versions.unreadable().is_some(),
        ended: versions.ended().map(|end| (end.author, end.at)),
        earlier: earlier.collect(),
        to_review: in_force.is_some_and(|version| version.terms.review() <= today)
            && versions.waiting().is_none(),
    })
}

/// How an agreement stands, in a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stands {
    /// It waits, for the one who looks or for the other.
    Waits {
        for_me: bool,
        at: Timestamp,
    },
    /// It waits for a partner, as somebody sees who is none.
    WaitsForBoth {
        at: Timestamp,
    },
    InForce {
        review: Date,
    },
    Unreadable,
    Nothing,
    Ended {
        at: Timestamp,
    },
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: EntryId,
    pub(super) about: About,
    pub(super) stands: Stands,
    /// What it names, as far as it is, or might be, agreed.
    pub(super) whats: Vec<String>,
}

/// All agreements: those that go on, then those that ended.
pub(super) fn list(agreements: &Agreements, people: &People) -> (Vec<Row>, Vec<Row>) {
    let rows = agreements.all().iter().filter_map(|agreement| row(agreement, people));
    rows.partition(|row| !matches!(row.stands, Stands::Ended { .. }))
}

fn row(agreement: &Agreement, people: &People) -> Option<Row> {
    let versions = agreement.versions();
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
        (None, None, Some(version)) => Stands::InForce { review: version.terms.review() },
        (None, None, None) if versions.unreadable().is_some() => Stands::Unreadable,
        (None, None, None) => Stands::Nothing,
    };
    let whats = last.terms.behaviours().iter().map(|one| one.what.as_str().to_owned());
    Some(Row {
        id: agreement.id(),
        about: About::of(&last.terms, last.entry.author, people),
        stands,
        whats: whats.collect(),
    })
}
