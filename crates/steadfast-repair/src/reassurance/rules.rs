//! Who may ask for reassurance, and who may answer.

use super::acts::{Answer, Ask, RemoveHelp, Withdraw};
use super::state::Reassurance;
use crate::practice::Saying;

/// Why something said to ask for or give reassurance has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// In a circle of the partners, the betrayed one asks; the one who did harm offers.
    #[error("the author is not the betrayed partner")]
    NotTheBetrayedPartner,
    /// In a circle of the partners, only the other partner answers and offers.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// There is nobody else in *Mine*.
    #[error("nobody else is in the circle")]
    NobodyElse,
    /// There is nothing like that on the author's own list.
    #[error("this is not on the author's list")]
    NotOnYourList,
    /// Nothing was asked for in that entry.
    #[error("there is no such ask")]
    UnknownAsk,
    /// Only the other answers.
    #[error("the ask is the author's own")]
    OwnAsk,
    /// Only who asked can take it back.
    #[error("the ask is another's")]
    NotYourAsk,
    /// It was taken back.
    #[error("the ask was withdrawn")]
    Withdrawn,
    /// It was answered.
    #[error("the ask was answered")]
    AlreadyAnswered,
}

pub(super) fn keep_help(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.speaks_as_betrayed_partner(said.entry.author) {
        Ok(())
    } else {
        Err(Refusal::NotTheBetrayedPartner)
    }
}

/// The index of what is taken off the list.
pub(super) fn remove_help(
    reassurance: &Reassurance,
    act: &RemoveHelp,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    reassurance.kept_index(act.help, said.entry.author).ok_or(Refusal::NotOnYourList)
}

pub(super) fn ask(reassurance: &Reassurance, act: &Ask, said: Saying<'_>) -> Result<(), Refusal> {
    somebody_else(said)?;
    keep_help(said)?;
    match act.help {
        Some(help) if reassurance.kept_index(help, said.entry.author).is_none() => {
            Err(Refusal::NotOnYourList)
        }
        _ => Ok(()),
    }
}

/// The index of the ask that is answered. An ask can be answered again: there is no such thing as enough.
pub(super) fn answer(
    reassurance: &Reassurance,
    act: &Answer,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    partner(said)?;
    let index = reassurance.ask_index(act.ask).ok_or(Refusal::UnknownAsk)?;
    let asked = &reassurance.asks()[index];
    if asked.entry.author == said.entry.author {
        return Err(Refusal::OwnAsk);
    }
    if asked.withdrawn.is_some() { Err(Refusal::Withdrawn) } else { Ok(index) }
}

pub(super) fn offer(said: Saying<'_>) -> Result<(), Refusal> {
    somebody_else(said)?;
    partner(said)
}

/// The index of the ask that is taken back.
pub(super) fn withdraw(
    reassurance: &Reassurance,
    act: &Withdraw,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    let index = reassurance.ask_index(act.ask).ok_or(Refusal::UnknownAsk)?;
    let asked = &reassurance.asks()[index];
    if asked.entry.author != said.entry.author {
        return Err(Refusal::NotYourAsk);
    }
    if asked.withdrawn.is_some() {
        return Err(Refusal::Withdrawn);
    }
    if asked.answers.is_empty() { Ok(index) } else { Err(Refusal::AlreadyAnswered) }
}

fn somebody_else(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.is_mine() { Err(Refusal::NobodyElse) } else { Ok(()) }
}

fn partner(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.speaks_as_partner(said.entry.author) {
        Ok(())
    } else {
        Err(Refusal::NotAPartner)
    }
}
