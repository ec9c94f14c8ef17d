//! The circle that a page is about: what of it seldom changes, so that a page is not made anew while somebody writes.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_member::view::{CircleSummary, Standing};
use steadfast_repair::{Relationship, people::CircleKind};

use crate::{app::Session, ui::Reads, wording::People};

/// One circle, as far as its pages need it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Circle {
    /// Which.
    pub(crate) id: CircleId,
    /// Whom it is for.
    pub(crate) kind: CircleKind,
    /// What it is called.
    pub(crate) title: String,
    /// Who is in it.
    pub(crate) people: People,
    /// Where this device stands with it.
    pub(crate) standing: Standing,
}

impl Circle {
    /// The circle of a summary.
    pub(crate) fn of(session: Session, summary: &CircleSummary) -> Self {
        Self {
            id: summary.id,
            kind: summary.kind,
            title: session.title(summary),
            people: People::of(&summary.people),
            standing: summary.standing,
        }
    }

    /// Whether something can be said in it, now or as soon as its relay answers.
    pub(crate) fn is_going_on(&self) -> bool {
        matches!(self.standing, Standing::In | Standing::Founding)
    }

    /// Whether it is of the two partners, and the one who looks is there for their sake.
    pub(crate) fn reads_along(&self) -> bool {
        self.kind.is_of_partners() && self.people.am_professional()
    }

    /// Who reads what is written in it.
    pub(crate) fn readers(&self) -> Reads {
        self.people.readers()
    }
}

/// *Us*, if there is one.
pub(crate) fn us(session: Session) -> Memo<Option<Circle>> {
    Memo::new(move |_| session.us().map(|us| Circle::of(session, &us)))
}

/// The circle that one is in: *Us*, or the one that the address names.
pub(crate) fn here(session: Session) -> Memo<Option<Circle>> {
    Memo::new(move |_| session.here().map(|here| Circle::of(session, &here)))
}

/// A page about those in the circle that one is in: `between` while somebody else is in it, and `alone` while nobody is.
pub(crate) fn between_two<B: IntoView + 'static, A: IntoView + 'static>(
    between: impl Fn(Circle) -> B,
    alone: impl Fn() -> A,
) -> impl Fn() -> AnyView {
    let here = here(expect_context::<Session>());
    let shared = Memo::new(move |_| here.get().filter(|here| here.people.is_shared()));
    move || match shared.get() {
        Some(here) => between(here).into_any(),
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

/// All circles with somebody else in them, or meant for somebody else: *Us* first, those of the partners before the
/// others, what was left last.
pub(crate) fn shared(session: Session) -> Memo<Vec<Circle>> {
    Memo::new(move |_| {
        let mut circles = session.circles();
        circles.retain(|circle| circle.kind != CircleKind::Mine);
        circles.sort_by_key(|circle| (has_ended(circle.standing), circle.kind));
        circles.iter().map(|circle| Circle::of(session, circle)).collect()
    })
}

/// Whether a circle is *Us*, to one of the two partners, and not left. To a therapist who came into it, it is one of
/// their circles.
pub(crate) fn is_us(circle: &CircleSummary) -> bool {
    let roles = circle.people.iter().find(|person| person.me).map(|me| me.roles);
    let is_there_for_others = roles.is_some_and(|roles| !roles.is_empty() && !roles.is_partner());
    circle.kind == CircleKind::Us && circle.standing != Standing::Left && !is_there_for_others
}

/// Whether nothing new comes from a circle any more on this device.
pub(crate) fn has_ended(standing: Standing) -> bool {
    matches!(standing, Standing::Left | Standing::DeviceRemoved)
}

/// *Mine*, while the door is open.
pub(crate) fn mine(session: Session) -> Memo<Option<Circle>> {
    Memo::new(move |_| {
        let member = session.member()?;
        Some(Circle::of(session, &member.circle(member.mine()?)?))
    })
}
