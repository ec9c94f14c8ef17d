//! One trial: somebody, in a circle, after what was said there, says something; and whether it took effect.

use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::{Effect, EntryId, MemberId, Refusal};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, Speech, found, introduce};

/// A supporter.
const TIAGO: MemberId = MemberId([0x7; 32]);

/// A part of the page: a practice, what stands above its table and below it.
pub(super) struct Practice {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) rows: Vec<Row>,
    pub(super) after: &'static str,
}

/// An act in a state, and what must be so that no trial of roles can show.
pub(super) struct Row {
    pub(super) act: &'static str,
    pub(super) only_if: &'static str,
    trial: fn(&mut Trial) -> Option<Effect>,
}

/// A row of the table.
pub(super) fn row(
    act: &'static str,
    only_if: &'static str,
    trial: fn(&mut Trial) -> Option<Effect>,
) -> Row {
    Row { act, only_if, trial }
}

/// A kind of circle, with those who are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Us,
    UsAndTherapist,
    Mine,
    TherapistAndMe,
    SupporterAndMe,
}

/// Somebody, by the part that they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Betraying,
    Betrayed,
    CouplesTherapist,
    IndividualTherapist,
    Supporter,
}

impl Place {
    pub(super) const ALL: [Self; 5] =
        [Self::Us, Self::UsAndTherapist, Self::Mine, Self::TherapistAndMe, Self::SupporterAndMe];

    pub(super) fn is_of_partners(self) -> bool {
        self.kind().is_of_partners()
    }

    fn kind(self) -> CircleKind {
        match self {
            Self::Us => CircleKind::Us,
            Self::UsAndTherapist => CircleKind::UsAndTherapist,
            Self::Mine => CircleKind::Mine,
            Self::TherapistAndMe => CircleKind::TherapistAndMe,
            Self::SupporterAndMe => CircleKind::SupporterAndMe,
        }
    }

    /// Everybody who may be in such a circle. In those of one partner that is either of the two, each in a circle of their own.
    pub(super) fn everybody(self) -> &'static [Who] {
        match self {
            Self::Us | Self::Mine => &[Who::Betraying, Who::Betrayed],
            Self::UsAndTherapist => &[Who::Betraying, Who::Betrayed, Who::CouplesTherapist],
            Self::TherapistAndMe => &[Who::Betraying, Who::Betrayed, Who::IndividualTherapist],
            Self::SupporterAndMe => &[Who::Betraying, Who::Betrayed, Who::Supporter],
        }
    }

    /// Who is in the circle in which somebody is tried, themselves among them.
    fn people(self, who: Who) -> Vec<Who> {
        let helper = match self {
            Self::Us | Self::UsAndTherapist => return self.everybody().to_vec(),
            Self::Mine => return vec![who],
            Self::TherapistAndMe => Who::IndividualTherapist,
            Self::SupporterAndMe => Who::Supporter,
        };
        if who == helper { vec![Who::Betrayed, helper] } else { vec![who, helper] }
    }
}

impl Who {
    fn member(self) -> MemberId {
        match self {
            Self::Betraying => SAM,
            Self::Betrayed => ANA,
            Self::CouplesTherapist | Self::IndividualTherapist => DR_LOPES,
            Self::Supporter => TIAGO,
        }
    }

    fn roles(self) -> Roles {
        Roles::only(match self {
            Self::Betraying => Role::BetrayingPartner,
            Self::Betrayed => Role::BetrayedPartner,
            Self::CouplesTherapist => Role::CouplesTherapist,
            Self::IndividualTherapist => Role::IndividualTherapist,
            Self::Supporter => Role::Supporter,
        })
    }
}

impl Row {
    /// What becomes of it. `None` where the state cannot be: nobody is there who could have said what it needs.
    pub(super) fn effect(&self, place: Place, who: Who) -> Option<Effect> {
        (self.trial)(&mut Trial::new(place, who))
    }

    /// Whether it takes effect when the partner who is tried in *Us* has these parts instead of their own.
    pub(super) fn took_as(&self, who: Who, roles: Roles) -> Option<bool> {
        let people = Place::Us.people(who).into_iter();
        let people = people.map(|one| (one.member(), if one == who { roles } else { one.roles() }));
        let mut trial = Trial::of(Place::Us, people.collect(), who.member());
        (self.trial)(&mut trial).map(|effect| effect == Effect::Took)
    }

    /// Whether it takes effect when a couples therapist who is in *Us* says it.
    pub(super) fn took_by_therapist_in_us(&self) -> Option<bool> {
        let people = Place::UsAndTherapist.people(Who::CouplesTherapist).into_iter();
        let people = people.map(|one| (one.member(), one.roles())).collect();
        let mut trial = Trial::of(Place::Us, people, Who::CouplesTherapist.member());
        (self.trial)(&mut trial).map(|effect| effect == Effect::Took)
    }

    /// Whether it takes effect.
    pub(super) fn took(&self, place: Place, who: Who) -> Option<bool> {
        self.effect(place, who).map(|effect| effect == Effect::Took)
    }

    /// Why it does not.
    pub(super) fn refusal(&self, place: Place, who: Who) -> Option<Refusal> {
        match self.effect(place, who)? {
            Effect::Took => None,
            Effect::Refused(refusal) => Some(refusal),
        }
    }
}

/// A circle in which somebody is tried, at a time.
pub(super) struct Trial {
    circle: Circle,
    place: Place,
    me: MemberId,
    others: Vec<MemberId>,
    at: &'static str,
}

impl Trial {
    fn new(place: Place, who: Who) -> Self {
        let people = place.people(who).into_iter().map(|one| (one.member(), one.roles()));
        Self::of(place, people.collect(), who.member())
    }

    fn of(place: Place, people: Vec<(MemberId, Roles)>, me: MemberId) -> Self {
        let mut circle = Circle::empty();
        circle.take(people[0].0, "2026-11-22 08:00", found(place.kind()));
        for (member, roles) in &people {
            circle.take(*member, "2026-11-22 08:00", introduce("X", *roles));
        }
        let others = people.into_iter().map(|(member, _)| member).filter(|id| *id != me).collect();
        Self { circle, place, me, others, at: "2026-11-22 12:00" }
    }

    /// The same people in a circle in which nothing was said yet.
    pub(super) fn before_anything(&mut self) -> &mut Self {
        self.circle = Circle::empty();
        self
    }

    /// What the circle is for.
    pub(super) fn kind(&self) -> CircleKind {
        self.place.kind()
    }

    /// It is this time from now on, in Lisbon.
    pub(super) fn at(&mut self, at: &'static str) -> &mut Self {
        self.at = at;
        self
    }

    /// What the one who is tried says before. `None` if they cannot.
    pub(super) fn mine(&mut self, act: impl Into<Speech>) -> Option<EntryId> {
        self.by(self.me, act)
    }

    /// What another says before: the first who can, and from then on the same. `None` if nobody can.
    pub(super) fn theirs(&mut self, act: impl Into<Speech>) -> Option<EntryId> {
        let act = act.into();
        let others = self.others.clone();
        let (said, by) = others.iter().find_map(|by| Some((self.by(*by, act.clone())?, *by)))?;
        self.others.retain(|other| *other == by);
        self.others.extend(others.into_iter().filter(|other| *other != by));
        Some(said)
    }

    fn by(&mut self, author: MemberId, act: impl Into<Speech>) -> Option<EntryId> {
        let (said, effect) = self.circle.say(author, self.at, act);
        (effect == Effect::Took).then_some(said)
    }

    /// What is tried.
    pub(super) fn tries(&mut self, act: impl Into<Speech>) -> Option<Effect> {
        Some(self.circle.say(self.me, self.at, act).1)
    }
}
