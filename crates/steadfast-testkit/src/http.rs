//! A native way to relays, over HTTP and WebSocket without TLS.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use steadfast_circle::CircleId;
use steadfast_member::ports::{
    Body, LiveEvent, LiveStream, Method, NetworkError, RelayAddress, RelayClient, Request,
    Response, read_live_event,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Relays that are reached over plain HTTP. It is meant for a relay on the same machine; a relay elsewhere has a proxy with TLS before it,
/// which this does not speak.
#[derive(Clone)]
pub struct Http {
    client: Client<HttpConnector, Full<Bytes>>,
    instead: Option<RelayAddress>,
}

impl Default for Http {
    fn default() -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build_http(), instead: None }
    }
}

impl Http {
    /// Reaches one relay, by whatever address it is called: one that is not yet served where it will be.
    pub fn to(relay: RelayAddress) -> Self {
        Self { instead: Some(relay), ..Self::default() }
    }

    fn way<'a>(&'a self, relay: &'a RelayAddress) -> &'a RelayAddress {
        self.instead.as_ref().unwrap_or(relay)
    }
}

impl RelayClient for Http {
    type Live = Live;

    async fn send(&self, relay: &RelayAddress, request: Request) -> Result<Response, NetworkError> {
        let method = match request.method {
            Method::Get => hyper::Method::GET,
            Method::Post => hyper::Method::POST,
            Method::Put => hyper::Method::PUT,
            Method::Delete => hyper::Method::DELETE,
        };
        let (kind, body) = match request.body {
            Body::Empty => (None, Vec::new()),
            Body::Json(body) => (Some("application/json"), body),
            Body::Cbor(body) => (Some("application/cbor"), body),
            Body::Bytes(body) => (Some("application/octet-stream"), body),
        };
        let uri = format!("{}{}", self.way(relay), request.path);
        let mut builder = hyper::Request::builder().method(method).uri(uri);
        if let Some(kind) = kind {
            builder = builder.header(CONTENT_TYPE, kind);
        }
        if let Some(token) = request.token {
            builder = builder.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = builder.body(Full::new(Bytes::from(body))).map_err(unreachable)?;
        let answer = timeout(PATIENCE, self.client.request(request)).await.map_err(unreachable)?;
        let (head, body) = answer.map_err(unreachable)?.into_parts();
        let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = header(CONTENT_TYPE).unwrap_or_default().to_owned();
        let retry_after = header(RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
        let body = timeout(PATIENCE, Limited::new(body, Response::BODY_MAX).collect())
            .await
            .map_err(unreachable)?;
        let body = body.map_err(|error| match error.is::<LengthLimitError>() {
            true => NetworkError::TooLarge,
            false => unreachable(error),
        })?;
        Ok(Response {
            status: head.status.as_u16(),
            content_type,
            retry_after,
            body: body.to_bytes().into(),
        })
    }

    async fn live(
        &self,
        relay: &RelayAddress,
        circle: CircleId,
        token: &str,
    ) -> Result<Live, NetworkError> {
        let rest = self
            .way(relay)
            .as_str()
            .strip_prefix("http://")
            .ok_or_else(|| unreachable("only http:// is spoken here"))?;
        let (mut socket, _) = connect_async(format!("ws://{rest}/v1/circles/{circle}/live"))
            .await
            .map_err(unreachable)?;
        socket.send(Message::text(token)).await.map_err(unreachable)?;
        Ok(Live { socket })
    }
}

/// A live connection over a WebSocket.
pub struct Live {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl LiveStream for Live {
    async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    if let Some(event) = read_live_event(&text) {
                        return Some(event);
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }
}

fn unreachable(error: impl ToString) -> NetworkError {
    NetworkError::Unreachable { detail: error.to_string() }
}
