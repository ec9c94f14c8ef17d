//! The relay's API as typed calls over the port; tokens are fetched and kept here.

use std::{cell::RefCell, collections::HashMap};

use jiff::Timestamp;
use steadfast_circle::{
    CircleId, InvitationId, LockerId, RelayKey, Signature,
    device::DeviceKeys,
    entry::RelayName,
    relay_api::{
        AppendRequest, ChallengeAnswer, ChallengeRequest, InvitationAnswer, PAGE_ENTRIES_MAX,
        Problem, ProblemDetails, Receipt, RelayInfo, Submission, TokenAnswer, TokenRequest,
    },
    seed::IdentityKey,
};

use crate::{
    ports::{Body, Clock, Method, Ports, RelayAddress, RelayClient, Request, Response},
    problem::RelayError,
};

/// A token is not used in its last seconds, so that it does not expire on the way.
const TOKEN_MARGIN_SECONDS: i64 = 15;

/// Who asks.
#[derive(Clone, Copy)]
pub(crate) enum Key<'a> {
    Device(&'a DeviceKeys),
    Identity(&'a IdentityKey),
}

impl Key<'_> {
    fn id(self) -> [u8; 32] {
        match self {
            Self::Device(keys) => keys.id().to_bytes(),
            Self::Identity(key) => key.id().to_bytes(),
        }
    }

    fn sign(self, relay: &str, challenge: &[u8]) -> Signature {
        match self {
            Self::Device(keys) => keys.sign_token(relay, challenge),
            Self::Identity(key) => key.sign_token(relay, challenge),
        }
    }
}

/// Tokens at hand, by relay and key. Never kept in the store: a token is worth a few minutes.
#[derive(Default)]
pub(crate) struct Tokens(RefCell<HashMap<TokenPlace, (String, Timestamp)>>);

/// At which relay, for which key.
type TokenPlace = (RelayAddress, [u8; 32]);

impl Tokens {
    /// Forgets them all.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}

/// What a relay says of itself.
pub(crate) struct Pinned {
    pub(crate) name: RelayName,
    pub(crate) key: RelayKey,
}

/// One relay, as the typed calls see it.
pub(crate) struct Relay<'a, P: Ports> {
    pub(crate) ports: &'a P,
    pub(crate) address: &'a RelayAddress,
}

impl<P: Ports> Relay<'_, P> {
    async fn ask(
        &self,
        method: Method,
        path: String,
        token: Option<String>,
        body: Body,
        question: &'static str,
    ) -> Result<Response, RelayError> {
        let response =
            self.ports.relay().send(self.address, Request { method, path, token, body }).await?;
        if (200..300).contains(&response.status) {
            return Ok(response);
        }
        if response.status < 400 {
            return Err(RelayError::Garbled { question });
        }
        let details: Option<ProblemDetails> = serde_json::from_slice(&response.body).ok();
        // What a relay says may end up in a log or on a page, so it is held to a line.
        let detail: String =
            details.iter().flat_map(|details| details.detail.chars()).take(300).collect();
        Err(RelayError::Refused {
            problem: details.and_then(|details| details.problem().ok()),
            status: response.status,
            detail,
            retry_after_seconds: response.retry_after,
        })
    }

    pub(crate) async fn info(&self) -> Result<Pinned, RelayError> {
        let question = "who it is";
        let response =
            self.ask(Method::Get, "/v1/relay".into(), None, Body::Empty, question).await?;
        let info: RelayInfo =
            serde_json::from_slice(&response.body).map_err(|_| RelayError::Garbled { question })?;
        let name = RelayName::new(&info.name).map_err(|_| RelayError::Garbled { question })?;
        Ok(Pinned { name, key: info.key() })
    }

    /// A token for a key, from memory or by answering a challenge. `name` is the relay's, as the circle pins it: an
    /// answer is worth nothing to a relay of another name.
    pub(crate) async fn token(
        &self,
        tokens: &Tokens,
        name: &str,
        key: Key<'_>,
    ) -> Result<String, RelayError> {
        let place = (self.address.clone(), key.id());
        let now = self.ports.clock().now();
        if let Some((token, until)) = tokens.0.borrow().get(&place)
            && now < *until
        {
            return Ok(token.clone());
        }
        let question = "for a token";
        let garbled = |_| RelayError::Garbled { question };
        let json = |value: serde_json::Result<Vec<u8>>| value.map(Body::Json).map_err(garbled);
        let request = json(serde_json::to_vec(&ChallengeRequest { key: key.id() }))?;
        let response =
            self.ask(Method::Post, "/v1/challenges".into(), None, request, question).await?;
        let ChallengeAnswer { challenge, .. } =
            serde_json::from_slice(&response.body).map_err(garbled)?;
        let signature = *key.sign(name, &challenge).as_bytes();
        let request =
            json(serde_json::to_vec(&TokenRequest { key: key.id(), challenge, signature }))?;
        let response = self.ask(Method::Post, "/v1/tokens".into(), None, request, question).await?;
        let answer: TokenAnswer = serde_json::from_slice(&response.body).map_err(garbled)?;
        let seconds = i64::try_from(answer.expires_in_seconds).unwrap_or(0).min(24 * 3600)
            - TOKEN_MARGIN_SECONDS;
        let until = now.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(now);
        tokens.0.borrow_mut().insert(place, (answer.token.clone(), until));
        Ok(answer.token)
    }

    /// Forgets a token that the relay did not accept.
    fn forget_token(&self, tokens: &Tokens, key: Key<'_>) {
        tokens.0.borrow_mut().remove(&(self.address.clone(), key.id()));
    }

    /// Asks with a token, and once more with a fresh one if the relay does not know the token any more.
    async fn ask_as(
        &self,
        who: As<'_>,
        method: Method,
        path: String,
        body: Body,
        question: &'static str,
    ) -> Result<Response, RelayError> {
        let token = self.token(who.tokens, who.relay_name, who.key).await?;
        let first = self.ask(method, path.clone(), Some(token), body.clone(), question).await;
        match first {
            Err(error) if error.is(Problem::Unauthorised) => {
                self.forget_token(who.tokens, who.key);
                let token = self.token(who.tokens, who.relay_name, who.key).await?;
                self.ask(method, path, Some(token), body, question).await
            }
            answer => answer,
        }
    }

    pub(crate) async fn found(
        &self,
        who: As<'_>,
        submission: &Submission,
    ) -> Result<Receipt, RelayError> {
        let question = "to found a circle";
        let body = Body::Cbor(submission.to_bytes());
        let response = self.ask_as(who, Method::Post, "/v1/circles".into(), body, question).await?;
        Receipt::from_bytes(&response.body).map_err(|_| RelayError::Garbled { question })
    }

    pub(crate) async fn append(
        &self,
        who: As<'_>,
        circle: CircleId,
        request: &AppendRequest,
    ) -> Result<Receipt, RelayError> {
        let question = "to append";
        let path = format!("/v1/circles/{circle}/entries");
        let response =
            self.ask_as(who, Method::Post, path, Body::Cbor(request.to_bytes()), question).await?;
        Receipt::from_bytes(&response.body).map_err(|_| RelayError::Garbled { question })
    }

    /// A page of entries, not decoded: what is wrong with it is evidence.
    pub(crate) async fn entries(
        &self,
        who: As<'_>,
        circle: CircleId,
        from: u64,
    ) -> Result<Vec<u8>, RelayError> {
        let path = format!("/v1/circles/{circle}/entries?from={from}&limit={PAGE_ENTRIES_MAX}");
        Ok(self.ask_as(who, Method::Get, path, Body::Empty, "for entries").await?.body)
    }

    /// The newest checkpoint, not verified: what is wrong with it is evidence.
    pub(crate) async fn checkpoint(&self, circle: CircleId) -> Result<String, RelayError> {
        let path = format!("/v1/circles/{circle}/checkpoint");
        let response = self.ask(Method::Get, path, None, Body::Empty, "for a checkpoint").await?;
        Ok(String::from_utf8_lossy(&response.body).into_owned())
    }

    pub(crate) async fn invitation(
        &self,
        circle: CircleId,
        id: InvitationId,
    ) -> Result<InvitationAnswer, RelayError> {
        let question = "for an invitation";
        let path = format!("/v1/circles/{circle}/invitations/{id}");
        let response = self.ask(Method::Get, path, None, Body::Empty, question).await?;
        InvitationAnswer::from_bytes(&response.body).map_err(|_| RelayError::Garbled { question })
    }

    pub(crate) async fn knock(
        &self,
        circle: CircleId,
        id: InvitationId,
        sealed: Vec<u8>,
    ) -> Result<(), RelayError> {
        let path = format!("/v1/circles/{circle}/invitations/{id}/knock");
        self.ask(Method::Put, path, None, Body::Bytes(sealed), "to knock").await.map(drop)
    }

    /// Who knocks, sealed; `None` if nobody does.
    pub(crate) async fn knocking(
        &self,
        who: As<'_>,
        circle: CircleId,
        id: InvitationId,
    ) -> Result<Option<Vec<u8>>, RelayError> {
        let path = format!("/v1/circles/{circle}/invitations/{id}/knock");
        match self.ask_as(who, Method::Get, path, Body::Empty, "who knocks").await {
            // A knock has at least one byte.
            Ok(response) => Ok(Some(response.body).filter(|sealed| !sealed.is_empty())),
            Err(error) if error.is(Problem::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn clear_knock(
        &self,
        who: As<'_>,
        circle: CircleId,
        id: InvitationId,
    ) -> Result<(), RelayError> {
        let path = format!("/v1/circles/{circle}/invitations/{id}/knock");
        match self.ask_as(who, Method::Delete, path, Body::Empty, "to clear a knock").await {
            Err(error) if !error.is(Problem::NotFound) => Err(error),
            _ => Ok(()),
        }
    }

    /// A locker, verified under its key; `None` if there is none.
    pub(crate) async fn locker(&self, id: LockerId) -> Result<Option<Vec<u8>>, RelayError> {
        let path = format!("/v1/lockers/{}", id);
        match self.ask(Method::Get, path, None, Body::Empty, "for a locker").await {
            Ok(response) => Ok(Some(response.body)),
            Err(error) if error.is(Problem::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn put_locker(&self, id: LockerId, locker: Vec<u8>) -> Result<(), RelayError> {
        let path = format!("/v1/lockers/{}", id);
        self.ask(Method::Put, path, None, Body::Cbor(locker), "to keep a locker").await.map(drop)
    }
}

/// Somebody who asks, and where their tokens are.
#[derive(Clone, Copy)]
pub(crate) struct As<'a> {
    pub(crate) tokens: &'a Tokens,
    pub(crate) relay_name: &'a str,
    pub(crate) key: Key<'a>,
}
