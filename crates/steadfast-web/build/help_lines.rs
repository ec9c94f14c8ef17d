//! The table of emergency numbers and help lines by country, from `data/help-lines.json`.

use std::{error::Error, fmt::Write, fs, path::Path};

use serde_json::Value;

/// The Rust for the table, in the order of the file.
///
/// # Errors
/// When the file is not in its form, a number has anything but digits, spaces, a plus and a star, a source is missing,
/// or the date of a source is not one. The dates themselves stay in the file, for whoever keeps it.
pub(crate) fn generate(path: &Path) -> Result<String, Box<dyn Error>> {
    let parsed: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let countries = parsed["countries"].as_array().ok_or("`countries` is a list")?;
    let mut rust = String::from("pub(crate) static COUNTRIES: &[Country] = &[\n");
    for country in countries {
        let code = text(country, "code")?;
        let emergency = country["emergency"]
            .as_array()
            .ok_or_else(|| format!("{code}: `emergency` is a list"))?;
        let emergency: Vec<_> = emergency.iter().filter_map(Value::as_str).collect();
        emergency.iter().try_for_each(|number| check_number(number))?;
        let source =
            address(country, "emergency_source").map_err(|error| format!("{code}: {error}"))?;
        check_date(country, "emergency_dated").map_err(|error| format!("{code}: {error}"))?;
        writeln!(
            rust,
            "Country {{ code: {code:?}, name: {:?}, emergency: &{emergency:?}, emergency_source: {source:?}, lines: &[",
            text(country, "name")?
        )?;
        for line in
            country["lines"].as_array().ok_or_else(|| format!("{code}: `lines` is a list"))?
        {
            let name = text(line, "name")?;
            let kind = match text(line, "for")? {
                "crisis" => "Crisis",
                "violence" => "Violence",
                other => {
                    return Err(format!(
                        "{code}: {name}: a line is for `crisis` or `violence`, not {other}"
                    )
                    .into());
                }
            };
            let phone = line.get("phone").and_then(Value::as_str);
            phone.into_iter().try_for_each(check_number)?;
            let (web, hours) = (
                line.get("web").and_then(Value::as_str),
                line.get("all_day").and_then(Value::as_bool),
            );
            let source =
                address(line, "source").map_err(|error| format!("{code}: {name}: {error}"))?;
            check_date(line, "dated").map_err(|error| format!("{code}: {name}: {error}"))?;
            writeln!(
                rust,
                "Line {{ name: {name:?}, purpose: Purpose::{kind}, phone: {phone:?}, web: {web:?}, all_day: {}, source: {source:?} }},",
                hours.unwrap_or(false)
            )?;
        }
        rust.push_str("] },\n");
    }
    rust.push_str("];\n");
    Ok(rust)
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, Box<dyn Error>> {
    Ok(value[key].as_str().ok_or_else(|| format!("`{key}` is missing in {value}"))?)
}

fn address<'a>(value: &'a Value, key: &str) -> Result<&'a str, Box<dyn Error>> {
    let source = text(value, key)?;
    if source.starts_with("https://") {
        Ok(source)
    } else {
        Err(format!("{source} is not an address").into())
    }
}

fn check_number(number: &str) -> Result<(), Box<dyn Error>> {
    let plain = !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '+' || c == '*');
    if plain { Ok(()) } else { Err(format!("{number} is not a number to dial").into()) }
}

/// Where there is a date: a year, with its month and day as far as the source's own text gives them.
fn check_date(value: &Value, key: &str) -> Result<(), Box<dyn Error>> {
    let Some(date) = value.get(key) else { return Ok(()) };
    let plain = date.as_str().is_some_and(|date| {
        let parts: Vec<_> = date.split('-').collect();
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        parts.len() <= 3
            && parts
                .iter()
                .zip([4, 2, 2])
                .all(|(part, length)| part.len() == length && digits(part))
    });
    if plain { Ok(()) } else { Err(format!("{date} is not a date such as 2026-10-07").into()) }
}
