//! The coach in Chromium: how long it takes there, and how many bytes it adds to what a page loads.

use std::{fs, path::Path, sync::mpsc, time::Duration};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wasm_bindgen_cli_support::Bindgen;

use super::quality::print_figure;
use crate::{
    page::{self, Answer},
    test, workspace,
};

/// How long the next figure may take, a cold start of the browser included.
const PATIENCE: Duration = Duration::from_secs(90);
/// What every page of ours is compressed with when it is handed out.
const BROTLI_QUALITY: i32 = 11;

/// Builds the coach for a page, prints its size, and times it in a browser if there is one.
///
/// # Errors
/// When it does not build, or the page tells nothing for too long.
pub(super) fn measure() -> Result<()> {
    workspace::ensure_wasm_target()?;
    let mut cargo = workspace::cargo(["build", "--quiet", "--profile", "web", "--target"]);
    cargo.args(["wasm32-unknown-unknown", "--package", "steadfast-coach"]);
    workspace::run(cargo.args(["--example", "page", "--example", "page_without"]))?;
    let (page, without) = (glue("page")?, glue("page_without")?);
    let added = page.len().saturating_sub(without.len());
    print_figure(json!({ "figure": "wasm_added", "unit": "bytes", "value": added }));
    let compressed = compressed(&page)?.saturating_sub(compressed(&without)?);
    print_figure(json!({ "figure": "wasm_added_brotli", "unit": "bytes", "value": compressed }));
    match workspace::program(&test::BROWSERS) {
        Some(browser) => time(&browser),
        None => {
            eprintln!("bench: nothing is measured in a browser: there is no Chromium here");
            Ok(())
        }
    }
}

/// Makes the glue of an example, and gives its module.
fn glue(example: &str) -> Result<Vec<u8>> {
    let target = workspace::target();
    let folder = target.join("coach-page");
    Bindgen::new()
        .input_path(
            target.join("wasm32-unknown-unknown/web/examples").join(format!("{example}.wasm")),
        )
        .out_name(example)
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen could not read {example}"))?;
    Ok(fs::read(folder.join(format!("{example}_bg.wasm")))?)
}

fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out.len())
}

/// Opens the page in `browser` and prints what it tells.
fn time(browser: &Path) -> Result<()> {
    let (told, figures) = mpsc::channel();
    let answer = move |path: &str| answer(path, &told);
    page::open(browser, "coach-profile", "/", answer, || print_told(&figures))
}

fn print_told(figures: &mpsc::Receiver<Option<Value>>) -> Result<()> {
    loop {
        match figures.recv_timeout(PATIENCE) {
            Ok(Some(figure)) => print_figure(figure),
            Ok(None) => return Ok(()),
            Err(_) => bail!("the page with the coach tells nothing"),
        }
    }
}

/// What is told is passed on, a file is sent, and anything else is the page.
fn answer(path: &str, told: &mpsc::Sender<Option<Value>>) -> Result<Answer> {
    if let Some(said) = path.strip_prefix("/told/") {
        told.send(serde_json::from_slice(&from_percent(said)).ok())?;
        return Ok(Answer::Told);
    }
    let glue = workspace::target().join("coach-page");
    let (mime, body) = match path {
        "/page.js" => ("text/javascript", fs::read(glue.join("page.js"))?),
        "/page_bg.wasm" => ("application/wasm", fs::read(glue.join("page_bg.wasm"))?),
        "/letter.txt" => ("text/plain", steadfast_coach::bench::LETTER.into()),
        _ => ("text/html", include_str!("page.html").into()),
    };
    Ok(Answer::File(mime.to_owned(), body))
}

/// Takes back the percent signs of an address.
fn from_percent(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        let digits =
            (byte == b'%').then(|| [bytes.next(), bytes.next()].map(|digit| digit.unwrap_or(b' ')));
        let read = digits
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok());
        out.push(read.unwrap_or(byte));
    }
    out
}
