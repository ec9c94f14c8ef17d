//! Which questions are shown, and what one of them shows: plain data, made from the folded circle. Nothing here counts.

use jiff::Timestamp;
use steadfast_repair::{
    EntryId, Relationship,
    questions::{Question, Replied, Standing},
};

use crate::wording::People;

/// Which questions are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Filter {
    /// Every one.
    #[default]
    All,
    /// To which nothing was said yet.
    Unanswered,
    /// Of which it was said when or how the answer will come.
    Promised,
    /// That have one answer.
    Answered,
    /// That have another answer after the first.
    Changed,
}

impl Filter {
    /// All, in the order in which they are offered.
    pub(super) const ALL: [Self; 5] =
        [Self::All, Self::Unanswered, Self::Promised, Self::Answered, Self::Changed];

    fn lets_through(self, standing: Standing) -> bool {
        match self {
            Self::All => true,
            Self::Unanswered => standing == Standing::Unanswered,
            Self::Promised => standing == Standing::Promised,
            Self::Answered => standing == Standing::Answered,
            Self::Changed => standing == Standing::Changed,
        }
    }
}

/// The questions that are looked for: what is open first, then what is closed, each the newest first.
pub(super) fn listed(folded: &Relationship, filter: Filter) -> Vec<Question> {
    let all = folded.questions().all().iter().rev();
    let mut listed: Vec<_> =
        all.filter(|question| filter.lets_through(question.standing())).cloned().collect();
    listed.sort_by_key(|question| question.is_answered() || question.withdrawn.is_some());
    listed
}

/// One question, with everything that its page says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) question: Question,
    /// Whether the one who looks asked it.
    pub(super) mine: bool,
    /// Whether the one who looks is the one to answer.
    pub(super) for_me: bool,
    /// Whether an answer that they gave now would take effect.
    pub(super) can_answer: bool,
    /// The earlier question that it asks again.
    pub(super) earlier: Option<Question>,
}

/// The question of this entry, as somebody sees it now.
pub(super) fn one(
    folded: &Relationship,
    id: EntryId,
    people: &People,
    now: Timestamp,
) -> Option<Shown> {
    let question = folded.questions().get(id)?.clone();
    let mine = people.is_me(question.entry.author);
    let partner = people.me().is_some_and(|me| people.speaks_as_partner(me));
    Some(Shown {
        mine,
        for_me: !mine && partner,
        can_answer: question.can_be_answered(now, folded.people()),
        earlier: question.again.and_then(|again| folded.questions().get(again)).cloned(),
        question,
    })
}

/// When the last answer was given.
pub(super) fn last_answered(question: &Question) -> Option<Timestamp> {
    let answers = question.replies.iter().rev();
    answers
        .filter(|reply| matches!(reply.said, Replied::Answered(_)))
        .map(|reply| reply.entry.at)
        .next()
}
