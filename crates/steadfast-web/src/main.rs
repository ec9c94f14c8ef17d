//! The app that people use, as WebAssembly.

fn main() {}
