//! What the device and this page on it are: in sight or not, held in a hand or not, and whether it keeps what it is given.

use js_sys::Reflect;
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::StorageManager;

/// Whether the page can be seen now.
pub(crate) fn in_sight() -> bool {
    !document().hidden()
}

/// Whether the device is held in a hand: its pointer is a finger.
pub(crate) fn is_handheld() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

/// The browser's storage; none where the page was not loaded securely.
fn storage() -> Option<StorageManager> {
    let navigator = window().navigator();
    Reflect::has(&navigator, &JsValue::from_str("storage")).ok()?.then(|| navigator.storage())
}

/// Asks the browser not to clear what is kept here, and waits for no answer.
pub(crate) fn ask_to_keep() {
    spawn_local(async {
        // A no is shown in the settings, where one can ask again.
        let _ = ask_to_keep_and_tell().await;
    });
}

/// Asks the browser not to clear what is kept here; whether it promises.
pub(crate) async fn ask_to_keep_and_tell() -> bool {
    let Some(Ok(answer)) = storage().map(|storage| storage.persist()) else { return false };
    JsFuture::from(answer).await.is_ok_and(|promised| promised.is_truthy())
}

/// Whether the browser has promised not to clear what is kept here.
pub(crate) async fn is_kept_firmly() -> bool {
    let Some(Ok(answer)) = storage().map(|storage| storage.persisted()) else { return false };
    JsFuture::from(answer).await.is_ok_and(|promised| promised.is_truthy())
}

/// Copies a text for pasting elsewhere; whether that worked.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let secure = Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false);
    secure && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
