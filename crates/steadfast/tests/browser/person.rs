//! Somebody at a browser: finds things by the words that people see, as people do.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities,
    prelude::{By, DesiredCapabilities, Key, WebDriver, WebElement},
};

use crate::keyboard::Stroke;

/// How long anybody waits for something to appear before the test says that it did not. Argon2 and a cold start on a busy machine
/// take seconds; nothing that works takes this long.
const PATIENCE: Duration = Duration::from_secs(25);

/// From this width on, in CSS pixels, a screen stands on a desk.
const DESK: u32 = 900;
/// A picture of a long record stops here, in CSS pixels.
const PICTURE_HEIGHT_MAX: u64 = 3_000;

/// Finds what a person means by a name: `kind` is `button` (also links and doors), `field` (by its label) or `choice` (a radio button or a
/// checkbox, by its label). Only what can be seen counts; an open dialog covers all else.
const FIND: &str = r#"
const [kind, name, group] = arguments;
const tidy = s => (s || '').replace(/\s+/g, ' ').trim();
const dialogs = [...document.querySelectorAll('dialog[open]')];
const top = dialogs.length ? dialogs[dialogs.length - 1] : document;
const named_group = g => tidy(g.querySelector('legend')?.textContent) === group;
const root = group ? [...top.querySelectorAll('fieldset')].find(named_group) : top;
if (!root) return null;
const seen = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && e.checkVisibility({ visibilityProperty: true }); };
const named = e => {
  const by = e.getAttribute('aria-labelledby');
  return tidy(e.getAttribute('aria-label') || (by ? by.split(/\s+/).map(i => document.getElementById(i)?.textContent).join(' ') : '') || e.textContent);
};
const pick = all => all.find(e => named(e) === name) || all.find(e => named(e).startsWith(name)) || all.find(e => named(e).includes(name)) || null;
if (kind === 'door') return pick([...document.querySelectorAll('nav a[href]')].filter(seen));
if (kind === 'button') return pick([...root.querySelectorAll('button, a[href], [role=button], summary')].filter(seen).filter(e => !e.disabled));
const fit = e => kind === 'choice' ? ['radio', 'checkbox'].includes(e.type) : !['radio', 'checkbox'].includes(e.type);
const label = pick([...root.querySelectorAll('label, legend')].filter(l => {
  const c = l.control || (l.htmlFor && document.getElementById(l.htmlFor)); return c && fit(c);
}));
if (label) { const c = label.control || document.getElementById(label.htmlFor); return kind === 'choice' ? (seen(c) ? c : label) : c; }
return [...root.querySelectorAll('input, textarea, select')].filter(fit).find(e => tidy(e.getAttribute('aria-label')) === name) || null;
"#;

/// The browsers of one test, through one chromedriver. They close when it is dropped.
pub(crate) struct Browsers {
    driver: Child,
    address: String,
    /// Where the profiles are. Left to itself, chromedriver leaves each behind in the system's temporary folder, until the
    /// disk is so full that no browser keeps anything.
    profiles: TempDir,
}

impl Browsers {
    /// Starts chromedriver; no browser yet.
    pub(crate) fn new() -> Self {
        let program = given("STEADFAST_DRIVER");
        let mut driver = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(driver.stdout.take().expect("its output is piped")).lines();
        let port = loop {
            let line =
                lines.next().expect("chromedriver says its port").expect("its output is text");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        // What it prints later is of no interest, but it must not block on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let profiles = TempDir::new().expect("a temporary folder");
        Self { driver, address: format!("http://127.0.0.1:{port}"), profiles }
    }

    /// A new profile on a phone-sized screen, at the given address of the app.
    pub(crate) async fn person(&self, name: &'static str, origin: &str) -> Person {
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&given("STEADFAST_BROWSER")).expect("a capability");
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=390,844",
            "--lang=en-GB",
        ] {
            capabilities.add_arg(argument).expect("a capability");
        }
        let profile = TempDir::new_in(self.profiles.path()).expect("a temporary folder").keep();
        let profile = format!("--user-data-dir={}", profile.display());
        capabilities.add_arg(&profile).expect("a capability");
        let driver = WebDriver::new(&self.address, capabilities).await.expect("Chromium starts");
        let saved = TempDir::new().expect("a temporary folder");
        let person = Person {
            driver,
            name,
            origin: origin.to_owned(),
            saved,
            keyboard_only: false,
            way: &["Us"],
        };
        let download = json!({ "behavior": "allow", "downloadPath": person.saved.path() });
        person.cdp("Browser.setDownloadBehavior", download).await;
        person.noon().await;
        person.screen(390, "light").await;
        person
    }
}

impl Drop for Browsers {
    fn drop(&mut self) {
        // Asked to end, chromedriver closes its browsers first; killed, it would leave them running.
        let asked = Command::new("kill").arg(self.driver.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.driver.kill();
        }
        let _ = self.driver.wait();
    }
}

/// One person with a browser profile of their own.
pub(crate) struct Person {
    /// The browser, for what has no word here.
    pub(crate) driver: WebDriver,
    name: &'static str,
    origin: String,
    saved: TempDir,
    /// Whether there is a keyboard, and nothing to point with.
    keyboard_only: bool,
    /// The door and the links that lead to the circle in which the test takes place.
    way: &'static [&'static str],
}

impl Person {
    /// From now on with a keyboard alone.
    pub(crate) fn without_a_mouse(mut self) -> Self {
        self.keyboard_only = true;
        self
    }

    /// From now on meets the others in another circle than *Us*, by this door and these links.
    pub(crate) fn meet_at(&mut self, way: &'static [&'static str]) {
        self.way = way;
    }

    /// Goes to the circle in which the test takes place.
    pub(crate) async fn go_to_the_others(&self) {
        let (door, links) = self.way.split_first().expect("a way begins with a door");
        self.go_in_app(door).await;
        for link in links {
            self.press(link).await;
        }
    }

    /// Loads the page again, as it stands in the browser's history.
    pub(crate) async fn reload(&self) {
        self.driver.refresh().await.expect("the page loads");
    }

    /// Opens a page of the app by its path, as from a bookmark.
    pub(crate) async fn go(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.origin)).await.expect("the page loads");
    }

    /// Opens any address, as from a message.
    pub(crate) async fn follow(&self, link: &str) {
        self.driver.goto(link).await.expect("the page loads");
    }

    /// Presses the button, link or door with these words on it.
    pub(crate) async fn press(&self, words: &str) {
        self.use_it("button", words, None).await;
    }

    /// Goes through a door of the app, without loading the page anew.
    pub(crate) async fn go_in_app(&self, door: &str) {
        self.use_it("door", door, None).await;
    }

    /// Follows a link of the page to a path of the app, whatever words are on it.
    pub(crate) async fn follow_in_app(&self, path: &str) {
        let follow = "const link = document.querySelector(`a[href='${arguments[0]}']`); link?.click(); return !!link;";
        let end = Instant::now() + PATIENCE;
        while self.path().await != path {
            if Instant::now() >= end {
                self.fail(&format!("found no link to {path}")).await;
            }
            self.driver.execute(follow, vec![json!(path)]).await.expect("the page can be searched");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.text_of("h1").await;
    }

    /// What the links of the page are called that the browser by itself would open at a path of the app.
    pub(crate) async fn links_to(&self, path: &str) -> Vec<String> {
        self.texts_of(&format!("main a[href='{path}']")).await
    }

    /// The path of the page that one is at.
    pub(crate) async fn path(&self) -> String {
        self.driver.current_url().await.expect("an address").path().to_owned()
    }

    /// Ticks or picks what has this label.
    pub(crate) async fn choose(&self, label: &str) {
        self.use_it("choice", label, None).await;
    }

    /// Ticks or picks what has this label within the question with these words.
    pub(crate) async fn choose_of(&self, question: &str, label: &str) {
        self.use_it("choice", label, Some(question)).await;
    }

    /// Writes into the field with this label, in place of what is there.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        if self.keyboard_only {
            self.reach("field", label, None).await;
        }
        self.act("field", label, None, async |e| {
            e.focus().await?;
            e.send_keys(Key::Control + "a").await?;
            e.send_keys(Key::Delete + "").await?;
            e.send_keys(text).await
        })
        .await;
    }

    /// Sets a field that the keyboard fills differently in every country (dates, times, lists) to a value.
    pub(crate) async fn set(&self, label: &str, value: &str) {
        let field = self.find("field", label, None).await;
        let script = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new Event('input', { bubbles: true }));
            arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
        let field = field.to_json().expect("an element has an id");
        self.driver
            .execute(script, vec![field, json!(value)])
            .await
            .expect("the field takes a value");
    }

    /// Waits until the words can be seen somewhere on the page.
    pub(crate) async fn see(&self, words: &str) {
        let text = self.until(async |text| text.contains(words)).await;
        if let Err(text) = text {
            self.fail(&format!("never saw {words:?}; the page says:\n{text}")).await;
        }
    }

    /// Waits until the words are nowhere on the page.
    pub(crate) async fn see_no(&self, words: &str) {
        if let Err(text) = self.until(async |text| !text.contains(words)).await {
            self.fail(&format!("still saw {words:?}; the page says:\n{text}")).await;
        }
    }

    /// What the page says now.
    pub(crate) async fn text(&self) -> String {
        let body = self
            .driver
            .execute("return document.body ? document.body.innerText : ''", vec![])
            .await;
        body.ok().and_then(|b| b.json().as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The text of the first element that the selector finds, once there is one with any.
    pub(crate) async fn text_of(&self, css: &str) -> String {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Ok(element) = self.driver.find(By::Css(css)).await {
                let text = element.text().await.unwrap_or_default();
                if !text.is_empty() {
                    return text;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("found nothing written in {css:?}")).await
    }

    /// The texts of everything that the selector finds, in order.
    pub(crate) async fn texts_of(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::Css(css)).await.expect("the page can be searched") {
            texts.push(element.text().await.unwrap_or_default());
        }
        texts
    }

    /// Fails on any violation that axe-core finds on the page as it stands (WCAG 2.2 AA and its best practices).
    pub(crate) async fn check_accessible(&self) {
        let axe = fs::read_to_string(given("STEADFAST_AXE")).expect("axe.min.js can be read");
        self.driver.execute(axe, vec![]).await.expect("axe loads");
        let script = "const done = arguments[0];
            axe.run({ resultTypes: ['violations'] }).then(
                r => done(r.violations.map(v => v.id + ' (' + v.impact + '): ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).slice(0, 3).join('; '))),
                e => done(['axe failed: ' + e]));";
        let found =
            self.driver.execute_async(script, vec![]).await.expect("axe runs").json().clone();
        assert_eq!(
            found,
            json!([]),
            "{} at {}",
            self.name,
            self.driver.current_url().await.expect("an address")
        );
    }

    /// Fails if the page can be scrolled sideways, and says what stands out.
    pub(crate) async fn check_fits(&self) {
        let script = "const page = document.documentElement, width = page.clientWidth;
            if (page.scrollWidth <= width) return [];
            const out = e => e.getBoundingClientRect().right > width && ![...e.children].some(out);
            return [...document.body.querySelectorAll('main *')].filter(out).slice(0, 5).map(e => e.outerHTML.slice(0, 200));";
        let out = self.driver.execute(script, vec![]).await.expect("a list");
        let address = self.driver.current_url().await.expect("an address");
        assert_eq!(out.json(), &json!([]), "{} at {address}: wider than the screen", self.name);
    }

    /// Gives the screen a width in CSS pixels and a colour scheme (`light` or `dark`). What is narrow is a phone.
    pub(crate) async fn screen(&self, width: u32, scheme: &str) {
        self.screen_of(width, if width < DESK { 844 } else { 900 }).await;
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.cdp("Emulation.setEmulatedMedia", media).await;
        // Colours change over a moment. Nobody judges them in the middle of it. What is folded away does not change until
        // it is unfolded.
        let rest = "const done = arguments[0], settled = () => Promise.allSettled(
                document.getAnimations().filter(a => a instanceof CSSTransition && a.effect.target.checkVisibility()).map(a => a.finished));
            requestAnimationFrame(() => requestAnimationFrame(() => settled().then(() => done(true))));";
        self.driver.execute_async(rest, vec![]).await.expect("what moves comes to rest");
    }

    async fn screen_of(&self, width: u32, height: u64) {
        let phone = width < DESK;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Cuts or restores this browser's network.
    pub(crate) async fn network(&self, on: bool) {
        self.cdp("Network.enable", json!({})).await;
        let conditions = json!({ "offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions).await;
    }

    /// Moves this browser to where it is about noon, so that no test runs across a midnight.
    async fn noon(&self) {
        let hour = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).hour();
        // By POSIX, these names have their signs the other way round.
        self.time_zone(&format!("Etc/GMT{:+}", hour - 12)).await;
    }

    /// Moves this browser to a time zone, by its IANA name.
    pub(crate) async fn time_zone(&self, zone: &str) {
        self.cdp("Emulation.setTimezoneOverride", json!({ "timezoneId": zone })).await;
    }

    /// The day that it is here, as a field for days has it.
    pub(crate) async fn today(&self) -> String {
        let today = self.driver.execute("return new Date().toLocaleDateString('sv')", vec![]).await;
        today.expect("a day").json().as_str().expect("a day is text").to_owned()
    }

    /// Sends a command of the Chrome DevTools protocol.
    pub(crate) async fn cdp(&self, method: &'static str, parameters: Value) {
        self.driver.cdp().send_raw(method, parameters).await.expect("the browser obeys");
    }

    /// Keeps a picture under `target/pictures`, for people to look at.
    pub(crate) async fn picture(&self, name: &str) {
        let folder = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(
                || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
                PathBuf::from,
            )
            .join("pictures");
        fs::create_dir_all(&folder).expect("a folder for pictures");
        self.driver.screenshot(&folder.join(format!("{name}.png"))).await.expect("a picture");
    }

    /// Presses what saves a file of this name, and gives what is in it.
    pub(crate) async fn saves(&self, name: &str, words: &str) -> Vec<u8> {
        let file = self.saved.path().join(name);
        self.press(words).await;
        let end = Instant::now() + PATIENCE;
        // The browser gives a file its name when it is whole.
        while Instant::now() < end {
            if let Ok(bytes) = fs::read(&file) {
                return bytes;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("saved no {name}")).await
    }

    /// Waits until the browser is at a path.
    pub(crate) async fn at(&self, path: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            if self.path().await == path {
                return;
            }
            if Instant::now() >= end {
                self.fail(&format!("never came to {path}")).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the service worker has kept the app for when there is no network.
    pub(crate) async fn kept_for_offline(&self) {
        let script = "const done = arguments[0];
            navigator.serviceWorker.ready.then(() => done(true));";
        self.driver.execute_async(script, vec![]).await.expect("the service worker is ready");
    }

    /// Pictures of the whole page at both widths in both themes; each must fit and pass axe. It must fit a wide screen too.
    pub(crate) async fn look(&self, name: &str) {
        self.screen(1600, "light").await;
        self.check_fits().await;
        for (width, scheme) in [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")] {
            self.screen(width, scheme).await;
            self.check_fits().await;
            self.check_accessible().await;
            let height =
                self.driver.execute("return document.documentElement.scrollHeight", vec![]);
            let height = height.await.expect("a height").json().as_u64().expect("a number");
            self.screen_of(width, height.clamp(844, PICTURE_HEIGHT_MAX)).await;
            self.picture(&format!("{name}-{width}-{scheme}")).await;
        }
        self.screen(390, "light").await;
    }

    pub(crate) async fn find(&self, kind: &str, name: &str, group: Option<&str>) -> WebElement {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Ok(found) =
                self.driver.execute(FIND, vec![json!(kind), json!(name), json!(group)]).await
                && let Ok(element) = found.element()
            {
                return element;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("found no {kind} {name:?}")).await
    }

    /// Presses or picks, with whatever there is at hand.
    async fn use_it(&self, kind: &str, name: &str, group: Option<&str>) {
        if self.keyboard_only {
            self.reach(kind, name, group).await;
            self.key(if kind == "choice" { Stroke::SPACE } else { Stroke::ENTER }).await;
        } else {
            self.act(kind, name, group, async |e| e.click().await).await;
        }
    }

    /// Finds and acts, again if the page changed between the two.
    async fn act(
        &self,
        kind: &str,
        name: &str,
        group: Option<&str>,
        action: impl AsyncFn(&WebElement) -> thirtyfour::error::WebDriverResult<()>,
    ) {
        let end = Instant::now() + PATIENCE;
        loop {
            let element = self.find(kind, name, group).await;
            // A sticky bar may cover what was only just scrolled into view.
            let _ = element.scroll_into_view().await;
            match action(&element).await {
                Ok(()) => return,
                Err(_) if Instant::now() < end => {
                    tokio::time::sleep(Duration::from_millis(100)).await
                }
                Err(error) => {
                    self.fail(&format!("could not use the {kind} {name:?}: {error}")).await
                }
            }
        }
    }

    async fn until(&self, holds: impl AsyncFn(&str) -> bool) -> Result<(), String> {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if holds(&text).await {
                return Ok(());
            }
            if Instant::now() >= end {
                return Err(text);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) async fn fail(&self, what: &str) -> ! {
        self.picture(&format!("failed-{}", self.name)).await;
        let address = self.driver.current_url().await.map(|u| u.to_string()).unwrap_or_default();
        let said = self.driver.browser_log().await.unwrap_or_default();
        let mut said: Vec<String> =
            said.iter().map(|line| line.message.chars().take(300).collect()).collect();
        said.sort();
        said.dedup();
        panic!("{} at {address}: {what}\nthe console says: {said:#?}", self.name);
    }
}

/// What `cargo xtask test` says in a variable.
fn given(variable: &str) -> String {
    env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set; `cargo xtask test browser` sets it and runs this test")
    })
}
