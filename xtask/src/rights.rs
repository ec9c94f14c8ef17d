//! `docs/who-may-do-what.md`: who may do what, tried on the rules. The trials and the page are a test of `steadfast-repair`; here
//! it is only run, to write the page or to hold it against them.

use anyhow::Result;

use crate::workspace;

/// With this set, the test writes what it would otherwise compare (expect-test).
const WRITE: &str = "UPDATE_EXPECT";

/// Writes the page anew.
///
/// # Errors
/// If the trials do not compile, or one of them finds something.
pub(crate) fn write() -> Result<()> {
    workspace::run(tried().env(WRITE, "1"))
}

/// Holds the page against the trials.
///
/// # Errors
/// If it is out of date; what differs is printed.
pub(crate) fn check() -> Result<()> {
    workspace::run(tried().env_remove(WRITE))
}

fn tried() -> std::process::Command {
    let what = ["--package", "steadfast-repair", "--test", "practice", "--", "rights::"];
    let mut cargo = workspace::cargo(["test", "--quiet"]);
    cargo.args(what);
    cargo
}
