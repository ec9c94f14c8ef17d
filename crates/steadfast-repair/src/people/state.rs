//! Who is in the circle, as they say themselves.

use std::collections::BTreeMap;

use super::acts::{Act, CircleKind, Role, Roles, SecretsPolicy};
use super::rules::{self, Refusal};
use crate::said::{Entry, MemberId};
use crate::words::Title;

/// What the circle is for, and who is in it by what name.
///
/// Who *is* a member follows from the record's membership entries alone. This is what members say of themselves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People {
    circle: Option<Circle>,
    people: BTreeMap<MemberId, Person>,
}

/// What its founder said of the circle.
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// Where it was said; the author is the founder.
    pub founded: Entry,
    /// Who the circle is for.
    pub kind: CircleKind,
    /// What its people call it.
    pub name: Option<Title>,
}

/// What somebody said of themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Who it is.
    pub id: MemberId,
    /// Where they first said it.
    pub introduced: Entry,
    /// By what name they want to be called.
    pub name: Title,
    /// Which roles they have; empty if they did not say.
    pub roles: Roles,
    /// What they do as a therapist with what one of two partners tells them alone, if they said.
    pub secrets: Option<SecretsPolicy>,
    /// The names they had before, oldest first.
    pub earlier_names: Vec<Title>,
}

impl People {
    /// What the circle is for; `None` until its founder says it.
    pub fn circle(&self) -> Option<&Circle> {
        self.circle.as_ref()
    }

    /// The kind of the circle.
    pub fn kind(&self) -> Option<CircleKind> {
        self.circle.as_ref().map(|circle| circle.kind)
    }

    /// What somebody said of themselves.
    pub fn get(&self, member: MemberId) -> Option<&Person> {
        self.people.get(&member)
    }

    /// Everybody who said something of themselves, in the order in which they first did.
    pub fn all(&self) -> Vec<&Person> {
        let mut people: Vec<_> = self.people.values().collect();
        people.sort_by_key(|person| person.introduced.place);
        people
    }

    /// The roles of a member; empty if they did not say.
    pub fn roles(&self, member: MemberId) -> Roles {
        self.get(member).map_or(Roles::NONE, |person| person.roles)
    }

    /// Whether the circle is *Mine*, where there is nobody else to agree, answer or thank.
    pub fn is_mine(&self) -> bool {
        self.kind() == Some(CircleKind::Mine)
    }

    /// Whether a member may speak where only the two partners can speak for themselves.
    ///
    /// In a circle of the partners this leaves out who is there only as a therapist or supporter: their yes is not the
    /// partner's yes. Whoever did not say their roles is left the benefit of the doubt.
    pub fn speaks_as_partner(&self, member: MemberId) -> bool {
        self.allows(member, Roles::is_partner)
    }

    /// Whether a member may ask for reassurance and answers, and keep a list of what helps.
    ///
    /// In a circle of the partners that is the betrayed one's: the one who did harm does not ask the other to soothe them.
    pub fn speaks_as_betrayed_partner(&self, member: MemberId) -> bool {
        self.allows(member, |roles| roles.contains(Role::BetrayedPartner))
    }

    /// Whether a member may acknowledge, apologise and make amends: in a circle of the partners, the one who did harm.
    pub fn speaks_as_betraying_partner(&self, member: MemberId) -> bool {
        self.allows(member, |roles| roles.contains(Role::BetrayingPartner))
    }

    /// Whether a member has said that they are a therapist of both partners or of one.
    pub fn is_therapist(&self, member: MemberId) -> bool {
        let roles = self.roles(member);
        roles.contains(Role::CouplesTherapist) || roles.contains(Role::IndividualTherapist)
    }

    /// Whether somebody here has said that they work with both partners.
    pub fn has_couples_therapist(&self) -> bool {
        self.people.values().any(|person| person.roles.contains(Role::CouplesTherapist))
    }

    fn allows(&self, member: MemberId, roles_do: impl FnOnce(Roles) -> bool) -> bool {
        let roles = self.roles(member);
        !self.kind().is_some_and(CircleKind::is_of_partners) || roles.is_empty() || roles_do(roles)
    }

    pub(crate) fn apply(&mut self, act: &Act, entry: Entry) -> Result<(), Refusal> {
        match act {
            Act::Found(found) => {
                rules::found(self)?;
                self.circle =
                    Some(Circle { founded: entry, kind: found.kind, name: found.name.clone() });
            }
            Act::Introduce(introduce) => match self.people.get_mut(&entry.author) {
                Some(person) => {
                    person.rename(&introduce.name);
                    person.roles = introduce.roles;
                    person.secrets = introduce.secrets;
                }
                None => {
                    let person = Person {
                        id: entry.author,
                        introduced: entry,
                        name: introduce.name.clone(),
                        roles: introduce.roles,
                        secrets: introduce.secrets,
                        earlier_names: Vec::new(),
                    };
                    self.people.insert(entry.author, person);
                }
            },
            Act::Rename(rename) => {
                rules::rename(self, entry.author)?;
                if let Some(person) = self.people.get_mut(&entry.author) {
                    person.rename(&rename.name);
                }
            }
        }
        Ok(())
    }
}

impl Person {
    fn rename(&mut self, name: &Title) {
        if self.name != *name {
            let earlier = std::mem::replace(&mut self.name, name.clone());
            self.earlier_names.push(earlier);
        }
    }
}
