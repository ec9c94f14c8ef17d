//! Several devices of one person, and the way back with the words.

use steadfast_member::{
    Member, Restoring,
    error::{PairError, RestoreError, SayError, SyncProblem},
    view::{ControlView, LineEffect, Standing, What},
};
use steadfast_repair::people::{CircleKind, Role};

use crate::support::{Couple, World, address, offer, offers, page, run, whole};

#[test]
fn the_words_alone_bring_everything_back() {
    let world = World::new();
    let Couple { sam, ada, us, sam_words, .. } = world.couple();
    run(sam.say(sam.mine().unwrap(), page("Mine."))).unwrap();
    run(sam.say(us, offer("Ours."))).unwrap();
    whole(&sam);
    let relay = address();
    let restoring = Restoring {
        words: &sam_words,
        passphrase: "new passphrase",
        relay: &relay,
        device: "laptop",
    };
    let (again, restored) = run(Member::restore(world.ports(), restoring)).unwrap();
    assert_eq!((restored.circles.len(), restored.waiting.len()), (2, 0));
    assert_eq!(offers(&again, us), ["Ours."]);
    assert_eq!(again.mine(), sam.mine());
    assert!(again.relationship(again.mine().unwrap(), |mine| !mine.journal().is_empty()).unwrap());
    run(again.say(us, offer("From the laptop."))).unwrap();
    whole(&again);
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["Ours.", "From the laptop."]);
    let devices = &ada.circle(us).unwrap().people[0].devices;
    assert_eq!(devices.len(), 2, "Ada sees a new device of Sam's");

    let wrong = sam_words.replacen(' ', "  zoo ", 1);
    let restoring = Restoring { words: &wrong, ..restoring };
    assert!(matches!(
        run(Member::restore(world.ports(), restoring)).err(),
        Some(RestoreError::Words(_))
    ));
    let others = world.begin("Eve", Role::Supporter).2;
    let restoring = Restoring { words: &others, ..restoring };
    assert!(matches!(
        run(Member::restore(world.ports(), restoring)).err(),
        Some(RestoreError::NothingThere)
    ));
}

#[test]
fn a_device_is_paired_and_removed() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let code = run(sam.make_pairing_code()).unwrap();
    let (laptop, restored) =
        run(Member::pair(world.ports(), &code.text, "laptop passphrase", "laptop")).unwrap();
    assert_eq!(restored.circles.len(), 2);
    assert!(matches!(
        run(Member::pair(world.ports(), &code.text, "thief passphrase", "")).err(),
        Some(PairError::Gone)
    ));
    whole(&laptop);
    whole(&sam);
    let devices = sam.devices();
    assert_eq!(
        devices.iter().map(|device| device.name.as_str()).collect::<Vec<_>>(),
        ["phone", "laptop"]
    );
    assert_eq!(devices[1].circles.len(), 2);
    assert_eq!(laptop.devices()[1].name, "phone");

    // A circle that one device makes is on the other after it syncs.
    let supporter = run(laptop.create_circle(CircleKind::SupporterAndMe, None, None)).unwrap();
    whole(&laptop);
    whole(&laptop);
    let supporter = laptop.circle(supporter).unwrap().id;
    whole(&sam);
    whole(&sam);
    assert_eq!(sam.circle(supporter).unwrap().standing, Standing::In);

    run(sam.remove_device(&devices[1].key)).unwrap();
    whole(&sam);
    run(sam.say(us, offer("Without the laptop."))).unwrap();
    whole(&sam);
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&ada, us), ["Without the laptop."]);
    let keys: Vec<_> = ada
        .record(us)
        .into_iter()
        .filter(|line| line.what == What::Control(ControlView::KeyChanged))
        .collect();
    assert_eq!(
        keys.iter().filter(|line| line.effect == LineEffect::Took).count(),
        1,
        "a new key began"
    );
    assert!(matches!(run(laptop.sync(us)), Ok(_) | Err(SyncProblem::NotIn)));
    assert_eq!(laptop.circle(us).unwrap().standing, Standing::DeviceRemoved);
    assert!(matches!(run(laptop.say(us, offer("Still here?"))), Err(SayError::NotIn)));
}
