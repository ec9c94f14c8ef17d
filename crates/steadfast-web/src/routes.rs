//! Every address of the app as a type, and where each one may be seen.

use std::fmt;

use steadfast_circle::CircleId;

use crate::features::letters::Form;

/// Where one can be in the app: a page, and the circle that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// The circle, where it has to be named. *Us* needs no name, and most pages are about no circle.
    pub(crate) circle: Option<CircleId>,
    /// The page.
    pub(crate) route: Route,
}

/// A page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// What is due, what was asked, one thing to do next.
    Today,
    /// What the two share, or what is shared in another circle.
    Us,
    /// All circles with somebody else in them, side by side.
    Circles,
    /// What nobody else reads.
    Mine,
    /// Something that one is not ready to send.
    Unsent,
    /// Everything rare.
    More,
    /// The first steps of somebody new.
    Begin,
    /// Somebody was invited.
    Join,
    /// The passphrase, please.
    Unlock,
    /// Help now: breathing, grounding, people to call.
    Help,
    /// Safety: watched devices, leaving, what this cannot do.
    Safety,
    /// All commitments.
    Commitments,
    /// A new commitment.
    NewCommitment,
    /// One commitment, by the hash of the entry that made it, in hexadecimal.
    Commitment(String),
    /// All disclosure agreements.
    Agreements,
    /// A new disclosure agreement.
    NewAgreement,
    /// One disclosure agreement, by the hash of the entry that first proposed it, in hexadecimal.
    Agreement(String),
    /// Changing a disclosure agreement.
    AmendAgreement(String),
    /// All boundaries.
    Boundaries,
    /// A new boundary.
    NewBoundary,
    /// One boundary, by the hash of the entry that first set it, in hexadecimal.
    Boundary(String),
    /// Changing the words of a boundary.
    ChangeBoundary(String),
    /// Space: asking for it, and what waits.
    Space,
    /// All disclosures.
    Disclosures,
    /// Telling that something happened.
    NewDisclosure,
    /// The check-in.
    CheckIn,
    /// Asking for reassurance, and giving it.
    Reassurance,
    /// Questions, and what was answered.
    Questions,
    /// A new question.
    NewQuestion,
    /// One question, by the hash of the entry that asked it, in hexadecimal.
    Question(String),
    /// Letters that came, were sent, and can be written.
    Letters,
    /// Writing a letter of one kind.
    WriteLetter(Form),
    /// One letter, by the hash of the entry that sent it, in hexadecimal.
    Letter(String),
    /// What was written and quoted in a circle.
    Notes,
    /// Everything that was said, and how whole the record is.
    Record,
    /// Members, devices, inviting, leaving.
    People,
    /// What comes before inviting the partner.
    Gate,
    /// Language, theme, relay, lock.
    Settings,
    /// What the words of the product mean.
    Words,
}

/// How many hexadecimal digits name an entry: 32 bytes.
const ENTRY_DIGITS: usize = 64;

/// The routes that are always the same words after the slash.
const PLAIN: [(&str, Route); 36] = [
    ("", Route::Today),
    ("us", Route::Us),
    ("circles", Route::Circles),
    ("mine", Route::Mine),
    ("mine/unsent", Route::Unsent),
    ("more", Route::More),
    ("begin", Route::Begin),
    ("join", Route::Join),
    ("unlock", Route::Unlock),
    ("help", Route::Help),
    ("safety", Route::Safety),
    ("commitments", Route::Commitments),
    ("commitments/new", Route::NewCommitment),
    ("agreements", Route::Agreements),
    ("agreements/new", Route::NewAgreement),
    ("boundaries", Route::Boundaries),
    ("boundaries/new", Route::NewBoundary),
    ("space", Route::Space),
    ("disclosures", Route::Disclosures),
    ("disclosures/new", Route::NewDisclosure),
    ("checkin", Route::CheckIn),
    ("reassurance", Route::Reassurance),
    ("questions", Route::Questions),
    ("questions/new", Route::NewQuestion),
    ("letters", Route::Letters),
    ("letters/acknowledgement", Route::WriteLetter(Form::Acknowledgement)),
    ("letters/apology", Route::WriteLetter(Form::Apology)),
    ("letters/impact", Route::WriteLetter(Form::Impact)),
    ("letters/restitution", Route::WriteLetter(Form::Restitution)),
    ("letters/validation", Route::WriteLetter(Form::Validation)),
    ("notes", Route::Notes),
    ("record", Route::Record),
    ("people", Route::People),
    ("gate", Route::Gate),
    ("settings", Route::Settings),
    ("words", Route::Words),
];

/// A route of one thing: its word, what stands after the name of the thing's entry, and how that name makes it.
type OfOne = (&'static str, &'static str, fn(String) -> Route);

/// The routes of one thing, named by its entry after the word.
const NAMED: [OfOne; 7] = [
    ("commitments", "", Route::Commitment),
    ("questions", "", Route::Question),
    ("agreements", "", Route::Agreement),
    ("agreements", "/amend", Route::AmendAgreement),
    ("boundaries", "", Route::Boundary),
    ("boundaries", "/change", Route::ChangeBoundary),
    ("letters", "", Route::Letter),
];

impl Address {
    /// Where a path leads, as the browser has it, with the circle that was kept beside it; `None` where there is no
    /// page. A circle is only for pages that every circle has.
    pub(crate) fn of(path: &str, circle: Option<CircleId>) -> Option<Self> {
        let route = Route::parse(path)?;
        Some(Self { circle: circle.filter(|_| route.is_of_a_circle()), route })
    }
}

impl From<Route> for Address {
    fn from(route: Route) -> Self {
        Self { circle: None, route }
    }
}

impl Route {
    /// The page of a path as the browser has it, or `None` where there is none.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix('/')?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if let Some((_, route)) = PLAIN.into_iter().find(|(word, _)| *word == rest) {
            return Some(route);
        }
        let (folder, rest) = rest.split_once('/')?;
        NAMED.into_iter().filter(|(word, ..)| *word == folder).find_map(|(_, after, route)| {
            let id = rest.strip_suffix(after)?;
            let named = id.len() == ENTRY_DIGITS
                && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            named.then(|| route(id.to_owned()))
        })
    }

    /// The door (in the bar or the rail) that this route lies behind.
    pub(crate) fn door(&self) -> Option<Self> {
        match self {
            Self::Today => Some(Self::Today),
            Self::Us
            | Self::Circles
            | Self::Commitments
            | Self::NewCommitment
            | Self::Commitment(_)
            | Self::Agreements
            | Self::NewAgreement
            | Self::Agreement(_)
            | Self::AmendAgreement(_)
            | Self::Boundaries
            | Self::NewBoundary
            | Self::Boundary(_)
            | Self::ChangeBoundary(_)
            | Self::Space
            | Self::Disclosures
            | Self::NewDisclosure
            | Self::CheckIn
            | Self::Reassurance
            | Self::Questions
            | Self::Letters
            | Self::WriteLetter(_)
            | Self::Letter(_)
            | Self::Notes
            | Self::NewQuestion
            | Self::Question(_) => Some(Self::Us),
            Self::Mine | Self::Unsent => Some(Self::Mine),
            Self::More
            | Self::Record
            | Self::People
            | Self::Gate
            | Self::Settings
            | Self::Words => Some(Self::More),
            Self::Begin | Self::Join | Self::Unlock | Self::Help | Self::Safety => None,
        }
    }

    /// Whether the page is about one circle, so that every circle has its own.
    pub(crate) fn is_of_a_circle(&self) -> bool {
        *self == Self::Record || (*self != Self::Circles && self.door() == Some(Self::Us))
    }

    /// Whether the page shows nothing of the record, so that it works while locked and before anything exists.
    pub(crate) fn needs_no_key(&self) -> bool {
        matches!(
            self,
            Self::Begin | Self::Join | Self::Unlock | Self::Help | Self::Safety | Self::Words
        )
    }
}

/// The path, as it stands in a link.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commitment(id) => return write!(f, "/commitments/{id}"),
            Self::Letter(id) => return write!(f, "/letters/{id}"),
            Self::Question(id) => return write!(f, "/questions/{id}"),
            Self::Agreement(id) => return write!(f, "/agreements/{id}"),
            Self::AmendAgreement(id) => return write!(f, "/agreements/{id}/amend"),
            Self::Boundary(id) => return write!(f, "/boundaries/{id}"),
            Self::ChangeBoundary(id) => return write!(f, "/boundaries/{id}/change"),
            _ => {}
        }
        let word = PLAIN.iter().find(|(_, route)| route == self).map_or("", |(word, _)| word);
        write!(f, "/{word}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_leads_back_to_itself() {
        for (_, route) in PLAIN {
            assert_eq!(Route::parse(&route.to_string()), Some(route));
        }
        for (.., route) in NAMED {
            let one = route("ab".repeat(32));
            assert_eq!(Route::parse(&one.to_string()), Some(one));
        }
    }

    #[test]
    fn what_is_of_a_circle_can_be_in_each_of_them_and_nothing_else_can() {
        let circle = Some(CircleId::from_bytes([0xab; 32]));
        for (_, route) in PLAIN {
            let address = Address::of(&route.to_string(), circle).expect("it is a page");
            assert_eq!(address.circle.is_some(), route.is_of_a_circle(), "{route:?}");
        }
        assert!(Route::Letters.is_of_a_circle() && Route::Record.is_of_a_circle());
        for route in [Route::Today, Route::Mine, Route::Help, Route::People, Route::Circles] {
            assert!(!route.is_of_a_circle(), "{route:?}");
        }
        assert_eq!(Address::of("/in/abc/us", circle), None);
    }

    #[test]
    fn a_slash_at_the_end_changes_nothing() {
        assert_eq!(Route::parse("/help/"), Some(Route::Help));
    }

    #[test]
    fn what_is_no_page_has_no_route() {
        for path in ["", "help", "/helpful", "/commitments/xyz", "/us/them", "/a//"] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
        assert_eq!(Route::parse(&format!("/commitments/{}", "AB".repeat(32))), None);
    }

    #[test]
    fn help_and_safety_need_no_key_and_nothing_of_the_record_does_without() {
        assert!(Route::Help.needs_no_key() && Route::Safety.needs_no_key());
        for (_, route) in PLAIN {
            assert!(
                !(route.needs_no_key() && route.door().is_some_and(|door| door != Route::More)),
                "{route:?}"
            );
        }
    }
}
