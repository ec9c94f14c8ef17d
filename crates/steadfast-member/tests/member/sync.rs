//! Keeping in step, with one relay and with several.

use std::rc::Rc;

use steadfast_member::{
    Member, Restoring,
    error::SyncProblem,
    view::{Compared, History, SyncStatus},
};
use steadfast_repair::people::{CircleKind, Role, Roles};

use crate::support::{APP, Couple, PASSPHRASE, World, address, offer, offers, run, title, whole};

#[test]
fn two_people_share_a_record_that_both_verify() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    run(ada.say(us, offer("Good morning."))).unwrap();
    assert_eq!(offers(&ada, us), ["Good morning."]);
    run(ada.sync(us)).unwrap();
    let report = run(sam.sync(us)).unwrap();
    assert_eq!(report.entries_new, 1);
    assert_eq!(offers(&sam, us), ["Good morning."]);
    let summary = sam.circle(us).unwrap();
    let names: Vec<_> =
        summary.people.iter().map(|person| (person.name.clone().unwrap(), person.me)).collect();
    assert_eq!(names, [(title("Sam"), true), (title("Ada"), false)]);
    assert_eq!(summary.people[1].roles, Roles::only(Role::BetrayedPartner));
    assert!(matches!(summary.status, SyncStatus::Whole { .. }));

    let (theirs, mine) = (ada.compare(us).unwrap(), sam.compare(us).unwrap());
    assert_eq!(theirs, mine);
    assert_eq!(sam.check_compared(us, &theirs.qr), Ok(Compared::Same { entries: theirs.entries }));
    assert_eq!(
        sam.check_compared(us, &theirs.words.to_uppercase()),
        Ok(Compared::Same { entries: theirs.entries })
    );
    let other = ada.compare(ada.mine().unwrap()).unwrap();
    assert!(matches!(sam.check_compared(us, &other.qr), Ok(Compared::Different { .. })));
    assert_eq!(sam.check_compared(us, &other.words), Ok(Compared::Different { entries: None }));
    assert!(sam.check_compared(us, "good morning").is_err());
}

#[test]
fn a_warm_start_shows_the_same_as_before() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    // More than two chunks, so that the ledger is kept in between and a tail is replayed.
    for n in 0..600 {
        let who = if n % 3 == 0 { &ada } else { &sam };
        world.pass(60_000);
        run(who.say(us, offer(&format!("Number {n}")))).unwrap();
        if n % 50 == 0 {
            run(sam.sync(us)).unwrap();
            run(ada.sync(us)).unwrap();
        }
    }
    run(ada.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    run(sam.say(us, offer("Pending."))).unwrap();
    let again = run(Member::unlock(sam_ports, PASSPHRASE)).unwrap();
    let show = |member: &crate::support::TestMember| {
        member.record(us).into_iter().map(|line| format!("{line:?}")).collect::<Vec<_>>()
    };
    assert_eq!(show(&again), show(&sam));
    assert_eq!(again.relationship(us, Clone::clone), sam.relationship(us, Clone::clone));
    assert_eq!(again.compare(us), sam.compare(us));
    run(again.sync(us)).unwrap();
    assert_eq!(offers(&again, us).len(), 601);
}

#[test]
fn clocks_that_are_years_off_break_nothing() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let now = world.now_ms.get();
    for ms in [-62_000_000_000_000, 0, 250_000_000_000_000, now] {
        world.now_ms.set(ms);
        run(sam.say(us, offer(&format!("At {ms}")))).unwrap();
        run(sam.sync(us)).unwrap();
        world.now_ms.set(now);
        run(ada.sync(us)).unwrap();
        run(ada.say(us, offer("I read it."))).unwrap();
        run(ada.sync(us)).unwrap();
    }
    run(sam.sync(us)).unwrap();
    assert_eq!(offers(&sam, us).len(), 8);
    let line = sam.record(us).into_iter().rfind(|line| !line.pending).unwrap();
    assert!(line.window.not_before.is_some());
}

#[test]
fn following_syncs_when_the_record_grows() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    run(ada.say(us, offer("Live."))).unwrap();
    run(ada.sync(us)).unwrap();
    let ended = run(sam.follow(us, |_| ()));
    assert!(matches!(ended, SyncProblem::Relay(_)));
    assert_eq!(offers(&sam, us), ["Live."]);
}

/// Bug guarded against: keys that stay in memory, or a panic, when somebody leaves the page in the middle of a sync.
#[test]
fn locking_ends_a_sync_that_is_under_way() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    run(ada.say(us, offer("From Ada."))).unwrap();
    run(ada.sync(us)).unwrap();
    let other = sam.clone();
    world.relay.cheat(move |request, response| {
        if request.path.contains("/entries?") {
            other.lock();
        }
        response
    });
    assert!(matches!(run(sam.sync(us)), Err(SyncProblem::Keep(_))));
    assert!(sam.circles().is_empty() && sam.record(us).is_empty());
    world.relay.be_honest();
    let sam = run(Member::unlock(sam_ports, PASSPHRASE)).unwrap();
    run(sam.sync(us)).unwrap();
    assert_eq!(offers(&sam, us), ["From Ada."]);
}

#[test]
fn circles_may_live_on_several_relays() {
    let world = World::new();
    let other = crate::support::TestRelay::new("other.example", Rc::clone(&world.now_ms));
    world.relay.elsewhere.replace(Some(other.clone()));
    let Couple { sam, sam_words, .. } = world.couple();
    let address_there = "https://other.example".parse().unwrap();
    let made =
        run(sam.create_circle(CircleKind::TherapistAndMe, None, Some(address_there))).unwrap();
    whole(&sam);
    let made = sam.circle(made).unwrap().id;
    run(sam.say(made, offer("Here only."))).unwrap();
    let link = run(sam.invite(made, APP)).unwrap().link;
    whole(&sam);
    assert_eq!(other.size(made), 5);

    // The therapist's own relay is the first; the link says where the circle is.
    let therapist = world.begin("Dr Okafor", Role::IndividualTherapist).0;
    world.let_in(&sam, &therapist, made, &link, History::All);
    assert_eq!(offers(&therapist, made), ["Here only."]);

    // One relay away does not keep the other circles from syncing.
    other.online.set(false);
    run(sam.say(made, offer("Later."))).unwrap();
    let failed = run(sam.sync_all()).into_iter().filter(|(_, report)| report.is_err()).count();
    assert_eq!(failed, 1);
    assert!(matches!(sam.status(made), Some(SyncStatus::Offline { .. })));
    other.online.set(true);

    let relay = address();
    let restoring =
        Restoring { words: &sam_words, passphrase: PASSPHRASE, relay: &relay, device: "laptop" };
    let (again, restored) = run(Member::restore(world.ports(), restoring)).unwrap();
    assert_eq!((restored.circles.len(), restored.waiting.len()), (3, 0));
    assert_eq!(again.circle(made).unwrap().relay.as_str(), "https://other.example");
}
