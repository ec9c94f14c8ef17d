//! Space: Ana asks for a morning of it, and Sam writes only what she exempted.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use steadfast_repair::relationship;
use steadfast_repair::space::{Act, Ask, End, Exemptions, Message};
use steadfast_repair::words::{Title, Words};

use super::day::Day;
use super::{Who, ZONE};

/// On which day of the story.
const DAY: i64 = 26;

/// What is said of it on one day of the story, by the number of the day.
pub(super) fn live(number: i64, date: Date, day: &mut Day<'_>) {
    if number != DAY {
        return;
    }
    let words = |text: &str| Words::new(text).expect("words that fit");
    let children = || Title::new("The children").expect("a line that fits");
    let zone = TimeZone::get(ZONE).expect("a zone of the database");
    let until = date.at(15, 0, 0, 0).to_zoned(zone).expect("a day of this century").timestamp();
    let exempt = Exemptions::new(vec![children()]).expect("one is no two");
    let said = words("I slept badly. I am at the river, and I am safe.");
    let ask = Act::Ask(Ask { until, exempt, words: Some(said) });
    let space = day.say(9, 40, Who::Ana, relationship::Act::Space(ask));
    day.say_to(11, 15, Who::Sam, space, move |request| {
        let words = words("Mia has lost a tooth and wants to tell you herself. It can be tonight.");
        let exemption = children();
        relationship::Act::Space(Act::Message(Message { request, exemption, words }))
    });
    day.say_to(13, 20, Who::Ana, space, |request| {
        relationship::Act::Space(Act::End(End { request }))
    });
}
