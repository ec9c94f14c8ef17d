//! Space in words.

use jiff::{Timestamp, tz::TimeZone};
use steadfast_repair::{MemberId, relationship::Relationship, space::Act};

use super::{
    Reader,
    line::{Line, Subject},
};
use crate::{messages as say, ui};

/// Tells one entry about space.
pub(super) fn tell_space(
    act: &Act,
    author: MemberId,
    circle: &Relationship,
    reader: &Reader<'_>,
) -> Line {
    let who = reader.people.subject(author);
    let plain = |line| Line::plain(Subject::Space, line);
    let zone = TimeZone::get(reader.zone).unwrap_or(TimeZone::UTC);
    let until = |at: Timestamp| ui::until(at, reader.today, &zone);
    match act {
        Act::Ask(ask) => {
            let told = plain(say::wording::act_space_asked(until(ask.until), who));
            let exempt = ask.exempt.all().iter();
            let told = exempt.fold(told, |told, line| {
                told.written(Some(say::wording::act_space_exempt().to_owned()), line.as_str())
            });
            match &ask.words {
                Some(words) => told.written(None, words.as_str()),
                None => told,
            }
        }
        Act::End(end) => {
            let over = circle.space().get(end.request);
            let over = over.map(|request| say::wording::act_space_was_until(until(request.until)));
            over.into_iter().fold(plain(say::wording::act_space_ended(who)), Line::with_detail)
        }
        Act::Message(message) => plain(say::wording::act_space_message(who))
            .written(Some(say::wording::act_space_exempt().to_owned()), message.exemption.as_str())
            .written(None, message.words.as_str()),
    }
}
