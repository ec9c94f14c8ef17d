//! For people who write rules: prints every line of the rule files with what is found in it.
//!
//! `cargo run -p steadfast-coach --example rules` prints the lines that do not do what they say, and which lines of all
//! rules are read differently than the last time somebody looked (`rules/en.lines`). Give a part of a file name to see
//! all lines of these files; `--accept` writes down how all lines are read now; `--text` reads a text from standard
//! input and prints it with all findings.

use std::{env, fmt::Write, fs, io, path::PathBuf, process::ExitCode};

use steadfast_coach::{Form, Role, check};

#[path = "../tests/rules/lines.rs"]
mod lines;

use lines::{LINES, involved, mark};

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--text") {
        print_text(&io::read_to_string(io::stdin())?);
        return Ok(ExitCode::SUCCESS);
    }
    let record = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules/en.lines");
    let now = all_lines();
    if arguments.iter().any(|argument| argument == "--accept") {
        fs::write(&record, &now)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(part) = arguments.iter().find(|argument| !argument.starts_with("--")) {
        print_matching(part);
    }
    let wrong = print_wrong();
    print_changes(&fs::read_to_string(&record).unwrap_or_default(), &now);
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_text(text: &str) {
    for paragraph in text.lines() {
        println!("{paragraph}");
        for found in check(paragraph, Role::Involved, Form::Apology) {
            println!(
                "    {:<22} {:<40} {}",
                found.id.name(),
                found.rule,
                &paragraph[found.start..found.end]
            );
        }
    }
}

/// Every line with everything that is found in it.
fn all_lines() -> String {
    let mut out = String::new();
    for line in LINES {
        let _ = writeln!(out, "{}", line.text);
        for found in involved(line) {
            let _ = writeln!(out, "    {} {}", found.id.name(), &line.text[found.start..found.end]);
        }
    }
    out
}

fn own_spans(line: &lines::Line) -> Vec<(usize, usize)> {
    let found = involved(line).into_iter();
    found
        .filter(|found| found.id.name() == line.finding)
        .map(|found| (found.start, found.end))
        .collect()
}

fn print_matching(part: &str) {
    for line in LINES.iter().filter(|line| line.path.contains(part)) {
        let kind = if line.yes { "yes" } else { "no " };
        println!("{}:{}: {kind} {}", line.rule, line.line, mark(line.text, &own_spans(line)));
        if line.guards.contains(&part) {
            println!("    its rule declares the guard {part}");
        }
    }
}

fn print_wrong() -> usize {
    let mut wrong = 0;
    for line in LINES {
        let spans = own_spans(line);
        if spans != line.marked {
            wrong += 1;
            println!("{}:{}: found {}", line.path, line.line, mark(line.text, &spans));
        }
    }
    println!("{wrong} of {} lines do not do what they say", LINES.len());
    wrong
}

/// The lines that are read differently from what `before` says.
fn print_changes(before: &str, now: &str) {
    let (before, now) = (blocks(before), blocks(now));
    let mut changed = 0;
    for block in &now {
        match before.iter().find(|known| known.first() == block.first()) {
            Some(known) if known == block => {}
            known => {
                changed += 1;
                println!(
                    "{} {}",
                    if known.is_some() { "changed:" } else { "new:" },
                    block.join("\n")
                );
            }
        }
    }
    println!("{changed} lines are read differently than before (`--accept` writes them down)");
}

fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in text.lines() {
        match blocks.last_mut() {
            Some(block) if line.starts_with("    ") => block.push(line),
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}
