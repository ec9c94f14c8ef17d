//! A couple made by `steadfast demo`, and its record before `steadfast verify`.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

fn steadfast(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_steadfast"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command runs")
}

fn said(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).expect("the command writes UTF-8")
}

/// A folder with a demo of a week.
fn week() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let made = steadfast(&["demo", "--out", "demo", "--days", "7"], folder.path());
    assert!(made.status.success(), "{}", said(&made.stderr));
    folder
}

#[test]
fn the_demos_record_is_whole_and_says_who_wrote_it() {
    let folder = week();
    for name in ["ana", "sam"] {
        let words = fs::read_to_string(folder.path().join(format!("demo/{name}.words.txt")))
            .expect("the words are there");
        assert_eq!(words.split_whitespace().count(), 24, "{name}");
    }
    let text = steadfast(&["verify", "demo/us.steadfast"], folder.path());
    assert_eq!(text.status.code(), Some(0), "{}", said(&text.stderr));
    assert!(said(&text.stdout).starts_with("Whole."), "{}", said(&text.stdout));

    let json = steadfast(&["verify", "--json", "demo/us.steadfast"], folder.path());
    let report: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let names: Vec<_> =
        report["authors"].as_array().expect("authors").iter().map(|a| a["name"].as_str()).collect();
    assert_eq!(names, [Some("Sam"), Some("Ana")]);
    let entries = report["entries"].as_array().expect("entries");
    assert_eq!(report["size"].as_u64(), Some(entries.len() as u64));
    // What one wrote between two entries of the other has a window on both sides, and the claim lies in it.
    let bounded = entries.iter().filter_map(|entry| {
        let window = &entry["window"];
        Some((
            window["not_before_ms"].as_i64()?,
            entry["claimed_ms"].as_i64()?,
            window["not_after_ms"].as_i64()?,
        ))
    });
    let bounded: Vec<_> = bounded.collect();
    assert!(!bounded.is_empty());
    assert!(
        bounded.iter().all(|(from, claimed, to)| from <= claimed && claimed <= to),
        "{bounded:?}"
    );
}

#[test]
fn whatever_is_changed_in_the_file_is_refused() {
    let folder = week();
    let whole = fs::read(folder.path().join("demo/us.steadfast")).expect("the export");
    let refused = |what: &str, bytes: &[u8]| {
        fs::write(folder.path().join("changed.steadfast"), bytes).expect("room for a file");
        let output = steadfast(&["verify", "changed.steadfast"], folder.path());
        assert_eq!(output.status.code(), Some(1), "{what} was not noticed");
        assert!(output.stdout.is_empty(), "{what}: {}", said(&output.stdout));
        let words = said(&output.stderr);
        assert!(words.starts_with("steadfast: changed.steadfast is not "), "{what}: {words}");
    };
    // Every byte is tried in `steadfast-circle`; here, a hundred all over the file, through the command.
    for place in (0..whole.len()).step_by(whole.len() / 100) {
        let mut flipped = whole.clone();
        flipped[place] ^= 1;
        refused(&format!("byte {place}, flipped,"), &flipped);
    }
    let middle = whole.len() / 2;
    refused("a missing byte", &[&whole[..middle], &whole[middle + 1..]].concat());
    refused("a byte too many", &[&whole[..], &[0]].concat());
    refused("the first half", &whole[..middle]);
    refused("an empty file", &[]);
    let other = (1..).find(|n| whole[middle + n] != whole[middle]).expect("bytes differ") + middle;
    let mut swapped = whole;
    swapped.swap(middle, other);
    refused("two bytes, exchanged,", &swapped);
}

#[test]
fn the_folder_for_other_verifiers_is_complete_and_overwrites_nothing() {
    let folder = week();
    let unpack = ["verify", "--tlog", "tlog", "demo/us.steadfast"];
    let first = steadfast(&unpack, folder.path());
    assert!(first.status.success(), "{}", said(&first.stderr));
    let checkpoint =
        fs::read_to_string(folder.path().join("tlog/checkpoint")).expect("a checkpoint");
    let size: u64 = checkpoint.lines().nth(1).expect("a size").parse().expect("a number");
    assert!(folder.path().join(format!("tlog/tile/0/000.p/{size}")).is_file());
    assert!(folder.path().join(format!("tlog/tile/entries/000.p/{size}")).is_file());

    let again = steadfast(&unpack, folder.path());
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(said(&again.stderr), "steadfast: tlog is not empty\n");
}
