//! What to do now, and why: the day of one person, over all circles that they give.

mod agreements;
mod boundaries;
mod day;
mod disclosures;
mod gather;
mod notes;
mod questions;
mod space;
mod suggest;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::boundaries::Became;
use crate::commitments::{FollowThrough, Occurrence};
use crate::people::{CircleKind, Role, Roles};
use crate::relationship::Relationship;
use crate::said::{EntryId, MemberId};
use day::TheDay;

/// For how many days back an own occurrence of which nothing was said is shown, and a missed one that was not repaired.
pub const OPEN_DAYS: u16 = 7;

/// For how many days back, today among them, it is shown what others did.
pub const RECENT_DAYS: u16 = 3;

/// How many days ahead the next occurrence of a commitment is shown.
pub const COMING_DAYS: u16 = 14;

/// One person's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// What the page opens with.
    pub opening: Opening,
    /// What there is, in the order in which it is shown. A section without items is left out.
    pub sections: Vec<Section>,
    /// What one could do, the first thing first. See [`Today::one_thing`].
    pub suggestions: Vec<Suggestion>,
}

/// What Today opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opening {
    /// What is due: for the one who repairs, and for everybody who is in a circle to help.
    ForYou,
    /// "How are you?", which nobody else sees: for the betrayed partner.
    HowAreYou,
    /// *Mine*: nobody else is there yet.
    Mine,
}

/// A part of Today.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it holds.
    pub kind: SectionKind,
    /// Whether it stays closed until the reader wants it: what others want of the betrayed partner waits at their pace.
    pub closed: bool,
    /// What is in it, at least one item.
    pub items: Vec<Item>,
}

/// What a part of Today holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// What the reader promised and agreed to, for today or of the last days.
    ForYou,
    /// What others asked of the reader.
    Asked,
    /// What others kept, answered and gave.
    FromOthers,
    /// What the reader promised for the next days.
    Coming,
}

/// One line of Today.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The index, among the circles given to [`today`], of the one that it is in.
    pub circle: usize,
    /// What it is, and with it why it is shown.
    pub what: What,
}

/// What a line of Today is about, and so why it is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The reader's own occurrence, due today.
    Due {
        /// The commitment.
        commitment: EntryId,
        /// Its occurrence.
        occurrence: Occurrence,
    },
    /// The reader's own occurrence, past due, of which nothing was said.
    Open {
        /// The commitment.
        commitment: EntryId,
        /// Its occurrence.
        occurrence: Occurrence,
    },
    /// The reader's own occurrence, missed and not repaired.
    Missed {
        /// The commitment.
        commitment: EntryId,
        /// Its occurrence.
        occurrence: Occurrence,
    },
    /// The agreed time for a check-in is today, and the reader has not checked in today.
    CheckInDue {
        /// The agreed time.
        at: Timestamp,
    },
    /// Another asked for reassurance, and nobody has answered.
    Asked {
        /// The ask.
        ask: EntryId,
        /// Who asked.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another asked to renegotiate what they promised.
    RenegotiationAsked {
        /// The commitment.
        commitment: EntryId,
        /// The renegotiation.
        renegotiation: EntryId,
        /// Who asked.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another has asked a question, and the reader has said nothing to it.
    QuestionAsked {
        /// The question.
        question: EntryId,
        /// Who asked.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// The reader said that they would answer a question by a time that is today, or over.
    AnswerDue {
        /// The question.
        question: EntryId,
        /// Who asked.
        by: MemberId,
        /// By when.
        due: Timestamp,
    },
    /// The reader said that they would answer a question in the next days.
    AnswerComing {
        /// The question.
        question: EntryId,
        /// Who asked.
        by: MemberId,
        /// By when.
        due: Timestamp,
    },
    /// Another has said something to a question of the reader's.
    QuestionReplied {
        /// The question.
        question: EntryId,
        /// What was said to it.
        reply: EntryId,
        /// Whether it is an answer; otherwise it says when or how one will come.
        answered: bool,
        /// Who said it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another proposed a time for check-ins.
    CheckInTimeProposed {
        /// The proposal.
        proposal: EntryId,
        /// Who proposed.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another has told what became of an occurrence of theirs.
    Told {
        /// The commitment.
        commitment: EntryId,
        /// Its occurrence.
        occurrence: Occurrence,
        /// What became of it.
        follow_through: FollowThrough,
        /// Who promised.
        by: MemberId,
        /// When they said it.
        at: Timestamp,
    },
    /// Another has answered what the reader asked.
    Answered {
        /// The ask.
        ask: EntryId,
        /// The answer.
        answer: EntryId,
        /// Who answered.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another has given reassurance unasked.
    Offered {
        /// The offer.
        offer: EntryId,
        /// Who gave it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another has sent a letter. Whether it was opened nobody knows, so it is shown while it is recent.
    LetterCame {
        /// The letter.
        letter: EntryId,
        /// Who wrote it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another has written or quoted something. Whether it was read nobody knows, so it is shown while it is recent.
    NoteCame {
        /// The note.
        note: EntryId,
        /// Who wrote it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another has checked in, and the reader has not thanked for it.
    CheckedIn {
        /// The check-in.
        checkin: EntryId,
        /// Who checked in.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another said yes or no to the reader's renegotiation.
    RenegotiationAnswered {
        /// The commitment.
        commitment: EntryId,
        /// The renegotiation.
        renegotiation: EntryId,
        /// Yes or no.
        yes: bool,
        /// Who answered.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another wrote a version of a disclosure agreement, which takes the reader's yes.
    AgreementProposed {
        /// The agreement.
        agreement: EntryId,
        /// The version.
        version: EntryId,
        /// Who wrote it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// A disclosure agreement is in force, and the two meant to look at it again by now.
    AgreementToReview {
        /// The agreement.
        agreement: EntryId,
        /// By which date.
        review: Date,
        /// When the reader's day began.
        at: Timestamp,
    },
    /// Another said yes or no to the reader's version of a disclosure agreement.
    AgreementAnswered {
        /// The agreement.
        agreement: EntryId,
        /// Yes or no.
        yes: bool,
        /// Who answered.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another ended a disclosure agreement.
    AgreementEnded {
        /// The agreement.
        agreement: EntryId,
        /// Who ended it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// There is something about a boundary of the two.
    Boundary {
        /// The boundary.
        boundary: EntryId,
        /// What there is.
        news: BoundaryNews,
        /// Who said it; `None` where a day has come.
        by: Option<MemberId>,
        /// When.
        at: Timestamp,
    },
    /// Another disclosed something. The line never says what.
    Disclosed {
        /// The entry with it.
        entry: EntryId,
        /// What it is.
        news: DisclosureNews,
        /// Who said it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Another said something under an exemption of the reader's request for space.
    CameThrough {
        /// The message.
        message: EntryId,
        /// Who said it.
        by: MemberId,
        /// When.
        at: Timestamp,
    },
    /// The next occurrence of the reader's own commitment.
    Next {
        /// The commitment.
        commitment: EntryId,
        /// Its occurrence.
        occurrence: Occurrence,
    },
}

/// What there is of a disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisclosureNews {
    /// Something was told.
    Told,
    /// Something was added to what was told before.
    Added,
    /// Something was told to somebody else, as agreed.
    Elsewhere,
}

/// What there is about a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoundaryNews {
    /// Another asked for it, and the reader has not answered.
    Asked,
    /// It is in force, and was to be looked at again by this date.
    ToReview(Date),
    /// Another said yes or no to what the reader asked for.
    Answered {
        /// Yes or no.
        yes: bool,
    },
    /// Another said what became of it.
    Told(Became),
    /// Another ended it.
    Ended,
}

/// Something that the reader could do, and the reason for which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suggestion {
    /// The index, among the circles given to [`today`], of the one that it is in.
    pub circle: usize,
    /// What to do.
    pub deed: Deed,
    /// Why.
    pub because: Because,
}

/// Something that can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Answer an ask for reassurance.
    Answer {
        /// The ask.
        ask: EntryId,
    },
    /// Answer a question, or say when it will be answered.
    AnswerQuestion {
        /// The question.
        question: EntryId,
    },
    /// Do what was promised.
    Keep {
        /// The commitment.
        commitment: EntryId,
        /// The date of the occurrence.
        occurrence: Date,
    },
    /// Say how it went with an occurrence.
    TellHowItWent {
        /// The commitment.
        commitment: EntryId,
        /// The date of the occurrence.
        occurrence: Date,
    },
    /// Repair an occurrence that was missed.
    Repair {
        /// The commitment.
        commitment: EntryId,
        /// The date of the occurrence.
        occurrence: Date,
    },
    /// Check in.
    CheckIn,
    /// Say yes or no to a renegotiation.
    AnswerRenegotiation {
        /// The renegotiation.
        renegotiation: EntryId,
    },
    /// Say yes or no to a proposed time.
    AnswerCheckInTime {
        /// The proposal.
        proposal: EntryId,
    },
    /// Say yes or no to a version of a disclosure agreement, or amend it.
    AnswerAgreement {
        /// The agreement.
        agreement: EntryId,
    },
    /// Look at a disclosure agreement again.
    ReviewAgreement {
        /// The agreement.
        agreement: EntryId,
    },
    /// Propose what is told, to whom, by when.
    ProposeAgreement,
    /// Say yes or no to a boundary that was asked for.
    AnswerBoundary {
        /// The boundary.
        boundary: EntryId,
    },
    /// Look at a boundary again.
    ReviewBoundary {
        /// The boundary.
        boundary: EntryId,
    },
    /// Thank for a check-in.
    Thank {
        /// The check-in.
        checkin: EntryId,
    },
    /// Promise something small.
    Promise,
    /// Propose a time for check-ins.
    ProposeCheckInTime,
    /// Look at what helps the other, and offer some of it.
    OfferWhatHelps,
    /// Write down what helps.
    KeepWhatHelps,
    /// Write in the journal.
    WriteInMine,
}

/// The reason for which something is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// It was asked at this time.
    AskedAt(Timestamp),
    /// It is due at this time, or was.
    DueAt(Timestamp),
    /// The reader said that they would answer by this time.
    AnswerPromisedBy(Timestamp),
    /// It was missed, having been due at this time.
    MissedAt(Timestamp),
    /// The two agreed on this time.
    AgreedFor(Timestamp),
    /// The other checked in at this time.
    CheckedInAt(Timestamp),
    /// The reader last checked in at this time.
    NoCheckInSince(Timestamp),
    /// The reader has not checked in yet.
    NoCheckInYet,
    /// The two have no time for it yet.
    NoTimeAgreed,
    /// The two have not agreed on what is told.
    NoAgreement,
    /// The two meant to look at it again by this date.
    ReviewBy(Date),
    /// The reader has promised nothing that still lies ahead.
    NothingPromised,
    /// The other wrote down what helps them.
    TheyKeepAList,
    /// The reader has not yet written down what helps.
    NoListYet,
    /// Nothing else waits.
    NothingWaits,
}

impl Today {
    /// The one thing to do next: the first suggestion that the reader has not put off. What was put off stays so when the
    /// reason for it changes.
    pub fn one_thing(&self, put_off: &[Suggestion]) -> Option<&Suggestion> {
        let is_put_off = |one: &Suggestion| {
            put_off.iter().any(|off| (off.circle, off.deed) == (one.circle, one.deed))
        };
        self.suggestions.iter().find(|suggestion| !is_put_off(suggestion))
    }
}

/// One person's day at a moment, in the zone in which they read it.
///
/// `circles` are the circles that they share the page with, each as they see it; items name them by their index. What
/// belongs together comes from one call: the one thing to do is one over all circles.
pub fn today<'a>(
    circles: impl IntoIterator<Item = &'a Relationship>,
    now: Timestamp,
    zone: &TimeZone,
) -> Today {
    let rooms: Vec<_> =
        circles.into_iter().enumerate().map(|(circle, of)| Room { circle, of }).collect();
    let day = TheDay::new(now, zone);
    let opening = opening(&rooms);
    let mut sections: Vec<_> = order(opening)
        .into_iter()
        .map(|kind| Section {
            kind,
            closed: kind == SectionKind::Asked && opening == Opening::HowAreYou,
            items: rooms.iter().flat_map(|room| gather::items(kind, *room, &day)).collect(),
        })
        .filter(|section| !section.items.is_empty())
        .collect();
    sections.iter_mut().for_each(gather::sort);
    let suggestions = suggest::suggestions(opening, &rooms, &sections, &day);
    Today { opening, sections, suggestions }
}

/// One circle, and its index among those that were given.
#[derive(Clone, Copy)]
struct Room<'a> {
    circle: usize,
    of: &'a Relationship,
}

impl Room<'_> {
    fn roles(self) -> Roles {
        self.of.people().roles(self.of.me())
    }

    fn is_of_partners(self) -> bool {
        self.of.people().kind().is_some_and(CircleKind::is_of_partners)
    }

    /// Whether somebody else has introduced themselves here.
    fn has_others(self) -> bool {
        self.of.people().all().iter().any(|person| person.id != self.of.me())
    }
}

fn opening(rooms: &[Room<'_>]) -> Opening {
    if !rooms.iter().any(|room| room.has_others()) {
        Opening::Mine
    } else if rooms
        .iter()
        .any(|room| room.is_of_partners() && room.roles().contains(Role::BetrayedPartner))
    {
        Opening::HowAreYou
    } else {
        Opening::ForYou
    }
}

fn order(opening: Opening) -> [SectionKind; 4] {
    use SectionKind::{Asked, Coming, ForYou, FromOthers};
    match opening {
        Opening::HowAreYou => [FromOthers, Asked, ForYou, Coming],
        Opening::ForYou | Opening::Mine => [ForYou, Asked, FromOthers, Coming],
    }
}
