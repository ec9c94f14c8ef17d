//! The headers of every answer: any origin may call, and nothing in an answer can be run, kept or framed.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};

/// How long a browser may remember that any origin may call, in seconds.
const REMEMBERED_SECONDS: &str = "86400";

/// Sent with every answer. Any origin may call, because the app may come from anywhere; nothing is allowed by a cookie.
const ALWAYS: [(HeaderName, &str); 7] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Adds the headers that every answer has, where its handler has not said otherwise.
pub(super) fn harden(headers: &mut HeaderMap) {
    headers.reserve(ALWAYS.len());
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// What a browser is told that asks whether it may call (Fetch standard, CORS-preflight fetch).
pub(super) fn preflight() -> Response {
    [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET,POST,PUT,DELETE"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization,content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS),
    ]
    .into_response()
}
