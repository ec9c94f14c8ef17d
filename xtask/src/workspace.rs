//! Where things are in this workspace, and how cargo and other programs are called.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use anyhow::{Context, Result, bail};

/// The folder of the workspace's `Cargo.toml`. What cargo says when it runs this counts before what it said when it built
/// this: two copies of the sources may share one folder to build into.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        xtask.parent().expect("xtask is a folder of the workspace").to_owned()
    });
    &ROOT
}

/// The folder cargo builds into: `CARGO_TARGET_DIR`, or `target` in the workspace.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A call of the cargo that runs us, in the workspace's folder.
pub(crate) fn cargo<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // The variables that cargo sets for us would make it build a different crate graph below.
    command.current_dir(root()).args(arguments).env_remove("CARGO_ENCODED_RUSTFLAGS");
    command
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} could not be started"))?;
    if !status.success() {
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        bail!("{name} {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}

/// Runs a command to its end and gives what it printed.
///
/// # Errors
/// When it cannot be started, fails, or prints something that is not UTF-8.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        bail!("{name} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("{name} printed something that is not text"))
}

/// The first program of one of these names in `PATH`.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// Adds the WebAssembly target to the toolchain if it is not there.
///
/// # Errors
/// When it is missing and rustup cannot add it.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let libraries = output(Command::new(rustc).current_dir(root()).args([
        "--print",
        "target-libdir",
        "--target",
        "wasm32-unknown-unknown",
    ]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    run(Command::new("rustup").current_dir(root()).args(["target", "add", "wasm32-unknown-unknown"]))
        .context("the target wasm32-unknown-unknown is missing; install it with rustup, or with your system's packages")
}
