//! `cargo xtask dist`: what is handed out, the command with the app inside and the app as a folder.

use std::fs;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{serve, web, workspace};

/// Builds the small app and the released command, copies both into `target/handout`, and prints their hashes.
///
/// # Errors
/// When a build fails or a file cannot be written.
pub(crate) fn run() -> Result<()> {
    let app = web::build(&web::Options { release: true, contract: false })?;
    workspace::run(&mut serve::command_with_app("build", &app, true))?;
    let out = workspace::target().join("handout");
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("emptying {}", out.display()))?;
    }
    fs::create_dir_all(out.join("app"))?;
    let name = format!("steadfast{}", std::env::consts::EXE_SUFFIX);
    fs::copy(workspace::target().join("release").join(&name), out.join(&name))
        .context("copying the command")?;
    let mut sums = String::new();
    for (path, bytes) in web::files(&app)? {
        let to = out.join("app").join(&path);
        fs::create_dir_all(to.parent().expect("a file has a folder"))?;
        fs::write(&to, &bytes)?;
        sums +=
            &format!("{}  app/{path}\n", data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)));
    }
    sums += &format!(
        "{}  {name}\n",
        data_encoding::HEXLOWER.encode(&Sha256::digest(fs::read(out.join(&name))?))
    );
    fs::write(out.join("SHA256SUMS"), &sums)?;
    println!("{}\n{sums}", out.display());
    Ok(())
}
