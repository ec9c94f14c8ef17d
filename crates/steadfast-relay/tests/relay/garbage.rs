//! Garbage on every path: always an answer with a name, never a panic, and the relay goes on.

use hyper::{Method, StatusCode};
use proptest::{
    arbitrary::any,
    collection::vec,
    prop_assert,
    strategy::{Just, Strategy},
    test_runner::{Config, TestCaseError, TestRunner},
};
use steadfast_relay::Limits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Author, Client, Server, batch};

const METHODS: [Method; 4] = [Method::GET, Method::POST, Method::PUT, Method::DELETE];

/// Every path, with its ids filled in rightly.
fn paths(author: &Author) -> Vec<String> {
    let circle = format!("/v1/circles/{}", author.circle);
    let key = author.device.id();
    let mut paths = vec![
        "/v1/relay".to_owned(),
        "/v1/challenges".to_owned(),
        "/v1/tokens".to_owned(),
        "/v1/circles".to_owned(),
        format!("{circle}/invitations/{}", "ab".repeat(16)),
        format!("{circle}/invitations/{}/knock", "ab".repeat(16)),
        format!("/v1/lockers/{key}"),
        "/healthz".to_owned(),
        "/metrics".to_owned(),
        "/openapi.json".to_owned(),
    ];
    paths.extend(
        ["entries", "checkpoint", "tile/0/000.p/1", "live"].map(|last| format!("{circle}/{last}")),
    );
    paths
}

#[derive(Clone, Debug)]
enum Body {
    Bytes(Vec<u8>),
    /// A good batch with some bytes changed and its end cut off.
    Damaged {
        changes: Vec<(usize, u8)>,
        kept: usize,
    },
}

fn bodies() -> impl Strategy<Value = Body> {
    let bytes = vec(any::<u8>(), 0..200).prop_map(Body::Bytes);
    let nested = (1_usize..4_000).prop_map(|depth| Body::Bytes(vec![0x81; depth]));
    let huge = Just(Body::Bytes(vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    let json = "\\{\"[a-z]{1,9}\": ?[\\[\\]{}\"0-9a-zA-Z_,-]{0,90}\\}"
        .prop_map(|text| Body::Bytes(text.into_bytes()));
    let damaged = (vec((any::<usize>(), any::<u8>()), 0..3), any::<usize>())
        .prop_map(|(changes, kept)| Body::Damaged { changes, kept });
    proptest::prop_oneof![bytes, nested, huge, json, damaged]
}

fn damaged(good: &[u8], body: Body) -> Vec<u8> {
    match body {
        Body::Bytes(bytes) => bytes,
        Body::Damaged { changes, kept } => {
            let mut bytes = good.to_vec();
            for (place, byte) in changes {
                let place = place % bytes.len();
                bytes[place] = byte;
            }
            bytes.truncate(good.len() - kept % 3);
            bytes
        }
    }
}

/// Runs a property that talks to one relay, on one runtime.
fn with_relay(
    cases: u32,
    property: impl AsyncFn(&mut Author, &mut Client, &mut TestRunner) -> Result<(), TestCaseError>,
) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let data = tempfile::tempdir().unwrap();
        let server = Server::start(data.path(), Limits::unhurried()).await;
        let (mut author, mut client) = server.author(1).await;
        let mut runner =
            TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        for _ in 0..cases {
            property(&mut author, &mut client, &mut runner).await.unwrap();
        }
        // After all of it the relay still does what it is for.
        let health = server.client().await.get("/healthz").await;
        assert_eq!(health.status, StatusCode::OK, "{health:?}");
        let next = author.write(1);
        client.append(author.circle, &[next]).await.receipt();
        server.stop().await;
    });
}

/// One value of a strategy. These properties ask the relay and wait, which a runner's own loop cannot.
fn pick<T>(runner: &mut TestRunner, strategy: impl Strategy<Value = T>) -> T {
    use proptest::strategy::ValueTree;
    strategy.new_tree(runner).unwrap().current()
}

#[test]
fn no_body_on_any_path_does_harm() {
    with_relay(1_200, async |author, client, runner| {
        let position = author.position;
        let good = batch([&author.write(1)]);
        author.position = position;
        let paths = paths(author);
        let path = &paths[pick(runner, 0..paths.len())];
        let method = METHODS[pick(runner, 0..METHODS.len())].clone();
        let drawn = pick(runner, bodies());
        let body = damaged(&good, drawn.clone());
        let unchanged = body == good;
        let reply = client.send(method.clone(), path, body).await;
        if unchanged && method == Method::POST && path.ends_with("/entries") {
            author.position = position.after(&author_entry(&good));
            return Ok(());
        }
        prop_assert!(
            reply.status.is_success() || reply.problem().is_some(),
            "{method} {path} {drawn:?} {reply:?}"
        );
        prop_assert!(reply.problem().as_deref() != Some("internal"), "{method} {path} {drawn:?}");
        Ok(())
    });
}

fn author_entry(batch: &[u8]) -> steadfast_circle::entry::SignedEntry {
    let request = steadfast_circle::relay_api::AppendRequest::from_bytes(batch).unwrap();
    steadfast_circle::entry::SignedEntry::decode(&request.submissions[0].entry).unwrap()
}

#[test]
fn no_path_and_no_token_does_harm() {
    with_relay(800, async |author, client, runner| {
        let token = client.token.clone();
        let segment = "[a-z0-9%./?&=x-]{0,12}";
        let path = match pick(runner, 0..4) {
            0 => format!("/v1/{}", pick(runner, segment)),
            1 => format!("/v1/circles/{}/{}", author.circle, pick(runner, segment)),
            2 => format!("/v1/circles/{}/tile/{}", author.circle, pick(runner, segment)),
            _ => format!(
                "/v1/circles/{}/entries?{}",
                author.circle,
                pick(runner, "(from|limit)=[0-9-]{0,22}&?")
            ),
        };
        if hyper::Uri::try_from(&path).is_err() {
            return Ok(());
        }
        if pick(runner, any::<bool>()) {
            client.token = Some(pick(runner, "[A-Za-z0-9_. -]{0,120}"));
        }
        let method = METHODS[pick(runner, 0..METHODS.len())].clone();
        let reply = client.send(method.clone(), &path, "").await;
        client.token = token;
        prop_assert!(
            reply.status.is_success() || reply.problem().is_some_and(|name| name != "internal"),
            "{method} {path} {reply:?}"
        );
        Ok(())
    });
}

#[test]
fn no_bytes_that_are_not_http_do_harm() {
    with_relay(200, async |_author, client, runner| {
        let bytes = pick(runner, vec(any::<u8>(), 1..400));
        let mut stream = TcpStream::connect(client.address).await.unwrap();
        // The relay may have hung up in the middle, and that is a fine answer to this.
        let _hung_up = stream.write_all(&bytes).await;
        let _hung_up = stream.shutdown().await;
        let mut answer = Vec::new();
        let _reset = stream.read_to_end(&mut answer).await;
        prop_assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"), "{answer:?}");
        Ok(())
    });
}
