//! `cargo xtask lint`: formatting, clippy, tidy, licences and sources, spelling, documentation.

use std::process::Command;

use anyhow::{Context, Result};

use crate::{rights, tidy, workspace};

/// A tool that is no part of Rust, and the version that was tried.
struct Tool {
    program: &'static str,
    package: &'static str,
    version: &'static str,
}

const DENY: Tool = Tool { program: "cargo-deny", package: "cargo-deny", version: "0.20.2" };
const TYPOS: Tool = Tool { program: "typos", package: "typos-cli", version: "1.52.0" };
/// Where cargo-deny asks for advisories.
const ADVISORIES: &str = "https://github.com/rustsec/advisory-db";

/// Everything that a change must pass before its tests.
///
/// # Errors
/// At the first part that finds something; what it found is printed.
pub(crate) fn run() -> Result<()> {
    let step = |name: &str| eprintln!("lint: {name}");
    step("formatting");
    workspace::run(&mut workspace::cargo(["fmt", "--all", "--check"]))?;
    step("tidy");
    tidy::run()?;
    step("spelling");
    workspace::run(Command::new(installed(&TYPOS)?).current_dir(workspace::root()))?;
    step("clippy");
    let deny_warnings = ["--", "-D", "warnings"];
    let mut clippy = workspace::cargo(["clippy", "--quiet", "--workspace", "--all-targets"]);
    workspace::run(clippy.args(deny_warnings))?;
    workspace::ensure_wasm_target()?;
    let mut clippy =
        workspace::cargo(["clippy", "--quiet", "--package", "steadfast-web", "--target"]);
    workspace::run(clippy.arg("wasm32-unknown-unknown").args(deny_warnings))?;
    step("who may do what");
    rights::check()?;
    step("licences, bans and sources");
    installed(&DENY)?;
    workspace::run(&mut workspace::cargo([
        "deny",
        "--log-level",
        "error",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))?;
    advisories()?;
    step("documentation");
    let mut doc = workspace::cargo([
        "doc",
        "--quiet",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ]);
    workspace::run(doc.env("RUSTDOCFLAGS", "-Dwarnings"))
}

/// Checks known weaknesses, where their list can be had: a lint without a network is still a lint.
fn advisories() -> Result<()> {
    let reachable =
        Command::new("git").args(["ls-remote", "--quiet", "--heads", ADVISORIES]).output();
    if !reachable.is_ok_and(|output| output.status.success()) {
        eprintln!("lint: advisories left out, {ADVISORIES} cannot be reached");
        return Ok(());
    }
    workspace::run(&mut workspace::cargo(["deny", "--log-level", "error", "check", "advisories"]))
}

/// The tool's name, after it was installed if it was not.
fn installed(tool: &Tool) -> Result<&'static str> {
    if workspace::program(&[tool.program]).is_none() {
        eprintln!("lint: installing {} {}", tool.package, tool.version);
        let mut install = workspace::cargo([
            "install",
            "--locked",
            "--quiet",
            tool.package,
            "--version",
            tool.version,
        ]);
        // It must not build into our target folder, whose lock a developer's editor may hold.
        workspace::run(install.env_remove("CARGO_TARGET_DIR")).with_context(|| {
            format!(
                "`cargo install --locked {}` failed; the lint needs `{}`",
                tool.package, tool.program
            )
        })?;
    }
    Ok(tool.program)
}
