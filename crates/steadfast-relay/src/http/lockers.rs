//! `/v1/lockers/{key}`: small sealed values under a public key.

use axum::{
    body::Body,
    extract::State,
    http::{Extensions, HeaderMap, StatusCode},
    response::Response,
};
use steadfast_circle::{
    LockerId,
    locker::LockerValue,
    relay_api::{LOCKER_LENGTH_MAX, Problem},
};

use super::{
    body,
    circles::read_store,
    entries::cbor,
    path::Path,
    refusal::{Answer, Refusal},
    watch::address,
};
use crate::{
    Relay, now_ms,
    store::contract::{Locker, ReadStore},
    writer::Job,
};

/// Bytes of a locker's value over the wire: what is sealed, and two numbers and a signature around it.
const VALUE_BYTES_MAX: usize = LOCKER_LENGTH_MAX + 128;

pub(super) async fn read(State(relay): State<Relay>, Path(key): Path<String>) -> Answer<Response> {
    let key = parse(&key)?;
    let held = held(&relay, key).await?;
    let locker = held.ok_or_else(|| Refusal::not_found("There is no such locker here."))?;
    Ok(cbor(StatusCode::OK, locker.value))
}

pub(super) async fn write(
    State(relay): State<Relay>,
    Path(key): Path<String>,
    headers: HeaderMap,
    extensions: Extensions,
    body: Body,
) -> Answer<StatusCode> {
    let (key, value, bytes) = signed_value(&relay, &key, &headers, body).await?;
    if held(&relay, key).await?.is_none() {
        relay.rates().locker_from(address(&extensions)).map_err(|_| {
            Refusal::new(Problem::Quota, "No more lockers can be made from your address today.")
        })?;
    }
    put(&relay, key, &value, bytes).await
}

pub(super) async fn empty(
    State(relay): State<Relay>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer<StatusCode> {
    let (key, value, bytes) = signed_value(&relay, &key, &headers, body).await?;
    if !value.sealed.is_empty() {
        return Err(Refusal::malformed(
            "A locker is emptied with a value whose sealed bytes are empty.",
        ));
    }
    if held(&relay, key).await?.is_none() {
        return Err(Refusal::not_found("There is no such locker here."));
    }
    put(&relay, key, &value, bytes).await
}

async fn signed_value(
    relay: &Relay,
    key: &str,
    headers: &HeaderMap,
    body: Body,
) -> Answer<(LockerId, LockerValue, Vec<u8>)> {
    let key = parse(key)?;
    let held = body::read(relay, headers, body, VALUE_BYTES_MAX).await?;
    let value = LockerValue::from_bytes(&held.bytes)?;
    if value.verify(&key).is_err() {
        return Err(Refusal::new(
            Problem::InvalidSignature,
            "The value is not signed with the locker's key.",
        ));
    }
    Ok((key, value, held.bytes.clone()))
}

async fn put(
    relay: &Relay,
    key: LockerId,
    value: &LockerValue,
    bytes: Vec<u8>,
) -> Answer<StatusCode> {
    let locker = Locker { version: value.version, expires_ms: value.expires_ms, value: bytes };
    let now_ms = now_ms();
    relay.writer().submit(|outcome| Job::PutLocker { key, locker, now_ms, outcome }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn held(relay: &Relay, key: LockerId) -> Answer<Option<Locker>> {
    let now_ms = now_ms();
    read_store(relay, move |store| store.locker(key.as_bytes(), now_ms)).await
}

fn parse(key: &str) -> Answer<LockerId> {
    key.parse()
        .map_err(|_| Refusal::malformed("A locker's key is 64 lower-case hexadecimal digits."))
}
