//! What stands in a path, or a refusal in the same form as all others.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

use super::refusal::Refusal;
use crate::Relay;

/// The variable parts of a path.
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Relay> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Refusal> {
        match axum::extract::Path::from_request_parts(parts, relay).await {
            Ok(axum::extract::Path(path)) => Ok(Self(path)),
            Err(_) => Err(Refusal::malformed("The path is not UTF-8.")),
        }
    }
}
