//! Which relay keeps what begins here, unless somebody says otherwise.

use steadfast_member::ports::{Body, Method, Ports, RelayAddress, RelayClient, Request};

use crate::{app::Session, platform};

/// The relay chosen in this browser earlier, or the one that serves the app.
pub(crate) fn stored() -> String {
    platform::stored_relay().unwrap_or_else(platform::origin)
}

/// Remembers a relay for what begins later.
pub(crate) fn store(relay: &RelayAddress) {
    platform::store_relay(relay.as_str());
}

/// Whether a relay answers at an address.
pub(crate) async fn answers(session: Session, address: &str) -> bool {
    let Ok(address) = address.parse::<RelayAddress>() else { return false };
    let request =
        Request { method: Method::Get, path: "/v1/relay".into(), token: None, body: Body::Empty };
    let answer = session.ports().relay().send(&address, request).await;
    answer.is_ok_and(|answer| {
        answer.status == 200 && answer.content_type.starts_with("application/json")
    })
}
