//! The relay over HTTP: one file for each resource, one type for every refusal.

mod auth;
mod body;
mod circles;
mod description;
mod entries;
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

use std::{collections::BTreeSet, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::{HeaderName, HeaderValue, Method, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodFilter, any, on},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{Any, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

pub(crate) use self::body::BodyMemory;
use self::refusal::Refusal;
use crate::Relay;

/// How long a browser may remember that any origin may call.
const CORS_REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);

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

/// What happens around every request.
fn surrounded(router: Router<Relay>, relay: Relay) -> Router {
    router
        .method_not_allowed_fallback(nothing_here)
        // Each handler reads its body by itself, within its own bounds.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(relay.clone(), watch::limit))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request's handler panicked");
            Refusal::internal().into_response()
        }))
        .layer(cors())
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(middleware::from_fn_with_state(relay.clone(), body::read_to_end))
        .layer(middleware::from_fn_with_state(relay.clone(), watch::watch))
        .with_state(relay)
}

/// Answers whatever no route answers.
async fn nothing_here() -> Response {
    Refusal::not_found("There is nothing at this path for this method.").into_response()
}

/// Any origin may call, because the app may come from anywhere; nothing is allowed by a cookie.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER])
        .max_age(CORS_REMEMBERED)
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}
