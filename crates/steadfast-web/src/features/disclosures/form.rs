//! What can be told under the agreements in force, and what is filled in: plain data.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use steadfast_repair::{
    EntryId,
    agreements::{Behaviour, Helpers, PartnerHears, ToldTo},
    disclosures::{About, Due},
    relationship::Relationship,
    words::Title,
};

use crate::wording::People;

/// Something that an agreement in force says is told by the one who looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Agreed {
    pub(super) agreement: EntryId,
    pub(super) version: EntryId,
    pub(super) behaviour: Behaviour,
}

impl Agreed {
    /// What a disclosure of it is about.
    pub(super) fn about(&self) -> About {
        let Self { agreement, version, behaviour } = self;
        About::Agreed { agreement: *agreement, version: *version, number: behaviour.number }
    }

    /// By when it is told, if it happened at this moment.
    pub(super) fn by(&self, happened: Timestamp) -> Timestamp {
        Due::by(happened, self.behaviour.within)
    }

    /// Who is told besides the partner, or in their place.
    pub(super) fn helpers(&self) -> Option<Helpers> {
        match self.behaviour.told_to {
            ToldTo::Partner { also } => also,
            ToldTo::Instead { helpers, .. } => Some(helpers),
        }
    }

    /// What the partner hears where somebody else is told in their place.
    pub(super) fn partner_hears(&self) -> Option<PartnerHears> {
        match self.behaviour.told_to {
            ToldTo::Partner { .. } => None,
            ToldTo::Instead { partner_hears, .. } => Some(partner_hears),
        }
    }
}

/// All that the agreements in force say is told by the one who looks.
pub(super) fn agreed(folded: &Relationship, people: &People) -> Vec<Agreed> {
    let Some(me) = people.me() else { return Vec::new() };
    let in_force = folded.agreements().in_force().filter(|(_, version)| version.is_about(me));
    in_force
        .flat_map(|(agreement, version)| {
            version.terms.behaviours().iter().map(|behaviour| Agreed {
                agreement: agreement.id(),
                version: version.entry.id,
                behaviour: behaviour.clone(),
            })
        })
        .collect()
}

/// What is wrong with what was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Nothing was chosen, or something else has no name.
    What,
    /// There is no such day or time.
    When,
    /// It lies ahead.
    Ahead,
}

/// The moment that a day and a time of day come to, where the one who writes is.
///
/// # Errors
///
/// [`Problem::When`] and [`Problem::Ahead`].
pub(super) fn happened(
    day: &str,
    time: &str,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Timestamp, Problem> {
    let day: Date = day.parse().map_err(|_| Problem::When)?;
    let time: Time = time.parse().map_err(|_| Problem::When)?;
    let at = day.to_datetime(time).to_zoned(zone.clone()).map_err(|_| Problem::When)?.timestamp();
    // The page's clock is up to a minute behind.
    if now.as_second() + 60 < at.as_second() { Err(Problem::Ahead) } else { Ok(at) }
}

/// What a disclosure under no agreement is about.
///
/// # Errors
///
/// [`Problem::What`].
pub(super) fn other(what: &str) -> Result<About, Problem> {
    Title::new(what.trim()).map(About::Other).map_err(|_| Problem::What)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_lies_behind() {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        let now: Timestamp = "2026-11-22T18:00:00Z".parse().unwrap();
        let at = |day, time| happened(day, time, &zone, now);
        assert_eq!(at("2026-11-22", "17:30").unwrap().to_string(), "2026-11-22T17:30:00Z");
        assert_eq!(at("2026-11-22", "18:00").unwrap(), now);
        assert_eq!(at("2026-11-22", "18:02"), Err(Problem::Ahead));
        assert_eq!(at("", "18:00"), Err(Problem::When));
        assert_eq!(at("2026-11-22", ""), Err(Problem::When));
        assert_eq!(other(" "), Err(Problem::What));
    }
}
