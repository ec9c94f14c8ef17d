//! The coach as a page in a browser calls it, for `cargo xtask bench coach`.
#![cfg(target_family = "wasm")]

use steadfast_coach::{Form, Role, check};
use wasm_bindgen::prelude::wasm_bindgen;

/// Looks at the whole of `text` once; returns how many findings there are.
#[wasm_bindgen]
pub fn whole(text: &str) -> usize {
    check(text, Role::Involved, Form::Apology).len()
}

/// A draft that is being written.
#[wasm_bindgen]
pub struct Draft(steadfast_coach::Draft);

#[wasm_bindgen]
impl Draft {
    /// An empty draft.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Draft {
        Draft(steadfast_coach::Draft::new(Role::Involved, Form::Apology))
    }

    /// Replaces the text; returns how many findings there are.
    pub fn set_text(&mut self, text: &str) -> usize {
        self.0.set_text(text).len()
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}
