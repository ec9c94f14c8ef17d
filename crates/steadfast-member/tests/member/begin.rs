//! Beginning: alone, and without a network.

use std::rc::Rc;

use steadfast_member::{
    Door, Member, door,
    error::SyncProblem,
    view::{Standing, SyncStatus},
};
use steadfast_repair::{
    people::{CircleKind, Role},
    relationship::Act,
};

use crate::support::{PASSPHRASE, World, beginning, page, run, title, whole};

#[test]
fn somebody_begins_alone_and_without_a_network() {
    let world = World::new();
    world.relay.online.set(false);
    let ports = world.ports();
    assert_eq!(run(door(&*ports)), Ok(Door::Empty));
    let (member, words) =
        run(Member::begin(Rc::clone(&ports), beginning(&title("Sam"), Role::BetrayingPartner)))
            .unwrap();
    assert_eq!(words.iter().count(), 24);
    assert_eq!(run(door(&*ports)), Ok(Door::Locked));
    let mine = member.mine().unwrap();
    let first = run(member.say(mine, page("First page."))).unwrap();
    let shown = |member: &crate::support::TestMember| {
        member.relationship(mine, |mine| {
            mine.journal().newest_first().next().map(|page| page.latest().text.as_str().to_owned())
        })
    };
    assert_eq!(shown(&member), Some(Some("First page.".into())));
    let summary = member.circle(mine).unwrap();
    assert_eq!((summary.kind, summary.standing), (CircleKind::Mine, Standing::Founding));
    assert_eq!(summary.people[0].name, Some(title("Sam")));
    assert!(matches!(summary.status, SyncStatus::NotYetSent { count: 3 }), "{:?}", summary.status);

    // A page that names a page which is not signed yet.
    let amend = steadfast_repair::journal::Amend {
        entry: first,
        text: crate::support::words("First page, again."),
    };
    run(member.say(mine, Act::Journal(steadfast_repair::journal::Act::Amend(amend)))).unwrap();
    assert!(matches!(run(member.sync(mine)), Err(SyncProblem::Relay(_))));
    assert!(matches!(member.status(mine), Some(SyncStatus::Offline { not_yet_sent: 4, .. })));

    // It all survives a restart, and a week later there is a network.
    drop(member);
    let member = run(Member::unlock(ports, PASSPHRASE)).unwrap();
    assert_eq!(shown(&member), Some(Some("First page, again.".into())));
    world.pass(7 * 24 * 3600 * 1000);
    world.relay.online.set(true);
    whole(&member);
    let summary = member.circle(mine).unwrap();
    assert_eq!(summary.standing, Standing::In);
    assert_eq!(
        member.mine(),
        Some(summary.id),
        "it has its own id now, and is found by the old one"
    );
    assert_eq!(
        shown(&member),
        Some(Some("First page, again.".into())),
        "the amendment names the page under its new id"
    );
    assert!(
        matches!(summary.status, SyncStatus::Whole { entries: 6, checked_at: Some(_) }),
        "{:?}",
        summary.status
    );
    assert!(member.record(mine).iter().all(|line| !line.pending));
    assert_ne!(member.current_entry(mine, first), first);
}
