//! Who asks: the key that a token proves.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use steadfast_circle::relay_api::Problem;

use super::refusal::Refusal;
use crate::{Relay, now_ms, tokens::NotAccepted};

/// The key of a request's token. It says nothing yet about what the key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Caller(pub(super) [u8; 32]);

impl FromRequestParts<Relay> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Refusal> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let token = token.ok_or_else(|| unauthorised("This needs a token from /v1/tokens."))?;
        let caller = open(relay, token)?;
        relay.rates().request_with(&caller.0).map_err(Refusal::slow_down)?;
        Ok(caller)
    }
}

/// The key that a token proves, wherever the token came from.
pub(super) fn open(relay: &Relay, token: &str) -> Result<Caller, Refusal> {
    relay.tokens().key_of(token, now_ms()).map(Caller).map_err(refusal)
}

/// Words a challenge or token that was not accepted.
pub(super) fn refusal(why: NotAccepted) -> Refusal {
    match why {
        NotAccepted::Foreign => unauthorised("This is not one of this relay's."),
        NotAccepted::Expired => unauthorised("It has expired. Ask for a new one."),
        NotAccepted::Answered => {
            unauthorised("This challenge was answered before. Ask for a new one.")
        }
        NotAccepted::TooMany => {
            Refusal::slow_down(crate::limits::Wait(std::time::Duration::from_secs(10)))
        }
    }
}

fn unauthorised(detail: &'static str) -> Refusal {
    Refusal::new(Problem::Unauthorised, detail)
}
