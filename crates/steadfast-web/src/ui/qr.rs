//! A link as a square code, drawn on the device.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode as Code};

use crate::messages as say;

/// The quiet zone around a code, in modules (ISO/IEC 18004 asks for four).
const MARGIN: usize = 4;

/// A QR code of `text`; nothing where the text is too long for one.
#[component]
pub(crate) fn QrCode(#[prop(into)] text: String) -> impl IntoView {
    outline(&text).map(|(side, path)| {
        view! {
            <svg
                class="qr"
                viewBox=format!("0 0 {side} {side}")
                role="img"
                aria-label=say::ui::qr_label()
                shape-rendering="crispEdges"
            >
                <path class="qr-paper" d=format!("M0 0h{side}v{side}H0z")></path>
                <path class="qr-ink" d=path></path>
            </svg>
        }
    })
}

/// The side of the picture in modules, and one path over its dark modules.
fn outline(text: &str) -> Option<(usize, String)> {
    let code = Code::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (row, colours) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = colours[column..].iter().take_while(|colour| **colour == Color::Dark).count();
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", column + MARGIN, row + MARGIN);
            }
            column += run.max(1);
        }
    }
    Some((width + 2 * MARGIN, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_the_smallest_code_with_its_margin() {
        let (side, path) = outline("a").expect("one letter fits");
        assert_eq!(side, 21 + 2 * MARGIN);
        // The finder pattern's upper edge: seven dark modules in a row, at the corner of the code.
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
    }

    #[test]
    fn a_text_that_no_code_holds_gives_none() {
        assert!(outline(&"a".repeat(5000)).is_none());
    }
}
