//! `/v1/challenges` and `/v1/tokens`: one signature proves a key for a while.

use axum::{Json, body::Body, extract::State, http::HeaderMap};
use serde::de::DeserializeOwned;
use steadfast_circle::relay_api::{
    ChallengeAnswer, ChallengeRequest, Problem, TokenAnswer, TokenRequest, is_token_signature,
};

use super::{
    auth, body,
    refusal::{Answer, Refusal},
};
use crate::{
    Relay, now_ms,
    tokens::{CHALLENGE_SECONDS, TOKEN_SECONDS},
};

/// Bytes of a request here. Three short texts fit many times over.
const REQUEST_BYTES_MAX: usize = 2_048;

pub(super) async fn challenge(
    State(relay): State<Relay>,
    headers: HeaderMap,
    body: Body,
) -> Answer<Json<ChallengeAnswer>> {
    let request: ChallengeRequest = read(&relay, &headers, body).await?;
    let challenge = relay.tokens().make_challenge(&request.key, now_ms()).map_err(|error| {
        tracing::error!(%error, "the system gives no randomness");
        Refusal::internal()
    })?;
    Ok(Json(ChallengeAnswer { challenge, expires_in_seconds: CHALLENGE_SECONDS }))
}

pub(super) async fn token(
    State(relay): State<Relay>,
    headers: HeaderMap,
    body: Body,
) -> Answer<Json<TokenAnswer>> {
    let TokenRequest { key, challenge, signature } = read(&relay, &headers, body).await?;
    let (tokens, now_ms) = (relay.tokens(), now_ms());
    tokens.check_challenge(&key, &challenge, now_ms).map_err(auth::refusal)?;
    if !is_token_signature(&key, relay.name().as_str(), &challenge, &signature) {
        return Err(Refusal::new(
            Problem::InvalidSignature,
            "The signature is not the key's over this challenge.",
        ));
    }
    relay.rates().request_with(&key).map_err(Refusal::slow_down)?;
    tokens.use_up(&key, &challenge, now_ms).map_err(auth::refusal)?;
    Ok(Json(TokenAnswer {
        token: tokens.make_token(&key, now_ms),
        expires_in_seconds: TOKEN_SECONDS,
    }))
}

async fn read<T: DeserializeOwned>(relay: &Relay, headers: &HeaderMap, body: Body) -> Answer<T> {
    let held = body::read(relay, headers, body, REQUEST_BYTES_MAX).await?;
    serde_json::from_slice(&held.bytes).map_err(|error| {
        Refusal::malformed(format!("The request's body is not what it should be: {error}."))
    })
}
