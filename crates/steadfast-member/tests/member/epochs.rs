//! New keys, and who gets them.

use steadfast_member::{
    Member,
    view::{ControlView, History, JoinState, RecordLine, What},
};
use steadfast_repair::people::{Role, Roles};

use crate::support::{
    APP, Couple, PASSPHRASE, World, introduce, offer, offers, relay::Lost, run, whole,
};

/// Bug guarded against: a key that nobody can read by, when two devices change it at once.
#[test]
fn two_devices_that_change_the_key_at_once_agree_in_the_end() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let therapist = world.begin("Dr Okafor", Role::CouplesTherapist).0;
    let invited = run(sam.invite(us, APP)).unwrap();
    run(sam.sync(us)).unwrap();
    run(therapist.join(&invited.link, &introduce("Dr Okafor", Roles::only(Role::CouplesTherapist))))
        .unwrap();
    run(sam.admit(us, invited.id, History::All)).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    run(ada.consent(us, ada.proposals(us)[0].candidate)).unwrap();
    run(ada.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    run(therapist.poll_join(us)).unwrap();
    run(ada.sync(us)).unwrap();
    run(therapist.leave(us)).unwrap();
    run(therapist.sync(us)).unwrap();

    // Sam sees it, and is cut off before his new key arrives: after a checkpoint and a page of entries comes the append.
    world.relay.lost.set(Some((world.relay.requests.get() + 3, Lost::Request)));
    assert!(run(sam.sync(us)).is_err());
    let changing =
        |line: &RecordLine| line.pending && line.what == What::Control(ControlView::KeyChanged);
    assert!(sam.record(us).iter().any(changing), "his is on its way");
    // Nothing is said under the old key any more; it waits for the new one.
    run(sam.say(us, offer("While the key changes."))).unwrap();
    assert_eq!(offers(&sam, us), ["While the key changes."]);
    // Ada sees it and changes the key as well.
    run(ada.sync(us)).unwrap();
    run(ada.say(us, offer("Under the new key."))).unwrap();
    run(ada.sync(us)).unwrap();
    run(sam.sync(us)).unwrap();
    run(sam.say(us, offer("So do I."))).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&sam, us), ["Under the new key.", "While the key changes.", "So do I."]);
    assert_eq!(offers(&ada, us), offers(&sam, us));
    assert_eq!(offers(&therapist, us), Vec::<String>::new());
}

/// Bug guarded against: somebody who is let in while another's device begins a new key, and is given it by neither.
#[test]
fn whoever_is_let_in_while_the_key_changes_gets_the_new_one() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let code = run(ada.make_pairing_code()).unwrap();
    let (tablet, _) = run(Member::pair(world.ports(), &code.text, PASSPHRASE, "tablet")).unwrap();
    whole(&tablet);
    whole(&ada);
    let therapist = world.begin("Dr Okafor", Role::CouplesTherapist).0;
    let invited = run(sam.invite(us, APP)).unwrap();
    run(sam.sync(us)).unwrap();
    run(therapist.join(&invited.link, &introduce("Dr Okafor", Roles::only(Role::CouplesTherapist))))
        .unwrap();
    run(sam.admit(us, invited.id, History::All)).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    run(ada.consent(us, ada.proposals(us)[0].candidate)).unwrap();
    run(ada.sync(us)).unwrap();
    // Sam lets them in, and is cut off before that arrives: after a checkpoint and a page of entries comes the append.
    world.relay.lost.set(Some((world.relay.requests.get() + 3, Lost::Request)));
    assert!(run(sam.sync(us)).is_err());
    let letting_in = |line: &RecordLine| {
        line.pending && matches!(line.what, What::Control(ControlView::Admitted { .. }))
    };
    assert!(sam.record(us).iter().any(letting_in), "their admission is on its way");
    // Ada removes her tablet meanwhile; the new key goes to those who are in then.
    run(ada.remove_device(&ada.devices()[1].key)).unwrap();
    run(ada.sync(us)).unwrap();
    run(ada.say(us, offer("Under the new key."))).unwrap();
    run(ada.sync(us)).unwrap();

    run(sam.sync(us)).unwrap();
    assert_eq!(run(therapist.poll_join(us)).unwrap(), JoinState::Joined);
    run(sam.sync(us)).unwrap();
    run(therapist.sync(us)).unwrap();
    assert_eq!(offers(&therapist, us), ["Under the new key."]);
    run(therapist.say(us, offer("Read."))).unwrap();
    run(therapist.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["Under the new key.", "Read."]);
}
