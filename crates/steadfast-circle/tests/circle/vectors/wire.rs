//! Vectors of what is signed, shown and sent: the log, links, and bodies of requests.

use super::{frozen, hex, unhex};
use crate::common::{Person, SeededRng, circle_of_one};
use serde_json::json;
use steadfast_circle::body;
use steadfast_circle::entry::RelayName;
use steadfast_circle::invitation::{Invitation, Offer};
use steadfast_circle::log::checkpoint::{Checkpoint, CheckpointError, RelaySeed, Vkey};
use steadfast_circle::log::tree::{Tree, verify_consistency, verify_inclusion};
use steadfast_circle::relay_api::{
    AppendRequest, EntriesPage, InvitationAnswer, Receipt, Submission,
};
use steadfast_circle::verify::Comparison;
use steadfast_circle::{CircleId, EntryHash, Root};

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
