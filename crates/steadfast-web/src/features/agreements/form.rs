//! An agreement as it is being written: plain data, kept as text until it is sent.

use jiff::{ToSpan, civil::Date};
use steadfast_repair::{
    agreements::{
        BEHAVIOURS_MAX, Behaviour, Detail, Helpers, Hours, Kind, PartnerHears, Terms, ToldTo, Whose,
    },
    versions::{Version, Versions},
    words::{TextError, Title},
};

/// After how many days an agreement is looked at again, unless they choose otherwise.
const REVIEW_DAYS: i32 = 90;

/// What stands in the fields of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    pub(super) whose: Whose,
    /// As a field for dates has it.
    pub(super) review: String,
    /// In the order of their numbers.
    pub(super) behaviours: Vec<Behaviour>,
}

/// What is wrong with an agreement that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Empty,
    TooMany,
    Review,
}

impl Form {
    /// An agreement in which nothing stands yet.
    pub(super) fn fresh(whose: Whose, today: Date) -> Self {
        Self { whose, review: review_after(today).to_string(), behaviours: Vec::new() }
    }

    /// What stands in a version, as the one who now amends it means it. `mine` if it is their own.
    pub(super) fn of(version: &Version<Terms>, mine: bool, today: Date) -> Self {
        let terms = &version.terms;
        let whose = match (terms.whose(), mine) {
            (whose, true) | (whose @ Whose::Both, false) => whose,
            (Whose::Mine, false) => Whose::Yours,
            (Whose::Yours, false) => Whose::Mine,
        };
        let review =
            if today < terms.review() { terms.review() } else { review_after(today) }.to_string();
        Self { whose, review, behaviours: terms.behaviours().to_vec() }
    }

    /// The terms that the fields come to.
    ///
    /// # Errors
    ///
    /// The first [`Problem`] in the order in which the fields stand.
    pub(super) fn terms(&self, today: Date) -> Result<Terms, Problem> {
        if self.behaviours.len() > BEHAVIOURS_MAX {
            return Err(Problem::TooMany);
        }
        let review = self.review.parse::<Date>().ok().filter(|review| today < *review);
        match review {
            _ if self.behaviours.is_empty() => Err(Problem::Empty),
            None => Err(Problem::Review),
            Some(review) => Terms::new(self.whose, self.behaviours.clone(), review)
                .map_err(|_| Problem::TooMany),
        }
    }

    /// Puts a behaviour in the place of the one with its number, or at the end.
    pub(super) fn put(&mut self, behaviour: Behaviour) {
        match self.behaviours.iter_mut().find(|one| one.number == behaviour.number) {
            Some(one) => *one = behaviour,
            None => {
                self.behaviours.push(behaviour);
                self.behaviours.sort_by_key(|one| one.number);
            }
        }
    }

    /// Takes out the behaviour with this number.
    pub(super) fn remove(&mut self, number: u16) {
        self.behaviours.retain(|one| one.number != number);
    }

    /// The text that is kept until it is sent.
    pub(super) fn to_text(&self) -> String {
        let first = format!("{}\t{}", code(WHOSE, self.whose), self.review);
        let lines = self.behaviours.iter().map(|one| {
            let Behaviour { number, what, kind, told_to, within, detail } = one;
            let to = Told::of(*told_to).to_text();
            let (kind, detail) = (code(KINDS, *kind), code(DETAILS, *detail));
            // What somebody wrote stands last; it has no line breaks.
            format!("{number}\t{kind}\t{to}\t{}\t{detail}\t{}", within.get(), what.as_str())
        });
        std::iter::once(first).chain(lines).collect::<Vec<_>>().join("\n")
    }

    /// What was kept. `None` if nothing was, or not by this version.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (whose, review) = lines.next()?.split_once('\t')?;
        let behaviours = lines.map(behaviour_from_text).collect::<Option<Vec<_>>>()?;
        Some(Self { whose: from_code(WHOSE, whose)?, review: review.to_owned(), behaviours })
    }
}

/// A number that no behaviour had, in any version or in what is being written.
pub(super) fn next_number(versions: Option<&Versions<Terms>>, form: &Form) -> u16 {
    let before = versions.into_iter().flat_map(Versions::all);
    let before = before.flat_map(|version| version.terms.behaviours());
    let last = before.chain(&form.behaviours).map(|one| one.number).max();
    last.map_or(1, |last| last.saturating_add(1))
}

fn review_after(today: Date) -> Date {
    today.saturating_add(REVIEW_DAYS.days())
}

const WHOSE: [(&str, Whose); 3] =
    [("mine", Whose::Mine), ("yours", Whose::Yours), ("both", Whose::Both)];
const KINDS: [(&str, Kind); 3] =
    [("slip", Kind::Slip), ("relapse", Kind::Relapse), ("neither", Kind::Neither)];
const DETAILS: [(&str, Detail); 3] = [
    ("happened", Detail::ThatItHappened),
    ("what", Detail::WhatWhenWhere),
    ("asked", Detail::WhateverIsAsked),
];

fn code<T: PartialEq>(all: [(&'static str, T); 3], one: T) -> &'static str {
    all.into_iter().find(|(_, known)| *known == one).map_or("", |(code, _)| code)
}

fn from_code<T>(all: [(&'static str, T); 3], text: &str) -> Option<T> {
    all.into_iter().find(|(code, _)| *code == text).map(|(_, one)| one)
}

fn behaviour_from_text(line: &str) -> Option<Behaviour> {
    let mut parts = line.splitn(6, '\t');
    let mut part = || parts.next();
    Some(Behaviour {
        number: part()?.parse().ok()?,
        kind: from_code(KINDS, part()?)?,
        told_to: Told::from_text(part()?).to().ok()?,
        within: Hours::new(part()?.parse().ok()?).ok()?,
        detail: from_code(DETAILS, part()?)?,
        what: Title::new(part()?).ok()?,
    })
}

/// Who is told, as ticks: every combination can be ticked, nobody among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) partner: bool,
    pub(super) therapist: bool,
    pub(super) supporter: bool,
    /// What the partner hears where they are not told.
    pub(super) hears: PartnerHears,
}

/// Nobody would be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nobody;

impl Told {
    /// The ticks of what was agreed.
    pub(super) fn of(told_to: ToldTo) -> Self {
        let (partner, helpers, hears) = match told_to {
            ToldTo::Partner { also } => (true, also, PartnerHears::ToldInTime),
            ToldTo::Instead { helpers, partner_hears } => (false, Some(helpers), partner_hears),
        };
        Self {
            partner,
            therapist: helpers.is_some_and(Helpers::therapist),
            supporter: helpers.is_some_and(Helpers::supporter),
            hears,
        }
    }

    /// What the ticks come to.
    ///
    /// # Errors
    ///
    /// [`Nobody`] if nothing is ticked.
    pub(super) fn to(self) -> Result<ToldTo, Nobody> {
        let helpers = Helpers::of(self.therapist, self.supporter);
        match (self.partner, helpers) {
            (true, also) => Ok(ToldTo::Partner { also }),
            (false, Some(helpers)) => Ok(ToldTo::Instead { helpers, partner_hears: self.hears }),
            (false, None) => Err(Nobody),
        }
    }

    fn to_text(self) -> String {
        let nothing = self.hears == PartnerHears::Nothing;
        let ticks =
            [(self.partner, 'p'), (self.therapist, 't'), (self.supporter, 's'), (nothing, 'n')];
        ticks.into_iter().filter(|(ticked, _)| *ticked).map(|(_, letter)| letter).collect()
    }

    fn from_text(text: &str) -> Self {
        let hears =
            if text.contains('n') { PartnerHears::Nothing } else { PartnerHears::ToldInTime };
        Self {
            partner: text.contains('p'),
            therapist: text.contains('t'),
            supporter: text.contains('s'),
            hears,
        }
    }
}

/// What is wrong with a behaviour that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BehaviourProblem {
    What(TextError),
    Nobody,
}

/// The fields of one behaviour.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BehaviourForm {
    pub(super) number: u16,
    pub(super) what: String,
    pub(super) kind: Kind,
    pub(super) told: Told,
    pub(super) within: Hours,
    pub(super) detail: Detail,
}

impl BehaviourForm {
    /// Fields as they stand before anybody touches them.
    pub(super) fn fresh(number: u16) -> Self {
        Self {
            number,
            what: String::new(),
            kind: Kind::Relapse,
            told: Told::of(ToldTo::Partner { also: None }),
            within: Hours::DAY,
            detail: Detail::WhatWhenWhere,
        }
    }

    /// The fields of a behaviour.
    pub(super) fn of(behaviour: &Behaviour) -> Self {
        Self {
            number: behaviour.number,
            what: behaviour.what.as_str().to_owned(),
            kind: behaviour.kind,
            told: Told::of(behaviour.told_to),
            within: behaviour.within,
            detail: behaviour.detail,
        }
    }

    /// The behaviour that they come to.
    ///
    /// # Errors
    ///
    /// The first [`BehaviourProblem`] in the order in which the fields stand.
    pub(super) fn behaviour(&self) -> Result<Behaviour, BehaviourProblem> {
        let what = Title::new(self.what.trim()).map_err(BehaviourProblem::What)?;
        let told_to = self.told.to().map_err(|Nobody| BehaviourProblem::Nobody)?;
        let Self { number, kind, within, detail, .. } = *self;
        Ok(Behaviour { number, what, kind, told_to, within, detail })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn filled(number: u16, what: &str) -> BehaviourForm {
        BehaviourForm { what: what.into(), ..BehaviourForm::fresh(number) }
    }

    fn form() -> Form {
        let mut form = Form::fresh(Whose::Mine, TODAY);
        form.put(filled(1, " Seeing her ").behaviour().unwrap());
        let told = Told { partner: false, supporter: true, ..filled(2, "").told };
        let late = BehaviourForm { told, kind: Kind::Slip, ..filled(2, "Coming home late") };
        form.put(late.behaviour().unwrap());
        form
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let form = form();
        assert_eq!(Form::from_text(&form.to_text()), Some(form));
        let fresh = Form::fresh(Whose::Both, TODAY);
        assert_eq!(Form::from_text(&fresh.to_text()), Some(fresh));
        for text in ["", "mine", "mine\t2026-12-01\nnonsense", "ours\t2026-12-01"] {
            assert_eq!(Form::from_text(text), None, "{text:?}");
        }
    }

    #[test]
    fn untouched_fields_tell_the_partner_within_a_day() {
        let behaviour = filled(1, "Seeing her").behaviour().unwrap();
        assert_eq!(behaviour.told_to, ToldTo::Partner { also: None });
        assert_eq!(behaviour.within.get(), 24);
        assert_eq!(form().terms(TODAY).unwrap().review(), date(2027, 2, 20));
    }

    #[test]
    fn each_field_that_is_wrong_is_named() {
        let problem = |form: &Form| form.terms(TODAY).unwrap_err();
        assert_eq!(problem(&Form::fresh(Whose::Mine, TODAY)), Problem::Empty);
        for review in ["", "2026-11-22", "tomorrow"] {
            assert_eq!(problem(&Form { review: review.into(), ..form() }), Problem::Review);
        }
        assert_eq!(
            filled(1, " ").behaviour().unwrap_err(),
            BehaviourProblem::What(TextError::Blank)
        );
        let nobody = Told { partner: false, ..filled(1, "").told };
        let nobody = BehaviourForm { told: nobody, ..filled(1, "Late") };
        assert_eq!(nobody.behaviour().unwrap_err(), BehaviourProblem::Nobody);
    }

    #[test]
    fn what_was_taken_out_does_not_lend_its_number_to_something_new() {
        let mut form = form();
        form.remove(2);
        form.remove(7);
        assert_eq!(form.behaviours.len(), 1);
        assert_eq!(next_number(None, &form), 2);
        form.put(filled(1, "Seeing her alone").behaviour().unwrap());
        assert_eq!(form.behaviours.len(), 1, "it took its own place");
    }
}
