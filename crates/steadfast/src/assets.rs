//! Serves the app that was built into the command, under a policy that lets nothing foreign run.

use axum::{
    Router,
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
        header::{
            ACCEPT, ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING,
            CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY, VARY,
            X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    response::Response,
};

/// One file of the app.
#[derive(Clone, Copy)]
pub(crate) struct Asset {
    /// Its path, with the slash before it.
    url: &'static str,
    mime: &'static str,
    /// Whether its name carries its hash, so that what was fetched once holds for ever.
    immutable: bool,
    /// The first 8 bytes of SHA-256 over `raw`, in hexadecimal.
    hash: &'static str,
    raw: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What a page of the app may load and do (W3C Content Security Policy, level 3).
///
/// Everything comes from the app's own origin, but connections: a member names the relay, which may be anywhere, so
/// any `https` and `wss` address may be called, and plain ones on one's own machine. Scripts are files of ours alone;
/// `wasm-unsafe-eval` lets WebAssembly be compiled and nothing else. Markup and script addresses pass a Trusted Types
/// policy, defined in `static/boot.js` of the app.
pub const CONTENT_POLICY: &str = "default-src 'none'; \
    script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
    connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types default";

/// Sent with every answer, found or not. Nothing in the app needs a camera, a microphone or a place, so not even a
/// flaw in it can ask for one.
const SECURITY_HEADERS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), browsing-topics=()",
    ),
];

const NOT_BUILT_IN: &str =
    "This command was built without the app. `cargo xtask serve` builds both.\n";

/// Whether this command was built with the app inside.
#[must_use]
pub fn built_in() -> bool {
    !ASSETS.is_empty()
}

/// Every path that is not a route of its own answers with the app; merge it with a relay's routes, or serve it alone.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().fallback(|method: Method, uri: Uri, headers: HeaderMap| async move {
        answer(ASSETS, &method, uri.path(), &headers)
    })
}

/// The answer to one request. Pages of the app have no files of their own: when a browser navigates to a path that is
/// no file, it gets `index.html`, which finds the page.
fn answer(assets: &'static [Asset], method: &Method, path: &str, headers: &HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let mut response =
            plain(StatusCode::METHOD_NOT_ALLOWED, "This address can only be read.\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let find = |url: &str| assets.iter().find(|asset| asset.url == url);
    let page = || {
        let navigates = header(headers, &ACCEPT).contains("text/html");
        match path {
            "/away" => find("/away.html"),
            path if navigates && !path.starts_with("/v1/") && !path.contains('.') => {
                find("/index.html")
            }
            _ => None,
        }
    };
    match find(path).or_else(page) {
        Some(asset) => file(asset, headers),
        None if assets.is_empty() => plain(StatusCode::NOT_FOUND, NOT_BUILT_IN),
        None => plain(StatusCode::NOT_FOUND, "There is nothing here.\n"),
    }
}

/// One file, in the smallest encoding that the browser reads, or the news that it has it already.
fn file(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let accepted = header(headers, &ACCEPT_ENCODING);
    let (encoding, bytes) = match (asset.brotli, asset.gzip) {
        (Some(bytes), _) if accepts(accepted, "br") => (Some("br"), bytes),
        (_, Some(bytes)) if accepts(accepted, "gzip") => (Some("gzip"), bytes),
        _ => (None, asset.raw),
    };
    // A strong validator names the exact bytes, so each encoding has its own.
    let tag = format!("\"{}-{}\"", asset.hash, encoding.unwrap_or("raw"));
    let known = header(headers, &IF_NONE_MATCH).split(',').any(|candidate| candidate.trim() == tag);
    let mut response =
        Response::new(if known { Body::empty() } else { Body::from(Bytes::from_static(bytes)) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let out = response.headers_mut();
    secure(out);
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    out.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(
        ETAG,
        HeaderValue::from_str(&tag).expect("hexadecimal digits and letters are a header's value"),
    );
    if let Some(encoding) = encoding {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// A refusal in words.
fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    secure(response.headers_mut());
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn secure(headers: &mut HeaderMap) {
    for (name, value) in SECURITY_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// A header's value, or nothing if it is missing or not ASCII.
fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether an `Accept-Encoding` value allows a coding (RFC 9110 §12.5.3): named, and not with a weight of zero.
fn accepts(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && !parts
                .any(|weight| weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    static APP: &[Asset] = &[
        Asset {
            url: "/index.html",
            mime: "text/html; charset=utf-8",
            immutable: false,
            hash: "00aa",
            raw: b"page",
            brotli: Some(b"page by brotli"),
            gzip: Some(b"page by gzip"),
        },
        Asset {
            url: "/away.html",
            mime: "text/html; charset=utf-8",
            immutable: false,
            hash: "22cc",
            raw: b"away",
            brotli: None,
            gzip: None,
        },
        Asset {
            url: "/a/app-00.js",
            mime: "text/javascript",
            immutable: true,
            hash: "11bb",
            raw: b"script",
            brotli: None,
            gzip: None,
        },
    ];

    /// Asks for a path as a browser that navigates, with further headers.
    fn ask(assets: &'static [Asset], path: &str, more: &[(HeaderName, &str)]) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"));
        for (name, value) in more {
            headers.insert(name.clone(), HeaderValue::from_str(value).unwrap());
        }
        answer(assets, &Method::GET, path, &headers)
    }

    async fn body(response: Response) -> Bytes {
        axum::body::to_bytes(response.into_body(), 1000).await.unwrap()
    }

    #[tokio::test]
    async fn every_page_of_the_app_is_the_one_page_and_every_file_itself() {
        for (path, expected) in [
            ("/", "page"),
            ("/us", "page"),
            ("/commitments/ab12", "page"),
            ("/away", "away"),
            ("/a/app-00.js", "script"),
        ] {
            let response = ask(APP, path, &[]);
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(body(response).await, expected, "{path}");
        }
    }

    #[test]
    fn what_is_neither_file_nor_page_is_not_found() {
        assert_eq!(ask(APP, "/a/app-01.js", &[]).status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(APP, "/../Cargo.toml", &[]).status(), StatusCode::NOT_FOUND);
        // A script or a call that missed its address must not be handed a page.
        assert_eq!(ask(APP, "/v1/nothing", &[(ACCEPT, "*/*")]).status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_command_without_the_app_says_so() {
        let response = ask(&[], "/", &[]);
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(body(response).await, NOT_BUILT_IN);
    }

    #[test]
    fn only_reading_is_allowed() {
        let response = answer(APP, &Method::POST, "/", &HeaderMap::new());
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()[ALLOW], "GET, HEAD");
    }

    #[test]
    fn every_answer_carries_the_security_headers() {
        for response in [
            ask(APP, "/", &[]),
            ask(APP, "/nothing.here", &[]),
            ask(APP, "/", &[(IF_NONE_MATCH, "\"00aa-raw\"")]),
            answer(APP, &Method::DELETE, "/", &HeaderMap::new()),
        ] {
            for (name, value) in SECURITY_HEADERS {
                assert_eq!(response.headers()[&name], value, "{name}");
            }
        }
    }

    #[test]
    fn the_policy_lets_no_inline_script_or_style_and_no_foreign_file_in() {
        let directives: Vec<(&str, &str)> = CONTENT_POLICY
            .split(';')
            .filter_map(|directive| directive.trim().split_once(' '))
            .collect();
        let of = |name: &str| {
            directives.iter().find(|(found, _)| *found == name).map(|(_, sources)| *sources)
        };
        assert_eq!(of("default-src"), Some("'none'"));
        assert_eq!(of("script-src"), Some("'self' 'wasm-unsafe-eval'"));
        assert_eq!(of("style-src"), Some("'self'"));
        assert_eq!(of("frame-ancestors"), Some("'none'"));
        assert_eq!(of("require-trusted-types-for"), Some("'script'"));
        assert!(
            !CONTENT_POLICY.contains("unsafe-inline") && !CONTENT_POLICY.contains("'unsafe-eval'")
        );
    }

    #[test]
    fn the_best_encoding_that_is_accepted_is_sent() {
        let encoding = |accepted: &str| {
            let response = ask(APP, "/", &[(ACCEPT_ENCODING, accepted)]);
            response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(encoding("gzip, deflate, br, zstd").as_deref(), Some("br"));
        assert_eq!(encoding("gzip").as_deref(), Some("gzip"));
        assert_eq!(encoding("br;q=0, GZIP;q=0.5").as_deref(), Some("gzip"));
        assert_eq!(encoding("identity"), None);
        assert_eq!(encoding("brotli"), None);
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        let first = ask(APP, "/", &[]);
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        let second = ask(APP, "/", &[(IF_NONE_MATCH, &tag)]);
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert!(body(second).await.is_empty());
        // The tag of one encoding does not vouch for another.
        assert_eq!(
            ask(APP, "/", &[(IF_NONE_MATCH, &tag), (ACCEPT_ENCODING, "br")]).status(),
            StatusCode::OK
        );
    }

    #[test]
    fn only_files_named_by_their_hash_are_kept_for_ever() {
        assert_eq!(ask(APP, "/", &[]).headers()[CACHE_CONTROL], "no-cache");
        assert!(
            ask(APP, "/a/app-00.js", &[]).headers()[CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
    }
}
