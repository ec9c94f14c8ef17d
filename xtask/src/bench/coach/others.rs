//! What others do with the same text, in the same run: write-good and Harper, from npm.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::workspace;

/// Installs both into the folder of the build and times them. What cannot be had is told, and is no error.
///
/// # Errors
/// When the folder cannot be written.
pub(super) fn measure() -> Result<()> {
    let (Some(npm), Some(node)) = (workspace::program(&["npm"]), workspace::program(&["node"]))
    else {
        eprintln!("bench: write-good and Harper are not measured: there is no node or no npm here");
        return Ok(());
    };
    let folder = workspace::target().join("coach-others");
    fs::create_dir_all(&folder).context("making the folder of the npm packages")?;
    let installed = Command::new(npm)
        .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder)
        .args(["write-good", "harper.js"])
        .stdout(Stdio::null())
        .status();
    if !installed.is_ok_and(|status| status.success()) {
        eprintln!("bench: write-good and Harper are not measured: npm could not install them");
        return Ok(());
    }
    let measured = Command::new(node)
        .arg(workspace::root().join("xtask/src/bench/coach/others.mjs"))
        .arg(&folder)
        .arg(workspace::root().join("crates/steadfast-coach/words/bench_letter.txt"))
        .status();
    if !measured.is_ok_and(|status| status.success()) {
        eprintln!("bench: write-good or Harper did not run to its end");
    }
    Ok(())
}
