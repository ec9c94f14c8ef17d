//! Where something is told: in which circles those are who are to be told.

use steadfast_repair::{
    agreements::{Helpers, PartnerHears, ToldTo},
    disclosures::About,
    people::CircleKind,
};

use super::form::Agreed;
use crate::circle::Circle;

/// Where something is told, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places {
    /// The circles in which those are who are to be told. None, if they are in no circle with the one who tells.
    pub(super) circles: Vec<Circle>,
    /// Those who are to be told and are in no circle with the one who tells.
    pub(super) elsewhere: Option<Helpers>,
}

/// Where something is told by somebody who is in all these circles and tells it in `here`. What is under no agreement is
/// told here.
pub(super) fn places(agreed: Option<&Agreed>, here: &Circle, all: &[Circle]) -> Places {
    let Some(agreed) = agreed else {
        return Places { circles: vec![here.clone()], elsewhere: None };
    };
    let helpers = agreed.helpers();
    let with = |kind: CircleKind| {
        let there = all.iter().filter(move |circle| {
            circle.kind == kind && circle.is_going_on() && circle.people.is_shared()
        });
        there.cloned()
    };
    let therapists: Vec<_> = helpers
        .filter(|helpers| helpers.therapist())
        .map(|_| with(CircleKind::TherapistAndMe).collect())
        .unwrap_or_default();
    let supporters: Vec<_> = helpers
        .filter(|helpers| helpers.supporter())
        .map(|_| with(CircleKind::SupporterAndMe).collect())
        .unwrap_or_default();
    let missing = helpers.and_then(|helpers| {
        let therapist = helpers.therapist() && therapists.is_empty();
        Helpers::of(therapist, helpers.supporter() && supporters.is_empty())
    });
    let partner = agreed.partner_hears().is_none().then(|| here.clone());
    Places {
        circles: partner.into_iter().chain(therapists).chain(supporters).collect(),
        elsewhere: missing,
    }
}

/// Whether the partner is to hear that something was told in time, once it was told in these circles.
pub(super) fn partner_hears_of(agreed: &Agreed, told_in: &[Circle]) -> bool {
    let ToldTo::Instead { helpers, partner_hears: PartnerHears::ToldInTime } =
        agreed.behaviour.told_to
    else {
        return false;
    };
    let told = |kind| told_in.iter().any(|circle| circle.kind == kind);
    (!helpers.therapist() || told(CircleKind::TherapistAndMe))
        && (!helpers.supporter() || told(CircleKind::SupporterAndMe))
}

/// What a disclosure is about in a circle: in the one of the agreement it names it, and elsewhere it says it.
pub(super) fn about_in(agreed: &Agreed, circle: &Circle, here: &Circle) -> About {
    if circle.id == here.id {
        return agreed.about();
    }
    About::AgreedElsewhere { what: agreed.behaviour.what.clone(), within: agreed.behaviour.within }
}

#[cfg(test)]
mod tests {
    use steadfast_circle::CircleId;
    use steadfast_member::view::{Person, Standing};
    use steadfast_repair::{
        EntryId, MemberId,
        agreements::{Behaviour, Detail, Hours, Kind},
        people::Roles,
        words::Title,
    };

    use super::*;
    use crate::wording::People;

    fn circle(number: u8, kind: CircleKind, shared: bool) -> Circle {
        let person = |number, me| Person {
            id: MemberId([number; 32]),
            name: Title::new("Somebody").ok(),
            roles: Roles::NONE,
            secrets: None,
            devices: Vec::new(),
            me,
            left: false,
        };
        let people = [person(1, true), person(2, false)];
        Circle {
            id: CircleId::from_bytes([number; 32]),
            kind,
            title: "x".into(),
            people: People::of(&people[..if shared { 2 } else { 1 }]),
            standing: Standing::In,
        }
    }

    fn agreed(told_to: ToldTo) -> Agreed {
        let behaviour = Behaviour {
            number: 1,
            what: Title::new("Seeing M.").unwrap(),
            kind: Kind::Slip,
            told_to,
            within: Hours::DAY,
            detail: Detail::ThatItHappened,
        };
        Agreed { agreement: EntryId([8; 32]), version: EntryId([9; 32]), behaviour }
    }

    const BOTH: Helpers = Helpers::TherapistAndSupporter;

    fn instead(helpers: Helpers) -> Agreed {
        agreed(ToldTo::Instead { helpers, partner_hears: PartnerHears::ToldInTime })
    }

    fn ids(places: &Places) -> Vec<u8> {
        places.circles.iter().map(|circle| circle.id.as_bytes()[0]).collect()
    }

    #[test]
    fn what_is_told_in_the_partners_place_goes_nowhere_where_the_partner_reads() {
        let us = circle(1, CircleKind::Us, true);
        let all = [
            us.clone(),
            circle(2, CircleKind::UsAndTherapist, true),
            circle(3, CircleKind::TherapistAndMe, true),
            circle(4, CircleKind::SupporterAndMe, true),
        ];
        assert_eq!(ids(&places(Some(&instead(BOTH)), &us, &all)), [3, 4]);
        assert_eq!(ids(&places(Some(&instead(Helpers::Supporter)), &us, &all)), [4]);
        let also = agreed(ToldTo::Partner { also: Some(Helpers::Therapist) });
        assert_eq!(ids(&places(Some(&also), &us, &all)), [1, 3]);
        assert_eq!(ids(&places(None, &us, &all)), [1]);
    }

    #[test]
    fn who_is_in_no_circle_is_told_elsewhere() {
        let us = circle(1, CircleKind::Us, true);
        let all = [us.clone(), circle(3, CircleKind::TherapistAndMe, true)];
        let places_of = places(Some(&instead(BOTH)), &us, &all);
        assert_eq!((ids(&places_of), places_of.elsewhere), (vec![3], Some(Helpers::Supporter)));
        let alone = [us.clone(), circle(3, CircleKind::TherapistAndMe, false)];
        let places_of = places(Some(&instead(Helpers::Therapist)), &us, &alone);
        assert_eq!((ids(&places_of), places_of.elsewhere), (vec![], Some(Helpers::Therapist)));
    }

    #[test]
    fn the_partner_hears_of_it_once_all_were_told() {
        let therapist = circle(3, CircleKind::TherapistAndMe, true);
        let supporter = circle(4, CircleKind::SupporterAndMe, true);
        assert!(!partner_hears_of(&instead(BOTH), std::slice::from_ref(&therapist)));
        assert!(partner_hears_of(&instead(BOTH), &[therapist.clone(), supporter]));
        let nothing = agreed(ToldTo::Instead {
            helpers: Helpers::Therapist,
            partner_hears: PartnerHears::Nothing,
        });
        assert!(!partner_hears_of(&nothing, &[therapist]));
    }

    #[test]
    fn only_the_circle_of_the_agreement_is_told_its_entry() {
        let (us, therapy) =
            (circle(1, CircleKind::Us, true), circle(3, CircleKind::TherapistAndMe, true));
        let agreed = instead(Helpers::Therapist);
        assert_eq!(about_in(&agreed, &us, &us), agreed.about());
        assert!(matches!(about_in(&agreed, &therapy, &us), About::AgreedElsewhere { .. }));
    }
}
