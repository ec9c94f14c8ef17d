//! What one turn of appending was like: how long it took, and how long everybody waited.

use std::time::Duration;

/// Requests that were acknowledged, and when.
#[derive(Default)]
pub(crate) struct Run {
    pub(crate) elapsed: Duration,
    /// One for each request.
    pub(crate) latencies: Vec<Duration>,
    /// In all requests together.
    pub(crate) entries: usize,
}

impl Run {
    pub(crate) fn add(&mut self, other: Self) {
        self.elapsed += other.elapsed;
        self.latencies.extend(other.latencies);
        self.entries += other.entries;
    }

    /// Entries a second.
    pub(crate) fn rate(&self) -> f64 {
        self.entries as f64 / self.elapsed.as_secs_f64()
    }

    /// How long so many of all requests took at most, in milliseconds.
    pub(crate) fn latency_ms(&self, quantile: f64) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() - 1) as f64 * quantile) as usize;
        crate::two_places(sorted[at].as_secs_f64() * 1_000.0)
    }
}
