//! The page of the other example without the coach: what is left when its bytes are taken away.
#![cfg(target_family = "wasm")]

use std::string::String;

use wasm_bindgen::prelude::wasm_bindgen;

/// Keeps the text; returns how long it is.
#[wasm_bindgen]
pub fn whole(text: &str) -> usize {
    text.len()
}

/// A draft that is being written.
#[wasm_bindgen]
pub struct Draft(String);

#[wasm_bindgen]
impl Draft {
    /// An empty draft.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Draft {
        Draft(String::new())
    }

    /// Replaces the text; returns how long it is.
    pub fn set_text(&mut self, text: &str) -> usize {
        self.0.clear();
        self.0.push_str(text);
        self.0.len()
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}
