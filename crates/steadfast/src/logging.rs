//! Log lines on standard error, as text or as JSON.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt};

use crate::settings::LogFormat;

/// Begins to log what `filter` lets through, `info` if it is not given.
///
/// # Errors
/// When the filter is not understood, or logging has begun before.
pub(crate) fn start(filter: Option<&str>, format: LogFormat) -> anyhow::Result<()> {
    let filter = filter.unwrap_or("info");
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| anyhow::anyhow!("the log filter {filter:?} is not understood: {error}"))?;
    let lines = fmt().with_env_filter(filter).with_writer(stderr).with_ansi(stderr().is_terminal());
    let begun = match format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    begun.map_err(|error| anyhow::anyhow!("logging could not begin: {error}"))
}
