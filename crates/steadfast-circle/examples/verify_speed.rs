//! Measures how long it takes to verify and open a whole record, against verifying as many bare signatures.
//!
//! `cargo run --release -p steadfast-circle --example verify_speed [entries]` prints JSON lines.

use std::time::{Duration, Instant};

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use steadfast_circle::body::Content;
use steadfast_circle::device::DeviceSeed;
use steadfast_circle::entry::RelayName;
use steadfast_circle::log::checkpoint::RelaySeed;
use steadfast_circle::rand_core::UnwrapErr;
use steadfast_circle::relay_api::EntriesPage;
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::{Ledger, Reading, Receiver, Replica};
use steadfast_circle::writer::{Founded, Written, found_circle, write_entry};

const ENTRIES_PER_PAGE: usize = 256;
const ROUNDS: usize = 5;

/// One person's whole record.
struct Life {
    founded: Founded,
    checkpoint: String,
    pages: Vec<Vec<u8>>,
    receivers: Vec<Receiver>,
}

fn live(entries: usize) -> Result<Life, Box<dyn std::error::Error>> {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let (seed, device_seed) = (MemberSeed::make(&mut rng), DeviceSeed::make(&mut rng));
    let relay = RelaySeed::make(&mut rng);
    let name = RelayName::new("relay.example")?;
    let content = |i: usize| Content {
        claimed_ms: 1_700_000_000_000 + 60_000 * i as i64,
        zone: "Europe/Berlin".to_owned(),
        payload: vec![7; 120],
    };
    let founded = found_circle(&seed, &device_seed, &name, relay.public(), &content(0), &mut rng)?;
    let device = device_seed.derive(&founded.nonce);
    let member = seed.derive_identity(&founded.nonce).id();
    let mut ledger = Ledger::found(&founded.genesis.entry, Some(&founded.genesis.body))?;
    let sent = |written: Written| (written.entry.into_bytes(), Some(written.body));
    let mut record = vec![sent(founded.genesis.clone())];
    for i in 1..entries {
        let position = ledger.position(&device.id());
        let written =
            write_entry(member, &device, &position, None, &content(i), &founded.key, &mut rng)?;
        ledger.append(&written.entry, Some(&written.body))?;
        record.push(sent(written));
    }
    let checkpoint = relay.sign(&name, &ledger.checkpoint());
    let pages = record
        .chunks(ENTRIES_PER_PAGE)
        .map(|chunk| EntriesPage { entries: chunk.to_vec() }.to_bytes())
        .collect();
    let receivers =
        vec![Receiver::from(&device), Receiver::from(&seed.derive_recovery(&founded.nonce))];
    Ok(Life { founded, checkpoint, pages, receivers })
}

fn sync(life: &Life, entries: usize) -> Result<Duration, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut replica = Replica::new(life.founded.circle, life.receivers.clone());
    replica.begin(&life.checkpoint)?;
    for page in &life.pages {
        replica.step(page)?;
    }
    let outcome = replica.finish()?;
    let elapsed = start.elapsed();
    let opened =
        outcome.verified.iter().filter(|new| matches!(new.content, Reading::Opened(_))).count();
    if opened == entries {
        Ok(elapsed)
    } else {
        Err(format!("only {opened} of {entries} opened").into())
    }
}

/// How long it takes to have the record's structure back after a restart.
fn warm_start(life: &Life) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut replica = Replica::new(life.founded.circle, life.receivers.clone());
    replica.begin(&life.checkpoint)?;
    for page in &life.pages {
        replica.step(page)?;
    }
    replica.finish()?;
    let kept = replica.ledger().map(Ledger::to_bytes).unwrap_or_default();
    let start = Instant::now();
    Ledger::from_bytes(&kept)?;
    Ok(start.elapsed())
}

fn bare(
    key: &VerifyingKey,
    signed: &[(Vec<u8>, Signature)],
) -> Result<Duration, Box<dyn std::error::Error>> {
    let start = Instant::now();
    for (message, signature) in signed {
        key.verify_strict(message, signature)?;
    }
    Ok(start.elapsed())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let entries = std::env::args().nth(1).map_or(Ok(10_000), |text| text.parse())?;
    let life = live(entries)?;
    let key = SigningKey::from_bytes(&[3; 32]);
    // As long as an entry's header with its label, so that hashing the message costs the same on both sides.
    let message = |i: usize| [&i.to_be_bytes()[..], &[1; 240]].concat();
    let signed: Vec<_> =
        (0..entries).map(message).map(|text| (text.clone(), key.sign(&text))).collect();
    // Rounds alternate, so that whatever else the machine does hits both sides alike; the best of each counts.
    let (mut best_sync, mut best_bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        best_bare = best_bare.min(bare(&key.verifying_key(), &signed)?);
        best_sync = best_sync.min(sync(&life, entries)?);
    }
    println!(
        "{{\"figure\":\"ledger_from_bytes\",\"entries\":{entries},\"milliseconds\":{:.1}}}",
        warm_start(&life)?.as_secs_f64() * 1e3
    );
    println!(
        "{{\"figure\":\"verify_and_open\",\"entries\":{entries},\"milliseconds\":{:.1},\"bare_ed25519_milliseconds\":{:.1},\"ratio\":{:.3}}}",
        best_sync.as_secs_f64() * 1e3,
        best_bare.as_secs_f64() * 1e3,
        best_sync.as_secs_f64() / best_bare.as_secs_f64()
    );
    Ok(())
}
