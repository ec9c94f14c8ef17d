//! Frozen vectors in `testdata/circle/`: what this code makes from fixed seeds, byte for byte, and what it must refuse.
//!
//! A vector is never changed once it is released. A missing file is written by a run with `STEADFAST_WRITE_VECTORS=1`.

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::common::{
    Person, Relay, SeededRng, circle_of_one, circle_of_two, content, entry_at, invite,
};
use steadfast_circle::body::{self, Content, EntryKey};
use steadfast_circle::device::DeviceSeed;
use steadfast_circle::entry::{Control, RelayName, SignedEntry};
use steadfast_circle::epoch::{EpochKey, EpochKeys};
use steadfast_circle::export::{self, Export};
use steadfast_circle::invitation::{Invitation, Offer};
use steadfast_circle::locker::{LockerCircle, LockerValue, MemberLocker, Pairing, PairingCode};
use steadfast_circle::log::checkpoint::{Checkpoint, CheckpointError, RelaySeed, Vkey};
use steadfast_circle::log::tree::{Tree, verify_consistency, verify_inclusion};
use steadfast_circle::membership::Effect;
use steadfast_circle::relay_api::{
    AppendRequest, EntriesPage, InvitationAnswer, Receipt, Submission, TokenRequest,
    is_token_signature,
};
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::{Comparison, Reading};
use steadfast_circle::writer::{begin_epoch, write_entry};
use steadfast_circle::{CircleId, EntryHash, EpochKeyHash, FoundingNonce, Root};

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn unhex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

/// Long keys are pinned by their hash, so that the files stay readable.
fn digest(bytes: &[u8]) -> String {
    hex(body::hash(bytes))
}

/// Compares what was made with the frozen file, and returns what is frozen.
#[track_caller]
fn frozen(name: &str, made: Value) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../../testdata/circle/{name}.json"));
    if !path.exists() && std::env::var_os("STEADFAST_WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let frozen: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(made, frozen, "{name}: the code makes something else than the frozen vector");
    frozen
}

const NONCE: FoundingNonce = FoundingNonce::from_bytes([0x42; 32]);

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

#[test]
fn checkpoint() {
    let seed = RelaySeed::from_bytes([5; 32]);
    let relay = RelayName::new("relay.example").unwrap();
    let circle = CircleId::from_bytes([6; 32]);
    let checkpoint = Checkpoint { circle, size: 1_234_567, root: Root::from_bytes([7; 32]) };
    let vkey = Vkey { relay: relay.clone(), key: seed.public() };
    let file = frozen(
        "checkpoint",
        json!({
            "relay_seed": hex(seed.as_bytes()),
            "vkey": vkey.to_note_text(&circle),
            "checkpoint": seed.sign(&relay, &checkpoint),
        }),
    );
    let text = file["checkpoint"].as_str().unwrap();
    assert_eq!(Checkpoint::verify(text, &vkey, &circle), Ok(checkpoint));
    for at in 0..text.len() {
        let mut altered = text.as_bytes().to_vec();
        altered[at] ^= 1;
        if let Ok(altered) = String::from_utf8(altered) {
            assert!(Checkpoint::verify(&altered, &vkey, &circle).is_err(), "byte {at}");
        }
    }
}

#[test]
fn checkpoints_that_are_refused() {
    let seed = RelaySeed::from_bytes([5; 32]);
    let relay = RelayName::new("relay.example").unwrap();
    let circle = CircleId::from_bytes([6; 32]);
    let vkey = Vkey { relay: relay.clone(), key: seed.public() };
    let good = seed.sign(&relay, &Checkpoint { circle, size: 12, root: Root::from_bytes([7; 32]) });
    let cases = [
        ("no signature", good.split_once("\n\n").unwrap().0.to_owned() + "\n\n"),
        ("two signatures", format!("{good}{}", &good[good.find('\u{2014}').unwrap()..])),
        ("a size with a leading zero", good.replacen("\n12\n", "\n012\n", 1)),
        ("a size with a sign", good.replacen("\n12\n", "\n+12\n", 1)),
        ("another size", good.replacen("\n12\n", "\n13\n", 1)),
        ("another origin", good.replace("relay.example", "other.example")),
        ("carriage returns", good.replace('\n', "\r\n")),
        ("no newline at the end", good.trim_end().to_owned()),
        ("a line more", good.replacen("\n\n", "\nextension\n\n", 1)),
    ];
    let answer =
        |text: &str| -> CheckpointError { Checkpoint::verify(text, &vkey, &circle).unwrap_err() };
    let cases = cases
        .iter()
        .map(|(what, text)| json!({ "what": what, "checkpoint": text, "error": answer(text) }));
    frozen("checkpoints-refused", cases.collect::<Vec<_>>().into());
}

#[test]
fn tree() {
    let mut tree = Tree::new();
    let mut roots = vec![json!(tree.root())];
    for i in 0..300_u64 {
        tree.append(EntryHash::from_bytes(body::hash(&i.to_be_bytes()).to_bytes()));
        if [1, 2, 3, 7, 8, 255, 256, 257, 300].contains(&tree.size()) {
            roots.push(json!({ "size": tree.size(), "root": tree.root() }));
        }
    }
    let path = tree.prove_inclusion(100, 257).unwrap();
    let consistency = tree.prove_consistency(7, 300).unwrap();
    frozen(
        "tree",
        json!({
            "leaf": "leaf i is SHA-256 of i as eight big-endian bytes",
            "roots": roots,
            "inclusion_of_100_in_257": path.iter().map(hex).collect::<Vec<_>>(),
            "consistency_of_7_and_300": consistency.iter().map(hex).collect::<Vec<_>>(),
            "tile_1_0_width_1": hex(tree.tile(1, 0, 1).unwrap()),
        }),
    );
    let root = |size| tree.root_at(size).unwrap();
    verify_inclusion(tree.leaf(100).unwrap(), 100, 257, root(257), &path).unwrap();
    verify_consistency((7, root(7)), (300, root(300)), &consistency).unwrap();
}

#[test]
fn invitation() {
    let mut rng = SeededRng(35);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    let (invitation, index) = ada.invite(&mut relay, &mut rng);
    let nonce = *relay.ledger.roster().nonce();
    let ben = Person::new(2, relay.ledger.circle(), &nonce);
    let candidate = ben.seed.derive_candidate(&nonce, &ben.device);
    let knock =
        invitation.seal_knock(&candidate, "Ben", &["partner".to_owned()], &mut rng).unwrap();
    let file = frozen(
        "invitation",
        json!({
            "link": invitation.link("https://app.example/").as_str(),
            "id": invitation.id(),
            "key": invitation.key(),
            "genesis": hex(&relay.entries[0].0),
            "invite": hex(&relay.entries[index as usize].0),
            "knock": hex(knock),
            "candidate_hash": candidate.hash(),
        }),
    );
    let read = Invitation::from_link(file["link"].as_str().unwrap()).unwrap();
    let answer = InvitationAnswer {
        genesis: unhex(&file["genesis"]),
        invite: unhex(&file["invite"]),
        index,
    };
    let welcome = read.open(&answer, 0).unwrap();
    let offer = Offer {
        kind: "us".to_owned(),
        circle_name: "Us".to_owned(),
        inviter_name: "Ada".to_owned(),
        inviter_roles: vec!["partner".to_owned()],
    };
    assert_eq!(welcome.offer, offer);
    assert_eq!(read.open_knock(&nonce, &unhex(&file["knock"])).unwrap().candidate, candidate);
}

#[test]
fn links_that_are_refused() {
    let (relay, ada, _) = circle_of_one(&mut SeededRng(36));
    let made = Invitation::make(
        relay.ledger.circle(),
        ada.member,
        "https://relay.example",
        &mut SeededRng(1),
    );
    let good = made.unwrap().link("https://app.example").to_string();
    let fragment = good.split_once('#').unwrap().1.to_owned();
    assert!(Invitation::from_link(&fragment).is_ok());
    let newer = fragment.replacen("hQFY", "hQJY", 1);
    let cases = [
        String::new(),
        "https://app.example/join".to_owned(),
        good[..good.len() - 1].to_owned(),
        format!("{good}A"),
        format!("{good}=="),
        format!("https://app.example/join#{newer}"),
        "A".repeat(10_000),
    ];
    let answer = |link: &str| Invitation::from_link(link).unwrap_err().to_string();
    let cases = cases.iter().map(|link| json!({ "link": link, "error": answer(link) }));
    frozen("links-refused", cases.collect::<Vec<_>>().into());
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
fn comparison() {
    let comparison = Comparison { size: 12, root: Root::from_bytes([7; 32]) };
    let file = frozen(
        "comparison",
        json!({ "size": 12, "root": comparison.root, "text": comparison.to_text(), "words": comparison.words() }),
    );
    assert_eq!(Comparison::from_text(file["text"].as_str().unwrap()), Ok(comparison));
    for text in ["", "steadfast-root:", "steadfast-root:AAAA", &"A".repeat(1_000)] {
        assert!(Comparison::from_text(text).is_err());
    }
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

#[test]
fn bodies_of_the_relay_api() {
    let submission = Submission { entry: vec![1, 2], body: vec![3] };
    let append = AppendRequest { submissions: vec![submission.clone(), submission.clone()] };
    let page = EntriesPage { entries: vec![(vec![1, 2], Some(vec![3])), (vec![4], None)] };
    let receipt = Receipt { indices: vec![0, 23, 24, 70_000], checkpoint: "checkpoint".to_owned() };
    let answer = InvitationAnswer { genesis: vec![1], invite: vec![2], index: 3 };
    let file = frozen(
        "relay-api",
        json!({
            "submission": hex(submission.to_bytes()),
            "append": hex(append.to_bytes()),
            "page": hex(page.to_bytes()),
            "receipt": hex(receipt.to_bytes()),
            "invitation": hex(answer.to_bytes()),
        }),
    );
    assert_eq!(Submission::from_bytes(&unhex(&file["submission"])), Ok(submission));
    assert_eq!(AppendRequest::from_bytes(&unhex(&file["append"])), Ok(append));
    assert_eq!(EntriesPage::decode(&unhex(&file["page"])), Ok(page));
    assert_eq!(Receipt::from_bytes(&unhex(&file["receipt"])), Ok(receipt));
    assert_eq!(InvitationAnswer::from_bytes(&unhex(&file["invitation"])), Ok(answer));
}
