//! What questions put before somebody: what they were asked, what they said they would answer, and what was answered.

use jiff::Timestamp;

use super::{Room, TheDay, What};
use crate::questions::{Pace, Question, Replied};

/// What the reader said they would answer, and is due.
pub(super) fn owed(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let due = promised(room).filter(|&(_, due)| due < day.ends);
    due.map(|(question, due)| What::AnswerDue {
        question: question.id(),
        by: question.entry.author,
        due,
    })
    .collect()
}

/// What the reader said they would answer in the days to come.
pub(super) fn coming(room: Room<'_>, day: &TheDay) -> Vec<What> {
    let coming = promised(room).filter(|&(_, due)| day.ends <= due && due < day.coming);
    coming
        .map(|(question, due)| What::AnswerComing {
            question: question.id(),
            by: question.entry.author,
            due,
        })
        .collect()
}

/// What the reader was asked, and has said nothing to.
pub(super) fn asked(room: Room<'_>, day: &TheDay) -> Vec<What> {
    of_others(room)
        .filter(|question| question.replies.is_empty() && question.is_wanted(day.now))
        .map(|question| What::QuestionAsked {
            question: question.id(),
            by: question.entry.author,
            at: question.entry.at,
        })
        .collect()
}

/// What was said lately to the reader's own questions.
pub(super) fn replied<'a>(room: Room<'a>, day: &'a TheDay) -> impl Iterator<Item = What> + 'a {
    let me = room.of.me();
    let own = room.of.questions().all().iter().filter(move |question| question.entry.author == me);
    own.flat_map(|question| {
        question.replies.iter().map(|reply| What::QuestionReplied {
            question: question.id(),
            reply: reply.entry.id,
            answered: matches!(reply.said, Replied::Answered(_)),
            by: reply.entry.author,
            at: reply.entry.at,
        })
    })
    .filter(|what| day.is_recent(what.at()))
}

/// What the reader promised to answer and is still wanted, and by when.
fn promised(room: Room<'_>) -> impl Iterator<Item = (&Question, Timestamp)> {
    of_others(room)
        .filter(|question| question.pace != Pace::Parked)
        .filter_map(|question| Some((question, question.promised()?.0)))
}

fn of_others(room: Room<'_>) -> impl Iterator<Item = &Question> {
    let me = room.of.me();
    room.of.questions().open().filter(move |question| question.entry.author != me)
}
