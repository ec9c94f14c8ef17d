//! What was disclosed, with its additions; and whether in time, by the record's own windows.

use std::collections::HashMap;

use jiff::{Timestamp, ToSpan};

use super::acts::{About, Act};
use super::rules::{self, Refusal};
use crate::agreements::{Agreements, Behaviour, Helpers, Hours};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId, Judged, Spoken, Window};
use crate::versions::Standing;
use crate::words::{Title, Words};

/// All that was disclosed in a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Disclosures {
    disclosures: Vec<Disclosed>,
    indices: HashMap<EntryId, usize>,
    elsewhere: Vec<Elsewhere>,
}

/// One disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosed {
    /// Where it was said.
    pub entry: Entry,
    /// When it was said, as far as anybody can tell.
    pub spoken: Spoken,
    /// What it is about.
    pub about: About,
    /// When it happened, by its author's word.
    pub happened: Timestamp,
    /// What was told.
    pub words: Words,
    /// What was added later, the oldest first.
    pub additions: Vec<Addition>,
}

/// Something that was added to a disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// Where it was said.
    pub entry: Entry,
    /// What was added.
    pub words: Words,
}

/// Something that was told to somebody else, by the author's word.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    /// Where it was said.
    pub entry: Entry,
    /// The agreement.
    pub agreement: EntryId,
    /// The version of it.
    pub version: EntryId,
    /// Who was told.
    pub to: Helpers,
}

/// By when a disclosure was due, and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Within what time it was to be told.
    pub within: Hours,
    /// By when, counted from when it is said to have happened.
    pub by: Timestamp,
    /// When it was told, and what settles that it was then.
    pub told: Judged,
}

impl Due {
    /// Whether it was told in time.
    pub fn in_time(&self) -> bool {
        self.told.at <= self.by
    }

    /// By when something is to be told that happened at this moment.
    pub fn by(happened: Timestamp, within: Hours) -> Timestamp {
        happened.saturating_add(i64::from(within.get()).hours()).unwrap_or(Timestamp::MAX)
    }
}

impl Disclosures {
    /// All disclosures, in the order in which they were told.
    pub fn all(&self) -> &[Disclosed] {
        &self.disclosures
    }

    /// The disclosure that is in this entry.
    pub fn get(&self, disclosure: EntryId) -> Option<&Disclosed> {
        self.disclosures.get(self.index_of(disclosure)?)
    }

    /// What was told to somebody else, in the order in which it was said.
    pub fn elsewhere(&self) -> &[Elsewhere] {
        &self.elsewhere
    }

    pub(super) fn index_of(&self, disclosure: EntryId) -> Option<usize> {
        self.indices.get(&disclosure).copied()
    }
}

impl Disclosed {
    /// The behaviour that it is about, if that stands in an agreement that both had said yes to by then and that is about
    /// its author. What somebody calls agreed that never was is told all the same, and no agreement's.
    pub fn behaviour<'a>(&self, agreements: &'a Agreements) -> Option<&'a Behaviour> {
        let About::Agreed { agreement, version, number } = &self.about else { return None };
        let version = agreements.get(*agreement)?.versions().get(*version)?;
        let agreed =
            matches!(version.standing, Standing::Agreed(yes) if yes.place < self.entry.place);
        let behaviour = version.terms.behaviour(*number)?;
        (agreed && version.is_about(self.entry.author)).then_some(behaviour)
    }

    /// What it is about: in the words of the agreement, or in its author's. `None` if the words of that were erased, or
    /// both never agreed on them.
    pub fn what<'a>(&'a self, agreements: &'a Agreements) -> Option<&'a Title> {
        match &self.about {
            About::Agreed { .. } => Some(&self.behaviour(agreements)?.what),
            About::AgreedElsewhere { what, .. } | About::Other(what) => Some(what),
        }
    }

    /// By when it was due under the agreement, and when it came. `None` for what is under no agreement.
    pub fn due(&self, agreements: &Agreements) -> Option<Due> {
        let within = match &self.about {
            About::Agreed { .. } => self.behaviour(agreements)?.within,
            About::AgreedElsewhere { within, .. } => *within,
            About::Other(_) => return None,
        };
        Some(Due { within, by: Due::by(self.happened, within), told: self.spoken.judged() })
    }
}

impl Elsewhere {
    /// Whether the two had agreed that the partner hears of it so.
    pub fn is_agreed(&self, agreements: &Agreements) -> bool {
        use crate::agreements::{PartnerHears, ToldTo};
        let agreement = agreements.get(self.agreement);
        let version = agreement.and_then(|one| one.versions().get(self.version));
        version.is_some_and(|version| {
            let heard = version.terms.behaviours().iter().any(|one| {
                matches!(
                    one.told_to,
                    ToldTo::Instead { partner_hears: PartnerHears::ToldInTime, .. }
                )
            });
            let agreed =
                matches!(version.standing, Standing::Agreed(yes) if yes.place < self.entry.place);
            heard && agreed && version.is_about(self.entry.author)
        })
    }
}

impl Practice for Disclosures {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let Saying { entry, spoken, .. } = said;
        match act {
            Act::Disclose(disclose) => {
                rules::disclose(disclose, said)?;
                self.indices.insert(entry.id, self.disclosures.len());
                self.disclosures.push(Disclosed {
                    entry,
                    spoken,
                    about: disclose.about.clone(),
                    happened: disclose.happened,
                    words: disclose.words.clone(),
                    additions: Vec::new(),
                });
            }
            Act::Add(add) => {
                let index = rules::add(self, add, said)?;
                let words = add.words.clone();
                self.disclosures[index].additions.push(Addition { entry, words });
            }
            Act::ToldElsewhere(told) => {
                rules::somebody_to_tell(said)?;
                self.elsewhere.push(Elsewhere {
                    entry,
                    agreement: told.agreement,
                    version: told.version,
                    to: told.to,
                });
            }
        }
        Ok(())
    }

    fn set_window(&mut self, entry: EntryId, window: Window) {
        if let Some(index) = self.index_of(entry) {
            self.disclosures[index].spoken.window.not_after = window.not_after;
        }
    }
}
