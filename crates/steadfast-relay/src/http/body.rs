//! Reading a request's body: bounded in bytes, in time, and in what all requests together hold in memory.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, header},
    response::Response,
};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, SizeHint};
use steadfast_circle::relay_api::Problem;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::refusal::{Answer, Refusal};
use crate::Relay;

/// How much of a body that is too large is read and dropped, so that its sender gets to hear why. Beyond this the
/// connection just ends.
const DRAINED_BYTES_MAX: u64 = 128 * 1_024 * 1_024;

/// Bytes of memory for one permit.
const PERMIT_BYTES: usize = 1_024;

/// A bound on the memory of all bodies together.
pub(crate) struct BodyMemory(Arc<Semaphore>);

impl BodyMemory {
    pub(crate) fn new(bytes: u32) -> Self {
        Self(Arc::new(Semaphore::new((bytes as usize / PERMIT_BYTES).max(1))))
    }

    fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let permits = u32::try_from(bytes.div_ceil(PERMIT_BYTES)).ok()?;
        Arc::clone(&self.0).try_acquire_many_owned(permits).ok()
    }
}

/// A body in memory, counted for as long as it is held.
pub(crate) struct HeldBody {
    pub(crate) bytes: Vec<u8>,
    counted: Vec<OwnedSemaphorePermit>,
}

impl AsRef<[u8]> for HeldBody {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Counts an answer's bytes until the last of them has been sent, however slowly they are taken.
pub(crate) fn counted(relay: &Relay, bytes: Vec<u8>) -> Answer<Bytes> {
    let permit = relay.body_memory().take(bytes.len()).ok_or_else(Refusal::busy)?;
    Ok(Bytes::from_owner(HeldBody { bytes, counted: vec![permit] }))
}

/// Reads a whole body of at most `bytes_max` bytes. What is left of one that is refused, [`read_to_end`] reads.
pub(crate) async fn read(
    relay: &Relay,
    headers: &HeaderMap,
    body: Body,
    bytes_max: usize,
) -> Answer<HeldBody> {
    if declared_length(headers).is_some_and(|length| length > bytes_max as u64) {
        return Err(too_large(bytes_max));
    }
    let reading = collect(relay.body_memory(), body, bytes_max);
    match timeout(relay.limits().body(), reading).await {
        Ok(read) => read,
        Err(_) => Err(Refusal::not_now("The request's body took too long to arrive.")),
    }
}

async fn collect(memory: &BodyMemory, mut body: Body, bytes_max: usize) -> Answer<HeldBody> {
    let mut held = HeldBody { bytes: Vec::new(), counted: Vec::new() };
    let mut bytes_counted = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::malformed("The request's body ended early."))?;
        let Ok(data) = frame.into_data() else { continue };
        let length = held.bytes.len() + data.len();
        if length > bytes_max {
            return Err(too_large(bytes_max));
        }
        if length > bytes_counted {
            // Counted in steps that double, so that many small pieces do not make many permits.
            let more = (length - bytes_counted).max(bytes_counted).min(bytes_max - bytes_counted);
            held.counted.push(memory.take(more).ok_or_else(Refusal::busy)?);
            bytes_counted += more;
        }
        held.bytes.extend_from_slice(&data);
    }
    Ok(held)
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(bytes_max: usize) -> Refusal {
    Refusal::new(Problem::TooLarge, format!("The request's body has more than {bytes_max} bytes."))
}

/// Answers a request, and reads and drops what it still sends if it was refused before its end. A connection that is
/// closed with unread bytes is reset, and then its sender may never see the answer that says why.
pub(super) async fn read_to_end(
    relay: &Relay,
    request: Request,
    answer: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    if request.body().is_end_stream() {
        return answer(request).await;
    }
    let (head, body) = request.into_parts();
    let shared = Arc::new(Mutex::new(body));
    let lent = Body::new(LentBody(Arc::clone(&shared)));
    let response = answer(Request::from_parts(head, lent)).await;
    // Whoever sends for longer than this is not owed an answer.
    let _too_long = timeout(relay.limits().body(), drain(LentBody(shared))).await;
    response
}

async fn drain(mut body: LentBody) {
    let mut dropped = 0;
    while dropped < DRAINED_BYTES_MAX
        && !body.is_end_stream()
        && let Some(Ok(frame)) = body.frame().await
    {
        dropped += frame.data_ref().map_or(0, |data| data.len() as u64);
    }
}

/// A body that whoever lent it can take up again where its reader stopped.
struct LentBody(Arc<Mutex<Body>>);

impl LentBody {
    fn with<T>(&self, use_it: impl FnOnce(Pin<&mut Body>) -> T) -> T {
        use_it(Pin::new(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl hyper::body::Body for LentBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with(|body| body.poll_frame(cx))
    }

    fn is_end_stream(&self) -> bool {
        self.with(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|body| body.size_hint())
    }
}
