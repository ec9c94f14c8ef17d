//! `cargo xtask serve`: the app built, embedded, and served together with a relay.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use clap::Args;

use crate::{web, workspace};

/// What `serve` can be told.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    web: web::Options,
    /// With Ana and Sam, a couple with three months of life, in a folder of their own; says where their 24 words are
    #[arg(long)]
    demo: bool,
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
    command.args(["--", "serve"]);
    if options.demo {
        command.arg("--data").arg(demo(&app, options.web.release)?.join("data"));
    }
    workspace::run(command.args(&options.rest))
}

/// After this time the demo is told anew, so that its last day is yesterday.
const DEMO_AGE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder of a demo that is not old.
fn demo(app: &Path, release: bool) -> Result<PathBuf> {
    let folder = workspace::target().join("demo");
    let made = fs::metadata(folder.join("us.steadfast")).and_then(|file| file.modified());
    let fresh = made.is_ok_and(|made| {
        SystemTime::now().duration_since(made).is_ok_and(|age| age < DEMO_AGE_MAX)
    });
    if !fresh {
        if folder.exists() {
            fs::remove_dir_all(&folder).context("emptying the folder of the demo")?;
        }
        eprintln!("serve: Ana and Sam live through three months; this takes half a minute");
        let mut command = command_with_app("run", app, release);
        workspace::run(command.args(["--", "demo", "--out"]).arg(&folder))?;
    }
    for name in ["ana", "sam"] {
        let words = fs::read_to_string(folder.join(format!("{name}.words.txt")))?;
        eprintln!("serve: the words of {name}, for “I have my 24 words”: {}", words.trim());
    }
    Ok(folder)
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
