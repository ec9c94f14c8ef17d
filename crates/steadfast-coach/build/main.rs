//! Compiles the rule files, the lexicon and the words of a language into static tables.

#[path = "../src/hashing.rs"]
mod hashing;

mod code;
mod compile;
mod emit;
mod files;
mod inflect;
mod lexicon;
mod pattern;
mod source;

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=words");
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaints) => {
            for complaint in complaints {
                eprintln!("{complaint}");
                println!("cargo::error={}", complaint.to_string().replace('\n', " "));
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Vec<source::Complaint>> {
    let files = source::read_folder(Path::new("rules/en"))?;
    let words = source::read_file(Path::new("words"), Path::new("words/en.toml"))?;
    let language = compile::language(&files, &words)?;
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let write = |name: &str, text: String| {
        fs::write(Path::new(&out).join(name), text).map_err(|error| {
            vec![source::Complaint::about_file(name, &format!("cannot be written: {error}"))]
        })
    };
    write("en.rs", emit::tables(&language))?;
    write("lines.rs", emit::lines(&language))
}
