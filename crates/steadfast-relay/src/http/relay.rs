//! `/v1/relay`: who this relay is, and where its limits are.

use axum::{Json, extract::State};
use steadfast_circle::{
    entry::VERSION,
    relay_api::{RelayInfo, RelayLimits},
};

use crate::Relay;

pub(super) async fn read(State(relay): State<Relay>) -> Json<RelayInfo> {
    let body_bytes = u64::from(relay.limits().body_bytes);
    Json(RelayInfo {
        name: relay.name().to_string(),
        public_key: relay.key().to_bytes(),
        version: VERSION,
        limits: RelayLimits { body_bytes, ..RelayLimits::default() },
    })
}
