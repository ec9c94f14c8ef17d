//! Locks the app when nobody has touched it for a while.

use std::time::Duration;

use leptos::{ev, prelude::*};

use crate::{
    app::{Door, Session},
    platform,
};

/// How often it is looked whether the time is over. A browser looks less often at a page out of sight; it is looked
/// again the moment the page comes back.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// While the 24 words are being copied onto paper, this many minutes at least.
const WRITING_DOWN_MINUTES: u32 = 30;

/// Locks the session once nobody has touched the page for as many minutes as the settings say.
pub(crate) fn lock_when_idle(session: Session) {
    let touched_ms = StoredValue::new(platform::now_ms());
    let look = move || {
        let minutes = platform::idle_minutes();
        let minutes = if untrack(|| session.is_writing_down()) {
            minutes.max(WRITING_DOWN_MINUTES)
        } else {
            minutes
        };
        if session.door_signal().get_untracked() == Door::Open
            && is_over(touched_ms.get_value(), platform::now_ms(), minutes)
        {
            session.lock();
        }
    };
    // Look first: whoever touches a page that should have been locked long ago is not let in by that.
    let touch = move || {
        look();
        touched_ms.set_value(platform::now_ms());
    };
    // These hold as long as the page does.
    let _ = window_event_listener(ev::pointerdown, move |_| touch());
    let _ = window_event_listener(ev::keydown, move |_| touch());
    let _ = window_event_listener(ev::scroll, move |_| touch());
    let _ = window_event_listener(ev::focus, move |_| look());
    set_interval(look, LOOK_EVERY);
}

/// Whether so many minutes have passed since the page was touched. A clock that was set back counts as none.
fn is_over(touched_ms: f64, now_ms: f64, minutes: u32) -> bool {
    now_ms - touched_ms >= f64::from(minutes) * 60_000.0
}

#[cfg(test)]
mod tests {
    use super::is_over;

    #[test]
    fn five_minutes_are_over_after_five_minutes() {
        assert!(!is_over(1_000.0, 300_999.0, 5));
        assert!(is_over(1_000.0, 301_000.0, 5));
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        assert!(!is_over(9_000_000.0, 1_000.0, 1));
    }
}
