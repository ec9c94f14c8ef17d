//! Each limit, met: a clear refusal, and nothing stored.

use std::time::Duration;

use hyper::StatusCode;
use serde_json::json;
use steadfast_circle::seed::MemberSeed;
use steadfast_relay::{Config, Limits};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{Author, Client, SeededRng, Server, batch, submission};

const PATIENCE: Duration = Duration::from_secs(20);

async fn served(limits: Limits) -> (tempfile::TempDir, Server) {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), limits).await;
    (data, server)
}

/// All that a raw connection is told until it is closed.
async fn told(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let reading = timeout(PATIENCE, stream.read_to_end(&mut text)).await;
    assert!(reading.is_ok(), "it was not closed");
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_when_to_come_back() {
    let limits = Limits {
        requests_per_second_per_address: 1,
        request_burst_per_address: 3,
        ..Limits::unhurried()
    };
    let (_data, server) = served(limits).await;
    let mut client = server.client().await;
    for _ in 0..3 {
        assert_eq!(client.get("/v1/relay").await.status, StatusCode::OK);
    }
    let refused = client.get("/v1/relay").await;
    refused.expect_problem("slow-down");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    // Behind the proxy of this machine, everybody has their own.
    client.headers.push(("x-forwarded-for", "198.51.100.7".to_owned()));
    assert_eq!(client.get("/v1/relay").await.status, StatusCode::OK);
    // What a caller makes up before the proxy has its say does not make them somebody else.
    for made_up in 0..2 {
        let hops = format!("203.0.113.{made_up}");
        client.headers =
            vec![("x-forwarded-for", hops), ("x-forwarded-for", "198.51.100.7".to_owned())];
        assert_eq!(client.get("/v1/relay").await.status, StatusCode::OK);
    }
    client.get("/v1/relay").await.expect_problem("slow-down");
}

#[tokio::test]
async fn a_key_that_asks_too_often_does_not_hold_others_up() {
    let limits =
        Limits { requests_per_second_per_key: 1, request_burst_per_key: 4, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    // Getting the token and founding have taken two.
    let (author, mut client) = server.author(1).await;
    let (_, mut other) = server.author(2).await;
    let path = format!("/v1/circles/{}/entries", author.circle);
    assert_eq!(client.get(&path).await.status, StatusCode::OK);
    assert_eq!(client.get(&path).await.status, StatusCode::OK);
    client.get(&path).await.expect_problem("slow-down");
    other.get(&path).await.expect_problem("not-a-member");
}

#[tokio::test]
async fn circles_and_lockers_of_one_address_are_counted_by_the_day() {
    let limits = Limits {
        circles_per_address_per_day: 1,
        lockers_per_address_per_day: 1,
        ..Limits::unhurried()
    };
    let (_data, server) = served(limits).await;
    let (author, mut client) = server.author(1).await;
    // The same circle again is no second one.
    client.found(&author).await;
    let second = Author::found(2, server.relay.name(), server.relay.key());
    client.authenticate(&second.device, server.relay.name()).await;
    let refused = client.post("/v1/circles", submission(&second.genesis).to_bytes()).await;
    refused.expect_problem("quota");

    let lockers: Vec<_> =
        (0..2).map(|n| MemberSeed::make(&mut SeededRng(n)).derive_locker()).collect();
    let path = |n: usize| format!("/v1/lockers/{}", lockers[n].id());
    let first = client.put(&path(0), lockers[0].empty(1).to_bytes()).await;
    assert_eq!(first.status, StatusCode::NO_CONTENT);
    let next = client.put(&path(0), lockers[0].empty(2).to_bytes()).await;
    assert_eq!(next.status, StatusCode::NO_CONTENT);
    client.put(&path(1), lockers[1].empty(1).to_bytes()).await.expect_problem("quota");
}

#[tokio::test]
async fn a_relay_closed_to_new_circles_goes_on_with_those_it_has() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), Limits::unhurried()).await;
    let (mut author, _) = server.author(1).await;
    server.stop().await;
    let limits = Limits { circles_per_address_per_day: 0, ..Limits::unhurried() };
    let server = Server::start(data.path(), limits).await;
    let mut client = server.client().await;
    client.authenticate(&author.device, server.relay.name()).await;
    let written = author.write(1);
    client.append(author.circle, &[written]).await.receipt();
    let second = Author::found(2, server.relay.name(), server.relay.key());
    client.authenticate(&second.device, server.relay.name()).await;
    let refused = client.post("/v1/circles", submission(&second.genesis).to_bytes()).await;
    refused.expect_problem("quota");
}

#[tokio::test]
async fn a_circle_takes_no_more_than_its_share() {
    let limits = Limits { circle_bytes: 20_000, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (mut author, mut client) = server.author(1).await;
    let first = author.write(3_000);
    client.append(author.circle, &[first]).await.receipt();
    let position = author.position;
    let too_much = [author.write(3_000), author.write(3_000), author.write(3_000)];
    client.append(author.circle, &too_much).await.expect_problem("quota");
    author.position = position;
    assert_eq!(client.entries(author.circle).await.len(), 2);
    // What was refused has not been counted, so something smaller still fits.
    client.append(author.circle, &too_much[..1]).await.receipt();
}

#[tokio::test]
async fn when_the_disk_is_full_nothing_is_half_written_and_it_goes_on_afterwards() {
    let data = tempfile::tempdir().unwrap();
    let limits = Limits { store_bytes: 600_000, ..Limits::unhurried() };
    let server = Server::start(data.path(), limits).await;
    let (mut author, mut client) = server.author(1).await;
    let (mut other, mut others_client) = server.author(2).await;
    let mut stored = 1;
    let refused = loop {
        let position = author.position;
        let large = [author.write(30_000), author.write(30_000)];
        let reply = client.append(author.circle, &large).await;
        if reply.status != StatusCode::OK {
            author.position = position;
            break (reply, large);
        }
        stored += 2;
    };
    refused.0.expect_problem("no-space");
    assert_eq!(refused.0.status, StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(client.hashes(author.circle).await.len(), stored);
    // What is small still fits, in this circle and in others, and the rules still hold.
    let small = author.write(1);
    client.append(author.circle, &[small]).await.receipt();
    let elsewhere = other.write(1);
    others_client.append(other.circle, &[elsewhere]).await.receipt();
    client.append(author.circle, &refused.1).await.expect_problem("conflict");
    server.stop().await;

    let server = Server::start(data.path(), Limits::unhurried()).await;
    let mut client = server.client().await;
    client.authenticate(&author.device, server.relay.name()).await;
    let large = [author.write(30_000), author.write(30_000)];
    client.append(author.circle, &large).await.receipt();
    assert_eq!(client.hashes(author.circle).await.len(), stored + 3);
}

/// A small disk in memory, which only root can make.
#[cfg(target_os = "linux")]
struct SmallDisk {
    folder: tempfile::TempDir,
}

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        mount(folder.path(), &format!("size={size}")).then_some(Self { folder })
    }

    fn grow(&self, size: &str) {
        assert!(mount(self.folder.path(), &format!("remount,size={size}")));
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted =
            std::process::Command::new("umount").arg("-l").arg(self.folder.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}

#[cfg(target_os = "linux")]
fn mount(folder: &std::path::Path, options: &str) -> bool {
    let mut mount = std::process::Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", options, "tmpfs"])
        .arg(folder)
        .stderr(std::process::Stdio::null());
    mount.status().is_ok_and(|status| status.success())
}

/// As above, with a disk that is really full, where this test may make one; then the disk grows under the relay.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_relay_goes_on_as_soon_as_a_full_disk_has_space_again() {
    let Some(disk) = SmallDisk::mount("1500k") else { return };
    let server = Server::start(&disk.folder.path().join("data"), Limits::unhurried()).await;
    let (mut author, mut client) = server.author(1).await;
    let mut stored = 1;
    let refused = loop {
        let written = author.write(20_000);
        let reply = client.append(author.circle, std::slice::from_ref(&written)).await;
        if reply.status != StatusCode::OK {
            reply.expect_problem("no-space");
            break written;
        }
        stored += 1;
    };
    assert!(stored > 5, "the disk was full from the beginning");
    client.append(author.circle, std::slice::from_ref(&refused)).await.expect_problem("no-space");
    assert_eq!(client.hashes(author.circle).await.len(), stored);
    disk.grow("50m");
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    let receipt = client.append(author.circle, &[refused]).await.receipt();
    assert_eq!(receipt.indices, [stored as u64]);
    server.stop().await;
}

#[tokio::test]
async fn what_is_too_large_is_refused_whether_it_says_so_or_not() {
    let limits = Limits { body_bytes: 1_000, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (mut author, mut client) = server.author(1).await;
    let large = author.write(2_000);
    client.append(author.circle, &[large]).await.expect_problem("too-large");
    let path = format!("/v1/circles/{}/entries", author.circle);
    let mut many = vec![author.write(1); 257];
    client.post(&path, batch(&many)).await.expect_problem("malformed");
    many.clear();
    client.post(&path, batch(&many)).await.expect_problem("malformed");
    // A hundred megabytes are read and dropped, so that the answer arrives.
    let refused = client.post(&path, vec![0; 100_000_000]).await;
    refused.expect_problem("too-large");

    // The same without saying how much it will be.
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = "POST /v1/tokens HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("2000\r\n{}\r\n", "x".repeat(0x2000));
    stream.write_all(chunk.as_bytes()).await.unwrap();
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(told(&mut stream).await.starts_with("HTTP/1.1 413"));
}

#[tokio::test]
async fn memory_for_bodies_is_shared_out_and_given_back() {
    let limits = Limits { bodies_in_memory_bytes: 100_000, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (mut author, mut client) = server.author(1).await;
    let large = [author.write(60_000), author.write(60_000)];
    let refused = client.append(author.circle, &large).await;
    refused.expect_problem("slow-down");
    assert!(refused.headers.contains_key("retry-after"));
    for one in large {
        client.append(author.circle, &[one]).await.receipt();
    }
    // What would not fit beside others in an answer can still be had one by one.
    let path = format!("/v1/circles/{}/entries", author.circle);
    client.get(&path).await.expect_problem("slow-down");
    for from in 0..3 {
        let page = client.get(&format!("{path}?from={from}&limit=1")).await.page();
        assert_eq!(page.len(), 1);
    }
}

#[tokio::test]
async fn there_are_only_so_many_connections() {
    let data = tempfile::tempdir().unwrap();
    let limits = Limits { connections_per_address: 2, connections: 3, ..Limits::unhurried() };
    // Nobody is a trusted proxy here, so this machine is an address as any other.
    let config = Config {
        data: data.path().to_owned(),
        limits,
        trusted_proxies: vec![],
        ..Config::default()
    };
    let server = Server::start_with(config).await;
    let (mut one, mut two) = (server.client().await, server.client().await);
    one.get("/v1/relay").await;
    two.get("/v1/relay").await;
    let mut third = TcpStream::connect(server.address).await.unwrap();
    let refusal = told(&mut third).await;
    assert!(refusal.starts_with("HTTP/1.1 503"), "{refusal}");
    assert!(refusal.contains("urn:steadfast:problem:slow-down"), "{refusal}");
    drop(two);
    let mut again = reconnect(&server).await;
    assert_eq!(again.get("/v1/relay").await.status, StatusCode::OK);
}

/// Connects as soon as the relay has noticed that a place is free.
async fn reconnect(server: &Server) -> Client {
    let connecting = async {
        loop {
            let mut client = server.client().await;
            let reply = client.try_send(hyper::Method::GET, "/v1/relay", "").await;
            if reply.is_some_and(|reply| reply.status == StatusCode::OK) {
                return client;
            }
        }
    };
    timeout(PATIENCE, connecting).await.expect("no place came free")
}

#[tokio::test]
async fn live_connections_of_one_address_are_counted() {
    let limits = Limits { live_per_address: 1, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (author, _client) = server.author(1).await;
    let url = format!("ws://{}/v1/circles/{}/live", server.address, author.circle);
    let _first = tokio_tungstenite::connect_async(&url).await.unwrap();
    let second = tokio_tungstenite::connect_async(&url).await.unwrap_err();
    let tokio_tungstenite::tungstenite::Error::Http(refusal) = second else {
        panic!("it was not refused: {second}")
    };
    assert_eq!(refusal.status().as_u16(), 429);
    let mut plain = server.client().await;
    let path = format!("/v1/circles/{}/live", author.circle);
    plain.get(&path).await.expect_problem("malformed");
}

#[tokio::test]
async fn who_dawdles_is_not_waited_for() {
    let limits = Limits { head_seconds: 1, body_seconds: 1, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    // Half a head, half a body, and nothing at all.
    let mut head = TcpStream::connect(server.address).await.unwrap();
    head.write_all(b"GET /v1/relay HTTP/1.1\r\nho").await.unwrap();
    told(&mut head).await;
    let mut body = TcpStream::connect(server.address).await.unwrap();
    let half = "POST /v1/challenges HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 60\r\n\r\n{\"key\"";
    body.write_all(half.as_bytes()).await.unwrap();
    let refusal = told(&mut body).await;
    assert!(refusal.contains("too long to arrive"), "{refusal}");
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(told(&mut silent).await, "");
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_left() {
    let limits = Limits { stalled_seconds: 1, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (mut author, mut client) = server.author(1).await;
    let written: Vec<_> = (0..15).map(|_| author.write(250_000)).collect();
    for one in &written {
        client.append(author.circle, std::slice::from_ref(one)).await.receipt();
    }
    let mut greedy = TcpStream::connect(server.address).await.unwrap();
    let request = format!(
        "GET /v1/circles/{}/entries HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
        author.circle,
        client.token.clone().unwrap()
    );
    // More answers than any buffer of the system holds, none of which is read.
    for _ in 0..8 {
        greedy.write_all(request.as_bytes()).await.unwrap();
    }
    let left = async {
        loop {
            let metrics = client.get("/metrics").await;
            let metrics = String::from_utf8(metrics.body.to_vec()).unwrap();
            if metrics.contains("steadfast_connections 1\n") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, left).await.expect("it was waited for");
}

#[tokio::test]
async fn limits_are_told_to_whoever_asks() {
    let limits = Limits { body_bytes: 12_345, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let info = server.client().await.get("/v1/relay").await.json();
    assert_eq!(info["limits"]["body_bytes"], json!(12_345));
    assert_eq!(info["name"], json!("localhost:4480"));
}
