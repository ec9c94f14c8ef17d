//! Who says it: the names of a circle's people, as the one who looks sees them.

use steadfast_member::view::Person;
use steadfast_repair::{
    MemberId,
    people::{Role, Roles, SecretsPolicy},
};

use crate::{messages as say, naming, ui::Reads};

/// The people of one circle, as one of them sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct People {
    people: Vec<Known>,
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    id: MemberId,
    name: String,
    roles: Roles,
    secrets: Option<SecretsPolicy>,
    me: bool,
    left: bool,
}

impl People {
    /// Takes the people as the member's side lists them.
    pub(crate) fn of(people: &[Person]) -> Self {
        let known = |person: &Person| Known {
            id: person.id,
            name: person.name.as_ref().map_or_else(
                || say::wording::someone().to_owned(),
                |name| name.as_str().to_owned(),
            ),
            roles: person.roles,
            secrets: person.secrets,
            me: person.me,
            left: person.left,
        };
        Self { people: people.iter().map(known).collect() }
    }

    /// Who somebody is at the beginning of a sentence: "You", or their name.
    pub(crate) fn subject(&self, id: MemberId) -> String {
        match self.find(id) {
            Some(known) if known.me => say::wording::you().into(),
            Some(known) => known.name.clone(),
            None => say::wording::someone().into(),
        }
    }

    /// Whether that is the one who looks.
    pub(crate) fn is_me(&self, id: MemberId) -> bool {
        self.find(id).is_some_and(|known| known.me)
    }

    /// The one who looks.
    pub(crate) fn me(&self) -> Option<MemberId> {
        self.people.iter().find(|known| known.me).map(|known| known.id)
    }

    /// The other of the two: another partner before anybody else, and somebody who is still here before who left.
    pub(crate) fn other(&self) -> Option<MemberId> {
        self.other_known().map(|known| known.id)
    }

    /// The name of the other, for the middle of a sentence.
    pub(crate) fn other_name(&self) -> String {
        self.other_known()
            .map_or_else(|| say::wording::your_partner().to_owned(), |known| known.name.clone())
    }

    /// Whether anybody else is in the circle now.
    pub(crate) fn is_shared(&self) -> bool {
        self.people.iter().any(|known| !known.me && !known.left)
    }

    /// Everybody who is or was in it, with the name that the one who looks knows them by.
    pub(crate) fn everybody(&self) -> Vec<(MemberId, String)> {
        self.people.iter().map(|known| (known.id, self.subject(known.id))).collect()
    }

    /// Who reads what is written here: all who are in it now, oneself last.
    pub(crate) fn readers(&self) -> Reads {
        Reads::with_me(self.others())
    }

    /// The names of all others who are in it now.
    pub(crate) fn others(&self) -> Vec<String> {
        let others = self.people.iter().filter(|known| !known.me && !known.left);
        others.map(|known| known.name.clone()).collect()
    }

    /// The names of all who are in it now, oneself last, as one phrase: "Ana and you".
    pub(crate) fn together(&self) -> String {
        match self.readers() {
            Reads::MeAlone => say::wording::you_inline().into(),
            Reads::These(names) | Reads::Later { names, .. } => super::schedule::list(&names),
        }
    }

    /// Whether the one who looks was hurt. Whoever holds both roles was.
    pub(crate) fn am_betrayed(&self) -> bool {
        self.my_roles().contains(Role::BetrayedPartner)
    }

    /// Whether the one who looks has hurt the other.
    pub(crate) fn am_betraying(&self) -> bool {
        self.my_roles().contains(Role::BetrayingPartner)
    }

    /// Whether the one who looks may ask for reassurance, and keeps a list of what helps.
    pub(crate) fn asks(&self) -> bool {
        let roles = self.my_roles();
        roles.is_empty() || roles.contains(Role::BetrayedPartner)
    }

    /// Whether the page puts giving before the one who looks: whoever has hurt the other, or did not say. Whoever was
    /// only hurt owes nobody any.
    pub(crate) fn gives(&self) -> bool {
        let roles = self.my_roles();
        roles.is_empty() || roles.contains(Role::BetrayingPartner)
    }

    /// Whether the one who looks is there as a therapist.
    pub(crate) fn am_therapist(&self) -> bool {
        naming::is_therapist(self.my_roles())
    }

    /// Whether the one who looks is there for the others' sake.
    pub(crate) fn am_professional(&self) -> bool {
        naming::professional(self.my_roles()).is_some()
    }

    /// What each therapist who is here, but for the one who looks, does with secrets between partners.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let others = self.people.iter().filter(|known| !known.me && !known.left);
        others
            .filter_map(|known| naming::secrets(known.roles, known.secrets, &known.name))
            .collect()
    }

    /// Whether somebody is one of the two partners, or did not say what they are.
    pub(crate) fn speaks_as_partner(&self, id: MemberId) -> bool {
        self.find(id).is_some_and(|known| known.roles.is_empty() || known.roles.is_partner())
    }

    /// The roles of the one who looks.
    pub(crate) fn my_roles(&self) -> Roles {
        self.people.iter().find(|known| known.me).map_or(Roles::NONE, |known| known.roles)
    }

    fn find(&self, id: MemberId) -> Option<&Known> {
        self.people.iter().find(|known| known.id == id)
    }

    fn other_known(&self) -> Option<&Known> {
        self.people
            .iter()
            .filter(|known| !known.me)
            .min_by_key(|known| (known.left, !known.roles.is_partner()))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use steadfast_repair::words::Title;

    use super::*;

    /// Sam, who looks, and has hurt Ana.
    pub(crate) const SAM: MemberId = MemberId([1; 32]);
    pub(crate) const ANA: MemberId = MemberId([2; 32]);
    pub(crate) const RUIZ: MemberId = MemberId([3; 32]);

    fn person(id: MemberId, name: &str, role: Role, left: bool) -> Person {
        Person {
            id,
            name: Title::new(name).ok(),
            roles: Roles::only(role),
            secrets: None,
            devices: Vec::new(),
            me: id == SAM,
            left,
        }
    }

    /// Sam and Ana, and a therapist whom Ana has known longer.
    pub(crate) fn three() -> People {
        People::of(&[
            person(RUIZ, "Dr Ruiz", Role::CouplesTherapist, false),
            person(SAM, "Sam", Role::BetrayingPartner, false),
            person(ANA, "Ana", Role::BetrayedPartner, false),
        ])
    }

    #[test]
    fn the_other_is_the_partner_and_not_the_therapist_who_came_first() {
        assert_eq!(three().other(), Some(ANA));
        assert_eq!(three().other_name(), "Ana");
    }

    #[test]
    fn the_one_who_looks_is_you_and_stands_last() {
        assert_eq!(three().subject(SAM), "You");
        assert_eq!(three().subject(ANA), "Ana");
        assert_eq!(three().together(), "Dr Ruiz, Ana and you");
    }

    #[test]
    fn who_has_left_reads_nothing_new_but_keeps_their_name() {
        let people = People::of(&[
            person(SAM, "Sam", Role::BetrayingPartner, false),
            person(ANA, "Ana", Role::BetrayedPartner, true),
        ]);
        assert_eq!(people.readers(), Reads::MeAlone);
        assert!(!people.is_shared());
        assert_eq!(people.subject(ANA), "Ana");
    }

    #[test]
    fn somebody_unknown_is_someone() {
        assert_eq!(three().subject(MemberId([9; 32])), "Someone");
        assert_eq!(People::default().other_name(), "your partner");
    }
}
