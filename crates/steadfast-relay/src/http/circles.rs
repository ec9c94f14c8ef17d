//! `/v1/circles`: founding one; and what all paths below a circle share.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{Extensions, HeaderMap, StatusCode},
    response::Response,
};
use steadfast_circle::{CircleId, entry::Control, relay_api::Problem};

use super::{
    auth::Caller,
    body,
    entries::{cbor, decode_one, receipt},
    refusal::{Answer, Refusal},
    watch::address,
};
use crate::{
    Relay,
    circles::Circle,
    store::{contract::StoreError, sqlite::SqliteReader},
    writer::Job,
};

pub(super) async fn found(
    State(relay): State<Relay>,
    Caller(key): Caller,
    headers: HeaderMap,
    extensions: Extensions,
    body: Body,
) -> Answer<Response> {
    let held = body::read(&relay, &headers, body, relay.body_bytes_max_of(1)).await?;
    let genesis = decode_one(&relay, &held.bytes, &key)?;
    let entry = genesis.entry.entry();
    let Some(Control::Genesis(founding)) = entry.control() else {
        return Err(Refusal::malformed("A circle begins with a genesis entry."));
    };
    let identity = relay.identity();
    if founding.relay_name != identity.name || founding.relay_key != identity.key {
        return Err(Refusal::malformed("The genesis entry pins another relay."));
    }
    if find(&relay, entry.circle()).await?.is_none() {
        relay.rates().circle_from(address(&extensions)).map_err(|_| {
            Refusal::new(Problem::Quota, "No more circles can be founded from your address today.")
        })?;
    }
    let founded =
        relay.writer().submit(|outcome| Job::Found { genesis: Box::new(genesis), outcome }).await?;
    Ok(cbor(StatusCode::CREATED, receipt(&relay, &founded)))
}

/// The circle of a path.
pub(super) async fn circle(relay: &Relay, id: &str) -> Answer<Arc<Circle>> {
    find(relay, parse_circle(id)?).await?.ok_or_else(no_circle)
}

pub(super) fn no_circle() -> Refusal {
    Refusal::not_found("There is no such circle here.")
}

pub(super) fn parse_circle(id: &str) -> Answer<CircleId> {
    id.parse().map_err(|_| Refusal::malformed("A circle's id is 64 lower-case hexadecimal digits."))
}

async fn find(relay: &Relay, id: CircleId) -> Answer<Option<Arc<Circle>>> {
    if let Some(circle) = relay.circles().cached(&id) {
        return Ok(Some(circle));
    }
    let circles = Arc::clone(relay.circles());
    let found = relay.readers().read(move |store| circles.get_or_load(store, &id)).await;
    found.map_err(|_| Refusal::internal())?.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a circle could not be loaded");
        Refusal::internal()
    })
}

/// Reads from the store on a thread that may wait for the disk.
pub(super) async fn read_store<T: Send + 'static>(
    relay: &Relay,
    read: impl FnOnce(&SqliteReader) -> Result<T, StoreError> + Send + 'static,
) -> Answer<T> {
    let read = relay.readers().read(read).await.map_err(|_| Refusal::internal())?;
    read.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the store could not be read");
        Refusal::internal()
    })
}
