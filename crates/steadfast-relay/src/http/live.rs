//! `/v1/circles/{circle}/live`: a WebSocket on which a device hears within a moment that its circle has grown.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code, rejection::WebSocketUpgradeRejection},
    },
    http::Extensions,
    response::Response,
};
use steadfast_circle::{CircleId, InvitationId, relay_api::LiveEvent};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::{
    auth,
    circles::{circle, parse_circle, read_store},
    path::Path,
    refusal::{Answer, Refusal},
    watch::address,
};
use crate::{
    Relay,
    circles::Circle,
    limits::{NoPlace, Place},
    live::News,
    stop::Running,
    store::contract::ReadStore,
};

/// A listener says nothing but its token, so both ends get by with little. A thousand that only wait cost a thousand
/// times this.
const READ_BUFFER_BYTES: usize = 1_024;
const MESSAGE_BYTES_MAX: usize = 1_024;

/// How long the other side may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// Pings that may go unanswered.
const UNANSWERED_MAX: u32 = 2;

pub(super) async fn listen(
    State(relay): State<Relay>,
    Path(id): Path<String>,
    extensions: Extensions,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    let upgrade = upgrade.map_err(|_| Refusal::malformed("This path is for WebSockets."))?;
    let id = parse_circle(&id)?;
    let place = relay.live_places().take(Some(address(&extensions))).map_err(|which| {
        Refusal::not_now(match which {
            NoPlace::All => "There are as many live connections as there may be.",
            NoPlace::Each => "Your address has as many live connections as it may.",
        })
    })?;
    Ok(upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(MESSAGE_BYTES_MAX * 64)
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX)
        .on_upgrade(async move |socket| {
            let held = Held::new(relay, place);
            if let Some((socket, code, reason)) = converse(&held.relay, socket, id).await {
                // Whoever has gone need not be told goodbye.
                let _gone = timeout(GOODBYE, say_goodbye(socket, code, reason)).await;
            }
        }))
}

/// What a live connection holds on to.
struct Held {
    relay: Relay,
    _place: Place,
    _running: Running,
}

impl Held {
    fn new(relay: Relay, place: Place) -> Self {
        relay.metrics().live.up();
        Self { _running: relay.stopper().running(), relay, _place: place }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.relay.metrics().live.down();
    }
}

/// Closes with a reason and waits for the other side to have read it.
async fn say_goodbye(mut socket: WebSocket, code: u16, reason: &'static str) {
    let close = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
    if socket.send(close).await.is_ok() {
        while let Some(Ok(_)) = socket.recv().await {}
    }
}

/// Why the relay ends a conversation, if it does and not the other side.
type End = Option<(WebSocket, u16, &'static str)>;

async fn converse(relay: &Relay, mut socket: WebSocket, id: CircleId) -> End {
    let mut stopping = relay.stopper().stopping();
    let token = tokio::select! {
        () = stopping.begun() => return Some((socket, close_code::AWAY, "the relay is stopping")),
        first = timeout(relay.limits().head(), socket.recv()) => match first {
            Ok(Some(Ok(Message::Text(token)))) => token,
            Ok(Some(Ok(_))) => return Some((socket, close_code::POLICY, "the first message is a token")),
            Ok(_) => return None,
            Err(_) => return Some((socket, close_code::POLICY, "no token came")),
        },
    };
    let Ok(auth::Caller(key)) = auth::open(relay, &token) else {
        return Some((socket, close_code::POLICY, "unauthorised"));
    };
    // Listening begins before the present state is looked up, so that nothing falls in between.
    let mut listener = relay.live().listen(id);
    let (mut size, mut knocks) = match present(relay, id, &key).await {
        Ok(present) => present,
        Err(reason) => return Some((socket, close_code::POLICY, reason)),
    };
    let mut pings = interval(relay.limits().ping());
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings.reset();
    let mut unanswered = 0;
    loop {
        let told = std::mem::take(&mut knocks).into_iter().map(LiveEvent::Knock);
        for event in size.take().map(LiveEvent::Size).into_iter().chain(told) {
            let text = serde_json::to_string(&event).unwrap_or_default();
            if socket.send(Message::text(text)).await.is_err() {
                return None;
            }
        }
        tokio::select! {
            () = stopping.begun() => return Some((socket, close_code::AWAY, "the relay is stopping")),
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                // Anything at all shows that somebody is there.
                Some(Ok(_)) => unanswered = 0,
            },
            _ = pings.tick() => {
                if unanswered >= UNANSWERED_MAX || socket.send(Message::Ping(Vec::new().into())).await.is_err() {
                    return None;
                }
                unanswered += 1;
            }
            news = listener.next() => match news {
                Some(News::Knock(invitation)) => knocks.push(invitation),
                Some(News::Grew(grown)) => match known(relay, id, &key) {
                    Some(true) => size = Some(grown),
                    Some(false) => return Some((socket, close_code::POLICY, NOT_A_MEMBER)),
                    None => match present(relay, id, &key).await {
                        Ok((present, _)) => size = present,
                        Err(reason) => return Some((socket, close_code::POLICY, reason)),
                    },
                },
                None => match present(relay, id, &key).await {
                    Ok(present) => (size, knocks) = present,
                    Err(reason) => return Some((socket, close_code::POLICY, reason)),
                },
            },
        }
    }
}

const NOT_A_MEMBER: &str = "not a member";

/// Whether the key may listen, as far as memory knows.
fn known(relay: &Relay, id: CircleId, key: &[u8; 32]) -> Option<bool> {
    relay.circles().cached(&id).map(|circle| circle.roster.may_read(key))
}

/// The circle's size and the knocks that wait, for who may know.
async fn present(
    relay: &Relay,
    id: CircleId,
    key: &[u8; 32],
) -> Result<(Option<u64>, Vec<InvitationId>), &'static str> {
    let circle: Arc<Circle> = circle(relay, &id.to_string()).await.map_err(|_| "not found")?;
    if !circle.roster.may_read(key) {
        return Err(NOT_A_MEMBER);
    }
    let number = circle.number;
    let knocks =
        read_store(relay, move |store| store.knocks(number)).await.map_err(|_| "internal")?;
    Ok((Some(circle.size()), knocks.into_iter().map(InvitationId::from_bytes).collect()))
}
