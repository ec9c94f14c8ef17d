//! Nothing is lost, whatever breaks, wherever it does: the store at any commit, the network at any request.

use std::rc::Rc;

use steadfast_member::{
    Member, error::SayError, ports::StoreError, problem::KeepError, view::SyncStatus,
};
use steadfast_repair::people::{CircleKind, Role};

use crate::support::{
    APP, Couple, Crash, PASSPHRASE, TestMember, TestPorts, TestStore, World, offer, offers, page,
    relay::Lost, run, title, whole,
};

/// Sam makes *Us*, says things in both circles, invites and syncs. Gives what he was told is kept.
fn day(sam: &TestMember) -> Vec<String> {
    let mut kept = Vec::new();
    let mine = sam.mine().unwrap();
    let _ = run(sam.sync_all());
    let made = run(sam.create_circle(CircleKind::Us, Some(title("Ours")), None));
    let us = made.ok().or_else(|| sam.circles().get(1).map(|us| us.id));
    for n in 0..2 {
        if run(sam.say(mine, page(&format!("Page {n}")))).is_ok() {
            kept.push(format!("Page {n}"));
        }
        let Some(us) = us else { continue };
        if run(sam.say(us, offer(&format!("Words {n}")))).is_ok() {
            kept.push(format!("Words {n}"));
        }
        let _ = run(sam.sync_all());
    }
    if let Some(us) = us {
        let _ = run(sam.invite(us, APP));
    }
    let _ = run(sam.sync_all());
    kept
}

/// Everything that can be read in a circle's record of what `day` says.
fn said(member: &TestMember) -> Vec<String> {
    let mut said = Vec::new();
    for circle in member.circles() {
        said.extend(offers(member, circle.id));
        let pages = member.relationship(circle.id, |folded| {
            folded
                .journal()
                .newest_first()
                .map(|page| page.latest().text.as_str().to_owned())
                .collect::<Vec<_>>()
        });
        said.extend(pages.unwrap_or_default());
    }
    said
}

fn check_nothing_lost(world: &World, store: &TestStore, kept: &[String], what: &str) {
    let restarted = TestStore { memory: store.memory.clone(), ..TestStore::default() };
    let sam = run(Member::unlock(world.ports_on(restarted), PASSPHRASE)).expect(what);
    for _ in 0..2 {
        whole(&sam);
    }
    let said = said(&sam);
    for words in kept {
        assert_eq!(said.iter().filter(|other| *other == words).count(), 1, "{what}: {words}");
    }
    for circle in sam.circles() {
        assert!(matches!(circle.status, SyncStatus::Whole { .. }), "{what}: {:?}", circle.status);
        assert!(sam.record(circle.id).iter().all(|line| !line.pending), "{what}");
    }
}

/// Bug guarded against: a commit that leaves the chain of entries, the outbox and the record out of step.
#[test]
fn a_crash_at_any_commit_loses_nothing() {
    let count = {
        let world = World::new();
        let (sam, ports, _) = world.begin("Sam", Role::BetrayingPartner);
        day(&sam);
        ports.store.commits.get()
    };
    assert!(count > 15, "{count}");
    for crash in [Crash::Before, Crash::After, Crash::Full] {
        // A full disk is as a crash before, but that the program goes on; a few places show that it does.
        let step = if crash == Crash::Full { 5 } else { 1 };
        for at in (2..=count).step_by(step) {
            let world = World::new();
            let (sam, ports, _) = world.begin("Sam", Role::BetrayingPartner);
            ports.store.crash.set(Some((at, crash)));
            let kept = day(&sam);
            check_nothing_lost(&world, &ports.store, &kept, &format!("{crash:?} at commit {at}"));
        }
    }
}

#[test]
fn a_network_lost_at_any_request_loses_nothing() {
    let count = {
        let world = World::new();
        let (sam, ..) = world.begin("Sam", Role::BetrayingPartner);
        day(&sam);
        world.relay.requests.get()
    };
    for lost in [Lost::Request, Lost::Answer] {
        for at in 1..=count {
            let world = World::new();
            let (sam, ports, _) = world.begin("Sam", Role::BetrayingPartner);
            world.relay.lost.set(Some((at, lost)));
            let kept = day(&sam);
            check_nothing_lost(&world, &ports.store, &kept, &format!("{lost:?} at request {at}"));
        }
    }
}

#[test]
fn a_crash_while_beginning_leaves_nothing_or_everything() {
    for crash in [Crash::Before, Crash::After] {
        let world = World::new();
        let store = TestStore::default();
        store.crash.set(Some((1, crash)));
        let ports = world.ports_on(store.clone());
        let begun = run(Member::begin(
            ports,
            crate::support::beginning(&title("Sam"), Role::BetrayingPartner),
        ));
        assert!(begun.is_err());
        let again = world.ports_on(TestStore { memory: store.memory, ..TestStore::default() });
        let unlocked = run(Member::unlock(Rc::clone(&again), PASSPHRASE));
        match crash {
            Crash::After => assert!(unlocked.is_ok()),
            _ => assert!(unlocked.is_err()),
        }
    }
}

/// Bug guarded against: two tabs that sign the same sequence number twice, which is what an equivocation is.
#[test]
fn two_tabs_never_sign_the_same_sequence_twice() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    let tab: TestMember =
        run(Member::unlock(world.ports_on(sam_ports.store.clone()), PASSPHRASE)).unwrap();
    for n in 0..6 {
        let who = if n % 2 == 0 { &sam } else { &tab };
        run(who.say(us, offer(&format!("Tab {n}")))).unwrap();
        if n == 3 {
            run(sam.sync(us)).unwrap();
        }
    }
    run(tab.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    let expected: Vec<_> = (0..6).map(|n| format!("Tab {n}")).collect();
    for member in [&sam, &tab, &ada] {
        assert_eq!(offers(member, us), expected);
    }
    // A circle that one tab makes is in the other after it writes something of its own.
    let one = run(sam.create_circle(CircleKind::SupporterAndMe, None, None)).unwrap();
    let other = run(tab.create_circle(CircleKind::TherapistAndMe, None, None)).unwrap();
    assert!(tab.circle(one).is_some() && tab.circle(other).is_some());
}

/// Bug guarded against: an older copy of a store that signs sequence numbers which are taken.
#[test]
fn an_older_copy_of_the_store_takes_up_where_the_record_is() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    let copy = TestStore { memory: sam_ports.store.memory.copied(), ..TestStore::default() };
    run(sam.say(us, offer("After the copy."))).unwrap();
    run(sam.sync(us)).unwrap();
    let old: TestMember = run(Member::unlock(world.ports_on(copy), PASSPHRASE)).unwrap();
    let said = run(old.say(us, offer("From the copy."))).unwrap();
    run(old.sync(us)).unwrap();
    assert_eq!(offers(&old, us), ["After the copy.", "From the copy."]);
    assert_ne!(old.current_entry(us, said), said);
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["After the copy.", "From the copy."]);
}

#[test]
fn a_full_disk_is_said_and_what_was_there_stays() {
    let world = World::new();
    let Couple { sam, us, sam_ports, .. } = world.couple();
    run(sam.say(us, offer("Fits."))).unwrap();
    let store = &sam_ports.store;
    store.crash.set(Some((store.commits.get() + 1, Crash::Full)));
    assert_eq!(
        run(sam.say(us, offer("Does not fit."))),
        Err(SayError::Keep(KeepError::Store(StoreError::Full)))
    );
    assert_eq!(offers(&sam, us), ["Fits."]);
    run(sam.say(us, offer("Fits again."))).unwrap();
    run(sam.sync(us)).unwrap();
    assert_eq!(offers(&sam, us), ["Fits.", "Fits again."]);
}

/// Bug guarded against: swapped or damaged values that are read as something else.
#[test]
fn no_value_of_the_store_can_be_damaged_unnoticed() {
    use steadfast_member::ports::{Store, Write};
    let world = World::new();
    let Couple { sam, us, sam_ports, .. } = world.couple();
    run(sam.say(us, offer("Here."))).unwrap();
    let values = run(sam_ports.store.scan("")).unwrap();
    let open = |memory| -> Result<TestMember, _> {
        let ports: Rc<TestPorts> = world.ports_on(TestStore { memory, ..TestStore::default() });
        run(Member::unlock(ports, PASSPHRASE))
    };
    let mut unnoticed = Vec::new();
    for (index, (key, value)) in values.iter().enumerate() {
        let mut changed = value.clone();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        let (_, other) = &values[(index + 1) % values.len()];
        for put in [changed, other.clone()] {
            let memory = sam_ports.store.memory.copied();
            run(memory.commit(vec![Write::Put(key.clone(), put)])).unwrap();
            if open(memory).is_ok() {
                unnoticed.push(key.clone());
            }
        }
    }
    // The member seed and the signed entries are not read when the store is opened, but when they are needed.
    unnoticed.dedup();
    assert!(unnoticed.len() < values.len() / 2, "{} of {}", unnoticed.len(), values.len());
}
