//! The member's locker: by it the words alone bring everything back, and one's devices hear of each other's circles.

use steadfast_circle::{
    device::DeviceSeed,
    locker::{LockerCircle, LockerKeys, LockerValue, MemberLocker, UnlockError as LockerError},
    relay_api::Problem,
    seed::MemberSeed,
};
use steadfast_repair::people::CircleKind;

use crate::{
    error::RestoreError,
    invite::short,
    kept::state::{Derived, Phase, State},
    member::Inner,
    ports::{Ports, RelayAddress},
    problem::{KeepError, RelayError},
    relay::Relay,
};

/// Why the locker was not brought up to date. The next sync tries again.
pub(crate) enum LockerProblem {
    Keep(KeepError),
    Relay(RelayError),
    /// What lies there is not ours, or does not open.
    Changed,
}

impl From<KeepError> for LockerProblem {
    fn from(error: KeepError) -> Self {
        Self::Keep(error)
    }
}

impl From<RelayError> for LockerProblem {
    fn from(error: RelayError) -> Self {
        Self::Relay(error)
    }
}

impl From<LockerProblem> for RestoreError {
    fn from(problem: LockerProblem) -> Self {
        match problem {
            LockerProblem::Keep(error) => Self::Begin(error.into()),
            LockerProblem::Relay(error) => Self::Relay(error),
            LockerProblem::Changed => Self::LockerChanged,
        }
    }
}

/// What a member's locker holds, and its version; version 0 if there is none.
pub(crate) async fn fetch<P: Ports>(
    ports: &P,
    address: &RelayAddress,
    keys: &LockerKeys,
) -> Result<(u64, Option<MemberLocker>), LockerProblem> {
    let relay = Relay { ports, address };
    let Some(bytes) = relay.locker(keys.id()).await? else { return Ok((0, None)) };
    let value = LockerValue::from_bytes(&bytes).map_err(|_| LockerProblem::Changed)?;
    match keys.take_member(&value) {
        Ok(locker) => Ok((value.version, Some(locker))),
        Err(LockerError::Empty) => Ok((value.version, None)),
        Err(_) => Err(LockerProblem::Changed),
    }
}

/// A circle of ours that this device is not in yet.
pub(crate) fn circle_to_add<P: Ports>(
    ports: &P,
    seed: &MemberSeed,
    known: &LockerCircle,
) -> Option<State> {
    let relay = known.relay_address.parse().ok()?;
    let device = DeviceSeed::make(&mut ports.random());
    let member = seed.derive_identity(&known.nonce).id();
    let derived = Derived { nonce: known.nonce, device, member };
    // What the circle is for, its founder says in it.
    Some(State::new(Phase::Adding, known.circle, relay, CircleKind::Us, derived))
}

impl<P: Ports> Inner<P> {
    /// Brings the locker and this device together: what the locker names is added here, what is here is put there.
    pub(crate) async fn sync_locker(&self) -> Result<(), LockerProblem> {
        let _turn = self.locker_turn.lock().await;
        let seed = self.seed().await?;
        let keys = seed.derive_locker();
        let home = self.with_open(|open| open.me.relay.clone())?;
        // Two devices may bring it up to date at once; whoever comes second reads and tries again.
        for _ in 0..3 {
            let (version, there) = fetch(&*self.ports, &home, &keys).await?;
            self.add_circles(&seed, there.as_ref()).await?;
            let here = self.locker_content()?;
            if here.circles.is_empty() || there.as_ref() == Some(&here) {
                return Ok(());
            }
            let value = keys
                .put_member(&here, version + 1, &mut self.ports.random())
                .map_err(|_| RelayError::Garbled { question: "to keep a locker" })?;
            match self.relay(&home).put_locker(keys.id(), value.to_bytes()).await {
                Err(error) if error.is(Problem::Conflict) => {}
                answer => return Ok(answer?),
            }
        }
        Ok(())
    }

    async fn add_circles(
        &self,
        seed: &MemberSeed,
        there: Option<&MemberLocker>,
    ) -> Result<(), KeepError> {
        let forgotten = self.with_open(|open| open.me.forgotten.clone())?;
        for circle in there.iter().flat_map(|locker| &locker.circles) {
            let unknown = self.kept(circle.circle).is_err() && !forgotten.contains(&circle.circle);
            if unknown && let Some(state) = circle_to_add(&*self.ports, seed, circle) {
                self.add_circle(state, Vec::new()).await?;
            }
        }
        Ok(())
    }

    fn locker_content(&self) -> Result<MemberLocker, KeepError> {
        let name = self.with_open(|open| short(&open.me.name))?;
        let mut circles = Vec::new();
        for kept in self.circles()? {
            let entry = kept.with(|circle| {
                let state = &circle.state;
                matches!(state.phase, Phase::In | Phase::Adding).then(|| LockerCircle {
                    circle: state.id,
                    nonce: state.nonce,
                    relay_address: state.relay.to_string(),
                })
            })?;
            // Mine comes first, or the others wait until it is founded: whoever restores takes the first for Mine.
            if kept.mine && entry.is_none() {
                break;
            }
            circles.extend(entry);
        }
        Ok(MemberLocker { name, circles })
    }
}
