//! Saying something: offline, in the middle of a sync, and against a rule.

use steadfast_member::{Member, error::SayError, view::LineEffect};
use steadfast_repair::{commitments, relationship::Act};

use crate::support::{Couple, PASSPHRASE, World, offer, offers, run, title};

#[test]
fn what_is_said_offline_is_kept_and_sent_later() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    world.relay.online.set(false);
    for n in 0..5 {
        run(sam.say(us, offer(&format!("Offline {n}")))).unwrap();
    }
    sam.lock();
    assert!(matches!(run(sam.say(us, offer("Locked."))), Err(SayError::Keep(_))));
    let sam = run(Member::unlock(sam_ports, PASSPHRASE)).unwrap();
    world.relay.online.set(true);
    run(ada.say(us, offer("Meanwhile."))).unwrap();
    run(ada.sync(us)).unwrap();
    let report = run(sam.sync(us)).unwrap();
    assert_eq!(report.sent, 5);
    run(ada.sync(us)).unwrap();
    let expected = ["Meanwhile.", "Offline 0", "Offline 1", "Offline 2", "Offline 3", "Offline 4"];
    assert_eq!(offers(&sam, us), expected);
    assert_eq!(offers(&ada, us), expected);
}

/// Bug guarded against: a device that cannot take words while it waits for the network, or loses them when it returns.
#[test]
fn something_can_be_said_while_a_sync_is_under_way() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    run(ada.say(us, offer("From Ada."))).unwrap();
    run(ada.sync(us)).unwrap();
    let other = sam.clone();
    let said = std::cell::Cell::new(false);
    world.relay.cheat(move |request, response| {
        if request.path.contains("/entries?") && !said.replace(true) {
            run(other.say(us, offer("Meanwhile."))).unwrap();
        }
        response
    });
    run(sam.sync(us)).unwrap();
    assert_eq!(offers(&sam, us), ["From Ada.", "Meanwhile."]);
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["From Ada.", "Meanwhile."]);
}

#[test]
fn an_act_that_breaks_a_rule_stays_and_says_why() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let zone = steadfast_repair::zone::ZoneName::new("Europe/Lisbon").unwrap();
    let schedule = commitments::Schedule::new(
        jiff::civil::date(2025, 11, 25),
        commitments::Within::AnyTime,
        zone,
        None,
    )
    .unwrap();
    let promise =
        commitments::Promise { what: title("Call at noon"), why_it_matters: None, schedule };
    let promised = run(sam.say(us, Act::Commitments(commitments::Act::Promise(promise)))).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    let keep =
        commitments::Keep { commitment: promised, occurrence: jiff::civil::date(2025, 11, 25) };
    let kept = run(ada.say(us, Act::Commitments(commitments::Act::Keep(keep)))).unwrap();
    run(ada.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    for member in [&sam, &ada] {
        let line = member.record(us).into_iter().find(|line| line.id == kept).unwrap();
        assert!(matches!(line.effect, LineEffect::Refused(_)), "only the promiser keeps");
    }
}
