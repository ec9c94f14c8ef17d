//! `cargo xtask test`: every test there is, those in a browser too.

mod contract;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use sha2::{Digest, Sha512};

use crate::{serve, web, workspace};

/// What `test` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Leave out the app and everything that needs a browser
    #[arg(long)]
    no_browser: bool,
    /// Test the small, compressed build of the app
    #[arg(long)]
    release: bool,
    /// Only tests whose names contain this
    filter: Option<String>,
}

impl Options {
    /// The tests of this name alone.
    pub(crate) fn only(name: &str) -> Self {
        Self { no_browser: false, release: false, filter: Some(name.to_owned()) }
    }
}

/// axe-core finds what somebody with a screen reader or a keyboard cannot use.
const AXE_VERSION: &str = "4.14.1";
/// SHA-512 of its package in base 64, as the registry states it.
const AXE_SHA512: &str =
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";

/// The names under which systems install the browser and its driver.
pub(crate) const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 1] = ["chromedriver"];

/// Builds what the tests need, and runs them all.
///
/// # Errors
/// When something needed is missing and cannot be had, a build fails, or a test does.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut with_app: Vec<(&str, PathBuf)> = Vec::new();
    if !options.no_browser {
        let (browser, driver) = browser()?;
        if options.filter.is_none() {
            contract::run(&browser)?;
        }
        let app = web::build(&web::Options { release: options.release, contract: false })?;
        // The tests of the command are built with the app inside, so that they find it in their own binary.
        workspace::run(&mut serve::command_with_app("build", &app, false))?;
        with_app = vec![
            ("STEADFAST_APP", app),
            ("STEADFAST_BROWSER", browser),
            ("STEADFAST_DRIVER", driver),
            ("STEADFAST_AXE", axe()?),
        ];
    }
    let prepared = |mut command: Command| {
        command.envs(with_app.iter().map(|(name, value)| (*name, value)));
        command
    };
    let nextest = Command::new("cargo")
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|found| found.status.success());
    let verb: &[&str] = if nextest {
        &["nextest", "run", "--no-fail-fast"]
    } else {
        &["test", "--no-fail-fast", "--all-targets"]
    };
    let mut tests = workspace::cargo(verb);
    tests.arg("--workspace").args(&options.filter);
    if options.no_browser {
        // Without a browser its tests are left out by name, so that a forgotten browser is never a silent pass.
        tests.args(if nextest {
            ["-E", "not binary(browser)"].as_slice()
        } else {
            ["--", "--skip", "browser"].as_slice()
        });
    }
    workspace::run(&mut prepared(tests))?;
    if options.filter.is_none() {
        workspace::run(&mut prepared(workspace::cargo([
            "test",
            "--quiet",
            "--doc",
            "--workspace",
        ])))?;
    }
    Ok(())
}

/// Chromium and its driver: found, or installed from Debian where we may.
///
/// # Errors
/// When they are neither there nor can be installed; the message says what to do.
pub(crate) fn browser() -> Result<(PathBuf, PathBuf)> {
    let find = || workspace::program(&BROWSERS).zip(workspace::program(&DRIVERS));
    if let Some(found) = find() {
        return Ok(found);
    }
    let root = workspace::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if root && workspace::program(&["apt-get"]).is_some() {
        eprintln!("test: installing Debian's chromium and chromium-driver");
        workspace::run(Command::new("apt-get").args(["update", "--quiet"]))?;
        let mut install = Command::new("apt-get");
        install.env("DEBIAN_FRONTEND", "noninteractive").args([
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
        ]);
        workspace::run(install.args(["chromium", "chromium-driver"]))?;
    }
    find().context(
        "the browser tests need Chromium and its driver. On Debian: `sudo apt-get install chromium chromium-driver`. \
         On Fedora: `sudo dnf install chromium chromedriver`. Elsewhere, put `chromium` (or `google-chrome`) and a \
         `chromedriver` of the same version into PATH. Without a browser: `cargo xtask test --no-browser`",
    )
}

/// The file of axe-core, fetched once and checked against its hash.
fn axe() -> Result<PathBuf> {
    let folder = workspace::target().join(format!("axe-core-{AXE_VERSION}"));
    let file = folder.join("package/axe.min.js");
    if file.is_file() {
        return Ok(file);
    }
    fs::create_dir_all(&folder)?;
    let package = format!("axe-core@{AXE_VERSION}");
    let mut pack = Command::new("npm");
    pack.current_dir(&folder).args(["pack", "--silent", &package]);
    workspace::output(&mut pack).context(
        "the browser tests check every page with axe-core, which `npm pack` fetches; install npm",
    )?;
    let archive = folder.join(format!("axe-core-{AXE_VERSION}.tgz"));
    check_hash(&archive)?;
    workspace::run(
        Command::new("tar").current_dir(&folder).arg("xzf").arg(&archive).arg("package/axe.min.js"),
    )?;
    ensure!(file.is_file(), "{package} has no axe.min.js");
    Ok(file)
}

fn check_hash(archive: &Path) -> Result<()> {
    let hash = data_encoding::BASE64.encode(&Sha512::digest(fs::read(archive)?));
    if hash != AXE_SHA512 {
        fs::remove_file(archive)?;
        bail!(
            "the package axe-core {AXE_VERSION} has the hash {hash}, and {AXE_SHA512} was expected"
        );
    }
    Ok(())
}
