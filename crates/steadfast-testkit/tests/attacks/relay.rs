//! What a relay may try.

use steadfast_circle::evidence::{Broken, By};
use steadfast_circle::log::checkpoint::{CheckpointError, RelaySeed};
use steadfast_member::error::{JoinError, PreviewError, SyncProblem};
use steadfast_member::ports::{Method, Response};
use steadfast_member::view::{Compared, SyncStatus};
use steadfast_testkit::cheat::{Answer, Forgery};

use crate::scene::{Scene, offer};

#[tokio::test]
async fn an_honest_relay_passes() {
    let scene = Scene::set().await;
    scene.sam_says("I have nothing to hide.").await;
    scene.ana_reads("I have nothing to hide.").await;
    assert!(matches!(scene.ana.member.status(scene.us), Some(SyncStatus::Whole { .. })));
    assert!(scene.ana.member.evidence(scene.us).is_empty());
}

/// Row: the relay changes a byte of a header, a body or a signature.
#[tokio::test]
async fn relay_changes_a_byte() {
    let scene = Scene::set().await;
    scene.sam_says("As it was said.").await;
    let header = scene.ana_refuses_altered(|pairs| flip(&mut pairs[0].0, 60)).await;
    assert!(
        matches!(header, Broken::OtherMember { .. }),
        "the byte was in the member's id: {header}"
    );
    let signature = scene.ana_refuses_altered(|pairs| flip_last(&mut pairs[0].0)).await;
    assert!(matches!(signature, Broken::Signature { .. }), "{signature}");
    let body = scene
        .ana_refuses_altered(|pairs| flip_last(pairs[0].1.as_mut().expect("it has a body")))
        .await;
    assert!(matches!(body, Broken::Body { .. }), "{body}");
    scene.ana_reads("As it was said.").await;
}

/// Row: the relay drops, repeats or reorders entries.
#[tokio::test]
async fn relay_drops_repeats_or_reorders_entries() {
    let scene = Scene::set().await;
    for words in ["First.", "Second.", "Third."] {
        scene.sam_says(words).await;
    }
    let dropped = scene.ana_refuses_altered(|pairs| drop(pairs.remove(1))).await;
    assert!(matches!(dropped, Broken::Sequence { .. } | Broken::SeenOther { .. }), "{dropped}");
    let repeated = scene.ana_refuses_altered(|pairs| pairs.insert(1, pairs[0].clone())).await;
    assert!(matches!(repeated, Broken::Repeated { .. }), "{repeated}");
    let reordered = scene.ana_refuses_altered(|pairs| pairs.swap(0, 1)).await;
    assert!(
        matches!(reordered, Broken::Sequence { .. } | Broken::SeenTooMuch { .. }),
        "{reordered}"
    );
    let body = scene.ana_refuses_altered(|pairs| pairs[0].1 = None).await;
    assert!(matches!(body, Broken::BodyDropped { .. }), "{body}");
    scene.ana_reads("Third.").await;
}

/// Row: the relay rolls back to an older checkpoint. So does a host who restores an old backup of the relay.
#[tokio::test]
async fn relay_rolls_back() {
    let scene = Scene::set().await;
    let forgery = scene.forgery().await;
    forgery.borrow_mut().entries.pop();
    scene.ana.relay.show(&forgery);
    let evidence = scene.ana_refuses().await;
    assert!(matches!(evidence.broken, Broken::RolledBack { .. }), "{}", evidence.broken);
    assert_eq!(evidence.by, By::Relay);
    assert!(
        evidence.held.is_some(),
        "both checkpoints are kept: the two together prove it to anybody"
    );
}

/// Row: the relay shows two histories, which part at the tip.
#[tokio::test]
async fn relay_forks_at_the_tip() {
    let scene = Scene::set().await;
    let forgery = scene.forgery().await;
    let mut author = scene.author().await;
    {
        let mut forgery = forgery.borrow_mut();
        forgery.entries.pop();
        let (entry, body) = author.add_device(scene.sam.now());
        forgery.take(entry, body.expect("it was just written"));
    }
    scene.ana.relay.show(&forgery);
    let evidence = scene.ana_refuses().await;
    assert!(matches!(evidence.broken, Broken::Forked { .. }), "{}", evidence.broken);
    assert_eq!(evidence.by, By::Relay);
}

/// Row: the relay shows two histories, which part deep: what Ana writes never reaches Sam, and each goes on alone. One entry of the
/// other's that crosses over gives it away.
#[tokio::test]
async fn relay_forks_deep() {
    let scene = Scene::set().await;
    let forgery = scene.forgery().await;
    scene.ana.relay.show(&forgery);
    scene.ana_says("Said into the fork.").await;
    scene.ana_says("Said into the fork again.").await;
    scene.sam_says("Said outside of it.").await;
    scene.sam_says("And again.").await;
    // What was said outside crosses over; the host appends it to the forged log, under a checkpoint that verifies.
    let theirs = scene.export().await.entries.pop().expect("Sam said something");
    forgery.borrow_mut().take(theirs.0, theirs.1.expect("nothing is erased"));
    let evidence = scene.ana_refuses().await;
    let expected = matches!(evidence.broken, Broken::SeenOther { .. } | Broken::Sequence { .. });
    assert!(expected, "{}", evidence.broken);
    assert!(evidence.entry.is_some(), "the entry that shows it is kept");
}

/// Row: the relay inserts an entry by a device that is not a member.
#[tokio::test]
async fn relay_inserts_an_entry_of_a_stranger() {
    let scene = Scene::set().await;
    // The host reads the headers, so he knows all that a stranger's entry must say; he has no certified device.
    let mut stranger = scene.author().await;
    let mut seen = scene.author().await;
    drop(seen.add_device(scene.sam.now()));
    let forged =
        stranger.say_at(&stranger.position(), scene.sam.now(), offer("Not by Sam's device."));
    let forgery = scene.forgery().await;
    forgery.borrow_mut().take(forged.0, forged.1.expect("it was just written"));
    scene.ana.relay.show(&forgery);
    let evidence = scene.ana_refuses().await;
    assert!(matches!(evidence.broken, Broken::UnknownDevice { .. }), "{}", evidence.broken);
    assert_eq!(evidence.by, By::Relay);
    let _ = stranger.add_device(scene.sam.now());
}

/// Row: the relay serves another circle's entry, or a valid entry under another index.
#[tokio::test]
async fn relay_serves_an_entry_of_elsewhere() {
    let scene = Scene::set().await;
    let mine = scene.ana.member.mine().expect("she is unlocked");
    scene.ana.member.sync(mine).await.expect("an honest relay");
    let other = scene.ana.member.export_verifiable(mine).await.expect("Mine was founded");
    let other = steadfast_circle::export::Export::from_bytes(&other).expect("what was just made");
    let forgery = scene.forgery().await;
    let foreign = other.entries[0].clone();
    forgery.borrow_mut().take(foreign.0, foreign.1.expect("nothing is erased"));
    scene.ana.relay.show(&forgery);
    let evidence = scene.ana_refuses().await;
    assert!(matches!(evidence.broken, Broken::OtherCircle { .. }), "{}", evidence.broken);

    let again = scene.forgery().await;
    let early = again.borrow().entries[2].clone();
    again.borrow_mut().entries.push(early);
    scene.ana.relay.show(&again);
    let evidence = scene.ana_refuses().await;
    assert!(matches!(evidence.broken, Broken::Repeated { .. }), "{}", evidence.broken);
}

/// Row: the relay swaps its own key, or strips the checkpoint's signature.
#[tokio::test]
async fn relay_swaps_its_key_or_strips_the_signature() {
    let scene = Scene::set().await;
    scene.sam_says("Something new.").await;
    let entries = scene.export().await.entries;
    let mut swapped = Forgery::new(
        scene.us,
        scene.host.relay().name().clone(),
        RelaySeed::from_bytes([7; 32]),
        entries.clone(),
    );
    scene.ana.relay.play(move |request| swapped.answer(request).map(Answer::Instead));
    let evidence = scene.ana_refuses().await;
    assert!(
        matches!(evidence.broken, Broken::Checkpoint(CheckpointError::Signature)),
        "{}",
        evidence.broken
    );

    let mut honest =
        Forgery::new(scene.us, scene.host.relay().name().clone(), scene.relay_seed(), entries);
    scene.ana.relay.play(move |request| {
        let mut answer = honest.answer(request)?;
        if request.path.ends_with("/checkpoint") {
            let text = String::from_utf8(answer.body).expect("a checkpoint is text");
            let (unsigned, _) = text.split_once("\n\n").expect("a signed note has an empty line");
            answer.body = format!("{unsigned}\n\n").into_bytes();
        }
        Some(Answer::Instead(answer))
    });
    let evidence = scene.ana_refuses().await;
    assert!(matches!(evidence.broken, Broken::Checkpoint(_)), "{}", evidence.broken);
    scene.ana_reads("Something new.").await;
}

/// Row: the relay sits in the middle of an invitation, replays it or reuses it.
#[tokio::test]
async fn relay_sits_in_the_middle_of_an_invitation() {
    let scene = Scene::set().await;
    let (other, data) = (Scene::set().await, "someone else's circle");
    let link = scene.sam.invite(scene.us).await;
    let foreign = other.sam.invite(other.us).await;
    assert_ne!(link, foreign, "{data}");

    // To the newcomer the relay shows another circle's genesis and invitation under the id of this one.
    let mallory = steadfast_circle::invitation::Invitation::from_link(&foreign).expect("a link");
    let theirs = {
        use steadfast_member::ports::{Body, RelayClient, Request};
        let path = format!("/v1/circles/{}/invitations/{}", other.us, mallory.id());
        let request = Request { method: Method::Get, path, token: None, body: Body::Empty };
        steadfast_testkit::http::Http::default()
            .send(other.host.address(), request)
            .await
            .expect("an answer")
    };
    other.ana.relay.play(move |request| {
        let about = request.method == Method::Get && request.path.contains("/invitations/");
        about.then(|| Answer::Instead(theirs.clone()))
    });
    let says = other.ana.introduction();
    let shown = other.ana.member.join(&link, &says).await.expect_err("another circle is shown");
    assert!(matches!(shown, JoinError::Preview(PreviewError::Forged)), "{shown}");
    other.ana.relay.stop();

    // To the inviter the relay shows a knock that was made without the link: nobody is let in.
    scene.sam.relay.play(|request| {
        let asked = request.method == Method::Get && request.path.ends_with("/knock");
        let body = vec![7; 4_000];
        asked.then(|| {
            Answer::Instead(Response {
                status: 200,
                content_type: "application/octet-stream".into(),
                retry_after: None,
                body,
            })
        })
    });
    let knocks = scene.sam.member.knocks(scene.us).await.expect("the relay answers");
    assert!(knocks.is_empty(), "a knock that does not open is nobody's");
    scene.sam.relay.stop();

    // The real newcomer comes in; the same link does not work a second time.
    let us = other.ana.knock(&link).await;
    let again = other.sam.member.join(&link, &other.sam.introduction()).await;
    assert!(
        matches!(again, Err(JoinError::Taken | JoinError::Preview(PreviewError::Closed))),
        "{again:?}"
    );
    assert_eq!(us, scene.us);
}

/// Row: the relay holds back new entries from one member. It looks like silence, until the two compare.
#[tokio::test]
async fn relay_holds_back_new_entries() {
    let scene = Scene::set().await;
    let forgery = scene.forgery().await;
    scene.ana.relay.show(&forgery);
    scene.sam_says("This does not arrive.").await;
    scene.ana.member.sync(scene.us).await.expect("nothing is wrong with what she is shown");
    assert!(!scene.ana_has_read("This does not arrive."));
    let sams = scene.sam.member.compare(scene.us).expect("there is a record");
    let compared = scene.ana.member.check_compared(scene.us, &sams.qr).expect("a code of theirs");
    assert!(
        !matches!(compared, Compared::Same { .. }),
        "Ana's device sees that Sam's holds something else: {compared:?}"
    );
    let compared = scene.ana.member.check_compared(scene.us, &sams.words).expect("twelve words");
    assert!(!matches!(compared, Compared::Same { .. }), "and so do twelve words: {compared:?}");
    scene.ana_reads("This does not arrive.").await;
    let sams = scene.sam.member.compare(scene.us).expect("there is a record");
    let compared = scene.ana.member.check_compared(scene.us, &sams.qr).expect("a code of theirs");
    assert!(matches!(compared, Compared::Same { .. }), "{compared:?}");
}

/// Row: the relay sends endless, huge, deeply nested or truncated data.
#[tokio::test]
async fn relay_floods() {
    let scene = Scene::set().await;
    scene.sam_says("Behind all the noise.").await;
    let before = scene.verified();
    let floods: [(&str, Vec<u8>); 6] = [
        ("nothing", Vec::new()),
        ("nested", vec![0x81; 100_000]),
        ("a length without end", [&[0x9b][..], &[0xff; 8]].concat()),
        ("a byte string of exabytes", [&[0x81, 0x82, 0x5b][..], &[0x7f; 8]].concat()),
        ("zeros", vec![0; 5_000_000]),
        ("noise", (0..1_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
    ];
    for (name, flood) in floods {
        for ending in ["/checkpoint", "entries"] {
            let flood = flood.clone();
            scene.ana.relay.play(move |request| {
                let this = if ending == "entries" {
                    request.path.contains("/entries?")
                } else {
                    request.path.ends_with(ending)
                };
                let body = flood.clone();
                this.then(|| {
                    Answer::Altered(Box::new(move |response| Response { body, ..response }))
                })
            });
            let stopped = scene.ana.member.sync(scene.us).await.expect_err("that is no answer");
            let stopped = matches!(stopped, SyncProblem::Broken(_) | SyncProblem::Relay(_));
            assert!(stopped, "{name} for {ending}");
            assert_eq!(scene.verified(), before, "{name} for {ending} loses nothing");
        }
    }
    // One page after the other of the same entries, without end.
    let page = scene.export().await.entries;
    scene.ana.relay.alter_entries(scene.us, move |pairs| {
        *pairs = page.iter().cycle().take(1_000).cloned().collect()
    });
    scene.ana_refuses().await;
    scene.ana_reads("Behind all the noise.").await;
}

fn flip(bytes: &mut [u8], at: usize) {
    bytes[at] ^= 1;
}

fn flip_last(bytes: &mut [u8]) {
    let last = bytes.len() - 1;
    flip(bytes, last);
}
