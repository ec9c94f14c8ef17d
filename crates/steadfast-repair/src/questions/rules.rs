//! Who may ask a question, set its pace and answer it.

use jiff::Timestamp;

use super::acts::{Pace, Promise, Setting};
use super::state::{Question, Questions};
use crate::people::People;
use crate::practice::Saying;
use crate::said::EntryId;

/// Why something said about a question has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nobody else in *Mine*.
    #[error("nobody else is in the circle")]
    NobodyElse,
    /// In a circle of the partners, the betrayed one asks.
    #[error("the author is not the betrayed partner")]
    NotTheBetrayedPartner,
    /// In a circle of the partners, only the other partner answers.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// Nothing was asked in that entry.
    #[error("there is no such question")]
    UnknownQuestion,
    /// Only who asked sets the pace, and takes the question back.
    #[error("the question is another's")]
    NotYourQuestion,
    /// Only the other answers.
    #[error("the question is the author's own")]
    OwnQuestion,
    /// It was taken back.
    #[error("the question was withdrawn")]
    Withdrawn,
    /// It was answered.
    #[error("the question was answered")]
    AlreadyAnswered,
    /// Whoever asked does not want to know for now.
    #[error("the question is parked")]
    Parked,
    /// Whoever asked wants to know later.
    #[error("the answer is not wanted before {not_before}")]
    TooEarly {
        /// From when on.
        not_before: Timestamp,
    },
    /// Whoever asked wants to know only with the couples therapist.
    #[error("the answer is wanted only with the couples therapist")]
    OnlyWithTherapist,
}

pub(super) fn ask(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.is_mine() {
        return Err(Refusal::NobodyElse);
    }
    if said.people.speaks_as_betrayed_partner(said.entry.author) {
        Ok(())
    } else {
        Err(Refusal::NotTheBetrayedPartner)
    }
}

/// The index of an own question that can still be paced and taken back.
pub(super) fn own_open(
    questions: &Questions,
    question: EntryId,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    let index = questions.index_of(question).ok_or(Refusal::UnknownQuestion)?;
    let question = &questions.all()[index];
    if question.entry.author != said.entry.author {
        return Err(Refusal::NotYourQuestion);
    }
    still_open(question)?;
    Ok(index)
}

/// The index of the question of which it is said by when it will be answered.
pub(super) fn promise(
    questions: &Questions,
    act: &Promise,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    let index = of_another(questions, act.question, said)?;
    let question = &questions.all()[index];
    still_open(question)?;
    match question.pace {
        Pace::Parked => Err(Refusal::Parked),
        Pace::WithTherapist if act.with != Setting::Therapist => Err(Refusal::OnlyWithTherapist),
        Pace::Now | Pace::NotBefore(_) | Pace::WithTherapist => Ok(index),
    }
}

/// The index of the question that is answered.
pub(super) fn answer(
    questions: &Questions,
    question: EntryId,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    let index = of_another(questions, question, said)?;
    can_be_answered(&questions.all()[index], said.entry.at, said.people)?;
    Ok(index)
}

/// Whether an answer may come at a time. Once there is one, a truer one never has to wait.
pub(super) fn can_be_answered(
    question: &Question,
    at: Timestamp,
    people: &People,
) -> Result<(), Refusal> {
    if question.withdrawn.is_some() {
        return Err(Refusal::Withdrawn);
    }
    if question.is_answered() {
        return Ok(());
    }
    match question.pace {
        Pace::Parked => Err(Refusal::Parked),
        Pace::NotBefore(not_before) if at < not_before => Err(Refusal::TooEarly { not_before }),
        Pace::WithTherapist if !people.has_couples_therapist() => Err(Refusal::OnlyWithTherapist),
        Pace::Now | Pace::NotBefore(_) | Pace::WithTherapist => Ok(()),
    }
}

fn of_another(
    questions: &Questions,
    question: EntryId,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    if !said.people.speaks_as_partner(said.entry.author) {
        return Err(Refusal::NotAPartner);
    }
    let index = questions.index_of(question).ok_or(Refusal::UnknownQuestion)?;
    let question = &questions.all()[index];
    if question.entry.author == said.entry.author {
        return Err(Refusal::OwnQuestion);
    }
    Ok(index)
}

fn still_open(question: &Question) -> Result<(), Refusal> {
    if question.withdrawn.is_some() {
        Err(Refusal::Withdrawn)
    } else if question.is_answered() {
        Err(Refusal::AlreadyAnswered)
    } else {
        Ok(())
    }
}
