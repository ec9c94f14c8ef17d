//! The callers: authors that send over connections of their own and wait for each receipt.

use std::{
    net::SocketAddr,
    ops::Range,
    time::{Duration, Instant},
};

use steadfast_circle::{relay_api::Receipt, writer::Written};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Builder,
    task::JoinSet,
};

use crate::{
    run::Run,
    support::{self, Author},
};

/// One author's connection, with everything that goes over it worked out before the clock starts: what is measured is
/// the relay, on a machine that it shares with its callers.
pub(crate) struct Wire {
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    /// Entries in each request.
    batch: usize,
    answers: Vec<Vec<u8>>,
}

impl Wire {
    /// `written`, as `author` sends it with this token, so many entries in each request.
    pub(crate) fn new(
        address: SocketAddr,
        author: &Author,
        token: &str,
        written: &[Written],
        batch: usize,
    ) -> Self {
        let request = |entries: &[Written]| {
            let body = support::batch(entries);
            let head = format!(
                "POST /v1/circles/{}/entries HTTP/1.1\r\nhost: relay.example\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/cbor\r\ncontent-length: {}\r\n\r\n",
                author.circle,
                body.len()
            );
            [head.into_bytes(), body].concat()
        };
        let requests = written.chunks(batch).map(request).collect();
        Self { address, requests, batch, answers: Vec::new() }
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

    /// How many entries there are receipts for.
    pub(crate) fn acknowledged(&self) -> usize {
        let acknowledged = |answer: &Vec<u8>| {
            let (head, body) = split(answer).unwrap();
            assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
            Receipt::from_bytes(body).unwrap().indices.len()
        };
        self.answers.iter().map(acknowledged).sum()
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

/// All authors at once, on one thread, each with those of their requests that are in `range`.
pub(crate) fn append_all(authors: Vec<Wire>, range: Range<usize>) -> (Vec<Wire>, Run) {
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let begun = Instant::now();
        let mut writing = JoinSet::new();
        for author in authors {
            writing.spawn(author.append(range.clone()));
        }
        let (mut authors, mut run) = (Vec::new(), Run::default());
        while let Some(done) = writing.join_next().await {
            let (author, latencies) = done.unwrap();
            run.entries += latencies.len() * author.batch;
            run.latencies.extend(latencies);
            authors.push(author);
        }
        run.elapsed = begun.elapsed();
        (authors, run)
    })
}
