//! What Ana needs: one boundary that Sam said yes to, and one that she holds for herself.

use jiff::ToSpan;
use jiff::civil::Date;
use steadfast_member::ports::RelayClient;
use steadfast_repair::boundaries::{Act, Agree, Became, How, Set, Tell, Terms};
use steadfast_repair::relationship;
use steadfast_repair::words::Words;

use super::day::Day;
use super::{Couple, Who};

/// What is said of them on one day of the story, by the number of the day.
pub(super) fn live<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    number: i64,
    date: Date,
    day: &mut Day<'_>,
) {
    let say = |day: &mut Day<'_>, (hour, minute), who, act| {
        day.say(hour, minute, who, relationship::Act::Boundaries(act));
    };
    let words = |text: &str| Words::new(text).expect("words that fit");
    let set = |how, need, purpose| {
        let (review, until) = (date.saturating_add(80.days()), date.saturating_add(170.days()));
        let terms = Terms::new(how, words(need), Some(words(purpose)), review, until);
        Act::Set(Set { boundary: None, terms: terms.expect("the review comes first") })
    };
    // They are Ana's, so she knows of them for certain.
    let first =
        couple.ana.member.relationship(couple.us, |us| Some(us.boundaries().all().first()?.id()));
    let tell =
        |boundary, became, note| Act::Tell(Tell { boundary, became, note: Some(words(note)) });
    match (number, first.flatten()) {
        (6, None) => {
            let need = "Your phone stays outside the bathroom.";
            let purpose = "It is where you wrote to her. I hear the door and I stop breathing.";
            say(day, (20, 15), Who::Ana, set(How::Asked, need, purpose));
        }
        (7, Some(boundary)) => {
            say(day, (20, 50), Who::Sam, Act::Agree(Agree { boundary, version: boundary }));
        }
        (10, Some(_)) => {
            let need =
                "When voices get loud I go to the other room, and I come back within the hour.";
            let purpose = "So that I can go on talking with you at all.";
            say(day, (21, 5), Who::Ana, set(How::Held, need, purpose));
        }
        (19, Some(boundary)) => {
            let note = "It was in your pocket this morning. I saw the light through your shirt.";
            say(day, (8, 20), Who::Ana, tell(boundary, Became::Crossed, note));
        }
        (20, Some(boundary)) => {
            let note = "I had not thought of it. There is a hook by the door now, and it hangs there before I go in.";
            say(day, (7, 30), Who::Sam, tell(boundary, Became::Repaired, note));
        }
        (40, Some(boundary)) => {
            let note = "Three weeks. I noticed today that I had stopped listening for it.";
            say(day, (9, 10), Who::Ana, tell(boundary, Became::Respected, note));
        }
        _ => {}
    }
}
