//! `cargo xtask serve`: the app built, embedded, and served together with a relay.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::{web, workspace};

/// What `serve` can be told.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    web: web::Options,
    /// Handed on to `steadfast serve`
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Builds the app and the command around it, and runs `steadfast serve` until it is stopped.
///
/// # Errors
/// When a build fails or the server ends with a failure.
pub(crate) fn run(options: &Options) -> Result<()> {
    let app = web::build(&options.web)?;
    let mut command = command_with_app("run", &app, options.web.release);
    workspace::run(command.args(["--", "serve"]).args(&options.rest))
}

/// `cargo <verb>` for the command `steadfast` with this app inside.
pub(crate) fn command_with_app(verb: &str, app: &Path, release: bool) -> std::process::Command {
    let mut command = workspace::cargo([verb, "--quiet", "--package", "steadfast"]);
    command.env("STEADFAST_APP", app);
    if release {
        command.arg("--release");
    }
    command
}
