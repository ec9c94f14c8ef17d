//! A private journal, in *Mine* only.

pub mod acts;

pub use acts::{Act, Amend, Write};
