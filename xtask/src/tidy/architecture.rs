//! Holds ARCHITECTURE.md, and what other documents name, against the workspace as cargo knows it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use super::Fault;

/// For each crate of ours, the crates of ours that it is built with. What only its tests use does not count.
pub(super) type Crates = BTreeMap<String, BTreeSet<String>>;

/// The heading under which the table of allowed dependencies stands.
const TABLE_HEADING: &str = "## The floors";
/// Folders whose paths are checked wherever a document names them.
const FOLDERS: [&str; 6] = ["crates/", "docs/", "xtask/", "fuzz/", "testdata/", ".ci/"];

/// Reads the output of `cargo metadata --no-deps`.
pub(super) fn crates(metadata: &str) -> Result<Crates> {
    let metadata: Value = serde_json::from_str(metadata).context("cargo metadata is not JSON")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let ours: BTreeSet<String> = packages.iter().map(name).collect();
    let uses = |package: &Value| {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        dependencies
            .filter(|one| one["kind"] != "dev")
            .map(name)
            .filter(|name| ours.contains(name))
            .collect()
    };
    Ok(packages.iter().map(|package| (name(package), uses(package))).collect())
}

/// Whether the table names every crate, no other, and allows every dependency that there is.
pub(super) fn check_table(map: &str, crates: &Crates) -> Vec<Fault> {
    let fault = |what: String| Fault::new("ARCHITECTURE.md", what);
    let Some((_, section)) = map.split_once(TABLE_HEADING) else {
        return vec![fault(format!("the section `{TABLE_HEADING}` is gone"))];
    };
    let section = section.split("\n## ").next().unwrap_or_default();
    let allowed: Crates = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| {
            let mut cells = line.split('|').skip(1);
            Some((
                quoted(cells.next()?).next()?.to_owned(),
                quoted(cells.next()?).map(str::to_owned).collect(),
            ))
        })
        .collect();
    let mut faults = Vec::new();
    for (name, uses) in crates {
        let Some(may_use) = allowed.get(name) else {
            faults.push(fault(format!("`{name}` has no row in the table of floors")));
            continue;
        };
        for one in uses.difference(may_use) {
            faults.push(fault(format!(
                "`{name}` is built with `{one}`, which its row does not allow"
            )));
        }
    }
    for name in allowed.keys().filter(|name| !crates.contains_key(*name)) {
        faults.push(fault(format!("`{name}` has a row, and there is no such crate")));
    }
    faults
}

/// Whether every crate and path that a document names exists.
pub(super) fn check_names(
    place: &str,
    text: &str,
    crates: &Crates,
    exists: impl Fn(&str) -> bool,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for name in quoted(line) {
            // A pattern or a placeholder names no one file.
            let path = FOLDERS.iter().any(|folder| name.starts_with(folder))
                && !name.contains(['<', '*', '{', '…', ' ']);
            let our_crate = name
                .strip_prefix("steadfast-")
                .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_lowercase()));
            if path && !exists(name) {
                faults.push(Fault::new(
                    format!("{place}:{}", number + 1),
                    format!("`{name}` does not exist"),
                ));
            }
            if our_crate && !crates.contains_key(name) {
                faults.push(Fault::new(
                    format!("{place}:{}", number + 1),
                    format!("there is no crate `{name}`"),
                ));
            }
        }
    }
    faults
}

/// What stands between backticks in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{"packages": [
        {"name": "low", "dependencies": [{"name": "serde", "kind": null}]},
        {"name": "high", "dependencies": [{"name": "low", "kind": null}, {"name": "kit", "kind": "dev"}]},
        {"name": "kit", "dependencies": []}]}"#;

    fn whats(faults: Vec<Fault>) -> Vec<String> {
        faults.into_iter().map(|fault| fault.what).collect()
    }

    fn table(rows: &str) -> Vec<String> {
        let map = format!(
            "# Map\n\n{TABLE_HEADING}\n\n| crate | may use | absent |\n| --- | --- | --- |\n{rows}\n## After\n\n| `later` | – |\n"
        );
        whats(check_table(&map, &crates(METADATA).unwrap()))
    }

    #[test]
    fn a_table_that_says_what_is_so_passes() {
        assert!(table("| `low` | – | x |\n| `high` | `low` | x |\n| `kit` | – | x |").is_empty());
    }

    #[test]
    fn a_dependency_that_is_not_allowed_is_named() {
        assert_eq!(
            table("| `low` | – | x |\n| `high` | – | `low` |\n| `kit` | – | x |"),
            ["`high` is built with `low`, which its row does not allow"]
        );
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_named() {
        assert_eq!(
            table("| `high` | `low` | x |\n| `kit` | – | x |\n| `gone` | – | x |"),
            [
                "`low` has no row in the table of floors",
                "`gone` has a row, and there is no such crate"
            ]
        );
    }

    #[test]
    fn a_path_or_crate_that_is_gone_is_named_with_its_line() {
        let text = "See `crates/low/src`.\nAnd `docs/gone.md`, `steadfast-gone`, `crates/<name>` and `cargo xtask`.";
        let found = check_names("README.md", text, &crates(METADATA).unwrap(), |path| {
            path == "crates/low/src"
        });
        let places: Vec<_> = found.iter().map(|fault| fault.place.as_str()).collect();
        assert_eq!(places, ["README.md:2", "README.md:2"]);
        assert_eq!(
            whats(found),
            ["`docs/gone.md` does not exist", "there is no crate `steadfast-gone`"]
        );
    }
}
