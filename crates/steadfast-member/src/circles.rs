//! What circles there are, who is in them, and how their records stand.

use steadfast_circle::CircleId;

use crate::{
    kept::{
        circle::{Circle, person, timestamp},
        state::Phase,
    },
    member::{Kept, Member},
    ports::Ports,
    view::{CircleSummary, KeptEvidence, Person, PersonDevice, Standing, SyncStatus, Waiting},
};

impl<P: Ports> Member<P> {
    /// All circles: *Mine* first, the others in the order in which they came here. None once the device is locked.
    pub fn circles(&self) -> Vec<CircleSummary> {
        let Ok(circles) = self.inner.circles() else { return Vec::new() };
        circles.iter().filter_map(|kept| self.summary(kept)).collect()
    }

    /// One circle, by its id or by the provisional one that it had before it was founded.
    pub fn circle(&self, circle: CircleId) -> Option<CircleSummary> {
        self.summary(&*self.inner.kept(circle).ok()?)
    }

    /// The id of *Mine*; a provisional one while it is closed. `None` once the device is locked.
    pub fn mine(&self) -> Option<CircleId> {
        let circles = self.inner.circles().ok()?;
        let mine = circles.first()?;
        Some(mine.with(|circle| circle.state.id).unwrap_or(mine.slot.provisional_id()))
    }

    /// How the circle's record stands. `None` if there is no such circle here, or it is closed.
    pub fn status(&self, circle: CircleId) -> Option<SyncStatus> {
        let kept = self.inner.kept(circle).ok()?;
        let now = self.inner.now();
        kept.with(|circle| status(&kept, circle, circle.waiting(now).len())).ok()
    }

    /// All evidence of broken promises that this device has kept of a circle, oldest first.
    pub fn evidence(&self, circle: CircleId) -> Vec<KeptEvidence> {
        let kept = self.inner.kept(circle);
        kept.and_then(|kept| kept.with(|circle| circle.evidence.clone())).unwrap_or_default()
    }

    fn summary(&self, kept: &Kept) -> Option<CircleSummary> {
        let known = kept.with(|circle| {
            let people = circle.relationship().people();
            let waiting = circle.waiting(self.inner.now());
            let until = waiting.iter().map(|(_, until)| *until).min();
            CircleSummary {
                id: circle.state.id,
                kind: people.kind().unwrap_or(circle.state.kind),
                name: people
                    .circle()
                    .map_or_else(|| circle.state.name.clone(), |founded| founded.name.clone()),
                relay: circle.state.relay.clone(),
                standing: standing(&circle.state.phase),
                people: self::people(circle),
                status: status(kept, circle, waiting.len()),
                waiting: until.map(|until| Waiting { count: waiting.len(), until }),
            }
        });
        match known {
            Ok(summary) => Some(summary),
            Err(_) if kept.mine => {
                let relay = self.inner.with_open(|open| open.me.relay.clone()).ok()?;
                Some(CircleSummary {
                    id: kept.slot.provisional_id(),
                    kind: steadfast_repair::people::CircleKind::Mine,
                    name: None,
                    relay,
                    standing: Standing::Closed,
                    people: Vec::new(),
                    status: SyncStatus::Whole { entries: 0, checked_at: None },
                    waiting: None,
                })
            }
            Err(_) => None,
        }
    }
}

fn standing(phase: &Phase) -> Standing {
    match phase {
        Phase::Founding => Standing::Founding,
        Phase::Joining(_) => Standing::Joining,
        Phase::Adding => Standing::Adding,
        Phase::In => Standing::In,
        Phase::DeviceRemoved => Standing::DeviceRemoved,
        Phase::Left => Standing::Left,
    }
}

/// Everybody who is or was in a circle, in the order in which they came.
pub(crate) fn people(circle: &Circle) -> Vec<Person> {
    let said = circle.relationship().people();
    let described = |id: steadfast_circle::MemberId| {
        let described = said.get(person(id));
        (
            described.map(|person| person.name.clone()),
            described.map_or_else(Default::default, |person| person.roles),
            described.and_then(|person| person.secrets),
        )
    };
    let this = circle.device();
    let Some(ledger) = &circle.ledger else {
        let (name, roles, secrets) = described(circle.state.member);
        let devices = vec![PersonDevice { id: this, this: true, removed: false }];
        return vec![Person {
            id: person(circle.state.member),
            name,
            roles,
            secrets,
            devices,
            me: true,
            left: false,
        }];
    };
    let roster = ledger.roster();
    let mut members: Vec<_> = roster.members().collect();
    members.sort_by_key(|(_, member)| member.since);
    let view =
        |(id, member): (&steadfast_circle::MemberId, &steadfast_circle::membership::Member)| {
            let mut devices: Vec<_> =
                roster.devices().filter(|(_, device)| device.member == *id).collect();
            devices.sort_by_key(|(_, device)| device.since);
            let device = |(id, device): (
                &steadfast_circle::DeviceId,
                &steadfast_circle::membership::DeviceState,
            )| {
                PersonDevice { id: *id, this: *id == this, removed: device.removed.is_some() }
            };
            let (name, roles, secrets) = described(*id);
            Person {
                id: person(*id),
                name,
                roles,
                secrets,
                devices: devices.into_iter().map(device).collect(),
                me: *id == circle.state.member,
                left: member.left.is_some(),
            }
        };
    members.into_iter().map(view).collect()
}

/// How a record stands; what waits for another's space is not counted as not sent yet.
fn status(kept: &Kept, circle: &Circle, waiting: usize) -> SyncStatus {
    let state = &circle.state;
    let entries = circle.lines.len() as u64;
    let not_yet_sent = circle.out.len() - waiting + usize::from(state.genesis_waits);
    if let (true, Some(evidence)) = (state.broken, circle.evidence.last()) {
        return SyncStatus::Broken { kept: Box::new(evidence.clone()), entries, not_yet_sent };
    }
    if let Some(problem) = &state.refused {
        return SyncStatus::Refused { problem: problem.clone(), not_yet_sent };
    }
    if let Some(since) = state.offline_since_ms {
        return SyncStatus::Offline { since: timestamp(since), entries, not_yet_sent };
    }
    if not_yet_sent > 0 {
        return SyncStatus::NotYetSent { count: not_yet_sent };
    }
    SyncStatus::Whole { entries, checked_at: kept.checked_ms.get().map(timestamp) }
}
