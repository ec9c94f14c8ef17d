//! What a cheating author does, and a former one.

use super::{catch_up, forge, scene, sent, take};
use crate::common::{content, position_of};
use steadfast_circle::entry::{Control, Header, SignedEntry};
use steadfast_circle::evidence::{Broken, By};
use steadfast_circle::verify::{Position, Reading, Windows};
use steadfast_circle::writer::{Written, write_entry};
use steadfast_circle::{Root, body};

#[test]
fn author_edits_or_deletes_an_entry_of_their_own() {
    let mut scene = scene(117);
    let position = position_of(&scene.ada);
    let said = forge(&scene.ada, &position, b"what was said", &mut scene.rng);
    scene.relay.append(&said);
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let last = scene.relay.entries.len() - 1;
    // Signed anew and put in the old one's place, with a relay that plays along.
    let mut edited = scene.relay.entries.clone();
    edited[last] = sent(&forge(&scene.ada, &position, b"what suits better", &mut scene.rng));
    assert!(matches!(scene.serve(&mut ben, &edited).broken, Broken::Forked { .. }));
    let deleted = &scene.relay.entries[..last];
    assert!(matches!(scene.serve(&mut ben, deleted).broken, Broken::RolledBack { .. }));
}

#[test]
fn author_backdates_an_entry() {
    let mut scene = scene(118);
    scene.ada.sync(&scene.relay).unwrap();
    let backdated = {
        let position = position_of(&scene.ada);
        let key = scene.ada.replica.keys().get(0).unwrap();
        let words = content(-1_000_000, b"I said so long ago");
        write_entry(
            scene.ada.member,
            &scene.ada.device,
            &position,
            None,
            &words,
            key,
            &mut scene.rng,
        )
        .unwrap()
    };
    let index = scene.relay.append(&backdated).index;
    scene.ben.say(&mut scene.relay, None, 99_000, &mut scene.rng);
    let mut reader = take(&scene.ben, 2);
    let outcome = reader.sync(&scene.relay).unwrap();
    let mut windows = Windows::new();
    for new in outcome.verified {
        let Reading::Opened(content) = new.content else { panic!() };
        windows.push(
            new.entry.header().member,
            new.entry.header().seen_size,
            Some(content.claimed_ms),
        );
    }
    let window = windows.get(index).unwrap();
    assert_eq!((window.not_before_ms, window.not_after_ms), (Some(20_003), Some(99_000)));
    assert!(!window.contains(-1_000_000));
}

#[test]
fn author_signs_two_entries_of_one_number() {
    let mut scene = scene(119);
    let position = position_of(&scene.ada);
    let one = forge(&scene.ada, &position, b"yes", &mut scene.rng);
    let first = scene.relay.append(&one).index;
    let other = forge(&scene.ada, &position, b"no", &mut scene.rng);
    let refused = scene.relay.ledger.check(&other.entry, Some(&other.body));
    let equivocation = Broken::Equivocation { sequence: position.sequence, first };
    assert_eq!(refused, Err(equivocation.clone()), "an honest relay refuses it");
    let entries = [scene.relay.entries.as_slice(), &[sent(&other)]].concat();
    let mut ben = take(&scene.ben, 2);
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, equivocation);
    assert_eq!(evidence.by, By::Author(scene.ada.member));
}

#[test]
fn author_takes_back_what_they_had_seen() {
    let mut scene = scene(120);
    let position = position_of(&scene.ada);
    let last = scene.relay.ledger.size();
    let one = forge(&scene.ada, &position, b"seen all", &mut scene.rng);
    scene.relay.append(&one);
    let before = scene.relay.ledger.root_at(last - 1).unwrap();
    let less = Position { seen_size: last - 1, seen_root: before, ..position.after(&one.entry) };
    let other = forge(&scene.ada, &less, b"seen less", &mut scene.rng);
    let entries = [scene.relay.entries.as_slice(), &[sent(&other)]].concat();
    let mut ben = take(&scene.ben, 2);
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::SeenLess { seen: last - 1, before: last });
    assert_eq!(evidence.by, By::Author(scene.ada.member));
}

#[test]
fn author_claims_what_cannot_be() {
    let mut scene = scene(121);
    let position = position_of(&scene.ada);
    let size = position.seen_size;
    let mut ben = take(&scene.ben, 2);
    let cases = [
        (
            Position { seen_size: size + 1, ..position },
            Broken::SeenTooMuch { seen: size + 1, index: size },
        ),
        (
            Position { seen_root: Root::from_bytes([1; 32]), ..position },
            Broken::SeenOther { size, held: position.seen_root, seen: Root::from_bytes([1; 32]) },
        ),
        (
            Position { previous: scene.relay.ledger.hash_at(0), ..position },
            Broken::Previous {
                expected: position.previous.unwrap(),
                found: scene.relay.ledger.hash_at(0).unwrap(),
            },
        ),
    ];
    for (position, expected) in cases {
        let forged = forge(&scene.ada, &position, b"", &mut scene.rng);
        let entries = [scene.relay.entries.as_slice(), &[sent(&forged)]].concat();
        assert_eq!(scene.serve(&mut ben, &entries).broken, expected);
    }
    let epoch = {
        let key = scene.ada.replica.keys().get(0).unwrap();
        let position = Position { epoch: 1, ..position };
        write_entry(
            scene.ada.member,
            &scene.ada.device,
            &position,
            None,
            &content(1, b""),
            key,
            &mut scene.rng,
        )
        .unwrap()
    };
    let entries = [scene.relay.entries.as_slice(), &[sent(&epoch)]].concat();
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::Epoch { expected: 0, found: 1 });
    assert_eq!(evidence.by, By::Either(scene.ada.member));
}

#[test]
fn author_speaks_as_the_other() {
    let mut scene = scene(122);
    let position = position_of(&scene.ben);
    let key = scene.ada.replica.keys().get(0).unwrap();
    let mut header = forge(&scene.ben, &position, b"", &mut scene.rng).entry.header().clone();
    let body =
        body::seal(&content(1, b"I am sorry"), key, header.binding(), &mut scene.rng).unwrap();
    header.body_hash = body::hash(&body);
    // With Ben's device in the header, Ada's signature does not hold.
    let signed_by_ada = {
        let own = Header { device: scene.ada.device.id(), ..header.clone() };
        let signature = *SignedEntry::sign(&own, &scene.ada.device).unwrap().signature();
        let mut writer = steadfast_circle::cbor::Writer::new();
        writer.array(2).bytes(header.to_bytes()).bytes(signature.as_bytes());
        writer.finish()
    };
    let entries = [scene.relay.entries.as_slice(), &[(signed_by_ada, Some(body.clone()))]].concat();
    let mut ben = take(&scene.ben, 2);
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::Signature { device: scene.ben.device.id() });
    // With her own device, the device is not Ben's.
    let ada = position_of(&scene.ada);
    let key = scene.ada.replica.keys().get(0).unwrap();
    let forged = write_entry(
        scene.ben.member,
        &scene.ada.device,
        &ada,
        None,
        &content(1, b""),
        key,
        &mut scene.rng,
    )
    .unwrap();
    let entries = [scene.relay.entries.as_slice(), &[sent(&forged)]].concat();
    let evidence = scene.serve(&mut ben, &entries);
    let device = scene.ada.device.id();
    assert_eq!(evidence.broken, Broken::OtherMember { device, owner: scene.ada.member });
}

#[test]
fn author_writes_under_a_key_that_somebody_who_left_still_holds() {
    let mut scene = scene(123);
    scene.ben.say(&mut scene.relay, Some(Control::Leave), 25_000, &mut scene.rng);
    catch_up(&mut scene.ada, &scene.relay);
    let position = Position { stale: false, ..position_of(&scene.ada) };
    let forged = forge(&scene.ada, &position, b"for Ben's eyes too", &mut scene.rng);
    let entries = [scene.relay.entries.as_slice(), &[sent(&forged)]].concat();
    let mut reader = take(&scene.ada, 1);
    let evidence = scene.serve(&mut reader, &entries);
    assert_eq!(evidence.broken, Broken::Stale);
    assert_eq!(evidence.by, By::Author(scene.ada.member));
}

#[test]
fn a_body_that_does_not_open_is_shown_as_unreadable_and_stops_nothing() {
    let mut scene = scene(124);
    let position = position_of(&scene.ada);
    let garbage = vec![7; 400];
    let mut header = forge(&scene.ada, &position, b"", &mut scene.rng).entry.header().clone();
    header.body_hash = body::hash(&garbage);
    let entry = SignedEntry::sign(&header, &scene.ada.device).unwrap();
    let index = scene.relay.append(&Written { entry, body: garbage }).index;
    let mut ben = take(&scene.ben, 2);
    let outcome = ben.sync(&scene.relay).unwrap();
    let Reading::Unreadable(error) = outcome.verified[index as usize].content else { panic!() };
    assert_eq!(error, body::OpenError::Commitment);
}

#[test]
fn an_entry_of_a_newer_version_asks_for_newer_software() {
    let scene = scene(125);
    let mut writer = steadfast_circle::cbor::Writer::new();
    writer.array(12).uint(2).null();
    let header = writer.finish();
    let mut writer = steadfast_circle::cbor::Writer::new();
    writer.array(2).bytes(header).bytes([0; 64]);
    let entries = [scene.relay.entries.as_slice(), &[(writer.finish(), None)]].concat();
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::NewerVersion { version: 2 });
    assert_eq!(evidence.by, By::Nobody);
}

#[test]
fn former_device_and_former_member_append() {
    let mut scene = scene(111);
    let late = forge(&scene.ben, &position_of(&scene.ben), b"too late", &mut scene.rng);
    let mut ben = take(&scene.ben, 2);
    let left = ben.say(&mut scene.relay, Some(Control::Leave), 25_000, &mut scene.rng).index;
    let after =
        Position { sequence: position_of(&scene.ben).sequence + 1, ..position_of(&scene.ben) };
    let after = Position { previous: scene.relay.ledger.hash_at(left), ..after };
    let after = forge(&scene.ben, &after, b"after leaving", &mut scene.rng);
    let mut ada = take(&scene.ada, 1);
    catch_up(&mut ada, &scene.relay);
    for written in [late, after] {
        let entries = [scene.relay.entries.as_slice(), &[sent(&written)]].concat();
        let evidence = scene.serve(&mut ada, &entries);
        assert_eq!(
            evidence.broken,
            Broken::RemovedDevice { device: ben.device.id(), removed: left }
        );
        assert_eq!(evidence.by, By::Relay);
    }
}
