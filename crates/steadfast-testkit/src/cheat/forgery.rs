//! A history of the host's own making, signed with the relay's own key.

use steadfast_circle::CircleId;
use steadfast_circle::entry::{RelayName, SignedEntry};
use steadfast_circle::log::checkpoint::{Checkpoint, RelaySeed};
use steadfast_circle::log::tree::Tree;
use steadfast_circle::relay_api::{
    AppendRequest, CBOR_MEDIA_TYPE, EntriesPage, PAGE_ENTRIES_MAX, Receipt,
};
use steadfast_member::ports::{Body, Method, Request, Response};

/// A signed entry and its sealed body, as a relay serves them.
pub type Pair = (Vec<u8>, Option<Vec<u8>>);

/// A record as the host would like somebody to see it. It takes appends as a relay does, and checks nothing.
#[derive(Clone)]
pub struct Forgery {
    circle: CircleId,
    name: RelayName,
    seed: RelaySeed,
    /// The entries, in the order of the forged log.
    pub entries: Vec<Pair>,
    /// How many entries the checkpoint says there are, if not as many as there are.
    pub claimed: Option<usize>,
}

impl Forgery {
    /// A forged history of these entries, by a host with the relay's name and key.
    pub fn new(circle: CircleId, name: RelayName, seed: RelaySeed, entries: Vec<Pair>) -> Self {
        Self { circle, name, seed, entries, claimed: None }
    }

    /// The checkpoint over the forged entries, which verifies under the key that this host signs with.
    pub fn checkpoint(&self) -> String {
        let mut tree = Tree::new();
        for (entry, _) in &self.entries[..self.claimed.unwrap_or(self.entries.len())] {
            tree.append(SignedEntry::hash_of(entry));
        }
        let checkpoint = Checkpoint { circle: self.circle, size: tree.size(), root: tree.root() };
        self.seed.sign(&self.name, &checkpoint)
    }

    /// Answers requests about the forged record; none for all others.
    pub fn answer(&mut self, request: &Request) -> Option<Response> {
        let rest = request.path.strip_prefix(&format!("/v1/circles/{}/", self.circle))?;
        match (request.method, rest) {
            (Method::Get, "checkpoint") => Some(text(self.checkpoint())),
            (Method::Post, "entries") => {
                let Body::Cbor(body) = &request.body else { return None };
                let append = AppendRequest::from_bytes(body).ok()?;
                let indices = append
                    .submissions
                    .into_iter()
                    .map(|submission| self.take(submission.entry, submission.body));
                let indices = indices.collect();
                let receipt = Receipt { indices, checkpoint: self.checkpoint() };
                Some(cbor(receipt.to_bytes()))
            }
            (Method::Get, _) => {
                let from = entries_from(request, self.circle)?;
                let entries =
                    self.entries.iter().skip(from).take(PAGE_ENTRIES_MAX).cloned().collect();
                Some(cbor(EntriesPage { entries }.to_bytes()))
            }
            _ => None,
        }
    }

    /// Takes an entry into the forged log, as a relay would, and says where it is.
    pub fn take(&mut self, entry: Vec<u8>, body: Vec<u8>) -> u64 {
        let known = self.entries.iter().position(|(known, _)| *known == entry);
        let index = known.unwrap_or_else(|| {
            self.entries.push((entry, Some(body)));
            self.entries.len() - 1
        });
        index as u64
    }

    /// The entry at an index, decoded.
    pub fn entry(&self, index: usize) -> SignedEntry {
        SignedEntry::decode(&self.entries[index].0).expect("it came from a real record")
    }
}

/// From which index a request asks for the entries of a circle, if that is what it does.
pub(super) fn entries_from(request: &Request, circle: CircleId) -> Option<usize> {
    let query =
        request.path.strip_prefix(&format!("/v1/circles/{circle}/entries"))?.strip_prefix('?')?;
    let from = query.split('&').find_map(|part| part.strip_prefix("from="))?;
    (request.method == Method::Get).then(|| from.parse().ok())?
}

/// A page of entries, altered; any other answer as it is.
pub(super) fn altered(mut response: Response, alter: impl FnOnce(&mut Vec<Pair>)) -> Response {
    if let Ok(mut page) = EntriesPage::decode(&response.body) {
        alter(&mut page.entries);
        response.body = page.to_bytes();
    }
    response
}

/// An answer in CBOR.
fn cbor(body: Vec<u8>) -> Response {
    Response { status: 200, content_type: CBOR_MEDIA_TYPE.into(), retry_after: None, body }
}

/// An answer in text.
fn text(body: String) -> Response {
    Response {
        status: 200,
        content_type: "text/plain".into(),
        retry_after: None,
        body: body.into_bytes(),
    }
}
