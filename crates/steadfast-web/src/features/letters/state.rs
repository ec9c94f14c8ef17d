//! Which letter one may write, how long a finished one rests, and which ones are shown.

use jiff::{Timestamp, ToSpan, civil::Time, tz::TimeZone};
use steadfast_repair::{
    EntryId,
    letters::{Kind, Letters},
};

use crate::wording::People;

/// A kind of letter, as an address names it. Each has a guide of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Acknowledgement,
    Apology,
    Impact,
    Restitution,
    Validation,
}

impl Form {
    /// All, in the order in which they are offered.
    pub(crate) const ALL: [Self; 5] =
        [Self::Acknowledgement, Self::Apology, Self::Impact, Self::Restitution, Self::Validation];

    /// The form of a letter that was sent.
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Acknowledgement => Self::Acknowledgement,
            Kind::Apology => Self::Apology,
            Kind::Impact => Self::Impact,
            Kind::Restitution { .. } => Self::Restitution,
            Kind::Validation => Self::Validation,
        }
    }

    /// What is sent. A restitution letter names what opened the way for it; `None` while nothing has.
    pub(super) fn kind(self, way: Option<EntryId>) -> Option<Kind> {
        match self {
            Self::Acknowledgement => Some(Kind::Acknowledgement),
            Self::Apology => Some(Kind::Apology),
            Self::Impact => Some(Kind::Impact),
            Self::Restitution => way.map(|after| Kind::Restitution { after }),
            Self::Validation => Some(Kind::Validation),
        }
    }

    /// Whether the one who looks may write it: who did harm acknowledges, apologises and makes amends, who was hurt says
    /// what it did, and either says that what the other feels makes sense.
    pub(super) fn is_for(self, people: &People) -> bool {
        match self {
            Self::Acknowledgement | Self::Apology | Self::Restitution => people.gives(),
            Self::Impact => people.asks(),
            Self::Validation => people.gives() || people.asks(),
        }
    }

    /// The name under which a draft is kept, in *Mine*.
    pub(super) fn draft(self) -> &'static str {
        match self {
            Self::Acknowledgement => "mine/letters/acknowledgement",
            Self::Apology => "mine/letters/apology",
            Self::Impact => "mine/letters/impact",
            Self::Restitution => "mine/letters/restitution",
            Self::Validation => "mine/letters/validation",
        }
    }

    /// The name under which it is kept until when a finished one rests.
    pub(super) fn rests(self) -> String {
        format!("{}/rests", self.draft())
    }
}

/// How long a finished letter rests before it can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Only until it was read once more.
    AMoment,
    /// An hour.
    AnHour,
    /// Until the next morning.
    ANight,
}

/// When the morning comes for a letter that rested a night.
const MORNING: Time = Time::constant(8, 0, 0, 0);

impl Rest {
    /// Until when a letter rests that was finished now.
    pub(super) fn until(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        match self {
            Self::AMoment => now,
            Self::AnHour => now.saturating_add(1.hours()).unwrap_or(now),
            Self::ANight => {
                let here = now.to_zoned(zone.clone());
                // Whoever finishes after midnight sleeps until the same day's morning.
                let day =
                    if here.time() < MORNING { Ok(here.date()) } else { here.date().tomorrow() };
                day.and_then(|day| day.to_datetime(MORNING).to_zoned(zone.clone()))
                    .map_or(now, |morning| morning.timestamp())
            }
        }
    }
}

/// Until when a letter rests, from the text that is kept of it. `None` while it is being written.
pub(super) fn rests_until(kept: &str) -> Option<Timestamp> {
    kept.parse().ok()
}

/// A letter in the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: EntryId,
    pub(super) form: Form,
    pub(super) at: Timestamp,
    pub(super) who: String,
}

/// The letters, the newest first: those of others, and one's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) received: Vec<Row>,
    pub(super) sent: Vec<Row>,
}

/// All letters, as somebody sees them.
pub(super) fn shown(letters: &Letters, people: &People) -> Shown {
    let row = |letter: &steadfast_repair::letters::Letter| Row {
        id: letter.entry.id,
        form: Form::of(letter.kind),
        at: letter.entry.at,
        who: people.subject(letter.entry.author),
    };
    let newest_first = letters.all().iter().rev();
    let (sent, received) =
        newest_first.partition::<Vec<_>, _>(|letter| people.is_me(letter.entry.author));
    Shown {
        received: received.into_iter().map(row).collect(),
        sent: sent.into_iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(rest: Rest, now: &str) -> String {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        rest.until(now.parse().unwrap(), &zone).to_string()
    }

    #[test]
    fn a_night_ends_in_the_next_morning() {
        assert_eq!(until(Rest::ANight, "2026-11-22T22:10:00Z"), "2026-11-23T08:00:00Z");
        assert_eq!(until(Rest::ANight, "2026-11-23T01:10:00Z"), "2026-11-23T08:00:00Z");
        assert_eq!(until(Rest::ANight, "2026-11-23T09:10:00Z"), "2026-11-24T08:00:00Z");
        assert_eq!(until(Rest::AnHour, "2026-11-23T09:10:00Z"), "2026-11-23T10:10:00Z");
    }

    #[test]
    fn what_is_kept_of_a_rest_leads_back_to_it() {
        let at: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        assert_eq!(rests_until(&at.to_string()), Some(at));
        assert_eq!(rests_until(""), None);
    }

    #[test]
    fn restitution_needs_a_way() {
        assert_eq!(Form::Restitution.kind(None), None);
        for form in Form::ALL {
            assert_eq!(form.kind(Some(EntryId([7; 32]))).map(Form::of), Some(form));
        }
    }
}
