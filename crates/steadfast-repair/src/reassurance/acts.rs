//! What can be said to ask for and to give reassurance.

use crate::said::EntryId;
use crate::words::Words;

/// What can be said to ask for and to give reassurance.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`KeepHelp`].
    KeepHelp(KeepHelp),
    /// See [`RemoveHelp`].
    RemoveHelp(RemoveHelp),
    /// See [`Ask`].
    Ask(Ask),
    /// See [`Answer`].
    Answer(Answer),
    /// See [`Offer`].
    Offer(Offer),
    /// See [`Withdraw`].
    Withdraw(Withdraw),
}

/// Puts something on the author's list of what helps.
#[derive(Debug, Clone, PartialEq)]
pub struct KeepHelp {
    /// What helps.
    pub text: Words,
}

/// Takes something off the author's list of what helps.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoveHelp {
    /// The [`KeepHelp`].
    pub help: EntryId,
}

/// Asks for reassurance. With neither help nor words it is the one tap that asks for anything kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Which thing of the author's list would help now, if one is meant: its [`KeepHelp`].
    pub help: Option<EntryId>,
    /// Words of the moment, if there are any.
    pub words: Option<Words>,
}

/// Answers an ask of the other's.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The [`Ask`].
    pub ask: EntryId,
    /// The answer.
    pub words: Words,
}

/// Gives reassurance unasked.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What is said.
    pub words: Words,
}

/// Takes back one's own ask that was not answered yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Withdraw {
    /// The [`Ask`].
    pub ask: EntryId,
}
