//! Turns the message catalogues and the table of help lines into Rust that the compiler checks.

#[path = "build/catalogues.rs"]
mod catalogues;
#[path = "build/help_lines.rs"]
mod help_lines;
#[path = "build/pseudo.rs"]
mod pseudo;

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=data");
    fs::write(out.join("messages.rs"), catalogues::generate("locales".as_ref())?)?;
    fs::write(out.join("help_lines.rs"), help_lines::generate("data/help-lines.json".as_ref())?)?;
    Ok(())
}
