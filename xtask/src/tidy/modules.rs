//! Every module opens with a sentence that says what it is.

use super::Fault;

/// Whether a file opens with `//!` and its first paragraph is a whole sentence.
pub(super) fn check(path: &str, text: &str) -> Option<Fault> {
    let opening: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    match opening.last() {
        None => Some(Fault::new(path, "does not open with a `//!` sentence")),
        Some(last) if !last.ends_with(['.', '?', ':']) => {
            Some(Fault::new(path, "opens with a `//!` that is no whole sentence"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_sentence_passes_whatever_follows() {
        assert!(check("a.rs", "//! What it is.\n//!\n//! more\n\nuse a;\n").is_none());
        assert!(check("a.rs", "//! What it is, over\n//! two lines.\nuse a;\n").is_none());
    }

    #[test]
    fn a_missing_or_broken_sentence_is_a_fault() {
        assert!(check("a.rs", "use a;\n").is_some());
        assert!(check("a.rs", "//!\n//! Late.\n").is_some());
        assert!(check("a.rs", "//! no sentence\n").is_some());
    }
}
