//! The fields that payloads are made of.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use steadfast_circle::cbor::{DecodeError, Reader, Writer};
use steadfast_repair::{
    EntryId,
    agreements::Hours,
    people::{CircleKind, Role, Roles},
    weekdays::Weekdays,
    words::{TITLE_CHARS_MAX, Title, WORDS_CHARS_MAX, Words},
    zone::{ZONE_NAME_BYTES_MAX, ZoneName},
};

use crate::payload::PayloadError;

/// A character takes at most four bytes of UTF-8.
const CHARACTER_LENGTH_MAX: usize = 4;

/// The longest text of a date, a time of day or one of a few words, with some room; bytes.
const SHORT_LENGTH_MAX: usize = 32;

/// Checks that a kind has as many fields as it should.
pub(super) fn exactly(fields: usize, expected: usize) -> Result<(), PayloadError> {
    if fields == expected {
        Ok(())
    } else {
        Err(DecodeError::OutOfBounds { field: "payload" }.into())
    }
}

/// How a role is written: in payloads, in offers and in knocks.
pub fn role_text(role: Role) -> &'static str {
    match role {
        Role::BetrayingPartner => "betraying-partner",
        Role::BetrayedPartner => "betrayed-partner",
        Role::CouplesTherapist => "couples-therapist",
        Role::IndividualTherapist => "individual-therapist",
        Role::Supporter => "supporter",
    }
}

/// The role that is written so.
pub fn role_from_text(text: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role_text(*role) == text)
}

/// How a kind of circle is written: in payloads and in offers.
pub fn circle_kind_text(kind: CircleKind) -> &'static str {
    match kind {
        CircleKind::Mine => "mine",
        CircleKind::Us => "us",
        CircleKind::UsAndTherapist => "us-and-therapist",
        CircleKind::TherapistAndMe => "therapist-and-me",
        CircleKind::SupporterAndMe => "supporter-and-me",
    }
}

/// The kind of circle that is written so.
pub fn circle_kind_from_text(text: &str) -> Option<CircleKind> {
    CircleKind::ALL.into_iter().find(|kind| circle_kind_text(*kind) == text)
}

pub(super) fn put_roles(writer: &mut Writer, roles: Roles) {
    writer.array(roles.iter().count());
    for role in roles.iter() {
        writer.text(role_text(role));
    }
}

pub(super) fn roles(reader: &mut Reader<'_>) -> Result<Roles, PayloadError> {
    let count = reader.array("roles", Role::ALL.len())?;
    let mut roles = Roles::NONE;
    let mut last = None;
    for _ in 0..count {
        let role = role_from_text(reader.text("role", SHORT_LENGTH_MAX)?);
        // Ascending, so that one set has one encoding.
        if role.is_none() || role <= last {
            return Err(PayloadError::Content { field: "roles" });
        }
        roles = role.map_or(roles, |role| roles.with(role));
        last = role;
    }
    Ok(roles)
}

pub(super) fn put_kind(writer: &mut Writer, kind: CircleKind) {
    writer.text(circle_kind_text(kind));
}

pub(super) fn kind(reader: &mut Reader<'_>) -> Result<CircleKind, PayloadError> {
    circle_kind_from_text(reader.text("kind", SHORT_LENGTH_MAX)?)
        .ok_or(PayloadError::Content { field: "kind" })
}

pub(super) fn title(reader: &mut Reader<'_>, field: &'static str) -> Result<Title, PayloadError> {
    Ok(Title::new(reader.text(field, CHARACTER_LENGTH_MAX * TITLE_CHARS_MAX)?)?)
}

pub(super) fn put_title_or_null(writer: &mut Writer, title: Option<&Title>) {
    match title {
        Some(title) => writer.text(title.as_str()),
        None => writer.null(),
    };
}

pub(super) fn title_or_null(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Option<Title>, PayloadError> {
    if reader.null() { Ok(None) } else { title(reader, field).map(Some) }
}

pub(super) fn words(reader: &mut Reader<'_>, field: &'static str) -> Result<Words, PayloadError> {
    Ok(Words::new(reader.text(field, CHARACTER_LENGTH_MAX * WORDS_CHARS_MAX)?)?)
}

pub(super) fn put_words_or_null(writer: &mut Writer, words: Option<&Words>) {
    match words {
        Some(words) => writer.text(words.as_str()),
        None => writer.null(),
    };
}

pub(super) fn words_or_null(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Option<Words>, PayloadError> {
    if reader.null() { Ok(None) } else { words(reader, field).map(Some) }
}

pub(super) fn entry(reader: &mut Reader<'_>, field: &'static str) -> Result<EntryId, PayloadError> {
    Ok(EntryId(reader.fixed(field)?))
}

pub(super) fn put_entry_or_null(writer: &mut Writer, entry: Option<EntryId>) {
    match entry {
        Some(entry) => writer.bytes(entry.0),
        None => writer.null(),
    };
}

pub(super) fn entry_or_null(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Option<EntryId>, PayloadError> {
    if reader.null() { Ok(None) } else { entry(reader, field).map(Some) }
}

/// Reads the text of one of a few.
pub(super) fn one_of<T: Copy, const N: usize>(
    reader: &mut Reader<'_>,
    field: &'static str,
    all: [T; N],
    text: fn(T) -> &'static str,
) -> Result<T, PayloadError> {
    let read = reader.text(field, SHORT_LENGTH_MAX)?;
    all.into_iter().find(|one| text(*one) == read).ok_or(PayloadError::Content { field })
}

pub(super) fn uint16(reader: &mut Reader<'_>, field: &'static str) -> Result<u16, PayloadError> {
    u16::try_from(reader.uint()?).map_err(|_| PayloadError::Content { field })
}

pub(super) fn hours(reader: &mut Reader<'_>, field: &'static str) -> Result<Hours, PayloadError> {
    Hours::new(uint16(reader, field)?).map_err(|_| PayloadError::Content { field })
}

pub(super) fn put_date(writer: &mut Writer, date: Date) {
    writer.text(&date.to_string());
}

pub(super) fn date(reader: &mut Reader<'_>, field: &'static str) -> Result<Date, PayloadError> {
    civil(reader, field)
}

pub(super) fn put_time(writer: &mut Writer, time: Time) {
    writer.text(&time.to_string());
}

pub(super) fn time(reader: &mut Reader<'_>, field: &'static str) -> Result<Time, PayloadError> {
    civil(reader, field)
}

/// Reads what its type writes, and only that: other spellings of the same date or time are refused.
fn civil<T: std::str::FromStr + ToString>(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<T, PayloadError> {
    let text = reader.text(field, SHORT_LENGTH_MAX)?;
    let value: Option<T> = text.parse().ok();
    value.filter(|value| value.to_string() == text).ok_or(PayloadError::Content { field })
}

pub(super) fn zone(reader: &mut Reader<'_>, field: &'static str) -> Result<ZoneName, PayloadError> {
    ZoneName::new(reader.text(field, ZONE_NAME_BYTES_MAX)?)
        .map_err(|_| PayloadError::Content { field })
}

/// A moment, in milliseconds since 1970.
pub(super) fn moment(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Timestamp, PayloadError> {
    Timestamp::from_millisecond(reader.int()?).map_err(|_| PayloadError::Content { field })
}

pub(super) fn put_weekdays(writer: &mut Writer, days: Weekdays) {
    writer.uint(days.bits().into());
}

pub(super) fn weekdays(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Weekdays, PayloadError> {
    let bits = u8::try_from(reader.uint()?).ok();
    bits.and_then(Weekdays::from_bits).ok_or(PayloadError::Content { field })
}

pub(super) fn put_yes(writer: &mut Writer, yes: bool) {
    writer.uint(yes.into());
}

pub(super) fn yes(reader: &mut Reader<'_>, field: &'static str) -> Result<bool, PayloadError> {
    match reader.uint()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(PayloadError::Content { field }),
    }
}
