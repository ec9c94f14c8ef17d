//! How long the coach takes, natively.

use anyhow::Result;

use crate::workspace;

/// Runs the coach's own measuring example, built for speed; it prints its figures as they come.
///
/// # Errors
/// When it does not build or run.
pub(super) fn native() -> Result<()> {
    workspace::run(&mut workspace::cargo([
        "run",
        "--quiet",
        "--release",
        "--package",
        "steadfast-coach",
        "--example",
        "measure",
    ]))
}
