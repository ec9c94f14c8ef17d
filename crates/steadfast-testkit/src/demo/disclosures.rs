//! What Sam tells: once within the day, with an addition two days later.

use jiff::ToSpan;
use jiff::civil::{Date, time};
use steadfast_member::ports::RelayClient;
use steadfast_repair::disclosures::{About, Act, Add, Disclose};
use steadfast_repair::relationship;
use steadfast_repair::words::Words;

use super::day::Day;
use super::{Couple, Who, moment};

/// What is said of it on one day of the story, by the number of the day.
pub(super) fn live<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    number: i64,
    date: Date,
    day: &mut Day<'_>,
) {
    let words = |text: &str| Words::new(text).expect("words that fit");
    let act = match number {
        24 => couple.sam.member.relationship(couple.us, |us| {
            let (agreement, version) = us.agreements().in_force().next()?;
            let about = About::Agreed {
                agreement: agreement.id(),
                version: version.entry.id,
                number: 3,
            };
            let happened = moment(date, time(15, 20, 0, 0), &couple.zone);
            let told = "Jorge said her name in the Monday meeting, because she applied for the post in Porto. \
                I said nothing and went out for a minute. Nobody asked me anything. I have had no contact with her.";
            Some(Act::Disclose(Disclose { about, happened, words: words(told) }))
        }),
        26 => couple.sam.member.relationship(couple.us, |us| {
            let disclosure = us.disclosures().all().first()?.entry.id;
            let more = "I told you that nobody asked me anything. Jorge asked me afterwards whether I was all right, \
                and I said yes. I had left that out because it felt like nothing. It was part of it.";
            Some(Act::Add(Add { disclosure, words: words(more) }))
        }),
        _ => None,
    };
    if let Some(act) = act.flatten() {
        let at = time(19, 10, 0, 0).saturating_add(number.minutes());
        day.say(at.hour(), at.minute(), Who::Sam, relationship::Act::Disclosures(act));
    }
}
