//! What a member may quote with a program of their own, and with the host's help: words that the other never said.

use steadfast_circle::body;
use steadfast_circle::cbor::{Reader, Writer};
use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::log::checkpoint::{Checkpoint, RelaySeed};
use steadfast_circle::log::tree::Tree;
use steadfast_member::payload::{Payload, Quoting};
use steadfast_member::view::{LineEffect, What};
use steadfast_repair::journal;
use steadfast_repair::notes::{self, Proof};
use steadfast_repair::relationship::{Act, Refusal};
use steadfast_repair::words::Words;

use crate::scene::{Scene, offer};

/// The items of a quotation that may be exchanged, by their place in it.
const GENESIS: usize = 2;
const CERTIFICATE: usize = 3;
const ENTRY: usize = 4;
const BODY: usize = 5;
const KEY: usize = 6;
const CHECKPOINT: usize = 7;
const INDEX: usize = 8;
const PROOF: usize = 9;

/// A quotation, item by item.
#[derive(Clone)]
struct Items(Vec<Vec<u8>>);

impl Items {
    fn of(quotation: &[u8]) -> Self {
        fn skip(
            reader: &mut Reader<'_>,
            item: usize,
        ) -> Result<(), steadfast_circle::cbor::DecodeError> {
            match item {
                0 | CHECKPOINT => reader.text("text", 2_000).map(drop),
                1 | INDEX => reader.uint().map(drop),
                CERTIFICATE | PROOF => {
                    let parts = reader.array("parts", 63)?;
                    (0..parts).try_for_each(|_| reader.bytes("part", 2_000).map(drop))
                }
                _ => reader.bytes("bytes", 300_000).map(drop),
            }
        }
        let mut reader = Reader::new(quotation);
        let count = reader.array("quotation", 10).expect("a quotation");
        let item = |item| {
            let from = reader.position();
            skip(&mut reader, item).expect("its own form");
            reader.since(from).to_vec()
        };
        Self((0..count).map(item).collect())
    }

    fn with(&self, at: usize, write: impl FnOnce(&mut Writer) -> &mut Writer) -> Self {
        let mut writer = Writer::new();
        write(&mut writer);
        let mut items = self.clone();
        items.0[at] = writer.finish();
        items
    }

    fn with_item_of(&self, at: usize, other: &Self) -> Self {
        let mut items = self.clone();
        items.0[at].clone_from(&other.0[at]);
        items
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(self.0.len()).raw(&self.0.concat());
        writer.finish()
    }
}

/// Row: an author acts beyond their rights. A quotation whose proof does not hold stays in the record, has no effect, shows none of
/// the words, and is shown as such.
#[tokio::test]
async fn author_quotes_what_the_other_never_said() {
    let scene = Scene::set().await;
    scene.ana_says("I was at my sister's.").await;
    scene.sam.member.sync(scene.us).await.expect("an honest relay");
    let said = What::Act(offer("I was at my sister's."));
    let line = scene.sam.member.record(scene.us).into_iter().find(|line| line.what == said);
    let line = line.expect("Sam has read it");
    let genuine = scene.sam.member.quotation(scene.us, line.id).await.expect("it can be quoted");
    let items = Items::of(&genuine.quotation);
    assert_eq!(items.to_bytes(), genuine.quotation);

    // Another circle of Sam's, with Sam alone in it.
    let mine = scene.sam.member.mine().expect("everybody has one");
    let page = Words::new("A page of Sam's.").expect("words that fit");
    let page = Act::Journal(journal::Act::Write(journal::Write { text: page }));
    scene.sam.member.say(mine, page).await.expect("the device keeps it");
    scene.sam.member.sync(mine).await.expect("an honest relay");
    let page = scene.sam.member.record(mine).pop().expect("it was just written").id;
    let page = scene.sam.member.quotation(mine, page).await.expect("it can be quoted");
    let other = Items::of(&page.quotation);

    // Words in Ana's name by Sam's device, and a host who signs a record with them in it.
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let ana = scene.ana.member.circle(scene.us).expect("she is in it");
    let ana = ana.people.iter().find(|person| person.me).expect("she is one of them").id;
    let ana = steadfast_circle::MemberId::from_bytes(ana.0);
    let forged = author.speak_as(ana, scene.sam.now(), offer("It was my fault."));
    let entry = SignedEntry::decode(&forged.0).expect("it was just written");
    let body = forged.1.expect("it was just written");
    let export = scene.export().await;
    let key = export.keys.get(entry.header().epoch).expect("Sam has it");
    let key = body::derive_entry_key(&body, key, entry.binding()).expect("a body");
    let mut tree = Tree::new();
    let entries = export.entries.iter().map(|(bytes, _)| bytes);
    entries
        .chain([&device.0, &forged.0])
        .for_each(|bytes| tree.append(SignedEntry::hash_of(bytes)));
    let (size, root) = (tree.size(), tree.root());
    let path = tree.prove_inclusion(size - 1, size).expect("it is the last");
    let sign = |relay: &RelaySeed, size, root| {
        let host = scene.host.relay();
        relay.sign(host.name(), &Checkpoint { circle: scene.us, size, root })
    };
    let added = SignedEntry::decode(&device.0).expect("it was just written");
    let Some(Control::AddDevice(certificate)) = added.control() else { panic!("it adds one") };
    let in_her_name = items
        .with(CERTIFICATE, |writer| {
            writer
                .array(3)
                .bytes(certificate.device)
                .bytes(certificate.receiving.as_bytes())
                .bytes(certificate.signature.as_bytes())
        })
        .with(ENTRY, |writer| writer.bytes(&forged.0))
        .with(BODY, |writer| writer.bytes(&body))
        .with(KEY, |writer| writer.bytes(key.as_bytes()))
        .with(CHECKPOINT, |writer| writer.text(&sign(&scene.relay_seed(), size, root)))
        .with(INDEX, |writer| writer.uint(size - 1))
        .with(PROOF, |writer| path.iter().fold(writer.array(path.len()), |w, node| w.bytes(node)));

    let (held, root) = Checkpoint::peek(&export.checkpoint).expect("a checkpoint");
    let another = RelaySeed::from_bytes([7; 32]);
    let forgeries = [
        ("words in her name", in_her_name),
        ("words in her name, under her own certificate", {
            let hers = items.clone();
            hers.with(ENTRY, |writer| writer.bytes(&forged.0))
                .with(BODY, |writer| writer.bytes(&body))
        }),
        ("another index", items.with(INDEX, |writer| writer.uint(line.place - 1))),
        ("another circle", items.with_item_of(GENESIS, &other)),
        ("an entry of another circle", items.with_item_of(ENTRY, &other)),
        ("another relay key", items.with(CHECKPOINT, |w| w.text(&sign(&another, held, root)))),
    ];

    let say =
        |quotation: Vec<u8>| Payload::Quote(Box::new(Quoting { quotation, ..genuine.clone() }));
    let mut pairs = vec![device];
    for (_, forgery) in &forgeries {
        pairs.push(author.say_payload(scene.sam.now(), &say(forgery.to_bytes())));
    }
    pairs.push(author.say_payload(scene.sam.now(), &say(items.to_bytes())));
    let forgery = scene.forgery().await;
    for (entry, body) in pairs {
        forgery.borrow_mut().take(entry, body.expect("it was just written"));
    }
    scene.ana.relay.show(&forgery);
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");

    let record = scene.ana.member.record(scene.us);
    let quoted: Vec<_> = record
        .iter()
        .filter_map(|line| match &line.what {
            What::Act(Act::Notes(notes::Act::Quote(quote))) => Some((line, quote)),
            _ => None,
        })
        .collect();
    assert_eq!(quoted.len(), forgeries.len() + 1, "all of it stays in the record");
    let (genuine, forged) = quoted.split_last().expect("there are seven");
    for ((line, quote), (what, _)) in forged.iter().zip(&forgeries) {
        let refused = LineEffect::Refused(Refusal::Notes(notes::Refusal::ProofFails));
        assert_eq!((&line.effect, &quote.proof), (&refused, &Proof::Fails), "{what}");
    }
    assert_eq!(genuine.0.effect, LineEffect::Took, "what she did say may be quoted");
    let stand = scene.ana.member.relationship(scene.us, |us| us.notes().all().len());
    assert_eq!(stand, Some(1));
}
