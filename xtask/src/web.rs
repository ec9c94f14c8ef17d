//! The app as a folder of files: WebAssembly, its glue, styles, service worker and manifest, under hashed names.

mod folder;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};
use clap::Args;
use folder::{Folder, hash, integrity};
use wasm_bindgen_cli_support::Bindgen;

pub(crate) use folder::files;

use crate::workspace;

/// The name that a browser tab, a home screen and a list of apps show. It says nothing on purpose: whoever looks
/// over a shoulder reads this name.
const NEUTRAL_NAME: &str = "Notes";

/// How the app is built.
#[derive(Args)]
#[group(id = "web")]
pub(crate) struct Options {
    /// Small and compressed, as it is handed out; without it the build is quick
    #[arg(long)]
    pub(crate) release: bool,
    /// With the page that holds the browser's store to its contract; for tests
    #[arg(skip)]
    pub(crate) contract: bool,
}

/// Builds the app and gives the folder that it is in, with a list of its files in `assets.list`.
///
/// # Errors
/// When the target, the compiler, the glue or a file fails; the message names which.
pub(crate) fn build(options: &Options) -> Result<PathBuf> {
    workspace::ensure_wasm_target()?;
    // The quick build is cargo's own `dev`, so that macros and build scripts are shared with every other dev build.
    let (profile, folder) = if options.release { ("web", "web") } else { ("dev", "debug") };
    let target = workspace::target();
    let started = Instant::now();
    let mut cargo =
        workspace::cargo(["build", "--quiet", "--package", "steadfast-web", "--target"]);
    cargo.args(["wasm32-unknown-unknown", "--profile", profile]);
    if options.contract {
        cargo.args(["--features", "contract"]);
    }
    workspace::run(&mut cargo)?;
    let compiled = started.elapsed();

    let module = target.join("wasm32-unknown-unknown").join(folder).join("steadfast-web.wasm");
    let glue = target.join("app-glue");
    if glue.exists() {
        fs::remove_dir_all(&glue).context("emptying the folder of the glue")?;
    }
    Bindgen::new()
        .input_path(&module)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .keep_debug(false)
        .remove_name_section(options.release)
        .remove_producers_section(true)
        .generate(&glue)
        .context("wasm-bindgen could not read the module")?;

    let folder = target.join(match options {
        Options { contract: true, .. } => "app-contract",
        Options { release: true, .. } => "app-release",
        Options { .. } => "app",
    });
    let sizes = lay_out(&glue, Folder::empty(&folder, options.release)?)?;
    eprintln!("app: compiled in {compiled:.1?}, all in {:.1?}; {sizes}", started.elapsed());
    Ok(folder)
}

/// Writes every file of the app and gives a line about their sizes.
fn lay_out(glue: &Path, mut folder: Folder) -> Result<String> {
    let source = workspace::root().join("crates/steadfast-web");
    let text = |path: &str| {
        fs::read_to_string(source.join(path))
            .with_context(|| format!("reading crates/steadfast-web/{path}"))
    };

    let wasm = fs::read(glue.join("app_bg.wasm"))?;
    let wasm_url = folder.hashed("/a/app-@.wasm", "application/wasm", &wasm)?;
    for (path, bytes) in files(&glue.join("snippets"))? {
        // The paths of snippets carry a hash already, and the glue imports them by it.
        folder.immutable(&format!("/a/snippets/{path}"), "text/javascript", &bytes)?;
    }
    let boot = text("static/boot.js")?
        .replace("@WASM@", &wasm_url)
        .replace("@WASM_INTEGRITY@", &integrity(&wasm));
    let js = fs::read_to_string(glue.join("app.js"))? + &boot;
    let js_url = folder.hashed("/a/app-@.js", "text/javascript", js.as_bytes())?;
    let early = text("static/early.js")?;
    let early_url = folder.hashed("/a/early-@.js", "text/javascript", early.as_bytes())?;
    let css = styles(&source)?;
    let css_url = folder.hashed("/a/style-@.css", "text/css", css.as_bytes())?;
    let icon_url =
        folder.hashed("/a/icon-@.svg", "image/svg+xml", text("static/icon.svg")?.as_bytes())?;
    let mut pictures = BTreeMap::new();
    for size in [180, 192, 512] {
        let bytes = fs::read(source.join(format!("static/icon-{size}.png")))?;
        pictures
            .insert(size, folder.hashed(&format!("/a/icon-{size}-@.png"), "image/png", &bytes)?);
    }

    folder.fresh(
        "/manifest.webmanifest",
        "application/manifest+json",
        manifest(&icon_url, &pictures).as_bytes(),
    )?;
    let said: BTreeMap<String, String> = serde_json::from_str(&text("locales/en/before.json")?)?;
    let fill = |page: String| {
        let page = said
            .iter()
            .fold(page, |page, (key, words)| page.replace(&format!("@before.{key}@"), words));
        page.replace("@NAME@", NEUTRAL_NAME)
            .replace("@ICON@", &icon_url)
            .replace("@TOUCH_ICON@", &pictures[&180])
            .replace("@CSS@", &css_url)
            .replace("@CSS_INTEGRITY@", &integrity(css.as_bytes()))
            .replace("@EARLY@", &early_url)
            .replace("@EARLY_INTEGRITY@", &integrity(early.as_bytes()))
            .replace("@WASM@", &wasm_url)
            .replace("@JS@", &js_url)
            .replace("@JS_INTEGRITY@", &integrity(js.as_bytes()))
    };
    folder.fresh(
        "/index.html",
        "text/html; charset=utf-8",
        fill(text("static/index.html")?).as_bytes(),
    )?;
    folder.fresh(
        "/away.html",
        "text/html; charset=utf-8",
        fill(text("static/away.html")?).as_bytes(),
    )?;

    // The worker's version is a hash of every other file, so that any change makes the browser fetch anew.
    let urls = serde_json::to_string(&folder.urls())?;
    let version = hash(folder.list().as_bytes());
    let worker = text("static/sw.js")?.replace("@VERSION@", &version).replace("\"@FILES@\"", &urls);
    folder.fresh("/sw.js", "text/javascript", worker.as_bytes())?;
    folder.finish()
}

/// The stylesheets in the order in which they build on each other: tokens, base, then one a feature.
fn styles(source: &Path) -> Result<String> {
    let mut css = String::new();
    for path in ["styles/tokens.css", "styles/base.css"] {
        css += &fs::read_to_string(source.join(path)).with_context(|| format!("reading {path}"))?;
    }
    // Sorted by path: `features/…` before `frame.css` before `ui/…` would let a feature be overruled, so it goes last.
    let mut others = files(&source.join("src"))?;
    others.sort_by_key(|(path, _)| (path.starts_with("features/"), path.clone()));
    for (path, bytes) in others.into_iter().filter(|(path, _)| path.ends_with(".css")) {
        css += &String::from_utf8(bytes).with_context(|| format!("src/{path} is not text"))?;
    }
    Ok(css)
}

/// The manifest that makes the app installable, as neutral as the tab's title.
fn manifest(icon: &str, pictures: &BTreeMap<u32, String>) -> String {
    let mut icons = vec![
        serde_json::json!({ "src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any" }),
    ];
    for (size, url) in pictures {
        icons.push(serde_json::json!({ "src": url, "sizes": format!("{size}x{size}"), "type": "image/png", "purpose": "any maskable" }));
    }
    serde_json::json!({
        "name": NEUTRAL_NAME,
        "short_name": NEUTRAL_NAME,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fcfaf6",
        "theme_color": "#fcfaf6",
        "icons": icons,
    })
    .to_string()
}
