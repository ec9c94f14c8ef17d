//! Teaching the language coach.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::workspace;

/// What can be done for the language coach.
#[derive(Subcommand)]
pub(crate) enum Task {
    /// Learn the weights anew from the marked passages of testdata/coach, and say what is read differently
    Learn(Options),
}

/// What `coach learn` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Only print how often the coach is right about writers from whom it has not learned
    #[arg(long, conflicts_with = "check")]
    r#try: bool,
    /// Fail when the weights that are there are not those that are learned
    #[arg(long)]
    check: bool,
}

/// Runs the coach's own learner, built for speed.
///
/// # Errors
/// When a passage is not marked as it should be, or the learner does not build or run.
pub(crate) fn run(task: &Task) -> Result<()> {
    let Task::Learn(options) = task;
    let mut cargo = workspace::cargo(["run", "--quiet", "--release", "--package"]);
    cargo.args(["steadfast-coach", "--example", "learn", "--"]);
    cargo.args(options.r#try.then_some("--try"));
    cargo.args(options.check.then_some("--check"));
    workspace::run(&mut cargo)
}
