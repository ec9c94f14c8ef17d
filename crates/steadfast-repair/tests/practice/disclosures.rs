//! Disclosures: told in time or not, by the record's own windows; additions stay additions.

use steadfast_repair::agreements::{
    Behaviour, Helpers, Hours, PartnerHears, Propose, Terms, ToldTo, Whose,
};
use steadfast_repair::disclosures::{About, Add, Disclose, Disclosed, Refusal, ToldElsewhere};
use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::said::Evidence;
use steadfast_repair::{EntryId, Window};

use crate::agreements::{agree, behaviour};
use crate::circle::{ANA, Circle, DR_LOPES, SAM, date, found, introduce, time, title, words};

/// *Us* with an agreement in force since the evening of the 22nd: Sam tells Ana within a day of seeing M.
fn agreed() -> (Circle, EntryId) {
    let mut us = Circle::us();
    let instead =
        ToldTo::Instead { helpers: Helpers::Supporter, partner_hears: PartnerHears::ToldInTime };
    let behaviours = vec![
        behaviour(1, "Seeing M."),
        Behaviour { told_to: instead, ..behaviour(2, "Wanting to") },
    ];
    let terms = Terms::new(Whose::Mine, behaviours, date("2026-12-20")).unwrap();
    let first = us.take(SAM, "2026-11-22 20:00", Propose { agreement: None, terms });
    us.take(ANA, "2026-11-22 21:00", agree(first, first));
    (us, first)
}

fn disclose(agreement: EntryId, happened: &str) -> Disclose {
    let about = About::Agreed { agreement, version: agreement, number: 1 };
    Disclose { about, happened: time(happened), words: words("I met her at the station.") }
}

fn get(us: &Circle, id: EntryId) -> &Disclosed {
    us.relationship.disclosures().get(id).unwrap()
}

fn in_time(us: &Circle, id: EntryId) -> Option<bool> {
    Some(get(us, id).due(us.relationship.agreements())?.in_time())
}

#[test]
fn it_is_in_time_within_the_hours_that_they_agreed_on() {
    let (mut us, agreement) = agreed();
    let told = us.take(SAM, "2026-11-24 17:59", disclose(agreement, "2026-11-23 18:00"));
    assert_eq!(in_time(&us, told), Some(true));
    let late = us.take(SAM, "2026-11-26 18:01", disclose(agreement, "2026-11-25 18:00"));
    assert_eq!(in_time(&us, late), Some(false));
    let behaviour = get(&us, told).behaviour(us.relationship.agreements()).unwrap();
    assert_eq!(behaviour.what.as_str(), "Seeing M.");
}

/// The attack: a clock is set back, so that what was told too late looks in time.
#[test]
fn a_backdated_disclosure_is_shown_with_its_true_window() {
    let (mut us, agreement) = agreed();
    let window = Window { not_before: Some(time("2026-11-28 09:00")), not_after: None };
    let act = disclose(agreement, "2026-11-23 18:00");
    let (told, _) = us.say_in(SAM, "2026-11-24 12:00", window, act);
    let due = get(&us, told).due(us.relationship.agreements()).unwrap();
    assert!(!due.in_time());
    assert_eq!((due.told.at, due.told.by), (time("2026-11-28 09:00"), Evidence::NotBefore));
}

#[test]
fn what_another_had_read_cannot_have_been_told_later() {
    let (mut us, agreement) = agreed();
    let told = us.take(SAM, "2026-11-24 19:00", disclose(agreement, "2026-11-23 18:00"));
    assert_eq!(in_time(&us, told), Some(false), "his clock runs ahead");
    let read = Window { not_before: None, not_after: Some(time("2026-11-24 17:00")) };
    us.relationship.set_window(told, read);
    assert_eq!(in_time(&us, told), Some(true), "and hers shows it");
}

#[test]
fn what_is_under_no_agreement_can_be_told_and_has_no_hour() {
    let (mut us, agreement) = agreed();
    let other = Disclose {
        about: About::Other(title("I lied about Tuesday")),
        happened: time("2026-11-24 18:00"),
        words: words("I was not at work."),
    };
    let told = us.take(SAM, "2026-11-29 18:00", other);
    assert_eq!(in_time(&us, told), None);
    // Nor has what somebody only calls agreed: not yet in force, about the other, of no number.
    let not_yet = us.take(
        SAM,
        "2026-11-29 18:01",
        Propose { agreement: Some(agreement), terms: crate::agreements::terms(&["Seeing M."]) },
    );
    let about = |version, number| Disclose {
        about: About::Agreed { agreement, version, number },
        ..disclose(agreement, "2026-11-24 18:00")
    };
    for (who, version, number) in [(SAM, not_yet, 1), (ANA, agreement, 1), (SAM, agreement, 9)] {
        let told = us.take(who, "2026-11-29 18:02", about(version, number));
        assert_eq!(in_time(&us, told), None);
    }
}

/// What they agreed on in *Us* is known to a therapist by the author's word alone, and the record still says when it came.
#[test]
fn elsewhere_it_is_in_time_by_the_authors_word_for_the_hours_and_the_records_for_when() {
    let about = || About::AgreedElsewhere { what: title("Seeing M."), within: Hours::DAY };
    let tell = || Disclose {
        about: about(),
        happened: time("2026-11-23 18:00"),
        words: words("I met her at the station."),
    };
    let mut therapy = Circle::empty();
    therapy.take(SAM, "2026-11-22 08:00", found(CircleKind::TherapistAndMe));
    let role = Roles::only(Role::IndividualTherapist);
    therapy.take(DR_LOPES, "2026-11-22 08:10", introduce("Dr Lopes", role));
    let told = therapy.take(SAM, "2026-11-24 17:59", tell());
    assert_eq!(in_time(&therapy, told), Some(true));
    let backdated = Window { not_before: Some(time("2026-11-25 09:00")), not_after: None };
    let (told, _) = therapy.say_in(SAM, "2026-11-24 18:00", backdated, tell());
    assert_eq!(in_time(&therapy, told), Some(false));
    // In Us the agreement itself says what it is, and nobody's word takes its place.
    let (mut us, _) = agreed();
    assert_eq!(us.refuse(SAM, "2026-11-24 17:59", tell()), Refusal::AgreedHere.into());
}

#[test]
fn an_addition_stays_an_addition_with_its_own_date() {
    let (mut us, agreement) = agreed();
    let told = us.take(SAM, "2026-11-24 12:00", disclose(agreement, "2026-11-23 18:00"));
    let add = Add { disclosure: told, words: words("It was an hour, not ten minutes.") };
    assert_eq!(us.refuse(ANA, "2026-11-25 12:00", add.clone()), Refusal::NotYours.into());
    let added = us.take(SAM, "2026-11-26 12:00", add);
    let disclosed = get(&us, told);
    assert_eq!(disclosed.words, words("I met her at the station."));
    let additions: Vec<_> =
        disclosed.additions.iter().map(|one| (one.entry.id, one.entry.at)).collect();
    assert_eq!(additions, [(added, time("2026-11-26 12:00"))]);
    let nowhere = Add { disclosure: EntryId([0; 32]), words: words("More.") };
    let refused = us.refuse(SAM, "2026-11-26 12:01", nowhere);
    assert_eq!(refused, Refusal::UnknownDisclosure.into());
}

#[test]
fn nothing_is_told_before_it_happened_nor_by_or_to_nobody() {
    let (mut us, agreement) = agreed();
    let early = us.refuse(SAM, "2026-11-23 12:00", disclose(agreement, "2026-11-23 18:00"));
    assert_eq!(early, Refusal::NotYet { happened: time("2026-11-23 18:00") }.into());
    us.take(DR_LOPES, "2026-11-23 19:00", introduce("Rui", Roles::only(Role::CouplesTherapist)));
    let act = || disclose(agreement, "2026-11-23 18:00");
    assert_eq!(us.refuse(DR_LOPES, "2026-11-23 19:01", act()), Refusal::NotAPartner.into());
    let mut mine = Circle::mine();
    assert_eq!(mine.refuse(SAM, "2026-11-23 19:01", act()), Refusal::NobodyElse.into());
}

#[test]
fn that_it_was_told_elsewhere_counts_where_they_agreed_on_that() {
    let (mut us, agreement) = agreed();
    let told = |version| ToldElsewhere { agreement, version, to: Helpers::Supporter };
    us.take(SAM, "2026-11-24 12:00", told(agreement));
    us.take(SAM, "2026-11-24 12:01", told(EntryId([7; 32])));
    us.take(ANA, "2026-11-24 12:02", told(agreement));
    let agreements = us.relationship.agreements();
    let agreed: Vec<_> = us
        .relationship
        .disclosures()
        .elsewhere()
        .iter()
        .map(|one| one.is_agreed(agreements))
        .collect();
    assert_eq!(agreed, [true, false, false]);
}
