//! Accepting connections: how many, how long they may dawdle, and how they end.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep, sleep},
};
use tower::ServiceExt;

use crate::{
    Relay, TIDY_EVERY,
    limits::{Address, NoPlace, Place},
    stop::{Running, Stopping},
};

/// Bytes that a request's head may have. Nothing of ours is longer than a token and a path.
const HEAD_BYTES_MAX: usize = 16 * 1_024;

/// After this long the machine may have file descriptors again.
const OUT_OF_DESCRIPTORS_WAIT: Duration = Duration::from_millis(100);

/// Answers everyone who connects to `listener` with `router` until `shutdown` ends, then stops gracefully: nobody new
/// is accepted, requests under way are answered, live connections are closed with a reason, and the writer finishes
/// its queue. `router` is usually [`Relay::router`], with the app beside it.
///
/// # Errors
/// When the listener itself fails for another reason than a lack of file descriptors, or when the writer has panicked,
/// after which the process had better be started again.
pub async fn serve(
    listener: TcpListener,
    relay: &Relay,
    router: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let outcome = accept(listener, relay, router, shutdown).await;
    relay.stop().await;
    outcome
}

async fn accept(
    listener: TcpListener,
    relay: &Relay,
    router: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    tokio::pin!(shutdown);
    let mut tidying = tokio::time::interval(TIDY_EVERY);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => return Ok(()),
            () = relay.writer_ended() => return Err(io::Error::other("the writer has ended")),
            _ = tidying.tick() => {
                relay.forget_old();
                continue;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => begin(relay, router.clone(), stream, peer),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) if is_out_of_descriptors(&error) => {
                tracing::warn!("out of file descriptors; new connections wait");
                sleep(OUT_OF_DESCRIPTORS_WAIT).await;
            }
            Err(error) => return Err(error),
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// `EMFILE` and `ENFILE`, the same numbers on every Unix.
fn is_out_of_descriptors(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(23 | 24))
}

fn begin(relay: &Relay, router: Router, stream: TcpStream, peer: SocketAddr) {
    let counted_under = (!relay.proxies().trusts(peer.ip())).then(|| Address::new(peer.ip()));
    match relay.connections().take(counted_under) {
        Ok(place) => {
            let kept =
                Kept { _place: place, _running: relay.stopper().running(), relay: relay.clone() };
            kept.relay.metrics().connections.up();
            let stopping = relay.stopper().stopping();
            tokio::spawn(converse(kept, router, stream, peer, stopping));
        }
        Err(which) => {
            relay.metrics().refused.add(1);
            tokio::spawn(turn_away(stream, which));
        }
    }
}

/// What an open connection holds on to.
struct Kept {
    _place: Place,
    _running: Running,
    relay: Relay,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.relay.metrics().connections.down();
    }
}

async fn converse(
    kept: Kept,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    mut stopping: Stopping,
) {
    let limits = kept.relay.limits();
    // Without this small answers may wait for an acknowledgement of the one before. It is only a matter of speed.
    let _slower_without = stream.set_nodelay(true);
    let io = TokioIo::new(Patient::new(stream, limits.stalled()));
    let service = router.map_request(move |mut request: axum::http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head())
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(io, TowerToHyperService::new(service))
        .with_upgrades();
    tokio::pin!(connection);
    let mut over = stopping.clone();
    tokio::select! {
        // Whatever ends a connection is its caller's doing, and theirs to notice.
        _ended = connection.as_mut() => return,
        () = stopping.begun() => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ended = connection => {}
        () = over.over() => {}
    }
}

/// Says in as few bytes as possible that there is no place, so that a flood costs little.
async fn turn_away(mut stream: TcpStream, which: NoPlace) {
    let detail = match which {
        NoPlace::All => "The relay has as many connections open as it may.",
        NoPlace::Each => "Your address has as many connections open as it may.",
    };
    let body = serde_json::json!({
        "type": "urn:steadfast:problem:slow-down", "title": "Slow down", "status": 503, "detail": detail,
    })
    .to_string();
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\n\
         retry-after: 5\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let say = async {
        stream.write_all(format!("{head}{body}").as_bytes()).await?;
        stream.shutdown().await
    };
    // Whoever does not even take this is not owed more.
    let _gone = tokio::time::timeout(Duration::from_secs(1), say).await;
}

/// A stream on which nobody may take nothing for longer than a while.
struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Runs while the other side takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, stalled: None }
    }

    fn watch<T>(
        &mut self,
        cx: &mut Context<'_>,
        progress: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if progress.is_ready() {
            self.stalled = None;
            return progress;
        }
        let patience = self.patience;
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + patience)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nothing was taken for too long")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let progress = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.watch(cx, progress)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let progress = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.watch(cx, progress)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let progress = Pin::new(&mut self.stream).poll_flush(cx);
        self.watch(cx, progress)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let progress = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.watch(cx, progress)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, duplex};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_left_and_who_takes_slowly_is_not() {
        let (near, mut far) = duplex(4);
        let mut patient = Patient::new(near, Duration::from_secs(30));
        let slow = tokio::spawn(async move {
            let mut taken = [0; 8];
            for byte in &mut taken {
                sleep(Duration::from_secs(20)).await;
                *byte = far.read_u8().await.unwrap();
            }
            far
        });
        patient.write_all(b"12345678").await.unwrap();
        let _far = slow.await.unwrap();
        let error = patient.write_all(b"12345678").await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
