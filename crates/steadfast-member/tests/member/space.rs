//! What waits because the other has asked for space: it stays here, unsigned, and goes when the time is over.

use jiff::{SignedDuration, Timestamp};
use steadfast_circle::CircleId;
use steadfast_member::{
    Member,
    error::SayError,
    view::{SyncStatus, Waiting},
};
use steadfast_repair::{
    EntryId, commitments,
    relationship::Act,
    space::{self, Ask, End, Exemptions, Message},
};

use crate::support::{
    Couple, Crash, PASSPHRASE, TestMember, TestStore, World, offer, offers, run, title, words,
};

const HOUR_MS: i64 = 3_600_000;

/// Ada asks for space for an hour, except for the children; everybody hears of it. Gives the request, and until when.
fn ask(world: &World, ada: &TestMember, us: CircleId) -> (EntryId, Timestamp) {
    world.pass(1000);
    let now = Timestamp::from_millisecond(world.now_ms.get()).unwrap();
    let until = now + SignedDuration::from_hours(1);
    let exempt = Exemptions::new(vec![title("the children")]).unwrap();
    let ask = space::Act::Ask(Ask { until, exempt, words: None });
    let request = run(ada.say(us, Act::Space(ask))).unwrap();
    run(ada.sync(us)).unwrap();
    (request, until)
}

fn message(request: EntryId, text: &str) -> Act {
    let (exemption, words) = (title("the children"), words(text));
    Act::Space(space::Act::Message(Message { request, exemption, words }))
}

/// What came through under an exemption, by the record.
fn through(member: &TestMember, us: CircleId) -> Vec<String> {
    let read = |folded: &steadfast_repair::Relationship| {
        let delivered = folded.space().all().iter().flat_map(|request| &request.delivered);
        delivered.map(|one| one.words.as_str().to_owned()).collect()
    };
    member.relationship(us, read).unwrap()
}

fn waiting(member: &TestMember, us: CircleId) -> usize {
    member.circle(us).unwrap().waiting.map_or(0, |waiting| waiting.count)
}

#[test]
fn what_is_said_waits_and_what_is_exempt_goes() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let (request, until) = ask(&world, &ada, us);
    run(sam.sync(us)).unwrap();
    world.pass(60_000);
    let held = run(sam.say(us, offer("One."))).unwrap();
    run(sam.say(us, message(request, "Mia has a fever."))).unwrap();
    run(sam.say(us, offer("Two."))).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(through(&ada, us), ["Mia has a fever."]);
    assert!(offers(&ada, us).is_empty());
    let summary = sam.circle(us).unwrap();
    assert_eq!(summary.waiting, Some(Waiting { count: 2, until }));
    assert!(matches!(summary.status, SyncStatus::Whole { .. }), "it is not a failure to send");
    let line = sam.record(us).into_iter().find(|line| line.id == held).unwrap();
    assert_eq!((line.waits_until, line.pending, line.came), (Some(until), true, None));

    // Ada writes on as she likes, and ends it before its time.
    run(ada.say(us, offer("Thank you."))).unwrap();
    world.pass(60_000);
    run(ada.say(us, Act::Space(space::Act::End(End { request })))).unwrap();
    run(ada.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["Thank you.", "One.", "Two."]);
    assert_eq!(waiting(&sam, us), 0);
    let record = ada.record(us);
    assert!(record.iter().all(|line| line.came.is_none()), "nothing came in the time");
    let line = record.iter().find(|line| line.id == sam.current_entry(us, held)).unwrap();
    assert_eq!(line.claimed.unwrap().as_millisecond(), world.now_ms.get(), "said when it went");
}

#[test]
fn it_goes_by_itself_once_the_time_is_over_even_after_a_week_offline() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    ask(&world, &ada, us);
    run(sam.sync(us)).unwrap();
    run(sam.say(us, offer("Later."))).unwrap();
    world.relay.online.set(false);
    sam.lock();
    world.pass(7 * 24 * HOUR_MS);
    let sam = run(Member::unlock(sam_ports, PASSPHRASE)).unwrap();
    run(sam.sync(us)).unwrap_err();
    world.relay.online.set(true);
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["Later."]);
    assert!(ada.record(us).iter().all(|line| line.came.is_none()));
}

/// Bug guarded against: a held entry that goes early, twice or never because the program stopped in between.
#[test]
fn a_crash_at_any_commit_neither_lets_it_go_early_nor_loses_it() {
    let story = |crash: Option<(usize, Crash)>| {
        let world = World::new();
        let Couple { sam, ada, us, sam_ports, .. } = world.couple();
        let (request, _) = ask(&world, &ada, us);
        let before = sam_ports.store.commits.get();
        sam_ports.store.crash.set(crash.map(|(at, crash)| (before + at, crash)));
        let mut kept = Vec::new();
        let heard = run(sam.sync(us)).is_ok();
        for n in 0..3 {
            let text = format!("Held {n}");
            if heard && run(sam.say(us, offer(&text))).is_ok() {
                kept.push(text);
            }
            let _ = run(sam.say(us, message(request, "Mia has a fever.")));
            let _ = run(sam.sync(us));
        }
        run(ada.sync(us)).unwrap();
        assert!(offers(&ada, us).is_empty(), "{crash:?}: early");

        let restart = || {
            let memory = sam_ports.store.memory.clone();
            let ports = world.ports_on(TestStore { memory, ..TestStore::default() });
            let sam: TestMember = run(Member::unlock(ports, PASSPHRASE)).unwrap();
            run(sam.sync(us)).unwrap();
            run(ada.sync(us)).unwrap();
        };
        restart();
        assert!(offers(&ada, us).is_empty(), "{crash:?}: early after a restart");
        world.pass(HOUR_MS);
        restart();
        let came = offers(&ada, us);
        let once = |text: &&String| came.iter().filter(|other| other == text).count() == 1;
        assert_eq!(kept.iter().filter(once).count(), kept.len(), "{crash:?}: {kept:?} {came:?}");
        assert!(came.is_sorted(), "{crash:?}: {came:?}");
        sam_ports.store.commits.get() - before
    };
    let count = story(None);
    assert!(count > 8, "{count}");
    for crash in [Crash::Before, Crash::After, Crash::Full] {
        (1..=count).for_each(|at| {
            story(Some((at, crash)));
        });
    }
}

#[test]
fn two_tabs_hold_the_same_and_send_it_once() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    let tab: TestMember =
        run(Member::unlock(world.ports_on(sam_ports.store.clone()), PASSPHRASE)).unwrap();
    ask(&world, &ada, us);
    run(tab.sync(us)).unwrap();
    // This tab has not heard of the request but by what the other tab kept.
    run(sam.say(us, offer("From one."))).unwrap();
    run(tab.say(us, offer("From the other."))).unwrap();
    run(sam.sync(us)).unwrap();
    assert_eq!((waiting(&sam, us), waiting(&tab, us)), (2, 2));
    run(ada.sync(us)).unwrap();
    assert!(offers(&ada, us).is_empty());
    world.pass(HOUR_MS);
    for member in [&tab, &sam, &ada] {
        run(member.sync(us)).unwrap();
    }
    assert_eq!(offers(&ada, us), ["From one.", "From the other."]);
}

#[test]
fn what_waits_can_be_taken_back_and_what_is_signed_cannot() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    ask(&world, &ada, us);
    run(sam.sync(us)).unwrap();
    let regretted = run(sam.say(us, offer("Regretted."))).unwrap();
    let meant = run(sam.say(us, offer("Meant."))).unwrap();
    run(sam.take_back(us, regretted)).unwrap();
    assert_eq!(offers(&sam, us), ["Meant."]);
    world.pass(HOUR_MS);
    run(sam.sync(us)).unwrap();
    for entry in [meant, sam.current_entry(us, meant), regretted] {
        let refused = run(sam.take_back(us, entry));
        assert!(matches!(refused, Err(SayError::NoSuch { .. })), "{refused:?}");
    }
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["Meant."]);
}

/// Bug guarded against: "kept" that arrives without the promise that it is about.
#[test]
fn what_names_something_that_waits_waits_with_it() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    ask(&world, &ada, us);
    run(sam.sync(us)).unwrap();
    let day = jiff::civil::date(2025, 11, 24);
    let zone = steadfast_repair::zone::ZoneName::new("Europe/Lisbon").unwrap();
    let within = commitments::Within::AnyTime;
    let schedule = commitments::Schedule::new(day, within, zone, None).unwrap();
    let what = title("Call at noon");
    let promise = commitments::Promise { what, why_it_matters: None, schedule };
    let promise = Act::Commitments(commitments::Act::Promise(promise));
    let keep = |commitment| {
        let keep = commitments::Keep { commitment, occurrence: day };
        Act::Commitments(commitments::Act::Keep(keep))
    };
    let promised = run(sam.say(us, promise.clone())).unwrap();
    run(sam.say(us, keep(promised))).unwrap();
    assert_eq!(waiting(&sam, us), 2);
    run(sam.take_back(us, promised)).unwrap();
    assert_eq!(waiting(&sam, us), 0, "nothing is left that would be about nothing");
    let promised = run(sam.say(us, promise)).unwrap();
    run(sam.say(us, keep(promised))).unwrap();
    run(sam.sync(us)).unwrap();
    world.pass(HOUR_MS);
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    let promised = sam.current_entry(us, promised);
    let told = |folded: &steadfast_repair::Relationship| {
        folded.commitments().get(promised).map(|one| one.tellings(day).len())
    };
    assert_eq!(ada.relationship(us, told), Some(Some(1)));
}

#[test]
fn what_was_signed_before_the_request_was_heard_of_goes_and_is_shown_so() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let said = run(sam.say(us, offer("On its way."))).unwrap();
    let (request, _) = ask(&world, &ada, us);
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["On its way."]);
    let line = ada.record(us).into_iter().find(|line| line.id == said).unwrap();
    let came = line.came.unwrap();
    assert_eq!((came.request, came.had_read), (request, false));
}
