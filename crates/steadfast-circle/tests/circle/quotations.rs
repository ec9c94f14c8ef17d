//! Quotations: what can be made holds, and nothing that was changed does.

use proptest::prelude::*;
use steadfast_circle::body::{self, EntryKey};
use steadfast_circle::cbor::{Reader, Writer};
use steadfast_circle::device::{CertificateError, DeviceSeed};
use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::epoch::EpochKeys;
use steadfast_circle::log::checkpoint::{Checkpoint, CheckpointError, RelaySeed};
use steadfast_circle::log::tree::{ProofError, Tree};
use steadfast_circle::quotation::{MakeError, Quotation, QuotationError};
use steadfast_circle::verify::Ledger;
use steadfast_circle::writer::write_entry;

use super::common::{Person, Relay, SeededRng, circle_of_two, content, entry_at};

/// A circle of two in which Ben said something; at which index.
pub(crate) fn ben_said(seed: u64, payload: &[u8], more: u32) -> (Relay, Person, Person, u64) {
    let mut rng = SeededRng(seed);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    ben.sync(&relay).unwrap();
    let index = relay.append(&ben.write(None, &content(5_000, payload), &mut rng)).index;
    for _ in 0..more {
        ada.say(&mut relay, None, 6_000, &mut rng);
    }
    ada.sync(&relay).unwrap();
    (relay, ada, ben, index)
}

pub(crate) fn quote(relay: &Relay, by: &Person, index: u64) -> Result<Quotation, MakeError> {
    let entry = entry_at(relay, index as usize);
    let body = relay.entries[index as usize].1.as_deref().unwrap();
    let ledger = by.replica.ledger().unwrap();
    Quotation::make(ledger, by.replica.checkpoint().unwrap(), by.replica.keys(), &entry, body)
}

/// The ten items of a quotation, each in its encoding.
pub(crate) fn items(quotation: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = Reader::new(quotation);
    assert_eq!(reader.array("quotation", 10).unwrap(), 10);
    let skip: [fn(&mut Reader<'_>); 10] = [
        |reader| {
            reader.text("kind of file", 100).unwrap();
        },
        |reader| {
            reader.uint().unwrap();
        },
        |reader| {
            reader.bytes("genesis", 100_000).unwrap();
        },
        |reader| {
            reader.array_of("certificate", 3).unwrap();
            (0..3).for_each(|_| {
                reader.bytes("certificate", 2_000).unwrap();
            });
        },
        |reader| {
            reader.bytes("entry", 100_000).unwrap();
        },
        |reader| {
            reader.bytes("body", 300_000).unwrap();
        },
        |reader| {
            reader.bytes("key", 32).unwrap();
        },
        |reader| {
            reader.text("checkpoint", 1_024).unwrap();
        },
        |reader| {
            reader.uint().unwrap();
        },
        |reader| {
            let nodes = reader.array("proof", 63).unwrap();
            (0..nodes).for_each(|_| {
                reader.bytes("node", 32).unwrap();
            });
        },
    ];
    skip.iter()
        .map(|skip| {
            let from = reader.position();
            skip(&mut reader);
            reader.since(from).to_vec()
        })
        .collect()
}

/// A quotation of these items.
pub(crate) fn of_items(items: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(items.len()).raw(&items.concat());
    writer.finish()
}

pub(crate) fn item(write: impl FnOnce(&mut Writer) -> &mut Writer) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.finish()
}

#[test]
fn a_stranger_learns_who_said_what_where_in_which_record() {
    let (relay, ada, ben, index) = ben_said(50, b"I will call when I am late.", 3);
    let quotation = quote(&relay, &ada, index).unwrap();
    let read = Quotation::from_bytes(&quotation.to_bytes()).unwrap();
    let quoted = read.verify().unwrap();
    assert_eq!(quoted.content, content(5_000, b"I will call when I am late."));
    assert_eq!((quoted.member, quoted.device), (ben.member, ben.device.id()));
    assert_eq!((quoted.index, quoted.size), (index, index + 4));
    assert_eq!(quoted.circle, relay.ledger.circle());
    assert_eq!((quoted.relay_name, quoted.relay_key), (relay.name, relay.seed.public()));
    assert_eq!(quoted.seen, index);
}

#[test]
fn entries_of_a_founder_of_a_later_device_and_of_later_epochs_can_be_quoted() {
    let mut rng = SeededRng(51);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    let nonce = *relay.ledger.roster().nonce();
    let mut tablet = Person::with_seeds([2; 32], [0x92; 32], relay.ledger.circle(), &nonce);
    let certificate = tablet.seed.derive_identity(&nonce).certify(&nonce, &tablet.device);
    tablet.say(&mut relay, Some(Control::AddDevice(certificate)), 7_000, &mut rng);
    let by_tablet = tablet.say(&mut relay, None, 7_500, &mut rng).index;
    ben.say(&mut relay, Some(Control::RemoveDevice(tablet.device.id())), 8_000, &mut rng);
    ben.sync(&relay).unwrap();
    let roster = ben.replica.ledger().unwrap().roster().clone();
    let new = steadfast_circle::writer::begin_epoch(&roster, &mut rng).unwrap();
    for control in new.controls {
        ben.say(&mut relay, Some(control), 9_000, &mut rng);
    }
    let by_founder = ada.say(&mut relay, None, 10_000, &mut rng).index;
    ada.sync(&relay).unwrap();
    for (index, member) in [(by_tablet, ben.member), (by_founder, ada.member)] {
        assert_eq!(quote(&relay, &ada, index).unwrap().verify().unwrap().member, member);
    }
}

#[test]
fn what_is_not_there_or_cannot_be_read_is_not_quoted() {
    let mut rng = SeededRng(52);
    let (mut relay, ada, mut ben, index) = ben_said(52, b"words", 0);
    let later = ben.say(&mut relay, None, 9_000, &mut rng).index;
    assert_eq!(quote(&relay, &ada, later), Err(MakeError::NotInRecord));
    let (ledger, checkpoint) = (ada.replica.ledger().unwrap(), ada.replica.checkpoint().unwrap());
    let entry = entry_at(&relay, index as usize);
    let body = relay.entries[index as usize].1.clone().unwrap();
    let without = Quotation::make(ledger, checkpoint, &EpochKeys::new(), &entry, &body);
    assert_eq!(without, Err(MakeError::NoKey { epoch: 0 }));
    let other = relay.entries[later as usize].1.clone().unwrap();
    let other = Quotation::make(ledger, checkpoint, ada.replica.keys(), &entry, &other);
    assert_eq!(other, Err(MakeError::Fails(QuotationError::OtherBody)));
    let first = quote(&relay, &ada, 0);
    assert_eq!(first, Err(MakeError::Fails(QuotationError::OtherCircle)));
}

#[test]
fn what_does_not_fit_an_entry_is_not_quoted() {
    let (relay, ada, _, index) = ben_said(53, &vec![b'x'; 180_000], 0);
    let quotation = quote(&relay, &ada, index).unwrap();
    assert_eq!(quotation.verify().unwrap().content.payload.len(), 180_000);
    let (relay, ada, _, index) = ben_said(53, &vec![b'x'; 190_000], 0);
    assert!(matches!(quote(&relay, &ada, index), Err(MakeError::TooLong { .. })));
}

/// What it is, which item, what the item becomes, and what is found.
type Forgery = (&'static str, usize, Vec<u8>, QuotationError);

/// A quotation, and what somebody could exchange in it by a program of their own.
pub(crate) fn forgeries() -> (Vec<u8>, Vec<Forgery>) {
    let (relay, ada, ben, index) = ben_said(54, b"Yes.", 4);
    let good = quote(&relay, &ada, index).unwrap().to_bytes();
    let (other_relay, other_ada, _, other_index) = ben_said(55, b"No.", 4);
    let other = items(&quote(&other_relay, &other_ada, other_index).unwrap().to_bytes());
    let same = items(&quote(&relay, &ada, index + 1).unwrap().to_bytes());
    let nonce = *relay.ledger.roster().nonce();
    let mallory = DeviceSeed::from_bytes([9; 32]).derive(&nonce);
    let by_ada = ada.seed.derive_identity(&nonce).certify(&nonce, &ben.device);
    let by_ben = ben.seed.derive_identity(&nonce).certify(&nonce, &mallory);
    let certificate = |certificate: &steadfast_circle::device::DeviceCertificate| {
        item(|writer| {
            writer
                .array(3)
                .bytes(certificate.device)
                .bytes(certificate.receiving.as_bytes())
                .bytes(certificate.signature.as_bytes())
        })
    };
    // Words that Ben never wrote, in an entry that only claims to be his.
    let position = ben.replica.ledger().unwrap().position(&mallory.id());
    let key = ben.replica.keys().get(0).unwrap();
    let words = content(5_000, b"I did it to hurt you.");
    let forged =
        write_entry(ben.member, &mallory, &position, None, &words, key, &mut SeededRng(56))
            .unwrap();
    let mut swapped = entry_at(&relay, index as usize).header().clone();
    swapped.device = ben.device.id();
    swapped.body_hash = forged.entry.header().body_hash;
    let unsigned = item(|writer| {
        let entry = item(|writer| writer.array(2).bytes(swapped.to_bytes()).bytes([7; 64]));
        writer.bytes(entry)
    });
    let resigned = |seed: &RelaySeed| {
        let text = seed.sign(&relay.name, &relay.ledger.checkpoint());
        item(|writer| writer.text(&text))
    };
    let tree_of_one = {
        let mut tree = Tree::new();
        tree.append(forged.entry.hash());
        let checkpoint = Checkpoint { circle: relay.ledger.circle(), size: 1, root: tree.root() };
        let text = RelaySeed::from_bytes([1; 32]).sign(&relay.name, &checkpoint);
        item(|writer| writer.text(&text))
    };
    let wrong_key = EntryKey::from_bytes([3; 32]);
    let place = ProofError::OtherRoot;
    let cases = vec![
        ("another circle's first entry", 2, other[2].clone(), QuotationError::OtherCircle),
        ("another device's certificate", 3, certificate(&by_ben), QuotationError::OtherDevice),
        (
            "a certificate by another member",
            3,
            certificate(&by_ada),
            QuotationError::Certificate(CertificateError::Signature),
        ),
        ("an entry of another circle", 4, other[4].clone(), QuotationError::OtherCircle),
        ("an entry of another author", 4, same[4].clone(), QuotationError::OtherDevice),
        ("an entry that its device did not sign", 4, unsigned, QuotationError::Signature),
        ("another entry's body", 5, same[5].clone(), QuotationError::OtherBody),
        (
            "another key",
            6,
            item(|writer| writer.bytes(wrong_key.as_bytes())),
            QuotationError::Body(body::OpenError::Commitment),
        ),
        (
            "a checkpoint of another circle",
            7,
            other[7].clone(),
            QuotationError::Checkpoint(CheckpointError::Origin),
        ),
        (
            "a checkpoint by another relay key",
            7,
            resigned(&RelaySeed::from_bytes([1; 32])),
            QuotationError::Checkpoint(CheckpointError::Signature),
        ),
        (
            "a record of one entry by another relay key",
            7,
            tree_of_one,
            QuotationError::Checkpoint(CheckpointError::Signature),
        ),
        ("another index", 8, item(|writer| writer.uint(index + 1)), QuotationError::Place(place)),
        (
            "an index beyond the record",
            8,
            item(|writer| writer.uint(1 << 40)),
            QuotationError::Place(ProofError::Shape),
        ),
        ("another entry's proof", 9, same[9].clone(), QuotationError::Place(place)),
        ("no proof", 9, item(|writer| writer.array(0)), QuotationError::Place(ProofError::Shape)),
    ];
    (good, cases)
}

#[test]
fn nothing_in_a_quotation_can_be_exchanged() {
    let (good, cases) = forgeries();
    assert_eq!(of_items(&items(&good)), good);
    Quotation::from_bytes(&good).unwrap().verify().unwrap();
    for (what, at, new, expected) in cases {
        let mut items = items(&good);
        items[at] = new;
        let forged = Quotation::from_bytes(&of_items(&items)).unwrap();
        assert_eq!(forged.verify().unwrap_err(), expected, "{what}");
    }
}

#[test]
fn a_genesis_that_its_founder_did_not_sign_is_no_circle() {
    let (good, _) = forgeries();
    let mut items = items(&good);
    let mut reader = Reader::new(&items[2]);
    let genesis = SignedEntry::decode(reader.bytes("genesis", 100_000).unwrap()).unwrap();
    let mut bytes = genesis.into_bytes();
    *bytes.last_mut().unwrap() ^= 1;
    items[2] = item(|writer| writer.bytes(&bytes));
    let error = Quotation::from_bytes(&of_items(&items)).unwrap().verify().unwrap_err();
    assert!(matches!(error, QuotationError::Genesis(_)), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_changed_byte_is_refused(
        payload in prop::collection::vec(any::<u8>(), 0..2_000), more in 0_u32..9,
        at in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 24), seed: u64,
    ) {
        let (relay, ada, _, index) = ben_said(seed, &payload, more);
        let quotation = quote(&relay, &ada, index).unwrap();
        let bytes = quotation.to_bytes();
        let read = Quotation::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&read, &quotation);
        prop_assert_eq!(read.to_bytes(), bytes.clone());
        let quoted = read.verify().unwrap();
        prop_assert_eq!(quoted.content, content(5_000, &payload));
        for (at, change) in at {
            let mut bytes = bytes.clone();
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            let holds = Quotation::from_bytes(&bytes).ok().and_then(|read| read.verify().ok());
            prop_assert_eq!(holds, None);
        }
        prop_assert!(Quotation::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        prop_assert!(Quotation::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
    }
}

#[test]
fn a_record_that_grew_or_was_read_again_quotes_the_same_words() {
    let (relay, ada, _, index) = ben_said(57, b"words", 2);
    let ledger = Ledger::from_bytes(&relay.ledger.to_bytes()).unwrap();
    let entry = entry_at(&relay, index as usize);
    let body = relay.entries[index as usize].1.clone().unwrap();
    let again =
        Quotation::make(&ledger, &relay.checkpoint(), ada.replica.keys(), &entry, &body).unwrap();
    assert_eq!(Ok(again), quote(&relay, &ada, index));
}
