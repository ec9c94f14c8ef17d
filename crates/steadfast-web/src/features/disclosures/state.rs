//! What the page of disclosures shows: plain data, made from the folded circle.

use jiff::Timestamp;
use steadfast_repair::{
    EntryId, MemberId,
    agreements::{Helpers, Hours},
    disclosures::About,
    relationship::Relationship,
    said::Evidence,
};

use crate::wording::People;

/// One thing that was told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) id: EntryId,
    pub(super) who: MemberId,
    pub(super) mine: bool,
    /// When it was told, as far as anybody can tell.
    pub(super) at: Timestamp,
    /// What it is about; `None` if the words of that were erased.
    pub(super) what: Option<String>,
    pub(super) happened: Timestamp,
    pub(super) words: String,
    pub(super) due: Option<Due>,
    pub(super) additions: Vec<(Timestamp, String)>,
}

/// Whether it was told in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Due {
    /// Within what time it was to be told.
    pub(super) within: Hours,
    /// Whether it is the author's word that they agreed on it, elsewhere.
    pub(super) by_word: bool,
    pub(super) in_time: bool,
    /// Whether the device claimed an earlier time than the record allows.
    pub(super) claimed_earlier: bool,
}

/// A line of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Told(Told),
    /// It was told to somebody else, by the author's word.
    Elsewhere {
        who: MemberId,
        at: Timestamp,
        to: Helpers,
    },
}

impl Item {
    fn at(&self) -> Timestamp {
        match self {
            Self::Told(told) => told.at,
            Self::Elsewhere { at, .. } => *at,
        }
    }
}

/// All that was told, the newest first.
pub(super) fn items(folded: &Relationship, people: &People) -> Vec<Item> {
    let (disclosures, agreements) = (folded.disclosures(), folded.agreements());
    let told = disclosures.all().iter().map(|one| {
        let judged = one.spoken.judged();
        Item::Told(Told {
            id: one.entry.id,
            who: one.entry.author,
            mine: people.is_me(one.entry.author),
            at: judged.at,
            what: one.what(agreements).map(|what| what.as_str().to_owned()),
            happened: one.happened,
            words: one.words.as_str().to_owned(),
            due: one.due(agreements).map(|due| Due {
                within: due.within,
                by_word: matches!(one.about, About::AgreedElsewhere { .. }),
                in_time: due.in_time(),
                claimed_earlier: judged.by == Evidence::NotBefore,
            }),
            additions: one
                .additions
                .iter()
                .map(|added| (added.entry.at, added.words.as_str().to_owned()))
                .collect(),
        })
    });
    let elsewhere = disclosures.elsewhere().iter().filter(|one| one.is_agreed(agreements));
    let elsewhere = elsewhere.map(|one| Item::Elsewhere {
        who: one.entry.author,
        at: one.entry.at,
        to: one.to,
    });
    let mut items: Vec<_> = told.chain(elsewhere).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.at()));
    items
}
