//! The command: serve, app, demo, verify.

fn main() {}
