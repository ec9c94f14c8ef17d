//! The requests for space of a circle, and what was said under their exemptions.

use std::collections::HashMap;

use jiff::Timestamp;

use super::acts::{Act, Exemptions};
use super::rules::{self, Refusal};
use crate::clocks::TOLERANCE;
use crate::practice::{Practice, Saying};
use crate::said::{Entry, EntryId, MemberId};
use crate::words::{Title, Words};

/// All requests for space of a circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Space {
    requests: Vec<Request>,
    indices: HashMap<EntryId, usize>,
}

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Where it was asked.
    pub asked: Entry,
    /// When its author's device said it was.
    pub claimed: Timestamp,
    /// Until when, unless it is ended before.
    pub until: Timestamp,
    /// What goes through all the same.
    pub exempt: Exemptions,
    /// What was said with it.
    pub words: Option<Words>,
    /// Where it was ended, or where its author asked anew.
    pub ended: Option<Entry>,
    /// What was said under its exemptions, the oldest first.
    pub delivered: Vec<Delivered>,
}

/// What was said under an exemption.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivered {
    /// Where it was said.
    pub entry: Entry,
    /// Under which exemption.
    pub exemption: Title,
    /// What was said.
    pub words: Words,
}

impl Space {
    /// All requests, in the order in which they were asked.
    pub fn all(&self) -> &[Request] {
        &self.requests
    }

    /// The request that is in this entry.
    pub fn get(&self, request: EntryId) -> Option<&Request> {
        self.requests.get(self.index_of(request)?)
    }

    /// The requests that are on at a moment: at most one of each partner.
    pub fn on(&self, now: Timestamp) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(move |request| request.is_on(now))
    }

    pub(super) fn index_of(&self, request: EntryId) -> Option<usize> {
        self.indices.get(&request).copied()
    }
}

impl Request {
    /// The entry that asked.
    pub fn id(&self) -> EntryId {
        self.asked.id
    }

    /// Who asked.
    pub fn by(&self) -> MemberId {
        self.asked.author
    }

    /// Whether it is on at a moment by the reader's clock.
    ///
    /// A request whose author's clock was years ahead is on only when its end is as near as ends can be asked for: nobody
    /// can be shut out for longer than that by a date.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.ended.is_none() && self.covers(now)
    }

    /// Whether a moment lies in the time that was asked for, were it not ended.
    pub(super) fn covers(&self, at: Timestamp) -> bool {
        at < self.until && !rules::is_too_long(self.until.duration_since(at))
    }

    /// Whether a moment by somebody else's clock lies in it, and not just because clocks differ.
    pub(super) fn surely_covers(&self, at: Timestamp) -> bool {
        at.checked_add(TOLERANCE).is_ok_and(|at| self.covers(at))
    }
}

impl Practice for Space {
    type Act = Act;
    type Refusal = Refusal;

    fn apply(&mut self, act: &Act, said: Saying<'_>) -> Result<(), Refusal> {
        let entry = said.entry;
        match act {
            Act::Ask(ask) => {
                rules::ask(ask, said)?;
                let earlier = self.requests.iter_mut().rev().find(|one| one.by() == entry.author);
                if let Some(earlier) = earlier.filter(|earlier| earlier.ended.is_none()) {
                    earlier.ended = Some(entry);
                }
                self.indices.insert(entry.id, self.requests.len());
                self.requests.push(Request {
                    asked: entry,
                    claimed: said.spoken.claimed,
                    until: ask.until,
                    exempt: ask.exempt.clone(),
                    words: ask.words.clone(),
                    ended: None,
                    delivered: Vec::new(),
                });
            }
            Act::End(end) => {
                let index = rules::end(self, end, said)?;
                self.requests[index].ended = Some(entry);
            }
            Act::Message(message) => {
                let index = rules::message(self, message, said)?;
                let (exemption, words) = (message.exemption.clone(), message.words.clone());
                self.requests[index].delivered.push(Delivered { entry, exemption, words });
            }
        }
        Ok(())
    }
}
