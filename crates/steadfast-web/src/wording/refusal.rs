//! Why something that was said changed nothing, in one sentence.

use steadfast_repair::{
    agreements, boundaries, checkins, commitments, disclosures, journal, letters, notes, people,
    questions, reassurance, relationship::Refusal, space,
};

use crate::messages as say;

/// Why an act changed nothing, worded for whoever reads the record.
pub(crate) fn why_no_effect(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::People(refusal) => why_people(*refusal),
        Refusal::Commitments(refusal) => why_commitments(refusal),
        Refusal::Checkins(refusal) => why_checkins(refusal),
        Refusal::Reassurance(refusal) => why_reassurance(*refusal),
        Refusal::Questions(refusal) => why_questions(*refusal),
        Refusal::Agreements(refusal) => why_agreements(*refusal),
        Refusal::Disclosures(refusal) => why_disclosures(*refusal),
        Refusal::Boundaries(refusal) => why_boundaries(*refusal),
        Refusal::Letters(refusal) => why_letters(*refusal),
        Refusal::Notes(refusal) => why_notes(*refusal),
        Refusal::Space(refusal) => why_space(*refusal),
        Refusal::Journal(refusal) => why_journal(*refusal),
        Refusal::FromNewerVersion { .. } => say::refused::newer(),
        Refusal::OutOfOrder { .. } => say::refused::out_of_order(),
    }
}

fn why_people(refusal: people::Refusal) -> &'static str {
    match refusal {
        people::Refusal::AlreadyFounded => say::refused::already_founded(),
        people::Refusal::NotIntroduced => say::refused::not_introduced(),
    }
}

fn why_commitments(refusal: &commitments::Refusal) -> &'static str {
    use commitments::Refusal;
    match refusal {
        Refusal::UnknownCommitment => say::refused::unknown_commitment(),
        Refusal::NotThePromiser => say::refused::not_the_promiser(),
        Refusal::OwnPromise => say::refused::own_promise(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::UnknownZone { .. } => say::refused::unknown_zone(),
        Refusal::NothingAhead => say::refused::nothing_ahead(),
        Refusal::NoOccurrence { .. } => say::refused::no_occurrence(),
        Refusal::NotYetItsTurn { .. } => say::refused::not_yet_its_turn(),
        Refusal::NotYetDue { .. } => say::refused::not_yet_due(),
        Refusal::AlreadyTold { .. } => say::refused::already_told(),
        Refusal::NotAhead => say::refused::not_ahead(),
        Refusal::DateTaken { .. } => say::refused::date_taken(),
        Refusal::OutOfRange { .. } => say::refused::out_of_range(),
        Refusal::Ended => say::refused::ended(),
        Refusal::UnknownRenegotiation => say::refused::unknown_renegotiation(),
        Refusal::NoLongerWaiting => say::refused::no_longer_waiting(),
        Refusal::NothingTold => say::refused::nothing_told(),
        Refusal::AlreadySeen => say::refused::already_seen(),
    }
}

fn why_checkins(refusal: &checkins::Refusal) -> &'static str {
    use checkins::Refusal;
    match refusal {
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::NoDays => say::refused::no_days(),
        Refusal::UnknownZone { .. } => say::refused::unknown_zone(),
        Refusal::UnknownProposal => say::refused::unknown_proposal(),
        Refusal::OwnProposal => say::refused::own_proposal(),
        Refusal::NoLongerOpen => say::refused::no_longer_open(),
        Refusal::UnknownCheckin => say::refused::unknown_checkin(),
        Refusal::OwnCheckin => say::refused::own_checkin(),
        Refusal::AlreadyThanked => say::refused::already_thanked(),
    }
}

fn why_reassurance(refusal: reassurance::Refusal) -> &'static str {
    use reassurance::Refusal;
    match refusal {
        Refusal::NotTheBetrayedPartner => say::refused::not_the_betrayed_partner(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::NobodyElse => say::refused::nobody_else(),
        Refusal::NotOnYourList => say::refused::not_on_your_list(),
        Refusal::UnknownAsk => say::refused::unknown_ask(),
        Refusal::OwnAsk => say::refused::own_ask(),
        Refusal::NotYourAsk => say::refused::not_your_ask(),
        Refusal::Withdrawn => say::refused::ask_withdrawn(),
        Refusal::AlreadyAnswered => say::refused::already_answered(),
    }
}

fn why_questions(refusal: questions::Refusal) -> &'static str {
    use questions::Refusal;
    match refusal {
        Refusal::NobodyElse => say::refused::nobody_else(),
        Refusal::NotTheBetrayedPartner => say::refused::not_who_asks_questions(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::UnknownQuestion => say::refused::unknown_question(),
        Refusal::NotYourQuestion => say::refused::not_your_question(),
        Refusal::OwnQuestion => say::refused::own_ask(),
        Refusal::Withdrawn => say::refused::ask_withdrawn(),
        Refusal::AlreadyAnswered => say::refused::already_answered(),
        Refusal::Parked => say::refused::question_parked(),
        Refusal::TooEarly { .. } => say::refused::answer_too_early(),
        Refusal::OnlyWithTherapist => say::refused::only_with_therapist(),
    }
}

fn why_agreements(refusal: agreements::Refusal) -> &'static str {
    use agreements::Refusal;
    match refusal {
        Refusal::NotBetweenPartners => say::refused::between_partners(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::UnknownAgreement => say::refused::unknown_agreement(),
        Refusal::UnknownVersion => say::refused::unknown_version(),
        Refusal::OwnVersion => say::refused::own_version(),
        Refusal::NoLongerWaiting => say::refused::agreement_not_waiting(),
        Refusal::Ended => say::refused::agreement_ended(),
    }
}

fn why_boundaries(refusal: boundaries::Refusal) -> &'static str {
    use boundaries::Refusal;
    match refusal {
        Refusal::NotBetweenPartners => say::refused::between_partners(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::UnknownBoundary | Refusal::UnknownVersion => say::refused::unknown_boundary(),
        Refusal::NotYours => say::refused::boundary_not_yours(),
        Refusal::OwnBoundary => say::refused::boundary_own(),
        Refusal::NoLongerWaiting => say::refused::boundary_not_waiting(),
        Refusal::NotInForce => say::refused::boundary_not_in_force(),
        Refusal::HeldByAnother => say::refused::boundary_held(),
        Refusal::Ended => say::refused::boundary_ended(),
    }
}

fn why_letters(refusal: letters::Refusal) -> &'static str {
    use letters::Refusal;
    match refusal {
        Refusal::NobodyElse => say::refused::nobody_else(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::NotTheBetrayingPartner => say::refused::letter_not_betraying(),
        Refusal::NotTheBetrayedPartner => say::refused::letter_not_betrayed(),
        Refusal::ImpactFirst => say::refused::impact_first(),
        Refusal::NotATherapist => say::refused::not_a_therapist(),
    }
}

fn why_disclosures(refusal: disclosures::Refusal) -> &'static str {
    use disclosures::Refusal;
    match refusal {
        Refusal::NobodyElse => say::refused::nobody_else(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::NotYet { .. } => say::refused::disclosure_not_yet(),
        Refusal::AgreedHere => say::refused::disclosure_agreed_here(),
        Refusal::UnknownDisclosure => say::refused::unknown_disclosure(),
        Refusal::NotYours => say::refused::disclosure_not_yours(),
    }
}

fn why_notes(refusal: notes::Refusal) -> &'static str {
    match refusal {
        notes::Refusal::NobodyElse => say::refused::nobody_else(),
        notes::Refusal::ProofFails => say::refused::proof_fails(),
        notes::Refusal::NoWords => say::refused::quotes_no_words(),
    }
}

fn why_space(refusal: space::Refusal) -> &'static str {
    use space::Refusal;
    match refusal {
        Refusal::NotBetweenPartners => say::refused::space_between_partners(),
        Refusal::NotAPartner => say::refused::not_a_partner(),
        Refusal::NobodyElse => say::refused::nobody_else(),
        Refusal::AlreadyOver { .. } => say::refused::space_already_over(),
        Refusal::TooLong { .. } => say::refused::space_too_long(),
        Refusal::UnknownRequest => say::refused::unknown_space(),
        Refusal::NotYours => say::refused::space_not_yours(),
        Refusal::OwnRequest => say::refused::space_own(),
        Refusal::NotExempt => say::refused::space_not_exempt(),
        Refusal::Over => say::refused::space_over(),
    }
}

fn why_journal(refusal: journal::Refusal) -> &'static str {
    match refusal {
        journal::Refusal::NotMine => say::refused::not_mine(),
        journal::Refusal::NotYours => say::refused::not_yours(),
        journal::Refusal::UnknownPage => say::refused::unknown_page(),
    }
}
