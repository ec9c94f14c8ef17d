//! What the page of reassurance shows: plain data, made from the folded circle. Nothing here counts.

use jiff::Timestamp;
use steadfast_repair::{
    EntryId, MemberId,
    reassurance::{Asked, Given, Reassurance},
};

use crate::wording::People;

/// How much of what was said is shown.
const SHOWN: usize = 30;

/// Something on a list of what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Helps {
    pub(super) id: EntryId,
    pub(super) text: String,
}

/// An ask, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ask {
    pub(super) id: EntryId,
    pub(super) at: Timestamp,
    /// What was meant from the list, and the words of the moment; both may be missing.
    pub(super) help: Option<String>,
    pub(super) words: Option<String>,
}

impl Ask {
    /// Whether it asks for anything kind, with no words at all.
    pub(super) fn is_plain(&self) -> bool {
        self.help.is_none() && self.words.is_none()
    }
}

/// Everything that the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// My own list, and the other's.
    pub(super) my_helps: Vec<Helps>,
    pub(super) their_helps: Vec<Helps>,
    /// What waits for my answer, the oldest first, and what I wait for.
    pub(super) asked_of_me: Vec<Ask>,
    pub(super) waiting: Vec<Ask>,
    /// What was said, the newest first.
    pub(super) said: Vec<Exchange>,
}

/// An ask with its answers, or something offered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exchange {
    pub(super) who: MemberId,
    pub(super) at: Timestamp,
    pub(super) kind: Kind,
}

/// Which of the two it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// It was asked; the answers, the oldest first, and when it was taken back.
    Asked { ask: Ask, answers: Vec<Answered>, taken_back: Option<Timestamp> },
    /// It was given unasked.
    Offered { words: String },
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answered {
    pub(super) who: MemberId,
    pub(super) at: Timestamp,
    pub(super) words: String,
}

/// All that is shown to the one who looks.
pub(super) fn shown(reassurance: &Reassurance, people: &People) -> Shown {
    let helps = |member: Option<MemberId>| {
        let of = member.into_iter().flat_map(|member| reassurance.helps(member));
        of.map(|help| Helps { id: help.entry.id, text: help.text.as_str().to_owned() }).collect()
    };
    let ask = |asked: &Asked| Ask {
        id: asked.entry.id,
        at: asked.entry.at,
        help: asked
            .help
            .and_then(|help| reassurance.help(help))
            .map(|help| help.text.as_str().to_owned()),
        words: asked.words.as_ref().map(|words| words.as_str().to_owned()),
    };
    let (waiting, asked_of_me) =
        reassurance.unanswered().partition::<Vec<_>, _>(|asked| people.is_me(asked.entry.author));
    // What waits stands above; here is what came to an end.
    let asked = reassurance
        .asks()
        .iter()
        .filter(|asked| !asked.answers.is_empty() || asked.withdrawn.is_some());
    let asked = asked.map(|asked| Exchange {
        who: asked.entry.author,
        at: asked.entry.at,
        kind: Kind::Asked {
            ask: ask(asked),
            answers: asked.answers.iter().map(answered).collect(),
            taken_back: asked.withdrawn.map(|entry| entry.at),
        },
    });
    let offered = reassurance.offers().iter().map(|given| Exchange {
        who: given.entry.author,
        at: given.entry.at,
        kind: Kind::Offered { words: given.words.as_str().to_owned() },
    });
    let mut said: Vec<Exchange> = asked.chain(offered).collect();
    said.sort_by_key(|exchange| std::cmp::Reverse(exchange.at));
    said.truncate(SHOWN);
    Shown {
        my_helps: helps(people.me()),
        their_helps: helps(people.other()),
        asked_of_me: asked_of_me.into_iter().map(ask).collect(),
        waiting: waiting.into_iter().map(ask).collect(),
        said,
    }
}

fn answered(given: &Given) -> Answered {
    Answered { who: given.entry.author, at: given.entry.at, words: given.words.as_str().to_owned() }
}
