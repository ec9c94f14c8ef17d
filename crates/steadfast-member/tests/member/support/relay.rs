//! A relay in memory that keeps the protocol, unless a test has it cheat.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap, VecDeque, hash_map::Entry},
    rc::Rc,
};

use steadfast_circle::{
    CircleId, DeviceId, InvitationId, LockerId,
    entry::{Control, RelayName, SignedEntry},
    locker::LockerValue,
    log::checkpoint::RelaySeed,
    membership::InvitationStatus,
    relay_api::{
        AppendRequest, ChallengeAnswer, ChallengeRequest, EntriesPage, InvitationAnswer, Problem,
        ProblemDetails, Receipt, RelayInfo, RelayLimits, Submission, TokenAnswer, TokenRequest,
        is_token_signature,
    },
    verify::Ledger,
};
use steadfast_member::ports::{
    Body, LiveEvent, LiveStream, Method, NetworkError, RelayAddress, RelayClient, Request, Response,
};

/// One circle at the relay.
pub(crate) struct Held {
    pub(crate) ledger: Ledger,
    pub(crate) entries: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    pub(crate) knocks: BTreeMap<InvitationId, Vec<u8>>,
}

struct State {
    name: RelayName,
    seed: RelaySeed,
    circles: HashMap<CircleId, Held>,
    lockers: HashMap<LockerId, LockerValue>,
    tokens: HashMap<String, [u8; 32]>,
    challenges: Vec<Vec<u8>>,
    live: Vec<Rc<RefCell<VecDeque<LiveEvent>>>>,
}

/// When the network is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The request does not arrive.
    Request,
    /// It does, and the answer is lost.
    Answer,
}

type Twist = Rc<dyn Fn(&Request, Response) -> Response>;

/// The relay, as devices reach it. Clones are the same relay.
#[derive(Clone)]
pub(crate) struct TestRelay {
    state: Rc<RefCell<State>>,
    pub(crate) online: Rc<Cell<bool>>,
    pub(crate) requests: Rc<Cell<usize>>,
    /// At which request, counted from one, the network is lost once.
    pub(crate) lost: Rc<Cell<Option<(usize, Lost)>>>,
    /// Changes answers on their way: what a cheating relay does.
    pub(crate) twist: Rc<RefCell<Option<Twist>>>,
    /// The relay at any other address.
    pub(crate) elsewhere: Rc<RefCell<Option<TestRelay>>>,
    now_ms: Rc<Cell<i64>>,
}

impl TestRelay {
    pub(crate) fn new(name: &str, now_ms: Rc<Cell<i64>>) -> Self {
        let state = State {
            name: RelayName::new(name).unwrap(),
            seed: RelaySeed::from_bytes([u8::try_from(name.len()).unwrap(); 32]),
            circles: HashMap::new(),
            lockers: HashMap::new(),
            tokens: HashMap::new(),
            challenges: Vec::new(),
            live: Vec::new(),
        };
        Self {
            state: Rc::new(RefCell::new(state)),
            online: Rc::new(Cell::new(true)),
            requests: Rc::default(),
            lost: Rc::default(),
            twist: Rc::default(),
            elsewhere: Rc::default(),
            now_ms,
        }
    }

    pub(crate) fn size(&self, circle: CircleId) -> u64 {
        self.state.borrow().circles[&circle].ledger.size()
    }

    pub(crate) fn entry(&self, circle: CircleId, index: usize) -> (Vec<u8>, Option<Vec<u8>>) {
        self.state.borrow().circles[&circle].entries[index].clone()
    }

    /// Signs a checkpoint over the record of some size, as the relay's key can.
    pub(crate) fn checkpoint_at(&self, circle: CircleId, size: u64) -> String {
        let state = self.state.borrow();
        let ledger = &state.circles[&circle].ledger;
        let root = ledger.root_at(size).unwrap();
        let checkpoint = steadfast_circle::log::checkpoint::Checkpoint { circle, size, root };
        state.seed.sign(&state.name, &checkpoint)
    }

    pub(crate) fn cheat(&self, twist: impl Fn(&Request, Response) -> Response + 'static) {
        self.twist.replace(Some(Rc::new(twist)));
    }

    pub(crate) fn be_honest(&self) {
        self.twist.replace(None);
    }
}

type Answer = Result<Response, Problem>;

fn ok(content_type: &str, body: Vec<u8>) -> Answer {
    Ok(Response { status: 200, content_type: content_type.into(), retry_after: None, body })
}

fn json(value: &impl serde::Serialize) -> Answer {
    ok("application/json", serde_json::to_vec(value).unwrap())
}

fn bytes(body: &Body) -> &[u8] {
    match body {
        Body::Empty => &[],
        Body::Json(bytes) | Body::Cbor(bytes) | Body::Bytes(bytes) => bytes,
    }
}

impl State {
    fn answer(&mut self, request: &Request, now_ms: i64) -> Answer {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        let body = bytes(&request.body);
        match (request.method, parts.as_slice()) {
            (Method::Get, ["relay"]) => json(&RelayInfo {
                name: self.name.to_string(),
                public_key: self.seed.public().to_bytes(),
                version: 1,
                limits: RelayLimits::default(),
            }),
            (Method::Post, ["challenges"]) => {
                let _: ChallengeRequest =
                    serde_json::from_slice(body).map_err(|_| Problem::Malformed)?;
                let challenge = (self.challenges.len() as u64).to_be_bytes().to_vec();
                self.challenges.push(challenge.clone());
                json(&ChallengeAnswer { challenge, expires_in_seconds: 60 })
            }
            (Method::Post, ["tokens"]) => {
                let asked: TokenRequest =
                    serde_json::from_slice(body).map_err(|_| Problem::Malformed)?;
                let known = self.challenges.contains(&asked.challenge);
                if !known
                    || !is_token_signature(
                        &asked.key,
                        self.name.as_str(),
                        &asked.challenge,
                        &asked.signature,
                    )
                {
                    return Err(Problem::Unauthorised);
                }
                let token = format!("token-{}", self.tokens.len());
                self.tokens.insert(token.clone(), asked.key);
                json(&TokenAnswer { token, expires_in_seconds: 900 })
            }
            (Method::Post, ["circles"]) => {
                let Submission { entry, body } =
                    Submission::from_bytes(body).map_err(|_| Problem::Malformed)?;
                let genesis = SignedEntry::decode(&entry).map_err(|_| Problem::Malformed)?;
                self.key(request)?;
                let id = genesis.circle();
                if let Entry::Vacant(place) = self.circles.entry(id) {
                    let ledger = Ledger::found(&genesis, Some(&body))
                        .map_err(|_| Problem::InvalidSignature)?;
                    let entries = vec![(entry, Some(body))];
                    place.insert(Held { ledger, entries, knocks: BTreeMap::new() });
                }
                self.receipt(id, vec![0])
            }
            (Method::Get | Method::Put, ["lockers", id]) => self.locker(request.method, id, body),
            (_, ["circles", id, rest @ ..]) => {
                let id: CircleId = id.parse().map_err(|_| Problem::NotFound)?;
                if !self.circles.contains_key(&id) {
                    return Err(Problem::NotFound);
                }
                self.circle(request, id, rest, query, body, now_ms)
            }
            _ => Err(Problem::NotFound),
        }
    }

    fn key(&self, request: &Request) -> Result<[u8; 32], Problem> {
        let token = request.token.as_ref().ok_or(Problem::Unauthorised)?;
        self.tokens.get(token).copied().ok_or(Problem::Unauthorised)
    }

    fn receipt(&self, id: CircleId, indices: Vec<u64>) -> Answer {
        let checkpoint = self.seed.sign(&self.name, &self.circles[&id].ledger.checkpoint());
        ok("application/cbor", Receipt { indices, checkpoint }.to_bytes())
    }

    fn locker(&mut self, method: Method, id: &str, body: &[u8]) -> Answer {
        let id: LockerId = id.parse().map_err(|_| Problem::NotFound)?;
        if method == Method::Get {
            let value = self.lockers.get(&id).ok_or(Problem::NotFound)?;
            return ok("application/cbor", value.to_bytes());
        }
        let value = LockerValue::from_bytes(body).map_err(|_| Problem::Malformed)?;
        value.verify(&id).map_err(|_| Problem::InvalidSignature)?;
        let before = self.lockers.get(&id).map_or(0, |value| value.version);
        if value.version != before + 1 {
            return Err(Problem::Conflict);
        }
        self.lockers.insert(id, value);
        ok("", Vec::new())
    }

    fn circle(
        &mut self,
        request: &Request,
        id: CircleId,
        rest: &[&str],
        query: &str,
        body: &[u8],
        now_ms: i64,
    ) -> Answer {
        match (request.method, rest) {
            (Method::Get, ["checkpoint"]) => {
                let text = self.seed.sign(&self.name, &self.circles[&id].ledger.checkpoint());
                ok("text/plain", text.into_bytes())
            }
            (Method::Get, ["entries"]) => {
                let key = self.key(request)?;
                let held = &self.circles[&id];
                if !held.ledger.roster().may_read(&key) {
                    return Err(Problem::NotAMember);
                }
                let from: usize = query
                    .split('&')
                    .find_map(|pair| pair.strip_prefix("from="))
                    .unwrap()
                    .parse()
                    .unwrap();
                // Small pages, so that every test reads several.
                let entries = held.entries.iter().skip(from).take(7).cloned().collect();
                ok("application/cbor", EntriesPage { entries }.to_bytes())
            }
            (Method::Post, ["entries"]) => self.append(request, id, body),
            (Method::Get, ["invitations", invitation]) => {
                let invitation: InvitationId = invitation.parse().map_err(|_| Problem::NotFound)?;
                let held = &self.circles[&id];
                let known =
                    held.ledger.roster().invitation(&invitation).ok_or(Problem::NotFound)?;
                if known.status != InvitationStatus::Open
                    || known.invite.expires_ms as i64 <= now_ms
                {
                    return Err(Problem::InvitationClosed);
                }
                let answer = InvitationAnswer {
                    genesis: held.entries[0].0.clone(),
                    invite: held.entries[known.index as usize].0.clone(),
                    index: known.index,
                };
                ok("application/cbor", answer.to_bytes())
            }
            (method, ["invitations", invitation, "knock"]) => {
                let invitation: InvitationId = invitation.parse().map_err(|_| Problem::NotFound)?;
                let key = self.key(request);
                let held = self.circles.get_mut(&id).unwrap();
                let open = held
                    .ledger
                    .roster()
                    .invitation(&invitation)
                    .is_some_and(|known| known.status == InvitationStatus::Open);
                if method == Method::Put {
                    if !open {
                        return Err(Problem::InvitationClosed);
                    }
                    let known = held.knocks.entry(invitation).or_insert_with(|| body.to_vec());
                    return if known == body { ok("", Vec::new()) } else { Err(Problem::Conflict) };
                }
                if !held.ledger.roster().may_append(&DeviceId::from_bytes(key?)) {
                    return Err(Problem::NotAMember);
                }
                match method {
                    Method::Get => ok(
                        "application/octet-stream",
                        held.knocks.get(&invitation).cloned().unwrap_or_default(),
                    ),
                    _ => held
                        .knocks
                        .remove(&invitation)
                        .map_or(Err(Problem::NotFound), |_| ok("", Vec::new())),
                }
            }
            _ => Err(Problem::NotFound),
        }
    }

    fn append(&mut self, request: &Request, id: CircleId, body: &[u8]) -> Answer {
        let key = self.key(request)?;
        let AppendRequest { submissions } =
            AppendRequest::from_bytes(body).map_err(|_| Problem::Malformed)?;
        let held = self.circles.get_mut(&id).unwrap();
        let mark = held.ledger.mark();
        let size = held.entries.len();
        let mut indices = Vec::new();
        for Submission { entry, body } in submissions {
            let decoded = SignedEntry::decode(&entry).map_err(|_| Problem::Malformed)?;
            let adds = matches!(decoded.control(), Some(Control::AddDevice(_)));
            let by_key = decoded.header().device.to_bytes() == key;
            if let Some(index) = held.ledger.index_of(&decoded.hash()) {
                indices.push(index);
                continue;
            }
            let refused = if !by_key
                || (!adds && !held.ledger.roster().may_append(&decoded.header().device))
            {
                Some(Problem::NotAMember)
            } else {
                let appended = held.ledger.append(&decoded, Some(&body));
                appended
                    .map(|appended| indices.push(appended.index))
                    .err()
                    .map(|e| Problem::of_refused_entry(&e))
            };
            if let Some(problem) = refused {
                held.ledger.rewind(&mark);
                held.entries.truncate(size);
                return Err(problem);
            }
            held.entries.push((entry, Some(body)));
        }
        let erased: Vec<u64> = held.ledger.erased().map(|(index, _)| index).collect();
        for index in erased {
            held.entries[index as usize].1 = None;
        }
        let size = held.ledger.size();
        for live in &self.live {
            live.borrow_mut().push_back(LiveEvent::Size(size));
        }
        self.receipt(id, indices)
    }
}

impl RelayClient for TestRelay {
    type Live = TestLive;

    async fn send(&self, relay: &RelayAddress, request: Request) -> Result<Response, NetworkError> {
        if relay.as_str() != super::ADDRESS {
            let elsewhere = self.elsewhere.borrow().clone().expect("there is another relay");
            return Box::pin(elsewhere.send(&super::address(), request)).await;
        }
        let lost = || NetworkError::Unreachable { detail: "offline".into() };
        self.requests.set(self.requests.get() + 1);
        let now = self.requests.get();
        let loss = self.lost.get().filter(|(at, _)| *at == now).map(|(_, loss)| loss);
        if !self.online.get() || loss == Some(Lost::Request) {
            return Err(lost());
        }
        let answer = self.state.borrow_mut().answer(&request, self.now_ms.get());
        if loss == Some(Lost::Answer) {
            return Err(lost());
        }
        let response = answer.unwrap_or_else(|problem| Response {
            status: problem.status(),
            content_type: "application/problem+json".into(),
            retry_after: None,
            body: serde_json::to_vec(&ProblemDetails::new(problem, "")).unwrap(),
        });
        let twist = self.twist.borrow().clone();
        Ok(twist.map_or(response.clone(), |twist| twist(&request, response)))
    }

    async fn live(
        &self,
        _: &RelayAddress,
        circle: CircleId,
        _: &str,
    ) -> Result<TestLive, NetworkError> {
        let events = Rc::new(RefCell::new(VecDeque::from([LiveEvent::Size(self.size(circle))])));
        self.state.borrow_mut().live.push(Rc::clone(&events));
        Ok(TestLive(events))
    }
}

/// A live connection that ends when there is nothing more to say.
pub(crate) struct TestLive(Rc<RefCell<VecDeque<LiveEvent>>>);

impl LiveStream for TestLive {
    async fn next(&mut self) -> Option<LiveEvent> {
        self.0.borrow_mut().pop_front()
    }
}
