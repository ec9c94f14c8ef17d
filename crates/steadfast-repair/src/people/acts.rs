//! What people can say of themselves and of the circle.

use std::fmt;

use crate::words::Title;

/// The part that somebody has in a circle. A member holds a set of them, see [`Roles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Hurt someone they love, and wants to repair it.
    BetrayingPartner,
    /// Was hurt, and decides the pace.
    BetrayedPartner,
    /// Works with both partners.
    CouplesTherapist,
    /// Works with one of them.
    IndividualTherapist,
    /// Sponsor, accountability partner or trusted friend.
    Supporter,
}

impl Role {
    /// All roles, in order.
    pub const ALL: [Self; 5] = [
        Self::BetrayingPartner,
        Self::BetrayedPartner,
        Self::CouplesTherapist,
        Self::IndividualTherapist,
        Self::Supporter,
    ];
}

/// The roles of one member; both partners' at once when each has hurt the other.
///
/// ```
/// use steadfast_repair::people::{Role, Roles};
///
/// let both: Roles = [Role::BetrayingPartner, Role::BetrayedPartner].into_iter().collect();
/// assert!(both.contains(Role::BetrayedPartner) && both.is_partner());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Roles(u8);

impl Roles {
    /// Nothing said yet.
    pub const NONE: Self = Self(0);

    /// One role.
    pub const fn only(role: Role) -> Self {
        Self(1 << role as u8)
    }

    /// The set with this role in it.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | Self::only(role).0)
    }

    /// Whether the member has this role.
    pub const fn contains(self, role: Role) -> bool {
        self.0 & Self::only(role).0 != 0
    }

    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the member is one of the two partners.
    pub const fn is_partner(self) -> bool {
        self.contains(Role::BetrayingPartner) || self.contains(Role::BetrayedPartner)
    }

    /// The roles, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |&role| self.contains(role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Who a circle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CircleKind {
    /// Me alone: journal, own work.
    Mine,
    /// The two partners; a couples therapist only if both agree.
    Us,
    /// Both partners and the couples therapist.
    UsAndTherapist,
    /// A therapist and one person.
    TherapistAndMe,
    /// A supporter and one person.
    SupporterAndMe,
}

impl CircleKind {
    /// All kinds, in order.
    pub const ALL: [Self; 5] =
        [Self::Mine, Self::Us, Self::UsAndTherapist, Self::TherapistAndMe, Self::SupporterAndMe];

    /// Whether the two partners are what the circle is about, so that only they can speak for themselves in it.
    pub const fn is_of_partners(self) -> bool {
        matches!(self, Self::Us | Self::UsAndTherapist)
    }
}

/// What people can say of themselves and of the circle.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Found`].
    Found(Found),
    /// See [`Introduce`].
    Introduce(Introduce),
    /// See [`Rename`].
    Rename(Rename),
}

/// Says what the circle is for. Its founder says it once, before anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Who the circle is for.
    pub kind: CircleKind,
    /// What its people call it, if they do.
    pub name: Option<Title>,
}

/// Says by what name the author wants to be called, which roles they have, and as a therapist what they do with secrets
/// between partners. Said again, it replaces all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Introduce {
    /// The name.
    pub name: Title,
    /// The roles; none if they do not want to say.
    pub roles: Roles,
    /// What a therapist does with what one of two partners tells them alone.
    pub secrets: Option<SecretsPolicy>,
}

/// What a therapist does with what one of two partners tells them alone. They say it before they come in, so that both
/// know it before they tell them anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretsPolicy {
    /// They keep none between partners: what one tells them, they may bring to both.
    NoneKept,
    /// They keep it for a while, and help the one who told it to tell it.
    KeptForAWhile,
    /// They keep it.
    Kept,
}

impl SecretsPolicy {
    /// All policies, in order.
    pub const ALL: [Self; 3] = [Self::NoneKept, Self::KeptForAWhile, Self::Kept];
}

/// Changes the author's own name and leaves the roles as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Rename {
    /// The new name.
    pub name: Title,
}
