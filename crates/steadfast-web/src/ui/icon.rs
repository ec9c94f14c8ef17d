//! The few icons, drawn in one stroke. Each stands beside its word, so none is read aloud.

use leptos::prelude::*;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A day: the sun over a line.
    Day,
    /// Two circles that touch.
    Two,
    /// A page.
    Leaf,
    /// Three lines.
    Lines,
    /// A door with a way out.
    Out,
    /// A tick.
    Tick,
}

impl Shape {
    /// The outline, in a square of 24 by 24.
    fn outline(self) -> &'static str {
        match self {
            Self::Day => "M3 18h18M7 18a5 5 0 0 1 10 0M12 6v3M4.5 10.5l2 2M19.5 10.5l-2 2",
            Self::Two => {
                "M13.5 12a5 5 0 1 1-10 0a5 5 0 1 1 10 0M20.5 12a5 5 0 1 1-10 0a5 5 0 1 1 10 0"
            }
            Self::Leaf => "M6 3.5h9l3.5 3.5v13.500H6zM9 12h6M9 16h4",
            Self::Lines => "M4 7h16M4 12h16M4 17h16",
            Self::Out => "M10 4H5v16h5M10 12h10M16 8l4 4l-4 4",
            Self::Tick => "M5 12.500l4.500 4.500L19 7.500",
        }
    }
}

/// An icon of 24 px, in the colour of the text around it.
#[component]
pub(crate) fn Icon(shape: Shape) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path
                d=shape.outline()
                fill="none"
                stroke="currentColor"
                stroke-width="1.75"
                stroke-linecap="round"
                stroke-linejoin="round"
            ></path>
        </svg>
    }
}
