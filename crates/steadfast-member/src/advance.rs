//! What is ours to do once a record is verified: add this device, change the key after somebody went, let in whom all
//! have said yes to, and sign what was drafted.

use std::collections::HashMap;

use rand_core::CryptoRng;
use steadfast_circle::{
    body::Content,
    entry::Control,
    epoch::EpochKeys,
    seed::MemberSeed,
    verify::Position,
    writer::{self, write_entry},
};
use steadfast_repair::EntryId;

use crate::{
    error::{SayError, SyncProblem},
    kept::{
        circle::{Circle, timestamp},
        outbox::{OutItem, Stage, rename},
        state::{Admission, Phase},
    },
    member::{Edit, Inner, Kept},
    ports::Ports,
};

impl<P: Ports> Inner<P> {
    /// Puts on its way whatever is ours to do now.
    pub(crate) async fn advance(&self, kept: &Kept) -> Result<(), SyncProblem> {
        let phase = kept.with(|circle| circle.state.phase.clone())?;
        let seed = if phase == Phase::Adding { Some(self.seed().await?) } else { None };
        let content = self.content(Vec::new());
        let done = self
            .edit(kept, |circle, random| {
                let mut pen = Pen::at(circle, &content, random);
                match &circle.state.phase {
                    Phase::Adding => pen.add_this_device(seed.as_ref())?,
                    Phase::In => {
                        pen.sign_anew()?;
                        pen.change_stale_key()?;
                        pen.let_in()?;
                        pen.grant_owed()?;
                        pen.sign_drafts()?;
                    }
                    Phase::Founding | Phase::Joining(_) | Phase::DeviceRemoved | Phase::Left => {}
                }
                Ok::<_, SayError>(pen.done())
            })
            .await;
        match done {
            Ok(()) => Ok(()),
            Err(SayError::Keep(error)) => Err(error.into()),
            // Nothing here is a person's doing. What cannot be written now is tried again after the next sync.
            Err(_) => Ok(()),
        }
    }
}

/// Writes entries one after the other at the end of our chain.
struct Pen<'a, R> {
    circle: &'a Circle,
    content: &'a Content,
    random: &'a mut R,
    position: Option<Position>,
    edit: Edit<()>,
    idle: bool,
}

impl<'a, R: CryptoRng> Pen<'a, R> {
    fn at(circle: &'a Circle, content: &'a Content, random: &'a mut R) -> Self {
        Self {
            circle,
            content,
            random,
            position: circle.position(),
            edit: Edit::of(circle, ()),
            idle: true,
        }
    }

    fn done(mut self) -> Edit<()> {
        self.edit.idle = self.idle;
        self.edit
    }

    fn write(
        &mut self,
        control: Option<Control>,
        content: Content,
        before: Option<EntryId>,
    ) -> Result<Option<EntryId>, SayError> {
        let Some(position) = self.position else { return Ok(None) };
        let state = &self.circle.state;
        let Some(key) = state.keys.get(position.epoch) else { return Ok(None) };
        let written = write_entry(
            state.member,
            &self.circle.keys,
            &position,
            control,
            &content,
            key,
            self.random,
        )?;
        self.position = Some(position.after(&written.entry));
        let id = EntryId(written.entry.hash().to_bytes());
        let stage = Stage::Signed { entry: Box::new(written.entry), body: written.body, before };
        self.edit.add.push(OutItem { content, stage });
        self.idle = false;
        Ok(Some(id))
    }

    fn write_controls(&mut self, controls: Vec<Control>) -> Result<(), SayError> {
        for control in controls {
            self.write(Some(control), self.content.clone(), None)?;
        }
        Ok(())
    }

    /// Whether a control of this sort is on its way, from before or from just now.
    fn is_pending(&self, sort: impl Fn(&Control) -> bool) -> bool {
        let added = self.edit.add.iter().filter_map(OutItem::signed);
        self.circle.is_pending(&sort)
            || added.into_iter().any(|(entry, _)| entry.control().is_some_and(&sort))
    }

    fn add_this_device(&mut self, seed: Option<&MemberSeed>) -> Result<(), SayError> {
        let (Some(seed), false) =
            (seed, self.is_pending(|control| matches!(control, Control::AddDevice(_))))
        else {
            return Ok(());
        };
        let nonce = &self.circle.state.nonce;
        let certificate = seed.derive_identity(nonce).certify(nonce, &self.circle.keys);
        self.write(Some(Control::AddDevice(certificate)), self.content.clone(), None)?;
        Ok(())
    }

    /// If the record holds entries of this device that this store does not know, because the store is an older copy,
    /// then what is signed here can never be appended. It is put on its way again, further on in the chain.
    fn sign_anew(&mut self) -> Result<(), SayError> {
        let Some(ledger) = &self.circle.ledger else { return Ok(()) };
        let next = ledger.position(&self.circle.device());
        let first = self.circle.signed_out().next().map(|(_, entry, _)| entry.header().sequence);
        if first.is_none_or(|first| first == next.sequence) {
            return Ok(());
        }
        self.position = Some(next);
        for (number, item) in &self.circle.out {
            let Some((entry, _)) = item.signed() else { continue };
            self.edit.remove.push(*number);
            self.idle = false;
            match entry.control() {
                Some(control) => {
                    self.write(Some(control.clone()), item.content.clone(), Some(item.id()))?;
                }
                None => {
                    let stage = Stage::Drafted(item.id());
                    self.edit.add.push(OutItem { content: item.content.clone(), stage });
                }
            }
        }
        Ok(())
    }

    fn change_stale_key(&mut self) -> Result<(), SayError> {
        let stale = self.circle.ledger.as_ref().is_some_and(|ledger| ledger.roster().is_stale());
        if stale { self.begin_epoch() } else { Ok(()) }
    }

    fn begin_epoch(&mut self) -> Result<(), SayError> {
        let pending = self.is_pending(|control| matches!(control, Control::BeginEpoch { .. }));
        let Some(ledger) = self.circle.ledger.as_ref().filter(|_| !pending) else { return Ok(()) };
        // A roster holds no key to which nothing can be sealed, so there is nothing to say about the error.
        let Ok(epoch) = writer::begin_epoch(ledger.roster(), self.random) else { return Ok(()) };
        self.write_controls(epoch.controls)
    }

    /// Gives the keys of epochs to whoever came in while one began and was granted it by nobody. Several may notice and
    /// do so at once; a key that is given twice is the same key.
    fn grant_owed(&mut self) -> Result<(), SayError> {
        let changing = |control: &Control| {
            matches!(
                control,
                Control::BeginEpoch { .. } | Control::Grant(_) | Control::Admit { .. }
            )
        };
        let Some(ledger) = self.circle.ledger.as_ref().filter(|_| !self.is_pending(changing))
        else {
            return Ok(());
        };
        // A roster holds no key to which nothing can be sealed, so there is nothing to say about the error.
        let keys = &self.circle.state.keys;
        let Ok(grants) = writer::grant_owed(ledger.roster(), keys, self.random) else {
            return Ok(());
        };
        self.write_controls(grants)
    }

    /// Takes every admission a step further.
    fn let_in(&mut self) -> Result<(), SayError> {
        let mut going_on = Vec::new();
        for admission in self.circle.state.admissions.clone() {
            if self.admit(&admission)? {
                going_on.push(admission);
            }
        }
        if going_on != self.edit.state.admissions {
            self.edit.state.admissions = going_on;
            self.idle = false;
        }
        Ok(())
    }

    /// Takes one admission a step further; false once there is nothing more to do for it.
    fn admit(&mut self, admission: &Admission) -> Result<bool, SayError> {
        let Admission { candidate, hide_up_to } = *admission;
        let Some(ledger) = &self.circle.ledger else { return Ok(true) };
        let roster = ledger.roster();
        let Some(proposal) = roster.proposal(&candidate) else {
            let proposing = |control: &Control| matches!(control, Control::Propose { candidate: other, .. } if other.hash() == candidate);
            return Ok(self.is_pending(proposing));
        };
        if proposal.admitted.is_some() {
            return Ok(false);
        }
        let admitting = |control: &Control| matches!(control, Control::Admit { candidate: other, .. } if *other == candidate);
        let consented =
            roster.missing_consents(&candidate).is_some_and(|missing| missing.is_empty());
        if !consented || self.is_pending(admitting) {
            return Ok(true);
        }
        if let Some(hidden) = hide_up_to
            && roster.epoch() <= hidden
        {
            // What was written so far is under a key that they must not get, so a new one comes first.
            self.begin_epoch()?;
            return Ok(true);
        }
        let shown = |(epoch, _): &(u32, _)| hide_up_to.is_none_or(|hidden| *epoch > hidden);
        let keys: EpochKeys = self
            .circle
            .state
            .keys
            .iter()
            .filter(shown)
            .map(|(epoch, key)| (epoch, key.clone()))
            .collect();
        if keys.get(roster.epoch()).is_none() {
            return Ok(true);
        }
        if let Ok(Some(controls)) = writer::admit(roster, &candidate, &keys, self.random) {
            self.write_controls(controls)?;
        }
        Ok(true)
    }

    /// Signs what was said while it could not be signed.
    fn sign_drafts(&mut self) -> Result<(), SayError> {
        let ready = self.position.is_some_and(|position| {
            !position.stale && self.circle.state.keys.get(position.epoch).is_some()
        });
        if !ready || self.is_pending(|control| matches!(control, Control::BeginEpoch { .. })) {
            return Ok(());
        }
        let mut names: HashMap<EntryId, EntryId> = self.circle.aliases().collect();
        // Those that were signed before and lost their place come first, as they were said first.
        let (again, rest): (Vec<_>, Vec<_>) =
            self.edit.add.drain(..).partition(|item| matches!(item.stage, Stage::Drafted(_)));
        self.edit.add = rest;
        let kept = self.circle.out.iter().filter(|(number, _)| !self.edit.remove.contains(number));
        let kept = kept.map(|(number, item)| (Some(*number), item.clone()));
        let drafts: Vec<_> = again.into_iter().map(|item| (None, item)).chain(kept).collect();
        let now = timestamp(self.content.claimed_ms);
        let mut waiting = Vec::new();
        for (number, item) in drafts {
            let Stage::Drafted(id) = item.stage else { continue };
            let waits = self.circle.waits(&item.content, &waiting, now);
            let signed = match waits {
                Some(until) => {
                    waiting.push((id, until));
                    None
                }
                None => self.write(None, self.to_sign(&item.content, &names), Some(id))?,
            };
            match signed {
                Some(now) => {
                    names.insert(id, now);
                    self.edit.remove.extend(number);
                }
                None if number.is_none() => self.edit.add.push(item),
                None => {}
            }
        }
        Ok(())
    }

    /// A draft as it is signed: with the ids that others of ours have by now, and said to be from now if it had to wait. What
    /// waited is said when it goes; that it was written in the time for which the other had asked is nobody's to read.
    fn to_sign(&self, draft: &Content, names: &HashMap<EntryId, EntryId>) -> Content {
        let mut content = draft.clone();
        for (before, now) in names {
            rename(&mut content.payload, *before, *now);
        }
        if self.circle.has_waited(&content) {
            content.claimed_ms = self.content.claimed_ms;
            content.zone.clone_from(&self.content.zone);
        }
        content
    }
}
