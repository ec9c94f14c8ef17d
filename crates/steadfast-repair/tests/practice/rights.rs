//! Who may do what: every act, tried by everybody in every kind of circle, against the fold itself.
//!
//! `docs/who-may-do-what.md` is written from these trials, and is what they are held to. It is written anew by
//! `cargo xtask rights`; whoever changes a rule sees there, line by line, what changed for whom.

mod commitments;
mod page;
mod together;
mod trial;
mod truth;
mod two;

use std::collections::BTreeSet;

use expect_test::expect_file;
use steadfast_repair::people::{Role, Roles};

use self::page::page;
use self::trial::{Place, Practice, Who};

/// The practices, in the order of the page.
fn practices() -> Vec<Practice> {
    let all = [two::practices(), commitments::practices(), together::practices()];
    all.into_iter().flatten().chain(truth::practices()).collect()
}

#[test]
fn the_page_says_what_the_rules_do() {
    expect_file!["../../../../docs/who-may-do-what.md"].assert_eq(&page(&practices()));
}

/// Bug guarded against: a rule that forgets to ask whether its author is a partner, and a page that was written anew after it.
#[test]
fn a_therapist_among_partners_speaks_for_neither() {
    let may: BTreeSet<_> = practices()
        .iter()
        .flat_map(|practice| practice.rows.iter())
        .filter(|row| row.took(Place::UsAndTherapist, Who::CouplesTherapist) == Some(true))
        .map(|row| row.act)
        .collect();
    let expected = [
        "say by what name one goes, in which role, and as a therapist what one does with secrets",
        "change one's own name",
        "say what the circle is for",
        "promise",
        "keep one's own",
        "keep one's own, after saying that it was missed, while it is in time",
        "miss one's own",
        "miss one's own, after saying that it was kept",
        "repair one's own that was missed",
        "ask for a change of one's own, ahead",
        "say \u{201c}I saw it\u{201d} of what the other told",
        "say \u{201c}that is not how I saw it\u{201d} of what the other told",
        "end one's own",
        "check in",
        "thank for the other's check-in",
        "let a restitution letter come first",
        "write a note",
        "quote from another circle",
    ];
    assert_eq!(may, expected.into_iter().collect());
}

/// What the page says above its tables.
#[test]
fn who_has_both_parts_or_said_none_may_do_what_either_partner_may() {
    let both = Roles::only(Role::BetrayingPartner).with(Role::BetrayedPartner);
    for practice in practices() {
        for row in &practice.rows {
            for who in [Who::Betraying, Who::Betrayed] {
                let may = row.took(Place::Us, who) == Some(true);
                for roles in [both, Roles::NONE] {
                    let took = row.took_as(who, roles);
                    assert!(!may || took == Some(true), "{}: {who:?} as {roles:?}", row.act);
                }
            }
            let (there, here) = (
                row.took(Place::UsAndTherapist, Who::CouplesTherapist),
                row.took_by_therapist_in_us(),
            );
            assert_eq!(there, here, "{}: a couples therapist in Us", row.act);
        }
    }
}
