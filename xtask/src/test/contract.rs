//! Holds the browser's store to the contract of every store, in a real browser.

use std::{fs, path::Path, sync::mpsc, time::Duration};

use anyhow::{Result, bail};

use crate::{
    page::{self, Answer},
    web,
};

/// How long the next point may take, a cold start of the browser included.
const PATIENCE: Duration = Duration::from_secs(90);

/// Builds the app with its page for this, opens it in `browser`, and waits until every point has held.
///
/// # Errors
/// When a point does not hold, or the browser cannot be started.
pub(super) fn run(browser: &Path) -> Result<()> {
    let app = web::build(&web::Options { release: false, contract: true })?;
    let (told, held) = mpsc::channel();
    let points = page::open(
        browser,
        "contract-profile",
        "/contract",
        move |path| answer(path, &app, &told),
        || wait(&held),
    )?;
    eprintln!("test: the browser's store holds {points} points of the contract");
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

/// `/held/<name>` is told on, a file of the app is sent, and anything else is the app's page.
fn answer(path: &str, app: &Path, told: &mpsc::Sender<String>) -> Result<Answer> {
    if let Some(name) = path.strip_prefix("/held/") {
        told.send(name.to_owned())?;
        return Ok(Answer::Told);
    }
    let list = fs::read_to_string(app.join("assets.list"))?;
    let file =
        list.lines().map(|line| line.split('\t').collect::<Vec<_>>()).find(|file| file[0] == path);
    let (url, mime) = file.map_or(("/index.html", "text/html"), |file| (file[0], file[1]));
    Ok(Answer::File(mime.to_owned(), fs::read(app.join(url.trim_start_matches('/')))?))
}
