//! The circle that a page is about: what of it seldom changes, so that a page is not made anew while somebody writes.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_member::view::{CircleSummary, Standing};
use steadfast_repair::Relationship;

use crate::{app::Session, ui::Reads, wording::People};

/// One circle, as far as its pages need it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Circle {
    /// Which.
    pub(crate) id: CircleId,
    /// Who is in it.
    pub(crate) people: People,
    /// Where this device stands with it.
    pub(crate) standing: Standing,
}

impl Circle {
    fn of(summary: &CircleSummary) -> Self {
        Self { id: summary.id, people: People::of(&summary.people), standing: summary.standing }
    }

    /// Who reads what is written in it.
    pub(crate) fn readers(&self) -> Reads {
        self.people.readers()
    }
}

/// *Us*, if there is one.
pub(crate) fn us(session: Session) -> Memo<Option<Circle>> {
    Memo::new(move |_| session.us().as_ref().map(Circle::of))
}

/// A page about the two of *Us*: `between` while somebody else is in it, and `alone` while nobody is.
pub(crate) fn between_two<B: IntoView + 'static, A: IntoView + 'static>(
    between: impl Fn(Circle) -> B,
    alone: impl Fn() -> A,
) -> impl Fn() -> AnyView {
    let us = us(expect_context::<Session>());
    let shared = Memo::new(move |_| us.get().filter(|us| us.people.is_shared()));
    move || match shared.get() {
        Some(us) => between(us).into_any(),
        None => alone().into_any(),
    }
}

/// What a circle folds to, as plain data of a page. Empty while the door is closed.
pub(crate) fn folded<T: Default + PartialEq + Send + Sync + 'static>(
    circle: StoredValue<Circle>,
    read: impl Fn(&Relationship, &Circle) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let session = expect_context::<Session>();
    Memo::new(move |_| {
        circle
            .with_value(|circle| session.relationship(circle.id, |folded| read(folded, circle)))
            .unwrap_or_default()
    })
}

/// *Mine*, while the door is open.
pub(crate) fn mine(session: Session) -> Memo<Option<Circle>> {
    Memo::new(move |_| {
        let member = session.member()?;
        member.circle(member.mine()?).as_ref().map(Circle::of)
    })
}
