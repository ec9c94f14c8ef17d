//! `/v1/circles/{circle}/checkpoint` and `…/tile/…`: the log, for whoever knows the circle's id.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use steadfast_circle::{
    entry::SignedEntry,
    log::tile::{TILE_WIDTH, TileKind, TilePath},
};

use super::{
    circles::{circle, read_store},
    path::Path,
    refusal::{Answer, Refusal},
};
use crate::{Relay, store::contract::ReadStore};

/// A tile never changes. It is kept by the caller only, because knowing the circle's id is what lets somebody ask.
const KEEP_TILES: (HeaderName, HeaderValue) =
    (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));

pub(super) async fn checkpoint(
    State(relay): State<Relay>,
    Path(id): Path<String>,
) -> Answer<Response> {
    let circle = circle(&relay, &id).await?;
    let text = circle.signed_checkpoint(relay.identity());
    let plain = (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    Ok(([plain], text.to_string()).into_response())
}

pub(super) async fn tile(
    State(relay): State<Relay>,
    Path((id, path)): Path<(String, String)>,
) -> Answer<Response> {
    let circle = circle(&relay, &id).await?;
    let no_tile = || Refusal::not_found("There is no such tile.");
    let path: TilePath = format!("tile/{path}").parse().map_err(|_| no_tile())?;
    // Entries are for members; the log's hashes are for whoever knows the circle.
    let TileKind::Hashes { level } = path.kind else { return Err(no_tile()) };
    let hashes_there =
        TILE_WIDTH.checked_pow(level.into()).map_or(0, |leaves| circle.size() / leaves);
    let first = path.index.checked_mul(TILE_WIDTH).ok_or_else(no_tile)?;
    let range = first..first.checked_add(path.width.into()).ok_or_else(no_tile)?;
    if range.end > hashes_there {
        return Err(no_tile());
    }
    let number = circle.number;
    let tile = read_store(&relay, move |store| {
        let mut tile = Vec::with_capacity(usize::from(path.width) * 32);
        if level == 0 {
            store.signed_entries(number, range, &mut |_, entry| {
                tile.extend_from_slice(SignedEntry::hash_of(entry).as_bytes());
            })?;
        } else {
            tile.extend(store.subtrees(number, level, range)?.as_flattened());
        }
        Ok(tile)
    })
    .await?;
    let octets = (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    Ok(([octets, KEEP_TILES], Bytes::from(tile)).into_response())
}
