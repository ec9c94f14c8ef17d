//! One circle in memory: its verified record, opened and folded, and what of ours is on its way.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use jiff::Timestamp;
use steadfast_circle::{
    DeviceId,
    body::Content,
    device::DeviceKeys,
    entry::{Control, SignedEntry},
    membership::Effect,
    verify::{Ledger, Outcome, Position, Reading, Verified, Windows},
};
use steadfast_repair::{EntryId, MemberId, Said, Window, relationship::Relationship};

use super::{
    line::{Line, Told, control_view, entry_id},
    outbox::{OutItem, Stage, names},
    state::{Phase, State},
};
use crate::view::{ControlView, KeptEvidence, LineEffect, RecordLine, What};

/// A circle as it is held in memory while the device is unlocked.
pub(crate) struct Circle {
    pub(crate) state: State,
    /// The state as it lies in the store; a commit goes through only if it still does.
    pub(crate) sealed: Vec<u8>,
    pub(crate) keys: DeviceKeys,
    /// The verified record's structure. None before the genesis entry is known.
    pub(crate) ledger: Option<Ledger>,
    windows: Windows,
    pub(crate) lines: Vec<Line>,
    /// The verified record, folded.
    base: Relationship,
    /// With what is pending. None if nothing is.
    pending: Option<Relationship>,
    /// With the numbers under which they are kept.
    pub(crate) out: Vec<(u64, OutItem)>,
    /// What was kept of broken promises, oldest first.
    pub(crate) evidence: Vec<KeptEvidence>,
    /// Under which ids drafts went before they were signed.
    aliases: HashMap<EntryId, EntryId>,
}

/// A person's id in the words of the practice.
pub(crate) fn person(member: steadfast_circle::MemberId) -> MemberId {
    MemberId(member.to_bytes())
}

/// A claimed time as a timestamp, held to what a timestamp can be: a clock may be off by any number of years.
pub(crate) fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

impl Circle {
    /// A circle from its parts. The ledger has as many entries as there are lines.
    pub(crate) fn new(
        state: State,
        sealed: Vec<u8>,
        ledger: Option<Ledger>,
        lines: Vec<Line>,
        out: Vec<(u64, OutItem)>,
        evidence: Vec<KeptEvidence>,
    ) -> Self {
        let keys = state.device.derive(&state.nonce);
        let me = person(state.member);
        let mut circle = Self {
            state,
            sealed,
            keys,
            ledger,
            windows: Windows::new(),
            lines,
            base: Relationship::new(me),
            pending: None,
            out,
            evidence,
            aliases: HashMap::new(),
        };
        for index in 0..circle.lines.len() {
            circle.push_window(index);
        }
        circle.refold();
        circle
    }

    /// Enters an entry's claim into the windows; gives the range of earlier entries whose windows it may have changed.
    fn push_window(&mut self, index: usize) -> std::ops::Range<u64> {
        let Some(ledger) = &self.ledger else { return 0..0 };
        let place = index as u64;
        let (Some(author), Some(seen)) = (ledger.author_at(place), ledger.seen_at(place)) else {
            return 0..0;
        };
        self.windows.push(author, seen, self.lines[index].claimed_ms)
    }

    fn window(&self, index: u64) -> Window {
        window_of(&self.windows, index)
    }

    fn said(&self, index: usize) -> Option<Said> {
        let line = &self.lines[index];
        let ledger = self.ledger.as_ref()?;
        let place = index as u64;
        Some(Said {
            id: entry_id(ledger.hash_at(place)?),
            author: person(ledger.author_at(place)?),
            place,
            claimed: timestamp(line.claimed_ms?),
            zone: line.zone.to_string(),
            window: self.window(place),
            act: line.what.act()?.clone(),
        })
    }

    /// Folds everything anew.
    pub(crate) fn refold(&mut self) {
        let mut base = Relationship::new(person(self.state.member));
        for index in 0..self.lines.len() {
            if let Some(said) = self.said(index) {
                base.apply(&said);
            }
        }
        self.base = base;
        self.refold_pending();
    }

    /// Folds what is pending anew, over the verified record.
    pub(crate) fn refold_pending(&mut self) {
        for (_, item) in &self.out {
            if let Stage::Signed { entry, before: Some(before), .. } = &item.stage {
                self.aliases.insert(*before, entry_id(entry.hash()));
            }
        }
        if self.out.is_empty() {
            self.pending = None;
            return;
        }
        let mut pending = self.base.clone();
        for said in self.pending_said() {
            pending.apply(&said);
        }
        self.pending = Some(pending);
    }

    /// Removes what is on its way no more and adds what is.
    pub(crate) fn change_out(&mut self, remove: &[u64], add: Vec<(u64, OutItem)>) {
        let before = self.out.len();
        self.out.retain(|(number, _)| !remove.contains(number));
        let removed = self.out.len() < before;
        let kept = self.out.len();
        self.out.extend(add);
        if removed || self.pending.is_none() {
            self.refold_pending();
        } else if self.out.len() > kept {
            // What was folded stays: a thing more on its way must not cost a copy of the whole record.
            let added = self.pending_said();
            if let Some(pending) = &mut self.pending {
                let after = (self.lines.len() + kept) as u64;
                added.iter().filter(|said| said.place >= after).for_each(|said| {
                    pending.apply(said);
                });
            }
        }
    }

    fn pending_said(&self) -> Vec<Said> {
        let mut windows = self.windows.clone();
        let size = self.lines.len() as u64;
        let mut said = Vec::new();
        for (place, (_, item)) in (size..).zip(&self.out) {
            let seen = item.signed().map_or(size, |(entry, _)| entry.header().seen_size);
            windows.push(self.state.member, seen, Some(item.content.claimed_ms));
            // Entries of ours that are pending never bound each other, so only what others wrote is in the window.
            let window = window_of(&windows, place);
            if let Some(act) = Told::payload(item.content.payload.clone()).act() {
                said.push(Said {
                    id: item.id(),
                    author: person(self.state.member),
                    place,
                    claimed: timestamp(item.content.claimed_ms),
                    zone: item.content.zone.clone(),
                    window,
                    act: act.clone(),
                });
            }
        }
        said
    }

    /// The folded circle, with what is pending.
    pub(crate) fn relationship(&self) -> &Relationship {
        self.pending.as_ref().unwrap_or(&self.base)
    }

    /// Where an entry is now.
    pub(crate) fn current(&self, entry: EntryId) -> EntryId {
        self.aliases.get(&entry).copied().unwrap_or(entry)
    }

    /// Under which ids entries went before they were signed, and what they are now.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = (EntryId, EntryId)> {
        self.aliases.iter().map(|(before, now)| (*before, *now))
    }

    pub(crate) fn device(&self) -> DeviceId {
        self.keys.id()
    }

    /// Until when something of ours waits, because another has asked for space; `None` if it goes. What names something
    /// that waits, waits with it. `waiting` is what waits already.
    ///
    /// Only the verified record counts: a request is the other's, and what of ours is on its way changes nothing of it.
    pub(crate) fn waits(
        &self,
        content: &Content,
        waiting: &[(EntryId, Timestamp)],
        now: Timestamp,
    ) -> Option<Timestamp> {
        let told = Told::payload(content.payload.clone());
        let itself = told.act().and_then(|act| self.base.waits(act, now));
        let named = waiting.iter().filter(|(id, _)| names(&content.payload, *id));
        named.map(|(_, until)| *until).chain(itself).max()
    }

    /// What of ours waits because another has asked for space, and until when.
    pub(crate) fn waiting(&self, now: Timestamp) -> Vec<(EntryId, Timestamp)> {
        let mut waiting = Vec::new();
        for (_, item) in &self.out {
            if let Stage::Drafted(id) = item.stage
                && let Some(until) = self.waits(&item.content, &waiting, now)
            {
                waiting.push((id, until));
            }
        }
        waiting
    }

    /// Whether something of ours that is to be signed now was written while it had to wait.
    pub(crate) fn has_waited(&self, content: &Content) -> bool {
        let told = Told::payload(content.payload.clone());
        told.act().is_some_and(|act| self.base.has_waited(act, timestamp(content.claimed_ms)))
    }

    /// Where our next entry goes: after everything verified and everything of ours that is signed already.
    pub(crate) fn position(&self) -> Option<Position> {
        let position = self.ledger.as_ref()?.position(&self.device());
        let last = self.out.iter().filter_map(|(_, item)| item.signed()).next_back();
        Some(match last {
            Some((entry, _)) => position.after(entry),
            None => position,
        })
    }

    /// What a sync brought, as lines. Nothing is changed yet: it is kept first.
    pub(crate) fn growth(
        &self,
        ledger: Ledger,
        outcome: &Outcome,
        opened_later: Vec<(u64, Content)>,
    ) -> Growth {
        let lines = outcome.verified.iter().map(|verified| line_of(&ledger, verified)).collect();
        let mut patched: BTreeMap<usize, Line> = BTreeMap::new();
        for (index, content) in opened_later {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if let Some(line) = self.lines.get(index) {
                let what = match &line.what {
                    Told::NoKey => Told::payload(content.payload.clone()),
                    told => told.clone(),
                };
                let (claimed_ms, zone) =
                    (Some(content.claimed_ms), Rc::from(content.zone.as_str()));
                patched.insert(index, Line { claimed_ms, zone, what, took: line.took });
            }
        }
        for (index, _) in &outcome.erased {
            let index = usize::try_from(*index).unwrap_or(usize::MAX);
            if let Some(line) = self.lines.get(index) {
                // What was claimed was in the body too, but the windows that it gave to others stand: they were proved.
                patched.insert(index, Line { what: Told::Erased, ..line.clone() });
            }
        }
        Growth { ledger, lines, patched }
    }

    /// Takes in what a sync brought, after it was kept.
    pub(crate) fn grow(&mut self, growth: Growth) {
        let Growth { ledger, lines, patched } = growth;
        self.ledger = Some(ledger);
        let first = self.lines.len();
        self.lines.extend(lines);
        if !patched.is_empty() {
            for (index, line) in patched {
                self.lines[index] = line;
            }
            self.rebuild();
            return;
        }
        for index in first..self.lines.len() {
            for earlier in self.push_window(index) {
                if let Some(hash) = self.ledger.as_ref().and_then(|ledger| ledger.hash_at(earlier))
                {
                    self.base.set_window(entry_id(hash), self.window(earlier));
                }
            }
            if let Some(said) = self.said(index) {
                self.base.apply(&said);
            }
        }
        self.refold_pending();
    }

    fn subject(&self, control: &Control) -> Option<MemberId> {
        subject(self.ledger.as_ref()?, control)
    }

    /// Enters all windows anew and folds anew, after claims came to light in the middle of the record.
    pub(crate) fn rebuild(&mut self) {
        self.windows = Windows::new();
        for index in 0..self.lines.len() {
            self.push_window(index);
        }
        self.refold();
    }

    /// Every line, oldest first, pending ones last.
    pub(crate) fn record(&self, now: Timestamp) -> Vec<RecordLine> {
        let mut record = Vec::with_capacity(self.lines.len() + self.out.len());
        let Some(ledger) = &self.ledger else {
            return self.pending_record(record, now);
        };
        for (place, line) in (0..).zip(&self.lines) {
            let (Some(hash), Some(author)) = (ledger.hash_at(place), ledger.author_at(place))
            else {
                break;
            };
            let id = entry_id(hash);
            record.push(RecordLine {
                id,
                place,
                author: person(author),
                claimed: line.claimed_ms.map(timestamp),
                zone: line.zone.to_string(),
                window: self.window(place),
                what: line.what.view(),
                effect: self.effect(id, &line.what, line.took),
                came: self.base.came(id),
                pending: false,
                waits_until: None,
            });
        }
        self.pending_record(record, now)
    }

    fn effect(&self, id: EntryId, what: &Told, took: bool) -> LineEffect {
        match (what, self.relationship().refusal(id)) {
            (_, Some(refusal)) => LineEffect::Refused(refusal.clone()),
            (Told::Control(_), None) if took => LineEffect::Took,
            (Told::Control(_), None) => LineEffect::NoEffect,
            (Told::Payload(_, What::Act(_)), None) => LineEffect::Took,
            _ => LineEffect::Nothing,
        }
    }

    fn pending_record(&self, mut record: Vec<RecordLine>, now: Timestamp) -> Vec<RecordLine> {
        let waiting = self.waiting(now);
        let size = self.lines.len() as u64;
        for (place, (_, item)) in (size..).zip(&self.out) {
            let control = item.signed().and_then(|(entry, _)| entry.control());
            let told = match control {
                Some(control) => {
                    Told::Control(control_view(control, Some(&item.content.payload), |control| {
                        self.subject(control)
                    }))
                }
                None => Told::payload(item.content.payload.clone()),
            };
            let id = item.id();
            record.push(RecordLine {
                id,
                place,
                author: person(self.state.member),
                claimed: Some(timestamp(item.content.claimed_ms)),
                zone: item.content.zone.clone(),
                window: Window::default(),
                effect: self.effect(id, &told, true),
                what: told.view(),
                came: None,
                pending: true,
                waits_until: waiting
                    .iter()
                    .find(|(waits, _)| *waits == id)
                    .map(|(_, until)| *until),
            });
        }
        record
    }

    /// The items of ours that are signed, in order.
    pub(crate) fn signed_out(&self) -> impl Iterator<Item = (u64, &SignedEntry, &[u8])> {
        self.out
            .iter()
            .filter_map(|(number, item)| item.signed().map(|(entry, body)| (*number, entry, body)))
    }

    /// Whether a control of this sort is on its way.
    pub(crate) fn is_pending(&self, sort: impl Fn(&Control) -> bool) -> bool {
        self.signed_out().any(|(_, entry, _)| entry.control().is_some_and(&sort))
    }

    /// Whether things can be said here at all, be it as drafts.
    pub(crate) fn takes_words(&self) -> bool {
        matches!(self.state.phase, Phase::Founding | Phase::Adding | Phase::In)
    }
}

fn window_of(windows: &Windows, index: u64) -> Window {
    let window = windows.get(index).unwrap_or_default();
    Window {
        not_before: window.not_before_ms.map(timestamp),
        not_after: window.not_after_ms.map(timestamp),
    }
}

impl Growth {
    /// The circle's first entry, which we wrote ourselves.
    pub(crate) fn founding(ledger: Ledger, content: &Content) -> Self {
        let line = Line {
            claimed_ms: Some(content.claimed_ms),
            zone: Rc::from(content.zone.as_str()),
            what: Told::Control(ControlView::Genesis),
            took: true,
        };
        Self { ledger, lines: vec![line], patched: BTreeMap::new() }
    }
}

/// What a sync brought, ready to be kept and then taken in.
pub(crate) struct Growth {
    pub(crate) ledger: Ledger,
    /// The new lines.
    pub(crate) lines: Vec<Line>,
    /// Earlier lines that are different now: erased, or readable at last.
    pub(crate) patched: BTreeMap<usize, Line>,
}

fn line_of(ledger: &Ledger, verified: &Verified) -> Line {
    let content = match &verified.content {
        Reading::Opened(content) => Some(content),
        Reading::Erased { .. } | Reading::Unreadable(_) | Reading::NoKey => None,
    };
    let what = match (verified.entry.control(), &verified.content) {
        (Some(control), _) => {
            let payload = content.map(|content| content.payload.as_slice());
            Told::Control(control_view(control, payload, |control| subject(ledger, control)))
        }
        (None, Reading::Opened(content)) => Told::payload(content.payload.clone()),
        (None, Reading::Erased { .. }) => Told::Erased,
        (None, Reading::NoKey) => Told::NoKey,
        (None, Reading::Unreadable(_)) => Told::Unreadable,
    };
    Line {
        claimed_ms: content.map(|content| content.claimed_ms),
        zone: content.map_or_else(|| Rc::from(""), |content| Rc::from(content.zone.as_str())),
        what,
        took: !matches!(verified.effect, Effect::None(_)),
    }
}

/// Whom a consent or an admission is about.
fn subject(ledger: &Ledger, control: &Control) -> Option<MemberId> {
    let (Control::Consent(candidate) | Control::Admit { candidate, .. }) = control else {
        return None;
    };
    Some(person(ledger.roster().proposal(candidate)?.candidate.member))
}
