//! What can be said about a disclosure agreement.

use jiff::civil::Date;

use crate::said::EntryId;
use crate::words::Title;

/// The most behaviours that one agreement may name.
pub const BEHAVIOURS_MAX: usize = 40;

/// What can be said about a disclosure agreement.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Propose`].
    Propose(Propose),
    /// See [`Agree`].
    Agree(Agree),
    /// See [`Decline`].
    Decline(Decline),
    /// See [`End`].
    End(End),
}

/// Proposes an agreement, or amends one. Each version says all of it, so that it stands when another is erased.
#[derive(Debug, Clone, PartialEq)]
pub struct Propose {
    /// The agreement that it amends, named by the entry that first proposed it; `None` for a new one.
    pub agreement: Option<EntryId>,
    /// What it says.
    pub terms: Terms,
}

/// Says yes to a version that the other wrote. From then on it is in force, instead of any earlier one.
#[derive(Debug, Clone, PartialEq)]
pub struct Agree {
    /// The agreement.
    pub agreement: EntryId,
    /// The [`Propose`] with the very words.
    pub version: EntryId,
}

/// Says no to a version that the other wrote, or takes back one's own. What is in force stays so.
#[derive(Debug, Clone, PartialEq)]
pub struct Decline {
    /// The agreement.
    pub agreement: EntryId,
    /// The [`Propose`].
    pub version: EntryId,
}

/// Ends an agreement. Each can do so alone, and gives no reason.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// The agreement.
    pub agreement: EntryId,
}

/// What an agreement says: 1 to [`BEHAVIOURS_MAX`] behaviours, and when it is looked at again.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    whose: Whose,
    behaviours: Vec<Behaviour>,
    review: Date,
}

/// Why some behaviours are no terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// There is nothing to agree on.
    #[error("the agreement names no behaviour")]
    Empty,
    /// There are more than [`BEHAVIOURS_MAX`].
    #[error("the agreement names {behaviours} behaviours, {BEHAVIOURS_MAX} are possible")]
    TooMany {
        /// How many there are.
        behaviours: usize,
    },
    /// Two have one number, or a greater number stands before a smaller one.
    #[error("the number {number} is not greater than the one before it")]
    NotAscending {
        /// The number that is out of place.
        number: u16,
    },
}

impl Terms {
    /// Takes the terms, with the behaviours in ascending order of their numbers.
    ///
    /// # Errors
    ///
    /// Every [`TermsError`].
    pub fn new(whose: Whose, behaviours: Vec<Behaviour>, review: Date) -> Result<Self, TermsError> {
        if behaviours.is_empty() {
            return Err(TermsError::Empty);
        }
        if BEHAVIOURS_MAX < behaviours.len() {
            return Err(TermsError::TooMany { behaviours: behaviours.len() });
        }
        match behaviours.windows(2).find(|pair| pair[1].number <= pair[0].number) {
            Some(pair) => Err(TermsError::NotAscending { number: pair[1].number }),
            None => Ok(Self { whose, behaviours, review }),
        }
    }

    /// Whose behaviours they are, as its author sees it.
    pub fn whose(&self) -> Whose {
        self.whose
    }

    /// The behaviours, in ascending order of their numbers; at least one.
    pub fn behaviours(&self) -> &[Behaviour] {
        &self.behaviours
    }

    /// The behaviour with this number.
    pub fn behaviour(&self, number: u16) -> Option<&Behaviour> {
        self.behaviours.iter().find(|behaviour| behaviour.number == number)
    }

    /// The date on which the two look at it again. Nothing lapses on it.
    pub fn review(&self) -> Date {
        self.review
    }
}

/// Whose behaviours an agreement is about, as the author of the version sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The author's own.
    Mine,
    /// The other's.
    Yours,
    /// Of each of the two.
    Both,
}

/// One behaviour, and what is done when it happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Behaviour {
    /// What tells it from the others of the agreement, over all versions. Whoever amends keeps the number of what they
    /// only change.
    pub number: u16,
    /// What it is, in their own words.
    pub what: Title,
    /// What the two call it.
    pub kind: Kind,
    /// Who is told.
    pub told_to: ToldTo,
    /// Within what time, counted from when it happened.
    pub within: Hours,
    /// How much is told.
    pub detail: Detail,
}

/// What the two call a behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A step in the old direction.
    Slip,
    /// A return to it.
    Relapse,
    /// Neither, and told all the same.
    Neither,
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToldTo {
    /// The partner, and perhaps others as well.
    Partner {
        /// Who else.
        also: Option<Helpers>,
    },
    /// Somebody else in the partner's place.
    Instead {
        /// Who.
        helpers: Helpers,
        /// What the partner hears of it.
        partner_hears: PartnerHears,
    },
}

/// Who of those that help is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Helpers {
    /// A therapist.
    Therapist,
    /// A supporter.
    Supporter,
    /// Both.
    TherapistAndSupporter,
}

/// What the partner hears when somebody else is told in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartnerHears {
    /// That something was told in time, and not what.
    ToldInTime,
    /// Nothing.
    Nothing,
}

/// Somebody who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// The partner.
    Partner,
    /// A therapist.
    Therapist,
    /// A supporter.
    Supporter,
}

impl Helpers {
    /// Who they are; `None` for nobody.
    pub fn of(therapist: bool, supporter: bool) -> Option<Self> {
        match (therapist, supporter) {
            (true, true) => Some(Self::TherapistAndSupporter),
            (true, false) => Some(Self::Therapist),
            (false, true) => Some(Self::Supporter),
            (false, false) => None,
        }
    }

    /// Whether a therapist is among them.
    pub fn therapist(self) -> bool {
        self != Self::Supporter
    }

    /// Whether a supporter is among them.
    pub fn supporter(self) -> bool {
        self != Self::Therapist
    }
}

impl ToldTo {
    /// Everybody who is told what happened, in the order of [`Recipient`]; at least one.
    pub fn recipients(self) -> impl Iterator<Item = Recipient> {
        let (partner, helpers) = match self {
            Self::Partner { also } => (true, also),
            Self::Instead { helpers, .. } => (false, Some(helpers)),
        };
        [
            partner.then_some(Recipient::Partner),
            helpers.is_some_and(Helpers::therapist).then_some(Recipient::Therapist),
            helpers.is_some_and(Helpers::supporter).then_some(Recipient::Supporter),
        ]
        .into_iter()
        .flatten()
    }
}

/// A time of 1 to [`Hours::MAX`] hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours(u16);

/// A number of hours that nobody can agree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{hours} hours are not between 1 and {}", Hours::MAX.get())]
pub struct HoursError {
    /// How many they are.
    pub hours: u16,
}

impl Hours {
    /// A day, which is the time unless the two choose otherwise.
    pub const DAY: Self = Self(24);

    /// The longest, about a month.
    pub const MAX: Self = Self(31 * 24);

    /// Takes a number of hours.
    ///
    /// # Errors
    ///
    /// [`HoursError`] for none, and for more than [`Hours::MAX`].
    pub fn new(hours: u16) -> Result<Self, HoursError> {
        if (1..=Self::MAX.0).contains(&hours) { Ok(Self(hours)) } else { Err(HoursError { hours }) }
    }

    /// How many.
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// How much is told of what happened. It is always facts, and never more of them than help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// That it happened.
    ThatItHappened,
    /// What, when and where.
    WhatWhenWhere,
    /// That, and an answer to whatever is asked about it.
    WhateverIsAsked,
}
