//! Turns the folder that `cargo xtask` built the app into, named by `STEADFAST_APP`, into a table of its files.
//!
//! Without the variable the table is empty and the command says so: a plain `cargo build` always works.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=STEADFAST_APP");
    println!("cargo:rerun-if-changed=build.rs");
    let mut table = String::from("pub(crate) static ASSETS: &[Asset] = &[\n");
    if let Some(app) = env::var_os("STEADFAST_APP").map(PathBuf::from) {
        let list = app.join("assets.list");
        println!("cargo:rerun-if-changed={}", list.display());
        let lines = fs::read_to_string(&list).map_err(|error| {
            format!("STEADFAST_APP names no built app, {}: {error}", list.display())
        })?;
        for line in lines.lines() {
            let [url, mime, keep, hash] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(format!(
                    "{} has a line that is not four columns: {line}",
                    list.display()
                )
                .into());
            };
            let path = app.join(url.trim_start_matches('/'));
            writeln!(
                table,
                "Asset {{ url: {url:?}, mime: {mime:?}, immutable: {}, hash: {hash:?}, raw: include_bytes!({path:?}), brotli: {}, gzip: {} }},",
                keep == "immutable",
                compressed(&path, "br"),
                compressed(&path, "gz"),
            )?;
        }
    }
    table.push_str("];\n");
    fs::write(
        PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("assets.rs"),
        table,
    )?;
    Ok(())
}

/// The expression for a compressed copy, if there is one beside the file.
fn compressed(path: &Path, extension: &str) -> String {
    let copy = PathBuf::from(format!("{}.{extension}", path.display()));
    if copy.is_file() { format!("Some(include_bytes!({copy:?}))") } else { "None".into() }
}
