//! The relay's figures, one JSON line each, with the reference that was measured in the same run.
//!
//! `cargo bench -p steadfast-relay` prints: durable acknowledged appends a second with 64 authors at once, against bare
//! SQLite that commits the same rows in groups; what an entry takes on the disk beyond its padded body; and the memory
//! of a relay with a thousand idle live connections. The relay is a process of its own, as it is for a host.
#![expect(clippy::unwrap_used, reason = "a figure that cannot be measured is no figure")]

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    ops::Range,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use steadfast_circle::{
    relay_api::{Receipt, RelayInfo},
    writer::Written,
};
use steadfast_relay::{Config, Limits, Relay, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    task::JoinSet,
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use self::support::{Author, Client, batch};

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/relay/support.rs"]
mod support;

const AUTHORS: usize = 64;
const ENTRIES_EACH: usize = 1_000;
const TURNS: usize = 5;
const LIVE: usize = 1_000;
const LIVE_CIRCLES: usize = 50;

/// By this variable the process of the relay knows its folder.
const DATA: &str = "STEADFAST_BENCH_DATA";

/// Lengths of payloads, about as people write: mostly a line or two, sometimes a page, rarely a letter.
const PAYLOAD_BYTES: [usize; 10] = [40, 60, 90, 120, 150, 40, 400, 700, 90, 2_500];

fn main() {
    let runtime = Runtime::new().unwrap();
    if let Some(data) = std::env::var_os(DATA) {
        runtime.block_on(be_the_relay(Path::new(&data)));
        return;
    }
    runtime.block_on(appends());
    runtime.block_on(live_memory());
}

fn print(figure: &str, fields: Value) {
    let mut line = json!({ "figure": figure });
    let (Some(line_fields), Value::Object(fields)) = (line.as_object_mut(), fields) else { return };
    line_fields.extend(fields);
    println!("{line}");
}

async fn be_the_relay(data: &Path) {
    let config = Config { data: data.to_owned(), limits: Limits::unhurried(), ..Config::default() };
    let relay = Relay::open(config).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("listening {}", listener.local_addr().unwrap());
    let stdin_closed = async {
        // The parent holds the other end, so this ends when the parent does.
        let waiting = tokio::task::spawn_blocking(|| std::io::stdin().lines().count());
        waiting.await.unwrap();
    };
    serve(listener, &relay, relay.standalone_router(), stdin_closed).await.unwrap();
}

struct RelayProcess {
    child: Child,
    address: SocketAddr,
    info: RelayInfo,
}

impl RelayProcess {
    async fn start(data: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(DATA, data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening ")?.parse().ok())
            .unwrap();
        let info = Client::connect(address).await.get("/v1/relay").await;
        Self { child, address, info: serde_json::from_slice(&info.body).unwrap() }
    }

    async fn author(&self, n: usize) -> (Author, Client) {
        let name = self.info.name.parse().unwrap();
        let author = Author::found(n as u64, &name, self.info.key());
        let mut client = Client::connect(self.address).await;
        client.authenticate(&author.device, &name).await;
        client.found(&author).await;
        (author, client)
    }

    /// Memory that the process occupies, in bytes, as the kernel counts it.
    fn memory_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1_024
    }

    fn stop(mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

async fn appends() {
    let folder = tempfile::tempdir_in(target_folder()).unwrap();
    let data = folder.path().join("data");
    let relay = RelayProcess::start(&data).await;
    let (mut authors, mut rows) = (Vec::new(), Vec::new());
    for n in 0..AUTHORS {
        let (mut author, client) = relay.author(n).await;
        let written: Vec<Written> = (0..ENTRIES_EACH)
            .map(|entry| author.write(PAYLOAD_BYTES[(n + entry) % PAYLOAD_BYTES.len()]))
            .collect();
        rows.push(self::rows(&written));
        authors.push(Wire::new(relay.address, &author, &client, &written));
    }
    let bodies_bytes: usize = rows.iter().flatten().map(|row| row.body.len() - SEALING_BYTES).sum();

    // In turns, so that whatever else the machine does hits both alike. The middle of all turns counts.
    let turn_entries = ENTRIES_EACH / TURNS;
    let (mut relay_run, mut bare_run, mut ratios) = (Run::default(), Run::default(), Vec::new());
    for turn in 0..TURNS {
        let range = turn * turn_entries..(turn + 1) * turn_entries;
        let bare_path = folder.path().join(format!("bare-{turn}.sqlite"));
        let bare_rows = rows.iter().map(|rows| rows[range.clone()].to_vec()).collect();
        let bare_turn =
            tokio::task::spawn_blocking(move || bare(&bare_path, bare_rows)).await.unwrap();
        let relay_turn;
        (authors, relay_turn) =
            tokio::task::spawn_blocking(move || append_all(authors, range)).await.unwrap();
        ratios.push(relay_turn.rate() / bare_turn.rate());
        bare_run.add(bare_turn);
        relay_run.add(relay_turn);
    }
    ratios.sort_by(f64::total_cmp);
    let acknowledged: usize = authors.iter().map(Wire::acknowledged).sum();
    assert_eq!(acknowledged, AUTHORS * turn_entries * TURNS);
    let metrics = Client::connect(relay.address).await.get("/metrics").await;
    relay.stop();

    print(
        "appends",
        json!({
            "per_second": relay_run.rate().round(), "reference_per_second": bare_run.rate().round(),
            "ratio": two_places(ratios[TURNS / 2]), "ratios": ratios.into_iter().map(two_places).collect::<Vec<_>>(),
            "p50_ms": relay_run.latency_ms(0.5), "p99_ms": relay_run.latency_ms(0.99),
            "reference_p50_ms": bare_run.latency_ms(0.5), "reference_p99_ms": bare_run.latency_ms(0.99),
            "commits": counter(&metrics.body, "steadfast_commits_total"),
        }),
    );
    let stored = std::fs::metadata(data.join("relay.sqlite")).unwrap().len();
    let entries = (AUTHORS * turn_entries * TURNS) as f64;
    print(
        "stored",
        json!({
            "bytes": ((stored as f64 - bodies_bytes as f64) / entries).round(),
            "padded_body_mean": (bodies_bytes as f64 / entries).round(),
        }),
    );
}

/// One author's connection, with everything that goes over it worked out before the clock starts: what is measured is
/// the relay, on a machine that it shares with its callers.
struct Wire {
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
}

impl Wire {
    fn new(address: SocketAddr, author: &Author, client: &Client, written: &[Written]) -> Self {
        let token = client.token.as_deref().unwrap();
        let request = |one: &Written| {
            let body = batch([one]);
            let head = format!(
                "POST /v1/circles/{}/entries HTTP/1.1\r\nhost: relay.example\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/cbor\r\ncontent-length: {}\r\n\r\n",
                author.circle,
                body.len()
            );
            [head.into_bytes(), body].concat()
        };
        let requests = written.iter().map(request).collect();
        Self { address, requests, answers: Vec::new() }
    }

    /// Sends what is in `range`, each when the one before was acknowledged, and says how long each took.
    async fn append(mut self, range: Range<usize>) -> (Self, Vec<Duration>) {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.set_nodelay(true).unwrap();
        let mut latencies = Vec::with_capacity(range.len());
        for request in &self.requests[range] {
            let begun = Instant::now();
            connection.write_all(request).await.unwrap();
            let mut answer = Vec::with_capacity(2_048);
            while !is_whole(&answer) {
                assert_ne!(connection.read_buf(&mut answer).await.unwrap(), 0, "the relay hung up");
            }
            latencies.push(begun.elapsed());
            self.answers.push(answer);
        }
        (self, latencies)
    }

    /// How many answers are receipts for one entry.
    fn acknowledged(&self) -> usize {
        let is_receipt = |answer: &&Vec<u8>| {
            let (head, body) = split(answer).unwrap();
            head.starts_with("HTTP/1.1 200 ")
                && Receipt::from_bytes(body).is_ok_and(|receipt| receipt.indices.len() == 1)
        };
        self.answers.iter().filter(is_receipt).count()
    }
}

/// The head and the body so far, once the head is there.
fn split(answer: &[u8]) -> Option<(&str, &[u8])> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    Some((std::str::from_utf8(&answer[..end]).unwrap(), &answer[end..]))
}

fn is_whole(answer: &[u8]) -> bool {
    split(answer).is_some_and(|(head, body)| {
        let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
        body.len() >= length.unwrap().parse().unwrap()
    })
}

/// All authors at once, on one thread.
fn append_all(authors: Vec<Wire>, range: Range<usize>) -> (Vec<Wire>, Run) {
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let begun = Instant::now();
        let mut writing = JoinSet::new();
        for author in authors {
            writing.spawn(author.append(range.clone()));
        }
        let (mut authors, mut latencies) = (Vec::new(), Vec::new());
        while let Some(done) = writing.join_next().await {
            let (author, of_author) = done.unwrap();
            authors.push(author);
            latencies.extend(of_author);
        }
        (authors, Run { elapsed: begun.elapsed(), latencies })
    })
}

/// Nonce, commitment and tag: what a sealed body has beyond its padded content.
const SEALING_BYTES: usize = 24 + 32 + 16;

fn counter(metrics: &[u8], name: &str) -> Option<u64> {
    let text = std::str::from_utf8(metrics).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
}

fn two_places(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}

/// Beside the build, because a temporary folder may be in memory, where nothing needs syncing.
fn target_folder() -> std::path::PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

#[derive(Clone)]
struct Row {
    place: i64,
    entry: Vec<u8>,
    body: Vec<u8>,
}

fn rows(written: &[Written]) -> Vec<Row> {
    let row = |(place, written): (usize, &Written)| Row {
        place: place as i64 + 1,
        entry: written.entry.bytes().to_vec(),
        body: written.body.clone(),
    };
    written.iter().enumerate().map(row).collect()
}

#[derive(Default)]
struct Run {
    elapsed: Duration,
    latencies: Vec<Duration>,
}

impl Run {
    fn add(&mut self, other: Self) {
        self.elapsed += other.elapsed;
        self.latencies.extend(other.latencies);
    }

    fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    fn latency_ms(&self, quantile: f64) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() - 1) as f64 * quantile) as usize;
        two_places(sorted[at].as_secs_f64() * 1_000.0)
    }
}

/// The same rows into the same tables from as many authors, without HTTP, signatures, rules or checkpoints: one thread
/// commits everything that waits, and each author goes on when theirs is durable.
fn bare(path: &Path, rows: Vec<Vec<Row>>) -> Run {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection
        .execute_batch(
            "CREATE TABLE entries (row INTEGER PRIMARY KEY, circle INTEGER NOT NULL, place INTEGER NOT NULL, entry BLOB NOT NULL);
             CREATE UNIQUE INDEX entries_in_place ON entries (circle, place);
             CREATE TABLE bodies (row INTEGER PRIMARY KEY, body BLOB NOT NULL);",
        )
        .unwrap();
    let (jobs, queue) = mpsc::channel::<(i64, Row, mpsc::Sender<()>)>();
    let writer = thread::spawn(move || {
        while let Ok(first) = queue.recv() {
            let group: Vec<_> = std::iter::once(first).chain(queue.try_iter()).collect();
            let transaction = connection.transaction().unwrap();
            for (circle, row, _) in &group {
                transaction
                    .prepare_cached(
                        "INSERT INTO entries (circle, place, entry) VALUES (?1, ?2, ?3)",
                    )
                    .unwrap()
                    .execute(params![circle, row.place, row.entry])
                    .unwrap();
                transaction
                    .prepare_cached("INSERT INTO bodies (row, body) VALUES (?1, ?2)")
                    .unwrap()
                    .execute(params![transaction.last_insert_rowid(), row.body])
                    .unwrap();
            }
            transaction.commit().unwrap();
            for (_, _, done) in group {
                done.send(()).unwrap();
            }
        }
    });
    let begun = Instant::now();
    let authors: Vec<_> = (0..)
        .zip(rows)
        .map(|(circle, rows)| {
            let jobs = jobs.clone();
            thread::spawn(move || {
                let (done, committed) = mpsc::channel();
                let append = |row| {
                    let begun = Instant::now();
                    jobs.send((circle, row, done.clone())).unwrap();
                    committed.recv().unwrap();
                    begun.elapsed()
                };
                rows.into_iter().map(append).collect::<Vec<_>>()
            })
        })
        .collect();
    let latencies = authors.into_iter().flat_map(|author| author.join().unwrap()).collect();
    let elapsed = begun.elapsed();
    drop(jobs);
    writer.join().unwrap();
    Run { elapsed, latencies }
}

async fn live_memory() {
    let folder = tempfile::tempdir_in(target_folder()).unwrap();
    let relay = RelayProcess::start(&folder.path().join("data")).await;
    let before = relay.memory_bytes();
    let mut sockets = Vec::new();
    for n in 0..LIVE_CIRCLES {
        let (author, client) = relay.author(n).await;
        for _ in 0..LIVE / LIVE_CIRCLES {
            let url = format!("ws://{}/v1/circles/{}/live", relay.address, author.circle);
            let (mut socket, _) = connect_async(url).await.unwrap();
            socket.send(Message::text(client.token.clone().unwrap())).await.unwrap();
            let size = socket.next().await.unwrap().unwrap();
            assert_eq!(size.to_text().unwrap(), "{\"size\":1}");
            sockets.push(socket);
        }
    }
    let with_all = relay.memory_bytes();
    let mebibytes = |bytes: u64| two_places(bytes as f64 / 1_048_576.0);
    print(
        "live",
        json!({
            "mebibytes": mebibytes(with_all), "mebibytes_without_any": mebibytes(before),
            "kibibytes_each": two_places((with_all.saturating_sub(before)) as f64 / 1_024.0 / sockets.len() as f64),
        }),
    );
    drop(sockets);
    relay.stop();
}
