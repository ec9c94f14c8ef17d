//! Disclosures in words.

use steadfast_repair::{
    MemberId,
    agreements::Helpers,
    disclosures::{About, Act},
    relationship::Relationship,
};

use super::{
    Reader,
    line::{Line, Subject},
};
use crate::messages as say;

/// Who else was told, or is.
pub(crate) fn helpers_words(helpers: Helpers) -> &'static str {
    match helpers {
        Helpers::Therapist => say::wording::helpers_therapist(),
        Helpers::Supporter => say::wording::helpers_supporter(),
        Helpers::TherapistAndSupporter => say::wording::helpers_both(),
    }
}

/// Tells one entry of a disclosure.
pub(super) fn tell_disclosures(
    act: &Act,
    author: MemberId,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    let who = reader.people.subject(author);
    let plain = |line| Line::plain(Subject::Disclosures, line);
    match act {
        Act::Disclose(disclose) => {
            let what = match &disclose.about {
                About::AgreedElsewhere { what, .. } | About::Other(what) => Some(what),
                About::Agreed { agreement, version, number } => circle
                    .agreements()
                    .get(*agreement)
                    .and_then(|agreement| agreement.versions().get(*version))
                    .and_then(|version| version.terms.behaviour(*number))
                    .map(|behaviour| &behaviour.what),
            };
            let told = plain(say::wording::act_disclosed(who));
            let told = match what {
                Some(what) => told.written(None, what.as_str()),
                None => told,
            };
            told.written(None, disclose.words.as_str())
        }
        Act::Add(add) => {
            plain(say::wording::act_disclosure_added(who)).written(None, add.words.as_str())
        }
        Act::ToldElsewhere(told) => {
            plain(say::wording::act_disclosure_elsewhere(helpers_words(told.to), who))
        }
    }
}
