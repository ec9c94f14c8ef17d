//! What the command `steadfast` is made of.

pub mod assets;
