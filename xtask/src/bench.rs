//! `cargo xtask bench`: what is promised in figures, each measured beside its reference in one run.
//!
//! One module for each group of figures. Standard output holds nothing but one JSON object a line; how things go is told
//! on standard error.

mod app;
mod coach;
mod driver;
mod figure;
mod record;
mod relay;

use std::process::Stdio;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use serde_json::Value;

use self::figure::Figure;
use crate::workspace;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// Only this; everything by default
    #[command(subcommand)]
    subject: Option<Subject>,
}

/// Everything that can be measured.
#[derive(Subcommand)]
enum Subject {
    /// The relay: appends, what they take on the disk, and memory while a thousand listen
    Relay,
    /// A record of 10,000 entries, natively: verified, opened and folded
    Record,
    /// The app in Chromium: what it fetches, and how soon a record of 10,000 entries is there
    App,
    /// The language coach: how often it is right, how fast and how large it is
    Coach(coach::Options),
}

/// Measures, and prints one JSON object a figure as soon as it is known.
///
/// # Errors
/// When something that is measured does not build, run or hold what it must. A target that is missed is a figure like
/// any other.
pub(crate) fn run(options: &Options) -> Result<()> {
    match &options.subject {
        Some(Subject::Relay) => relay::measure(tell),
        Some(Subject::Record) => record::measure(tell),
        Some(Subject::App) => app::measure(tell),
        Some(Subject::Coach(options)) => coach::run(options),
        None => {
            relay::measure(tell)?;
            record::measure(tell)?;
            app::measure(tell)?;
            coach::run(&coach::Options::default())
        }
    }
}

fn tell(figure: Figure) {
    println!("{}", figure.to_json());
}

/// Runs cargo and gives the JSON lines that what it runs has printed.
fn measured<const N: usize>(arguments: [&str; N]) -> Result<Vec<Value>> {
    eprintln!("bench: cargo {}", arguments.join(" "));
    let printed = workspace::output(workspace::cargo(arguments).stderr(Stdio::inherit()))?;
    let line = |line: &str| serde_json::from_str(line).with_context(|| format!("not JSON: {line}"));
    printed.lines().filter(|line| line.starts_with('{')).map(line).collect()
}

/// The line about one thing that was measured.
fn line_of<'a>(lines: &'a [Value], figure: &str) -> Result<&'a Value> {
    lines.iter().find(|line| line["figure"] == figure).with_context(|| format!("no line {figure}"))
}

/// A number in a line.
fn number(line: &Value, field: &str) -> Result<f64> {
    line[field].as_f64().with_context(|| format!("no number {field} in {line}"))
}
