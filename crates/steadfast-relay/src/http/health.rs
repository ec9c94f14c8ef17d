//! `/healthz` and `/metrics`: what the host's monitoring asks.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::refusal::Answer;
use crate::{Relay, writer::Job};

pub(super) async fn healthz(State(relay): State<Relay>) -> Answer<Json<Value>> {
    relay.writer().submit(|outcome| Job::Check { outcome }).await?;
    Ok(Json(json!({ "status": "ok" })))
}

pub(super) async fn metrics(State(relay): State<Relay>) -> Response {
    let text = relay.metrics().render(relay.writer().waiting());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
