//! `/v1/circles/{circle}/entries`: appending and reading.

use axum::{
    body::{Body, Bytes},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use steadfast_circle::{
    CircleId,
    body::hash as body_hash,
    entry::SignedEntry,
    evidence::Broken,
    relay_api::{
        APPEND_BYTES_MAX, AppendRequest, CBOR_MEDIA_TYPE, EntriesPage, PAGE_BYTES_TARGET,
        PAGE_ENTRIES_MAX, Problem, Receipt as ReceiptBody, Submission,
    },
    verify::AuthenticEntry,
};

use super::{
    auth::Caller,
    body,
    circles::{circle, parse_circle, read_store},
    path::Path,
    refusal::{Answer, Refusal},
};
use crate::{
    Relay,
    store::contract::ReadStore,
    writer::{Incoming, Job, Receipt},
};

/// Entries whose signatures are verified without moving to a thread that may take its time.
const VERIFIED_IN_PLACE_MAX: usize = 4;

pub(super) async fn append(
    State(relay): State<Relay>,
    Path(id): Path<String>,
    Caller(key): Caller,
    headers: HeaderMap,
    body: Body,
) -> Answer<Response> {
    let circle = parse_circle(&id)?;
    let held = body::read(&relay, &headers, body, APPEND_BYTES_MAX).await?;
    let coming = relay.writer().coming();
    let request = AppendRequest::from_bytes(&held.bytes)?;
    let batch = if request.submissions.len() <= VERIFIED_IN_PLACE_MAX {
        authenticate_all(&relay, request, circle, &key)?
    } else {
        let relay = relay.clone();
        let verifying =
            tokio::task::spawn_blocking(move || authenticate_all(&relay, request, circle, &key));
        verifying.await.map_err(|_| Refusal::internal())??
    };
    drop(coming);
    let appended = relay.writer().submit(|outcome| Job::Append { circle, batch, outcome }).await?;
    Ok(cbor(StatusCode::OK, receipt(&relay, &appended)))
}

fn authenticate_all(
    relay: &Relay,
    request: AppendRequest,
    circle: CircleId,
    key: &[u8; 32],
) -> Answer<Vec<Incoming>> {
    let authenticated = request.submissions.into_iter().map(|submission| {
        let incoming = authenticate(relay, submission, key)?;
        if incoming.entry.entry().header().circle != Some(circle) {
            return Err(Refusal::malformed("The entry belongs to another circle."));
        }
        Ok(incoming)
    });
    authenticated.collect()
}

/// Reads the one submission by which a circle is founded.
pub(super) fn decode_one(relay: &Relay, bytes: &[u8], key: &[u8; 32]) -> Answer<Incoming> {
    authenticate(relay, Submission::from_bytes(bytes)?, key)
}

/// Everything that can be checked of an entry without knowing its record.
fn authenticate(relay: &Relay, submission: Submission, key: &[u8; 32]) -> Answer<Incoming> {
    let Submission { entry, body } = submission;
    let body_bytes_max = relay.limits().body_bytes as usize;
    if body.len() > body_bytes_max {
        return Err(Refusal::new(
            Problem::TooLarge,
            format!("A sealed body has more than {body_bytes_max} bytes."),
        ));
    }
    let entry = SignedEntry::from_vec(entry)?;
    if entry.header().device.as_bytes() != key {
        return Err(Refusal::new(
            Problem::Forbidden,
            "The entry is signed by another device than the token's.",
        ));
    }
    if entry.header().body_hash != body_hash(&body) {
        return Err(Refusal::new(
            Problem::InvalidSignature,
            "The body is not the one that was signed.",
        ));
    }
    let device = entry.header().device;
    let entry = relay
        .keys()
        .of(&device)
        .map_err(|_| Broken::Signature { device })
        .and_then(|key| AuthenticEntry::verify(entry, &key))
        .map_err(|broken| Refusal::new(Problem::of_refused_entry(&broken), broken.to_string()))?;
    Ok(Incoming { entry, body })
}

/// Which entries are asked for.
#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default)]
    from: u64,
    #[serde(default = "all")]
    limit: u64,
}

fn all() -> u64 {
    PAGE_ENTRIES_MAX as u64
}

pub(super) async fn read(
    State(relay): State<Relay>,
    Path(id): Path<String>,
    Caller(key): Caller,
    page: Result<Query<Page>, QueryRejection>,
) -> Answer<Response> {
    let Query(Page { from, limit }) =
        page.map_err(|_| Refusal::malformed("`from` and `limit` are whole numbers."))?;
    if limit == 0 || limit > PAGE_ENTRIES_MAX as u64 {
        return Err(Refusal::malformed(format!("`limit` is between 1 and {PAGE_ENTRIES_MAX}.")));
    }
    let circle = circle(&relay, &id).await?;
    if !circle.roster.may_read(&key) {
        return Err(not_a_member());
    }
    let number = circle.number;
    let page = read_store(&relay, move |store| {
        let stored = store.entries(number, from, limit, PAGE_BYTES_TARGET as u64)?;
        let entries = stored.into_iter().map(|stored| (stored.entry, stored.body)).collect();
        Ok(EntriesPage { entries }.to_bytes())
    })
    .await?;
    Ok(cbor(StatusCode::OK, body::counted(&relay, page)?))
}

pub(super) fn not_a_member() -> Refusal {
    Refusal::new(Problem::NotAMember, "The token's key is not one of a member of this circle.")
}

/// A receipt over the wire, with a checkpoint that holds everything in it.
pub(super) fn receipt(relay: &Relay, receipt: &Receipt) -> Vec<u8> {
    let checkpoint = receipt.circle.signed_checkpoint(relay.identity()).to_string();
    ReceiptBody { indices: receipt.indices.clone(), checkpoint }.to_bytes()
}

pub(super) fn cbor(status: StatusCode, body: impl Into<Bytes>) -> Response {
    let media_type = (header::CONTENT_TYPE, HeaderValue::from_static(CBOR_MEDIA_TYPE));
    (status, [media_type], body.into()).into_response()
}
