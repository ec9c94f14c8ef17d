//! The log of a circle: an RFC 6962 Merkle tree over its entries, C2SP checkpoints of it, and C2SP tiles.

pub mod checkpoint;
pub mod tile;
pub mod tree;
