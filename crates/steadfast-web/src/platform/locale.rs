//! The browser's languages and its names for countries.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::messages::Language;

/// The languages that the person set in the browser, the dearest first, as BCP 47 tags.
pub(crate) fn languages() -> Vec<String> {
    leptos::prelude::window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect()
}

/// A country's name in a language (`Intl.DisplayNames`), or `None` where the browser has none.
pub(crate) fn region_name(code: &str, language: Language) -> Option<String> {
    let get = |of: &JsValue, key: &str| Reflect::get(of, &JsValue::from_str(key)).ok();
    let constructor =
        get(&get(&js_sys::global(), "Intl")?, "DisplayNames")?.dyn_into::<Function>().ok()?;
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("type"), &JsValue::from_str("region")).ok()?;
    // A made-up language has no names of its own; English ones show what they are.
    let tag = if language == Language::Qps { Language::En } else { language }.code();
    let names =
        Reflect::construct(&constructor, &Array::of2(&JsValue::from_str(tag), &options)).ok()?;
    let of = get(&names, "of")?.dyn_into::<Function>().ok()?;
    of.call1(&names, &JsValue::from_str(code)).ok()?.as_string()
}
