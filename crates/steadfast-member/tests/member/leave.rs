//! Leaving, and erasing.

use steadfast_circle::export::Export;
use steadfast_member::{
    Door, Member, door,
    error::{SayError, SyncProblem},
    view::{Standing, What},
};

use crate::support::{Couple, PASSPHRASE, World, offer, offers, run, whole};

#[test]
fn whoever_leaves_reads_nothing_more() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    run(sam.say(us, offer("Before."))).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.leave(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(ada.circle(us).unwrap().standing, Standing::Left);
    run(sam.sync(us)).unwrap();
    run(sam.say(us, offer("After."))).unwrap();
    run(sam.sync(us)).unwrap();
    assert!(sam.circle(us).unwrap().people[1].left);
    assert!(matches!(run(ada.sync(us)), Err(SyncProblem::NotIn)));
    assert_eq!(offers(&ada, us), ["Before."], "what was read stays");
    assert_eq!(offers(&sam, us), ["Before.", "After."]);
    run(ada.forget(us)).unwrap();
    assert!(ada.circle(us).is_none());
    whole(&ada);
    assert!(ada.circle(us).is_none(), "the locker does not bring it back");
    assert!(run(sam.forget(us)).is_err(), "a circle that we are in has to be left first");
}

#[test]
fn what_is_erased_is_gone_everywhere() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    let said = run(sam.say(us, offer("A slip of the tongue."))).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert!(matches!(run(ada.erase(us, said)), Err(SayError::NoSuch { .. })), "only one's own");
    run(sam.erase(us, said)).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    for member in [&sam, &ada] {
        assert!(offers(member, us).is_empty());
        let line = member.record(us).into_iter().find(|line| line.id == said).unwrap();
        assert_eq!(line.what, What::Erased);
        assert!(line.claimed.is_some());
    }
    let restarted = run(Member::unlock(sam_ports, PASSPHRASE)).unwrap();
    assert!(offers(&restarted, us).is_empty());
    let export = Export::from_bytes(&run(sam.export_verifiable(us)).unwrap()).unwrap();
    assert!(export.entries.iter().any(|(_, body)| body.is_none()));
    assert!(run(sam.erase(us, said)).is_err(), "once is enough");
}

#[test]
fn everything_here_can_be_erased() {
    let world = World::new();
    let Couple { sam, ada, us, sam_ports, .. } = world.couple();
    run(sam.erase_everything_here()).unwrap();
    assert!(sam.is_locked());
    assert_eq!(run(door(&*sam_ports)), Ok(Door::Empty));
    assert!(run(steadfast_member::ports::Store::scan(&sam_ports.store, "")).unwrap().is_empty());
    assert!(!ada.record(us).is_empty(), "the other's is still there");
}
