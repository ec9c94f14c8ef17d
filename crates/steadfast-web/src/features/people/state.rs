//! What the page shows of circles, people and those who stand before the door, as plain data that can be compared.

use steadfast_circle::{CandidateHash, CircleId, InvitationId};
use steadfast_member::view::{
    CircleSummary, InvitationState, InvitationView, Knock, Person, Proposal, RecordLine, Standing,
    SyncStatus, What,
};
use steadfast_repair::{
    MemberId,
    people::{CircleKind, Role, Roles, SecretsPolicy},
    relationship::Act,
};

use crate::{
    app::Session,
    circle::{has_ended, is_us},
    naming,
};

/// One circle as its section shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CircleView {
    pub(super) id: CircleId,
    pub(super) kind: CircleKind,
    pub(super) title: String,
    pub(super) relay: String,
    pub(super) standing: Standing,
    pub(super) people: Vec<Person>,
}

impl CircleView {
    pub(super) fn of(session: Session, circle: &CircleSummary) -> Self {
        Self {
            id: circle.id,
            kind: circle.kind,
            title: session.title(circle),
            relay: circle.relay.as_str().to_owned(),
            standing: circle.standing,
            people: circle.people.clone(),
        }
    }

    /// Whether somebody besides oneself is in it.
    pub(super) fn has_others(&self) -> bool {
        self.people.iter().any(|person| !person.me && !person.left)
    }

    /// What oneself is called here, and the part that one has.
    pub(super) fn me(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.me)
    }
}

/// Whether there is a circle of the two partners that one is in, or on the way into.
pub(super) fn has_us(circles: &[CircleSummary]) -> bool {
    circles.iter().any(|circle| is_us(circle) && !has_ended(circle.standing))
}

/// Whom one would invite into a circle, which decides how the button calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Invitee {
    Partner,
    Therapist,
    Supporter,
    /// Somebody more, where those for whom the circle is are in it already.
    Another,
}

/// Whom one would invite next.
pub(super) fn invitee(circle: &CircleView) -> Invitee {
    let here =
        |role| circle.people.iter().any(|person| !person.left && person.roles.contains(role));
    match circle.kind {
        CircleKind::Us if !circle.has_others() => Invitee::Partner,
        CircleKind::UsAndTherapist if !circle.has_others() => Invitee::Partner,
        CircleKind::UsAndTherapist if !here(Role::CouplesTherapist) => Invitee::Therapist,
        CircleKind::TherapistAndMe if !circle.has_others() => Invitee::Therapist,
        CircleKind::SupporterAndMe if !circle.has_others() => Invitee::Supporter,
        _ => Invitee::Another,
    }
}

/// An invitation that can still be used, or soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenInvitation {
    pub(super) id: InvitationId,
    pub(super) link: String,
    pub(super) expires: jiff::Timestamp,
    /// Whether it has reached the relay.
    pub(super) sent: bool,
}

/// The invitations that can still be used, the newest first.
pub(super) fn open_invitations(invitations: Vec<InvitationView>) -> Vec<OpenInvitation> {
    invitations
        .into_iter()
        .filter(|invitation| {
            matches!(invitation.state, InvitationState::Open | InvitationState::NotYetSent)
        })
        .map(|invitation| OpenInvitation {
            id: invitation.id,
            link: invitation.link,
            expires: invitation.expires,
            sent: invitation.state == InvitationState::Open,
        })
        .collect()
}

/// How many of our entries in a circle have not reached its relay.
pub(super) fn not_yet_sent(status: &SyncStatus) -> usize {
    match status {
        SyncStatus::Broken { not_yet_sent, .. }
        | SyncStatus::Refused { not_yet_sent, .. }
        | SyncStatus::Offline { not_yet_sent, .. } => *not_yet_sent,
        SyncStatus::NotYetSent { count } => *count,
        SyncStatus::Whole { .. } => 0,
    }
}

/// Somebody who stands before the door.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Knocking {
    pub(super) circle: CircleId,
    pub(super) invitation: InvitationId,
    pub(super) name: String,
    pub(super) roles: Roles,
    pub(super) secrets: Option<SecretsPolicy>,
    pub(super) words: Vec<String>,
}

impl Knocking {
    pub(super) fn of((circle, knock): &(CircleId, Knock)) -> Self {
        Self {
            circle: *circle,
            invitation: knock.invitation,
            name: knock.name.as_str().to_owned(),
            roles: knock.roles,
            secrets: knock.secrets,
            words: knock.words.split(' ').map(str::to_owned).collect(),
        }
    }
}

/// Somebody proposed who is not in yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Proposed {
    pub(super) circle: CircleId,
    pub(super) candidate: CandidateHash,
    pub(super) name: String,
    pub(super) proposer: String,
    pub(super) secrets: Option<SecretsPolicy>,
    /// Whose yes is missing besides one's own.
    pub(super) missing: Vec<String>,
    pub(super) waits_for_me: bool,
    pub(super) words: Vec<String>,
}

impl Proposed {
    pub(super) fn of(circle: &CircleSummary, proposal: &Proposal) -> Self {
        let called = |id: MemberId| {
            naming::person(
                circle
                    .people
                    .iter()
                    .find(|person| person.id == id)
                    .and_then(|person| person.name.as_ref()),
            )
        };
        let me = circle.people.iter().find(|person| person.me).map(|person| person.id);
        Self {
            circle: circle.id,
            candidate: proposal.candidate,
            name: naming::person(proposal.name.as_ref()),
            proposer: called(proposal.proposer),
            secrets: proposal.secrets,
            missing: proposal
                .missing
                .iter()
                .filter(|id| Some(**id) != me)
                .map(|id| called(*id))
                .collect(),
            waits_for_me: proposal.waits_for_me,
            words: proposal.words.split(' ').map(str::to_owned).collect(),
        }
    }
}

/// Whether anything was written in a record that a newcomer may be shown or not: more than who is there.
pub(super) fn has_history(record: &[RecordLine]) -> bool {
    record.iter().any(|line| match &line.what {
        What::Act(Act::People(_)) | What::Control(_) => false,
        What::Act(_) | What::Newer { .. } | What::Erased | What::NoKey | What::Unreadable => true,
    })
}

#[cfg(test)]
mod tests {
    use steadfast_repair::words::Title;

    use super::*;

    fn person(number: u8, me: bool, role: Role) -> Person {
        Person {
            id: MemberId([number; 32]),
            name: Title::new(format!("Person {number}")).ok(),
            roles: Roles::only(role),
            secrets: None,
            devices: Vec::new(),
            me,
            left: false,
        }
    }

    fn circle(kind: CircleKind, people: Vec<Person>) -> CircleView {
        CircleView {
            id: CircleId::from_bytes([7; 32]),
            kind,
            title: "x".into(),
            relay: "https://relay.example".into(),
            standing: Standing::In,
            people,
        }
    }

    #[test]
    fn the_partner_is_invited_first_and_anybody_after_them_is_another() {
        let me = person(1, true, Role::BetrayingPartner);
        let partner = person(2, false, Role::BetrayedPartner);
        assert_eq!(invitee(&circle(CircleKind::Us, vec![me.clone()])), Invitee::Partner);
        assert_eq!(
            invitee(&circle(CircleKind::Us, vec![me.clone(), partner.clone()])),
            Invitee::Another
        );
        assert_eq!(
            invitee(&circle(CircleKind::UsAndTherapist, vec![me, partner])),
            Invitee::Therapist
        );
    }

    #[test]
    fn a_partner_who_left_can_be_invited_again() {
        let me = person(1, true, Role::BetrayingPartner);
        let gone = Person { left: true, ..person(2, false, Role::BetrayedPartner) };
        let us = circle(CircleKind::Us, vec![me, gone]);
        assert!(!us.has_others());
        assert_eq!(invitee(&us), Invitee::Partner);
    }
}
