//! How often the language coach is right on drafts whose marks its rules never saw, and how fast and how large it is.

mod browser;
mod drafts;
mod others;
mod quality;
mod speed;

use anyhow::Result;
use clap::Args;

use drafts::Half;

/// What `bench coach` can be told.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// List what is missed and what is wrong in the drafts that rules are made with
    #[arg(long)]
    errors: bool,
    /// List every hit of every pattern and whether it is marked: by it a pattern is weak or not
    #[arg(long)]
    hits: bool,
    /// Only how often the coach is right
    #[arg(long)]
    quality: bool,
    /// Only how fast and how large it is
    #[arg(long, conflicts_with_all = ["quality", "errors", "hits"])]
    speed: bool,
}

/// Prints every figure.
///
/// # Errors
/// When a draft is not as it should be, or something that is measured does not run.
pub(super) fn run(options: &Options) -> Result<()> {
    let list = match options {
        Options { errors: true, .. } => Some(quality::print_errors as fn(&[drafts::Draft])),
        Options { hits: true, .. } => Some(quality::print_hits as fn(&[drafts::Draft])),
        _ => None,
    };
    if let Some(list) = list {
        // What is listed gets read, and then it is no longer unseen.
        list(&drafts::read(Half::Tuning)?);
        return Ok(());
    }
    if !options.speed {
        quality::print("tuning", &drafts::read(Half::Tuning)?);
        quality::print("unseen", &drafts::read(Half::Unseen)?);
    }
    if options.quality {
        return Ok(());
    }
    speed::native()?;
    browser::measure()?;
    if options.speed { Ok(()) } else { others::measure() }
}
