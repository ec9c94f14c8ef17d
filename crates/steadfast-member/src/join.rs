//! Joining somebody's circle: looking at the invitation, knocking, and being let in.

use std::rc::Rc;

use steadfast_circle::{
    CircleId,
    device::DeviceSeed,
    invitation::{Invitation, LinkError, Welcome, WelcomeError},
    relay_api::Problem,
};
use steadfast_repair::{people::Introduce, words::Title};

use crate::{
    begin::introduction,
    error::{JoinError, PreviewError, SyncProblem},
    invite::{candidate_words, knock_texts, roles_of, short, unsigned_now},
    kept::{
        circle::timestamp,
        state::{Derived, Knocked, Phase, State},
    },
    member::{Edit, Inner, Kept, Member},
    payload::v1::circle_kind_from_text,
    ports::{Ports, RelayAddress},
    problem::{KeepError, RelayError},
    relay::Relay,
    view::{JoinState, Preview},
};

impl<P: Ports> Member<P> {
    /// Looks at an invitation before anything is said or made. Needs no store, so somebody can look before they begin.
    ///
    /// # Errors
    /// [`PreviewError`].
    pub async fn preview(ports: &P, link: &str) -> Result<Preview, PreviewError> {
        let (invitation, welcome, relay) = look(ports, link).await?;
        let kind = circle_kind_from_text(&welcome.offer.kind).ok_or(PreviewError::TooNew)?;
        Ok(Preview {
            circle: invitation.circle(),
            kind,
            name: Title::new(welcome.offer.circle_name.clone()).ok(),
            inviter: Title::new(welcome.offer.inviter_name.clone())
                .map_err(|_| PreviewError::Forged)?,
            inviter_roles: roles_of(&welcome.offer.inviter_roles),
            relay,
            expires: timestamp(i64::try_from(welcome.expires_ms).unwrap_or(i64::MAX)),
        })
    }

    /// Knocks with an invitation, saying of oneself what the others are to know. [`poll_join`](Self::poll_join) says when we
    /// are in. Knocking twice with one
    /// invitation from one device is the same as once.
    ///
    /// # Errors
    /// [`JoinError`].
    pub async fn join(&self, link: &str, introduce: &Introduce) -> Result<CircleId, JoinError> {
        let inner = &self.inner;
        let link_error = |error| match error {
            LinkError::NoInvitation => PreviewError::NotAnInvitation,
            LinkError::Version(_) => PreviewError::TooNew,
        };
        let circle = Invitation::from_link(link).map_err(link_error)?.circle();
        if let Ok(kept) = inner.kept(circle) {
            let joining = kept.with(|circle| matches!(circle.state.phase, Phase::Joining(_)))?;
            if !joining {
                return Err(JoinError::AlreadyIn(circle));
            }
            inner.leave_knock(&kept).await?;
            return Ok(circle);
        }
        let seed = inner.seed().await?;
        let (invitation, welcome, relay) = look(&*inner.ports, link).await?;
        let kind = circle_kind_from_text(&welcome.offer.kind).ok_or(PreviewError::TooNew)?;
        let mut random = inner.ports.random();
        let device = DeviceSeed::make(&mut random);
        let candidate = seed.derive_candidate(&welcome.nonce, &device.derive(&welcome.nonce));
        let sealed = invitation
            .seal_knock(&candidate, &short(&introduce.name), &knock_texts(introduce), &mut random)
            .map_err(|_| PreviewError::Forged)?;
        let knocked = Knocked {
            link: link.trim().rsplit('#').next().unwrap_or_default().to_owned(),
            name: introduce.name.clone(),
            roles: introduce.roles,
            words: candidate_words(&candidate.hash()),
            sealed,
            left: false,
        };
        let derived = Derived { nonce: welcome.nonce, device, member: candidate.member };
        let mut state = State::new(Phase::Joining(knocked), circle, relay, kind, derived);
        state.name = Title::new(welcome.offer.circle_name.clone()).ok();
        state.relay_name = welcome.genesis.relay_name.to_string();
        // Kept before the relay hears of it: a knock whose keys were lost could never come in.
        inner.add_circle(state, vec![introduction(&*inner.ports, introduce.clone())]).await?;
        let kept = inner.kept(circle)?;
        inner.leave_knock(&kept).await?;
        Ok(circle)
    }

    /// Whether we were let in meanwhile; if so, the circle was fetched and verified.
    ///
    /// # Errors
    /// [`JoinError`].
    pub async fn poll_join(&self, circle: CircleId) -> Result<JoinState, JoinError> {
        let kept = self.inner.kept(circle)?;
        let knocked = kept.with(|circle| match &circle.state.phase {
            Phase::Joining(knocked) => Some(knocked.words.clone()),
            _ => None,
        })?;
        let Some(words) = knocked else { return Ok(JoinState::Joined) };
        self.inner.leave_knock(&kept).await?;
        match self.inner.sync(&kept).await {
            Err(SyncProblem::NotIn) => return Ok(JoinState::Waiting { words }),
            result => result?,
        };
        let waiting = kept.with(|circle| matches!(circle.state.phase, Phase::Joining(_)))?;
        Ok(if waiting { JoinState::Waiting { words } } else { JoinState::Joined })
    }
}

impl<P: Ports> Inner<P> {
    /// Leaves the knock at the relay, unless it is there.
    async fn leave_knock(&self, kept: &Rc<Kept>) -> Result<(), JoinError> {
        let (phase, address) =
            kept.with(|circle| (circle.state.phase.clone(), circle.state.relay.clone()))?;
        let Phase::Joining(knocked) = phase else { return Ok(()) };
        let Ok(invitation) = Invitation::from_link(&knocked.link) else { return Ok(()) };
        if knocked.left {
            return Ok(());
        }
        let answer =
            self.relay(&address).knock(invitation.circle(), invitation.id(), knocked.sealed).await;
        match answer {
            Ok(()) => {}
            Err(error) if error.is(Problem::Conflict) => {
                self.forget(kept).await?;
                return Err(JoinError::Taken);
            }
            Err(error) if error.is(Problem::InvitationClosed) || error.is(Problem::NotFound) => {
                self.forget(kept).await?;
                return Err(PreviewError::Closed.into());
            }
            Err(error) => return Err(PreviewError::Relay(error).into()),
        }
        self.edit(kept, |circle, _| {
            let mut edit = Edit::of(circle, ());
            if let Phase::Joining(knocked) = &mut edit.state.phase {
                knocked.left = true;
            }
            Ok::<_, KeepError>(edit)
        })
        .await?;
        Ok(())
    }
}

/// Fetches what the relay says of an invitation, and checks it.
async fn look<P: Ports>(
    ports: &P,
    link: &str,
) -> Result<(Invitation, Welcome, RelayAddress), PreviewError> {
    let invitation = Invitation::from_link(link).map_err(|error| match error {
        LinkError::NoInvitation => PreviewError::NotAnInvitation,
        LinkError::Version(_) => PreviewError::TooNew,
    })?;
    let address: RelayAddress =
        invitation.relay_address().parse().map_err(|_| PreviewError::NotAnInvitation)?;
    let relay = Relay { ports, address: &address };
    let answer = relay.invitation(invitation.circle(), invitation.id()).await.map_err(refused)?;
    let welcome = invitation.open(&answer, unsigned_now(ports)).map_err(|error| match error {
        WelcomeError::Expired => PreviewError::Expired,
        WelcomeError::Malformed(_)
        | WelcomeError::OtherCircle
        | WelcomeError::Genesis
        | WelcomeError::OtherInviter
        | WelcomeError::Offer => PreviewError::Forged,
    })?;
    // The circle pins its relay. One that answers at the address with another key could show no record of it.
    let here = relay.info().await?;
    if here.key != welcome.genesis.relay_key || here.name != welcome.genesis.relay_name {
        return Err(PreviewError::Forged);
    }
    Ok((invitation, welcome, address))
}

fn refused(error: RelayError) -> PreviewError {
    match error {
        error if error.is(Problem::NotFound) => PreviewError::Unknown,
        error if error.is(Problem::InvitationClosed) => PreviewError::Closed,
        error => PreviewError::Relay(error),
    }
}
