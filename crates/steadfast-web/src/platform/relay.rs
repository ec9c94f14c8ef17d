//! The way to relays: `fetch` for requests, a WebSocket for what is live.

use futures::{
    StreamExt,
    channel::{mpsc, oneshot},
    future::{Either, select},
};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::window;
use steadfast_circle::CircleId;
use steadfast_member::ports::{
    Body, LiveEvent, LiveStream, Method, NetworkError, RelayAddress, RelayClient, Request,
    Response, read_live_event,
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, MessageEvent, ReadableStreamDefaultReader, ReferrerPolicy,
    RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect, WebSocket,
};

use super::timer::after_ms;

/// How long a relay may be silent before we say that it cannot be reached, in milliseconds.
const PATIENCE_MS: i32 = 30_000;
/// How many live events may wait unread. Each is only a hint to look, so what does not fit is not missed.
const LIVE_WAITING_MAX: usize = 64;

/// Relays over the browser's network.
#[derive(Clone, Copy, Default)]
pub(crate) struct BrowserRelays;

impl RelayClient for BrowserRelays {
    type Live = LiveSocket;

    async fn send(&self, relay: &RelayAddress, request: Request) -> Result<Response, NetworkError> {
        let stop = AbortController::new().map_err(unreachable)?;
        let answered = std::pin::pin!(exchange(relay, request, &stop));
        match select(answered, std::pin::pin!(after_ms(PATIENCE_MS))).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => {
                stop.abort();
                Err(NetworkError::Unreachable { detail: "no answer in time".into() })
            }
        }
    }

    async fn live(
        &self,
        relay: &RelayAddress,
        circle: CircleId,
        token: &str,
    ) -> Result<LiveSocket, NetworkError> {
        LiveSocket::open(relay, circle, token).await
    }
}

async fn exchange(
    relay: &RelayAddress,
    request: Request,
    stop: &AbortController,
) -> Result<Response, NetworkError> {
    let headers = Headers::new().map_err(unreachable)?;
    let (kind, bytes) = match request.body {
        Body::Empty => (None, None),
        Body::Json(bytes) => (Some("application/json"), Some(bytes)),
        Body::Cbor(bytes) => (Some("application/cbor"), Some(bytes)),
        Body::Bytes(bytes) => (Some("application/octet-stream"), Some(bytes)),
    };
    if let Some(kind) = kind {
        headers.set("content-type", kind).map_err(unreachable)?;
    }
    if let Some(token) = &request.token {
        headers.set("authorization", &format!("Bearer {token}")).map_err(unreachable)?;
    }
    let options = RequestInit::new();
    options.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    });
    options.set_headers(&headers);
    options.set_mode(RequestMode::Cors);
    // A relay learns nothing but what the request says: no cookie, no page that it came from, nothing from a cache.
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_cache(RequestCache::NoStore);
    options.set_redirect(RequestRedirect::Error);
    options.set_signal(Some(&stop.signal()));
    if let Some(bytes) = bytes {
        options.set_body(&Uint8Array::from(bytes.as_slice()));
    }
    let url = format!("{relay}{}", request.path);
    let fetched = JsFuture::from(window().fetch_with_str_and_init(&url, &options))
        .await
        .map_err(unreachable)?;
    let answer: web_sys::Response = fetched.dyn_into().map_err(unreachable)?;
    let header = |name: &str| answer.headers().get(name).ok().flatten();
    Ok(Response {
        status: answer.status(),
        content_type: header("content-type").unwrap_or_default(),
        retry_after: header("retry-after").and_then(|seconds| seconds.trim().parse().ok()),
        body: read_body(&answer, stop).await?,
    })
}

/// Reads a body piece by piece, so that one without end is cut off and never fills the memory.
async fn read_body(
    answer: &web_sys::Response,
    stop: &AbortController,
) -> Result<Vec<u8>, NetworkError> {
    let mut body = Vec::new();
    let Some(stream) = answer.body() else { return Ok(body) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(unreachable)?;
        let part = |name: &str| Reflect::get(&piece, &JsValue::from_str(name)).map_err(unreachable);
        if part("done")?.is_truthy() {
            return Ok(body);
        }
        let bytes = Uint8Array::new(&part("value")?);
        if body.len() + bytes.length() as usize > Response::BODY_MAX {
            stop.abort();
            return Err(NetworkError::TooLarge);
        }
        body.extend(bytes.to_vec());
    }
}

/// What the browser says of a failure; it never says more than that there was one.
fn unreachable(error: impl Into<JsValue>) -> NetworkError {
    NetworkError::Unreachable { detail: format!("{:?}", error.into()) }
}

/// A live connection. It closes when it is dropped.
pub(crate) struct LiveSocket {
    socket: WebSocket,
    events: mpsc::Receiver<LiveEvent>,
    /// What the socket calls; it must live as long as the socket may call.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_end: Closure<dyn FnMut()>,
}

impl LiveSocket {
    async fn open(
        relay: &RelayAddress,
        circle: CircleId,
        token: &str,
    ) -> Result<Self, NetworkError> {
        // `https` becomes `wss` and `http` becomes `ws`.
        let url =
            format!("ws{}/v1/circles/{circle}/live", relay.as_str().trim_start_matches("http"));
        let socket = WebSocket::new(&url).map_err(unreachable)?;
        let (mut waiting, events) = mpsc::channel(LIVE_WAITING_MAX);
        let mut ending = waiting.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(event) = message.data().as_string().as_deref().and_then(read_live_event) {
                // Full: whoever reads will look anyway, and then sees this too.
                let _ = waiting.try_send(event);
            }
        });
        let (opened, open) = oneshot::channel();
        let on_open = Closure::once(move || {
            // Whoever waited may have lost patience.
            let _ = opened.send(());
        });
        let (ended, end) = oneshot::channel();
        let mut ended = Some(ended);
        let on_end = Closure::<dyn FnMut()>::new(move || {
            ending.close_channel();
            if let Some(ended) = ended.take() {
                let _ = ended.send(());
            }
        });
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_end.as_ref().unchecked_ref()));
        let live = Self { socket, events, _on_message: on_message, _on_end: on_end };
        let patience = std::pin::pin!(after_ms(PATIENCE_MS));
        let broke = select(end, patience);
        match select(open, broke).await {
            Either::Left(_) => live.socket.send_with_str(token).map_err(unreachable)?,
            Either::Right(_) => {
                return Err(NetworkError::Unreachable { detail: "no live connection".into() });
            }
        }
        live.socket.set_onopen(None);
        Ok(live)
    }
}

impl LiveStream for LiveSocket {
    async fn next(&mut self) -> Option<LiveEvent> {
        self.events.next().await
    }
}

impl Drop for LiveSocket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // It fails only for a code that is not allowed, and none is given.
        let _ = self.socket.close();
    }
}
