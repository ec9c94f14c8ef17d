//! One typed function for each message of `locales/<language>/<feature>.json`.
//!
//! A message is a text, or, where a number decides the wording, an object with `one` and `other`. `{name}` in it
//! becomes a parameter. English says which messages there are; every other language must have exactly those, with
//! exactly those parameters, or the build stops and names what is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write,
    fs,
    path::Path,
};

use serde_json::Value;

use crate::pseudo;

/// The language that every other is held against.
const REFERENCE: &str = "en";
/// The made-up language that shows what is not in a catalogue (from Microsoft's name for it).
const PSEUDO: &str = "qps";

/// The feature whose messages stand in static files, before the app runs; no function is made for them.
const STATIC: &str = "before";

/// The wording of one message.
#[derive(Clone)]
enum Wording {
    Plain(String),
    /// For exactly one, and for any other number; the number is the parameter `count`.
    Counted {
        one: String,
        other: String,
    },
}

/// Feature, then key, then wording.
type Catalogue = BTreeMap<String, BTreeMap<String, Wording>>;

/// The Rust for all catalogues below `locales`.
///
/// # Errors
/// When a file is no catalogue, a name cannot be a function's, or a language does not match the English one.
pub(crate) fn generate(locales: &Path) -> Result<String, Box<dyn Error>> {
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(locales)? {
        let path = entry?.path();
        let code = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or("a language's folder has a plain name")?;
        languages.insert(code.to_owned(), read(&path)?);
    }
    let reference = languages.get(REFERENCE).ok_or("there is no English catalogue")?.clone();
    for (code, catalogue) in &languages {
        compare(code, &reference, catalogue)?;
    }
    languages.insert(PSEUDO.into(), map(&reference, pseudo::text));
    let mut rust = language_enum(&languages)?;
    for (feature, messages) in reference.iter().filter(|(feature, _)| *feature != STATIC) {
        writeln!(rust, "pub(crate) mod {feature} {{")?;
        for key in messages.keys() {
            let versions: Vec<_> = languages
                .iter()
                .map(|(code, catalogue)| (code, &catalogue[feature][key]))
                .collect();
            message(&mut rust, key, &reference[feature][key], &versions)?;
        }
        writeln!(rust, "}}")?;
    }
    Ok(rust)
}

fn read(folder: &Path) -> Result<Catalogue, Box<dyn Error>> {
    let mut catalogue = Catalogue::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let place = path.display();
        let feature = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or("a catalogue has a plain name")?;
        let parsed: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{place}: {error}"))?;
        let mut messages = BTreeMap::new();
        for (key, value) in parsed {
            if !key.starts_with(|first: char| first.is_ascii_lowercase())
                || !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            {
                return Err(format!("{place}: {key} cannot be the name of a function").into());
            }
            let wording = match value {
                Value::String(text) => Wording::Plain(text),
                Value::Object(forms) => match (forms.get("one"), forms.get("other"), forms.len()) {
                    (Some(Value::String(one)), Some(Value::String(other)), 2) => {
                        Wording::Counted { one: one.clone(), other: other.clone() }
                    }
                    _ => {
                        return Err(format!(
                            "{place}: {key} needs `one` and `other` and nothing else"
                        )
                        .into());
                    }
                },
                _ => return Err(format!("{place}: {key} is neither a text nor two forms").into()),
            };
            messages.insert(key, wording);
        }
        catalogue.insert(feature.to_owned(), messages);
    }
    Ok(catalogue)
}

fn map(catalogue: &Catalogue, change: fn(&str) -> String) -> Catalogue {
    let wording = |wording: &Wording| match wording {
        Wording::Plain(text) => Wording::Plain(change(text)),
        Wording::Counted { one, other } => {
            Wording::Counted { one: change(one), other: change(other) }
        }
    };
    let messages = |messages: &BTreeMap<String, Wording>| {
        messages.iter().map(|(key, text)| (key.clone(), wording(text))).collect()
    };
    catalogue.iter().map(|(feature, found)| (feature.clone(), messages(found))).collect()
}

/// Whether a language says everything that English says, with the same parameters, and nothing else.
fn compare(code: &str, reference: &Catalogue, catalogue: &Catalogue) -> Result<(), Box<dyn Error>> {
    let keys = |catalogue: &Catalogue| -> Result<BTreeSet<String>, Box<dyn Error>> {
        let mut keys = BTreeSet::new();
        for (feature, messages) in catalogue {
            for (key, wording) in messages {
                let parameters = parameters(wording)
                    .map_err(|error| format!("{code}/{feature}.json: {key}: {error}"))?;
                keys.insert(format!("{feature}.{key} {parameters:?}"));
            }
        }
        Ok(keys)
    };
    let (wanted, found) = (keys(reference)?, keys(catalogue)?);
    let differing: Vec<_> = wanted.symmetric_difference(&found).collect();
    if differing.is_empty() {
        Ok(())
    } else {
        Err(format!("{code} and {REFERENCE} differ in {differing:?}").into())
    }
}

/// The names in braces, in order of the alphabet, `count` always first where a number decides.
fn parameters(wording: &Wording) -> Result<Vec<String>, String> {
    let mut names = BTreeSet::new();
    let texts = match wording {
        Wording::Plain(text) => vec![text],
        Wording::Counted { one, other } => vec![one, other],
    };
    for text in texts {
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("a brace is not closed")?;
            names.insert(name.to_owned());
            rest = after;
        }
    }
    names.remove("count");
    let counted = matches!(wording, Wording::Counted { .. }).then(|| "count".to_owned());
    Ok(counted.into_iter().chain(names).collect())
}

fn language_enum(languages: &BTreeMap<String, Catalogue>) -> Result<String, Box<dyn Error>> {
    let variant = |code: &str| code[..1].to_uppercase() + &code[1..];
    let variants: Vec<_> = languages.keys().map(|code| variant(code)).collect();
    let mut rust = String::from(
        "/// A language that the app speaks.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub(crate) enum Language {",
    );
    writeln!(rust, "{} }}\nimpl Language {{", variants.join(", "))?;
    writeln!(
        rust,
        "/// All of them.\npub(crate) const ALL: [Self; {}] = [{}];",
        variants.len(),
        variants.iter().map(|v| format!("Self::{v}")).collect::<Vec<_>>().join(", ")
    )?;
    writeln!(
        rust,
        "/// Its BCP 47 tag.\npub(crate) fn code(self) -> &'static str {{ match self {{"
    )?;
    for code in languages.keys() {
        writeln!(rust, "Self::{} => {code:?},", variant(code))?;
    }
    writeln!(rust, "}} }}\n}}")?;
    Ok(rust)
}

fn message(
    rust: &mut String,
    key: &str,
    reference: &Wording,
    versions: &[(&String, &Wording)],
) -> Result<(), Box<dyn Error>> {
    let names = parameters(reference)?;
    let signature: Vec<_> = names
        .iter()
        .map(|name| {
            if name == "count" {
                "count: i64".to_owned()
            } else {
                format!("{name}: impl std::fmt::Display")
            }
        })
        .collect();
    let kind = if names.is_empty() { "&'static str" } else { "String" };
    writeln!(
        rust,
        "pub(crate) fn {key}({}) -> {kind} {{ match crate::messages::language() {{",
        signature.join(", ")
    )?;
    for (code, wording) in versions {
        let variant = code[..1].to_uppercase() + &code[1..];
        let text = |text: &str| match text.contains('{') {
            _ if names.is_empty() => format!("{text:?}"),
            true => format!("format!({text:?})"),
            // One of two forms may name no parameter, as in "a minute ago".
            false => format!("String::from({text:?})"),
        };
        let body = match wording {
            Wording::Plain(plain) => text(plain),
            Wording::Counted { one, other } => {
                format!("if count == 1 {{ {} }} else {{ {} }}", text(one), text(other))
            }
        };
        writeln!(rust, "crate::messages::Language::{variant} => {body},")?;
    }
    writeln!(rust, "}} }}")?;
    Ok(())
}
