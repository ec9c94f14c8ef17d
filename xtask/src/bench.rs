//! What is measured, and printed as one JSON object a line.

mod coach;

use anyhow::Result;
use clap::{Args, Subcommand};

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    subject: Subject,
}

/// Everything that can be measured.
#[derive(Subcommand)]
enum Subject {
    /// The language coach: how often it is right, how fast and how large it is
    Coach(coach::Options),
}

/// Measures, and prints one JSON object a figure.
///
/// # Errors
/// When something that is measured does not build, run or hold what it must.
pub(crate) fn run(options: &Options) -> Result<()> {
    match &options.subject {
        Subject::Coach(options) => coach::run(options),
    }
}
