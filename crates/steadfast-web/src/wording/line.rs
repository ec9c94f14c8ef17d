//! One entry as a line: "Sam kept *Call when leaving work*", with what was written below it.

use jiff::civil::Date;
use steadfast_member::view::{ControlView, What};
use steadfast_repair::{
    EntryId, MemberId, checkins, commitments, journal, letters, people, questions, reassurance,
    relationship::{Act, Relationship},
    words::Words,
};

use super::{
    People, agreements::tell_agreements, boundaries::tell_boundaries,
    disclosures::tell_disclosures, notes::tell_notes, schedule, space::tell_space,
};
use crate::{messages as say, ui::INSIDE};

/// What an entry is about, so that one can look for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// Promises and what became of them.
    Commitments,
    /// Check-ins and their time.
    Checkins,
    /// Reassurance, asked for and given.
    Reassurance,
    /// Questions and their answers.
    Questions,
    /// Disclosure agreements.
    Agreements,
    /// Boundaries.
    Boundaries,
    /// Letters.
    Letters,
    /// Disclosures.
    Disclosures,
    /// Notes, and what is quoted.
    Notes,
    /// Space, and what came through.
    Space,
    /// Who is here, with which devices and keys.
    People,
    /// Pages of the journal.
    Journal,
    /// What this device cannot tell.
    Other,
}

/// An entry, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is about.
    pub(crate) subject: Subject,
    /// Who did what, with [`INSIDE`] where `inside` belongs.
    pub(crate) line: String,
    /// Somebody's own words that stand in the line: the name of a promise.
    pub(crate) inside: Option<String>,
    /// The day that it is about, if it is about one.
    pub(crate) day: Option<Date>,
    /// What the app can say about it: a schedule.
    pub(crate) details: Vec<String>,
    /// What was written.
    pub(crate) words: Vec<Written>,
}

/// Something that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// What part it is, where there are several.
    pub(crate) label: Option<String>,
    /// The words.
    pub(crate) text: String,
}

/// Where and when somebody looks.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    /// The people, as the one who looks sees them.
    pub(crate) people: &'a People,
    /// The IANA name of the zone that they are in.
    pub(crate) zone: &'a str,
    /// The day that it is there.
    pub(crate) today: Date,
}

/// Tells one entry. `circle` says what the promises and asks are that it speaks about.
pub(crate) fn tell(
    what: &What,
    author: MemberId,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    let who = reader.people.subject(author);
    match what {
        What::Act(Act::People(act)) => tell_people(act, who),
        What::Act(Act::Commitments(act)) => tell_commitments(act, who, circle, reader),
        What::Act(Act::Checkins(act)) => tell_checkins(act, who, circle, reader),
        What::Act(Act::Reassurance(act)) => tell_reassurance(act, who, circle),
        What::Act(Act::Questions(act)) => tell_questions(act, who, circle, reader),
        What::Act(Act::Agreements(act)) => tell_agreements(act, author, circle, reader),
        What::Act(Act::Disclosures(act)) => tell_disclosures(act, author, circle, reader),
        What::Act(Act::Boundaries(act)) => tell_boundaries(act, author, circle, reader),
        What::Act(Act::Space(act)) => tell_space(act, author, circle, reader),
        What::Act(Act::Letters(act)) => tell_letters(act, who),
        What::Act(Act::Notes(act)) => tell_notes(act, who, reader),
        What::Act(Act::Journal(act)) => tell_journal(act, who),
        What::Act(Act::Unknown { .. }) | What::Newer { .. } => {
            Line::plain(Subject::Other, say::wording::act_newer(who))
        }
        What::Control(control) => Line::plain(Subject::People, tell_control(control, who)),
        What::Erased => Line::plain(Subject::Other, say::wording::act_wrote(who)),
        What::NoKey | What::Unreadable => {
            Line::plain(Subject::Other, say::wording::act_unreadable(who))
        }
    }
}

impl Line {
    pub(super) fn plain(subject: Subject, line: String) -> Self {
        Self { subject, line, inside: None, day: None, details: Vec::new(), words: Vec::new() }
    }

    fn writing(self, words: &Words) -> Self {
        self.writing_some(Some(words))
    }

    fn writing_some(self, words: Option<&Words>) -> Self {
        self.part(None, words)
    }

    fn part(self, label: Option<&'static str>, words: Option<&Words>) -> Self {
        match words {
            Some(words) => self.written(label.map(str::to_owned), words.as_str()),
            None => self,
        }
    }

    pub(super) fn written(mut self, label: Option<String>, text: &str) -> Self {
        self.words.push(Written { label, text: text.to_owned() });
        self
    }

    pub(super) fn with_detail(mut self, detail: String) -> Self {
        self.details.push(detail);
        self
    }

    fn on(mut self, day: Date) -> Self {
        self.day = Some(day);
        self
    }

    /// Whether the letters stand anywhere in it, in capitals or not.
    pub(crate) fn contains(&self, lowercase: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(lowercase);
        has(&self.line)
            || self.inside.as_deref().is_some_and(has)
            || self.words.iter().any(|words| has(&words.text))
    }
}

fn tell_people(act: &people::Act, who: String) -> Line {
    let line = match act {
        people::Act::Found(_) => say::wording::act_founded(who),
        people::Act::Introduce(introduce) => {
            say::wording::act_introduced(introduce.name.as_str(), who)
        }
        people::Act::Rename(rename) => say::wording::act_renamed(rename.name.as_str(), who),
    };
    Line::plain(Subject::People, line)
}

fn tell_commitments(
    act: &commitments::Act,
    who: String,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    use commitments::Act;
    let about = |line: String, what: Option<&str>| Line {
        inside: Some(what.map_or_else(|| say::wording::a_commitment().to_owned(), str::to_owned)),
        ..Line::plain(Subject::Commitments, line)
    };
    let named =
        |id: EntryId| circle.commitments().get(id).map(|commitment| commitment.what().as_str());
    match act {
        Act::Promise(promise) => {
            about(say::wording::act_promised(INSIDE, who), Some(promise.what.as_str()))
                .with_detail(schedule(&promise.schedule, reader.zone, reader.today))
                .writing_some(promise.why_it_matters.as_ref())
        }
        Act::Keep(keep) => {
            about(say::wording::act_kept(INSIDE, who), named(keep.commitment)).on(keep.occurrence)
        }
        Act::Miss(miss) => about(say::wording::act_missed(INSIDE, who), named(miss.commitment))
            .on(miss.occurrence)
            .writing_some(miss.note.as_ref()),
        Act::Repair(repair) => {
            about(say::wording::act_repaired(INSIDE, who), named(repair.commitment))
                .on(repair.occurrence)
                .writing_some(repair.note.as_ref())
        }
        Act::Renegotiate(asked) => {
            about(say::wording::act_renegotiated(INSIDE, who), named(asked.commitment))
                .with_detail(change(&asked.change, reader))
                .writing_some(asked.note.as_ref())
        }
        Act::Answer(answer) => {
            let what = circle
                .commitments()
                .renegotiation(answer.renegotiation)
                .map(|(commitment, _)| commitment.what().as_str());
            let line = if answer.yes {
                say::wording::act_said_yes(INSIDE, who)
            } else {
                say::wording::act_said_no(INSIDE, who)
            };
            about(line, what)
        }
        Act::SawIt(saw) => {
            about(say::wording::act_saw(INSIDE, who), named(saw.commitment)).on(saw.occurrence)
        }
        Act::NotHowISawIt(saw) => {
            about(say::wording::act_not_how(INSIDE, who), named(saw.commitment))
                .on(saw.occurrence)
                .writing(&saw.words)
        }
        Act::End(end) => about(say::wording::act_ended(INSIDE, who), named(end.commitment))
            .writing_some(end.note.as_ref()),
    }
}

/// What a renegotiation would change, in words.
pub(crate) fn change(change: &commitments::Change, reader: &Reader<'_>) -> String {
    let day = |date: Date| crate::ui::date(date, reader.today);
    match change {
        commitments::Change::One { occurrence, instead: commitments::Instead::LetGo } => {
            say::wording::change_let_go(day(*occurrence))
        }
        commitments::Change::One { occurrence, instead: commitments::Instead::Moved(once) } => {
            say::wording::change_moved(day(*occurrence), day(once.date), super::within(once.within))
        }
        commitments::Change::From { date, schedule: new } => {
            say::wording::change_from(day(*date), schedule(new, reader.zone, reader.today))
        }
    }
}

fn tell_checkins(
    act: &checkins::Act,
    who: String,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    use checkins::Act;
    let plain = |line| Line::plain(Subject::Checkins, line);
    let proposed = |told: Line, id: EntryId| {
        let proposal =
            circle.checkins().proposals().iter().find(|proposal| proposal.entry.id == id);
        proposal.into_iter().fold(told, |told, found| {
            told.with_detail(meeting(
                found.days,
                found.at,
                found.zone.iana_name().unwrap_or_default(),
                reader.zone,
            ))
        })
    };
    match act {
        Act::ProposeTime(propose) => plain(say::wording::act_proposed_time(who))
            .with_detail(meeting(propose.days, propose.at, propose.zone.as_str(), reader.zone)),
        Act::AgreeTime(agree) => {
            proposed(plain(say::wording::act_agreed_time(who)), agree.proposal)
        }
        Act::DeclineTime(decline) => {
            proposed(plain(say::wording::act_declined_time(who)), decline.proposal)
        }
        Act::CheckIn(checkin) => {
            let checkins::Parts { feelings, appreciation, needs, ownership, struggles } =
                checkin.parts();
            plain(say::wording::act_checked_in(who))
                .part(Some(say::wording::feelings()), feelings.as_ref())
                .part(Some(say::wording::appreciation()), appreciation.as_ref())
                .part(Some(say::wording::needs()), needs.as_ref())
                .part(Some(say::wording::ownership()), ownership.as_ref())
                .part(Some(say::wording::struggles()), struggles.as_ref())
        }
        Act::Thank(_) => plain(say::wording::act_thanked(who)),
    }
}

/// On which days at what time, as somebody in the zone `here` reads it.
pub(crate) fn meeting(
    days: steadfast_repair::weekdays::Weekdays,
    at: jiff::civil::Time,
    zone: &str,
    here: &str,
) -> String {
    use steadfast_repair::weekdays::Weekdays;
    let often = match days {
        Weekdays::ALL => say::wording::often_daily().to_owned(),
        Weekdays::WORKDAYS => say::wording::often_workdays().to_owned(),
        days => say::wording::often_weekly(super::weekdays(days)),
    };
    let words = say::wording::meeting(often, crate::ui::clock_time(at));
    if zone == here { words } else { say::wording::schedule_zone(words, zone.replace('_', " ")) }
}

fn tell_reassurance(act: &reassurance::Act, who: String, circle: &Relationship) -> Line {
    use reassurance::Act;
    let plain = |line| Line::plain(Subject::Reassurance, line);
    let help = |id: EntryId| circle.reassurance().help(id).map(|help| &help.text);
    match act {
        Act::KeepHelp(keep) => plain(say::wording::act_helps_added(who)).writing(&keep.text),
        Act::RemoveHelp(remove) => {
            plain(say::wording::act_helps_removed(who)).writing_some(help(remove.help))
        }
        Act::Ask(ask) => plain(say::wording::act_asked(who))
            .writing_some(ask.help.and_then(help))
            .writing_some(ask.words.as_ref()),
        Act::Answer(answer) => plain(say::wording::act_answered(who)).writing(&answer.words),
        Act::Offer(offer) => plain(say::wording::act_offered(who)).writing(&offer.words),
        Act::Withdraw(_) => plain(say::wording::act_took_back(who)),
    }
}

fn tell_questions(
    act: &questions::Act,
    who: String,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    use questions::Act;
    let plain = |line| Line::plain(Subject::Questions, line);
    let about = |line: String, question: EntryId| Line {
        inside: Some(circle.questions().get(question).map_or_else(
            || say::wording::a_question().to_owned(),
            |question| opening(question.words.as_str()),
        )),
        ..plain(line)
    };
    match act {
        Act::Ask(ask) => {
            let line = match ask.again {
                Some(_) => say::wording::act_question_again(who),
                None => say::wording::act_question_asked(who),
            };
            plain(line)
                .with_detail(super::pace(ask.pace, reader.zone, reader.today))
                .with_detail(super::detail(ask.detail).to_owned())
                .writing(&ask.words)
        }
        Act::SetPace(set) => about(say::wording::act_question_paced(INSIDE, who), set.question)
            .with_detail(super::pace(set.pace, reader.zone, reader.today)),
        Act::Withdraw(withdraw) => {
            about(say::wording::act_question_withdrawn(INSIDE, who), withdraw.question)
        }
        Act::Promise(promise) => {
            about(say::wording::act_question_promised(INSIDE, who), promise.question)
                .with_detail(super::answer_by(promise.by, promise.with, reader.zone, reader.today))
        }
        Act::NotRemember(forgot) => {
            about(say::wording::act_question_forgotten(INSIDE, who), forgot.question)
                .writing(&forgot.find_out)
        }
        Act::Answer(answer) => {
            about(say::wording::act_question_answered(INSIDE, who), answer.question)
                .writing(&answer.words)
        }
    }
}

/// The most characters of somebody's words that stand in another sentence.
const OPENING_CHARS: usize = 90;

/// How a text begins: its first line, cut after a word where it is long.
pub(crate) fn opening(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(OPENING_CHARS) {
        None => line.to_owned(),
        Some((end, _)) => {
            let cut = line[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &line[..cut])
        }
    }
}

fn tell_letters(act: &letters::Act, who: String) -> Line {
    use letters::{Act, Kind};
    let plain = |line| Line::plain(Subject::Letters, line);
    match act {
        Act::Send(send) => plain(match send.kind {
            Kind::Acknowledgement => say::wording::act_letter_acknowledgement(who),
            Kind::Apology => say::wording::act_letter_apology(who),
            Kind::Impact => say::wording::act_letter_impact(who),
            Kind::Restitution { .. } => say::wording::act_letter_restitution(who),
            Kind::Validation => say::wording::act_letter_validation(who),
        })
        .writing(&send.words),
        Act::AllowRestitution(_) => plain(say::wording::act_allowed_restitution(who)),
    }
}

fn tell_journal(act: &journal::Act, who: String) -> Line {
    let plain = |line| Line::plain(Subject::Journal, line);
    match act {
        journal::Act::Write(write) => plain(say::wording::act_page(who)).writing(&write.text),
        journal::Act::Amend(amend) => plain(say::wording::act_page_again(who)).writing(&amend.text),
    }
}

fn tell_control(control: &ControlView, who: String) -> String {
    match control {
        ControlView::Genesis => say::wording::act_began(who),
        ControlView::DeviceAdded(_) => say::wording::act_added_device(who),
        ControlView::DeviceNamed(_) => say::wording::act_named_device(who),
        ControlView::DeviceRemoved(_) => say::wording::act_removed_device(who),
        ControlView::KeyChanged => say::wording::act_began_key(who),
        ControlView::KeysGranted => say::wording::act_gave_key(who),
        ControlView::Invited(_) => say::wording::act_invited(who),
        ControlView::InvitationWithdrawn(_) => say::wording::act_withdrew_invitation(who),
        ControlView::Proposed { .. } => say::wording::act_proposed(who),
        ControlView::Consented { .. } => say::wording::act_consented(who),
        ControlView::Admitted { .. } => say::wording::act_admitted(who),
        ControlView::Left => say::wording::act_left(who),
        ControlView::Erased(_) => say::wording::act_erased(who),
    }
}
