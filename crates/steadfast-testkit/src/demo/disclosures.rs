//! What Sam tells: once within the day, with an addition two days later; and once to his therapist, as the two agreed.

use jiff::ToSpan;
use jiff::civil::{Date, time};
use steadfast_member::ports::RelayClient;
use steadfast_repair::agreements::Helpers;
use steadfast_repair::disclosures::{About, Act, Add, Disclose, ToldElsewhere};
use steadfast_repair::relationship;
use steadfast_repair::words::Words;

use super::day::Day;
use super::{Couple, StoryError, Who, moment};

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

/// On one night Sam tells his therapist what the agreement gives to them, and Ana hears that it was told in time.
pub(super) async fn pass<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    number: i64,
    date: Date,
) -> Result<(), StoryError> {
    let urge = couple.sam.member.relationship(couple.us, |us| {
        let (agreement, version) = us.agreements().in_force().next()?;
        let behaviour = version.terms.behaviour(4)?;
        Some((agreement.id(), version.entry.id, behaviour.what.clone(), behaviour.within))
    });
    let Some((agreement, version, what, within)) = urge.flatten().filter(|_| number == 41) else {
        return Ok(());
    };
    let told = "I typed her name this afternoon and closed it before anything came up. I was alone in the car, and tired. \
        I went for a walk, and then I wrote this.";
    let disclose = Act::Disclose(Disclose {
        about: About::AgreedElsewhere { what, within },
        happened: moment(date, time(16, 40, 0, 0), &couple.zone),
        words: Words::new(told).expect("words that fit"),
    });
    let there = relationship::Act::Disclosures(disclose);
    couple.say_in(&couple.sam, couple.with_his_therapist, there).await?;
    let heard = Act::ToldElsewhere(ToldElsewhere { agreement, version, to: Helpers::Therapist });
    couple.say(Who::Sam, relationship::Act::Disclosures(heard)).await.map(drop)
}
