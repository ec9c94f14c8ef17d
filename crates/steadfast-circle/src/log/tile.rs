//! C2SP `tlog-tiles`: the log as static files, each of up to 256 hashes or entries.

use core::fmt;
use core::str::FromStr;

use super::checkpoint::decimal;
use super::tree::Tree;

/// How many hashes or entries a full tile has.
pub const TILE_WIDTH: u64 = 256;
/// The highest level of hash tiles that a path may name.
const LEVEL_MAX: u8 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of complete subtrees of 256^level leaves each.
    Hashes {
        /// The level, 0 to 63.
        level: u8,
    },
    /// The entries themselves.
    Entries,
}

/// Which tile: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// What it holds.
    pub kind: TileKind,
    /// Which of its kind, from 0.
    pub index: u64,
    /// How many hashes or entries, 1 to 256; below 256 it is a partial tile.
    pub width: u16,
}

/// A text that is no tile's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct ParseTileError;

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes { level } => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        // Three digits a folder, all but the last marked by an x.
        let mut power = 1;
        while self.index / power >= 1_000 {
            power *= 1_000;
        }
        while power > 1 {
            write!(f, "x{:03}/", self.index / power % 1_000)?;
            power /= 1_000;
        }
        write!(f, "{:03}", self.index % 1_000)?;
        if u64::from(self.width) < TILE_WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for TilePath {
    type Err = ParseTileError;

    /// Reads a path as it is written, and no other spelling of it.
    fn from_str(text: &str) -> Result<Self, ParseTileError> {
        fn parts(text: &str) -> Option<TilePath> {
            let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
            let kind = match kind {
                "entries" => TileKind::Entries,
                level => {
                    let level =
                        u8::try_from(decimal(level)?).ok().filter(|level| *level <= LEVEL_MAX)?;
                    TileKind::Hashes { level }
                }
            };
            let (number, width) = match rest.split_once(".p/") {
                Some((number, width)) => (number, u16::try_from(decimal(width)?).ok()?),
                None => (rest, TILE_WIDTH as u16),
            };
            let mut index: u64 = 0;
            for part in number.split('/') {
                let digits = part.strip_prefix('x').unwrap_or(part);
                let digits: u64 =
                    if digits.len() == 3 { digits.parse().ok()? } else { return None };
                index = index.checked_mul(1_000)?.checked_add(digits)?;
            }
            Some(TilePath { kind, index, width })
        }
        let path = parts(text).ok_or(ParseTileError)?;
        // One spelling: this refuses missing or superfluous x's, leading zero folders, signs, and a width of 256.
        let narrow = (1..=TILE_WIDTH as u16).contains(&path.width);
        if narrow && path.to_string() == text { Ok(path) } else { Err(ParseTileError) }
    }
}

impl Tree {
    /// The hashes of a tile, 32 bytes each; none if the log has not got that far. A tile is served at every width
    /// that it ever had.
    pub fn tile(&self, level: u8, index: u64, width: u16) -> Option<Vec<u8>> {
        let start = index.checked_mul(TILE_WIDTH)?;
        let nodes = start..start.checked_add(u64::from(width))?;
        let mut tile = Vec::with_capacity(32 * usize::from(width));
        for node in nodes {
            tile.extend_from_slice(&self.node(u32::from(level) * 8, node)?);
        }
        Some(tile)
    }
}

/// The paths of all hash tiles of a log of this size, partial ones at their present width, and of its entry bundles.
pub fn paths(size: u64) -> Vec<TilePath> {
    let mut paths = Vec::new();
    let mut add = |kind, nodes: u64| {
        for index in 0..nodes.div_ceil(TILE_WIDTH) {
            let width = (nodes - index * TILE_WIDTH).min(TILE_WIDTH) as u16;
            paths.push(TilePath { kind, index, width });
        }
    };
    let mut nodes = size;
    for level in 0..=7 {
        add(TileKind::Hashes { level }, nodes);
        nodes /= TILE_WIDTH;
    }
    add(TileKind::Entries, size);
    paths
}

/// An entry bundle: for each entry its length as two big-endian bytes, and the entry. An entry is at most 65,535 bytes,
/// so the length always fits; none if one is longer.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bundle = Vec::new();
    for entry in entries {
        bundle.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Some(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, kind: TileKind, index: u64, width: u16) {
        let path = TilePath { kind, index, width };
        assert_eq!(path.to_string(), text);
        assert_eq!(text.parse(), Ok(path));
    }

    #[test]
    fn paths_are_those_of_c2sp() {
        check("tile/0/000", TileKind::Hashes { level: 0 }, 0, 256);
        check("tile/0/x001/x234/067", TileKind::Hashes { level: 0 }, 1_234_067, 256);
        check("tile/1/000.p/7", TileKind::Hashes { level: 1 }, 0, 7);
        check("tile/entries/x001/000.p/255", TileKind::Entries, 1_000, 255);
        check("tile/63/999", TileKind::Hashes { level: 63 }, 999, 256);
    }

    #[test]
    fn no_path_has_a_second_spelling() {
        for text in [
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/00/000",
            "tile/64/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/+01",
            "tile/0/000/",
            "tile/0/",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "tile/entries",
            "/tile/0/000",
        ] {
            assert_eq!(text.parse::<TilePath>(), Err(ParseTileError), "{text}");
        }
    }
}
