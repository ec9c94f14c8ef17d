//! The colours of `styles/tokens.css`, held to the ratios of WCAG 2.2 in both themes.

use std::collections::BTreeMap;

/// Linear red, green and blue, each from 0 to 1.
type Colour = [f64; 3];

/// A colour of CSS: `oklch(L% C H)` or `#fff` (CSS Color 4 §9, with Ottosson's matrices).
fn colour(text: &str) -> Colour {
    if text == "#fff" {
        return [1.0; 3];
    }
    let inside = text
        .strip_prefix("oklch(")
        .and_then(|rest| rest.strip_suffix(')'))
        .expect("a colour in oklch");
    let parts: Vec<f64> = inside
        .split_whitespace()
        .map(|part| part.trim_end_matches('%').parse().expect("a number"))
        .collect();
    let [lightness, chroma, hue] = parts[..] else { panic!("three parts: {text}") };
    let (lightness, a, b) =
        (lightness / 100.0, chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ]
    .map(|channel| channel.clamp(0.0, 1.0))
}

/// WCAG's contrast ratio of two colours.
fn ratio(one: Colour, other: Colour) -> f64 {
    let luminance = |[r, g, b]: Colour| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Every token of the form `--name: light-dark(…, …);`, light first.
fn tokens() -> BTreeMap<String, [Colour; 2]> {
    let css = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/styles/tokens.css"))
        .expect("tokens.css");
    let read = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
        Some((name.to_owned(), [colour(light), colour(dark)]))
    };
    css.lines().filter_map(read).collect()
}

/// Holds each of `above` on each of `below` to a ratio, in both themes.
fn check(above: &[&str], below: &[&str], least: f64) {
    let tokens = tokens();
    for (theme, name) in ["light", "dark"].into_iter().enumerate() {
        for text in above {
            for surface in below {
                let found = ratio(tokens[*text][theme], tokens[*surface][theme]);
                assert!(
                    found >= least,
                    "{name}: --{text} on --{surface} is {found:.2}, and {least} is needed"
                );
            }
        }
    }
}

const SURFACES: [&str; 3] = ["paper", "raised", "clay-wash"];

#[test]
fn what_is_read_stands_out_seven_to_one() {
    check(&["ink"], &SURFACES, 7.0);
    check(&["on-accent"], &["accent"], 7.0);
}

#[test]
fn quiet_text_and_links_stand_out_four_and_a_half_to_one() {
    check(&["quiet", "accent"], &SURFACES, 4.5);
}

#[test]
fn edges_of_what_can_be_touched_stand_out_three_to_one() {
    check(&["edge", "clay", "accent"], &SURFACES, 3.0);
}

#[test]
fn the_measure_itself_is_right() {
    assert!((ratio([1.0; 3], [0.0; 3]) - 21.0).abs() < 1e-9);
    // The grey #767676 is the well-known one that just passes 4.5:1 on white; oklch(56.6% 0 0) is that grey.
    assert!((ratio(colour("oklch(56.6% 0 0)"), [1.0; 3]) - 4.54).abs() < 0.05);
}
