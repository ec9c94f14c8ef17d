//! Passphrases, and what lies in the store.

use std::rc::Rc;

use steadfast_member::{
    Door, Member, UnwrapError, door,
    error::{BeginError, UnlockError},
    view::Standing,
};
use steadfast_repair::people::{CircleKind, Role};

use crate::support::{APP, Couple, PASSPHRASE, World, beginning, offer, page, run, title, whole};

#[test]
fn wrong_passphrases_and_a_second_beginning_are_refused() {
    let world = World::new();
    let (member, ports, _) = world.begin("Sam", Role::BetrayingPartner);
    let wrong = run(Member::unlock(Rc::clone(&ports), "correct horse batterz"));
    assert!(matches!(wrong.err(), Some(UnlockError::Keystore(UnwrapError::WrongPassphrase))));
    let again =
        run(Member::begin(Rc::clone(&ports), beginning(&title("Ada"), Role::BetrayedPartner)));
    assert!(matches!(again.err(), Some(BeginError::NotEmpty)));
    run(member.change_passphrase(PASSPHRASE, "another passphrase")).unwrap();
    assert!(run(member.change_passphrase(PASSPHRASE, "and another one")).is_err());
    assert!(run(Member::unlock(Rc::clone(&ports), PASSPHRASE)).is_err());
    assert!(run(Member::unlock(ports, "another passphrase")).is_ok());
}

#[test]
fn mine_can_have_a_passphrase_of_its_own() {
    let world = World::new();
    let Couple { sam, us, sam_ports, .. } = world.couple();
    let mine = sam.mine().unwrap();
    run(sam.say(mine, page("Only mine."))).unwrap();
    run(sam.set_mine_passphrase(Some("another secret"))).unwrap();
    drop(sam);
    let sam = run(Member::unlock(Rc::clone(&sam_ports), PASSPHRASE)).unwrap();
    assert!(sam.mine_has_passphrase());
    assert!(sam.record(mine).is_empty());
    assert_eq!(sam.circles()[0].standing, Standing::Closed);
    run(sam.say(us, offer("This works."))).unwrap();
    whole(&sam);
    assert!(
        run(sam.create_circle(CircleKind::Us, None, None)).is_err(),
        "the seed lies where Mine does"
    );
    assert!(run(sam.open_mine("wrong wrong wrong")).is_err());
    run(sam.open_mine("another secret")).unwrap();
    assert_eq!(sam.mine(), Some(mine));
    assert!(!sam.record(mine).is_empty());
    whole(&sam);
    sam.close_mine();
    assert!(sam.record(mine).is_empty());
    run(sam.open_mine("another secret")).unwrap();
    run(sam.set_mine_passphrase(None)).unwrap();
    let sam = run(Member::unlock(sam_ports, PASSPHRASE)).unwrap();
    assert!(!sam.mine_has_passphrase() && !sam.record(mine).is_empty());
}

#[test]
fn nothing_of_what_was_written_or_who_it_is_lies_readable_in_the_store() {
    let world = World::new();
    let Couple { sam, us, sam_ports, .. } = world.couple();
    run(sam.say(us, offer("a very particular sentence"))).unwrap();
    whole(&sam);
    let stored = run(steadfast_member::ports::Store::scan(&sam_ports.store, "")).unwrap();
    assert!(stored.len() > 5);
    for (key, value) in stored {
        assert!(key == "keystore" || key.len() == 32, "{key}");
        let readable = String::from_utf8_lossy(&value).into_owned();
        for secret in ["particular", "Sam", "relay.example", "Europe"] {
            assert!(!readable.contains(secret), "{secret} lies at {key}");
        }
        assert!(!value.windows(32).any(|window| window == us.as_bytes()));
    }
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    use steadfast_member::ports::{Store, Write};
    let world = World::new();
    let (_, ports, _) = world.begin("Sam", Role::BetrayingPartner);
    // [2, …]: whatever a newer version keeps there.
    run(ports.store.commit(vec![Write::Put("keystore".into(), vec![0x82, 0x02, 0x00])])).unwrap();
    assert_eq!(run(door(&*ports)), Ok(Door::TooNew));
    let unlocked = run(Member::unlock(Rc::clone(&ports), PASSPHRASE));
    assert!(matches!(unlocked.err(), Some(UnlockError::Keystore(UnwrapError::TooNew))));
    let begun = run(Member::begin(ports, beginning(&title("Ada"), Role::BetrayedPartner)));
    assert!(matches!(begun.err(), Some(BeginError::NotEmpty)));
}

#[test]
fn what_opens_a_door_is_not_printed() {
    let world = World::new();
    let Couple { sam, us, .. } = world.couple();
    let code = run(sam.make_pairing_code()).unwrap();
    let invited = run(sam.invite(us, APP)).unwrap();
    let secret = invited.link.rsplit('#').next().unwrap();
    let printed = format!("{code:?} {invited:?} {:?}", sam.invitations(us, APP));
    assert!(!printed.contains(secret) && !printed.contains(code.text.as_str()), "{printed}");
}
