//! Disclosure agreements: proposed, amended, agreed by both, reviewed and ended.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use steadfast_repair::EntryId;
use steadfast_repair::agreements::{
    Agree, Agreement, BEHAVIOURS_MAX, Behaviour, Decline, Detail, End, Helpers, Hours, Kind, Line,
    PartnerHears, Propose, Recipient, Refusal, Terms, TermsError, ToldTo, Whose, compare,
};
use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::versions::Standing;

use crate::circle::{ANA, Circle, DR_LOPES, SAM, date, found, introduce, title};

pub(crate) fn behaviour(number: u16, what: &str) -> Behaviour {
    Behaviour {
        number,
        what: title(what),
        kind: Kind::Relapse,
        told_to: ToldTo::Partner { also: None },
        within: Hours::DAY,
        detail: Detail::WhatWhenWhere,
    }
}

pub(crate) fn terms(behaviours: &[&str]) -> Terms {
    let behaviours = (1..).zip(behaviours).map(|(number, what)| behaviour(number, what)).collect();
    Terms::new(Whose::Mine, behaviours, date("2026-12-20")).unwrap()
}

pub(crate) fn propose(terms: Terms) -> Propose {
    Propose { agreement: None, terms }
}

fn amend(agreement: EntryId, terms: Terms) -> Propose {
    Propose { agreement: Some(agreement), terms }
}

pub(crate) fn agree(agreement: EntryId, version: EntryId) -> Agree {
    Agree { agreement, version }
}

/// The agreement as lines: its versions with what became of each, then what is in force.
fn view(us: &Circle, agreement: EntryId) -> String {
    let agreement: &Agreement = us.relationship.agreements().get(agreement).unwrap();
    let mut view = String::new();
    let line = |behaviours: &[Behaviour]| {
        let whats: Vec<_> = behaviours.iter().map(|one| one.what.as_str()).collect();
        whats.join(" + ")
    };
    for version in agreement.versions().all() {
        let standing = format!("{:?}", version.standing);
        let standing = standing.split('(').next().unwrap();
        writeln!(view, "{}: {standing}", line(version.terms.behaviours())).unwrap();
    }
    let in_force = agreement.versions().in_force();
    writeln!(view, "in force: {}", in_force.map_or("-".into(), |v| line(v.terms.behaviours())))
        .unwrap();
    view
}

#[track_caller]
fn check(us: &Circle, agreement: EntryId, expect: &Expect) {
    expect.assert_eq(&view(us, agreement));
}

#[test]
fn nothing_is_in_force_before_both_said_yes() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    check(&us, first, &expect!["Seeing her: Waiting\nin force: -\n"]);
    assert_eq!(us.relationship.agreements().waiting_for(ANA).count(), 1);
    assert_eq!(us.relationship.agreements().waiting_for(SAM).count(), 0, "he has said yes by it");
    us.take(ANA, "2026-11-22 21:00", agree(first, first));
    check(&us, first, &expect!["Seeing her: Agreed\nin force: Seeing her\n"]);
}

/// The attack: somebody takes their own yes for the other's.
#[test]
fn an_agreement_accepted_by_one_side_is_not_in_force() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    assert_eq!(us.refuse(SAM, "2026-11-22 20:01", agree(first, first)), Refusal::OwnVersion.into());
    // Nor does a therapist's yes count as the other's.
    us.take(DR_LOPES, "2026-11-22 20:02", introduce("Rui", Roles::only(Role::CouplesTherapist)));
    assert_eq!(
        us.refuse(DR_LOPES, "2026-11-22 20:03", agree(first, first)),
        Refusal::NotAPartner.into()
    );
    // And a yes to what was there before is none to what was put in its place.
    let second = us.take(
        SAM,
        "2026-11-22 20:04",
        amend(first, terms(&["Seeing her alone, in the evening"])),
    );
    assert_eq!(
        us.refuse(ANA, "2026-11-22 20:05", agree(first, first)),
        Refusal::NoLongerWaiting.into()
    );
    assert_eq!(us.relationship.agreements().in_force().count(), 0);
    us.take(ANA, "2026-11-22 20:06", agree(first, second));
    check(
        &us,
        first,
        &expect![[r#"
            Seeing her: Replaced
            Seeing her alone, in the evening: Agreed
            in force: Seeing her alone, in the evening
        "#]],
    );
}

#[test]
fn each_amends_until_both_agree_and_what_was_in_force_stays_meanwhile() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    let second = us.take(ANA, "2026-11-22 21:00", amend(first, terms(&["Seeing her", "Lying"])));
    us.take(SAM, "2026-11-22 22:00", agree(first, second));
    let third =
        us.take(SAM, "2026-11-29 20:00", amend(first, terms(&["Seeing her", "Lying to you"])));
    check(
        &us,
        first,
        &expect![[r#"
            Seeing her: Replaced
            Seeing her + Lying: Agreed
            Seeing her + Lying to you: Waiting
            in force: Seeing her + Lying
        "#]],
    );
    us.take(ANA, "2026-11-29 21:00", Decline { agreement: first, version: third });
    let fourth = us.take(SAM, "2026-11-29 22:00", amend(first, terms(&["Seeing her"])));
    us.take(SAM, "2026-11-29 22:01", Decline { agreement: first, version: fourth });
    check(
        &us,
        first,
        &expect![[r#"
            Seeing her: Replaced
            Seeing her + Lying: Agreed
            Seeing her + Lying to you: Declined
            Seeing her: Withdrawn
            in force: Seeing her + Lying
        "#]],
    );
    assert_eq!(
        us.refuse(ANA, "2026-11-29 22:02", agree(first, fourth)),
        Refusal::NoLongerWaiting.into()
    );
}

#[test]
fn either_ends_it_alone_and_it_stays_ended() {
    for (who, other) in [(SAM, ANA), (ANA, SAM)] {
        let mut us = Circle::us();
        let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
        us.take(ANA, "2026-11-22 21:00", agree(first, first));
        let waiting = us.take(other, "2026-11-23 20:00", amend(first, terms(&["Lying"])));
        us.take(who, "2026-11-23 21:00", End { agreement: first });
        check(&us, first, &expect!["Seeing her: Agreed\nLying: Lapsed\nin force: -\n"]);
        for act in [
            us.refuse(who, "2026-11-23 22:00", agree(first, waiting)),
            us.refuse(other, "2026-11-23 22:00", amend(first, terms(&["Lying"]))),
            us.refuse(other, "2026-11-23 22:00", End { agreement: first }),
        ] {
            assert_eq!(act, Refusal::Ended.into());
        }
        // A new one can be proposed.
        us.take(other, "2026-11-24 20:00", propose(terms(&["Lying"])));
    }
}

/// The attack: whoever wrote how it began erases that, so that what both agreed on later would be gone with it.
#[test]
fn erasing_how_it_began_does_not_end_what_both_agreed_on() {
    let mut us = Circle::us();
    let first = EntryId([7; 32]);
    let second = us.take(ANA, "2026-11-22 21:00", amend(first, terms(&["Seeing her"])));
    us.take(SAM, "2026-11-22 22:00", agree(first, second));
    check(&us, first, &expect!["Seeing her: Agreed\nin force: Seeing her\n"]);
}

/// The attack: whoever wrote the stricter words erases them, so that the looser ones of before would hold again.
#[test]
fn erasing_what_is_in_force_does_not_bring_back_what_was_before() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    us.take(ANA, "2026-11-22 21:00", agree(first, first));
    let erased = EntryId([7; 32]);
    us.take(ANA, "2026-11-23 21:00", agree(first, erased));
    check(&us, first, &expect!["Seeing her: Agreed\nin force: -\n"]);
    let versions = us.relationship.agreements().get(first).unwrap().versions();
    assert_eq!(versions.unreadable().unwrap().author, ANA);
    // What is agreed on anew is in force.
    let anew = us.take(SAM, "2026-11-24 20:00", amend(first, terms(&["Writing to her"])));
    us.take(ANA, "2026-11-24 21:00", agree(first, anew));
    let versions = us.relationship.agreements().get(first).unwrap().versions();
    assert_eq!(
        (versions.unreadable(), versions.in_force().map(|v| v.entry.id)),
        (None, Some(anew))
    );
}

#[test]
fn only_the_partners_agree_and_only_where_they_are() {
    let mut mine = Circle::mine();
    assert_eq!(
        mine.refuse(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"]))),
        Refusal::NotBetweenPartners.into()
    );
    let mut two = Circle::empty();
    two.take(SAM, "2026-11-22 08:00", found(CircleKind::TherapistAndMe));
    assert_eq!(
        two.refuse(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"]))),
        Refusal::NotBetweenPartners.into()
    );
    let mut us = Circle::us();
    us.take(DR_LOPES, "2026-11-22 20:00", introduce("Rui", Roles::only(Role::CouplesTherapist)));
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    for refused in [
        us.refuse(DR_LOPES, "2026-11-22 20:01", propose(terms(&["Lying"]))),
        us.refuse(DR_LOPES, "2026-11-22 20:01", amend(first, terms(&["Lying"]))),
        us.refuse(DR_LOPES, "2026-11-22 20:01", Decline { agreement: first, version: first }),
        us.refuse(DR_LOPES, "2026-11-22 20:01", End { agreement: first }),
    ] {
        assert_eq!(refused, Refusal::NotAPartner.into());
    }
}

#[test]
fn what_is_not_there_cannot_be_answered() {
    let mut us = Circle::us();
    let nowhere = EntryId([0; 32]);
    for refused in [
        us.refuse(ANA, "2026-11-22 20:00", agree(nowhere, nowhere)),
        us.refuse(ANA, "2026-11-22 20:00", Decline { agreement: nowhere, version: nowhere }),
        us.refuse(ANA, "2026-11-22 20:00", End { agreement: nowhere }),
    ] {
        assert_eq!(refused, Refusal::UnknownAgreement.into());
    }
    let one = us.take(SAM, "2026-11-22 20:01", propose(terms(&["Seeing her"])));
    let other = us.take(SAM, "2026-11-22 20:02", propose(terms(&["Lying"])));
    for refused in [
        us.refuse(ANA, "2026-11-22 20:03", agree(one, other)),
        us.refuse(ANA, "2026-11-22 20:03", Decline { agreement: one, version: nowhere }),
    ] {
        assert_eq!(refused, Refusal::UnknownVersion.into());
    }
}

#[test]
fn versions_are_compared_line_by_line() {
    let before = Terms::new(
        Whose::Mine,
        vec![behaviour(1, "Seeing her"), behaviour(2, "Lying"), behaviour(4, "Late")],
        date("2026-12-20"),
    )
    .unwrap();
    let looser = Behaviour { within: Hours::new(72).unwrap(), ..behaviour(2, "Lying") };
    let after = Terms::new(
        Whose::Mine,
        vec![behaviour(1, "Seeing her"), looser, behaviour(3, "Drinking")],
        date("2026-12-20"),
    )
    .unwrap();
    let lines: Vec<_> = compare(&before, &after)
        .into_iter()
        .map(|line| match line {
            Line::Same(one) => format!("= {}", one.what.as_str()),
            Line::Changed { before, after } => {
                format!(
                    "~ {}: {} h, now {} h",
                    after.what.as_str(),
                    before.within.get(),
                    after.within.get()
                )
            }
            Line::Added(one) => format!("+ {}", one.what.as_str()),
            Line::Removed(one) => format!("- {}", one.what.as_str()),
        })
        .collect();
    assert_eq!(lines, ["= Seeing her", "~ Lying: 24 h, now 72 h", "+ Drinking", "- Late"]);
}

#[test]
fn who_it_is_about_is_seen_from_whoever_wrote_it() {
    let about = |author, whose| {
        let mut us = Circle::us();
        let terms = Terms::new(whose, vec![behaviour(1, "Lying")], date("2026-12-20")).unwrap();
        let first = us.take(author, "2026-11-22 20:00", propose(terms));
        let versions = us.relationship.agreements().get(first).unwrap().versions().clone();
        let version = versions.waiting().unwrap();
        (version.is_about(SAM), version.is_about(ANA))
    };
    assert_eq!(about(SAM, Whose::Mine), (true, false));
    assert_eq!(about(ANA, Whose::Yours), (true, false));
    assert_eq!(about(ANA, Whose::Both), (true, true));
}

#[test]
fn it_is_looked_at_again_when_its_day_has_come_and_nothing_lapses() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    let reviews = |us: &Circle, day| us.relationship.agreements().to_review(date(day)).count();
    assert_eq!(reviews(&us, "2026-12-20"), 0, "it is not in force");
    us.take(ANA, "2026-11-22 21:00", agree(first, first));
    assert_eq!((reviews(&us, "2026-12-19"), reviews(&us, "2026-12-20")), (0, 1));
    assert_eq!(us.relationship.agreements().in_force().count(), 1);
}

#[test]
fn terms_have_some_behaviours_each_with_a_number_of_its_own() {
    let new = |behaviours| Terms::new(Whose::Mine, behaviours, date("2026-12-20")).map(|_| ());
    assert_eq!(new(vec![]), Err(TermsError::Empty));
    let many = (0..=BEHAVIOURS_MAX as u16).map(|number| behaviour(number, "Lying")).collect();
    assert_eq!(new(many), Err(TermsError::TooMany { behaviours: 41 }));
    let twice = vec![behaviour(2, "Lying"), behaviour(2, "Late")];
    assert_eq!(new(twice), Err(TermsError::NotAscending { number: 2 }));
    assert!(Hours::new(0).is_err() && Hours::new(744).is_ok() && Hours::new(745).is_err());
}

#[test]
fn those_who_are_told_are_never_nobody() {
    let told = |told_to: ToldTo| told_to.recipients().collect::<Vec<_>>();
    use Recipient::{Partner, Supporter, Therapist};
    assert_eq!(told(ToldTo::Partner { also: None }), [Partner]);
    assert_eq!(told(ToldTo::Partner { also: Some(Helpers::Supporter) }), [Partner, Supporter]);
    let hears = PartnerHears::ToldInTime;
    let instead = |helpers| told(ToldTo::Instead { helpers, partner_hears: hears });
    assert_eq!(instead(Helpers::Therapist), [Therapist]);
    assert_eq!(instead(Helpers::TherapistAndSupporter), [Therapist, Supporter]);
}

#[test]
fn what_became_of_a_version_names_who_said_it() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose(terms(&["Seeing her"])));
    us.take(ANA, "2026-11-22 21:00", agree(first, first));
    let version = us.relationship.agreements().get(first).unwrap().versions().get(first).unwrap();
    assert!(matches!(version.standing, Standing::Agreed(yes) if yes.author == ANA));
}
