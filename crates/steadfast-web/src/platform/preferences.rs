//! What is remembered in the open: the language, the colours, when it locks, which relay new circles are kept at,
//! and whether the coach reads along.

use leptos::prelude::{document, window};

use crate::messages::Language;

const LANGUAGE: &str = "language";
const THEME: &str = "theme";
const IDLE_MINUTES: &str = "idle";
const RELAY: &str = "relay";
const COACH: &str = "coach";

/// How it is remembered that the coach is not wanted. That it is wanted leaves no trace.
const COACH_OFF: &str = "off";

/// After how many minutes the app locks itself, unless somebody says otherwise.
const IDLE_MINUTES_AT_FIRST: u32 = 5;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// What the system says.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// As `static/early.js` and the styles call it.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The language that the address asks for, as `?lang=qps` does.
pub(crate) fn language_from_address() -> Option<Language> {
    let search = window().location().search().ok()?;
    search
        .trim_start_matches('?')
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Language::from_tag)
}

/// The language chosen in this browser earlier.
pub(crate) fn stored_language() -> Option<Language> {
    read(LANGUAGE).as_deref().and_then(Language::from_tag)
}

/// Remembers a language. Where the browser keeps nothing, the choice holds until the page is closed.
pub(crate) fn store_language(language: Language) {
    write(LANGUAGE, Some(language.code()));
}

/// The colours chosen in this browser earlier.
pub(crate) fn stored_theme() -> Theme {
    let stored = read(THEME);
    [Theme::Light, Theme::Dark]
        .into_iter()
        .find(|theme| theme.name() == stored.as_deref())
        .unwrap_or_default()
}

/// Shows these colours from now on, and remembers them.
pub(crate) fn store_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let shown = match theme.name() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
        shown.expect("the name of the attribute is a valid one");
    }
    write(THEME, theme.name());
}

/// After how many minutes without a touch the app locks itself; never none.
pub(crate) fn idle_minutes() -> u32 {
    read(IDLE_MINUTES)
        .and_then(|minutes| minutes.parse().ok())
        .filter(|minutes| *minutes > 0)
        .unwrap_or(IDLE_MINUTES_AT_FIRST)
}

/// Locks after so many minutes from now on.
pub(crate) fn store_idle_minutes(minutes: u32) {
    write(IDLE_MINUTES, Some(&minutes.to_string()));
}

/// The relay that was chosen in this browser for what begins.
pub(crate) fn stored_relay() -> Option<String> {
    read(RELAY)
}

/// Remembers a relay for what begins.
pub(crate) fn store_relay(address: &str) {
    write(RELAY, Some(address));
}

/// Whether the coach reads along where one writes; so it does until somebody turns it off in this browser.
pub(crate) fn coach_reads_along() -> bool {
    read(COACH).as_deref() != Some(COACH_OFF)
}

/// Remembers whether the coach reads along.
pub(crate) fn store_coach_reads_along(along: bool) {
    write(COACH, (!along).then_some(COACH_OFF));
}

fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn write(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    // A full or forbidden storage loses a taste, and nothing else.
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
