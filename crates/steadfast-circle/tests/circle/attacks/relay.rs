//! What a cheating relay does.

use super::{Scene, ada_of, catch_up, forge, nonce_of, scene, sent, serve_under, take, try_serve};
use crate::common::{Person, SeededRng, circle_of_one, content, entry_at, position_of};
use steadfast_circle::entry::{Control, Header, SignedEntry};
use steadfast_circle::evidence::{Broken, By};
use steadfast_circle::invitation::{KnockError, WelcomeError};
use steadfast_circle::log::checkpoint::{Checkpoint, CheckpointError, RelaySeed};
use steadfast_circle::membership::{Effect, NoEffect};
use steadfast_circle::relay_api::InvitationAnswer;
use steadfast_circle::verify::{Compared, Position, SyncError};
use steadfast_circle::writer::write_entry;
use steadfast_circle::{CircleId, body};

#[test]
fn relay_changes_a_byte_of_an_entry() {
    let mut scene = scene(101);
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let written = scene.ada.write(None, &content(30_000, b"what was said"), &mut scene.rng);
    scene.relay.append(&written);
    let honest = scene.relay.entries.clone();
    for at in 0..written.entry.bytes().len() {
        let mut entries = honest.clone();
        let last = entries.len() - 1;
        entries[last].0[at] ^= 1;
        // The relay may sign over what it forged, or leave the checkpoint as it was.
        for checkpoint in [scene.checkpoint_over(&entries), scene.checkpoint_over(&honest)] {
            let evidence = serve_under(&mut ben, &entries, &checkpoint);
            assert_eq!(evidence.index, Some(last as u64), "byte {at}: {evidence:?}");
        }
    }
}

#[test]
fn relay_changes_a_byte_of_a_body() {
    let Scene { relay, ada, mut ben, mut rng } = scene(102);
    let written = ada.write(None, &content(30_000, b"what was said"), &mut rng);
    let mut entries = relay.entries.clone();
    entries.push(sent(&written));
    let checkpoint = {
        let mut tree = relay.ledger.tree().clone();
        tree.append(written.entry.hash());
        relay.seed.sign(
            &relay.name,
            &Checkpoint { circle: relay.ledger.circle(), size: tree.size(), root: tree.root() },
        )
    };
    for at in 0..written.body.len() {
        let mut body = written.body.clone();
        body[at] ^= 1;
        let found = body::hash(&body);
        entries.last_mut().unwrap().1 = Some(body);
        let evidence = serve_under(&mut ben, &entries, &checkpoint);
        assert_eq!(evidence.broken, Broken::Body { signed: body::hash(&written.body), found });
        assert_eq!(evidence.by, By::Relay);
    }
}

#[test]
fn relay_drops_an_entry() {
    let mut scene = scene(103);
    let mut entries = scene.relay.entries.clone();
    let position = position_of(&scene.ada);
    let first = forge(&scene.ada, &position, b"first", &mut scene.rng);
    let second = forge(&scene.ada, &position.after(&first.entry), b"second", &mut scene.rng);
    entries.push(sent(&second));
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let evidence = scene.serve(&mut ben, &entries);
    let expected = position.sequence;
    assert_eq!(evidence.broken, Broken::Sequence { expected, found: expected + 1 });
    assert_eq!(evidence.by, By::Relay);
    // Dropping the newest entry while the checkpoint has it shows as a record that ends early.
    let honest = [scene.relay.entries.as_slice(), &[sent(&first)]].concat();
    let checkpoint = scene.checkpoint_over(&honest);
    let evidence = serve_under(&mut ben, &scene.relay.entries, &checkpoint);
    let size = honest.len() as u64;
    assert_eq!(evidence.broken, Broken::TooFewEntries { size, received: size - 1 });
}

#[test]
fn relay_drops_an_old_entry_for_somebody_who_has_nothing_yet() {
    let scene = scene(104);
    let mut entries = scene.relay.entries.clone();
    entries.remove(6);
    let mut ben = Person::new(2, scene.relay.ledger.circle(), scene.relay.ledger.roster().nonce());
    let evidence = scene.serve(&mut ben, &entries);
    assert!(
        matches!(evidence.broken, Broken::SeenOther { .. } | Broken::SeenTooMuch { .. }),
        "{evidence:?}"
    );
}

#[test]
fn relay_repeats_an_entry() {
    let scene = scene(105);
    let mut entries = scene.relay.entries.clone();
    entries.push(entries[5].clone());
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::Repeated { first: 5 });
    assert_eq!(evidence.by, By::Relay);
}

#[test]
fn relay_reorders_entries() {
    let mut scene = scene(106);
    // Neither saw the other, so each entry is good in either order; only the root tells.
    let (ada, ben) = (position_of(&scene.ada), position_of(&scene.ben));
    let hers = forge(&scene.ada, &ada, b"hers", &mut scene.rng);
    let his = forge(&scene.ben, &ben, b"his", &mut scene.rng);
    let base = scene.relay.entries.clone();
    let honest = [base.as_slice(), &[sent(&hers), sent(&his)]].concat();
    let swapped = [base.as_slice(), &[sent(&his), sent(&hers)]].concat();
    let mut reader = take(&scene.ben, 2);
    let evidence = serve_under(&mut reader, &swapped, &scene.checkpoint_over(&honest));
    assert!(matches!(evidence.broken, Broken::OtherRoot { .. }), "{evidence:?}");
    assert_eq!(evidence.by, By::Relay);
    // Two entries of one device cannot be swapped even under a checkpoint of their own.
    let next = forge(&scene.ada, &ada.after(&hers.entry), b"next", &mut scene.rng);
    let swapped = [base.as_slice(), &[sent(&next), sent(&hers)]].concat();
    let evidence = scene.serve(&mut reader, &swapped);
    assert!(matches!(evidence.broken, Broken::Sequence { .. }), "{evidence:?}");
}

#[test]
fn relay_rolls_back() {
    let scene = scene(107);
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let held = ben.replica.ledger().unwrap().size();
    let evidence = scene.serve(&mut ben, &scene.relay.entries[..held as usize - 1]);
    assert_eq!(evidence.broken, Broken::RolledBack { held, served: held - 1 });
    assert_eq!(evidence.by, By::Relay);
    assert!(
        evidence.held.is_some() && !evidence.checkpoint.is_empty(),
        "both checkpoints prove it"
    );
}

#[test]
fn relay_forks_at_the_tip() {
    let mut scene = scene(108);
    let position = position_of(&scene.ada);
    let shown_to_ben = forge(&scene.ada, &position, b"to Ben", &mut scene.rng);
    let base = scene.relay.entries.clone();
    let mut ben = take(&scene.ben, 2);
    let one = [base.as_slice(), &[sent(&shown_to_ben)]].concat();
    try_serve(&mut ben, &one, &scene.checkpoint_over(&one)).unwrap();
    let his = forge(&scene.ben, &position_of(&scene.ben), b"to Ada", &mut scene.rng);
    let other = [base.as_slice(), &[sent(&his)]].concat();
    let evidence = scene.serve(&mut ben, &other);
    assert!(matches!(evidence.broken, Broken::Forked { .. }), "{evidence:?}");
    assert_eq!(evidence.by, By::Relay);
}

#[test]
fn relay_forks_deep_and_an_entry_of_the_other_branch_arrives() {
    let mut scene = scene(109);
    // Ada writes on a branch that Ben is never shown, then the relay shows him what she writes next.
    let base = scene.relay.entries.clone();
    let hidden = forge(&scene.ben, &position_of(&scene.ben), b"only to Ada", &mut scene.rng);
    let branch = [base.as_slice(), &[sent(&hidden)]].concat();
    let mut ada = take(&scene.ada, 1);
    try_serve(&mut ada, &branch, &scene.checkpoint_over(&branch)).unwrap();
    let hers = ada.write(None, &content(40_000, b"having seen the branch"), &mut scene.rng);
    let other = forge(&scene.ben, &position_of(&scene.ben), b"only to Ben", &mut scene.rng);
    let shown = [base.as_slice(), &[sent(&other), sent(&hers)]].concat();
    let mut ben = take(&scene.ben, 2);
    let evidence = scene.serve(&mut ben, &shown);
    let size = base.len() as u64 + 1;
    assert!(
        matches!(evidence.broken, Broken::SeenOther { size: at, .. } if at == size),
        "{evidence:?}"
    );
    assert_eq!(evidence.by, By::Relay);
    assert_eq!(evidence.entry.as_deref(), Some(hers.entry.bytes()));
}

#[test]
fn relay_inserts_an_entry_by_a_device_that_is_no_member() {
    let mut scene = scene(110);
    let circle = scene.relay.ledger.circle();
    let mallory = Person::new(9, circle, scene.relay.ledger.roster().nonce());
    let position = Position { sequence: 0, previous: None, ..position_of(&scene.ada) };
    let key = scene.ada.replica.keys().get(0).unwrap();
    let forged = write_entry(
        mallory.member,
        &mallory.device,
        &position,
        None,
        &content(1, b""),
        key,
        &mut scene.rng,
    )
    .unwrap();
    let entries = [scene.relay.entries.as_slice(), &[sent(&forged)]].concat();
    let mut ben = take(&scene.ben, 2);
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::UnknownDevice { device: mallory.device.id() });
    // Certifying the device oneself does not make one a member either.
    let nonce = *scene.relay.ledger.roster().nonce();
    let certificate = mallory.seed.derive_identity(&nonce).certify(&nonce, &mallory.device);
    let add = |member, certificate, rng: &mut SeededRng| {
        let control = Some(Control::AddDevice(certificate));
        sent(
            &write_entry(member, &mallory.device, &position, control, &content(1, b""), key, rng)
                .unwrap(),
        )
    };
    let forged = add(mallory.member, certificate.clone(), &mut scene.rng);
    let evidence = scene.serve(&mut ben, &[scene.relay.entries.as_slice(), &[forged]].concat());
    assert_eq!(evidence.broken, Broken::AddedForStranger { member: mallory.member });
    // Nor does claiming to be a device of Ada's.
    let forged = add(scene.ada.member, certificate, &mut scene.rng);
    let evidence = scene.serve(&mut ben, &[scene.relay.entries.as_slice(), &[forged]].concat());
    assert!(matches!(evidence.broken, Broken::Uncertified(_)), "{evidence:?}");
}

#[test]
fn relay_serves_another_circles_entry() {
    let scene = scene(112);
    let mut rng = SeededRng(500);
    let (other, _, _) = circle_of_one(&mut rng);
    let mut ben = take(&scene.ben, 2);
    let entries = [scene.relay.entries.as_slice(), &other.entries[..1]].concat();
    let evidence = scene.serve(&mut ben, &entries);
    assert_eq!(evidence.broken, Broken::OtherCircle { found: other.ledger.circle() });
    // As the first entry it founds another circle than the one that was asked for.
    let mut fresh =
        Person::new(2, scene.relay.ledger.circle(), scene.relay.ledger.roster().nonce());
    let evidence = scene.serve(&mut fresh, &other.entries);
    assert_eq!(evidence.broken, Broken::OtherGenesis { found: other.ledger.circle() });
}

#[test]
fn relay_swaps_its_key_or_strips_the_signature() {
    let scene = scene(113);
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let held = ben.replica.ledger().unwrap().checkpoint();
    let other_key = RelaySeed::from_bytes([1; 32]).sign(&scene.relay.name, &held);
    let good = scene.relay.checkpoint();
    let stripped = good.split_once("\n\n").unwrap().0.to_owned() + "\n\n";
    let other_name = scene.relay.seed.sign(&"elsewhere.example".parse().unwrap(), &held);
    let other_circle = Checkpoint { circle: CircleId::from_bytes([5; 32]), ..held };
    let other_circle = scene.relay.seed.sign(&scene.relay.name, &other_circle);
    let cosigned = format!("{good}\u{2014} witness AAAAAAAA\n");
    for (checkpoint, expected) in [
        (other_key, CheckpointError::Signature),
        (
            good.replacen(&format!("\n{}\n", held.size), &format!("\n{}\n", held.size + 1), 1),
            CheckpointError::Signature,
        ),
        (stripped, CheckpointError::Malformed),
        (other_name, CheckpointError::Origin),
        (other_circle, CheckpointError::Origin),
        (cosigned, CheckpointError::Malformed),
        (good.replace('\n', "\r\n"), CheckpointError::Malformed),
        (String::new(), CheckpointError::Malformed),
        ("x".repeat(10_000), CheckpointError::Malformed),
    ] {
        let evidence = serve_under(&mut ben, &[], &checkpoint);
        assert_eq!(evidence.broken, Broken::Checkpoint(expected), "{checkpoint}");
        assert_eq!(evidence.by, By::Relay);
    }
    // A device that has nothing yet pins the key of the genesis entry, not the one that it is shown.
    let mut fresh =
        Person::new(2, scene.relay.ledger.circle(), scene.relay.ledger.roster().nonce());
    let swapped = RelaySeed::from_bytes([1; 32]).sign(&scene.relay.name, &held);
    let evidence = serve_under(&mut fresh, &scene.relay.entries, &swapped);
    assert_eq!(evidence.broken, Broken::Checkpoint(CheckpointError::Signature));
}

#[test]
fn relay_sits_in_the_middle_of_an_invitation() {
    let mut rng = SeededRng(114);
    let (mut relay, mut ada, founded) = circle_of_one(&mut rng);
    let (invitation, index) = ada.invite(&mut relay, &mut rng);
    let honest = InvitationAnswer {
        genesis: relay.entries[0].0.clone(),
        invite: relay.entries[index as usize].0.clone(),
        index,
    };
    assert!(invitation.open(&honest, 0).is_ok());
    assert_eq!(invitation.open(&honest, 10_000), Err(WelcomeError::Expired));
    // Another genesis: the circle's id in the link is its hash.
    let (other, _, _) = circle_of_one(&mut SeededRng(1));
    let answer = InvitationAnswer { genesis: other.entries[0].0.clone(), ..honest.clone() };
    assert_eq!(invitation.open(&answer, 0), Err(WelcomeError::OtherCircle));
    // An invite entry of the relay's own making, by a device of its own that claims to be Ada's.
    let mallory = Person::new(9, founded.circle, &founded.nonce);
    let (another, _) = ada.invite(&mut relay, &mut rng);
    let forge_invite = |control: Control| {
        let header = Header {
            device: mallory.device.id(),
            control: Some(control),
            ..entry_at(&relay, index as usize).header().clone()
        };
        let invite = SignedEntry::sign(&header, &mallory.device).unwrap().into_bytes();
        InvitationAnswer { invite, ..honest.clone() }
    };
    let Some(Control::Invite(real)) = entry_at(&relay, index as usize).control().cloned() else {
        panic!()
    };
    let mut altered = real.clone();
    altered.offer[30] ^= 1;
    assert_eq!(
        invitation.open(&forge_invite(Control::Invite(altered)), 0),
        Err(WelcomeError::Offer)
    );
    let mut other_key = real.clone();
    other_key.key = another.key();
    assert_eq!(
        invitation.open(&forge_invite(Control::Invite(other_key)), 0),
        Err(WelcomeError::OtherInviter)
    );
    // A knock of the relay's own making does not open, and one for another invitation does not count for this one.
    let candidate = mallory.seed.derive_candidate(&founded.nonce, &mallory.device);
    let replayed = another.seal_knock(&candidate, "Ben", &[], &mut rng).unwrap();
    assert!(matches!(
        invitation.open_knock(&founded.nonce, &replayed),
        Err(KnockError::Unopened(_))
    ));
    let Control::Propose { candidate, signature, .. } =
        another.open_knock(&founded.nonce, &replayed).unwrap().propose()
    else {
        panic!()
    };
    let crossed = Control::Propose { candidate, invitation: invitation.id(), signature };
    let effect = ada.say(&mut relay, Some(crossed), 1, &mut rng).effect;
    assert_eq!(effect, Effect::None(NoEffect::InvitationSignature));
    // Keys for another circle are not accepted in this one.
    let elsewhere = mallory.seed.derive_candidate(&nonce_of(&ada_of(&other)), &mallory.device);
    let sealed = invitation.seal_knock(&elsewhere, "Ben", &[], &mut rng).unwrap();
    assert!(matches!(
        invitation.open_knock(&founded.nonce, &sealed),
        Err(KnockError::Candidate(_))
    ));
}

#[test]
fn relay_holds_back_new_entries() {
    let mut scene = scene(115);
    let stale = scene.relay.checkpoint();
    let before = scene.ben.replica.ledger().unwrap().size();
    for n in 0..3 {
        scene.ada.say(&mut scene.relay, None, 50_000 + n, &mut scene.rng);
    }
    // Ben's device cannot tell: the old checkpoint is genuine. What he writes shows how little he was shown.
    try_serve(&mut scene.ben, &scene.relay.entries.clone()[..before as usize], &stale).unwrap();
    let his = scene.ben.write(None, &content(60_000, b"nobody writes to me"), &mut scene.rng);
    let index = scene.relay.append(&his).index;
    catch_up(&mut scene.ada, &scene.relay);
    let ledger = scene.ada.replica.ledger().unwrap();
    assert_eq!(ledger.seen_at(index), Some(before), "three entries behind");
    // Compared in person, the two records differ in length.
    let comparison = ledger.comparison();
    let bens = scene.ben.replica.ledger().unwrap();
    assert_eq!(bens.compare(&comparison), Compared::OtherIsLonger { by: 4 });
}

#[test]
fn relay_sends_endless_huge_nested_or_truncated_data() {
    let mut scene = scene(116);
    let more = forge(&scene.ada, &position_of(&scene.ada), b"more", &mut scene.rng);
    let honest = [scene.relay.entries.as_slice(), &[sent(&more)]].concat();
    let checkpoint = scene.checkpoint_over(&honest);
    let mut ben = take(&scene.ben, 2);
    catch_up(&mut ben, &scene.relay);
    let good = scene.relay.page(0);
    let pages: [(&str, Vec<u8>); 7] = [
        ("nothing at all", Vec::new()),
        ("truncated", good[..good.len() / 2].to_vec()),
        ("followed by more", [good.as_slice(), &[0]].concat()),
        ("nested", vec![0x81; 100_000]),
        ("a list of four thousand million", vec![0x9b, 0, 0, 0, 1, 0, 0, 0, 0]),
        ("a string of eighteen exabytes", [&[0x81, 0x82, 0x5b][..], &[0xff; 8]].concat()),
        ("huge", vec![0x80; 10 * 1024 * 1024]),
    ];
    for (what, page) in pages {
        ben.replica.begin(&checkpoint).unwrap();
        let Err(SyncError::Broken(failure)) = ben.replica.step(&page) else { panic!("{what}") };
        assert!(
            matches!(failure.evidence.broken, Broken::Page { .. }),
            "{what}: {:?}",
            failure.evidence
        );
    }
    let empty = serve_under(&mut ben, &honest[..honest.len() - 1], &checkpoint);
    assert!(matches!(empty.broken, Broken::TooFewEntries { .. }), "{empty:?}");
    // A body that was never erased may not be missing.
    let mut entries = honest.clone();
    entries.last_mut().unwrap().1 = None;
    let index = entries.len() as u64 - 1;
    assert_eq!(serve_under(&mut ben, &entries, &checkpoint).broken, Broken::BodyDropped { index });
    let mut entries = honest.clone();
    entries.last_mut().unwrap().1 = Some(vec![0; body::BODY_LENGTH_MAX + 1]);
    let length = body::BODY_LENGTH_MAX as u64 + 1;
    assert_eq!(serve_under(&mut ben, &entries, &checkpoint).broken, Broken::BodyTooLong { length });
    try_serve(&mut ben, &honest, &checkpoint).unwrap();
}
