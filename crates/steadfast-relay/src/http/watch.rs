//! What happens around every request: its address is limited, and it is counted and logged without naming anybody.

use std::{net::SocketAddr, time::Instant};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::Extensions,
    middleware::Next,
    response::{IntoResponse, Response},
};
use steadfast_circle::relay_api::Problem;

use super::refusal::{Answer, Refusal};
use crate::{Relay, limits::Address};

/// Lets a request through if its address has not asked too often, and tells the handlers the address.
pub(super) async fn limit(
    State(relay): State<Relay>,
    mut request: Request,
    next: Next,
) -> Answer<Response> {
    let address = address_of(&relay, &request);
    relay.rates().request_from(address).map_err(Refusal::slow_down)?;
    request.extensions_mut().insert(address);
    Ok(next.run(request).await)
}

fn address_of(relay: &Relay, request: &Request) -> Address {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return Address::LOCAL;
    };
    // A proxy may add a header of its own after one that its caller made up, so all of them are one list.
    let headers = request.headers().get_all("x-forwarded-for").iter();
    let hops: Vec<&str> = headers.filter_map(|value| value.to_str().ok()).collect();
    relay.proxies().caller(peer.ip(), &hops.join(","))
}

/// The address that [`limit`] found.
pub(super) fn address(extensions: &Extensions) -> Address {
    extensions.get().copied().unwrap_or(Address::LOCAL)
}

/// Counts and logs each request by its route, never by its path, which holds a circle's id.
pub(super) async fn watch(State(relay): State<Relay>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    if relay.stopper().stopping().has_begun() {
        return Refusal::shutting_down().into_response();
    }
    let response = next.run(request).await;
    let (status, elapsed) = (response.status().as_u16(), begun.elapsed());
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    // A method can be any word that a caller makes up, so only the known ones are told apart.
    let method = match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS") => known,
        _ => "other",
    };
    relay.metrics().request(method, route, status, elapsed);
    if response.extensions().get() == Some(&Problem::SlowDown) {
        relay.metrics().refused.add(1);
    }
    let milliseconds = elapsed.as_secs_f64() * 1_000.0;
    if response.status().is_server_error() {
        tracing::warn!(method, route, status, milliseconds, "request");
    } else {
        tracing::debug!(method, route, status, milliseconds, "request");
    }
    response
}
