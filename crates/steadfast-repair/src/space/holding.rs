//! What waits while somebody has asked for space, and what came all the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::state::{Request, Space};
use crate::people::People;
use crate::relationship::Act;
use crate::said::{Entry, EntryId, MemberId, Spoken, Window};
use crate::{
    agreements, boundaries, checkins, commitments, disclosures, letters, notes, questions,
    reassurance,
};

/// Something that the other sent while somebody had asked for space, and that should have waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// The request.
    pub request: EntryId,
    /// Who had asked for space.
    pub asked_by: MemberId,
    /// Whether the record shows that its author had read the request. Otherwise the two may have crossed on the way.
    pub had_read: bool,
}

/// What must be remembered of a record for it to be said what waits and what came.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Holding {
    /// The last request of each partner, until they say something after its end.
    open: BTreeMap<MemberId, Open>,
    /// What may have come in the time of a request. When it was said is known better as others write.
    came: HashMap<EntryId, (EntryId, Spoken)>,
}

#[derive(Debug, Clone, PartialEq)]
struct Open {
    request: EntryId,
    /// What the requester has said since.
    since: HashSet<EntryId>,
}

impl Holding {
    /// Hears everything that is said, after the practices did.
    pub(crate) fn hear(
        &mut self,
        space: &Space,
        people: &People,
        act: &Act,
        entry: Entry,
        spoken: Spoken,
    ) {
        if let Some(open) = self.open.get_mut(&entry.author) {
            let over = space
                .get(open.request)
                .is_none_or(|request| request.ended.is_some() || request.until <= entry.at);
            if over {
                self.open.remove(&entry.author);
            } else {
                open.since.insert(entry.id);
            }
        }
        if let Some(request) = space.get(entry.id) {
            let open = Open { request: request.id(), since: HashSet::new() };
            self.open.insert(entry.author, open);
        }
        if people.speaks_as_partner(entry.author) {
            let request =
                self.waiting_for(entry.author, manner(act)).next().map(|open| open.request);
            self.came.extend(request.map(|request| (entry.id, (request, spoken))));
        }
    }

    /// Until when an act by `me` waits from a moment on, by the requests that are on then; `None` if it does not wait.
    pub(crate) fn until(
        &self,
        space: &Space,
        people: &People,
        me: MemberId,
        act: &Act,
        now: Timestamp,
    ) -> Option<Timestamp> {
        self.until_by(space, people, me, manner(act), now)
    }

    /// The same of words that are not written yet, which may answer something.
    pub(crate) fn until_of(
        &self,
        space: &Space,
        people: &People,
        me: MemberId,
        answering: Option<EntryId>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let manner = answering.map_or(Manner::Waits, Manner::Answers);
        self.until_by(space, people, me, manner, now)
    }

    fn until_by(
        &self,
        space: &Space,
        people: &People,
        me: MemberId,
        manner: Manner,
        now: Timestamp,
    ) -> Option<Timestamp> {
        if !people.speaks_as_partner(me) {
            return None;
        }
        let requests = self.waiting_for(me, manner).filter_map(|open| space.get(open.request));
        requests.filter(|request| request.is_on(now)).map(|request| request.until).max()
    }

    /// Whether an act by `me` that was written at a moment had to wait then, by what is known now.
    pub(crate) fn has_waited(
        space: &Space,
        people: &People,
        me: MemberId,
        act: &Act,
        written: Timestamp,
    ) -> bool {
        let over = |request: &Request| request.ended.map_or(request.until, |end| end.at);
        people.speaks_as_partner(me)
            && !matches!(manner(act), Manner::Goes)
            && space.all().iter().any(|request| {
                request.by() != me && request.covers(written) && written <= over(request)
            })
    }

    /// What came although it should have waited.
    pub(crate) fn came(&self, space: &Space, entry: EntryId) -> Option<Came> {
        let (request, spoken) = self.came.get(&entry)?;
        let request = space.get(*request)?;
        let had_read = spoken.window.not_before.is_some_and(|read| request.claimed <= read);
        request.surely_covers(spoken.judged().at).then_some(Came {
            request: request.id(),
            asked_by: request.by(),
            had_read,
        })
    }

    /// See [`Relationship::set_window`](crate::Relationship::set_window).
    pub(crate) fn set_window(&mut self, entry: EntryId, window: Window) {
        if let Some((_, spoken)) = self.came.get_mut(&entry) {
            spoken.window.not_after = window.not_after;
        }
    }

    /// The requests of others for which an act waits.
    fn waiting_for(&self, me: MemberId, manner: Manner) -> impl Iterator<Item = &Open> {
        let waits = move |open: &Open| match manner {
            Manner::Goes => false,
            Manner::Waits => true,
            Manner::Answers(entry) => !open.since.contains(&entry),
        };
        let others = self.open.iter().filter(move |(requester, _)| **requester != me);
        others.map(|(_, open)| open).filter(move |open| waits(open))
    }
}

/// What space does to an act.
#[derive(Clone, Copy)]
enum Manner {
    /// It never waits.
    Goes,
    /// It waits.
    Waits,
    /// It waits, unless it answers what the requester has said since: then they have spoken to the other themselves, and at
    /// two in the morning an ask for reassurance must not be met with a silence that the program makes.
    Answers(EntryId),
}

/// What space does to an act.
///
/// # What does not wait?
///
/// - What somebody says of themselves and of the circle, and everything about space. Whoever would leave, erase or remove a device
///   does so by entries that are no acts of a practice, and those never wait either.
/// - What became of a commitment, and asking ahead for another time. Both have a due time. If they waited, who kept a
///   promise would look like somebody who is silent about it, or would ask too late.
/// - A disclosure under an agreement, and saying that it was told to somebody else. The two have said yes to the hours in which it
///   is told; held back, it would be the secret which the agreement is there to prevent. What is under no agreement waits.
/// - Taking something back: a yes to an agreement or a boundary, a question, an ask. A yes that cannot be taken back at once is none.
/// - The journal, which has no reader.
/// - What a newer version knows: this one cannot say it, so it cannot hold it back.
fn manner(act: &Act) -> Manner {
    use Manner::{Answers, Goes, Waits};
    match act {
        Act::People(_) | Act::Space(_) | Act::Journal(_) | Act::Unknown { .. } => Goes,
        Act::Commitments(act) => {
            use commitments::Act;
            match act {
                Act::Keep(_)
                | Act::Miss(_)
                | Act::Repair(_)
                | Act::Renegotiate(_)
                | Act::End(_) => Goes,
                Act::Answer(answer) => Answers(answer.renegotiation),
                Act::Promise(_) | Act::SawIt(_) | Act::NotHowISawIt(_) => Waits,
            }
        }
        Act::Checkins(act) => {
            use checkins::Act;
            match act {
                Act::AgreeTime(agree) => Answers(agree.proposal),
                Act::DeclineTime(decline) => Answers(decline.proposal),
                Act::Thank(thank) => Answers(thank.checkin),
                Act::ProposeTime(_) | Act::CheckIn(_) => Waits,
            }
        }
        Act::Reassurance(act) => {
            use reassurance::Act;
            match act {
                Act::Answer(answer) => Answers(answer.ask),
                Act::Withdraw(_) => Goes,
                Act::KeepHelp(_) | Act::RemoveHelp(_) | Act::Ask(_) | Act::Offer(_) => Waits,
            }
        }
        Act::Questions(act) => {
            use questions::Act;
            match act {
                Act::Promise(promise) => Answers(promise.question),
                Act::NotRemember(not) => Answers(not.question),
                Act::Answer(answer) => Answers(answer.question),
                Act::Withdraw(_) => Goes,
                Act::Ask(_) | Act::SetPace(_) => Waits,
            }
        }
        Act::Agreements(act) => {
            use agreements::Act;
            match act {
                Act::Agree(agree) => Answers(agree.version),
                Act::Decline(decline) => Answers(decline.version),
                Act::End(_) => Goes,
                Act::Propose(_) => Waits,
            }
        }
        Act::Boundaries(act) => {
            use boundaries::Act;
            match act {
                Act::Agree(agree) => Answers(agree.version),
                Act::Decline(decline) => Answers(decline.version),
                Act::End(_) => Goes,
                Act::Set(_) | Act::Tell(_) => Waits,
            }
        }
        Act::Notes(notes::Act::Write(_) | notes::Act::Quote(_)) => Waits,
        Act::Letters(letters::Act::Send(_) | letters::Act::AllowRestitution(_)) => Waits,
        Act::Disclosures(act) => {
            use disclosures::{About, Act};
            match act {
                Act::Disclose(told) => match told.about {
                    About::Agreed { .. } | About::AgreedElsewhere { .. } => Goes,
                    About::Other(_) => Waits,
                },
                Act::ToldElsewhere(_) => Goes,
                Act::Add(_) => Waits,
            }
        }
    }
}
