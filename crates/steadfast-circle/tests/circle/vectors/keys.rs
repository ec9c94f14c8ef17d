//! Vectors of seeds, keys, certificates, grants and lockers.

use super::{NONCE, digest, frozen, hex, unhex};
use crate::common::{SeededRng, circle_of_one, content};
use serde_json::json;
use steadfast_circle::device::DeviceSeed;
use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::epoch::{EpochKey, EpochKeys};
use steadfast_circle::locker::{LockerCircle, LockerValue, MemberLocker, Pairing, PairingCode};
use steadfast_circle::relay_api::{TokenRequest, is_token_signature};
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::writer::write_entry;
use steadfast_circle::{CircleId, EpochKeyHash, FoundingNonce};

#[test]
fn words() {
    let seed = MemberSeed::from_bytes(core::array::from_fn(|i| i as u8));
    let file = frozen(
        "words",
        json!({ "member_seed": hex(seed.as_bytes()), "words": seed.words().as_str() }),
    );
    let read = MemberSeed::from_words(file["words"].as_str().unwrap()).unwrap();
    assert_eq!(read.as_bytes().to_vec(), unhex(&file["member_seed"]));
    let shouted = file["words"].as_str().unwrap().to_uppercase().replace(' ', "\n  ");
    assert_eq!(MemberSeed::from_words(&shouted).unwrap().as_bytes(), seed.as_bytes());
}

#[test]
fn words_that_are_refused() {
    let good = MemberSeed::from_bytes([7; 32]).words().as_str().to_owned();
    let swapped = {
        let mut words: Vec<_> = good.split(' ').collect();
        words.swap(0, 23);
        words.join(" ")
    };
    let cases = [
        String::new(),
        good.rsplit_once(' ').unwrap().0.to_owned(),
        format!("{good} abandon"),
        good.replacen(good.split(' ').nth(4).unwrap(), "steadfastness", 1),
        swapped,
        "zoo ".repeat(24),
    ];
    let answer = |text: &String| MemberSeed::from_words(text).unwrap_err().to_string();
    frozen(
        "words-refused",
        cases
            .iter()
            .map(|text| json!({ "words": text, "error": answer(text) }))
            .collect::<Vec<_>>()
            .into(),
    );
}

#[test]
fn keys_of_a_member() {
    let seed = MemberSeed::from_bytes([1; 32]);
    frozen(
        "member-keys",
        json!({
            "member_seed": hex(seed.as_bytes()),
            "founding_nonce": hex(NONCE),
            "member_id": seed.derive_identity(&NONCE).id(),
            "recovery_public_key_sha256": digest(seed.derive_recovery(&NONCE).secret().public().as_bytes()),
            "locker_id": seed.derive_locker().id(),
        }),
    );
}

#[test]
fn keys_of_a_device() {
    let seed = DeviceSeed::from_bytes([2; 32]);
    let keys = seed.derive(&NONCE);
    frozen(
        "device-keys",
        json!({
            "device_seed": hex(seed.as_bytes()),
            "founding_nonce": hex(NONCE),
            "device_id": keys.id(),
            "receiving_public_key_sha256": digest(keys.receiving().public().as_bytes()),
        }),
    );
}

#[test]
fn certificates_and_candidate() {
    let (seed, device) =
        (MemberSeed::from_bytes([1; 32]), DeviceSeed::from_bytes([2; 32]).derive(&NONCE));
    let candidate = seed.derive_candidate(&NONCE, &device);
    candidate.verify(&NONCE).unwrap();
    frozen(
        "candidate",
        json!({
            "member_seed": hex([1; 32]),
            "device_seed": hex([2; 32]),
            "founding_nonce": hex(NONCE),
            "certificate_signature": hex(candidate.device.signature.as_bytes()),
            "recovery_signature": hex(candidate.recovery_signature.as_bytes()),
            "candidate": hex(candidate.to_bytes()),
            "candidate_hash": candidate.hash(),
        }),
    );
}

#[test]
fn epoch_key_hash() {
    let key = EpochKey::from_bytes([3; 32]);
    let hash = |epoch| json!({ "epoch": epoch, "hash": key.hash(&NONCE, epoch) });
    frozen(
        "epoch-key-hash",
        json!({ "founding_nonce": hex(NONCE), "key": hex(key.as_bytes()), "hashes": [hash(0), hash(1), hash(u32::MAX)] }),
    );
}

#[test]
fn grant() {
    let mut rng = SeededRng(31);
    let device = DeviceSeed::from_bytes([2; 32]).derive(&NONCE);
    let keys: EpochKeys = [(0, EpochKey::from_bytes([3; 32])), (5, EpochKey::from_bytes([4; 32]))]
        .into_iter()
        .collect();
    let receiving = device.receiving().public();
    let grants = steadfast_circle::epoch::make_grants(
        &NONCE,
        device.id().into(),
        receiving,
        &keys,
        &mut rng,
    )
    .unwrap();
    // A grant has no encoding of its own, so it is shown inside a control.
    let (relay, ada, founded) = circle_of_one(&mut rng);
    drop(relay);
    let control = Some(Control::Grant(grants));
    let written = write_entry(
        ada.member,
        &ada.device,
        &founded.position,
        control,
        &content(1, b""),
        &founded.key,
        &mut rng,
    )
    .unwrap();
    let file = frozen(
        "grant",
        json!({
            "device_seed": hex([2; 32]),
            "founding_nonce": hex(NONCE),
            "keys": [{ "epoch": 0, "key": hex([3; 32]) }, { "epoch": 5, "key": hex([4; 32]) }],
            "entry": hex(written.entry.bytes()),
        }),
    );
    let entry = SignedEntry::decode(&unhex(&file["entry"])).unwrap();
    let [grant] = entry.control().unwrap().grants() else { panic!() };
    let committed =
        |epoch| -> Option<EpochKeyHash> { keys.get(epoch).map(|key| key.hash(&NONCE, epoch)) };
    let opened = grant.open(&NONCE, device.id().into(), device.receiving(), committed).unwrap();
    assert_eq!(opened.get(5).unwrap().as_bytes(), &[4; 32]);
    let other = |epoch| -> Option<EpochKeyHash> { keys.get(0).map(|key| key.hash(&NONCE, epoch)) };
    let error = grant.open(&NONCE, device.id().into(), device.receiving(), other).unwrap_err();
    assert_eq!(error, steadfast_circle::epoch::GrantError::OtherKey { epoch: 5 });
    assert!(
        grant
            .open(
                &FoundingNonce::from_bytes([0; 32]),
                device.id().into(),
                device.receiving(),
                committed
            )
            .is_err()
    );
}

#[test]
fn locker() {
    let mut rng = SeededRng(37);
    let seed = MemberSeed::from_bytes([1; 32]);
    let circle = LockerCircle {
        circle: CircleId::from_bytes([6; 32]),
        nonce: NONCE,
        relay_address: "https://relay.example".to_owned(),
    };
    let content = MemberLocker { name: "Ada".to_owned(), circles: vec![circle] };
    let keys = seed.derive_locker();
    let value = keys.put_member(&content, 3, &mut rng).unwrap();
    let file = frozen(
        "locker",
        json!({ "member_seed": hex([1; 32]), "locker_id": keys.id(), "value": hex(value.to_bytes()), "emptied": hex(keys.empty(4).to_bytes()) }),
    );
    let read = LockerValue::from_bytes(&unhex(&file["value"])).unwrap();
    assert_eq!(keys.take_member(&read).unwrap(), content);
    let other = MemberSeed::from_bytes([2; 32]).derive_locker();
    assert!(other.take_member(&read).is_err());
    let emptied = LockerValue::from_bytes(&unhex(&file["emptied"])).unwrap();
    assert!(matches!(
        keys.take_member(&emptied),
        Err(steadfast_circle::locker::UnlockError::Empty)
    ));
    for altered in [
        LockerValue { version: 4, ..read.clone() },
        LockerValue { expires_ms: 1, ..read.clone() },
        LockerValue { sealed: vec![1], ..read },
    ] {
        assert!(altered.verify(&keys.id()).is_err());
    }
}

#[test]
fn pairing() {
    let mut rng = SeededRng(38);
    let code = PairingCode::make("https://relay.example", &mut rng).unwrap();
    let keys = code.derive_locker();
    let pairing = Pairing {
        seed: MemberSeed::from_bytes([1; 32]),
        relay_address: "https://locker.example".to_owned(),
    };
    let value = keys.put_pairing(&pairing, 1, 600_000, &mut rng).unwrap();
    let file = frozen(
        "pairing",
        json!({ "code": code.to_text().as_str(), "locker_id": keys.id(), "value": hex(value.to_bytes()) }),
    );
    let read = PairingCode::from_text(file["code"].as_str().unwrap()).unwrap();
    assert_eq!(read.relay_address(), "https://relay.example");
    let value = LockerValue::from_bytes(&unhex(&file["value"])).unwrap();
    let taken = read.derive_locker().take_pairing(&value).unwrap();
    assert_eq!(
        (taken.seed.as_bytes(), taken.relay_address.as_str()),
        (&[1; 32], "https://locker.example")
    );
}

#[test]
fn token() {
    let device = DeviceSeed::from_bytes([2; 32]).derive(&NONCE);
    let signature = *device.sign_token("relay.example", b"challenge").as_bytes();
    let key = device.id().to_bytes();
    let request = TokenRequest { key, challenge: b"challenge".to_vec(), signature };
    let file = frozen(
        "token",
        json!({ "device_seed": hex([2; 32]), "founding_nonce": hex(NONCE), "relay_name": "relay.example", "request": request }),
    );
    let read: TokenRequest = serde_json::from_value(file["request"].clone()).unwrap();
    assert!(is_token_signature(&read.key, "relay.example", &read.challenge, &read.signature));
    assert!(!is_token_signature(&read.key, "other.example", &read.challenge, &read.signature));
    assert!(!is_token_signature(&read.key, "relay.example", b"another", &read.signature));
}
