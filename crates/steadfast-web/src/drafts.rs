//! What is being written and not said yet: kept on this device, sealed, so that a lock or a reload loses no word.

use std::{cell::Cell, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::CircleId;

use crate::{app::Session, platform};

/// How long after the last letter what was written is kept. Short enough to lose at most a word.
const KEEP_AFTER_MS: i32 = 400;

/// Names that begin so are of *Mine*, and kept where *Mine* is.
const MINE: &str = "mine/";

/// What was written under this name and not said yet. Whatever is set to it is kept; an empty text is forgotten.
///
/// Each circle has its own, so that what was begun for a therapist's eyes never stands in a field of *Us*.
pub(crate) fn draft(session: Session, name: &str) -> RwSignal<String> {
    draft_of(session, session.named(), name)
}

/// As [`draft`], of the circle of an address.
pub(crate) fn draft_of(session: Session, circle: Option<CircleId>, name: &str) -> RwSignal<String> {
    let (private, name) = (name.starts_with(MINE), name_in(circle, name));
    // Whoever goes from page to page is quicker than what is kept.
    let unkept = session.unkept(&name);
    // Nothing is kept before what was kept is here, or the empty field would wipe it out.
    let read = Rc::new(Cell::new(unkept.is_some()));
    let text = RwSignal::new(unkept.unwrap_or_default());
    if !read.get()
        && let Some(member) = session.member_untracked()
    {
        let (name, read) = (Rc::clone(&name), Rc::clone(&read));
        spawn_local(async move {
            // A draft that cannot be read is one that was not kept; there is nothing that the person could do.
            let kept = member.draft(&name, private).await.unwrap_or_default();
            read.set(true);
            // Somebody may have begun to write meanwhile; theirs is the newer word.
            text.try_update(|text| {
                if text.is_empty() {
                    *text = kept;
                }
            });
        });
    }
    let latest = Rc::new(Cell::new(0_u32));
    Effect::new(move |before: Option<String>| {
        let written = text.get();
        if before.as_ref().is_some_and(|before| *before != written) {
            latest.set(latest.get().wrapping_add(1));
            session.set_unkept(&name, Some(written.clone()));
            let keeping = Keeping {
                name: Rc::clone(&name),
                private,
                latest: Rc::clone(&latest),
                read: Rc::clone(&read),
            };
            spawn_local(keeping.keep(session, written.clone()));
        }
        written
    });
    text
}

/// The name under which a draft of this circle is kept. *Us* goes by none, and what is of *Mine* stays there.
fn name_in(circle: Option<CircleId>, name: &str) -> Rc<str> {
    match (circle, name.strip_prefix(MINE)) {
        (None, _) => name.into(),
        (Some(circle), None) => format!("{circle}/{name}").into(),
        (Some(circle), Some(rest)) => format!("{MINE}{circle}/{rest}").into(),
    }
}

/// One text that waits to be kept, unless a newer one comes first.
struct Keeping {
    name: Rc<str>,
    private: bool,
    latest: Rc<Cell<u32>>,
    read: Rc<Cell<bool>>,
}

impl Keeping {
    async fn keep(self, session: Session, text: String) {
        let mine = self.latest.get();
        // What was sent is forgotten at once: it must not come back as if it had not been.
        if !text.is_empty() {
            platform::after_ms(KEEP_AFTER_MS).await;
        }
        if self.latest.get() != mine {
            return;
        }
        if let Some(member) = session.member_untracked().filter(|_| self.read.get()) {
            // Where the device has no room, the words still stand in the field; sending them says what is wrong.
            let _ = member.keep_draft(&self.name, self.private, &text).await;
        }
        session.set_unkept(&self.name, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_has_its_own_drafts_and_what_is_of_mine_stays_there() {
        let circle = CircleId::from_bytes([7; 32]);
        let names = ["letters/new", "mine/letters/apology"]
            .into_iter()
            .flat_map(|name| [name_in(None, name), name_in(Some(circle), name)]);
        let names: Vec<_> = names.collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(name.starts_with(MINE), at >= 2, "{name}");
            assert!(!names[..at].contains(name), "{name} twice");
        }
    }
}
