//! What the page of check-ins shows: plain data, made from the folded circle.

use jiff::Timestamp;
use steadfast_repair::{
    EntryId, MemberId,
    checkins::{CheckedIn, Checkins, Parts, Proposal},
};

use crate::wording::{People, meeting};

/// How many earlier check-ins are shown.
const EARLIER: usize = 20;

/// A check-in, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) id: EntryId,
    pub(super) who: MemberId,
    pub(super) mine: bool,
    pub(super) at: Timestamp,
    pub(super) parts: Parts,
    /// Whether the one who looks has thanked for it.
    pub(super) thanked_by_me: bool,
    /// Who else has.
    pub(super) thanked_by: Vec<MemberId>,
}

/// The other's newest check-in, and all before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) from_other: Option<Shown>,
    pub(super) earlier: Vec<Shown>,
}

/// What was said in check-ins, the newest first. Only partners listen to each other here.
pub(super) fn said(checkins: &Checkins, people: &People) -> Said {
    let newest = people.other().and_then(|other| checkins.latest_by(other));
    Said {
        from_other: newest.map(|checkin| shown(checkin, people)),
        earlier: checkins
            .newest_first()
            .filter(|checkin| newest.is_none_or(|newest| newest.entry.id != checkin.entry.id))
            .take(EARLIER)
            .map(|checkin| shown(checkin, people))
            .collect(),
    }
}

fn shown(checkin: &CheckedIn, people: &People) -> Shown {
    let thanked = |me: bool| {
        checkin.thanks.iter().map(|thanks| thanks.author).filter(move |&by| people.is_me(by) == me)
    };
    Shown {
        id: checkin.entry.id,
        who: checkin.entry.author,
        mine: people.is_me(checkin.entry.author),
        at: checkin.entry.at,
        parts: checkin.parts.clone(),
        thanked_by_me: thanked(true).next().is_some(),
        thanked_by: thanked(false).collect(),
    }
}

/// A time for check-ins, agreed or proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) proposal: EntryId,
    pub(super) mine: bool,
    /// "every day at 21:00", with the zone where it is another.
    pub(super) words: String,
}

/// How it stands with the time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) agreed: Option<Meeting>,
    /// What waits for a yes or no, the oldest first.
    pub(super) waiting: Vec<Meeting>,
}

/// The agreed time and the proposals, as somebody in the zone `here` reads them.
pub(super) fn times(checkins: &Checkins, people: &People, here: &str) -> Times {
    let one = |proposal: &Proposal| Meeting {
        proposal: proposal.entry.id,
        mine: people.is_me(proposal.entry.author),
        words: meeting(
            proposal.days,
            proposal.at,
            proposal.zone.iana_name().unwrap_or_default(),
            here,
        ),
    };
    Times {
        agreed: checkins.agreed_time().map(one),
        waiting: checkins.waiting().into_iter().map(one).collect(),
    }
}
