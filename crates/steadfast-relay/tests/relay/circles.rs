//! What members, newcomers and strangers get from each path.

use data_encoding::BASE64URL_NOPAD;
use hyper::{Method, StatusCode};
use serde_json::json;
use steadfast_circle::{
    InvitationId,
    device::DeviceSeed,
    entry::Control,
    invitation::{Invitation, Offer},
    locker::{LockerValue, MemberLocker},
    log::{
        checkpoint::{Checkpoint, Vkey},
        tile,
        tree::Tree,
    },
    relay_api::InvitationAnswer,
    seed::MemberSeed,
    verify::{Outcome, Receiver, Replica},
};
use steadfast_relay::{Config, Limits, OpenError, Relay};

use crate::support::{Author, Client, SeededRng, Server, batch, submission};

async fn served() -> (tempfile::TempDir, Server) {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), Limits::unhurried()).await;
    (data, server)
}

fn vkey(server: &Server) -> Vkey {
    Vkey { relay: server.relay.name().clone(), key: server.relay.key() }
}

/// A device's whole sync, as `docs/protocol.md` has it, against the relay.
async fn sync(server: &Server, author: &Author, client: &mut Client) -> Replica {
    let recovery = author.seed.derive_recovery(&author.nonce);
    let receivers = vec![Receiver::from(&author.device), Receiver::from(&recovery)];
    let mut replica = Replica::new(author.circle, receivers);
    let checkpoint = client.get(&format!("/v1/circles/{}/checkpoint", author.circle)).await;
    let text = std::str::from_utf8(&checkpoint.body).unwrap().to_owned();
    Checkpoint::verify(&text, &vkey(server), &author.circle).unwrap();
    let mut progress = replica.begin(&text).unwrap();
    while progress.wants_more() {
        let path =
            format!("/v1/circles/{}/entries?from={}&limit=7", author.circle, progress.reached);
        progress = replica.step(&client.get(&path).await.body).unwrap();
    }
    let _outcome: Outcome = replica.finish().unwrap();
    replica
}

#[tokio::test]
async fn what_is_appended_can_be_verified_and_opened_by_a_member() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(1).await;
    let written: Vec<_> = (0..20).map(|n| author.write(n * 40)).collect();
    let receipt = client.append(author.circle, &written).await.receipt();
    assert_eq!(receipt.indices, (1..=20).collect::<Vec<_>>());
    let checkpoint =
        Checkpoint::verify(&receipt.checkpoint, &vkey(&server), &author.circle).unwrap();
    assert_eq!(checkpoint.size, 21);
    let replica = sync(&server, &author, &mut client).await;
    assert_eq!(replica.ledger().unwrap().checkpoint(), checkpoint);
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), Limits::unhurried()).await;
    let key = server.relay.key();
    let (mut author, mut client) = server.author(2).await;
    let first = author.write(10);
    client.append(author.circle, std::slice::from_ref(&first)).await.receipt();
    let token = client.token.clone();
    server.stop().await;

    let server = Server::start(data.path(), Limits::unhurried()).await;
    assert_eq!(server.relay.key(), key);
    let mut client = server.client().await;
    client.token = token;
    assert_eq!(client.entries(author.circle).await.len(), 2);
    let second = author.write(10);
    assert_eq!(client.append(author.circle, &[second]).await.receipt().indices, [2]);
    sync(&server, &author, &mut client).await;
}

#[tokio::test]
async fn asking_twice_stores_once() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(3).await;
    let again = client.found(&author).await;
    assert_eq!(again.indices, [0]);
    let (first, second) = (author.write(1), author.write(2));
    let one = client.append(author.circle, std::slice::from_ref(&first)).await.receipt();
    assert_eq!(one.indices, [1]);
    let both = client.append(author.circle, &[first.clone(), second]).await.receipt();
    assert_eq!(both.indices, [1, 2]);
    assert_eq!(client.append(author.circle, &[first]).await.receipt().indices, [1]);
    assert_eq!(client.entries(author.circle).await.len(), 3);
}

#[tokio::test]
async fn a_batch_is_stored_wholly_or_not_at_all() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(4).await;
    let (first, skipped, third) = (author.write(1), author.write(2), author.write(3));
    let refused = client.append(author.circle, &[first.clone(), third.clone()]).await;
    refused.expect_problem("conflict");
    assert_eq!(client.entries(author.circle).await.len(), 1);
    let receipt = client.append(author.circle, &[first, skipped, third]).await.receipt();
    assert_eq!(receipt.indices, [1, 2, 3]);
}

#[tokio::test]
async fn an_entry_that_breaks_a_rule_is_refused_by_name() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(5).await;
    let (mut other, mut others_client) = server.author(6).await;
    let written = author.write(1);
    let path = format!("/v1/circles/{}/entries", author.circle);

    let mut forged = submission(&written);
    *forged.entry.last_mut().unwrap() ^= 1;
    let forged = steadfast_circle::relay_api::AppendRequest { submissions: vec![forged] };
    client.post(&path, forged.to_bytes()).await.expect_problem("invalid-signature");

    let mut swapped = submission(&written);
    swapped.body[0] ^= 1;
    let swapped = steadfast_circle::relay_api::AppendRequest { submissions: vec![swapped] };
    client.post(&path, swapped.to_bytes()).await.expect_problem("invalid-signature");

    // Somebody else's token, somebody else's circle.
    others_client.post(&path, batch([&written])).await.expect_problem("forbidden");
    let elsewhere = format!("/v1/circles/{}/entries", other.circle);
    client.post(&elsewhere, batch([&written])).await.expect_problem("malformed");

    // A device of another circle that writes as if it were in this one.
    let own_circle = other.position.circle;
    other.position.circle = author.circle;
    let intruder = other.write(1);
    other.position.circle = own_circle;
    others_client.post(&path, batch([&intruder])).await.expect_problem("not-a-member");

    let mut liar = author.position;
    std::mem::swap(&mut liar, &mut author.position);
    author.position.seen_root = steadfast_circle::Root::from_bytes([9; 32]);
    author.position.sequence = 1;
    author.position.previous = Some(author.genesis.entry.hash());
    let unseen = author.write(1);
    client.post(&path, batch([&unseen])).await.expect_problem("seen-unknown");

    client.post(&path, batch([&written])).await.receipt();
    // The same place in the chain a second time.
    author.position = liar;
    author.position.sequence = 1;
    author.position.previous = Some(author.genesis.entry.hash());
    let second_truth = author.write(2);
    client.post(&path, batch([&second_truth])).await.expect_problem("conflict");
    assert_eq!(client.entries(author.circle).await.len(), 2);
}

#[tokio::test]
async fn only_members_read_and_whoever_knows_the_circle_sees_hashes_only() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(7).await;
    let written = author.write(1);
    client.append(author.circle, &[written]).await.receipt();
    let entries = format!("/v1/circles/{}/entries", author.circle);

    let mut stranger = server.client().await;
    let refused = stranger.get(&entries).await;
    refused.expect_problem("unauthorised");
    assert!(refused.headers.contains_key("www-authenticate"));
    let (_, mut somebody) = server.author(8).await;
    somebody.get(&entries).await.expect_problem("not-a-member");

    // The identity key reads, which is how a new device begins.
    let identity = author.seed.derive_identity(&author.nonce);
    let name = server.relay.name().clone();
    let mut by_identity = server.client().await;
    by_identity
        .authenticate_with(*identity.id().as_bytes(), |challenge| {
            *identity.sign_token(name.as_str(), challenge).as_bytes()
        })
        .await;
    assert_eq!(by_identity.get(&entries).await.page().len(), 2);

    let checkpoint = stranger.get(&format!("/v1/circles/{}/checkpoint", author.circle)).await;
    assert_eq!(checkpoint.status, StatusCode::OK);
    stranger
        .get(&format!("/v1/circles/{}/checkpoint", steadfast_circle::CircleId::from_bytes([1; 32])))
        .await
        .expect_problem("not-found");
}

#[tokio::test]
async fn a_token_needs_the_signature_of_its_key_over_a_fresh_challenge() {
    let (_data, server) = served().await;
    let author = Author::found(9, server.relay.name(), server.relay.key());
    let mut client = server.client().await;
    let base64 = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    let key = base64(author.device.id().as_bytes());
    let asked = client.post("/v1/challenges", json!({ "key": key }).to_string()).await.json();
    let challenge =
        BASE64URL_NOPAD.decode(asked["challenge"].as_str().unwrap().as_bytes()).unwrap();
    let answer = |signature: &[u8], challenge: &[u8]| {
        json!({ "key": key, "challenge": base64(challenge), "signature": base64(signature) })
            .to_string()
    };

    let other_relay = author.device.sign_token("other.example", &challenge);
    let reply = client.post("/v1/tokens", answer(other_relay.as_bytes(), &challenge)).await;
    reply.expect_problem("invalid-signature");

    let made_up = [7; 56];
    let signature = author.device.sign_token(server.relay.name().as_str(), &made_up);
    let reply = client.post("/v1/tokens", answer(signature.as_bytes(), &made_up)).await;
    reply.expect_problem("unauthorised");

    let signature = author.device.sign_token(server.relay.name().as_str(), &challenge);
    let right = answer(signature.as_bytes(), &challenge);
    assert_eq!(client.post("/v1/tokens", right.clone()).await.status, StatusCode::OK);
    client.post("/v1/tokens", right).await.expect_problem("unauthorised");

    client.token = Some("not-a-token".to_owned());
    let entries = format!("/v1/circles/{}/entries", author.circle);
    client.get(&entries).await.expect_problem("unauthorised");
}

#[tokio::test]
async fn a_circle_is_founded_on_the_relay_that_it_pins_and_on_no_other() {
    let (_data, server) = served().await;
    let elsewhere = steadfast_circle::RelayKey::from_bytes(*author_key(&server));
    let author = Author::found(10, server.relay.name(), elsewhere);
    let mut client = server.client().await;
    client.authenticate(&author.device, server.relay.name()).await;
    let refused = client.post("/v1/circles", submission(&author.genesis).to_bytes()).await;
    refused.expect_problem("malformed");
    let mut author = Author::found(11, server.relay.name(), server.relay.key());
    client.authenticate(&author.device, server.relay.name()).await;
    let no_genesis = author.write(1);
    let refused = client.post("/v1/circles", submission(&no_genesis).to_bytes()).await;
    refused.expect_problem("malformed");
}

/// Some other valid public key.
fn author_key(server: &Server) -> Box<[u8; 32]> {
    let author = Author::found(99, server.relay.name(), server.relay.key());
    Box::new(*author.device.id().as_bytes())
}

#[tokio::test]
async fn tiles_are_those_of_the_log() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(12).await;
    let mut tree = Tree::new();
    tree.append(author.genesis.entry.hash());
    for _ in 0..3 {
        let written: Vec<_> = (0..200).map(|_| author.write(1)).collect();
        written.iter().for_each(|written| tree.append(written.entry.hash()));
        client.append(author.circle, &written).await.receipt();
    }
    assert_eq!(tree.size(), 601);
    let mut stranger = server.client().await;
    let mut tiles = 0;
    for path in tile::paths(tree.size()) {
        let tile::TileKind::Hashes { level } = path.kind else { continue };
        let reply = stranger.get(&format!("/v1/circles/{}/{path}", author.circle)).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert_eq!(reply.body, tree.tile(level, path.index, path.width).unwrap(), "{path}");
        assert!(reply.headers["cache-control"].to_str().unwrap().contains("immutable"));
        tiles += 1;
    }
    assert_eq!(tiles, 4);
    // A tile stays available at every width that it had.
    let earlier = stranger.get(&format!("/v1/circles/{}/tile/0/001.p/3", author.circle)).await;
    assert_eq!(earlier.body, tree.tile(0, 1, 3).unwrap());
    for missing in [
        "0/003",
        "0/002.p/90",
        "1/000.p/3",
        "1/000",
        "5/000.p/1",
        "entries/000",
        "0/0",
        "0/000.p/256",
        "x/000",
    ] {
        let reply = stranger.get(&format!("/v1/circles/{}/tile/{missing}", author.circle)).await;
        reply.expect_problem("not-found");
    }
}

#[tokio::test]
async fn an_erased_body_is_served_as_null_and_only_its_author_erases_it() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(13).await;
    let (kept, erased) = (author.write(1), author.write(2));
    let erase = author.write_control(Control::Erase(vec![erased.entry.hash()]));
    client.append(author.circle, &[kept, erased, erase]).await.receipt();
    let page = client.entries(author.circle).await;
    let present: Vec<bool> = page.iter().map(|(_, body)| body.is_some()).collect();
    assert_eq!(present, [true, true, false, true]);
    sync(&server, &author, &mut client).await;
}

#[tokio::test]
async fn a_second_device_adds_itself_and_a_removed_one_is_shut_out() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(14).await;
    let second = DeviceSeed::make(&mut author.rng).derive(&author.nonce);
    let certificate = author.seed.derive_identity(&author.nonce).certify(&author.nonce, &second);
    let mut adding = Author::found(14, server.relay.name(), server.relay.key());
    adding.device = second.clone();
    adding.position.sequence = 0;
    adding.position.previous = None;
    let add = adding.write_control(Control::AddDevice(certificate));
    let mut second_client = server.client().await;
    second_client.authenticate(&second, server.relay.name()).await;
    // Before it is added, it can do nothing but add itself.
    let entries = format!("/v1/circles/{}/entries", author.circle);
    second_client.get(&entries).await.expect_problem("not-a-member");
    second_client.append(author.circle, std::slice::from_ref(&add)).await.receipt();
    assert_eq!(second_client.get(&entries).await.page().len(), 2);

    let remove = author.write_control(Control::RemoveDevice(second.id()));
    client.append(author.circle, &[remove]).await.receipt();
    second_client.get(&entries).await.expect_problem("not-a-member");
    let late = adding.write(1);
    second_client.append(author.circle, &[late]).await.expect_problem("not-a-member");
    // What it had sent before is still answered for, in case its receipt was lost.
    assert_eq!(second_client.append(author.circle, &[add]).await.receipt().indices, [1]);
}

fn invite(author: &mut Author, expires_ms: u64) -> (Invitation, Control) {
    let invitation =
        Invitation::make(author.circle, author.member, "http://relay.example", &mut author.rng)
            .unwrap();
    let offer = Offer {
        kind: "us".to_owned(),
        circle_name: "Us".to_owned(),
        inviter_name: "Sam".to_owned(),
        inviter_roles: vec![],
    };
    let control = invitation.invite(&offer, expires_ms, &mut author.rng).unwrap();
    (invitation, control)
}

const FAR_AWAY_MS: u64 = 4_000_000_000_000;

#[tokio::test]
async fn a_newcomer_reads_the_invitation_and_knocks_once() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(15).await;
    let (invitation, control) = invite(&mut author, FAR_AWAY_MS);
    let opened = author.write_control(control);
    client.append(author.circle, &[opened]).await.receipt();

    let mut newcomer = server.client().await;
    let path = format!("/v1/circles/{}/invitations/{}", author.circle, invitation.id());
    let answer = InvitationAnswer::from_bytes(&newcomer.get(&path).await.body).unwrap();
    assert_eq!(answer.index, 1);
    assert_eq!(invitation.open(&answer, 1).unwrap().offer.inviter_name, "Sam");
    let unknown = InvitationId::from_bytes([1; 16]);
    let nowhere = format!("/v1/circles/{}/invitations/{unknown}", author.circle);
    newcomer.get(&nowhere).await.expect_problem("not-found");
    newcomer.put(&format!("{nowhere}/knock"), "hello").await.expect_problem("not-found");

    let knock = format!("{path}/knock");
    assert_eq!(newcomer.put(&knock, "sealed").await.status, StatusCode::NO_CONTENT);
    assert_eq!(newcomer.put(&knock, "sealed").await.status, StatusCode::NO_CONTENT);
    newcomer.put(&knock, "another").await.expect_problem("conflict");
    newcomer.put(&knock, vec![0; 8_193]).await.expect_problem("too-large");
    newcomer.put(&knock, "").await.expect_problem("malformed");
    newcomer.get(&knock).await.expect_problem("unauthorised");
    let (_, mut somebody) = server.author(16).await;
    somebody.get(&knock).await.expect_problem("not-a-member");
    somebody.delete(&knock, "").await.expect_problem("not-a-member");

    assert_eq!(client.get(&knock).await.body, "sealed");
    assert_eq!(client.delete(&knock, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.delete(&knock, "").await.status, StatusCode::NO_CONTENT);
    let nobody = client.get(&knock).await;
    assert_eq!((nobody.status, nobody.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(newcomer.put(&knock, "another").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn nobody_knocks_at_an_invitation_that_is_closed() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(17).await;
    let (expired, control) = invite(&mut author, 1);
    let expired_entry = author.write_control(control);
    let (withdrawn, control) = invite(&mut author, FAR_AWAY_MS);
    let opened = author.write_control(control);
    client.append(author.circle, &[expired_entry, opened]).await.receipt();
    let mut newcomer = server.client().await;
    let knock = |invitation: &Invitation| {
        format!("/v1/circles/{}/invitations/{}/knock", author.circle, invitation.id())
    };
    let (at_expired, at_withdrawn) = (knock(&expired), knock(&withdrawn));
    newcomer.put(&at_expired, "sealed").await.expect_problem("invitation-closed");
    assert_eq!(newcomer.put(&at_withdrawn, "sealed").await.status, StatusCode::NO_CONTENT);
    let withdraw = author.write_control(Control::WithdrawInvitation(withdrawn.id()));
    client.append(author.circle, &[withdraw]).await.receipt();
    newcomer.put(&at_withdrawn, "sealed").await.expect_problem("invitation-closed");
    // The knock went with the invitation.
    assert_eq!(client.get(&at_withdrawn).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_locker_takes_only_its_owners_next_version() {
    let (_data, server) = served().await;
    let mut client = server.client().await;
    let mut rng = SeededRng(18);
    let seed = MemberSeed::make(&mut rng);
    let keys = seed.derive_locker();
    let path = format!("/v1/lockers/{}", keys.id());
    let mut value = |version| {
        let locker = MemberLocker { name: "Sam".to_owned(), circles: vec![] };
        keys.put_member(&locker, version, &mut rng).unwrap().to_bytes()
    };
    let (first, second, fourth) = (value(1), value(2), value(4));
    client.get(&path).await.expect_problem("not-found");
    client.put(&path, second.clone()).await.expect_problem("conflict");
    assert_eq!(client.put(&path, first.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.put(&path, first.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.put(&path, second.clone()).await.status, StatusCode::NO_CONTENT);
    client.put(&path, first).await.expect_problem("conflict");
    client.put(&path, fourth).await.expect_problem("conflict");
    assert_eq!(client.get(&path).await.body, second);

    let stranger = MemberSeed::make(&mut SeededRng(19)).derive_locker();
    client.put(&path, stranger.empty(3).to_bytes()).await.expect_problem("invalid-signature");
    client.delete(&path, second.clone()).await.expect_problem("malformed");
    let emptied = keys.empty(3).to_bytes();
    assert_eq!(client.delete(&path, emptied.clone()).await.status, StatusCode::NO_CONTENT);
    let held = client.get(&path).await;
    assert!(LockerValue::from_bytes(&held.body).unwrap().sealed.is_empty());
    client.put(&path, second).await.expect_problem("conflict");
    let nobodys = format!("/v1/lockers/{}", stranger.id());
    client.delete(&nobodys, stranger.empty(1).to_bytes()).await.expect_problem("not-found");
}

#[tokio::test]
async fn any_origin_may_call_and_every_answer_is_hardened() {
    let (_data, server) = served().await;
    let mut client = server.client().await;
    client.headers.push(("origin", "https://app.example".to_owned()));
    for path in [
        "/v1/relay",
        "/healthz",
        "/metrics",
        "/openapi.json",
        "/v1/nothing",
        "/nothing",
        "/v1/circles/x/entries",
    ] {
        let reply = client.get(path).await;
        assert_eq!(reply.headers["access-control-allow-origin"], "*", "{path}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(reply.headers["cache-control"], "no-store", "{path}");
        assert!(reply.headers.contains_key("content-security-policy"), "{path}");
        assert!(reply.status.is_success() || reply.problem().is_some(), "{path}");
    }
    client.headers.push(("access-control-request-method", "PUT".to_owned()));
    client
        .headers
        .push(("access-control-request-headers", "authorization,content-type".to_owned()));
    let preflight = client.send(Method::OPTIONS, "/v1/circles/x/entries", "").await;
    assert_eq!(preflight.status, StatusCode::OK);
    let allowed =
        preflight.headers["access-control-allow-headers"].to_str().unwrap().to_lowercase();
    assert!(allowed.contains("authorization") && allowed.contains("content-type"), "{allowed}");
    client.send(Method::PATCH, "/v1/relay", "").await.expect_problem("not-found");
}

#[tokio::test]
async fn nothing_in_the_metrics_tells_circles_or_people_apart() {
    let (_data, server) = served().await;
    let (mut author, mut client) = server.author(20).await;
    let written = author.write(1);
    client.append(author.circle, &[written]).await.receipt();
    client.get(&format!("/v1/lockers/{}", author.device.id())).await;
    let metrics = String::from_utf8(client.get("/metrics").await.body.to_vec()).unwrap();
    assert!(metrics.contains("steadfast_entries_total 2\n"), "{metrics}");
    assert!(
        metrics.contains("route=\"/v1/circles/{circle}/entries\",status=\"200\"} 1\n"),
        "{metrics}"
    );
    for secret in
        [author.circle.to_string(), author.device.id().to_string(), "127.0.0.1".to_owned()]
    {
        assert!(!metrics.contains(&secret), "{secret} is in\n{metrics}");
    }
}

#[tokio::test]
async fn one_folder_is_one_relays() {
    let (data, server) = served().await;
    let config = || Config { data: data.path().to_owned(), ..Config::default() };
    assert!(matches!(Relay::open(config()), Err(OpenError::InUse { .. })));
    server.stop().await;
    // The key is gone and the store is not: a new key would be refused by every circle.
    std::fs::rename(data.path().join("relay.key"), data.path().join("elsewhere")).unwrap();
    assert!(matches!(Relay::open(config()), Err(OpenError::Identity(_))));
    std::fs::rename(data.path().join("elsewhere"), data.path().join("relay.key")).unwrap();
    Relay::open(config()).unwrap();
}

#[tokio::test]
async fn damage_on_the_disk_is_not_served_as_truth() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), Limits::unhurried()).await;
    let (mut author, mut client) = server.author(21).await;
    let written: Vec<_> = (0..3).map(|_| author.write(1)).collect();
    client.append(author.circle, &written).await.receipt();
    server.stop().await;
    let swapped = written[2].entry.bytes();
    rusqlite::Connection::open(data.path().join("relay.sqlite"))
        .unwrap()
        .execute("UPDATE entries SET entry = ?1 WHERE place = 2", [swapped])
        .unwrap();
    let server = Server::start(data.path(), Limits::unhurried()).await;
    let mut client = server.client().await;
    client.authenticate(&author.device, server.relay.name()).await;
    client
        .get(&format!("/v1/circles/{}/checkpoint", author.circle))
        .await
        .expect_problem("internal");
    let next = author.write(1);
    client.append(author.circle, &[next]).await.expect_problem("internal");
}
