//! The page that the trials make.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::trial::{Place, Practice, Row, Who};

const LEAD: &str = "\
# Who may do what

What each act needs in order to take effect, tried on the rules themselves: for every line everybody in every kind of circle says it, after what it needs was
said, and this page holds what came of it. It is written by `cargo xtask rights`, and `cargo xtask lint` and `cargo xtask test` fail where it is out of date. Whatever is said stays in the record; what is said without
right, or too late, changes nothing, and the record shows why. The rules are the `rules` module of each practice in `crates/steadfast-repair`.

Who *is* a member of a circle follows from the [protocol](protocol.md). Whoever has not said which part they have is left the benefit of the doubt, and whoever has both
partners' parts may do what either may. A couples therapist in *Us* may do what they may in *Us and our therapist*. \"The other\" is another person in the circle who could say what the line is about.
An empty cell means that nobody is there who could be in that position. \"Otherwise\" says why it has no effect, in the words of the rule: one that meets most of those who are refused stands by itself, any other with those whom it meets.
";

fn name(place: Place) -> &'static str {
    match place {
        Place::Us => "Us",
        Place::UsAndTherapist => "Us and our therapist",
        Place::Mine => "Mine",
        Place::TherapistAndMe => "My therapist and me",
        Place::SupporterAndMe => "My supporter and me",
    }
}

fn who(who: Who) -> &'static str {
    match who {
        Who::Betraying => "betraying partner",
        Who::Betrayed => "betrayed partner",
        Who::CouplesTherapist | Who::IndividualTherapist => "therapist",
        Who::Supporter => "supporter",
    }
}

/// The whole page.
pub(super) fn page(practices: &[Practice]) -> String {
    let mut page = LEAD.to_owned();
    for practice in practices {
        write!(page, "\n## {}\n\n", practice.title).unwrap();
        if !practice.lead.is_empty() {
            write!(page, "{}\n\n", practice.lead).unwrap();
        }
        page.push_str("| act | and only if |");
        Place::ALL.iter().for_each(|place| write!(page, " {} |", name(*place)).unwrap());
        page.push_str(" otherwise |\n| --- | --- |");
        page.push_str(&" --- |".repeat(Place::ALL.len() + 1));
        page.push('\n');
        for row in &practice.rows {
            let cells: Vec<_> = Place::ALL.iter().map(|place| cell(row, *place)).collect();
            let cells = cells.join(" | ");
            writeln!(page, "| {} | {} | {cells} | {} |", row.act, row.only_if, otherwise(row))
                .unwrap();
        }
        if !practice.after.is_empty() {
            write!(page, "\n{}\n", practice.after).unwrap();
        }
    }
    page
}

/// Who may, in one kind of circle.
fn cell(row: &Row, place: Place) -> String {
    let tried = place.everybody().iter().filter_map(|who| Some((*who, row.took(place, *who)?)));
    let tried: Vec<_> = tried.collect();
    let may: Vec<_> = tried.iter().filter(|(_, took)| *took).map(|(one, _)| *one).collect();
    let partners = [Who::Betraying, Who::Betrayed];
    match may.as_slice() {
        [] if tried.is_empty() => String::new(),
        [] => "nobody".to_owned(),
        all if all == place.everybody() => "all".to_owned(),
        both if both == partners && place.is_of_partners() => "both partners".to_owned(),
        both if both == partners => "the partner".to_owned(),
        some => some.iter().map(|one| who(*one)).collect::<Vec<_>>().join(", "),
    }
}

/// Somebody in a kind of circle.
type Pair = (Place, Who);

/// Why it has no effect otherwise. What meets most of those who are refused stands by itself, anything else with those whom it meets.
fn otherwise(row: &Row) -> String {
    let mut reasons: BTreeMap<String, BTreeSet<Pair>> = BTreeMap::new();
    for place in Place::ALL {
        for one in place.everybody() {
            if let Some(refusal) = row.refusal(place, *one) {
                reasons.entry(refusal.to_string()).or_default().insert((place, *one));
            }
        }
    }
    let all: BTreeSet<Pair> = reasons.values().flatten().copied().collect();
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, met)| std::cmp::Reverse(met.len()));
    let worded = reasons.iter().map(|(reason, met)| match met.len() * 2 > all.len() {
        true => reason.clone(),
        false => format!("{}: {reason}", whom(met, &all)),
    });
    worded.collect::<Vec<_>>().join("; ")
}

/// Whom a reason meets among all who are refused: whole circles, then people, with their circle only where it is not all of theirs.
fn whom(met: &BTreeSet<Pair>, all: &BTreeSet<Pair>) -> String {
    let whole = |place: &Place| {
        let refused: Vec<_> = all.iter().filter(|(at, _)| at == place).collect();
        1 < refused.len() && refused.into_iter().all(|pair| met.contains(pair))
    };
    let places: Vec<_> = Place::ALL.into_iter().filter(whole).collect();
    let rest = |pairs: &BTreeSet<Pair>| -> BTreeSet<Pair> {
        let touched = |place: &Place| met.iter().any(|(at, _)| at == place);
        let left = |pair: &&Pair| touched(&pair.0) && !places.contains(&pair.0);
        pairs.iter().filter(left).copied().collect()
    };
    let (met, all) = (rest(met), rest(all));
    let mut words: Vec<_> = places.iter().map(|place| format!("in *{}*", name(*place))).collect();
    let everybody: BTreeSet<_> = met.iter().map(|(_, one)| *one).collect();
    for one in everybody {
        let of = |pairs: &BTreeSet<Pair>| -> Vec<Place> {
            pairs.iter().filter(|(_, other)| *other == one).map(|(place, _)| *place).collect()
        };
        if of(&met) == of(&all) {
            words.push(who(one).to_owned());
        } else {
            words
                .extend(of(&met).iter().map(|place| format!("{} in *{}*", who(one), name(*place))));
        }
    }
    words.join(", ")
}
