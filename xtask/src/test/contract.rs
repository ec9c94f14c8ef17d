//! Holds the browser's store to the contract of every store, in a real browser.

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

use crate::{web, workspace};

/// How long the next point may take, a cold start of the browser included.
const PATIENCE: Duration = Duration::from_secs(90);

/// Builds the app with its page for this, opens it in `browser`, and waits until every point has held.
///
/// # Errors
/// When a point does not hold, or the browser cannot be started.
pub(super) fn run(browser: &Path) -> Result<()> {
    let app = web::build(&web::Options { release: false, contract: true })?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/contract", listener.local_addr()?);
    let (told, held) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the browser's to repeat.
            let _ = answer(stream, &app, &told);
        }
    });
    let profile = workspace::target().join("contract-profile");
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
    let outcome = wait(&held);
    window.kill()?;
    window.wait()?;
    eprintln!("test: the browser's store holds {} points of the contract", outcome?);
    Ok(())
}

/// Waits for the last point, and counts them.
fn wait(held: &mpsc::Receiver<String>) -> Result<usize> {
    let mut points = Vec::new();
    loop {
        match held.recv_timeout(PATIENCE) {
            Ok(name) if name == "done" => return Ok(points.len()),
            Ok(name) => points.push(name),
            Err(_) => {
                bail!("the browser's store does not hold to the contract; what held was {points:?}")
            }
        }
    }
}

/// Answers one request: `/held/<name>` is told on, a file of the app is sent, and anything else is the app's page.
fn answer(mut stream: TcpStream, app: &Path, told: &mpsc::Sender<String>) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().context("an empty request")??;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    if let Some(name) = path.strip_prefix("/held/") {
        told.send(name.to_owned())?;
        stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")?;
        return Ok(());
    }
    let list = fs::read_to_string(app.join("assets.list"))?;
    let file =
        list.lines().map(|line| line.split('\t').collect::<Vec<_>>()).find(|file| file[0] == path);
    let (url, mime) = file.map_or(("/index.html", "text/html"), |file| (file[0], file[1]));
    let body = fs::read(app.join(url.trim_start_matches('/')))?;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {mime}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)?;
    Ok(())
}
