//! Notes and quotations in words.

use jiff::{civil::Date, tz::TimeZone};
use steadfast_repair::{
    letters::Kind,
    notes::{Act, Part, Proof, Quote},
    people::CircleKind,
};

use super::{
    Reader,
    line::{Line, Subject},
};
use crate::{messages as say, ui};

/// Tells one entry of the notes. Of a quotation that proves nothing no quoted word is shown.
pub(super) fn tell_notes(act: &Act, who: String, reader: &Reader<'_>) -> Line {
    let plain = |line| Line::plain(Subject::Notes, line);
    let quote = match act {
        Act::Write(write) => {
            return plain(say::wording::act_note(who)).written(None, write.text.as_str());
        }
        Act::Quote(quote) => quote,
    };
    let told = match &quote.proof {
        Proof::Fails => plain(say::wording::act_quoted_unproven(&who)),
        Proof::Holds(quoted) => {
            let told = plain(say::wording::act_quoted(quoted_name(quote), &who));
            let zone = TimeZone::get(reader.zone).unwrap_or(TimeZone::UTC);
            let told = source(quote, &zone, reader.today)
                .into_iter()
                .fold(told, |told, detail| told.with_detail(detail));
            quoted.passages.iter().fold(told, |told, one| {
                told.written(Some(part_words(one.part, &zone, reader.today)), one.words.as_str())
            })
        }
    };
    match &quote.note {
        Some(note) => told.written(Some(say::wording::quoted_note(who)), note.as_str()),
        None => told,
    }
}

/// Where what is quoted was said, and where it stands; `None` if nothing proves it.
pub(super) fn source(quote: &Quote, zone: &TimeZone, today: Date) -> Option<String> {
    let quoted = quote.quoted()?;
    let day = quoted.claimed.to_zoned(zone.clone()).date();
    Some(say::wording::quoted_source(
        circle_of(quote),
        ui::date_with_weekday(day, today),
        quoted_name(quote),
        quoted.place + 1,
        ui::clock_at(quoted.claimed, zone),
    ))
}

fn quoted_name(quote: &Quote) -> String {
    let name = quote.by.as_ref().map(|name| name.as_str().to_owned());
    name.unwrap_or_else(|| say::wording::someone().to_owned())
}

/// The circle in which it was said, for somebody who may not be in it.
fn circle_of(quote: &Quote) -> String {
    if let Some(name) = &quote.circle_name {
        return name.as_str().to_owned();
    }
    match quote.kind {
        CircleKind::Mine => say::wording::quoted_mine(),
        CircleKind::Us => say::wording::quoted_us(),
        CircleKind::UsAndTherapist => say::wording::quoted_us_and_therapist(),
        CircleKind::TherapistAndMe => say::wording::quoted_therapist(),
        CircleKind::SupporterAndMe => say::wording::quoted_supporter(),
    }
    .to_owned()
}

/// What some quoted words were.
pub(super) fn part_words(part: Part, zone: &TimeZone, today: Date) -> String {
    match part {
        Part::Letter(Kind::Acknowledgement) => say::letters::acknowledgement(),
        Part::Letter(Kind::Apology) => say::letters::apology(),
        Part::Letter(Kind::Impact) => say::letters::impact(),
        Part::Letter(Kind::Restitution { .. }) => say::letters::restitution(),
        Part::Letter(Kind::Validation) => say::letters::validation(),
        Part::Question => say::wording::part_question(),
        Part::Answer => say::wording::part_answer(),
        Part::FindOut => say::wording::part_find_out(),
        Part::DisclosedWhat => say::wording::part_disclosed_what(),
        Part::Disclosure(happened) => {
            let day = happened.to_zoned(zone.clone()).date();
            return say::wording::part_disclosure(ui::date_with_weekday(day, today));
        }
        Part::Addition => say::wording::part_addition(),
        Part::Feelings => say::wording::feelings(),
        Part::Appreciation => say::wording::appreciation(),
        Part::Needs => say::wording::needs(),
        Part::Ownership => say::wording::ownership(),
        Part::Struggles => say::wording::struggles(),
        Part::Asked => say::wording::part_asked(),
        Part::Reassurance => say::wording::part_reassurance(),
        Part::Boundary => say::wording::part_boundary(),
        Part::Purpose => say::wording::part_purpose(),
        Part::Note => say::wording::part_note(),
        Part::Page => say::wording::part_page(),
    }
    .to_owned()
}
