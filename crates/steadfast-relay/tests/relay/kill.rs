//! A hundred times SIGKILL under load: nothing that was acknowledged is missing afterwards.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use steadfast_circle::{CircleId, EntryHash, RelayKey, entry::RelayName, relay_api::Receipt};
use steadfast_relay::{Config, Limits, Relay, serve};
use tokio::{net::TcpListener, task::JoinSet};

use crate::support::{Author, Client, batch};

const KILLS: u64 = 100;
const AUTHORS: u64 = 8;

/// Where the relay's process is told its folder. Without it the test that is that process does nothing.
const DATA: &str = "STEADFAST_KILL_TEST_DATA";

/// The process that is killed: this test binary again, with this one test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relay_that_is_killed() {
    let Some(data) = std::env::var_os(DATA) else { return };
    let config = Config { data: data.into(), limits: Limits::unhurried(), ..Config::default() };
    let relay = Relay::open(config).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("\nlistening {}", listener.local_addr().unwrap());
    let router = relay.standalone_router();
    serve(listener, &relay, router, std::future::pending()).await.unwrap();
}

fn start(data: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::relay_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(DATA, data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    let address = BufReader::new(stdout)
        .lines()
        .find_map(|line| Some(line.ok()?.strip_prefix("listening ")?.parse().unwrap()))
        .expect("the relay did not start");
    (child, address)
}

/// An author, and what they know to be stored.
struct Witness {
    author: Author,
    acknowledged: Vec<EntryHash>,
    /// Sent, and not answered before the relay was killed.
    unanswered: Option<steadfast_circle::writer::Written>,
    token: Option<String>,
}

impl Witness {
    fn circle(&self) -> CircleId {
        self.author.circle
    }

    async fn connect(&mut self, address: SocketAddr, name: &RelayName) -> Option<Client> {
        let mut client = Client::try_connect(address).await?;
        if self.token.is_none() {
            client.authenticate(&self.author.device, name).await;
            client.found(&self.author).await;
            self.acknowledged.push(self.author.genesis.entry.hash());
            self.token = client.token.clone();
        }
        client.token = self.token.clone();
        Some(client)
    }

    /// Appends until the relay is gone. What was not answered is sent again first, as a member's outbox does.
    async fn write_until_killed(mut self, mut client: Client) -> Self {
        loop {
            let written = match self.unanswered.take() {
                Some(written) => written,
                None => self.author.write(20),
            };
            let path = format!("/v1/circles/{}/entries", self.circle());
            let reply = client.try_send(hyper::Method::POST, &path, batch([&written])).await;
            self.unanswered = Some(written.clone());
            let Some(reply) = reply else { return self };
            let receipt: Receipt = reply.receipt();
            assert_eq!(receipt.indices.len(), 1);
            self.acknowledged.push(written.entry.hash());
            self.unanswered = None;
        }
    }

    /// Whether the relay has everything that it acknowledged, in order, once, and nothing that was never sent.
    async fn check(&self, client: &mut Client) {
        let stored = client.hashes(self.circle()).await;
        let acknowledged = self.acknowledged.len();
        assert_eq!(stored[..acknowledged], self.acknowledged, "something acknowledged is missing");
        let further: Vec<_> = stored[acknowledged..].to_vec();
        let unanswered = self.unanswered.as_ref().map(|written| written.entry.hash());
        assert!(further.is_empty() || further == Vec::from_iter(unanswered), "{further:?}");
        assert_eq!(stored.iter().collect::<BTreeSet<_>>().len(), stored.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_missing_after_a_hundred_kills() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (mut child, mut address) = start(&data);
    let info = Client::connect(address).await.get("/v1/relay").await;
    let info: steadfast_circle::relay_api::RelayInfo = serde_json::from_slice(&info.body).unwrap();
    let (name, key): (RelayName, RelayKey) = (info.name.parse().unwrap(), info.key());
    let mut witnesses: Vec<Witness> = (0..AUTHORS)
        .map(|n| Witness {
            author: Author::found(n, &name, key),
            acknowledged: vec![],
            unanswered: None,
            token: None,
        })
        .collect();

    for kill in 0..KILLS {
        let mut writing = JoinSet::new();
        for mut witness in witnesses.drain(..) {
            let mut client = witness.connect(address, &name).await.expect("the relay is up");
            witness.check(&mut client).await;
            writing.spawn(witness.write_until_killed(client));
        }
        // Each time a little later, so that it hits every part of a commit.
        tokio::time::sleep(Duration::from_micros(2_000 + kill * 977 % 23_000)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        witnesses = writing.join_all().await;
        (child, address) = start(&data);
    }

    let mut total = 0;
    for witness in &mut witnesses {
        let mut client = witness.connect(address, &name).await.unwrap();
        witness.check(&mut client).await;
        total += witness.acknowledged.len();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(total as u64 > KILLS * AUTHORS / 4, "only {total} entries were written: no load");
}
