//! One page of ours in a real Chromium, without a driver: it tells what it finds by what it asks for.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result};

use crate::workspace;

/// What a request of the page comes to.
pub(crate) enum Answer {
    /// It told something, and there is nothing to send.
    Told,
    /// A file, with its media type.
    File(String, Vec<u8>),
}

/// Opens a path of the page in `browser`, answers what it asks for, by path, and closes it once `wait` has ended.
/// `profile` names the browser's profile in the folder that cargo builds into.
///
/// # Errors
/// When the browser cannot be started, and whatever `wait` ends with.
pub(crate) fn open<T>(
    browser: &Path,
    profile: &str,
    path: &str,
    answer: impl Fn(&str) -> Result<Answer> + Send + 'static,
    wait: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}{path}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the browser's to repeat.
            let _ = serve(stream, &answer);
        }
    });
    let profile = workspace::target().join(profile);
    if profile.exists() {
        fs::remove_dir_all(&profile).context("emptying the browser's profile")?;
    }
    let mut window = Command::new(browser)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-first-run",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(&address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", browser.display()))?;
    let outcome = wait();
    window.kill()?;
    window.wait()?;
    outcome
}

/// Answers one request.
fn serve(mut stream: TcpStream, answer: impl Fn(&str) -> Result<Answer>) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().context("an empty request")??;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    match answer(request.split(' ').nth(1).unwrap_or_default())? {
        Answer::Told => {
            stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")?;
        }
        Answer::File(mime, body) => {
            // Alone in its group a page has a finer clock.
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: {mime}\r\ncontent-length: {}\r\nconnection: close\r\n\
                 cross-origin-opener-policy: same-origin\r\ncross-origin-embedder-policy: require-corp\r\n\r\n",
                body.len()
            )?;
            stream.write_all(&body)?;
        }
    }
    Ok(())
}
