//! What Today shows: the day that the domain gives, with names and words filled in. Plain data.

use std::iter;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use steadfast_circle::CircleId;
use steadfast_repair::{
    EntryId, MemberId, Relationship,
    commitments::{Day, FollowThrough, How},
    people::CircleKind,
    today::{
        Because, BoundaryNews, Deed, DisclosureNews, Item, Opening, SectionKind, Suggestion, Today,
        What, today,
    },
};

use crate::{
    circle::Circle,
    wording::{People, opening},
};

/// A circle, with what it folds to.
#[derive(Clone, Copy)]
pub(super) struct Room<'a> {
    pub(super) circle: &'a Circle,
    pub(super) folded: &'a Relationship,
}

/// One person's day, as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) opening: Opening,
    pub(super) sections: Vec<Section>,
    /// This week, from Monday to Sunday: one's own days, or the other's for the one who was hurt. Each with its owner,
    /// who is `None` for oneself.
    pub(super) week: Option<(Option<String>, Vec<Day>)>,
    pub(super) one: Option<One>,
}

/// A part of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    pub(super) kind: SectionKind,
    pub(super) closed: bool,
    pub(super) rows: Vec<Row>,
}

impl Section {
    /// From whom everything in it is, if it is all from one person.
    pub(super) fn from(&self) -> Option<&str> {
        let first = self.rows.first().map(|row| row.who.as_str())?;
        self.rows.iter().all(|row| row.who == first).then_some(first)
    }
}

/// A line of the page, with everything that it says and what can be done there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The entry that it is about.
    pub(super) id: EntryId,
    /// The circle that it is in.
    pub(super) circle: CircleId,
    /// What that circle is called, where it is neither the reader's *Us* nor *Mine*.
    pub(super) place: Option<String>,
    /// Whether it was said between the partners, and the reader is there for their sake.
    pub(super) along: bool,
    /// Who said it, at the beginning of a sentence; empty for one's own.
    pub(super) who: String,
    /// The time to which it belongs.
    pub(super) at: Timestamp,
    pub(super) about: About,
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum About {
    Due {
        commitment: EntryId,
        date: Date,
        what: String,
        why: Option<String>,
        any_time: bool,
        can_keep: bool,
    },
    Open {
        commitment: EntryId,
        date: Date,
        what: String,
        can_keep: bool,
    },
    Missed {
        commitment: EntryId,
        what: String,
    },
    Next {
        commitment: EntryId,
        what: String,
    },
    CheckInDue,
    CameThrough {
        words: String,
    },
    Asked {
        words: Vec<String>,
    },
    LetterCame,
    NoteCame,
    QuestionAsked {
        words: String,
    },
    AnswerDue {
        words: String,
    },
    AnswerComing {
        words: String,
    },
    QuestionReplied {
        question: EntryId,
        words: String,
        answered: bool,
    },
    ChangeAsked {
        commitment: EntryId,
        what: String,
    },
    TimeProposed,
    Told {
        commitment: EntryId,
        what: String,
        date: Date,
        state: FollowThrough,
    },
    Given {
        answer: bool,
        words: String,
    },
    CheckedIn,
    ChangeAnswered {
        commitment: EntryId,
        what: String,
        yes: bool,
    },
    Agreement {
        agreement: EntryId,
        news: AgreementNews,
    },
    Boundary {
        boundary: EntryId,
        news: BoundaryNews,
    },
    Disclosed {
        news: DisclosureNews,
    },
}

impl About {
    fn agreement(agreement: EntryId, news: AgreementNews) -> Self {
        Self::Agreement { agreement, news }
    }
}

/// What there is to know about a disclosure agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgreementNews {
    Proposed,
    ToReview(Date),
    Answered { yes: bool },
    Ended,
}

/// The one thing to do next.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct One {
    pub(super) suggestion: Suggestion,
    /// The circle that it is in.
    pub(super) circle: CircleId,
    /// The commitment that it is about, and its name.
    pub(super) commitment: Option<(EntryId, String)>,
    /// The other's name in the circle that it is in.
    pub(super) name: String,
}

/// The day over these circles; `us` first, if there is one. `put_off` is the text that is kept of what was put off.
pub(super) fn shown(rooms: &[Room<'_>], now: Timestamp, zone: &TimeZone, put_off: &str) -> Shown {
    let day = today(rooms.iter().map(|room| room.folded), now, zone);
    let date = now.to_zoned(zone.clone()).date();
    let put_off = PutOff::on(date, put_off);
    let is_put_off = |suggestion: &&Suggestion| {
        let room = rooms.get(suggestion.circle);
        room.is_some_and(|room| put_off.holds(room.circle.id, suggestion))
    };
    let off: Vec<_> = day.suggestions.iter().filter(is_put_off).copied().collect();
    let one = day.one_thing(&off).copied();
    let Today { opening, sections, .. } = day;
    Shown {
        opening,
        sections: sections
            .into_iter()
            .map(|section| Section {
                kind: section.kind,
                closed: section.closed,
                rows: section
                    .items
                    .iter()
                    .filter_map(|item| row(item, rooms.get(item.circle)?, now))
                    .collect(),
            })
            .filter(|section| !section.rows.is_empty())
            .collect(),
        week: week(opening, rooms, date, now),
        one: one.and_then(|suggestion| Some(one_thing(suggestion, rooms.get(suggestion.circle)?))),
    }
}

fn row(item: &Item, room: &Room<'_>, now: Timestamp) -> Option<Row> {
    let people = &room.circle.people;
    let commitments = room.folded.commitments();
    let named =
        |id: EntryId| commitments.get(id).map(|commitment| commitment.what().as_str().to_owned());
    let asked = |id: EntryId| {
        room.folded.questions().get(id).map(|question| opening(question.words.as_str()))
    };
    let (id, by, about): (EntryId, Option<MemberId>, About) = match &item.what {
        What::Due { commitment: id, occurrence } => {
            let commitment = commitments.get(*id)?;
            let about = About::Due {
                commitment: *id,
                date: occurrence.date,
                what: commitment.what().as_str().to_owned(),
                why: commitment.why_it_matters().map(|words| words.as_str().to_owned()),
                any_time: occurrence.within == steadfast_repair::commitments::Within::AnyTime,
                can_keep: commitment.can_be_told(occurrence.date, How::Kept, now),
            };
            (*id, None, about)
        }
        What::Open { commitment: id, occurrence } => {
            let commitment = commitments.get(*id)?;
            let about = About::Open {
                commitment: *id,
                date: occurrence.date,
                what: commitment.what().as_str().to_owned(),
                can_keep: commitment.can_be_told(occurrence.date, How::Kept, now),
            };
            (*id, None, about)
        }
        What::Missed { commitment, .. } => (
            *commitment,
            None,
            About::Missed { commitment: *commitment, what: named(*commitment)? },
        ),
        What::Next { commitment, .. } => {
            (*commitment, None, About::Next { commitment: *commitment, what: named(*commitment)? })
        }
        What::CheckInDue { .. } => (EntryId([0; 32]), None, About::CheckInDue),
        What::Asked { ask, by, .. } => {
            (*ask, Some(*by), About::Asked { words: asked_words(room.folded, *ask) })
        }
        What::NoteCame { note, by, .. } => (*note, Some(*by), About::NoteCame),
        What::LetterCame { letter, by, .. } => (*letter, Some(*by), About::LetterCame),
        What::QuestionAsked { question, by, .. } => {
            (*question, Some(*by), About::QuestionAsked { words: asked(*question)? })
        }
        What::AnswerDue { question, by, .. } => {
            (*question, Some(*by), About::AnswerDue { words: asked(*question)? })
        }
        What::AnswerComing { question, by, .. } => {
            (*question, Some(*by), About::AnswerComing { words: asked(*question)? })
        }
        What::QuestionReplied { question, reply, answered, by, .. } => {
            let about = About::QuestionReplied {
                question: *question,
                words: asked(*question)?,
                answered: *answered,
            };
            (*reply, Some(*by), about)
        }
        What::RenegotiationAsked { commitment, renegotiation, by, .. } => {
            let about = About::ChangeAsked { commitment: *commitment, what: named(*commitment)? };
            (*renegotiation, Some(*by), about)
        }
        What::CheckInTimeProposed { proposal, by, .. } => {
            (*proposal, Some(*by), About::TimeProposed)
        }
        What::Told { commitment, occurrence, follow_through, by, .. } => {
            let about = About::Told {
                commitment: *commitment,
                what: named(*commitment)?,
                date: occurrence.date,
                state: *follow_through,
            };
            (*commitment, Some(*by), about)
        }
        What::Answered { ask, answer, by, .. } => {
            let asked = room.folded.reassurance().ask(*ask)?;
            let given = asked.answers.iter().find(|given| given.entry.id == *answer)?;
            (
                *answer,
                Some(*by),
                About::Given { answer: true, words: given.words.as_str().to_owned() },
            )
        }
        What::Offered { offer, by, .. } => {
            let given =
                room.folded.reassurance().offers().iter().find(|given| given.entry.id == *offer)?;
            (
                *offer,
                Some(*by),
                About::Given { answer: false, words: given.words.as_str().to_owned() },
            )
        }
        What::CheckedIn { checkin, by, .. } => (*checkin, Some(*by), About::CheckedIn),
        What::RenegotiationAnswered { commitment, renegotiation, yes, by, .. } => {
            let about = About::ChangeAnswered {
                commitment: *commitment,
                what: named(*commitment)?,
                yes: *yes,
            };
            (*renegotiation, Some(*by), about)
        }
        What::AgreementProposed { agreement, by, .. } => {
            (*agreement, Some(*by), About::agreement(*agreement, AgreementNews::Proposed))
        }
        What::AgreementToReview { agreement, review, .. } => {
            (*agreement, None, About::agreement(*agreement, AgreementNews::ToReview(*review)))
        }
        What::AgreementAnswered { agreement, yes, by, .. } => {
            let news = AgreementNews::Answered { yes: *yes };
            (*agreement, Some(*by), About::agreement(*agreement, news))
        }
        What::AgreementEnded { agreement, by, .. } => {
            (*agreement, Some(*by), About::agreement(*agreement, AgreementNews::Ended))
        }
        What::Disclosed { entry, news, by, .. } => {
            (*entry, Some(*by), About::Disclosed { news: *news })
        }
        What::CameThrough { message, by, .. } => {
            let requests = room.folded.space().all().iter().rev();
            let mut all = requests.flat_map(|request| &request.delivered);
            let words = all.find(|one| one.entry.id == *message)?.words.as_str().to_owned();
            (*message, Some(*by), About::CameThrough { words })
        }
        What::Boundary { boundary, news, by, .. } => {
            (*boundary, *by, About::Boundary { boundary: *boundary, news: *news })
        }
    };
    let who = by.map(|by| people.subject(by)).unwrap_or_default();
    let circle = room.circle;
    let along = circle.reads_along();
    let elsewhere = along || !matches!(circle.kind, CircleKind::Us | CircleKind::Mine);
    let place = elsewhere.then(|| circle.title.clone());
    Some(Row { id, circle: circle.id, place, along, who, at: item.what.at(), about })
}

fn asked_words(folded: &Relationship, ask: EntryId) -> Vec<String> {
    let reassurance = folded.reassurance();
    let Some(asked) = reassurance.ask(ask) else { return Vec::new() };
    let help = asked.help.and_then(|help| reassurance.help(help)).map(|help| &help.text);
    help.into_iter().chain(&asked.words).map(|words| words.as_str().to_owned()).collect()
}

/// This week of whoever's days the page shows: one's own, or the other's for the one who was hurt.
fn week(
    opening: Opening,
    rooms: &[Room<'_>],
    date: Date,
    now: Timestamp,
) -> Option<(Option<String>, Vec<Day>)> {
    let monday = date.saturating_sub(i32::from(date.weekday().to_monday_zero_offset()).days());
    let of = |room: &Room<'_>, who: MemberId| {
        let days =
            room.folded.commitments().calendar(who, monday, monday.saturating_add(6.days()), now);
        days.iter().any(|day| !day.marks.is_empty()).then_some(days)
    };
    let people = |room: &Room<'_>| -> People { room.circle.people.clone() };
    if opening == Opening::HowAreYou {
        let theirs = rooms
            .iter()
            .find_map(|room| Some((people(room).other_name(), of(room, people(room).other()?)?)));
        return theirs.map(|(name, days)| (Some(name), days));
    }
    rooms.iter().find_map(|room| Some((None, of(room, people(room).me()?)?)))
}

fn one_thing(suggestion: Suggestion, room: &Room<'_>) -> One {
    let commitments = room.folded.commitments();
    let commitment = match suggestion.deed {
        Deed::Keep { commitment, .. }
        | Deed::TellHowItWent { commitment, .. }
        | Deed::Repair { commitment, .. } => commitments.get(commitment),
        Deed::AnswerRenegotiation { renegotiation } => {
            commitments.renegotiation(renegotiation).map(|(commitment, _)| commitment)
        }
        _ => None,
    };
    One {
        suggestion,
        circle: room.circle.id,
        commitment: commitment
            .map(|commitment| (commitment.id(), commitment.what().as_str().to_owned())),
        name: room.circle.people.other_name(),
    }
}

/// Whether the reason lies ahead of this moment: "is due", and not "was due".
pub(super) fn lies_ahead(because: Because, now: Timestamp) -> bool {
    matches!(because, Because::DueAt(at) if now <= at)
}

/// What somebody wants to hear no more of today, as the text that is kept of it: the date, then a line for each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PutOff {
    day: Date,
    deeds: Vec<String>,
}

impl PutOff {
    /// What was put off on this day. What was put off on another counts no more.
    pub(super) fn on(day: Date, kept: &str) -> Self {
        let mut lines = kept.lines();
        let same = lines.next().is_some_and(|first| first == day.to_string());
        Self { day, deeds: lines.filter(|_| same).map(str::to_owned).collect() }
    }

    /// The same, and one thing more.
    pub(super) fn and(mut self, one: &One) -> Self {
        self.deeds.push(deed_line(one.circle, &one.suggestion));
        self
    }

    /// The text to keep.
    pub(super) fn to_text(&self) -> String {
        let lines = self.deeds.iter().map(String::as_str);
        iter::once(self.day.to_string().as_str()).chain(lines).collect::<Vec<_>>().join("\n")
    }

    fn holds(&self, circle: CircleId, suggestion: &Suggestion) -> bool {
        self.deeds.contains(&deed_line(circle, suggestion))
    }
}

/// What tells one thing to do from every other. It is read by nobody else and worth nothing tomorrow, so that how a
/// deed prints is good enough.
fn deed_line(circle: CircleId, suggestion: &Suggestion) -> String {
    format!("{circle} {:?}", suggestion.deed)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn one(circle: u8, deed: Deed) -> One {
        let suggestion = Suggestion { circle: 0, deed, because: Because::NothingWaits };
        let circle = CircleId::from_bytes([circle; 32]);
        One { suggestion, circle, commitment: None, name: String::new() }
    }

    fn holds(put_off: &PutOff, one: &One) -> bool {
        put_off.holds(one.circle, &one.suggestion)
    }

    #[test]
    fn what_was_put_off_stays_so_for_the_day_and_after_the_page_is_loaded_again() {
        let today = date(2026, 11, 22);
        let (keep, write) = (
            one(1, Deed::Keep { commitment: EntryId([7; 32]), occurrence: today }),
            one(1, Deed::WriteInMine),
        );
        let kept = PutOff::on(today, "").and(&keep).and(&write).to_text();
        let again = PutOff::on(today, &kept);
        assert!(holds(&again, &keep) && holds(&again, &write));
        let other = one(1, Deed::Keep { commitment: EntryId([8; 32]), occurrence: today });
        assert!(!holds(&again, &other));
        assert!(!holds(&again, &one(2, Deed::WriteInMine)));
    }

    #[test]
    fn the_next_day_nothing_is_put_off() {
        let write = one(1, Deed::WriteInMine);
        let kept = PutOff::on(date(2026, 11, 22), "").and(&write).to_text();
        let tomorrow = PutOff::on(date(2026, 11, 23), &kept);
        assert!(!holds(&tomorrow, &write));
        assert_eq!(tomorrow.to_text(), "2026-11-23");
    }
}
