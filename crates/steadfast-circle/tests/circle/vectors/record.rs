//! Vectors of entries, bodies and a whole record.

use super::{frozen, hex, unhex};
use crate::common::{
    Person, Relay, SeededRng, circle_of_one, circle_of_two, content, entry_at, invite,
};
use serde_json::json;
use std::path::PathBuf;
use steadfast_circle::body;
use steadfast_circle::body::{Content, EntryKey};
use steadfast_circle::device::DeviceSeed;
use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::epoch::{EpochKey, EpochKeys};
use steadfast_circle::export::Export;
use steadfast_circle::membership::Effect;
use steadfast_circle::verify::Reading;
use steadfast_circle::writer::{begin_epoch, write_entry};
use steadfast_circle::{Root, export};

#[test]
fn padding() {
    let lengths = [
        0, 1, 255, 256, 1_023, 1_024, 4_095, 4_096, 5_000, 10_000, 65_535, 65_536, 200_000, 258_047,
    ];
    let padded: Vec<_> =
        lengths.iter().map(|length| json!([length, body::padded_len(*length)])).collect();
    frozen("padding", padded.into());
}

#[test]
fn genesis_entry_and_body() {
    let (relay, _, founded) = circle_of_one(&mut SeededRng(32));
    let entry = &founded.genesis.entry;
    let entry_key =
        body::derive_entry_key(&founded.genesis.body, &founded.key, entry.binding()).unwrap();
    let file = frozen(
        "genesis",
        json!({
            "member_seed": hex([1; 32]),
            "device_seed": hex([0x81; 32]),
            "relay_seed": hex([0xee; 32]),
            "relay_name": relay.name.as_str(),
            "epoch_key": hex(founded.key.as_bytes()),
            "circle": founded.circle,
            "entry": hex(entry.bytes()),
            "entry_key": hex(entry_key.as_bytes()),
            "body": hex(&founded.genesis.body),
            "content": hex(content(1_000, b"").to_bytes()),
        }),
    );
    let entry = SignedEntry::decode(&unhex(&file["entry"])).unwrap();
    assert!(entry.is_signed());
    assert_eq!(entry.circle().to_string(), file["circle"].as_str().unwrap());
    let sealed = unhex(&file["body"]);
    let key = EpochKey::from_bytes(unhex(&file["epoch_key"]).try_into().unwrap());
    assert_eq!(body::open(&sealed, &key, entry.binding()).unwrap(), content(1_000, b""));
    let entry_key = EntryKey::from_bytes(unhex(&file["entry_key"]).try_into().unwrap());
    assert_eq!(body::open_with_entry_key(&sealed, &entry_key).unwrap(), content(1_000, b""));
}

#[test]
fn bodies_that_are_refused() {
    let (_, _, founded) = circle_of_one(&mut SeededRng(32));
    let good = &founded.genesis.body;
    let binding = founded.genesis.entry.binding();
    let altered = |at: usize| {
        let mut body = good.clone();
        body[at] ^= 1;
        body
    };
    let cases = [
        ("empty", Vec::new()),
        ("shorter than any", good[..71].to_vec()),
        ("another nonce", altered(0)),
        ("another commitment", altered(24)),
        ("altered", altered(100)),
        ("another tag", altered(good.len() - 1)),
        ("cut off", good[..good.len() - 1].to_vec()),
    ];
    let answer = |body: &[u8]| body::open(body, &founded.key, binding).unwrap_err().to_string();
    let cases = cases
        .iter()
        .map(|(what, body)| json!({ "what": what, "body": hex(body), "error": answer(body) }));
    frozen("bodies-refused", cases.collect::<Vec<_>>().into());
    assert!(body::open(good, &EpochKey::from_bytes([0; 32]), binding).is_err());
}

#[test]
fn contents_that_are_refused() {
    let good = content(-1, b"x").to_bytes();
    assert_eq!(Content::decode(&good).unwrap(), content(-1, b"x"));
    let cases = [
        ("followed by a byte", [good.as_slice(), &[0]].concat()),
        ("cut off", good[..good.len() - 1].to_vec()),
        ("an integer longer than need be", vec![0x83, 0x18, 0x05, 0x60, 0x40]),
        ("an array of indefinite length", vec![0x9f, 0x05, 0x60, 0x40, 0xff]),
        ("a text of indefinite length", vec![0x83, 0x05, 0x7f, 0xff, 0x40]),
        ("a text that is not UTF-8", vec![0x83, 0x05, 0x61, 0xff, 0x40]),
        ("a floating-point number", vec![0x83, 0xf9, 0x3c, 0x00, 0x60, 0x40]),
        ("a tag", vec![0x83, 0xc1, 0x05, 0x60, 0x40]),
        ("a zone too long", [&[0x83, 0x05, 0x78, 65][..], &[b'a'; 65], &[0x40]].concat()),
        ("four fields", vec![0x84, 0x05, 0x60, 0x40, 0x00]),
        ("a number beyond 63 bits", [&[0x83, 0x1b][..], &[0xff; 8], &[0x60, 0x40]].concat()),
    ];
    let answer = |bytes: &[u8]| Content::decode(bytes).unwrap_err().to_string();
    let cases = cases.iter().map(
        |(what, bytes)| json!({ "what": what, "content": hex(bytes), "error": answer(bytes) }),
    );
    frozen("contents-refused", cases.collect::<Vec<_>>().into());
}

/// A record that has every control in it at least once.
fn eventful() -> (Relay, Person, EpochKeys) {
    let mut rng = SeededRng(33);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let nonce = *relay.ledger.roster().nonce();
    let cleo = Person::new(3, relay.ledger.circle(), &nonce);
    let hash = invite(&mut relay, &mut ada, &cleo, &mut rng);
    ben.say(&mut relay, Some(Control::Consent(hash)), 3_000, &mut rng);
    let admit = ada.admit(&relay, &hash, &mut rng);
    ada.say(&mut relay, Some(admit), 4_000, &mut rng);
    let mut cleo = cleo;
    cleo.say(&mut relay, None, 5_000, &mut rng);
    cleo.say(&mut relay, Some(Control::Leave), 6_000, &mut rng);
    let mut tablet = Person::with_seeds([1; 32], [0x91; 32], relay.ledger.circle(), &nonce);
    let certificate = tablet.seed.derive_identity(&nonce).certify(&nonce, &tablet.device);
    tablet.say(&mut relay, Some(Control::AddDevice(certificate)), 7_000, &mut rng);
    ada.say(&mut relay, Some(Control::RemoveDevice(tablet.device.id())), 8_000, &mut rng);
    ada.sync(&relay).unwrap();
    let new = begin_epoch(ada.replica.ledger().unwrap().roster(), &mut rng).unwrap();
    for control in new.controls {
        ada.say(&mut relay, Some(control), 9_000, &mut rng);
    }
    let said = ben.say(&mut relay, None, 10_000, &mut rng).index;
    let erased = relay.ledger.hash_at(said).unwrap();
    ben.say(&mut relay, Some(Control::Erase(vec![erased])), 11_000, &mut rng);
    let (invitation, _) = ada.invite(&mut relay, &mut rng);
    ada.say(&mut relay, Some(Control::WithdrawInvitation(invitation.id())), 12_000, &mut rng);
    ada.say(&mut relay, None, 13_000, &mut rng);
    ada.sync(&relay).unwrap();
    let keys = ada.replica.keys().clone();
    (relay, ada, keys)
}

fn eventful_export() -> Vec<u8> {
    let (relay, _, keys) = eventful();
    Export { checkpoint: relay.checkpoint(), entries: relay.entries.clone(), keys }.to_bytes()
}

/// The variant's name alone, which is enough for a second implementation to compare.
fn effect_name(effect: &Effect) -> String {
    let variant = |text: String| text.split([' ', '(']).next().unwrap_or_default().to_owned();
    match effect {
        Effect::Plain => "Plain".to_owned(),
        Effect::Took(change) => variant(format!("{change:?}")),
        Effect::None(reason) => format!("no effect: {}", variant(format!("{reason:?}"))),
    }
}

#[test]
fn a_whole_record() {
    let bytes = eventful_export();
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/circle/record.steadfast");
    if !file.exists() && std::env::var_os("STEADFAST_WRITE_VECTORS").is_some() {
        std::fs::write(&file, &bytes).unwrap();
    }
    let frozen_bytes = std::fs::read(&file).unwrap();
    assert!(bytes == frozen_bytes, "the code makes another record than the frozen one");
    let report = export::verify(&frozen_bytes).unwrap();
    let entries: Vec<_> = report
        .entries
        .iter()
        .map(|entry| {
            let claimed = match &entry.content {
                Reading::Opened(content) => json!(content.claimed_ms),
                other => json!(format!("{other:?}")),
            };
            json!({
                "hash": entry.hash,
                "member": entry.member,
                "claimed_ms": claimed,
                "not_before_ms": entry.window.not_before_ms,
                "not_after_ms": entry.window.not_after_ms,
                "effect": effect_name(&entry.effect),
            })
        })
        .collect();
    frozen(
        "record",
        json!({ "circle": report.circle, "size": report.size, "root": report.root, "entries": entries }),
    );
}

#[test]
fn every_control_occurs_in_the_whole_record_and_re_encodes_to_the_same_bytes() {
    let (relay, _, _) = eventful();
    let mut seen = [false; 12];
    for index in 0..relay.entries.len() {
        let entry = entry_at(&relay, index);
        assert_eq!(entry.header().to_bytes(), entry.header_bytes());
        let tag = match entry.control() {
            None => continue,
            Some(Control::Genesis(_)) => 0,
            Some(Control::AddDevice(_)) => 1,
            Some(Control::RemoveDevice(_)) => 2,
            Some(Control::BeginEpoch { .. }) => 3,
            Some(Control::Grant(_)) => 4,
            Some(Control::Invite(_)) => 5,
            Some(Control::WithdrawInvitation(_)) => 6,
            Some(Control::Propose { .. }) => 7,
            Some(Control::Consent(_)) => 8,
            Some(Control::Admit { .. }) => 9,
            Some(Control::Leave) => 10,
            Some(Control::Erase(_)) => 11,
        };
        seen[tag] = true;
    }
    // A grant of its own has its vector in `grant.json`.
    seen[4] = true;
    assert_eq!(seen, [true; 12]);
}

#[test]
fn entries_that_are_refused() {
    let (relay, ada, founded) = circle_of_one(&mut SeededRng(34));
    let good = entry_at(&relay, 0);
    let plain = {
        let mut rng = SeededRng(39);
        let words = content(2, b"words");
        write_entry(
            ada.member,
            &ada.device,
            &founded.position,
            None,
            &words,
            &founded.key,
            &mut rng,
        )
        .unwrap()
        .entry
    };
    let header = good.header().clone();
    let rebuilt = |header: &[u8]| {
        let mut writer = steadfast_circle::cbor::Writer::new();
        writer.array(2).bytes(header).bytes(good.signature().as_bytes());
        writer.finish()
    };
    let with = |change: &dyn Fn(&mut steadfast_circle::entry::Header)| {
        let mut header = header.clone();
        change(&mut header);
        rebuilt(&header.to_bytes())
    };
    let circle = Some(relay.ledger.circle());
    let mut longer = plain.header_bytes().to_vec();
    // The version, 1, written in two bytes.
    longer.splice(1..2, [0x18, 0x01]);
    let mut newer = plain.header_bytes().to_vec();
    newer[1] = 2;
    let other = DeviceSeed::from_bytes([9; 32]).derive(relay.ledger.roster().nonce());
    let cases = [
        ("empty", Vec::new()),
        ("cut off", plain.bytes()[..plain.bytes().len() - 1].to_vec()),
        ("followed by a byte", [plain.bytes(), &[0]].concat()),
        ("a version longer than need be", rebuilt(&longer)),
        ("a newer version", rebuilt(&newer)),
        ("a genesis that names a circle", with(&|header| header.circle = circle)),
        ("a genesis that has seen something", with(&|header| header.seen_size = 1)),
        ("a genesis of a later epoch", with(&|header| header.epoch = 1)),
        (
            "a genesis by another device than the founder's",
            with(&|header| header.device = other.id()),
        ),
        ("sequence 1 without a previous entry", with(&|header| header.sequence = 1)),
        (
            "seen nothing, with another root",
            with(&|header| header.seen_root = Root::from_bytes([0; 32])),
        ),
        ("no circle and no genesis", with(&|header| header.control = None)),
        (
            "an entry that has seen nothing",
            with(&|header| {
                header.circle = circle;
                header.control = None;
            }),
        ),
        (
            "erases nothing",
            with(&|header| {
                (header.circle, header.seen_size) = (circle, 1);
                header.control = Some(Control::Erase(Vec::new()));
            }),
        ),
        (
            "adds another device than its own",
            with(&|header| {
                (header.circle, header.seen_size) = (circle, 1);
                let nonce = relay.ledger.roster().nonce();
                let certificate = ada.seed.derive_identity(nonce).certify(nonce, &other);
                header.control = Some(Control::AddDevice(certificate));
            }),
        ),
    ];
    let answer = |bytes: &[u8]| SignedEntry::decode(bytes).unwrap_err().to_string();
    assert_eq!(answer(&vec![0; 65_536]), "the field signed entry is out of its bounds");
    let cases = cases
        .iter()
        .map(|(what, bytes)| json!({ "what": what, "entry": hex(bytes), "error": answer(bytes) }));
    frozen("entries-refused", cases.collect::<Vec<_>>().into());
}
