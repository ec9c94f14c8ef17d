//! What `cargo xtask bench coach` times: a whole draft once, and one keystroke in it.

use alloc::string::String;

use crate::{
    draft::{Draft, check},
    finding::{Form, Role},
};

/// A draft of an ordinary length, 1.5 KB, with what such drafts hold: ownership, excuses, a quotation, plain talk.
pub const LETTER: &str = include_str!("../words/bench_letter.txt");

/// Looks at the whole of [`LETTER`] once; returns how many findings there are.
#[must_use]
pub fn whole_draft() -> usize {
    check(LETTER, Role::Involved, Form::Apology).len()
}

/// Somebody typing in the middle of [`LETTER`].
#[derive(Debug)]
pub struct Typing {
    draft: Draft,
    text: String,
    at: usize,
    keys: usize,
}

impl Typing {
    /// The letter, read once, with the cursor in its middle.
    #[must_use]
    pub fn new() -> Self {
        let mut draft = Draft::new(Role::Involved, Form::Apology);
        draft.set_text(LETTER);
        // The letter is ASCII, so every byte is a boundary.
        Typing { draft, text: String::from(LETTER), at: LETTER.len() / 2, keys: 0 }
    }

    /// Types one letter; takes it back with the next. Returns how many findings there are.
    pub fn keystroke(&mut self) -> usize {
        self.keys += 1;
        if self.keys % 2 == 1 {
            self.text.insert(self.at, 'e');
        } else {
            self.text.remove(self.at);
        }
        self.draft.set_text(&self.text).len()
    }
}

impl Default for Typing {
    fn default() -> Self {
        Self::new()
    }
}
