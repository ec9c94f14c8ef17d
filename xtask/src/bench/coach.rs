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
    /// List what is missed and what is wrong in the half of the drafts that authors of rules may read
    #[arg(long)]
    tuning_errors: bool,
    /// Only how often the coach is right
    #[arg(long)]
    quality: bool,
}

/// Prints every figure.
///
/// # Errors
/// When a draft is not as it should be, or something that is measured does not run.
pub(super) fn run(options: &Options) -> Result<()> {
    let tuning = drafts::read(Half::Tuning)?;
    if options.tuning_errors {
        quality::print_errors(&tuning);
        return Ok(());
    }
    let unseen = drafts::read(Half::Unseen)?;
    quality::print("tuning", &tuning);
    quality::print("unseen", &unseen);
    quality::print("all", tuning.iter().chain(&unseen));
    if options.quality {
        return Ok(());
    }
    speed::native()?;
    browser::measure()?;
    others::measure()
}
