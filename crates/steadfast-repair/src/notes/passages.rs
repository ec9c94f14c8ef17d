//! Which acts hold somebody's own words, and so can be quoted.

use jiff::Timestamp;

use super::acts::Act as NoteAct;
use crate::checkins::Parts;
use crate::disclosures::About;
use crate::relationship::Act;
use crate::words::{Title, Words};
use crate::{boundaries, checkins, disclosures, journal, letters, questions, reassurance, space};

/// Some words of somebody's, and what they were.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// What they were.
    pub part: Part,
    /// The words.
    pub words: Words,
}

/// What some words were when they were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A letter.
    Letter(letters::Kind),
    /// A question.
    Question,
    /// An answer to a question.
    Answer,
    /// How somebody who does not remember will find out.
    FindOut,
    /// What a disclosure was about, where it says so itself.
    DisclosedWhat,
    /// A disclosure of something that happened then, by the word of whoever told it.
    Disclosure(Timestamp),
    /// An addition to a disclosure.
    Addition,
    /// Of a check-in: feelings.
    Feelings,
    /// Of a check-in: appreciation.
    Appreciation,
    /// Of a check-in: needs.
    Needs,
    /// Of a check-in: ownership.
    Ownership,
    /// Of a check-in: struggles.
    Struggles,
    /// What was said to ask for reassurance.
    Asked,
    /// Reassurance, given.
    Reassurance,
    /// What somebody needs: a boundary.
    Boundary,
    /// What a boundary is for.
    Purpose,
    /// A note, or the note that stands around a quotation. What that quoted is not quoted again.
    Note,
    /// A page of a journal.
    Page,
}

/// The words in an act that can be quoted, in the order in which they were said; empty where there are none. Whoever quotes is shown
/// this, and whoever reads the quotation is too.
pub fn passages(act: &Act) -> Vec<Passage> {
    let one = |part, words: &Words| vec![Passage { part, words: words.clone() }];
    let maybe = |part, words: Option<&Words>| {
        words.map(|words| Passage { part, words: words.clone() }).into_iter().collect::<Vec<_>>()
    };
    match act {
        Act::Letters(letters::Act::Send(send)) => one(Part::Letter(send.kind), &send.words),
        Act::Questions(questions::Act::Ask(ask)) => one(Part::Question, &ask.words),
        Act::Questions(questions::Act::Answer(answer)) => one(Part::Answer, &answer.words),
        Act::Questions(questions::Act::NotRemember(forgot)) => one(Part::FindOut, &forgot.find_out),
        Act::Disclosures(disclosures::Act::Disclose(told)) => {
            let what = match &told.about {
                About::Other(what) | About::AgreedElsewhere { what, .. } => {
                    passage_of_title(Part::DisclosedWhat, what)
                }
                About::Agreed { .. } => None,
            };
            let told = one(Part::Disclosure(told.happened), &told.words);
            what.into_iter().chain(told).collect()
        }
        Act::Disclosures(disclosures::Act::Add(added)) => one(Part::Addition, &added.words),
        Act::Checkins(checkins::Act::CheckIn(checkin)) => {
            let Parts { feelings, appreciation, needs, ownership, struggles } = checkin.parts();
            [
                maybe(Part::Feelings, feelings.as_ref()),
                maybe(Part::Appreciation, appreciation.as_ref()),
                maybe(Part::Needs, needs.as_ref()),
                maybe(Part::Ownership, ownership.as_ref()),
                maybe(Part::Struggles, struggles.as_ref()),
            ]
            .concat()
        }
        Act::Reassurance(reassurance::Act::Ask(ask)) => maybe(Part::Asked, ask.words.as_ref()),
        Act::Reassurance(reassurance::Act::Answer(answer)) => one(Part::Reassurance, &answer.words),
        Act::Reassurance(reassurance::Act::Offer(offer)) => one(Part::Reassurance, &offer.words),
        Act::Boundaries(boundaries::Act::Set(set)) => {
            [one(Part::Boundary, set.terms.need()), maybe(Part::Purpose, set.terms.purpose())]
                .concat()
        }
        Act::Notes(NoteAct::Write(write)) => one(Part::Note, &write.text),
        Act::Notes(NoteAct::Quote(quote)) => maybe(Part::Note, quote.note.as_ref()),
        Act::Space(space::Act::Ask(ask)) => maybe(Part::Note, ask.words.as_ref()),
        Act::Space(space::Act::Message(message)) => one(Part::Note, &message.words),
        Act::Journal(journal::Act::Write(write)) => one(Part::Page, &write.text),
        Act::Journal(journal::Act::Amend(amend)) => one(Part::Page, &amend.text),
        Act::People(_)
        | Act::Commitments(_)
        | Act::Checkins(_)
        | Act::Reassurance(_)
        | Act::Questions(_)
        | Act::Agreements(_)
        | Act::Boundaries(_)
        | Act::Letters(_)
        | Act::Disclosures(_)
        | Act::Space(_)
        | Act::Unknown { .. } => Vec::new(),
    }
}

/// Whatever is a title is short enough to be words.
fn passage_of_title(part: Part, title: &Title) -> Option<Passage> {
    Words::new(title.as_str()).ok().map(|words| Passage { part, words })
}
