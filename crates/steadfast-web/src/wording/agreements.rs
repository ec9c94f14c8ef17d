//! Disclosure agreements in words: what is told, to whom, within what time.

use steadfast_repair::{
    EntryId, MemberId,
    agreements::{Act, Behaviour, Detail, Hours, Kind, PartnerHears, Propose, Recipient, ToldTo},
    agreements::{Terms, Whose},
    relationship::Relationship,
    versions::Standing,
};

use super::{
    People, Reader,
    line::{Line, Subject},
    schedule::list,
};
use crate::{messages as say, ui};

/// Whose behaviours an agreement is about, as the one who looks sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// One's own: the other is the partner who is told.
    Mine {
        /// The other's name.
        other: String,
    },
    /// The other's: oneself is the partner who is told.
    Theirs {
        /// The other's name.
        other: String,
    },
    /// Of each of the two.
    Both,
}

impl About {
    /// As its author meant it, seen by the one who looks.
    pub(crate) fn of(terms: &Terms, author: MemberId, people: &People) -> Self {
        let other = people.other_name();
        match (terms.whose(), people.is_me(author)) {
            (Whose::Both, _) => Self::Both,
            (Whose::Mine, true) | (Whose::Yours, false) => Self::Mine { other },
            (Whose::Mine, false) | (Whose::Yours, true) => Self::Theirs { other },
        }
    }

    /// What an agreement about them is called.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Mine { .. } => say::agreements::about_mine().into(),
            Self::Theirs { other } => say::agreements::about_theirs(other),
            Self::Both => say::agreements::about_both().into(),
        }
    }

    fn partner(&self) -> String {
        match self {
            Self::Mine { other } => other.clone(),
            Self::Theirs { .. } => say::agreements::to_you().into(),
            Self::Both => say::agreements::to_the_other().into(),
        }
    }

    fn partner_hears(&self, hears: PartnerHears) -> String {
        match (self, hears) {
            (Self::Mine { other }, PartnerHears::ToldInTime) => say::agreements::told_hears(other),
            (Self::Mine { other }, PartnerHears::Nothing) => {
                say::agreements::told_hears_nothing(other)
            }
            (Self::Theirs { .. }, PartnerHears::ToldInTime) => {
                say::agreements::told_hears_you().into()
            }
            (Self::Theirs { .. }, PartnerHears::Nothing) => {
                say::agreements::told_hears_nothing_you().into()
            }
            (Self::Both, PartnerHears::ToldInTime) => say::agreements::told_hears_other().into(),
            (Self::Both, PartnerHears::Nothing) => {
                say::agreements::told_hears_nothing_other().into()
            }
        }
    }
}

/// What the two call a behaviour.
pub(crate) fn behaviour_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Slip => say::agreements::kind_slip(),
        Kind::Relapse => say::agreements::kind_relapse(),
        Kind::Neither => say::agreements::kind_neither(),
    }
}

/// What is done when it happened: who is told, within what time, how much, and what the partner hears.
pub(crate) fn behaviour_telling(behaviour: &Behaviour, about: &About) -> Vec<String> {
    let recipients: Vec<String> = behaviour
        .told_to
        .recipients()
        .map(|recipient| match recipient {
            Recipient::Partner => about.partner(),
            Recipient::Therapist => say::agreements::to_therapist_inline().into(),
            Recipient::Supporter => say::agreements::to_supporter_inline().into(),
        })
        .collect();
    let told = say::agreements::told(
        detail_words(behaviour.detail),
        list(&recipients),
        hours(behaviour.within),
    );
    match behaviour.told_to {
        ToldTo::Partner { .. } => vec![told],
        ToldTo::Instead { partner_hears, .. } => vec![told, about.partner_hears(partner_hears)],
    }
}

/// A time to tell something: "within 24 hours", "within 3 days".
pub(crate) fn hours(within: Hours) -> String {
    match i64::from(within.get()) {
        hours if hours > 24 && hours % 24 == 0 => say::agreements::within_days(hours / 24),
        hours => say::agreements::within_hours(hours),
    }
}

fn detail_words(detail: Detail) -> &'static str {
    match detail {
        Detail::ThatItHappened => say::agreements::detail_happened_inline(),
        Detail::WhatWhenWhere => say::agreements::detail_what_inline(),
        Detail::WhateverIsAsked => say::agreements::detail_asked_inline(),
    }
}

/// Tells one entry about a disclosure agreement.
pub(super) fn tell_agreements(
    act: &Act,
    author: MemberId,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    let who = reader.people.subject(author);
    let plain = |line| Line::plain(Subject::Agreements, line);
    match act {
        Act::Propose(Propose { agreement, terms }) => {
            let line = match agreement {
                None => say::wording::act_agreement_proposed(who),
                Some(_) => say::wording::act_agreement_amended(who),
            };
            let about = About::of(terms, author, reader.people);
            let review = ui::date(terms.review(), reader.today);
            let told = plain(line)
                .with_detail(about.title())
                .with_detail(say::agreements::review_by(review));
            terms.behaviours().iter().fold(told, |told, behaviour| {
                let telling = behaviour_telling(behaviour, &about).join(" ");
                let label = format!("{}. {telling}", behaviour_kind(behaviour.kind));
                told.written(Some(label), behaviour.what.as_str())
            })
        }
        Act::Agree(_) => plain(say::wording::act_agreement_agreed(who)),
        Act::Decline(decline) => {
            if is_withdrawn(circle, decline.agreement, decline.version) {
                plain(say::wording::act_agreement_taken_back(who))
            } else {
                plain(say::wording::act_agreement_declined(who))
            }
        }
        Act::End(_) => plain(say::wording::act_agreement_ended(who)),
    }
}

fn is_withdrawn(circle: &Relationship, agreement: EntryId, version: EntryId) -> bool {
    let agreement = circle.agreements().get(agreement);
    let version = agreement.and_then(|agreement| agreement.versions().get(version));
    version.is_some_and(|version| matches!(version.standing, Standing::Withdrawn(_)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use steadfast_repair::{agreements::Helpers, words::Title};

    use super::*;
    use crate::wording::people::tests::{ANA, SAM, three};

    fn behaviour(told_to: ToldTo, hours: u16) -> Behaviour {
        Behaviour {
            number: 1,
            what: Title::new("Seeing her").unwrap(),
            kind: Kind::Relapse,
            told_to,
            within: Hours::new(hours).unwrap(),
            detail: Detail::WhatWhenWhere,
        }
    }

    fn about(whose: Whose, author: MemberId) -> About {
        let behaviour = behaviour(ToldTo::Partner { also: None }, 24);
        let terms = Terms::new(whose, vec![behaviour], date(2026, 12, 20)).unwrap();
        About::of(&terms, author, &three())
    }

    #[test]
    fn whose_it_is_turns_with_who_wrote_it() {
        let other = || "Ana".to_owned();
        assert_eq!(about(Whose::Mine, SAM), About::Mine { other: other() });
        assert_eq!(about(Whose::Yours, ANA), About::Mine { other: other() });
        assert_eq!(about(Whose::Mine, ANA), About::Theirs { other: other() });
        assert_eq!(about(Whose::Both, ANA), About::Both);
    }

    #[test]
    fn what_is_told_names_the_partner_as_the_reader_knows_them() {
        let also = Some(Helpers::Therapist);
        let told = |whose, author| {
            behaviour_telling(&behaviour(ToldTo::Partner { also }, 24), &about(whose, author))
        };
        assert_eq!(
            told(Whose::Mine, SAM),
            ["Told to Ana and a therapist, within 24 hours: what, when and where."]
        );
        assert_eq!(
            told(Whose::Mine, ANA),
            ["Told to you and a therapist, within 24 hours: what, when and where."]
        );
        let instead = ToldTo::Instead {
            helpers: Helpers::Supporter,
            partner_hears: PartnerHears::ToldInTime,
        };
        assert_eq!(
            behaviour_telling(&behaviour(instead, 72), &about(Whose::Mine, SAM)),
            [
                "Told to a supporter, within 3 days: what, when and where.",
                "Ana hears only that it was told in time."
            ]
        );
    }
}
