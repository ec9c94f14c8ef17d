//! What helps, what was asked for, and what was given. Nothing here counts how often.

use std::collections::{BTreeSet, HashMap};

use super::acts::Act;
use super::rules::{self, Refusal};
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId, MemberId};
use crate::words::Words;

/// The lists of what helps, the asks with their answers, and what was offered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reassurance {
    helps: Vec<Help>,
    help_indices: HashMap<EntryId, usize>,
    asks: Vec<Asked>,
    ask_indices: HashMap<EntryId, usize>,
    unanswered: BTreeSet<usize>,
    offers: Vec<Given>,
}

/// Something on somebody's list of what helps.
#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    /// Where it was put on the list; the author is whom it helps.
    pub entry: Entry,
    /// What helps.
    pub text: Words,
    /// Where it was taken off the list, if it was.
    pub removed: Option<Entry>,
}

/// Something that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Where it was asked.
    pub entry: Entry,
    /// Which thing on the asker's list would help, if one was meant.
    pub help: Option<EntryId>,
    /// The words of the moment, if there were any.
    pub words: Option<Words>,
    /// What was answered, the oldest first.
    pub answers: Vec<Given>,
    /// Where it was taken back, if it was.
    pub withdrawn: Option<Entry>,
}

/// Reassurance that was given, in answer or unasked.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Where it was said.
    pub entry: Entry,
    /// What was said.
    pub words: Words,
}

impl Reassurance {
    /// What is on a member's list of what helps, in the order in which they put it there.
    pub fn helps(&self, member: MemberId) -> impl Iterator<Item = &Help> {
        self.helps.iter().filter(move |help| help.entry.author == member && help.removed.is_none())
    }

    /// Something that is, or once was, on a list: an old ask may mean what was taken off since.
    pub fn help(&self, help: EntryId) -> Option<&Help> {
        self.helps.get(*self.help_indices.get(&help)?)
    }

    /// All asks, the oldest first.
    pub fn asks(&self) -> &[Asked] {
        &self.asks
    }

    /// The ask that is in this entry.
    pub fn ask(&self, ask: EntryId) -> Option<&Asked> {
        self.asks.get(self.ask_index(ask)?)
    }

    /// The asks of others that `member` could answer and nobody has answered yet, the oldest first.
    pub fn waiting_for(&self, member: MemberId) -> impl Iterator<Item = &Asked> {
        self.unanswered().filter(move |asked| asked.entry.author != member)
    }

    /// The asks that were neither answered nor taken back, the oldest first.
    pub fn unanswered(&self) -> impl Iterator<Item = &Asked> {
        self.unanswered.iter().map(|&index| &self.asks[index])
    }

    /// What was offered unasked, the oldest first.
    pub fn offers(&self) -> &[Given] {
        &self.offers
    }

    pub(super) fn kept_index(&self, help: EntryId, by: MemberId) -> Option<usize> {
        let index = *self.help_indices.get(&help)?;
        let help = &self.helps[index];
        (help.entry.author == by && help.removed.is_none()).then_some(index)
    }

    pub(super) fn ask_index(&self, ask: EntryId) -> Option<usize> {
        self.ask_indices.get(&ask).copied()
    }
}

impl Practice for Reassurance {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::KeepHelp(keep) => {
                rules::keep_help(said)?;
                self.help_indices.insert(entry.id, self.helps.len());
                self.helps.push(Help { entry, text: keep.text.clone(), removed: None });
            }
            Act::RemoveHelp(remove) => {
                let index = rules::remove_help(self, remove, said)?;
                self.helps[index].removed = Some(entry);
            }
            Act::Ask(ask) => {
                rules::ask(self, ask, said)?;
                let index = self.asks.len();
                self.ask_indices.insert(entry.id, index);
                self.unanswered.insert(index);
                self.asks.push(Asked {
                    entry,
                    help: ask.help,
                    words: ask.words.clone(),
                    answers: Vec::new(),
                    withdrawn: None,
                });
            }
            Act::Answer(answer) => {
                let index = rules::answer(self, answer, said)?;
                self.unanswered.remove(&index);
                self.asks[index].answers.push(Given { entry, words: answer.words.clone() });
            }
            Act::Offer(offer) => {
                rules::offer(said)?;
                self.offers.push(Given { entry, words: offer.words.clone() });
            }
            Act::Withdraw(withdraw) => {
                let index = rules::withdraw(self, withdraw, said)?;
                self.unanswered.remove(&index);
                self.asks[index].withdrawn = Some(entry);
            }
        }
        Ok(())
    }
}
