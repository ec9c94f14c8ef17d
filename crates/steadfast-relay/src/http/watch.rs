//! What happens around every request: its address is limited, its answer hardened, and it is counted and logged
//! without naming anybody.

use std::{net::SocketAddr, time::Instant};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{Extensions, Method},
    middleware::Next,
    response::{IntoResponse, Response},
};
use steadfast_circle::relay_api::Problem;

use super::{body, hardened, refusal::Refusal};
use crate::{Relay, limits::Address};

fn address_of(relay: &Relay, request: &Request) -> Address {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return Address::LOCAL;
    };
    // A proxy may add a header of its own after one that its caller made up, so all of them are one list.
    let headers = request.headers().get_all("x-forwarded-for").iter();
    let hops: Vec<&str> = headers.filter_map(|value| value.to_str().ok()).collect();
    relay.proxies().caller(peer.ip(), &hops.join(","))
}

/// The address that [`watch`] found.
pub(super) fn address(extensions: &Extensions) -> Address {
    extensions.get().copied().unwrap_or(Address::LOCAL)
}

/// Answers a request if its address has not asked too often, tells the handlers the address, and counts and logs it
/// all by the request's route, never by its path, which holds a circle's id.
pub(super) async fn watch(
    State(relay): State<Relay>,
    mut request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = if relay.stopper().has_begun() {
        Refusal::shutting_down().into_response()
    } else if method == "OPTIONS" {
        hardened::preflight()
    } else {
        let address = address_of(&relay, &request);
        request.extensions_mut().insert(address);
        body::read_to_end(&relay, request, async |request| {
            match relay.rates().request_from(address) {
                Ok(()) => next.run(request).await,
                Err(wait) => Refusal::slow_down(wait).into_response(),
            }
        })
        .await
    };
    hardened::harden(response.headers_mut());
    let (status, elapsed) = (response.status().as_u16(), begun.elapsed());
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
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

/// A method can be any word that a caller makes up, so only the known ones are told apart.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
