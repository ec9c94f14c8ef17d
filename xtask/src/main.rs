//! What a developer runs: serve, test, lint, tidy, bench, dist.

fn main() {}
