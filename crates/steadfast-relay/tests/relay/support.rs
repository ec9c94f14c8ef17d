//! A relay that is really served, somebody who writes to it, and a small HTTP client.

use std::{convert::Infallible, net::SocketAddr, path::Path};

use data_encoding::BASE64URL_NOPAD;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap},
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use steadfast_circle::{
    CircleId, EntryHash, FoundingNonce, MemberId, RelayKey,
    body::Content,
    device::{DeviceKeys, DeviceSeed},
    entry::{Control, RelayName},
    epoch::EpochKey,
    rand_core::{TryCryptoRng, TryRng},
    relay_api::{AppendRequest, EntriesPage, Receipt, Submission},
    seed::MemberSeed,
    verify::Position,
    writer::{Written, found_circle, write_entry},
};
use steadfast_relay::{Config, Limits, Relay, serve};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// A generator whose numbers are the same in every run (splitmix64). Good for tests and for nothing else.
pub(crate) struct SeededRng(pub(crate) u64);

impl TryRng for SeededRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|n| n as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(z ^ (z >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let next = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for SeededRng {}

/// Somebody with one device who has founded a circle.
pub(crate) struct Author {
    pub(crate) circle: CircleId,
    pub(crate) nonce: FoundingNonce,
    pub(crate) seed: MemberSeed,
    pub(crate) member: MemberId,
    pub(crate) device: DeviceKeys,
    pub(crate) key: EpochKey,
    pub(crate) position: Position,
    pub(crate) genesis: Written,
    pub(crate) rng: SeededRng,
}

impl Author {
    /// The same person every time for the same number, in a circle that is the same for the same relay.
    pub(crate) fn found(n: u64, relay_name: &RelayName, relay_key: RelayKey) -> Self {
        let mut rng = SeededRng(n);
        let (seed, device) = (MemberSeed::make(&mut rng), DeviceSeed::make(&mut rng));
        let founded =
            found_circle(&seed, &device, relay_name, relay_key, &content(0), &mut rng).unwrap();
        Self {
            circle: founded.circle,
            nonce: founded.nonce,
            member: seed.derive_identity(&founded.nonce).id(),
            device: device.derive(&founded.nonce),
            seed,
            key: founded.key,
            position: founded.position,
            genesis: founded.genesis,
            rng,
        }
    }

    /// The next entry of this device, with a payload of so many bytes.
    pub(crate) fn write(&mut self, payload_bytes: usize) -> Written {
        self.write_with(None, payload_bytes)
    }

    pub(crate) fn write_control(&mut self, control: Control) -> Written {
        self.write_with(Some(control), 0)
    }

    fn write_with(&mut self, control: Option<Control>, payload_bytes: usize) -> Written {
        let content = content(payload_bytes);
        let written = write_entry(
            self.member,
            &self.device,
            &self.position,
            control,
            &content,
            &self.key,
            &mut self.rng,
        )
        .unwrap();
        self.position = self.position.after(&written.entry);
        written
    }
}

pub(crate) fn content(payload_bytes: usize) -> Content {
    Content { claimed_ms: 1, zone: String::new(), payload: vec![7; payload_bytes] }
}

pub(crate) fn submission(written: &Written) -> Submission {
    Submission { entry: written.entry.bytes().to_vec(), body: written.body.clone() }
}

pub(crate) fn batch<'a>(written: impl IntoIterator<Item = &'a Written>) -> Vec<u8> {
    AppendRequest { submissions: written.into_iter().map(submission).collect() }.to_bytes()
}

/// A relay that is served on a port of its own.
pub(crate) struct Server {
    pub(crate) relay: Relay,
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Server {
    pub(crate) async fn start(data: &Path, limits: Limits) -> Self {
        let config = Config { data: data.to_owned(), limits, ..Config::default() };
        Self::start_with(config).await
    }

    pub(crate) async fn start_with(config: Config) -> Self {
        let relay = Relay::open(config).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (served, router) = (relay.clone(), relay.standalone_router());
        let serving = tokio::spawn(async move {
            let shutdown = async {
                let _told_or_dropped = stopped.await;
            };
            serve(listener, &served, router, shutdown).await
        });
        Self { relay, address, stop: Some(stop), serving }
    }

    pub(crate) async fn client(&self) -> Client {
        Client::connect(self.address).await
    }

    /// A circle that is on the relay, its author, and a client with their token.
    pub(crate) async fn author(&self, n: u64) -> (Author, Client) {
        let author = Author::found(n, self.relay.name(), self.relay.key());
        let mut client = self.client().await;
        client.authenticate(&author.device, self.relay.name()).await;
        client.found(&author).await;
        (author, client)
    }

    pub(crate) async fn stop(mut self) {
        self.tell_to_stop();
        self.serving.await.unwrap().unwrap();
    }

    pub(crate) fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap();
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The name of the problem, or nothing if there is none.
    pub(crate) fn problem(&self) -> Option<String> {
        let is_problem =
            self.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
        is_problem.then(|| {
            let details = self.json();
            assert_eq!(details["status"], self.status.as_u16());
            assert!(!details["title"].as_str().unwrap().is_empty());
            details["type"]
                .as_str()
                .unwrap()
                .strip_prefix("urn:steadfast:problem:")
                .unwrap()
                .to_owned()
        })
    }

    #[track_caller]
    pub(crate) fn expect_problem(&self, name: &str) {
        assert_eq!(self.problem().as_deref(), Some(name), "{self:?}");
    }

    #[track_caller]
    pub(crate) fn receipt(&self) -> Receipt {
        assert!(self.status.is_success(), "{self:?}");
        Receipt::from_bytes(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn page(&self) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        assert!(self.status.is_success(), "{self:?}");
        EntriesPage::decode(&self.body).unwrap().entries
    }
}

/// One connection to a relay.
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
    pub(crate) token: Option<String>,
    /// Further headers of every request.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self::try_connect(address).await.unwrap()
    }

    pub(crate) async fn try_connect(address: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(address).await.ok()?;
        stream.set_nodelay(true).ok()?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        Some(Self { address, sender, token: None, headers: Vec::new() })
    }

    pub(crate) async fn try_send(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Bytes>,
    ) -> Option<Reply> {
        self.sender.ready().await.ok()?;
        let mut request = Request::builder().method(method).uri(path).header(HOST, "relay.example");
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(body.into())).unwrap();
        let (head, body) = self.sender.send_request(request).await.ok()?.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        Some(Reply { status: head.status, headers: head.headers, body })
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Bytes>,
    ) -> Reply {
        self.try_send(method, path, body).await.expect("the relay hung up")
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, "").await
    }

    pub(crate) async fn post(&mut self, path: &str, body: impl Into<Bytes>) -> Reply {
        self.send(Method::POST, path, body).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: impl Into<Bytes>) -> Reply {
        self.send(Method::PUT, path, body).await
    }

    pub(crate) async fn delete(&mut self, path: &str, body: impl Into<Bytes>) -> Reply {
        self.send(Method::DELETE, path, body).await
    }

    /// Gets a token for a device's key.
    pub(crate) async fn authenticate(&mut self, device: &DeviceKeys, relay_name: &RelayName) {
        self.authenticate_with(*device.id().as_bytes(), |challenge| {
            *device.sign_token(relay_name.as_str(), challenge).as_bytes()
        })
        .await;
    }

    pub(crate) async fn authenticate_with(
        &mut self,
        key: [u8; 32],
        sign: impl Fn(&[u8]) -> [u8; 64],
    ) {
        let base64 = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let asked = self.post("/v1/challenges", json!({ "key": base64(&key) }).to_string()).await;
        assert_eq!(asked.status, StatusCode::OK, "{asked:?}");
        let challenge = asked.json()["challenge"].as_str().unwrap().to_owned();
        let signature = sign(&BASE64URL_NOPAD.decode(challenge.as_bytes()).unwrap());
        let answer =
            json!({ "key": base64(&key), "challenge": challenge, "signature": base64(&signature) });
        let answered = self.post("/v1/tokens", answer.to_string()).await;
        assert_eq!(answered.status, StatusCode::OK, "{answered:?}");
        self.token = Some(answered.json()["token"].as_str().unwrap().to_owned());
    }

    pub(crate) async fn found(&mut self, author: &Author) -> Receipt {
        let reply = self.post("/v1/circles", submission(&author.genesis).to_bytes()).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        reply.receipt()
    }

    pub(crate) async fn append(&mut self, circle: CircleId, written: &[Written]) -> Reply {
        self.post(&format!("/v1/circles/{circle}/entries"), batch(written)).await
    }

    pub(crate) async fn entries(&mut self, circle: CircleId) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        self.get(&format!("/v1/circles/{circle}/entries")).await.page()
    }

    /// The hashes of all entries of a circle, over as many pages as it takes.
    pub(crate) async fn hashes(&mut self, circle: CircleId) -> Vec<EntryHash> {
        let mut hashes = Vec::new();
        loop {
            let path = format!("/v1/circles/{circle}/entries?from={}", hashes.len());
            let page = self.get(&path).await.page();
            if page.is_empty() {
                return hashes;
            }
            hashes.extend(
                page.iter().map(|(entry, _)| steadfast_circle::entry::SignedEntry::hash_of(entry)),
            );
        }
    }
}
