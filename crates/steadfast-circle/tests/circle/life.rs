//! A circle's life, from its founding to its end, between honest people on an honest relay.

use super::common::{
    Person, Relay, SeededRng, circle_of_one, circle_of_two, content, entry_at, invite, position_of,
};
use steadfast_circle::device::DeviceSeed;
use steadfast_circle::entry::Control;
use steadfast_circle::epoch::EpochKey;
use steadfast_circle::evidence::Broken;
use steadfast_circle::locker::{LockerCircle, MemberLocker};
use steadfast_circle::membership::{Change, Effect, NoEffect};
use steadfast_circle::verify::{Compared, Comparison, Ledger, Reading, Receiver, Replica};
use steadfast_circle::writer::{WriteError, admit, begin_epoch, grant_owed, write_entry};

#[test]
fn what_the_founder_says_is_read_again_by_their_device() {
    let mut rng = SeededRng(1);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    let outcome = ada.sync(&relay).unwrap();
    assert_eq!(outcome.verified.len(), 1);
    assert_eq!(outcome.verified[0].content, Reading::Opened(content(2_000, b"words")));
    assert_eq!(ada.replica.ledger().unwrap().root(), relay.ledger.root());
}

#[test]
fn a_founder_goes_on_writing_before_the_relay_has_answered() {
    let mut rng = SeededRng(2);
    let (mut relay, mut ada, founded) = circle_of_one(&mut rng);
    let first = write_entry(
        ada.member,
        &ada.device,
        &founded.position,
        None,
        &content(2, b"a"),
        &founded.key,
        &mut rng,
    )
    .unwrap();
    let next = founded.position.after(&first.entry);
    let second = write_entry(
        ada.member,
        &ada.device,
        &next,
        None,
        &content(3, b"b"),
        &founded.key,
        &mut rng,
    )
    .unwrap();
    assert_eq!(relay.append(&first).index, 1);
    assert_eq!(relay.append(&second).index, 2);
    assert_eq!(ada.sync(&relay).unwrap().verified.len(), 3);
}

#[test]
fn an_invited_person_joins_and_reads_what_they_were_granted() {
    let mut rng = SeededRng(3);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    assert!(relay.ledger.roster().is_member(&ben.member));
    ben.say(&mut relay, None, 9_000, &mut rng);
    let outcome = ada.sync(&relay).unwrap();
    assert_eq!(outcome.verified.last().unwrap().content, Reading::Opened(content(9_000, b"words")));
    let all = ben.replica.ledger().unwrap().size();
    assert_eq!(all + 1, relay.ledger.size(), "Ben has yet to fetch his own entry");
}

#[test]
fn a_third_person_needs_the_yes_of_everybody() {
    let mut rng = SeededRng(4);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let cleo = Person::new(3, relay.ledger.circle(), relay.ledger.roster().nonce());
    let hash = invite(&mut relay, &mut ada, &cleo, &mut rng);
    let admit = ada.admit(&relay, &hash, &mut rng);
    let effect = ada.say(&mut relay, Some(admit.clone()), 5_000, &mut rng).effect;
    assert_eq!(effect, Effect::None(NoEffect::NotConsented { missing: vec![ben.member] }));
    let effect = ben.say(&mut relay, Some(Control::Consent(hash)), 6_000, &mut rng).effect;
    assert_eq!(effect, Effect::Took(Change::Consented { candidate: hash }));
    let effect = ada.say(&mut relay, Some(admit.clone()), 7_000, &mut rng).effect;
    assert_eq!(effect, Effect::Took(Change::Admitted { candidate: hash, member: cleo.member }));
    let effect = ada.say(&mut relay, Some(admit), 8_000, &mut rng).effect;
    assert_eq!(effect, Effect::None(NoEffect::NotProposed));
}

#[test]
fn an_invitation_is_used_once() {
    let mut rng = SeededRng(5);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    let (circle, nonce) = (relay.ledger.circle(), *relay.ledger.roster().nonce());
    let (ben, mallory) = (Person::new(2, circle, &nonce), Person::new(9, circle, &nonce));
    let (invitation, _) = ada.invite(&mut relay, &mut rng);
    let knock = |person: &Person, rng: &mut SeededRng| {
        let candidate = person.seed.derive_candidate(&nonce, &person.device);
        let sealed = invitation.seal_knock(&candidate, "somebody", &[], rng).unwrap();
        invitation.open_knock(&nonce, &sealed).unwrap().propose()
    };
    let (first, second) = (knock(&ben, &mut rng), knock(&mallory, &mut rng));
    assert!(matches!(
        ada.say(&mut relay, Some(first), 1, &mut rng).effect,
        Effect::Took(Change::Proposed { .. })
    ));
    let effect = ada.say(&mut relay, Some(second), 2, &mut rng).effect;
    assert_eq!(effect, Effect::None(NoEffect::InvitationNotOpen));
}

#[test]
fn a_withdrawn_invitation_lets_nobody_in() {
    let mut rng = SeededRng(6);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    let (invitation, _) = ada.invite(&mut relay, &mut rng);
    let withdraw = Control::WithdrawInvitation(invitation.id());
    let effect = ada.say(&mut relay, Some(withdraw.clone()), 1, &mut rng).effect;
    assert_eq!(effect, Effect::Took(Change::InvitationWithdrawn { invitation: invitation.id() }));
    let effect = ada.say(&mut relay, Some(withdraw), 2, &mut rng).effect;
    assert_eq!(effect, Effect::None(NoEffect::InvitationNotOpen));
}

#[test]
fn a_second_device_adds_itself_and_reads_by_the_words() {
    let mut rng = SeededRng(7);
    let (mut relay, mut ada, founded) = circle_of_one(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    let mut tablet = Person::with_seeds([1; 32], [0x91; 32], founded.circle, &founded.nonce);
    let outcome = tablet.sync(&relay).unwrap();
    assert_eq!(
        outcome.verified[1].content,
        Reading::Opened(content(2_000, b"words")),
        "the recovery key opens"
    );
    let certificate =
        tablet.seed.derive_identity(&founded.nonce).certify(&founded.nonce, &tablet.device);
    let effect =
        tablet.say(&mut relay, Some(Control::AddDevice(certificate)), 3_000, &mut rng).effect;
    let device = tablet.device.id();
    assert_eq!(effect, Effect::Took(Change::DeviceAdded { member: ada.member, device }));
    tablet.say(&mut relay, None, 4_000, &mut rng);
    assert_eq!(ada.sync(&relay).unwrap().verified.len(), 3);
    assert_eq!(ada.replica.ledger().unwrap().author_at(3), Some(ada.member));
}

#[test]
fn after_somebody_left_nothing_is_said_until_a_new_epoch() {
    let mut rng = SeededRng(8);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let effect = ben.say(&mut relay, Some(Control::Leave), 5_000, &mut rng).effect;
    assert_eq!(effect, Effect::Took(Change::Left { member: ben.member }));
    ada.sync(&relay).unwrap();
    let position = position_of(&ada);
    let key = ada.replica.keys().get(0).unwrap().clone();
    let words = content(6_000, b"still here");
    let refused = write_entry(ada.member, &ada.device, &position, None, &words, &key, &mut rng);
    assert_eq!(refused.unwrap_err(), WriteError::Stale);

    let new = begin_epoch(ada.replica.ledger().unwrap().roster(), &mut rng).unwrap();
    let [begin] = new.controls.try_into().unwrap();
    let effect = ada.say(&mut relay, Some(begin), 6_000, &mut rng).effect;
    assert_eq!(effect, Effect::Took(Change::EpochBegun { epoch: 1 }));
    ada.say(&mut relay, None, 7_000, &mut rng);
    let outcome = ada.sync(&relay).unwrap();
    assert_eq!(outcome.verified.last().unwrap().content, Reading::Opened(content(7_000, b"words")));
    // Even given every entry, somebody who left has no key to what came afterwards.
    let outcome = ben.sync(&relay).unwrap();
    assert_eq!(outcome.verified.last().unwrap().content, Reading::NoKey);
}

#[test]
fn an_epoch_begun_without_knowing_of_a_removal_does_not_end_staleness() {
    let mut rng = SeededRng(9);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    ada.sync(&relay).unwrap();
    let unknowing = begin_epoch(ada.replica.ledger().unwrap().roster(), &mut rng).unwrap();
    let [begin] = unknowing.controls.try_into().unwrap();
    let begin = ada.write(Some(begin), &content(4_000, b""), &mut rng);
    ben.say(&mut relay, Some(Control::Leave), 5_000, &mut rng);
    assert_eq!(relay.append(&begin).effect, Effect::Took(Change::EpochBegun { epoch: 1 }));
    assert!(relay.ledger.roster().is_stale(), "the new key was granted to Ben too");
    ada.sync(&relay).unwrap();
    let knowing = begin_epoch(ada.replica.ledger().unwrap().roster(), &mut rng).unwrap();
    let [begin] = knowing.controls.try_into().unwrap();
    ada.say(&mut relay, Some(begin), 6_000, &mut rng);
    assert!(!relay.ledger.roster().is_stale());
}

#[test]
fn of_two_epochs_begun_at_once_only_the_first_counts() {
    let mut rng = SeededRng(10);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let mut begin = |person: &mut Person, relay: &Relay| {
        person.sync(relay).unwrap();
        let new = begin_epoch(person.replica.ledger().unwrap().roster(), &mut rng).unwrap();
        let [begin] = new.controls.try_into().unwrap();
        person.write(Some(begin), &content(4_000, b""), &mut rng)
    };
    let (first, second) = (begin(&mut ada, &relay), begin(&mut ben, &relay));
    assert_eq!(relay.append(&first).effect, Effect::Took(Change::EpochBegun { epoch: 1 }));
    assert_eq!(relay.append(&second).effect, Effect::None(NoEffect::EpochNotNext { in_force: 1 }));
    ada.sync(&relay).unwrap();
    ben.sync(&relay).unwrap();
    assert_eq!(
        ada.replica.keys().get(1).unwrap().as_bytes(),
        ben.replica.keys().get(1).unwrap().as_bytes(),
        "both hold the first one's key"
    );
}

#[test]
fn keys_that_come_later_open_what_was_there_before() {
    let mut rng = SeededRng(11);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    let ben = Person::new(2, relay.ledger.circle(), relay.ledger.roster().nonce());
    let hash = invite(&mut relay, &mut ada, &ben, &mut rng);
    let nothing = Control::Admit { candidate: hash, grants: Vec::new() };
    ada.say(&mut relay, Some(nothing), 3_000, &mut rng);
    let mut ben = ben;
    assert!(ben.sync(&relay).unwrap().verified.iter().all(|new| new.content == Reading::NoKey));
    ada.sync(&relay).unwrap();
    let roster = ada.replica.ledger().unwrap().roster();
    let [grant] = grant_owed(roster, ada.replica.keys(), &mut rng).unwrap().try_into().unwrap();
    ada.say(&mut relay, Some(grant), 4_000, &mut rng);
    assert_eq!(ben.sync(&relay).unwrap().learned, [0]);
    let (entry, body) = (entry_at(&relay, 1), relay.entries[1].1.clone().unwrap());
    assert_eq!(ben.replica.read(&entry, &body), Reading::Opened(content(2_000, b"words")));
}

/// Bug guarded against: somebody who is let in while another begins an epoch, and is granted it by neither.
#[test]
fn whoever_comes_in_while_an_epoch_begins_is_owed_its_key_until_somebody_grants_it() {
    let mut rng = SeededRng(41);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let mut cleo = Person::new(3, relay.ledger.circle(), relay.ledger.roster().nonce());
    let hash = invite(&mut relay, &mut ada, &cleo, &mut rng);
    ben.say(&mut relay, Some(Control::Consent(hash)), 4_000, &mut rng);
    ada.sync(&relay).unwrap();
    ben.sync(&relay).unwrap();
    // Both write without having seen the other's.
    let roster = |person: &Person| person.replica.ledger().unwrap().roster().clone();
    let [letting_in] = admit(&roster(&ada), &hash, ada.replica.keys(), &mut rng)
        .unwrap()
        .unwrap()
        .try_into()
        .unwrap();
    let [beginning] = begin_epoch(&roster(&ben), &mut rng).unwrap().controls.try_into().unwrap();
    let letting_in = ada.write(Some(letting_in), &content(5_000, b""), &mut rng);
    let beginning = ben.write(Some(beginning), &content(5_000, b""), &mut rng);
    for orders in [[&letting_in, &beginning], [&beginning, &letting_in]] {
        let mut ledger = relay.ledger.clone();
        for written in orders {
            ledger.append(&written.entry, Some(&written.body)).unwrap();
        }
        let owed: Vec<_> =
            ledger.roster().owed().map(|(id, _, epochs)| (id, epochs.len())).collect();
        assert_eq!(owed.len(), 2, "device and recovery key");
        assert!(owed.iter().all(|(_, epochs)| *epochs == 1));
    }
    relay.append(&letting_in);
    relay.append(&beginning);
    ada.sync(&relay).unwrap();
    cleo.sync(&relay).unwrap();
    assert!(cleo.replica.keys().get(1).is_none());
    let [grant] =
        grant_owed(&roster(&ada), ada.replica.keys(), &mut rng).unwrap().try_into().unwrap();
    ada.say(&mut relay, Some(grant), 6_000, &mut rng);
    assert_eq!(cleo.sync(&relay).unwrap().learned, [1]);
    assert_eq!(relay.ledger.roster().owed().count(), 0);
    assert!(grant_owed(&roster(&cleo), cleo.replica.keys(), &mut rng).unwrap().is_empty());
    let kept = Ledger::from_bytes(&relay.ledger.to_bytes()).unwrap();
    assert_eq!(kept.roster(), relay.ledger.roster(), "a kept ledger owes nothing either");
}

#[test]
fn an_author_erases_their_own_words_and_nobody_elses() {
    let mut rng = SeededRng(12);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let said = ada.say(&mut relay, None, 5_000, &mut rng).index;
    let hash = relay.ledger.hash_at(said).unwrap();
    let known = ben.sync(&relay).unwrap().verified.pop().unwrap();
    assert_eq!(known.content, Reading::Opened(content(5_000, b"words")));
    let effect = ben.say(&mut relay, Some(Control::Erase(vec![hash])), 6_000, &mut rng).effect;
    assert_eq!(effect, Effect::None(NoEffect::NothingToErase));
    assert!(relay.entries[said as usize].1.is_some());
    let erase = ada.say(&mut relay, Some(Control::Erase(vec![hash, hash])), 7_000, &mut rng);
    assert_eq!(erase.effect, Effect::Took(Change::Erased { entries: vec![said] }));
    assert!(relay.entries[said as usize].1.is_none());
    assert_eq!(ben.sync(&relay).unwrap().erased, [(said, erase.index)]);
    let mut fresh = Person::new(2, relay.ledger.circle(), relay.ledger.roster().nonce());
    let outcome = fresh.sync(&relay).unwrap();
    assert_eq!(outcome.verified[said as usize].content, Reading::Erased { by: erase.index });
}

#[test]
fn a_kept_ledger_is_the_ledger() {
    let mut rng = SeededRng(13);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let said = ada.say(&mut relay, None, 5_000, &mut rng).index;
    let hash = relay.ledger.hash_at(said).unwrap();
    ada.say(&mut relay, Some(Control::Erase(vec![hash])), 6_000, &mut rng);
    ben.say(&mut relay, Some(Control::Leave), 7_000, &mut rng);
    ada.sync(&relay).unwrap();
    let new = begin_epoch(ada.replica.ledger().unwrap().roster(), &mut rng).unwrap();
    for control in new.controls {
        ada.say(&mut relay, Some(control), 8_000, &mut rng);
    }
    let kept = Ledger::from_bytes(&relay.ledger.to_bytes()).unwrap();
    assert_eq!(kept.to_bytes(), relay.ledger.to_bytes());
    assert_eq!(kept.roster(), relay.ledger.roster());
    assert_eq!(kept.root(), relay.ledger.root());
    for size in 0..=kept.size() {
        assert_eq!(kept.epoch_at(size), relay.ledger.epoch_at(size), "{size}");
        assert_eq!(kept.is_stale_at(size), relay.ledger.is_stale_at(size), "{size}");
        assert_eq!(kept.erased_by(size), relay.ledger.erased_by(size), "{size}");
    }
    let checkpoint = ada.replica.checkpoint().map(str::to_owned);
    let receivers = vec![Receiver::from(&ada.device)];
    ada.sync(&relay).unwrap();
    ada.replica = Replica::resume(kept, checkpoint, receivers, ada.replica.keys().clone());
    ada.say(&mut relay, None, 9_000, &mut rng);
    assert_eq!(ada.sync(&relay).unwrap().verified.len(), 1);
}

#[test]
fn a_rewound_ledger_is_the_ledger_before() {
    let mut rng = SeededRng(14);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let (before, mark) = (relay.ledger.to_bytes(), relay.ledger.mark());
    let roster = relay.ledger.roster().clone();
    let said = ada.say(&mut relay, None, 5_000, &mut rng).index;
    let hash = relay.ledger.hash_at(said).unwrap();
    ada.say(&mut relay, Some(Control::Erase(vec![hash])), 6_000, &mut rng);
    let nonce = *relay.ledger.roster().nonce();
    let mut tablet = Person::with_seeds([1; 32], [0x91; 32], relay.ledger.circle(), &nonce);
    let certificate = tablet.seed.derive_identity(&nonce).certify(&nonce, &tablet.device);
    tablet.say(&mut relay, Some(Control::AddDevice(certificate)), 7_000, &mut rng);
    ben.say(&mut relay, Some(Control::Leave), 8_000, &mut rng);
    relay.ledger.rewind(&mark);
    relay.entries.truncate(mark.size() as usize);
    assert_eq!(relay.ledger.to_bytes(), before);
    assert_eq!(*relay.ledger.roster(), roster);
    assert_eq!(relay.ledger.index_of(&hash), None);
    assert_eq!(relay.ledger.erased().count(), 0);
    ben.replica.abandon();
    let mut ben = Person::new(2, relay.ledger.circle(), &nonce);
    ben.say(&mut relay, None, 9_000, &mut rng);
}

#[test]
fn a_lost_network_leaves_the_replica_as_it_was() {
    let mut rng = SeededRng(15);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    ada.sync(&relay).unwrap();
    let before = ada.replica.ledger().unwrap().to_bytes();
    let mut other = Person::new(1, relay.ledger.circle(), relay.ledger.roster().nonce());
    other.say(&mut relay, None, 2_000, &mut rng);
    other.say(&mut relay, None, 3_000, &mut rng);
    ada.replica.begin(&relay.checkpoint()).unwrap();
    ada.replica.step_entries(relay.entries[1..2].to_vec()).unwrap();
    ada.replica.abandon();
    assert_eq!(ada.replica.ledger().unwrap().to_bytes(), before);
    assert_eq!(ada.sync(&relay).unwrap().verified.len(), 2);
}

#[test]
fn a_member_has_at_most_eight_devices() {
    let mut rng = SeededRng(16);
    let (mut relay, ada, founded) = circle_of_one(&mut rng);
    for n in 1..=8 {
        let mut tablet =
            Person::with_seeds([1; 32], [0xa0 + n; 32], founded.circle, &founded.nonce);
        tablet.sync(&relay).unwrap();
        let certificate =
            tablet.seed.derive_identity(&founded.nonce).certify(&founded.nonce, &tablet.device);
        let written =
            tablet.write(Some(Control::AddDevice(certificate)), &content(1, b""), &mut rng);
        let checked = relay.ledger.check(&written.entry, Some(&written.body));
        if n < 8 {
            checked.unwrap();
            relay.append(&written);
        } else {
            assert_eq!(checked, Err(Broken::TooManyDevices { member: ada.member }));
        }
    }
}

#[test]
fn the_words_alone_bring_everything_back() {
    let mut rng = SeededRng(17);
    let (mut relay, mut ada, founded) = circle_of_one(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    let circle = LockerCircle {
        circle: founded.circle,
        nonce: founded.nonce,
        relay_address: "http://localhost:4480".to_owned(),
    };
    let locker = MemberLocker { name: "Ada".to_owned(), circles: vec![circle] };
    let at_relay = ada.seed.derive_locker().put_member(&locker, 1, &mut rng).unwrap();

    let words = ada.seed.words();
    let seed = steadfast_circle::seed::MemberSeed::from_words(words.as_str()).unwrap();
    let found = seed.derive_locker().take_member(&at_relay).unwrap();
    assert_eq!(found, locker);
    let device = DeviceSeed::make(&mut rng);
    let mut again = Person::with_seeds(
        *seed.as_bytes(),
        *device.as_bytes(),
        found.circles[0].circle,
        &found.circles[0].nonce,
    );
    let outcome = again.sync(&relay).unwrap();
    assert_eq!(outcome.verified[1].content, Reading::Opened(content(2_000, b"words")));
}

#[test]
fn two_people_compare_their_records() {
    let mut rng = SeededRng(18);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    ada.sync(&relay).unwrap();
    let shown = ada.replica.ledger().unwrap().comparison();
    let scanned = Comparison::from_text(&shown.to_text()).unwrap();
    assert_eq!(scanned, shown);
    let before = ben.replica.ledger().unwrap();
    assert_eq!(
        before.compare(&scanned),
        Compared::OtherIsLonger { by: shown.size - before.size() }
    );
    ben.sync(&relay).unwrap();
    assert_eq!(ben.replica.ledger().unwrap().compare(&scanned), Compared::Same);
    assert_eq!(ben.replica.ledger().unwrap().comparison().words(), shown.words());
    let forked = Comparison { root: steadfast_circle::Root::from_bytes([7; 32]), ..shown };
    assert_eq!(ben.replica.ledger().unwrap().compare(&forked), Compared::Different);
}

#[test]
fn a_record_that_grows_during_a_sync_is_read_up_to_the_checkpoint() {
    let mut rng = SeededRng(19);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    let checkpoint = relay.checkpoint();
    ada.say(&mut relay, None, 3_000, &mut rng);
    let progress = ben.replica.begin(&checkpoint).unwrap();
    assert!(!ben.replica.step(&relay.page(progress.reached)).unwrap().wants_more());
    assert_eq!(ben.replica.finish().unwrap().verified.len(), 1);
    assert_eq!(ben.sync(&relay).unwrap().verified.len(), 1);
}

#[test]
fn a_body_that_is_erased_during_a_sync_is_looked_for_again() {
    let mut rng = SeededRng(21);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let said = ada.say(&mut relay, None, 2_000, &mut rng).index;
    let checkpoint = relay.checkpoint();
    let hash = relay.ledger.hash_at(said).unwrap();
    let erase = ada.say(&mut relay, Some(Control::Erase(vec![hash])), 3_000, &mut rng).index;
    let progress = ben.replica.begin(&checkpoint).unwrap();
    ben.replica.step(&relay.page(progress.reached)).unwrap();
    assert!(ben.replica.finish().unwrap_err().may_be_overtaken());
    let outcome = ben.sync(&relay).unwrap();
    assert_eq!(outcome.verified[0].content, Reading::Erased { by: erase });
}

#[test]
fn a_key_is_used_only_if_the_record_commits_to_it() {
    let mut rng = SeededRng(20);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    ada.sync(&relay).unwrap();
    let new = begin_epoch(ada.replica.ledger().unwrap().roster(), &mut rng).unwrap();
    // A replica of somebody to whom nothing was granted, with one right key and two wrong ones.
    let mut stranger = Replica::new(relay.ledger.circle(), Vec::new());
    let wrong = EpochKey::from_bytes([9; 32]);
    let keys = [(0, wrong.clone()), (1, new.key.clone()), (2, wrong)].into_iter().collect();
    stranger.add_keys(&keys);
    for control in new.controls {
        ada.say(&mut relay, Some(control), 2_000, &mut rng);
    }
    ada.say(&mut relay, None, 3_000, &mut rng);
    stranger.begin(&relay.checkpoint()).unwrap();
    stranger.step(&relay.page(0)).unwrap();
    let outcome = stranger.finish().unwrap();
    assert_eq!(outcome.learned, [1]);
    assert_eq!(outcome.verified[0].content, Reading::NoKey);
    assert_eq!(outcome.verified[2].content, Reading::Opened(content(3_000, b"words")));
    stranger.add_keys(&keys);
    assert_eq!(stranger.keys().iter().map(|(epoch, _)| epoch).collect::<Vec<_>>(), [1]);
}
