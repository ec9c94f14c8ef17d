//! What the app says: one function for each message of the catalogues, in the language that is chosen.

use std::cell::Cell;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

thread_local! {
    /// Of this page. Pages are made anew when it changes, so that a message is a plain value and not a signal.
    static CHOSEN: Cell<Language> = const { Cell::new(Language::En) };
}

/// The language that messages are in.
pub(crate) fn language() -> Language {
    CHOSEN.get()
}

/// Chooses the language of every message from now on.
pub(crate) fn choose(language: Language) {
    CHOSEN.set(language);
}

impl Language {
    /// The language with this BCP 47 tag, or whose tag this one begins with (`en-GB` is English).
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let base = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(base))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_region_names_its_language() {
        assert_eq!(Language::from_tag("en-GB"), Some(Language::En));
        assert_eq!(Language::from_tag("QPS"), Some(Language::Qps));
        assert_eq!(Language::from_tag("xx"), None);
        assert_eq!(Language::from_tag(""), None);
    }

    #[test]
    fn the_pseudo_language_shows_itself_and_keeps_what_was_put_in() {
        choose(Language::Qps);
        let shown = when::by_today("17:45");
        choose(Language::En);
        assert!(shown.starts_with('[') && shown.ends_with(']'), "{shown}");
        assert!(shown.contains("17:45"), "{shown}");
        assert_eq!(when::by_today("17:45"), "by 17:45 today");
    }

    #[test]
    fn one_is_said_otherwise_than_many() {
        assert_eq!(when::minutes_ago(1), "a minute ago");
        assert_eq!(when::minutes_ago(12), "12 minutes ago");
    }
}
