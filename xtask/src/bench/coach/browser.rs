//! The coach in Chromium: how long it takes there, and how many bytes it adds to what a page loads.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wasm_bindgen_cli_support::Bindgen;

use super::quality::print_figure;
use crate::workspace;

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
    match workspace::program(&["chromium", "chromium-browser", "google-chrome"]) {
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
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/", listener.local_addr()?);
    let (told, figures) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the browser's to repeat.
            let _ = answer(stream, &told);
        }
    });
    let profile = workspace::target().join("coach-profile");
    if profile.exists() {
        fs::remove_dir_all(&profile).context("emptying the browser's profile")?;
    }
    let mut window = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        .arg("--no-first-run")
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(&address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", browser.display()))?;
    let outcome = print_told(&figures);
    window.kill()?;
    window.wait()?;
    outcome
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

/// Answers one request: what is told is passed on, a file is sent, and anything else is the page.
fn answer(mut stream: TcpStream, told: &mpsc::Sender<Option<Value>>) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().context("an empty request")??;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    if let Some(said) = path.strip_prefix("/told/") {
        told.send(serde_json::from_slice(&from_percent(said)).ok())?;
        stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")?;
        return Ok(());
    }
    let glue = workspace::target().join("coach-page");
    let (mime, body) = match path {
        "/page.js" => ("text/javascript", fs::read(glue.join("page.js"))?),
        "/page_bg.wasm" => ("application/wasm", fs::read(glue.join("page_bg.wasm"))?),
        "/letter.txt" => ("text/plain", steadfast_coach::bench::LETTER.into()),
        _ => ("text/html", include_str!("page.html").into()),
    };
    // Alone in its group a page has a finer clock.
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {mime}\r\ncontent-length: {}\r\nconnection: close\r\n\
         cross-origin-opener-policy: same-origin\r\ncross-origin-embedder-policy: require-corp\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)?;
    Ok(())
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
