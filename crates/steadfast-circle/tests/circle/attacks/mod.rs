//! The attack table: what a cheating relay or member does, and how an honest device names it. Each test begins in a
//! circle of two whose devices have synced, and each must leave the honest replica as it was.

mod author;
mod relay;

use super::common::{Person, Relay, SeededRng, circle_of_two, content};
use steadfast_circle::entry::SignedEntry;
use steadfast_circle::evidence::Evidence;
use steadfast_circle::log::checkpoint::Checkpoint;
use steadfast_circle::verify::{Position, SyncError};
use steadfast_circle::writer::{Written, write_entry};

type Sent = (Vec<u8>, Option<Vec<u8>>);

/// Two synced people, and what each writes next.
struct Scene {
    relay: Relay,
    ada: Person,
    ben: Person,
    rng: SeededRng,
}

fn scene(seed: u64) -> Scene {
    let mut rng = SeededRng(seed);
    let (mut relay, mut ada, mut ben) = circle_of_two(&mut rng);
    for n in 0..4 {
        ada.say(&mut relay, None, 10_000 + n, &mut rng);
        ben.say(&mut relay, None, 20_000 + n, &mut rng);
    }
    ada.sync(&relay).unwrap();
    ben.sync(&relay).unwrap();
    Scene { relay, ada, ben, rng }
}

impl Scene {
    /// What a relay would sign over these entries, whatever they are.
    fn checkpoint_over(&self, entries: &[Sent]) -> String {
        let mut tree = steadfast_circle::log::tree::Tree::new();
        entries.iter().for_each(|(entry, _)| tree.append(SignedEntry::hash_of(entry)));
        let checkpoint =
            Checkpoint { circle: self.relay.ledger.circle(), size: tree.size(), root: tree.root() };
        self.relay.seed.sign(&self.relay.name, &checkpoint)
    }

    /// Serves these entries to somebody, from what they have on, under a checkpoint over all of them.
    fn serve(&self, person: &mut Person, entries: &[Sent]) -> Evidence {
        serve_under(person, entries, &self.checkpoint_over(entries))
    }
}

/// Serves entries under a checkpoint. The sync must fail, and leave the replica as it was.
#[track_caller]
fn serve_under(person: &mut Person, entries: &[Sent], checkpoint: &str) -> Evidence {
    let before = person.replica.ledger().map(|ledger| ledger.to_bytes());
    let keys = person.replica.keys().len();
    let evidence = match try_serve(person, entries, checkpoint) {
        Err(SyncError::Broken(failure)) => failure.evidence,
        other => panic!("the attack was not noticed: {other:?}"),
    };
    assert_eq!(person.replica.ledger().map(|ledger| ledger.to_bytes()), before);
    assert_eq!(person.replica.keys().len(), keys);
    assert_eq!(Evidence::from_bytes(&evidence.to_bytes()).unwrap(), evidence);
    evidence
}

fn try_serve(person: &mut Person, entries: &[Sent], checkpoint: &str) -> Result<(), SyncError> {
    let mut progress = person.replica.begin(checkpoint)?;
    while progress.wants_more() {
        let from = (progress.reached as usize).min(entries.len());
        progress = person.replica.step_entries(entries[from..].to_vec())?;
    }
    person.replica.finish().map(drop)
}

/// Signs an entry at a position as no honest device would.
fn forge(author: &Person, position: &Position, words: &[u8], rng: &mut SeededRng) -> Written {
    let key = author.replica.keys().get(position.epoch).unwrap();
    write_entry(author.member, &author.device, position, None, &content(30_000, words), key, rng)
        .unwrap()
}

fn sent(written: &Written) -> Sent {
    (written.entry.bytes().to_vec(), Some(written.body.clone()))
}

fn nonce_of(person: &Person) -> steadfast_circle::FoundingNonce {
    *person.replica.ledger().unwrap().roster().nonce()
}

/// A fresh copy of a person, who has synced nothing.
fn take(person: &Person, n: u8) -> Person {
    Person::new(n, person.replica.circle(), &nonce_of(person))
}

fn catch_up(person: &mut Person, relay: &Relay) {
    person.sync(relay).unwrap();
}

fn ada_of(relay: &Relay) -> Person {
    let mut ada = Person::new(1, relay.ledger.circle(), relay.ledger.roster().nonce());
    ada.sync(relay).unwrap();
    ada
}
