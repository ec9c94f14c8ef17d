//! A browser, driven through chromedriver (W3C WebDriver): an address, a script, and what it gives back.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// How often a page is asked whether it has come to something. What is measured, the page itself measures.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long one answer may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(120);

/// Chromium with a profile of its own, headless. It ends when this is dropped.
pub(super) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts chromedriver, and through it Chromium with its profile in a folder.
    ///
    /// # Errors
    /// When either cannot be started.
    pub(super) fn start(browser: &Path, driver: &Path, profile: &Path) -> Result<Self> {
        let mut child = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", driver.display()))?;
        let mut lines = BufReader::new(child.stdout.take().context("its output is piped")?).lines();
        let port = loop {
            let line = lines.next().context("chromedriver ended before it said its port")??;
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse()?;
            }
        };
        // What it prints later is of no interest, but it must not block on a full pipe.
        thread::spawn(move || lines.for_each(drop));
        let mut this = Self { driver: child, port, session: String::new() };
        let profile = format!("--user-data-dir={}", profile.display());
        let options = json!({ "binary": browser, "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=390,844", profile,
        ] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let session = this.ask("POST", "/session", &wanted)?;
        this.session =
            session["sessionId"].as_str().context("chromedriver gave no session")?.to_owned();
        Ok(this)
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub(super) fn go(&self, address: &str) -> Result<()> {
        self.command("url", &json!({ "url": address })).map(drop)
    }

    /// Runs a script as the body of a function, and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub(super) fn run(&self, script: &str, arguments: Value) -> Result<Value> {
        self.command("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Runs a script again and again until it returns something that counts as true.
    ///
    /// # Errors
    /// When it throws, or nothing has come within `patience`.
    pub(super) fn until(
        &self,
        script: &str,
        arguments: &Value,
        patience: Duration,
    ) -> Result<Value> {
        let end = Instant::now() + patience;
        while Instant::now() < end {
            let found = self.run(script, arguments.clone())?;
            if !matches!(found, Value::Null | Value::Bool(false)) {
                return Ok(found);
            }
            thread::sleep(LOOK_EVERY);
        }
        let shown = self.run("return document.body.innerText", json!([]))?;
        bail!("waited in vain for `{script}` with {arguments}; the page says: {shown}")
    }

    fn command(&self, name: &str, body: &Value) -> Result<Value> {
        self.ask("POST", &format!("/session/{}/{name}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let (status, answer) = exchange(
            self.port,
            &format!("{method} {path} HTTP/1.1"),
            &[("content-type", "application/json")],
            body.to_string().as_bytes(),
        )?;
        let answer: Value = serde_json::from_slice(&answer).context("chromedriver's answer")?;
        if status != 200 {
            bail!("chromedriver: {}", answer["value"]["message"]);
        }
        Ok(answer["value"].clone())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without its session chromedriver leaves no browser behind. If it has ended already, so has the browser.
        let _ended = self.ask("DELETE", &format!("/session/{}", self.session), &json!({}));
        let _ended = self.driver.kill();
        let _ended = self.driver.wait();
    }
}

/// One request to a server on this machine, and its status and body.
///
/// # Errors
/// When nothing answers there, or nothing that is HTTP.
pub(super) fn exchange(
    port: u16,
    request: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut head = format!("{request}\r\nhost: localhost:{port}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("an answer without a status")?.parse()?;
    let mut length = None;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = Some(value.trim().parse::<u64>()?);
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut answer = Vec::new();
    // A server that says no length closes the connection after the last byte.
    stream.take(length.unwrap_or(u64::MAX)).read_to_end(&mut answer)?;
    Ok((status, answer))
}
