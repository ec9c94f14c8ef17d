//! Following a circle live.

use steadfast_circle::{CircleId, InvitationId};

use crate::{
    error::SyncProblem,
    invite::relay_of,
    member::Member,
    ports::{LiveEvent, LiveStream, NetworkError, Ports, RelayClient},
    problem::RelayError,
    relay::Key,
};

impl<P: Ports> Member<P> {
    /// Follows a circle live: syncs at once, and whenever the relay says that there is something new. `knocked` hears
    /// of people who knock with an invitation; what it hears is only a hint to look.
    ///
    /// Returns when the connection ends or cannot be had; the caller waits a little and follows again. A sync that
    /// meets a broken promise ends it as well.
    pub async fn follow(&self, circle: CircleId, knocked: impl Fn(InvitationId)) -> SyncProblem {
        match self.follow_until_it_ends(circle, knocked).await {
            Ok(()) => RelayError::from(NetworkError::Unreachable {
                detail: "the connection ended".into(),
            })
            .into(),
            Err(problem) => problem,
        }
    }

    async fn follow_until_it_ends(
        &self,
        circle: CircleId,
        knocked: impl Fn(InvitationId),
    ) -> Result<(), SyncProblem> {
        let inner = &self.inner;
        let kept = inner.kept(circle)?;
        // First, because only a circle that the relay knows can be followed.
        inner.sync(&kept).await?;
        let id = kept.with(|circle| circle.state.id)?;
        let (device, address, name) = relay_of(&kept)?;
        let token = inner.relay(&address).token(&inner.tokens, &name, Key::Device(&device)).await?;
        let mut live =
            inner.ports.relay().live(&address, id, &token).await.map_err(RelayError::from)?;
        while let Some(event) = live.next().await {
            match event {
                LiveEvent::Size(size) => {
                    let news = kept.with(|circle| {
                        circle.lines.len() as u64 != size || circle.signed_out().count() > 0
                    })?;
                    if news {
                        inner.sync(&kept).await?;
                    }
                }
                LiveEvent::Knock(invitation) => knocked(invitation),
            }
        }
        Ok(())
    }
}
