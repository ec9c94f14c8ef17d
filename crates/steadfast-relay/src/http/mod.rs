//! The relay over HTTP: one file for each resource, one type for every refusal.

mod auth;
mod body;
mod circles;
mod description;
mod entries;
mod hardened;
mod health;
mod invitations;
mod live;
mod lockers;

mod log;
mod path;
mod refusal;
mod relay;
mod tokens;
mod watch;

use std::collections::BTreeSet;

use axum::{
    Router,
    handler::Handler,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodFilter, any, on},
};
use tower_http::catch_panic::CatchPanicLayer;

pub(crate) use self::body::BodyMemory;
use self::refusal::Refusal;
use crate::Relay;

/// A router that remembers its routes, so that the description at `/openapi.json` can be held against them.
pub(crate) struct Routes {
    router: Router<Relay>,
    listed: BTreeSet<(String, &'static str)>,
}

impl Routes {
    fn on<H, T>(mut self, method: MethodFilter, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Relay>,
        T: 'static,
    {
        self.router = self.router.route(path, on(method, handler));
        self.listed.insert((method_name(method), path));
        self
    }
}

fn method_name(method: MethodFilter) -> String {
    let names = [
        (MethodFilter::GET, "get"),
        (MethodFilter::POST, "post"),
        (MethodFilter::PUT, "put"),
        (MethodFilter::DELETE, "delete"),
    ];
    names.iter().find(|(filter, _)| *filter == method).map_or("", |(_, name)| *name).to_owned()
}

/// All routes of the relay.
fn routes() -> Routes {
    let routes = Routes { router: Router::new(), listed: BTreeSet::new() };
    let (get, post, put, delete) =
        (MethodFilter::GET, MethodFilter::POST, MethodFilter::PUT, MethodFilter::DELETE);
    routes
        .on(get, "/v1/relay", relay::read)
        .on(post, "/v1/challenges", tokens::challenge)
        .on(post, "/v1/tokens", tokens::token)
        .on(post, "/v1/circles", circles::found)
        .on(post, "/v1/circles/{circle}/entries", entries::append)
        .on(get, "/v1/circles/{circle}/entries", entries::read)
        .on(get, "/v1/circles/{circle}/checkpoint", log::checkpoint)
        .on(get, "/v1/circles/{circle}/tile/{*tile}", log::tile)
        .on(get, "/v1/circles/{circle}/live", live::listen)
        .on(get, "/v1/circles/{circle}/invitations/{invitation}", invitations::read)
        .on(put, "/v1/circles/{circle}/invitations/{invitation}/knock", invitations::knock)
        .on(get, "/v1/circles/{circle}/invitations/{invitation}/knock", invitations::read_knock)
        .on(delete, "/v1/circles/{circle}/invitations/{invitation}/knock", invitations::drop_knock)
        .on(get, "/v1/lockers/{key}", lockers::read)
        .on(put, "/v1/lockers/{key}", lockers::write)
        .on(delete, "/v1/lockers/{key}", lockers::empty)
        .on(get, "/healthz", health::healthz)
        .on(get, "/metrics", health::metrics)
        .on(get, "/openapi.json", description::read)
}

/// Everything that the relay answers, without a fallback, so that the app can be mounted beside it.
pub(crate) fn router(relay: Relay) -> Router {
    surrounded(routes().router.route("/v1/{*rest}", any(nothing_here)), relay)
}

/// Everything that the relay answers, and a refusal for everything else.
pub(crate) fn standalone_router(relay: Relay) -> Router {
    surrounded(routes().router.fallback(nothing_here), relay)
}

/// What happens around every request. It is few layers, because a router copies and boxes each of them for every
/// request.
fn surrounded(router: Router<Relay>, relay: Relay) -> Router {
    router
        .method_not_allowed_fallback(nothing_here)
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request's handler panicked");
            Refusal::internal().into_response()
        }))
        .layer(middleware::from_fn_with_state(relay.clone(), watch::watch))
        .with_state(relay)
}

/// Answers whatever no route answers.
async fn nothing_here() -> Response {
    Refusal::not_found("There is nothing at this path for this method.").into_response()
}
