//! The questions, with everything that was said to each. Nothing here counts how often something is asked.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::acts::{Act, Detail, Pace, Setting};
use super::rules::{self, Refusal};
use crate::people::People;
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId};
use crate::words::Words;

/// All questions of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Questions {
    questions: Vec<Question>,
    indices: HashMap<EntryId, usize>,
    open: BTreeSet<usize>,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Where it was asked.
    pub entry: Entry,
    /// The question.
    pub words: Words,
    /// How much whoever asked wants to know.
    pub detail: Detail,
    /// When they want to know it, by what they said last.
    pub pace: Pace,
    /// The earlier question that this one asks again.
    pub again: Option<EntryId>,
    /// The later questions that ask this one again, the oldest first.
    pub asked_again: Vec<EntryId>,
    /// What the other said to it, the oldest first.
    pub replies: Vec<Reply>,
    /// Where it was taken back, if it was.
    pub withdrawn: Option<Entry>,
}

/// Something that the other said to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Where it was said.
    pub entry: Entry,
    /// What was said.
    pub said: Replied,
}

/// What the other can say to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Replied {
    /// They will answer.
    Promised {
        /// By when.
        by: Timestamp,
        /// With whom.
        with: Setting,
    },
    /// They do not remember.
    NotRemembered {
        /// How they will find out.
        find_out: Words,
    },
    /// The answer, or one that differs from an earlier one.
    Answered(Words),
}

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nothing was said to it, which means nothing.
    Unanswered,
    /// The other said by when they will answer, or how they will find out.
    Promised,
    /// It has one answer.
    Answered,
    /// Something else was said after the first answer. Both stand.
    Changed,
    /// It was taken back.
    Withdrawn,
}

impl Questions {
    /// All questions, the oldest first.
    pub fn all(&self) -> &[Question] {
        &self.questions
    }

    /// The question that was asked in this entry.
    pub fn get(&self, question: EntryId) -> Option<&Question> {
        self.questions.get(self.index_of(question)?)
    }

    /// The questions that were neither answered nor taken back, the oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Question> {
        self.open.iter().map(|&index| &self.questions[index])
    }

    pub(super) fn index_of(&self, question: EntryId) -> Option<usize> {
        self.indices.get(&question).copied()
    }

    /// The index of the earlier question of the same author. Any other is no link, and the question stands by itself: it
    /// must not fall with an earlier one whose words were erased.
    fn earlier(&self, again: Option<EntryId>, said: Saying<'_>) -> Option<usize> {
        let index = self.index_of(again?)?;
        (self.questions[index].entry.author == said.entry.author).then_some(index)
    }

    fn reply(&mut self, index: usize, entry: Entry, said: Replied) {
        let question = &mut self.questions[index];
        question.replies.push(Reply { entry, said });
        if question.is_answered() {
            self.open.remove(&index);
        }
    }
}

impl Question {
    /// The entry that names it.
    pub fn id(&self) -> EntryId {
        self.entry.id
    }

    /// Whether it has an answer.
    pub fn is_answered(&self) -> bool {
        self.replies.iter().any(|reply| matches!(reply.said, Replied::Answered(_)))
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        if self.withdrawn.is_some() {
            return Standing::Withdrawn;
        }
        let first = self.replies.iter().position(|it| matches!(it.said, Replied::Answered(_)));
        match first {
            Some(first) if first + 1 < self.replies.len() => Standing::Changed,
            Some(_) => Standing::Answered,
            None if self.replies.is_empty() => Standing::Unanswered,
            None => Standing::Promised,
        }
    }

    /// By when and with whom the other said last that they will answer, unless they have.
    pub fn promised(&self) -> Option<(Timestamp, Setting)> {
        if self.is_answered() {
            return None;
        }
        self.replies.iter().rev().find_map(|reply| match reply.said {
            Replied::Promised { by, with } => Some((by, with)),
            Replied::NotRemembered { .. } | Replied::Answered(_) => None,
        })
    }

    /// Whether whoever asked wants something said to it at a time: an answer, or when it will come.
    pub fn is_wanted(&self, at: Timestamp) -> bool {
        match self.pace {
            Pace::Now | Pace::WithTherapist => true,
            Pace::NotBefore(from) => from <= at,
            Pace::Parked => false,
        }
    }

    /// Whether an answer that is given at a time, among these people, takes effect.
    pub fn can_be_answered(&self, at: Timestamp, people: &People) -> bool {
        rules::can_be_answered(self, at, people).is_ok()
    }
}

impl Practice for Questions {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::Ask(ask) => {
                rules::ask(said)?;
                let index = self.questions.len();
                let earlier = self.earlier(ask.again, said);
                if let Some(earlier) = earlier {
                    self.questions[earlier].asked_again.push(entry.id);
                }
                self.indices.insert(entry.id, index);
                self.open.insert(index);
                self.questions.push(Question {
                    entry,
                    words: ask.words.clone(),
                    detail: ask.detail,
                    pace: ask.pace,
                    again: earlier.and(ask.again),
                    asked_again: Vec::new(),
                    replies: Vec::new(),
                    withdrawn: None,
                });
            }
            Act::SetPace(act) => {
                let index = rules::own_open(self, act.question, said)?;
                self.questions[index].pace = act.pace;
            }
            Act::Withdraw(act) => {
                let index = rules::own_open(self, act.question, said)?;
                self.open.remove(&index);
                self.questions[index].withdrawn = Some(entry);
            }
            Act::Promise(act) => {
                let index = rules::promise(self, act, said)?;
                self.reply(index, entry, Replied::Promised { by: act.by, with: act.with });
            }
            Act::NotRemember(act) => {
                let index = rules::answer(self, act.question, said)?;
                let find_out = act.find_out.clone();
                self.reply(index, entry, Replied::NotRemembered { find_out });
            }
            Act::Answer(act) => {
                let index = rules::answer(self, act.question, said)?;
                self.reply(index, entry, Replied::Answered(act.words.clone()));
            }
        }
        Ok(())
    }
}
