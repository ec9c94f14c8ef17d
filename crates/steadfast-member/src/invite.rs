//! Inviting somebody, seeing who knocks, and letting them in.

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use steadfast_circle::{
    CandidateHash, CircleId, InvitationId, Root,
    entry::Control,
    invitation::{Invitation, Knock as SignedKnock, NAME_LENGTH_MAX, Offer},
    membership::InvitationStatus,
    verify::Comparison,
};
use steadfast_repair::{
    people::{CircleKind, Introduce, Roles, SecretsPolicy},
    words::Title,
};

use crate::{
    error::{AdmitError, InviteError, KnocksError, SayError},
    kept::{
        circle::{Circle, person, timestamp},
        state::{Admission, Invited, Phase},
    },
    member::{Edit, Inner, Kept, Member, prepare},
    payload::{
        Payload,
        v1::{circle_kind_text, role_from_text, role_text, secrets_text},
    },
    ports::{Clock, Ports},
    problem::KeepError,
    relay::{As, Key},
    view::{ControlView, History, InvitationState, InvitationView, Knock, Proposal, What},
};

/// How long an invitation stands: 14 days, in milliseconds.
const INVITATION_LASTS_MS: i64 = 14 * 24 * 3600 * 1000;

impl<P: Ports> Member<P> {
    /// Invites somebody: makes an invitation whose link works once, for 14 days. `app` is the address of the app that
    /// the link opens. The relay learns of it by the next sync.
    ///
    /// # Errors
    /// [`InviteError`]. Nobody is invited then.
    pub async fn invite(&self, circle: CircleId, app: &str) -> Result<InvitationView, InviteError> {
        let kept = self.inner.kept(circle).map_err(SayError::from)?;
        let (me, roles) = self
            .inner
            .with_open(|open| (open.me.name.clone(), open.me.roles))
            .map_err(SayError::from)?;
        let expires_ms = self.inner.now_ms().saturating_add(INVITATION_LASTS_MS);
        let content = self.inner.content(Vec::new());
        let invitation = self
            .inner
            .edit(&kept, |circle, random| {
                if circle.relationship().people().kind().unwrap_or(circle.state.kind)
                    == CircleKind::Mine
                {
                    return Err(InviteError::Mine);
                }
                if circle.state.phase != Phase::In {
                    let founding = matches!(circle.state.phase, Phase::Founding | Phase::Adding);
                    return Err(
                        if founding { SayError::NotFounded } else { SayError::NotIn }.into()
                    );
                }
                let state = &circle.state;
                let too_long = |_| InviteError::Say(SayError::TooLong);
                let invitation =
                    Invitation::make(state.id, state.member, state.relay.as_str(), random)
                        .map_err(too_long)?;
                let offer = offer(circle, &me, roles);
                let until = u64::try_from(expires_ms).unwrap_or(0);
                let control = invitation.invite(&offer, until, random).map_err(too_long)?;
                let item =
                    prepare(circle, circle.position(), Some(control), content.clone(), random)?;
                let mut edit = Edit::of(circle, invitation.clone());
                let link = BASE64URL_NOPAD.encode(&invitation.to_bytes());
                edit.state.invited.push(Invited { link, expires_ms });
                edit.add.push(item);
                Ok(edit)
            })
            .await?;
        Ok(InvitationView {
            id: invitation.id(),
            link: invitation.link(app).to_string(),
            expires: timestamp(expires_ms),
            state: InvitationState::NotYetSent,
        })
    }

    /// Our invitations of a circle, newest first, with their links again.
    pub fn invitations(&self, circle: CircleId, app: &str) -> Vec<InvitationView> {
        let now = self.inner.now_ms();
        let views = self.inner.kept(circle).and_then(|kept| {
            kept.with(|circle| {
                let invited = circle.state.invited.iter().rev();
                invited.filter_map(|invited| view(circle, invited, app, now)).collect::<Vec<_>>()
            })
        });
        views.unwrap_or_default()
    }

    /// How many invitations of ours are open that another device of ours made. Their secrets lie on that device, so that
    /// whoever knocks with one is seen there, and not here.
    pub fn invitations_elsewhere(&self, circle: CircleId) -> usize {
        let now = unsigned_now(&*self.inner.ports);
        let elsewhere = self.inner.kept(circle).and_then(|kept| {
            kept.with(|circle| {
                let Some(ledger) = &circle.ledger else { return 0 };
                let here: Vec<_> =
                    circle.state.invited.iter().filter_map(read).map(|ours| ours.id()).collect();
                let open = ledger.roster().invitations().filter(|(id, state)| {
                    state.by == circle.state.member
                        && state.status == InvitationStatus::Open
                        && state.invite.expires_ms > now
                        && !here.contains(id)
                });
                open.count()
            })
        });
        elsewhere.unwrap_or_default()
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`SayError`].
    pub async fn withdraw_invitation(
        &self,
        circle: CircleId,
        invitation: InvitationId,
    ) -> Result<(), SayError> {
        let kept = self.inner.kept(circle)?;
        held(&kept, invitation)?;
        self.inner
            .write(&kept, Some(Control::WithdrawInvitation(invitation)), Vec::new(), |_| ())
            .await?;
        Ok(())
    }

    /// Asks the relay who knocks with our open invitations.
    ///
    /// # Errors
    /// [`KnocksError`].
    pub async fn knocks(&self, circle: CircleId) -> Result<Vec<Knock>, KnocksError> {
        let kept = self.inner.kept(circle)?;
        let now = self.inner.now_ms();
        let open: Vec<Invitation> = kept.with(|circle| {
            let is_open = |invited: &&Invited| {
                view(circle, invited, "", now)
                    .is_some_and(|view| view.state == InvitationState::Open)
            };
            circle.state.invited.iter().filter(is_open).filter_map(read).collect()
        })?;
        let mut knocks = Vec::new();
        for invitation in open {
            if let Some(knock) = self.inner.knocking(&kept, &invitation).await? {
                let name = Title::new(knock.name.clone());
                // Somebody without a name that can be shown is not shown; the invitation can be taken back.
                let Ok(name) = name else { continue };
                knocks.push(Knock {
                    invitation: invitation.id(),
                    name,
                    roles: roles_of(&knock.roles),
                    secrets: secrets_of(&knock.roles),
                    member: person(knock.candidate.member),
                    words: candidate_words(&knock.candidate.hash()),
                });
            }
        }
        Ok(knocks)
    }

    /// Lets in whoever knocks with this invitation: proposes them, and lets them in as soon as everybody else in the
    /// circle has said yes (at the next sync, if there is nobody else).
    ///
    /// # Errors
    /// [`AdmitError`]. Nobody is proposed then.
    pub async fn admit(
        &self,
        circle: CircleId,
        invitation: InvitationId,
        history: History,
    ) -> Result<(), AdmitError> {
        let kept = self.inner.kept(circle).map_err(SayError::from)?;
        let invitation = held(&kept, invitation)?;
        let knock = self.inner.knocking(&kept, &invitation).await.map_err(|error| match error {
            KnocksError::Relay(error) => AdmitError::Relay(error),
            KnocksError::Keep(error) => AdmitError::Say(error.into()),
        })?;
        let knock = knock.ok_or(AdmitError::NobodyKnocks)?;
        let name = Title::new(knock.name.clone()).map_err(|_| AdmitError::NobodyKnocks)?;
        let newcomer = Payload::Newcomer(Introduce {
            name,
            roles: roles_of(&knock.roles),
            secrets: secrets_of(&knock.roles),
        });
        let payload = newcomer.encode().unwrap_or_default();
        let hide_up_to = kept.with(|circle| match history {
            History::All => None,
            History::None => circle.ledger.as_ref().map(|ledger| ledger.roster().epoch()),
        });
        let hide_up_to = hide_up_to.map_err(SayError::from)?;
        let admission = Admission { candidate: knock.candidate.hash(), hide_up_to };
        self.inner
            .write(&kept, Some(knock.propose()), payload, |state| {
                state.admissions.retain(|other| other.candidate != admission.candidate);
                state.admissions.push(admission.clone());
            })
            .await?;
        Ok(())
    }

    /// Sends away whoever knocks, and takes the invitation back.
    ///
    /// # Errors
    /// [`AdmitError`].
    pub async fn decline(
        &self,
        circle: CircleId,
        invitation: InvitationId,
    ) -> Result<(), AdmitError> {
        self.withdraw_invitation(circle, invitation).await?;
        let kept = self.inner.kept(circle).map_err(SayError::from)?;
        let (device, address, name) = relay_of(&kept).map_err(SayError::from)?;
        let who = As { tokens: &self.inner.tokens, relay_name: &name, key: Key::Device(&device) };
        Ok(self.inner.relay(&address).clear_knock(who, circle_id(&kept)?, invitation).await?)
    }

    /// Who is proposed and not in yet.
    pub fn proposals(&self, circle: CircleId) -> Vec<Proposal> {
        let kept = self.inner.kept(circle);
        kept.and_then(|kept| kept.with(proposals)).unwrap_or_default()
    }

    /// Says yes to somebody who is proposed.
    ///
    /// # Errors
    /// [`SayError`].
    pub async fn consent(
        &self,
        circle: CircleId,
        candidate: CandidateHash,
    ) -> Result<(), SayError> {
        let kept = self.inner.kept(circle)?;
        let proposed = kept.with(|circle| {
            let roster = circle.ledger.as_ref()?.roster();
            roster.proposal(&candidate).filter(|proposal| proposal.admitted.is_none()).map(|_| ())
        })?;
        proposed.ok_or(SayError::NoSuch { what: "proposal" })?;
        self.inner.write(&kept, Some(Control::Consent(candidate)), Vec::new(), |_| ()).await?;
        Ok(())
    }
}

impl<P: Ports> Inner<P> {
    /// Who knocks with an invitation of ours. What does not open, or is not rightly signed, is nobody: whoever left it
    /// did not hold the link.
    async fn knocking(
        &self,
        kept: &Kept,
        invitation: &Invitation,
    ) -> Result<Option<SignedKnock>, KnocksError> {
        let (device, address, name) = relay_of(kept)?;
        let who = As { tokens: &self.tokens, relay_name: &name, key: Key::Device(&device) };
        let circle = kept.with(|circle| circle.state.id)?;
        let Some(sealed) = self.relay(&address).knocking(who, circle, invitation.id()).await?
        else {
            return Ok(None);
        };
        let nonce = kept.with(|circle| circle.state.nonce)?;
        Ok(invitation.open_knock(&nonce, &sealed).ok())
    }
}

fn circle_id(kept: &Kept) -> Result<CircleId, SayError> {
    Ok(kept.with(|circle| circle.state.id)?)
}

type RelayOf = (steadfast_circle::device::DeviceKeys, crate::ports::RelayAddress, String);

/// With which keys, where, and by which name the circle's relay is asked.
pub(crate) fn relay_of(kept: &Kept) -> Result<RelayOf, KeepError> {
    kept.with(|circle| {
        let pinned = circle.ledger.as_ref().map(|ledger| ledger.roster().relay_name().to_string());
        let name = pinned.unwrap_or_else(|| circle.state.relay_name.clone());
        (circle.keys.clone(), circle.state.relay.clone(), name)
    })
}

/// An invitation that this device made.
fn held(kept: &Kept, id: InvitationId) -> Result<Invitation, SayError> {
    let invitations: Vec<Invitation> =
        kept.with(|circle| circle.state.invited.iter().filter_map(read).collect())?;
    invitations
        .into_iter()
        .find(|invitation| invitation.id() == id)
        .ok_or(SayError::NoSuch { what: "invitation" })
}

fn read(invited: &Invited) -> Option<Invitation> {
    Invitation::from_link(&invited.link).ok()
}

fn view(circle: &Circle, invited: &Invited, app: &str, now_ms: i64) -> Option<InvitationView> {
    let invitation = read(invited)?;
    let id = invitation.id();
    let known = circle.ledger.as_ref().and_then(|ledger| ledger.roster().invitation(&id));
    let withdrawing =
        |control: &Control| matches!(control, Control::WithdrawInvitation(other) if *other == id);
    let proposing = |control: &Control| matches!(control, Control::Propose { invitation: other, .. } if *other == id);
    let state = match known.map(|known| known.status) {
        Some(InvitationStatus::Withdrawn) => InvitationState::Withdrawn,
        Some(InvitationStatus::Used { .. }) => InvitationState::Used,
        _ if circle.is_pending(withdrawing) => InvitationState::Withdrawn,
        _ if circle.is_pending(proposing) => InvitationState::Used,
        _ if invited.expires_ms <= now_ms => InvitationState::Expired,
        Some(InvitationStatus::Open) => InvitationState::Open,
        None => InvitationState::NotYetSent,
    };
    Some(InvitationView {
        id,
        link: invitation.link(app).to_string(),
        expires: timestamp(invited.expires_ms),
        state,
    })
}

fn offer(circle: &Circle, me: &Title, roles: Roles) -> Offer {
    let people = circle.relationship().people();
    let here = people.get(person(circle.state.member));
    let name = here.map_or(me, |here| &here.name);
    let roles = here.map_or(roles, |here| here.roles);
    let circle_name =
        people.circle().and_then(|founded| founded.name.as_ref()).or(circle.state.name.as_ref());
    Offer {
        kind: circle_kind_text(people.kind().unwrap_or(circle.state.kind)).to_owned(),
        circle_name: circle_name.map(short).unwrap_or_default(),
        inviter_name: short(name),
        inviter_roles: role_texts(roles),
    }
}

/// A name as it fits offers and knocks: cut at a character's end.
pub(crate) fn short(name: &Title) -> String {
    let name = name.as_str();
    name[..name.floor_char_boundary(NAME_LENGTH_MAX)].to_owned()
}

/// What a knock says of somebody besides their name: their roles, and their policy on secrets after them.
pub(crate) fn knock_texts(introduce: &Introduce) -> Vec<String> {
    let policy = introduce.secrets.map(|policy| secrets_text(policy).to_owned());
    role_texts(introduce.roles).into_iter().chain(policy).collect()
}

/// The policy on secrets among the texts of a knock, if this version knows it.
fn secrets_of(texts: &[String]) -> Option<SecretsPolicy> {
    let known =
        |text: &String| SecretsPolicy::ALL.into_iter().find(|policy| secrets_text(*policy) == text);
    texts.iter().find_map(known)
}

fn role_texts(roles: Roles) -> Vec<String> {
    roles.iter().map(|role| role_text(role).to_owned()).collect()
}

/// The roles that this version knows.
pub(crate) fn roles_of(texts: &[String]) -> Roles {
    texts.iter().filter_map(|text| role_from_text(text)).collect()
}

/// Twelve words over somebody's keys: those of a comparison of nothing, whose root is the candidate's hash. No record
/// has such a root.
pub(crate) fn candidate_words(candidate: &CandidateHash) -> String {
    Comparison { size: 0, root: Root::from_bytes(candidate.to_bytes()) }.words().join(" ")
}

fn proposals(circle: &Circle) -> Vec<Proposal> {
    let Some(ledger) = &circle.ledger else { return Vec::new() };
    let roster = ledger.roster();
    let open = roster.proposals().filter(|(_, proposal)| proposal.admitted.is_none());
    let view = |(hash, proposal): (&CandidateHash, &steadfast_circle::membership::Proposal)| {
        let missing = roster.missing_consents(hash).unwrap_or_default();
        let consenting = circle
            .is_pending(|control| matches!(control, Control::Consent(other) if other == hash));
        let line = usize::try_from(proposal.index).ok().and_then(|index| circle.lines.get(index));
        let says = line.and_then(|line| match line.what.view() {
            What::Control(ControlView::Proposed { name, secrets, .. }) => Some((name, secrets)),
            _ => None,
        });
        let (name, secrets) = says.unwrap_or_default();
        Proposal {
            candidate: *hash,
            member: person(proposal.candidate.member),
            name,
            secrets,
            proposer: person(proposal.by),
            waits_for_me: missing.contains(&circle.state.member) && !consenting,
            missing: missing.into_iter().map(person).collect(),
            words: candidate_words(hash),
        }
    };
    open.map(view).collect()
}

/// The time now, as relays and invitations count it.
pub(crate) fn unsigned_now<P: Ports>(ports: &P) -> u64 {
    let now: Timestamp = ports.clock().now();
    u64::try_from(now.as_millisecond()).unwrap_or(0)
}
