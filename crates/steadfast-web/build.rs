//! Turns the message catalogues and the table of help lines into Rust that the compiler checks, and asks the linker for
//! what the split of the app needs.

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
    if env::var_os("CARGO_CFG_TARGET_FAMILY").is_some_and(|family| family == "wasm") {
        // Relocations tell `xtask web` what each function needs, so that it can split the module.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    fs::write(out.join("messages.rs"), catalogues::generate("locales".as_ref())?)?;
    fs::write(out.join("help_lines.rs"), help_lines::generate("data/help-lines.json".as_ref())?)?;
    Ok(())
}
