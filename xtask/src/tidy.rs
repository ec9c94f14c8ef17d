//! `cargo xtask tidy`: the rules of the house that no compiler checks.

mod architecture;
mod modules;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A broken rule, and where.
pub(crate) struct Fault {
    /// Relative to the workspace's folder, with the line where there is one.
    place: String,
    what: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// Checks everything, and names every fault.
///
/// # Errors
/// When a rule is broken, or a file cannot be read.
pub(crate) fn run() -> Result<()> {
    let root = workspace::root();
    let metadata = workspace::output(&mut workspace::cargo([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?;
    let crates = architecture::crates(&metadata)?;
    let map =
        fs::read_to_string(root.join("ARCHITECTURE.md")).context("reading ARCHITECTURE.md")?;
    let sources = sources(root)?;

    let mut faults = architecture::check_table(&map, &crates);
    for (path, text) in documents(root)? {
        faults.extend(architecture::check_names(&path, &text, &crates, |named| {
            root.join(named).exists()
        }));
    }
    for (path, text) in &sources {
        faults.extend(modules::check(path, text));
        if path.starts_with("crates/steadfast-web/src/") {
            faults.extend(words::check(path, text)?);
        }
    }
    for fault in &faults {
        eprintln!("{}: {}", fault.place, fault.what);
    }
    if !faults.is_empty() {
        bail!("tidy found {} to mend", faults.len());
    }
    println!("tidy: {} files, nothing to mend", sources.len());
    Ok(())
}

/// Every Rust file of ours: path relative to the root, and text.
fn sources(root: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for folder in ["crates", "xtask", "fuzz"] {
        collect(&root.join(folder), &mut found)?;
    }
    found
        .into_iter()
        .map(|path| {
            let text =
                fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let relative = path.strip_prefix(root).expect("it was found below the root");
            Ok((relative.to_string_lossy().replace('\\', "/"), text))
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// The documents in which names of crates and paths must hold.
fn documents(root: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for name in ["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "SECURITY.md"] {
        if let Ok(text) = fs::read_to_string(root.join(name)) {
            found.push((name.to_owned(), text));
        }
    }
    Ok(found)
}
