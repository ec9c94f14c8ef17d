//! Counts for the host, in Prometheus' text format, without anything that tells circles or people apart.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Upper bounds of the buckets of the durations below, in microseconds.
const BUCKETS_MICROSECONDS: [u64; 12] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    5_000_000,
];

/// What has happened since the relay started.
#[derive(Default)]
pub(crate) struct Metrics {
    /// By method, route (its template, never the path itself) and status.
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    request_durations: Histogram,
    commit_durations: Histogram,
    /// Entries that became durable.
    pub(crate) entries: Counter,
    /// Transactions that became durable.
    pub(crate) commits: Counter,
    /// Transactions that failed and were rolled back.
    pub(crate) commits_failed: Counter,
    /// Circles founded.
    pub(crate) circles: Counter,
    /// Requests refused by a limit.
    pub(crate) refused: Counter,
    /// Connections open now.
    pub(crate) connections: Gauge,
    /// Live connections open now.
    pub(crate) live: Gauge,
}

#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }
}

#[derive(Default)]
pub(crate) struct Gauge(AtomicU64);

impl Gauge {
    pub(crate) fn up(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn down(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Default)]
struct Histogram {
    buckets: [AtomicU64; BUCKETS_MICROSECONDS.len()],
    count: AtomicU64,
    sum_microseconds: AtomicU64,
}

impl Histogram {
    fn record(&self, duration: Duration) {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        if let Some(bucket) = BUCKETS_MICROSECONDS.iter().position(|&bound| micros <= bound) {
            self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.sum_microseconds.fetch_add(micros, Ordering::Relaxed);
    }

    fn write(&self, out: &mut String, name: &str, help: &str) {
        let mut line = |text: std::fmt::Arguments<'_>| {
            out.write_fmt(text).expect("writing to a String cannot fail");
            out.push('\n');
        };
        line(format_args!("# HELP {name} {help}\n# TYPE {name} histogram"));
        let mut total = 0;
        for (bucket, bound) in self.buckets.iter().zip(BUCKETS_MICROSECONDS) {
            total += bucket.load(Ordering::Relaxed);
            line(format_args!("{name}_bucket{{le=\"{}\"}} {total}", seconds(bound)));
        }
        let count = self.count.load(Ordering::Relaxed);
        line(format_args!("{name}_bucket{{le=\"+Inf\"}} {count}"));
        line(format_args!("{name}_sum {}", seconds(self.sum_microseconds.load(Ordering::Relaxed))));
        line(format_args!("{name}_count {count}"));
    }
}

/// Exact for what a bucket's bound or a sum of microseconds can be.
fn seconds(microseconds: u64) -> f64 {
    Duration::from_micros(microseconds).as_secs_f64()
}

impl Metrics {
    pub(crate) fn request(&self, method: &str, route: &str, status: u16, duration: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        drop(requests);
        self.request_durations.record(duration);
    }

    pub(crate) fn committed(&self, entries: u64, duration: Duration) {
        self.commits.add(1);
        self.entries.add(entries);
        self.commit_durations.record(duration);
    }

    /// The whole text, with how many jobs wait for the disk just now.
    pub(crate) fn render(&self, waiting: usize) -> String {
        let mut out = String::new();
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        out.push_str("# HELP steadfast_requests_total Requests answered.\n# TYPE steadfast_requests_total counter\n");
        for ((method, route, status), n) in requests {
            writeln!(out, "steadfast_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {n}")
                .expect("writing to a String cannot fail");
        }
        let single = [
            (
                "entries_total",
                "counter",
                "Entries that became durable.",
                self.entries.0.load(Ordering::Relaxed),
            ),
            (
                "commits_total",
                "counter",
                "Transactions that became durable.",
                self.commits.0.load(Ordering::Relaxed),
            ),
            (
                "commits_failed_total",
                "counter",
                "Transactions rolled back.",
                self.commits_failed.0.load(Ordering::Relaxed),
            ),
            (
                "circles_total",
                "counter",
                "Circles founded.",
                self.circles.0.load(Ordering::Relaxed),
            ),
            (
                "refused_total",
                "counter",
                "Requests refused by a limit.",
                self.refused.0.load(Ordering::Relaxed),
            ),
            ("connections", "gauge", "Connections open now.", self.connections.get()),
            ("live_connections", "gauge", "Live connections open now.", self.live.get()),
            ("waiting", "gauge", "Changes that wait for the disk.", waiting as u64),
        ];
        for (name, kind, help, n) in single {
            writeln!(out, "# HELP steadfast_{name} {help}\n# TYPE steadfast_{name} {kind}\nsteadfast_{name} {n}")
                .expect("writing to a String cannot fail");
        }
        self.request_durations.write(
            &mut out,
            "steadfast_request_seconds",
            "Time to answer a request.",
        );
        self.commit_durations.write(
            &mut out,
            "steadfast_commit_seconds",
            "Time for a transaction to become durable.",
        );
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_end_in_the_count() {
        let metrics = Metrics::default();
        metrics.committed(3, Duration::from_micros(900));
        metrics.committed(1, Duration::from_millis(4));
        metrics.committed(1, Duration::from_secs(60));
        let text = metrics.render(0);
        for line in [
            "steadfast_commit_seconds_bucket{le=\"0.0005\"} 0",
            "steadfast_commit_seconds_bucket{le=\"0.001\"} 1",
            "steadfast_commit_seconds_bucket{le=\"5\"} 2",
            "steadfast_commit_seconds_bucket{le=\"+Inf\"} 3",
            "steadfast_commit_seconds_count 3",
            "steadfast_entries_total 5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing from\n{text}");
        }
    }
}
