//! `cargo xtask pictures`: the pictures of README.md, taken anew from the app as it is.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::{test, workspace};

/// The test that takes them, and what their files begin with.
const TEST: &str = "pictures_of_the_readme";
const PREFIX: &str = "readme-";

/// Lives through the demo in a browser and copies what it saw to `docs/pictures`.
///
/// # Errors
/// When a build or the test fails, or a file cannot be copied.
pub(crate) fn run() -> Result<()> {
    test::run(&test::Options::only(TEST))?;
    let folder = workspace::root().join("docs/pictures");
    fs::create_dir_all(&folder)?;
    let mut copied = 0;
    for file in
        fs::read_dir(workspace::target().join("pictures")).context("reading the pictures")?
    {
        let file = file?;
        let name = file.file_name();
        if let Some(name) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) {
            fs::copy(file.path(), folder.join(name))?;
            copied += 1;
        }
    }
    ensure!(copied > 0, "the test {TEST} took no pictures");
    println!("{copied} pictures in {}", folder.display());
    Ok(())
}
