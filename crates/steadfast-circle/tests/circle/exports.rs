//! Exports: what verifies, and that nothing can be changed, left out, added or exchanged.

use super::common::{Person, Relay, SeededRng, circle_of_two, content};
use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::epoch::EpochKey;
use steadfast_circle::evidence::Broken;
use steadfast_circle::export::{self, Export, ExportError};
use steadfast_circle::log::checkpoint::{Checkpoint, RelaySeed};
use steadfast_circle::log::tree::Tree;
use steadfast_circle::verify::Reading;

fn export() -> (Relay, Export) {
    let mut rng = SeededRng(200);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    ada.say(&mut relay, None, 5_000, &mut rng);
    let said = ben.say(&mut relay, None, 6_000, &mut rng).index;
    let hash = relay.ledger.hash_at(said).unwrap();
    ben.say(&mut relay, Some(Control::Erase(vec![hash])), 7_000, &mut rng);
    ada.sync(&relay).unwrap();
    let export = Export {
        checkpoint: relay.checkpoint(),
        entries: relay.entries.clone(),
        keys: ada.replica.keys().clone(),
    };
    (relay, export)
}

#[test]
fn a_report_says_who_wrote_what_and_when() {
    let (relay, export) = export();
    let report = export::verify(&export.to_bytes()).unwrap();
    assert_eq!(
        (report.circle, report.size, report.root),
        (relay.ledger.circle(), 7, relay.ledger.root())
    );
    assert_eq!(report.authors.iter().map(|author| author.entries).collect::<Vec<_>>(), [5, 2]);
    assert_eq!(report.entries[4].content, Reading::Opened(content(5_000, b"words")));
    assert_eq!(report.entries[5].content, Reading::Erased { by: 6 });
    assert_eq!(report.entries[4].window.not_after_ms, Some(7_000), "Ben had seen it when he wrote");
}

#[test]
fn no_byte_can_be_changed() {
    let bytes = export().1.to_bytes();
    // Every byte would take minutes without optimisation, so the first and last hundred and some in between are.
    let ends = (0..100).chain(bytes.len() - 100..bytes.len());
    for at in ends.chain((100..bytes.len() - 100).step_by(97)) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x10;
        assert!(export::verify(&altered).is_err(), "byte {at} of {}", bytes.len());
    }
}

#[test]
fn no_byte_can_be_left_out_added_or_exchanged() {
    let bytes = export().1.to_bytes();
    for at in (0..bytes.len()).step_by(61) {
        let mut without = bytes.clone();
        without.remove(at);
        assert!(export::verify(&without).is_err(), "without byte {at}");
        let mut with = bytes.clone();
        with.insert(at, 0);
        assert!(export::verify(&with).is_err(), "with a byte before {at}");
        if at + 1 < bytes.len() && bytes[at] != bytes[at + 1] {
            let mut swapped = bytes.clone();
            swapped.swap(at, at + 1);
            assert!(export::verify(&swapped).is_err(), "with bytes {at} and {} exchanged", at + 1);
        }
    }
    assert!(export::verify(&[bytes.as_slice(), &[0]].concat()).is_err());
}

/// Changes an export, signs a new checkpoint over it where asked, and returns what verifying it says.
fn check(resign: bool, change: impl FnOnce(&mut Export)) -> ExportError {
    let (relay, mut export) = export();
    change(&mut export);
    if resign {
        let mut tree = Tree::new();
        export.entries.iter().for_each(|(entry, _)| tree.append(SignedEntry::hash_of(entry)));
        let checkpoint =
            Checkpoint { circle: relay.ledger.circle(), size: tree.size(), root: tree.root() };
        export.checkpoint = relay.seed.sign(&relay.name, &checkpoint);
    }
    let bytes = export.to_bytes();
    export::verify(&bytes).unwrap_err()
}

#[test]
fn the_first_thing_that_is_wrong_is_named() {
    let broken = |error: ExportError| match error {
        ExportError::Broken { index, broken } => (index, broken),
        other => panic!("{other}"),
    };
    let (index, what) = broken(check(false, |export| drop(export.entries.pop())));
    assert_eq!((index, what), (None, Broken::TooFewEntries { size: 7, received: 6 }));
    let (index, what) = broken(check(true, |export| drop(export.entries.remove(4))));
    assert_eq!(index, Some(4));
    assert!(matches!(what, Broken::SeenTooMuch { .. } | Broken::SeenOther { .. }), "{what}");
    let (index, what) = broken(check(true, |export| export.entries.swap(4, 5)));
    assert_eq!(index, Some(4));
    assert!(matches!(what, Broken::SeenTooMuch { .. } | Broken::SeenOther { .. }), "{what}");
    let (index, what) =
        broken(check(true, |export| export.entries.push(export.entries[4].clone())));
    assert_eq!((index, what), (Some(7), Broken::Repeated { first: 4 }));
    let (index, what) =
        broken(check(false, |export| export.entries.push(export.entries[4].clone())));
    assert_eq!((index, what), (Some(7), Broken::TooManyEntries { size: 7 }));
    let (index, what) = broken(check(false, |export| export.entries[4].1 = None));
    assert_eq!((index, what), (Some(4), Broken::BodyDropped { index: 4 }));
    let (_, what) = broken(check(false, |export| export.entries.clear()));
    assert!(matches!(what, Broken::TooFewEntries { .. }), "{what}");
    let other = RelaySeed::from_bytes([1; 32]);
    let (index, what) = broken(check(false, |export| {
        let (size, root) = Checkpoint::peek(&export.checkpoint).unwrap();
        let circle = SignedEntry::decode(&export.entries[0].0).unwrap().circle();
        export.checkpoint =
            other.sign(&"localhost:4480".parse().unwrap(), &Checkpoint { circle, size, root });
    }));
    assert!(matches!(what, Broken::Checkpoint(_)), "{index:?} {what}");
}

#[test]
fn an_erased_body_may_not_be_there() {
    let mut rng = SeededRng(201);
    let (mut relay, mut ada, _) = circle_of_two(&mut rng);
    let said = ada.say(&mut relay, None, 5_000, &mut rng).index;
    let body = relay.entries[said as usize].1.clone();
    let hash = relay.ledger.hash_at(said).unwrap();
    ada.say(&mut relay, Some(Control::Erase(vec![hash])), 6_000, &mut rng);
    ada.sync(&relay).unwrap();
    let mut export = Export {
        checkpoint: relay.checkpoint(),
        entries: relay.entries.clone(),
        keys: ada.replica.keys().clone(),
    };
    export.entries[said as usize].1 = body;
    assert_eq!(export.verify().unwrap_err(), ExportError::ErasedBody { index: said });
}

#[test]
fn a_wrong_key_is_named() {
    let error = check(false, |export| {
        assert_eq!(export.keys.insert(0, EpochKey::from_bytes([9; 32])), 0 == 7)
    });
    assert_eq!(error, ExportError::Key { epoch: 0 });
    let error = check(false, |export| {
        assert_eq!(export.keys.insert(7, EpochKey::from_bytes([9; 32])), 7 == 7)
    });
    assert_eq!(error, ExportError::Key { epoch: 7 });
}

#[test]
fn the_folder_of_tiles_is_one_that_others_can_verify() {
    let mut rng = SeededRng(202);
    let (mut relay, mut ada, _) = circle_of_two(&mut rng);
    while relay.ledger.size() < 300 {
        let written = ada_writes(&mut ada, &relay, &mut rng);
        relay.append(&written);
    }
    ada.sync(&relay).unwrap();
    let export = Export {
        checkpoint: relay.checkpoint(),
        entries: relay.entries.clone(),
        keys: ada.replica.keys().clone(),
    };
    let files = export.tiles();
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "checkpoint",
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44"
        ]
    );
    // Read back as a stranger would: entries from the bundles, leaves from the tiles, the root from both.
    let (mut from_entries, mut from_tiles) = (Tree::new(), Tree::new());
    for (path, content) in &files {
        if path.starts_with("tile/entries/") {
            let mut rest = content.as_slice();
            while let Some((length, after)) = rest.split_first_chunk::<2>() {
                let (entry, after) = after.split_at(usize::from(u16::from_be_bytes(*length)));
                from_entries.append(SignedEntry::hash_of(entry));
                rest = after;
            }
            assert!(rest.is_empty());
        } else if path.starts_with("tile/0/") {
            content
                .as_chunks::<32>()
                .0
                .iter()
                .for_each(|leaf| from_tiles.append(steadfast_circle::EntryHash::from_bytes(*leaf)));
        }
    }
    let (size, root) = Checkpoint::peek(&export.checkpoint).unwrap();
    assert_eq!((from_entries.size(), from_entries.root()), (size, root));
    assert_eq!(from_tiles, from_entries);
    let upper = &files.iter().find(|(path, _)| path == "tile/1/000.p/1").unwrap().1;
    assert_eq!(upper.as_slice(), from_entries.root_at(256).unwrap().as_bytes());
}

fn ada_writes(
    ada: &mut Person,
    relay: &Relay,
    rng: &mut SeededRng,
) -> steadfast_circle::writer::Written {
    ada.sync(relay).unwrap();
    ada.write(None, &content(1, b""), rng)
}
