//! Laws that hold for any input.

use proptest::prelude::*;
use steadfast_circle::body::{self, BODY_LENGTH_MAX, CONTENT_LENGTH_MAX, Content, padded_len};
use steadfast_circle::cbor::{Reader, Writer};
use steadfast_circle::device::DeviceSeed;
use steadfast_circle::entry::{Control, Header, Invite, SignedEntry};
use steadfast_circle::epoch::{EpochKey, EpochKeys, GRANT_EPOCHS_MAX, batches, make_grants};
use steadfast_circle::locker::PairingCode;
use steadfast_circle::log::tile::{TileKind, TilePath};
use steadfast_circle::relay_api::{Problem, ProblemDetails};
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::Comparison;
use steadfast_circle::{
    BodyHash, CandidateHash, CircleId, DeviceId, EntryHash, FoundingNonce, InvitationId,
    InvitationKey, MemberId, Root,
};

use super::common::SeededRng;

fn control() -> impl Strategy<Value = Option<Control>> {
    let hashes = prop::collection::vec(any::<[u8; 32]>().prop_map(EntryHash::from_bytes), 1..64);
    let invite = (
        any::<[u8; 16]>(),
        any::<[u8; 32]>(),
        0..u64::MAX / 2,
        prop::collection::vec(any::<u8>(), 0..300),
    );
    prop_oneof![
        Just(None),
        Just(Some(Control::Leave)),
        any::<[u8; 32]>().prop_map(|id| Some(Control::RemoveDevice(DeviceId::from_bytes(id)))),
        any::<[u8; 32]>().prop_map(|hash| Some(Control::Consent(CandidateHash::from_bytes(hash)))),
        any::<[u8; 16]>()
            .prop_map(|id| Some(Control::WithdrawInvitation(InvitationId::from_bytes(id)))),
        hashes.prop_map(|hashes| Some(Control::Erase(hashes))),
        invite.prop_map(|(id, key, expires_ms, offer)| {
            let (id, key) = (InvitationId::from_bytes(id), InvitationKey::from_bytes(key));
            Some(Control::Invite(Invite { id, key, expires_ms, offer }))
        }),
    ]
}

fn header() -> impl Strategy<Value = Header> {
    let device = DeviceSeed::from_bytes([2; 32]).derive(&FoundingNonce::from_bytes([1; 32])).id();
    let places = (0..u64::MAX / 2, 1..u64::MAX / 2, any::<u32>());
    (any::<[[u8; 32]; 5]>(), places, control()).prop_map(
        move |(ids, (sequence, seen_size, epoch), control)| Header {
            circle: Some(CircleId::from_bytes(ids[0])),
            epoch,
            member: MemberId::from_bytes(ids[1]),
            device,
            sequence,
            previous: (sequence > 0).then_some(EntryHash::from_bytes(ids[2])),
            seen_size,
            seen_root: Root::from_bytes(ids[3]),
            body_hash: BodyHash::from_bytes(ids[4]),
            control,
        },
    )
}

proptest! {
    #[test]
    fn an_entry_reads_as_it_was_written(header in header()) {
        let device = DeviceSeed::from_bytes([2; 32]).derive(&FoundingNonce::from_bytes([1; 32]));
        let signed = SignedEntry::sign(&header, &device).unwrap();
        let read = SignedEntry::decode(signed.bytes()).unwrap();
        prop_assert_eq!(read.header(), &header);
        prop_assert_eq!(read.hash(), signed.hash());
        prop_assert_eq!(read.binding(), header.binding());
        prop_assert!(read.is_signed());
        let other_body = Header { body_hash: BodyHash::from_bytes([0; 32]), ..header.clone() };
        prop_assert_eq!(other_body.binding(), header.binding(), "the binding leaves the body's hash out");
        let other_epoch = Header { epoch: header.epoch ^ 1, ..header.clone() };
        prop_assert_ne!(other_epoch.binding(), header.binding());
    }

    #[test]
    fn what_is_sealed_opens_under_its_own_key_and_header_alone(
        claimed_ms: i64, zone in "[a-zA-Z/]{0,64}", payload in prop::collection::vec(any::<u8>(), 0..5_000),
        header in header(), seed: u64,
    ) {
        let content = Content { claimed_ms, zone, payload };
        let key = EpochKey::from_bytes([3; 32]);
        let sealed = body::seal(&content, &key, header.binding(), &mut SeededRng(seed)).unwrap();
        prop_assert_eq!(sealed.len(), 24 + 32 + 16 + padded_len(content.to_bytes().len()));
        prop_assert_eq!(body::open(&sealed, &key, header.binding()), Ok(content.clone()));
        let alone = body::derive_entry_key(&sealed, &key, header.binding()).unwrap();
        prop_assert_eq!(body::open_with_entry_key(&sealed, &alone), Ok(content));
        let other = EpochKey::from_bytes([4; 32]);
        prop_assert_eq!(body::open(&sealed, &other, header.binding()), Err(body::OpenError::Commitment));
        let elsewhere = Header { seen_size: header.seen_size ^ 1, ..header };
        prop_assert_eq!(body::open(&sealed, &key, elsewhere.binding()), Err(body::OpenError::Commitment));
    }

    #[test]
    fn padding_hides_length_and_wastes_little(length in 0..CONTENT_LENGTH_MAX) {
        let padded = padded_len(length);
        prop_assert!(padded > length && padded + 72 <= BODY_LENGTH_MAX);
        prop_assert!(length < 4_096 || (padded as f64) < 1.12 * (length + 1) as f64);
        prop_assert_eq!(padded_len(padded - 1), padded);
        prop_assert!(padded_len(padded) > padded);
    }

    #[test]
    fn what_this_writes_is_what_others_read(
        ints in prop::collection::vec(any::<i64>(), 0..30), bytes: Vec<u8>, text: String,
    ) {
        let mut writer = Writer::new();
        writer.array(3).array(ints.len());
        for int in &ints {
            writer.int(*int);
        }
        writer.bytes(&bytes).text(&text);
        let written = writer.finish();
        let theirs = minicbor::to_vec((&ints, minicbor::bytes::ByteVec::from(bytes.clone()), &text)).unwrap();
        prop_assert_eq!(&written, &theirs);
        let mut reader = Reader::new(&written);
        reader.array_of("all", 3).unwrap();
        prop_assert_eq!(reader.array("ints", 30).unwrap(), ints.len());
        for int in &ints {
            prop_assert_eq!(reader.int().unwrap(), *int);
        }
        prop_assert_eq!(reader.bytes("bytes", bytes.len()).unwrap(), bytes.as_slice());
        prop_assert_eq!(reader.text("text", text.len()).unwrap(), text.as_str());
        prop_assert!(reader.end().is_ok());
    }

    #[test]
    fn an_integer_has_one_encoding(bytes in prop::collection::vec(any::<u8>(), 1..10)) {
        let mut reader = Reader::new(&bytes);
        if let Ok(value) = reader.int() {
            let mut writer = Writer::new();
            writer.int(value);
            prop_assert_eq!(writer.finish(), bytes[..reader.position()].to_vec());
        }
    }

    #[test]
    fn words_bring_the_seed_back(seed: [u8; 32]) {
        let words = MemberSeed::from_bytes(seed).words();
        prop_assert_eq!(words.iter().count(), 24);
        let read = MemberSeed::from_words(words.as_str()).unwrap();
        prop_assert_eq!(read.as_bytes(), &seed);
    }

    #[test]
    fn keys_of_two_circles_have_nothing_in_common(seed: [u8; 32], one: [u8; 32], other: [u8; 32]) {
        prop_assume!(one != other);
        let (one, other) = (FoundingNonce::from_bytes(one), FoundingNonce::from_bytes(other));
        let member = MemberSeed::from_bytes(seed);
        prop_assert_ne!(member.derive_identity(&one).id(), member.derive_identity(&other).id());
        // The same seed gives a member and a device different keys: labels keep them apart.
        let device = DeviceSeed::from_bytes(seed).derive(&one);
        prop_assert_ne!(member.derive_identity(&one).id().to_bytes(), device.id().to_bytes());
        prop_assert_ne!(member.derive_locker().id().to_bytes(), device.id().to_bytes());
        prop_assert!(member.derive_recovery(&one).secret().public() != device.receiving().public());
    }

    #[test]
    fn tile_paths_read_as_they_are_written(level in 0_u8..64, index: u64, width in 1_u16..=256, entries: bool) {
        let kind = if entries { TileKind::Entries } else { TileKind::Hashes { level } };
        let path = TilePath { kind, index, width };
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }

    #[test]
    fn comparisons_and_pairing_codes_read_as_they_are_written(size: u64, root: [u8; 32], seed: u64, address in "[a-z:/.]{0,256}") {
        let comparison = Comparison { size, root: Root::from_bytes(root) };
        prop_assert_eq!(Comparison::from_text(&comparison.to_text()), Ok(comparison));
        let code = PairingCode::make(&address, &mut SeededRng(seed)).unwrap();
        let read = PairingCode::from_text(&code.to_text()).unwrap();
        prop_assert_eq!(read.derive_locker().id(), code.derive_locker().id());
        prop_assert_eq!(read.relay_address(), address);
    }
}

#[test]
fn the_longest_content_fits_a_body_and_a_longer_one_is_refused() {
    let header = CONTENT_LENGTH_MAX - 8;
    let content = |length| Content { claimed_ms: 0, zone: String::new(), payload: vec![0; length] };
    let binding = entry_binding();
    let longest = content(header);
    assert_eq!(longest.to_bytes().len(), CONTENT_LENGTH_MAX);
    let key = EpochKey::from_bytes([3; 32]);
    let sealed = body::seal(&longest, &key, binding, &mut SeededRng(1)).unwrap();
    assert!(sealed.len() <= BODY_LENGTH_MAX);
    assert_eq!(body::open(&sealed, &key, binding), Ok(longest));
    let error = body::seal(&content(header + 1), &key, binding, &mut SeededRng(1)).unwrap_err();
    assert_eq!(error, body::SealError::TooLong { length: CONTENT_LENGTH_MAX + 1 });
}

fn entry_binding() -> steadfast_circle::entry::Binding {
    let entry = hex_entry();
    SignedEntry::decode(&entry).unwrap().binding()
}

fn hex_entry() -> Vec<u8> {
    let path = format!("{}/../../testdata/circle/grant.json", env!("CARGO_MANIFEST_DIR"));
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    data_encoding::HEXLOWER.decode(file["entry"].as_str().unwrap().as_bytes()).unwrap()
}

#[test]
fn one_ciphertext_does_not_open_under_two_keys() {
    // Without a commitment, a ciphertext can be made that opens to one text under one key and to another under a
    // second. With it, whatever the ciphertext, a second key is refused before anything is decrypted.
    let binding = entry_binding();
    let content =
        Content { claimed_ms: 0, zone: String::new(), payload: b"for the partner".to_vec() };
    let (one, other) = (EpochKey::from_bytes([1; 32]), EpochKey::from_bytes([2; 32]));
    let mut sealed = body::seal(&content, &one, binding, &mut SeededRng(1)).unwrap();
    assert_eq!(body::open(&sealed, &other, binding), Err(body::OpenError::Commitment));
    let second = body::seal(&content, &other, binding, &mut SeededRng(1)).unwrap();
    sealed[24..56].copy_from_slice(&second[24..56]);
    assert_eq!(body::open(&sealed, &one, binding), Err(body::OpenError::Commitment));
    assert_eq!(body::open(&sealed, &other, binding), Err(body::OpenError::Altered));
}

#[test]
fn many_grants_are_parted_into_entries_that_fit() {
    let nonce = FoundingNonce::from_bytes([1; 32]);
    let device = DeviceSeed::from_bytes([2; 32]).derive(&nonce);
    let keys: EpochKeys =
        (0..=GRANT_EPOCHS_MAX as u32).map(|epoch| (epoch, EpochKey::from_bytes([3; 32]))).collect();
    let mut grants = Vec::new();
    for _ in 0..30 {
        let made = make_grants(
            &nonce,
            device.id().into(),
            device.receiving().public(),
            &keys,
            &mut SeededRng(1),
        );
        let made = made.unwrap();
        assert_eq!(made.len(), 2, "65 epochs take two grants");
        grants.extend(made);
    }
    let parted = batches(grants.clone());
    assert_eq!(parted.concat(), grants);
    let device_keys = DeviceSeed::from_bytes([2; 32]).derive(&nonce);
    for batch in parted {
        let template = SignedEntry::decode(&hex_entry()).unwrap().header().clone();
        let header =
            Header { device: device_keys.id(), control: Some(Control::Grant(batch)), ..template };
        SignedEntry::sign(&header, &device_keys).unwrap();
    }
}

#[test]
fn problems_have_names_that_read_back() {
    for problem in Problem::ALL {
        let details = ProblemDetails::new(*problem, "facts");
        assert_eq!(details.problem().ok(), Some(*problem));
        assert_eq!(details.status, problem.status());
        let json = serde_json::to_value(&details).unwrap();
        assert_eq!(json["type"], format!("urn:steadfast:problem:{}", problem.name()));
    }
    assert!("urn:steadfast:problem:unheard-of".parse::<Problem>().is_err());
    assert!("quota".parse::<Problem>().is_err());
}

#[test]
fn secrets_do_not_print() {
    let seed = MemberSeed::from_bytes([0xab; 32]);
    let nonce = FoundingNonce::from_bytes([1; 32]);
    let device = DeviceSeed::from_bytes([0xab; 32]);
    let code = PairingCode::make("https://relay.example", &mut SeededRng(1)).unwrap();
    let content = Content { claimed_ms: 171, zone: "171".to_owned(), payload: vec![171] };
    let printed = [
        format!("{seed:?}"),
        format!("{:?}", seed.words()),
        format!("{:?}", seed.derive_identity(&nonce)),
        format!("{:?}", seed.derive_recovery(&nonce)),
        format!("{:?}", seed.derive_locker()),
        format!("{device:?}"),
        format!("{:?}", device.derive(&nonce)),
        format!("{:?}", device.derive(&nonce).receiving()),
        format!("{:?}", EpochKey::from_bytes([0xab; 32])),
        format!("{:?}", EpochKeys::from_iter([(0, EpochKey::from_bytes([0xab; 32]))])),
        format!("{:?}", body::EntryKey::from_bytes([0xab; 32])),
        format!("{code:?}"),
        format!("{content:?}"),
    ];
    for text in printed {
        assert!(text.ends_with("(…)") && !text.contains("171") && !text.contains("ab, "), "{text}");
    }
}
