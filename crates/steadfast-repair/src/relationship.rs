//! All practices of one circle, folded together from its record.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::agreements::Agreements;
use crate::boundaries::Boundaries;
use crate::checkins::Checkins;
use crate::clocks::Clocks;
use crate::commitments::Commitments;
use crate::disclosures::Disclosures;
use crate::journal::Journal;
use crate::letters::Letters;
use crate::notes::Notes;
use crate::people::People;
use crate::practice::{Practice, Saying};
use crate::questions::Questions;
use crate::reassurance::Reassurance;
use crate::said::{EntryId, MemberId, Said, Spoken, Window};
use crate::space::{Came, Holding, Space};
use crate::{
    agreements, boundaries, checkins, commitments, disclosures, journal, letters, notes, people,
    questions, reassurance, space,
};

/// Declares everything that grows with a new practice: what can be said, why it can be refused, and the state of all.
macro_rules! practices {
    ($($(#[$doc:meta])* $module:ident: $Practice:ident),+ $(,)?) => {
        /// What can be said in a circle.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Act {
            /// Of oneself and of the circle.
            People(people::Act),
            $($(#[$doc])* $Practice($module::Act),)+
            /// Something that this version does not know. It stays in the record and changes nothing.
            Unknown {
                /// What a newer version calls it.
                kind: String,
            },
        }

        /// Why an act has no effect. It stays in the record all the same.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            /// Of oneself and of the circle.
            #[error(transparent)]
            People(#[from] people::Refusal),
            $($(#[$doc])* #[error(transparent)] $Practice(#[from] $module::Refusal),)+
            /// It comes from a newer version of this program.
            #[error("{kind} is not known to this version")]
            FromNewerVersion {
                /// What the newer version calls it.
                kind: String,
            },
            /// It was folded after a later entry, or twice. This says something about the caller, not about the author.
            #[error("the entry at {place} was folded after the one at {after}")]
            OutOfOrder {
                /// Its place in the record.
                place: u64,
                /// The place of the last entry folded.
                after: u64,
            },
        }

        /// All practices of one circle, as they follow from what was said in it.
        ///
        /// The fold is total: every sequence of acts has a state, acts without right or too late are kept as refusals,
        /// and the same acts in the same places always give the same state.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Relationship {
            me: MemberId,
            folded_to: Option<u64>,
            clocks: Clocks,
            refusals: HashMap<EntryId, Refusal>,
            people: People,
            holding: Holding,
            $($module: $Practice,)+
        }

        impl Relationship {
            /// A circle in which nothing was said yet, as `me` sees it.
            pub fn new(me: MemberId) -> Self {
                Self {
                    me,
                    folded_to: None,
                    clocks: Clocks::default(),
                    refusals: HashMap::new(),
                    people: People::default(),
                    holding: Holding::default(),
                    $($module: $Practice::default(),)+
                }
            }

            $($(#[$doc])* pub fn $module(&self) -> &$Practice {
                &self.$module
            })+

            fn take(&mut self, said: &Said, spoken: Spoken) -> Result<(), Refusal> {
                let entry = said.entry(spoken);
                match &said.act {
                    Act::People(act) => self.people.apply(act, entry)?,
                    $(Act::$Practice(act) => {
                        self.$module.apply(act, Saying { entry, spoken, people: &self.people })?;
                    })+
                    Act::Unknown { kind } => return Err(Refusal::FromNewerVersion { kind: kind.clone() }),
                }
                Ok(())
            }

            /// Learns what the record proves about the time of an entry, now that others have written more.
            ///
            /// It gives the same state as if [`Window::not_after`] had come with the entry. The window's other side belongs to
            /// the entry from the beginning, and is not looked at here.
            pub fn set_window(&mut self, entry: EntryId, window: Window) {
                self.holding.set_window(entry, window);
                $(self.$module.set_window(entry, window);)+
            }
        }
    };
}

// A new practice is a folder of its own and one line here.
practices! {
    /// Promises, and what became of them.
    commitments: Commitments,
    /// Check-ins, and when they are.
    checkins: Checkins,
    /// Reassurance: what helps, what was asked for, what was given.
    reassurance: Reassurance,
    /// Questions, and what was answered.
    questions: Questions,
    /// Disclosure agreements: what is told, to whom, by when.
    agreements: Agreements,
    /// Boundaries: what somebody needs, asked for or held.
    boundaries: Boundaries,
    /// Letters.
    letters: Letters,
    /// Disclosures: what had to be told, told.
    disclosures: Disclosures,
    /// Notes, and what is quoted from other circles.
    notes: Notes,
    /// Space: for some hours, what the other sends waits.
    space: Space,
    /// The journal, in *Mine* only.
    journal: Journal,
}

/// What became of an act when it was folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It took effect.
    Took,
    /// It stays in the record and changed nothing, and why.
    Refused(Refusal),
}

impl Relationship {
    /// Folds one entry. Entries come in the order of their places; places may be left out.
    pub fn apply(&mut self, said: &Said) -> Effect {
        if let Some(after) = self.folded_to.filter(|&after| said.place <= after) {
            return Effect::Refused(Refusal::OutOfOrder { place: said.place, after });
        }
        self.folded_to = Some(said.place);
        let spoken = Spoken { claimed: said.claimed, window: self.clocks.believe(said) };
        let took = self.take(said, spoken);
        self.holding.hear(&self.space, &self.people, &said.act, said.entry(spoken), spoken);
        match took {
            Ok(()) => Effect::Took,
            Err(refusal) => {
                self.refusals.insert(said.id, refusal.clone());
                Effect::Refused(refusal)
            }
        }
    }

    /// Who sees it so.
    pub fn me(&self) -> MemberId {
        self.me
    }

    /// Who is in the circle, and what it is for.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// Until when an act that the reader would say now waits, because another has asked for space; `None` if it goes at
    /// once.
    pub fn waits(&self, act: &Act, now: Timestamp) -> Option<Timestamp> {
        self.holding.until(&self.space, &self.people, self.me, act, now)
    }

    /// Until when the reader's words wait from now on: a page says so before there is an act. `answering` is what of another's
    /// they would answer, `None` for anything else that waits.
    pub fn holds(&self, answering: Option<EntryId>, now: Timestamp) -> Option<Timestamp> {
        self.holding.until_of(&self.space, &self.people, self.me, answering, now)
    }

    /// Whether an act that the reader wrote at a moment, and that was sent later, waited because another had asked for
    /// space.
    pub fn has_waited(&self, act: &Act, written: Timestamp) -> bool {
        Holding::has_waited(&self.space, &self.people, self.me, act, written)
    }

    /// Says of an entry whether it came while another had asked for space, and should have waited. What is still on its way
    /// came nowhere yet.
    pub fn came(&self, entry: EntryId) -> Option<Came> {
        self.holding.came(&self.space, entry)
    }

    /// Why an entry had no effect; `None` if it had one, or was not folded.
    pub fn refusal(&self, entry: EntryId) -> Option<&Refusal> {
        self.refusals.get(&entry)
    }
}
