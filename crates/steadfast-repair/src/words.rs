//! What people write, held to a length where it is made.

use std::fmt;
use std::sync::Arc;

/// The most characters (Unicode scalar values) that [`Words`] may have.
pub const WORDS_CHARS_MAX: usize = 8_000;

/// The most characters (Unicode scalar values) that a [`Title`] may have.
pub const TITLE_CHARS_MAX: usize = 200;

/// Why a text cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is nothing in it but white space.
    #[error("the text is blank")]
    Blank,
    /// It is longer than its kind may be.
    #[error("the text has {chars} characters, {chars_max} are possible")]
    TooLong {
        /// How many characters it has.
        chars: usize,
        /// How many it may have.
        chars_max: usize,
    },
    /// A one-line text has a line break or another control character.
    #[error("a text of one line has the control character U+{code:04X}")]
    NotOneLine {
        /// The character's code point.
        code: u32,
    },
}

/// Something that a person wrote: 1 to [`WORDS_CHARS_MAX`] characters, not blank, kept exactly as written.
/// A clone shares the text.
///
/// Its `Debug` says only how long it is, so that no log shows what people tell each other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Words(Arc<str>);

impl Words {
    /// Takes a text as it was written.
    ///
    /// # Errors
    ///
    /// [`TextError::Blank`] and [`TextError::TooLong`].
    ///
    /// ```
    /// use steadfast_repair::words::{TextError, Words};
    ///
    /// assert_eq!(Words::new("I am here.")?.as_str(), "I am here.");
    /// assert_eq!(Words::new(" \n "), Err(TextError::Blank));
    /// # Ok::<(), TextError>(())
    /// ```
    pub fn new(text: impl Into<String>) -> Result<Self, TextError> {
        let text = text.into();
        check(&text, WORDS_CHARS_MAX)?;
        Ok(Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} characters)", self.0.chars().count())
    }
}

/// A name, or what a commitment is called: one line of 1 to [`TITLE_CHARS_MAX`] characters, not blank.
///
/// Control characters and the marks that turn the direction of writing are refused: a name that carries one could
/// make the line around it read as if somebody else had said it.
///
/// Its `Debug` says only how long it is, as that of [`Words`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title(Arc<str>);

impl Title {
    /// Takes a line as it was written.
    ///
    /// # Errors
    ///
    /// Every [`TextError`].
    pub fn new(text: impl Into<String>) -> Result<Self, TextError> {
        let text = text.into();
        check(&text, TITLE_CHARS_MAX)?;
        match text.chars().find(|&char| char.is_control() || breaks_or_turns_the_line(char)) {
            Some(char) => Err(TextError::NotOneLine { code: u32::from(char) }),
            None => Ok(Self(text.into())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Title({} characters)", self.0.chars().count())
    }
}

fn check(text: &str, chars_max: usize) -> Result<(), TextError> {
    // A text of no more bytes than that has no more characters either.
    if text.len() > chars_max {
        let chars = text.chars().count();
        if chars > chars_max {
            return Err(TextError::TooLong { chars, chars_max });
        }
    }
    if text.trim().is_empty() {
        return Err(TextError::Blank);
    }
    Ok(())
}

/// Line and paragraph separators, and the embeddings, overrides and isolates of UAX #9 (2.1 and 2.2).
fn breaks_or_turns_the_line(char: char) -> bool {
    matches!(char, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert!(Title::new("ä".repeat(TITLE_CHARS_MAX)).is_ok());
        assert_eq!(
            Title::new("ä".repeat(TITLE_CHARS_MAX + 1)),
            Err(TextError::TooLong { chars: 201, chars_max: 200 })
        );
        assert!(Words::new("ä".repeat(WORDS_CHARS_MAX)).is_ok());
        assert!(Words::new("ä".repeat(WORDS_CHARS_MAX + 1)).is_err());
    }

    #[test]
    fn words_keep_their_lines_and_a_title_has_one() {
        assert_eq!(Words::new("One.\n\nTwo. ").unwrap().as_str(), "One.\n\nTwo. ");
        assert_eq!(Title::new("One\nTwo"), Err(TextError::NotOneLine { code: 0x0A }));
    }

    #[test]
    fn a_name_cannot_turn_the_line_around_it() {
        assert_eq!(Title::new("Sam\u{202E}anA"), Err(TextError::NotOneLine { code: 0x202E }));
        assert!(Title::new("سام").is_ok());
    }

    #[test]
    fn what_people_wrote_is_not_printed() {
        let printed =
            format!("{:?} {:?}", Words::new("secret").unwrap(), Title::new("secret").unwrap());
        assert_eq!(printed, "Words(6 characters) Title(6 characters)");
    }
}
