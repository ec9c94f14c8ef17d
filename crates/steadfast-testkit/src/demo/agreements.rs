//! What the two agree to tell each other: proposed, amended, agreed on, and changed once more after a month.

use jiff::ToSpan;
use jiff::civil::Date;
use steadfast_member::ports::RelayClient;
use steadfast_repair::agreements::{
    Act, Agree, Behaviour, Detail, Helpers, Hours, Kind, PartnerHears, Propose, Terms, ToldTo,
    Whose,
};
use steadfast_repair::relationship;
use steadfast_repair::words::Title;

use super::day::Day;
use super::{Couple, Who};

/// What is said of it on one day of the story, by the number of the day.
pub(super) fn live<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    number: i64,
    date: Date,
    day: &mut Day<'_>,
) {
    let say = |day: &mut Day<'_>, (hour, minute), who, act| {
        day.say(hour, minute, who, relationship::Act::Agreements(act));
    };
    let propose = |agreement, whose, behaviours| {
        let review = date.saturating_add(75.days());
        let terms = Terms::new(whose, behaviours, review).expect("some behaviours, in order");
        Act::Propose(Propose { agreement, terms })
    };
    // Whoever spoke last knows of it for certain.
    let spoke_last = if number == 5 { &couple.ana } else { &couple.sam };
    let last = spoke_last.member.relationship(couple.us, |us| {
        let agreement = us.agreements().all().first()?;
        Some((agreement.id(), agreement.versions().all().last()?.entry.id))
    });
    match (number, last.flatten()) {
        (3, None) => {
            let first = vec![contact(24), hiding()];
            say(day, (21, 20), Who::Sam, propose(None, Whose::Mine, first));
        }
        (4, Some((agreement, _))) => {
            let stricter = vec![contact(6), hiding(), mentioned()];
            say(day, (22, 10), Who::Ana, propose(Some(agreement), Whose::Yours, stricter));
        }
        (5, Some((agreement, version))) => {
            say(day, (21, 15), Who::Sam, Act::Agree(Agree { agreement, version }));
        }
        (34, Some((agreement, _))) => {
            let also = vec![contact(6), hiding(), mentioned(), urge()];
            say(day, (21, 50), Who::Sam, propose(Some(agreement), Whose::Mine, also));
        }
        (36, Some((agreement, version))) => {
            say(day, (20, 40), Who::Ana, Act::Agree(Agree { agreement, version }));
        }
        _ => {}
    }
}

fn behaviour(number: u16, what: &str, kind: Kind, told_to: ToldTo, within: Hours) -> Behaviour {
    let what = Title::new(what).expect("a line that fits");
    Behaviour { number, what, kind, told_to, within, detail: Detail::WhatWhenWhere }
}

fn contact(hours: u16) -> Behaviour {
    let within = Hours::new(hours).expect("hours of a day");
    let what = "Any word to or from her, whoever began it";
    behaviour(1, what, Kind::Relapse, ToldTo::Partner { also: None }, within)
}

fn hiding() -> Behaviour {
    let what = "Deleting a message, or hiding a bill or a number";
    let told_to = ToldTo::Partner { also: Some(Helpers::Therapist) };
    behaviour(2, what, Kind::Relapse, told_to, Hours::DAY)
}

fn mentioned() -> Behaviour {
    let what = "Somebody at work mentions her";
    behaviour(3, what, Kind::Neither, ToldTo::Partner { also: None }, Hours::DAY)
}

fn urge() -> Behaviour {
    let what = "Wanting to look her up, for longer than a moment";
    let told_to =
        ToldTo::Instead { helpers: Helpers::Therapist, partner_hears: PartnerHears::ToldInTime };
    behaviour(4, what, Kind::Slip, told_to, Hours::DAY)
}
