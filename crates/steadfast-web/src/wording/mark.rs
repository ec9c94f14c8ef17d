//! Marks for what became of a day: they differ by shape and word, never by colour.

use leptos::prelude::*;
use steadfast_repair::commitments::FollowThrough;

use crate::messages as say;

/// What became of an occurrence, in a word or two.
pub(crate) fn state_word(state: FollowThrough) -> &'static str {
    match state {
        FollowThrough::Ahead => say::wording::state_ahead(),
        FollowThrough::Open => say::wording::state_open(),
        FollowThrough::Kept => say::wording::state_kept(),
        FollowThrough::KeptLate => say::wording::state_kept_late(),
        FollowThrough::RenegotiatedAhead => say::wording::state_renegotiated(),
        FollowThrough::Missed => say::wording::state_missed(),
        FollowThrough::MissedAndRepaired => say::wording::state_repaired(),
    }
}

/// A mark, in the colour of the text around it. Its word stands beside it, or is read aloud in its place.
#[component]
pub(crate) fn Mark(
    /// What became of it.
    state: FollowThrough,
    /// Whether somebody else says that this is not how they saw it: a second ring beside the first.
    #[prop(optional)]
    seen_otherwise: bool,
) -> impl IntoView {
    let ring = matches!(
        state,
        FollowThrough::KeptLate
            | FollowThrough::Missed
            | FollowThrough::MissedAndRepaired
            | FollowThrough::RenegotiatedAhead
            | FollowThrough::Open
    );
    let inside = match state {
        // A ring of dots: nothing is known.
        FollowThrough::Open | FollowThrough::Missed => None,
        FollowThrough::Kept => Some("M20 12a8 8 0 1 1-16 0a8 8 0 1 1 16 0z"),
        FollowThrough::KeptLate => Some("M4 12a8 8 0 0 0 16 0z"),
        FollowThrough::Ahead => Some("M14.500 12a2.500 2.500 0 1 1-5 0a2.500 2.500 0 1 1 5 0z"),
        FollowThrough::MissedAndRepaired => {
            Some("M6.800 17.200l2.100-2.100M10.950 13.050l2.100-2.100M15.100 8.900l2.100-2.100")
        }
        FollowThrough::RenegotiatedAhead => Some("M8.500 12h7M13 9.500l2.500 2.500l-2.500 2.500"),
    };
    let filled =
        matches!(state, FollowThrough::Kept | FollowThrough::KeptLate | FollowThrough::Ahead);
    view! {
        <svg
            class="mark"
            class:mark-open=state == FollowThrough::Open
            viewBox=if seen_otherwise { "0 0 30 24" } else { "0 0 24 24" }
            width=if seen_otherwise { "25" } else { "20" }
            height="20"
            aria-hidden="true"
            focusable="false"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
        >
            {ring.then(|| view! { <path class="mark-ring" d="M20 12a8 8 0 1 1-16 0a8 8 0 1 1 16 0z"></path> })}
            {inside.map(|path| view! { <path d=path fill=if filled { "currentColor" } else { "none" }></path> })}
            {seen_otherwise.then(|| view! { <path d="M24 5.800a9.500 9.500 0 0 1 0 12.400"></path> })}
        </svg>
    }
}
