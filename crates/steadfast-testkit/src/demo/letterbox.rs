//! Lets people join on a day in the past.
//!
//! A relay turns people away whose invitation has expired by its own clock, rightly. In a story that begins three months ago every
//! invitation has. So the two hand their letters over here, as they might on paper; the record itself is made by the real relay.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::relay_api::{AppendRequest, CBOR_MEDIA_TYPE, InvitationAnswer, Submission};
use steadfast_circle::{CircleId, InvitationId};
use steadfast_member::ports::{
    Body, Method, NetworkError, RelayAddress, RelayClient, Request, Response,
};

/// A way to a relay on which letters about invitations go from hand to hand. Clones share the letters.
#[derive(Clone)]
pub struct Letterbox<R> {
    relay: R,
    letters: Rc<RefCell<Letters>>,
}

#[derive(Default)]
struct Letters {
    circles: HashMap<CircleId, (Vec<u8>, u64)>,
    invitations: HashMap<InvitationId, InvitationAnswer>,
    knocks: HashMap<InvitationId, Vec<u8>>,
}

impl<R> Letterbox<R> {
    /// An empty letterbox before a relay.
    pub fn before(relay: R) -> Self {
        Self { relay, letters: Rc::default() }
    }
}

impl Letters {
    /// Looks at what a relay took, for geneses and invitations.
    fn note(&mut self, entry: &[u8]) {
        let Ok(decoded) = SignedEntry::decode(entry) else { return };
        let circle = decoded.circle();
        let (genesis, size) = self.circles.entry(circle).or_insert_with(|| (entry.to_vec(), 0));
        if let Some(Control::Invite(invite)) = decoded.control() {
            let answer =
                InvitationAnswer { genesis: genesis.clone(), invite: entry.to_vec(), index: *size };
            self.invitations.insert(invite.id, answer);
        }
        *size += 1;
    }

    /// Answers what is about an invitation; none for all else.
    fn answer(&mut self, request: &Request) -> Option<Response> {
        let (_, rest) = request.path.strip_prefix("/v1/circles/")?.split_once("/invitations/")?;
        let (id, knock) = match rest.split_once('/') {
            Some((id, "knock")) => (id, true),
            Some(_) => return None,
            None => (rest, false),
        };
        let id: InvitationId = id.parse().ok()?;
        let nothing = |status| Response {
            status,
            content_type: String::new(),
            retry_after: None,
            body: Vec::new(),
        };
        Some(match (request.method, knock, &request.body) {
            (Method::Get, false, _) => cbor(self.invitations.get(&id)?.to_bytes()),
            (Method::Put, true, Body::Bytes(letter)) => {
                self.knocks.insert(id, letter.clone());
                nothing(204)
            }
            (Method::Get, true, _) => {
                self.knocks.get(&id).map_or_else(|| nothing(404), |letter| cbor(letter.clone()))
            }
            (Method::Delete, true, _) => {
                self.knocks.remove(&id);
                nothing(204)
            }
            _ => return None,
        })
    }
}

impl<R: RelayClient> RelayClient for Letterbox<R> {
    type Live = R::Live;

    async fn send(&self, relay: &RelayAddress, request: Request) -> Result<Response, NetworkError> {
        if let Some(answer) = self.letters.borrow_mut().answer(&request) {
            return Ok(answer);
        }
        let sent = entries_in(&request);
        let response = self.relay.send(relay, request).await?;
        if (200..300).contains(&response.status) {
            let mut letters = self.letters.borrow_mut();
            sent.iter().for_each(|entry| letters.note(entry));
        }
        Ok(response)
    }

    async fn live(
        &self,
        relay: &RelayAddress,
        circle: CircleId,
        token: &str,
    ) -> Result<R::Live, NetworkError> {
        self.relay.live(relay, circle, token).await
    }
}

/// The entries that a request appends.
fn entries_in(request: &Request) -> Vec<Vec<u8>> {
    let (Method::Post, Body::Cbor(body)) = (request.method, &request.body) else {
        return Vec::new();
    };
    if request.path == "/v1/circles" {
        return Submission::from_bytes(body)
            .map(|founding| vec![founding.entry])
            .unwrap_or_default();
    }
    let append =
        AppendRequest::from_bytes(body).map(|append| append.submissions).unwrap_or_default();
    append.into_iter().map(|submission| submission.entry).collect()
}

fn cbor(body: Vec<u8>) -> Response {
    Response { status: 200, content_type: CBOR_MEDIA_TYPE.into(), retry_after: None, body }
}
