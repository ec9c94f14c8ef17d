//! The relay's figures, one JSON line each, with the reference that was measured in the same run.
//!
//! `cargo bench -p steadfast-relay` prints: durable acknowledged appends a second with 64 authors at once, two in each
//! circle, who send one entry or several in a request, against bare SQLite that commits the same rows from as many
//! authors in the same batches; how long one processor takes to verify one of these entries' signatures, which the
//! reference does not do; what an entry takes on the disk beyond its padded body; and the memory of a relay with a
//! thousand idle live connections. The relay is a process of its own, as it is for a host.
#![expect(clippy::unwrap_used, reason = "a figure that cannot be measured is no figure")]

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use steadfast_circle::{
    entry::SignedEntry,
    relay_api::RelayInfo,
    verify::{AuthenticEntry, DeviceKey},
    writer::Written,
};
use steadfast_relay::{Config, Limits, Relay, serve};
use tokio::{net::TcpListener, runtime::Runtime, task::spawn_blocking};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use self::{
    bare::Row,
    run::Run,
    support::{Author, Client},
    wire::Wire,
};

mod bare;
mod couple;
mod run;
mod wire;

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/relay/support.rs"]
mod support;

const AUTHORS: usize = 64;
/// Of each author. Every turn has the same number of whole batches, of whatever size.
const ENTRIES_EACH: usize = 960;
const TURNS: usize = 5;

/// Entries that each author sends in one request: somebody who is online sends one, an outbox that has waited several.
const BATCHES: [usize; 3] = [1, 4, 16];

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
    for batch in BATCHES {
        runtime.block_on(appends(batch));
    }
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
        let waiting = spawn_blocking(|| std::io::stdin().lines().count());
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

    /// A circle of two, and the tokens with which they write.
    async fn couple(&self, n: usize) -> [(Author, String); 2] {
        let (mut founder, mut client) = self.author(n).await;
        let (second, letting_in) = couple::let_in(&mut founder, (AUTHORS + n) as u64);
        client.append(founder.circle, &letting_in).await.receipt();
        let mut seconds = Client::connect(self.address).await;
        seconds.authenticate(&second.device, &self.info.name.parse().unwrap()).await;
        [(founder, client.token.unwrap()), (second, seconds.token.unwrap())]
    }

    /// What the process has used of the processors, as the kernel counts it in hundredths of a second.
    fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, after_name) = stat.rsplit_once(") ").unwrap();
        // The 14th and 15th fields are the times in user and kernel mode; the name is the second.
        let times = after_name.split(' ').skip(11).take(2);
        Duration::from_millis(10) * times.map(|time| time.parse::<u32>().unwrap()).sum::<u32>()
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

async fn appends(batch: usize) {
    let folder = tempfile::tempdir_in(target_folder()).unwrap();
    let data = folder.path().join("data");
    let relay = RelayProcess::start(&data).await;
    let (mut authors, mut rows, mut signed) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..AUTHORS / 2 {
        for (mut author, token) in relay.couple(n).await {
            let written: Vec<Written> = (0..ENTRIES_EACH)
                .map(|entry| author.write(PAYLOAD_BYTES[(n + entry) % PAYLOAD_BYTES.len()]))
                .collect();
            rows.push(bare::rows(rows.len(), &written));
            signed.push((DeviceKey::of(&author.device.id()).unwrap(), written[0].entry.clone()));
            authors.push(Wire::new(relay.address, &author, &token, &written, batch));
        }
    }
    let bodies_bytes: usize = rows.iter().flatten().map(|row| row.body.len() - SEALING_BYTES).sum();

    // In turns, so that whatever else the machine does hits both alike. The middle of all turns counts.
    let turn_requests = ENTRIES_EACH / batch / TURNS;
    let (mut relay_run, mut bare_run, mut ratios) = (Run::default(), Run::default(), Vec::new());
    let mut verifications = Vec::new();
    let used_before = relay.processor_time();
    for turn in 0..TURNS {
        let range = turn * turn_requests..(turn + 1) * turn_requests;
        let bare_path = folder.path().join(format!("bare-{turn}.sqlite"));
        let turn_rows = |rows: &Vec<Row>| -> Vec<_> {
            rows.chunks(batch).map(<[Row]>::to_vec).skip(range.start).take(turn_requests).collect()
        };
        let bare_rows = rows.iter().map(turn_rows).collect();
        let bare_turn =
            spawn_blocking(move || bare::append_all(&bare_path, bare_rows)).await.unwrap();
        let relay_turn;
        (authors, relay_turn) =
            spawn_blocking(move || wire::append_all(authors, range)).await.unwrap();
        verifications.push(verification_us(&signed));
        ratios.push(relay_turn.rate() / bare_turn.rate());
        bare_run.add(bare_turn);
        relay_run.add(relay_turn);
    }
    let used = relay.processor_time() - used_before;
    ratios.sort_by(f64::total_cmp);
    verifications.sort_by(f64::total_cmp);
    let acknowledged: usize = authors.iter().map(Wire::acknowledged).sum();
    assert_eq!(acknowledged, AUTHORS * ENTRIES_EACH);
    let metrics = Client::connect(relay.address).await.get("/metrics").await;
    relay.stop();

    print(
        &format!("appends-{batch}"),
        json!({
            "per_second": relay_run.rate().round(), "reference_per_second": bare_run.rate().round(),
            "ratio": two_places(ratios[TURNS / 2]), "ratios": ratios.into_iter().map(two_places).collect::<Vec<_>>(),
            "p50_ms": relay_run.latency_ms(0.5), "p99_ms": relay_run.latency_ms(0.99),
            "reference_p50_ms": bare_run.latency_ms(0.5), "reference_p99_ms": bare_run.latency_ms(0.99),
            "verification_us": two_places(verifications[TURNS / 2]),
            "processor_us_each": (used.as_secs_f64() * 1e6 / acknowledged as f64).round(),
            "commits": counter(&metrics.body, "steadfast_commits_total"),
        }),
    );
    let stored = std::fs::metadata(data.join("relay.sqlite")).unwrap().len();
    print(
        &format!("stored-{batch}"),
        json!({
            "bytes": ((stored as f64 - bodies_bytes as f64) / acknowledged as f64).round(),
            "padded_body_mean": (bodies_bytes as f64 / acknowledged as f64).round(),
        }),
    );
}

/// How long one processor takes for one strict verification, in microseconds.
fn verification_us(signed: &[(DeviceKey, SignedEntry)]) -> f64 {
    let copies: Vec<_> = signed.to_vec();
    let begun = Instant::now();
    for (key, entry) in copies {
        AuthenticEntry::verify(entry, &key).unwrap();
    }
    begun.elapsed().as_secs_f64() * 1e6 / signed.len() as f64
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
