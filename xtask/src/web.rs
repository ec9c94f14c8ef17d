//! The app as a folder of files: WebAssembly, its glue, styles, service worker and manifest, under hashed names.

mod folder;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, anyhow, ensure};
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
    let first = target.join("app-first.wasm");
    split(&fs::read(&module)?, &first, &glue, options.release)?;
    Bindgen::new()
        .input_path(&first)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The later parts share the first one's table of functions.
        .keep_lld_exports(true)
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

/// Splits a module at its split points: the first part goes to `first`, the others, with a script that fetches them, into
/// the folder of the glue. With `bare`, the parts lose the names of their functions, as the first loses them with its glue.
fn split(module: &[u8], first: &Path, glue: &Path, bare: bool) -> Result<()> {
    let mut options = wasm_split_cli_support::Options::new(module);
    options.main_out_path = first;
    options.output_dir = glue;
    let (main, link) = (format!("./{GLUE}"), format!("./{PARTS}"));
    options.main_module = &main;
    options.link_name = &link;
    // Its errors are another library's; what they say is all that matters here.
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("the module could not be split: {error:?}"))?;
    if bare {
        for part in split.split_modules {
            fs::write(&part, without_names(&fs::read(&part)?)?)?;
        }
    }
    Ok(())
}

/// A module without its custom sections, which only tools read.
fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    let place = |at: u64| usize::try_from(at).context("a module that fits no memory");
    let mut bare = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section()
            && !matches!(payload, wasmparser::Payload::CustomSection(_))
        {
            bare.section(&wasm_encoder::RawSection {
                id,
                data: &module[place(range.start)?..place(range.end)?],
            });
        }
    }
    Ok(bare.finish())
}

/// The glue, the first part of the module, and the script that fetches the later parts; all in one folder.
const GLUE: &str = "app.js";
const FIRST: &str = "app_bg.wasm";
const PARTS: &str = "parts.js";

/// Writes every file of the app and gives a line about their sizes.
fn lay_out(glue: &Path, mut folder: Folder) -> Result<String> {
    let source = workspace::root().join("crates/steadfast-web");
    let text = |path: &str| {
        fs::read_to_string(source.join(path))
            .with_context(|| format!("reading crates/steadfast-web/{path}"))
    };

    // Glue, parts and snippets import each other by name; so their folder carries one hash, of all that goes into it.
    let mut glued: BTreeMap<String, Vec<u8>> = files(glue)?.into_iter().collect();
    let boot = text("static/boot.js")?;
    let all: Vec<u8> = glued.values().flatten().copied().chain(boot.bytes()).collect();
    let at = format!("/a/{}", hash(&all));
    let (wasm_url, js_url) = (format!("{at}/{FIRST}"), format!("{at}/{GLUE}"));
    let missing = || format!("wasm-bindgen wrote no {FIRST} or {GLUE}");
    let boot = boot
        .replace("@WASM@", &wasm_url)
        .replace("@WASM_INTEGRITY@", &integrity(glued.get(FIRST).with_context(missing)?));
    let js = glued.get_mut(GLUE).with_context(missing)?;
    js.extend(boot.into_bytes());
    let js_integrity = integrity(js);
    let mut parts = fs::read_to_string(glue.join(PARTS))?;
    for (path, bytes) in &glued {
        if let Some(name) = path.strip_suffix(".wasm").filter(|_| path != FIRST) {
            parts = checked(&parts, name, bytes)?;
        }
    }
    glued.insert(PARTS.to_owned(), parts.into_bytes());
    for (path, bytes) in &glued {
        let mime = if path.ends_with(".wasm") { "application/wasm" } else { "text/javascript" };
        folder.immutable(&format!("{at}/{path}"), mime, bytes)?;
    }
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
            .replace("@JS_INTEGRITY@", &js_integrity)
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

/// The script that fetches the parts, which now holds one of them to its hash (W3C Subresource Integrity).
fn checked(parts: &str, name: &str, bytes: &[u8]) -> Result<String> {
    let fetched = format!(r#"fetch(new URL("./{name}.wasm", import.meta.url))"#);
    ensure!(parts.contains(&fetched), "{PARTS} does not fetch {name}.wasm in the way we know");
    let held = format!(
        r#"fetch(new URL("./{name}.wasm", import.meta.url), {{ integrity: "{}" }})"#,
        integrity(bytes)
    );
    Ok(parts.replace(&fetched, &held))
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
