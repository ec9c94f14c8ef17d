//! The circle that a page is about: what of it seldom changes, so that a page is not made anew while somebody writes.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_member::view::{CircleSummary, Standing};

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

/// *Mine*, while the door is open.
pub(crate) fn mine(session: Session) -> Memo<Option<Circle>> {
    Memo::new(move |_| {
        let member = session.member()?;
        member.circle(member.mine()?).as_ref().map(Circle::of)
    })
}
