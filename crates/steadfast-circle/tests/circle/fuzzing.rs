//! The fuzz targets, run for a short, seeded time: valid inputs, changed in the ways in which fuzzers change them.

#[path = "../../../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is the root of the fuzz crate, and only included here")]
mod targets;

use steadfast_circle::evidence::{Broken, By, Evidence};
use steadfast_circle::rand_core::Rng as _;
use steadfast_circle::relay_api::EntriesPage;

use super::common::{SeededRng, circle_of_two};

const ROUNDS: usize = 1_500;

fn testdata(name: &str) -> Vec<u8> {
    let path = format!("{}/../../testdata/circle/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The hexadecimal texts, and the other texts, that stand anywhere in a vector.
fn texts(name: &str) -> Vec<Vec<u8>> {
    fn collect(value: &serde_json::Value, out: &mut Vec<Vec<u8>>) {
        match value {
            serde_json::Value::String(text) => {
                out.extend(data_encoding::HEXLOWER.decode(text.as_bytes()).ok());
                out.push(text.as_bytes().to_vec());
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
            serde_json::Value::Object(fields) => {
                fields.values().for_each(|item| collect(item, out))
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    collect(&serde_json::from_slice(&testdata(name)).unwrap(), &mut out);
    out
}

fn mutate(input: &mut Vec<u8>, others: &[Vec<u8>], rng: &mut SeededRng) {
    for _ in 0..=rng.next_u32() % 3 {
        let below = |limit: usize, rng: &mut SeededRng| rng.next_u64() as usize % limit.max(1);
        let at = below(input.len(), rng);
        match rng.next_u32() % 7 {
            0 if !input.is_empty() => input[at] ^= 1 << (rng.next_u32() % 8),
            1 if !input.is_empty() => input[at] = rng.next_u32() as u8,
            2 => input.truncate(at),
            3 => input.insert(at, rng.next_u32() as u8),
            4 if !input.is_empty() => {
                input.remove(at);
            }
            5 => {
                let other = &others[below(others.len(), rng)];
                let from = below(other.len(), rng);
                input.truncate(at);
                input.extend_from_slice(&other[from.min(other.len())..]);
            }
            _ => input.extend_from_slice(&[0xff, 0x9b, 0x5b][..below(4, rng).min(3)]),
        }
    }
}

#[track_caller]
fn run(name: &str, seeds: &[Vec<u8>]) {
    let (_, target) = targets::TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let mut rng = SeededRng(name.len() as u64);
    seeds.iter().for_each(|seed| target(seed));
    for round in 0..ROUNDS {
        let mut input = seeds[round % seeds.len()].clone();
        mutate(&mut input, seeds, &mut rng);
        target(&input);
    }
}

#[test]
fn entry() {
    run(
        "entry",
        &[
            texts("genesis.json"),
            texts("grant.json"),
            texts("invitation.json"),
            texts("entries-refused.json"),
        ]
        .concat(),
    );
}

#[test]
fn content() {
    run("content", &[texts("genesis.json"), texts("contents-refused.json")].concat());
}

#[test]
fn body() {
    run("body", &texts("bodies-refused.json"));
}

#[test]
fn relay_api() {
    run("relay_api", &texts("relay-api.json"));
}

#[test]
fn relay_json() {
    let token = serde_json::from_slice::<serde_json::Value>(&testdata("token.json")).unwrap();
    let seeds = [
        token["request"].to_string(),
        r#"{"size":3}"#.to_owned(),
        r#"{"knock":"00000000000000000000000000000000"}"#.to_owned(),
        r#"{"type":"urn:steadfast:problem:quota","title":"","status":507}"#.to_owned(),
        r#"{"key":"AAAA"}"#.to_owned(),
    ];
    run("relay_json", &seeds.map(String::into_bytes));
}

#[test]
fn checkpoint() {
    run("checkpoint", &[texts("checkpoint.json"), texts("checkpoints-refused.json")].concat());
}

#[test]
fn tile_path() {
    run(
        "tile_path",
        &["tile/0/x001/x234/067", "tile/entries/000.p/7"].map(|path| path.as_bytes().to_vec()),
    );
}

#[test]
fn link() {
    let seeds = [
        texts("invitation.json"),
        texts("links-refused.json"),
        texts("pairing.json"),
        texts("comparison.json"),
    ];
    run("link", &seeds.concat());
}

#[test]
fn locker() {
    run("locker", &[texts("locker.json"), texts("pairing.json")].concat());
}

#[test]
fn words() {
    run("words", &[texts("words.json"), texts("words-refused.json")].concat());
}

#[test]
fn export() {
    run("export", &[testdata("record.steadfast")]);
}

#[test]
fn quotation() {
    run("quotation", &[texts("quotation.json"), texts("quotations-refused.json")].concat());
}

#[test]
fn evidence() {
    let evidence = Evidence {
        circle: steadfast_circle::CircleId::from_bytes([1; 32]),
        broken: Broken::RolledBack { held: 3, served: 2 },
        by: By::Relay,
        index: Some(3),
        checkpoint: "checkpoint".to_owned(),
        held: None,
        entry: Some(vec![1, 2, 3]),
        body: None,
        other: Some(Vec::new()),
    };
    run("evidence", &[evidence.to_bytes()]);
}

#[test]
fn ledger() {
    let (relay, ..) = circle_of_two(&mut SeededRng(40));
    run("ledger", &[relay.ledger.to_bytes()]);
}

#[test]
fn page_of_a_sync() {
    let (relay, ..) = circle_of_two(&mut SeededRng(41));
    let some = |count: usize| EntriesPage { entries: relay.entries[..count].to_vec() }.to_bytes();
    run("page_of_a_sync", &[some(1), some(2), some(relay.entries.len())]);
}

#[test]
fn every_target_is_run() {
    assert_eq!(targets::TARGETS.len(), 15, "add a test for each new target");
}
