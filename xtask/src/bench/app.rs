//! The app in Chromium: what it fetches for its first page, and how soon a record of 10,000 entries is there.
//!
//! The release app is served by the released command. `steadfast demo` has a couple live for years at that relay; then
//! an empty browser begins again with Ana's 24 words, and is loaded anew and unlocked. The page itself takes the times: from
//! the app's mark `stretched`, when the passphrase has become a key, to the first frame in which Today shows the week.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{
    driver::{Browser, exchange},
    figure::{Figure, Target},
};
use crate::{serve, test, web, workspace};

/// So many days of the couple's life make a little more than 10,000 entries.
const DAYS: &str = "4200";
const ENTRIES_MIN: u64 = 10_000;

/// How often the record is opened again. The middle one counts.
const WARM_STARTS: usize = 7;

/// How long anything may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(120);

const PASSPHRASE: &str = "only for measuring this";

/// Bytes of everything that the page began to fetch before it was first drawn, as they came over the wire, without heads.
/// What it fetches after that, nobody waits for.
const FETCHED: &str = "
const drawn = performance.getEntriesByName('drawn', 'mark').at(0)?.startTime;
const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
return drawn && document.querySelector('h1')
  && all.filter(one => one.startTime < drawn).reduce((sum, one) => sum + one.encodedBodySize, 0);";

/// Where the icon is, which the browser fetches for its tab without the page knowing.
const ICON: &str = "return new URL(document.querySelector('link[rel=icon]').href).pathname;";

/// Presses a button or a link by the words that it begins with.
const PRESS: &str = "
const [words] = arguments;
const found = [...document.querySelectorAll('main button, main a')].find(one => one.textContent.trim().startsWith(words));
found?.click(); return !!found;";

/// Writes into a field by its label.
const FILL: &str = "
const [label, text] = arguments;
const field = [...document.querySelectorAll('label')].find(one => one.textContent.trim() === label)?.control;
if (!field) return false;
field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); return true;";

/// Notes the first frame in which Today shows what was read from the record, and then presses the button that is given.
const BEGIN: &str = "
const [words] = arguments;
performance.clearMarks();
const look = () => {
  if (location.pathname !== '/' || !document.querySelector('main .group')) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
};
const observer = new MutationObserver(look);
observer.observe(document, { childList: true, subtree: true });
performance.mark('pressed');
[...document.querySelectorAll('main button')].find(one => one.textContent.trim() === words).click();";

/// The times of a start, in milliseconds, once it has come to its end.
const TIMES: &str = "
const at = name => performance.getEntriesByName(name, 'mark').at(-1)?.startTime;
return at('usable') && { stretched: at('stretched') - at('pressed'), usable: at('usable') - at('stretched') };";

/// Builds the release app, serves it, and tells what Chromium measures.
///
/// # Errors
/// When something cannot be built, started or measured.
pub(super) fn measure(tell: impl Fn(Figure)) -> Result<()> {
    let (chromium, driver) = test::browser()?;
    let app = web::build(&web::Options { release: true, contract: false })?;
    workspace::run(&mut serve::command_with_app("build", &app, true))?;
    let folder = workspace::target().join("bench-app");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    let host = Host::start(&folder.join("data"))?;
    let entries = host.live(&folder.join("demo"))?;

    let browser = Browser::start(&chromium, &driver, &folder.join("profile"))?;
    browser.go(&host.origin())?;
    let fetched = browser.until(FETCHED, &json!([]), PATIENCE)?;
    let icon = browser.run(ICON, json!([]))?;
    let icon = format!("GET {} HTTP/1.1", icon.as_str().context("the page has an icon")?);
    let (_, icon) = exchange(host.port, &icon, &[("accept-encoding", "br")], b"")?;
    let bytes = fetched.as_f64().context("the page counts its bytes")? + icon.len() as f64;
    tell(
        Figure::new(
            "fetched until the first page is usable, compressed as it is served, without heads",
            bytes / 1_000.0,
            "KB",
        )
        .should_be(Target::AtMost(600.0)),
    );

    let words = fs::read_to_string(folder.join("demo/ana.words.txt"))?;
    browser.go(&format!("{}/begin", host.origin()))?;
    let press = |words: &str| browser.until(PRESS, &json!([words]), PATIENCE);
    let fill = |label: &str, text: &str| browser.until(FILL, &json!([label, text]), PATIENCE);
    press("Go on")?;
    press("I have my 24 words")?;
    fill("All 24 words, in order", words.trim())?;
    fill("A new passphrase for this device", PASSPHRASE)?;
    fill("The same passphrase again", PASSPHRASE)?;
    let cold = start(&browser, "Bring everything back")?;
    let what = format!(
        "cold start in Chromium of a record of {entries} entries: fetched, verified, opened, folded, kept, this device added, Today usable"
    );
    tell(Figure::new(what, cold.usable_ms, "ms").should_be(Target::AtMost(3_000.0)));

    let mut warm = Vec::with_capacity(WARM_STARTS);
    for _ in 0..WARM_STARTS {
        browser.go(&host.origin())?;
        fill("Passphrase", PASSPHRASE)?;
        warm.push(start(&browser, "Open")?);
    }
    let middle = |of: fn(&Start) -> f64| {
        let mut sorted: Vec<f64> = warm.iter().map(of).collect();
        sorted.sort_by(f64::total_cmp);
        sorted[WARM_STARTS / 2]
    };
    tell(
        Figure::new(
            "warm start in Chromium of the same record: from the key to a usable Today",
            middle(|start| start.usable_ms),
            "ms",
        )
        .should_be(Target::AtMost(300.0)),
    );
    let stretched = "before that, the passphrase stretched to a key, slow on purpose";
    tell(Figure::new(stretched, middle(|start| start.stretched_ms), "ms"));
    Ok(())
}

/// The times of one start.
struct Start {
    /// From the press of the button to the key.
    stretched_ms: f64,
    /// From the key to a usable Today.
    usable_ms: f64,
}

/// Presses a button and waits until Today is there.
fn start(browser: &Browser, button: &str) -> Result<Start> {
    browser.run(BEGIN, json!([button]))?;
    let times = browser.until(TIMES, &json!([]), PATIENCE)?;
    let time =
        |name: &str| times[name].as_f64().with_context(|| format!("no time {name}: {times}"));
    Ok(Start { stretched_ms: time("stretched")?, usable_ms: time("usable")? })
}

/// The released command, serving on a free port of the loopback interface. Stopped when dropped.
struct Host {
    child: Child,
    port: u16,
}

impl Host {
    fn start(data: &Path) -> Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let listen = format!("127.0.0.1:{port}");
        let mut child = steadfast()
            .args(["serve", "--listen", &listen, "--data"])
            .arg(data)
            // The couple says in minutes what took it years.
            .args(["--requests-per-second-per-address", "4294967295"])
            .args(["--requests-per-second-per-key", "4294967295"])
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the command")?;
        let mut lines = BufReader::new(child.stdout.take().context("its output is piped")?).lines();
        while !lines.next().context("the command ended")??.contains(&format!(":{port}")) {}
        // What it prints later is of no interest, but it must not block on a full pipe.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, port })
    }

    /// Browsers treat `localhost` as a secure context.
    fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Has the couple live here, and gives how many entries their circle has.
    fn live(&self, out: &Path) -> Result<u64> {
        eprintln!("bench: a couple lives for {DAYS} days");
        let relay = self.origin();
        workspace::output(
            steadfast().args(["demo", "--days", DAYS, "--relay", &relay, "--out"]).arg(out),
        )?;
        let export = out.join("us.steadfast");
        let verified = workspace::output(steadfast().args(["verify", "--json"]).arg(export))?;
        let verified: Value = serde_json::from_str(&verified)?;
        let entries = verified["size"].as_u64().context("the export has a size")?;
        ensure!(entries >= ENTRIES_MIN, "the couple made {entries} entries only");
        Ok(entries)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // If it has ended already, there is nothing to stop.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn steadfast() -> Command {
    let name = format!("steadfast{}", std::env::consts::EXE_SUFFIX);
    Command::new(workspace::target().join("release").join(name))
}
