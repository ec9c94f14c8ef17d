//! Syncing one circle: verify what is new, do what is ours to do, send what is on its way, and look again.

use futures::{future::maybe_done, poll};
use steadfast_circle::{
    CircleId,
    body::Content,
    entry::{Control, SignedEntry},
    evidence::{Broken, By, Evidence},
    log::checkpoint::Checkpoint,
    relay_api::{EntriesPage, Problem},
    seed::{IdentityKey, MemberSeed},
    verify::{Outcome, Reading, Receiver, Replica},
};

use crate::{
    error::SyncProblem,
    kept::{
        circle::Circle,
        commit::signed_chunk,
        line::{CHUNK, Line, Told},
        state::Phase,
    },
    member::{Edit, Inner, Kept, Member},
    ports::{Ports, Store},
    problem::{KeepError, RelayError},
    push::Pushed,
    relay::{As, Key},
    vault::Vault,
    view::SyncReport,
};

/// More rounds of reading and sending than this in one sync would mean that two devices answer each other for ever.
const ROUNDS_MAX: usize = 8;

/// How many rounds look again when a body is missing before they say that the relay dropped it.
const LOOKS_AGAIN_MAX: usize = 2;

impl<P: Ports> Member<P> {
    /// Fetches and verifies what is new, sends what is on its way, does what is ours to do (such as letting in somebody
    /// to whom all have said yes). Two at once for one circle take turns.
    ///
    /// # Errors
    /// [`SyncProblem`]. What was verified before is kept, and everything of ours stays in the outbox.
    pub async fn sync(&self, circle: CircleId) -> Result<SyncReport, SyncProblem> {
        let kept = self.inner.kept(circle)?;
        self.inner.sync(&kept).await
    }

    /// Syncs every circle that this device is in, one after the other, and the member's locker.
    pub async fn sync_all(&self) -> Vec<(CircleId, Result<SyncReport, SyncProblem>)> {
        let mut reports = Vec::new();
        for kept in self.inner.circles().unwrap_or_default() {
            let Ok((id, takes_words)) = kept.with(|circle| (circle.state.id, circle.takes_words()))
            else {
                continue;
            };
            if takes_words {
                let report = self.inner.sync(&kept).await;
                let id = kept.with(|circle| circle.state.id).unwrap_or(id);
                reports.push((id, report));
            }
        }
        // What fails of these two now is done by the next sync; the circles are what matters here.
        if let (Ok(true), Ok(circles)) = (self.inner.say_device().await, self.inner.circles())
            && let Some(mine) = circles.first()
        {
            let _ = self.inner.sync(mine).await;
        }
        let _ = self.inner.sync_locker().await;
        reports
    }

    /// How far a sync under way is: entries verified so far, and entries to come to. `None` if none is under way, or
    /// it has nothing to fetch.
    pub fn sync_progress(&self, circle: CircleId) -> Option<(u64, u64)> {
        self.inner.kept(circle).ok()?.progress.get()
    }
}

/// What a read of the relay's record came to.
enum Pulled {
    /// It is verified and kept.
    Kept,
    /// Another tab kept something, or the record grew, meanwhile; it has to be looked at again.
    Overtaken,
}

impl<P: Ports> Inner<P> {
    pub(crate) async fn sync(&self, kept: &Kept) -> Result<SyncReport, SyncProblem> {
        let _turn = kept.sync_turn.lock().await;
        let result = self.sync_now(kept).await;
        kept.progress.set(None);
        self.note(kept, &result).await?;
        result
    }

    async fn sync_now(&self, kept: &Kept) -> Result<SyncReport, SyncProblem> {
        let vault = self.vault_of(kept)?;
        self.refresh(kept, &vault).await?;
        let (size_before, waiting_before) =
            kept.with(|circle| (circle.lines.len() as u64, circle.out.len()))?;
        match kept.with(|circle| circle.state.phase.clone())? {
            Phase::Founding => self.found(kept).await?,
            Phase::Joining(_) | Phase::Adding | Phase::In => {}
            Phase::DeviceRemoved | Phase::Left => return Err(SyncProblem::NotIn),
        }
        let mut pushed = self.push_genesis(kept, &vault).await?;
        let mut curable = true;
        for round in 0..ROUNDS_MAX {
            match self.pull(kept, &vault, pushed.take(), round < LOOKS_AGAIN_MAX).await {
                Ok(Pulled::Kept) => {}
                Ok(Pulled::Overtaken) => continue,
                Err(SyncProblem::NotIn) if self.has_left(kept).await? => break,
                Err(problem) => return Err(problem),
            }
            self.advance(kept).await?;
            match self.push(kept).await {
                Ok(Some(newest)) => pushed = Some(newest),
                Ok(None) => break,
                // Something may have come in between; reading again shows what, once.
                Err(SyncProblem::Relay(error)) if curable && may_be_overtaken(&error) => {
                    curable = false
                }
                Err(problem) => return Err(problem),
            }
        }
        kept.with(|circle| {
            let entries = circle.lines.len() as u64;
            let sent = waiting_before.saturating_sub(circle.out.len());
            SyncReport { entries_new: entries.saturating_sub(size_before), sent, entries }
        })
        .map_err(SyncProblem::from)
    }

    /// Reads the circle anew if another tab has written it.
    pub(crate) async fn refresh(&self, kept: &Kept, vault: &Vault) -> Result<(), KeepError> {
        let lies = self.ports.store().get(&vault.name(&kept.slot.state())).await?;
        let known = kept.with(|circle| lies.as_deref() == Some(circle.sealed.as_slice()))?;
        if known { Ok(()) } else { self.reload(kept, vault).await }
    }

    /// Keeps how the sync went, if that is news.
    async fn note(
        &self,
        kept: &Kept,
        result: &Result<SyncReport, SyncProblem>,
    ) -> Result<(), SyncProblem> {
        let now = self.now_ms();
        let (mut offline, mut refused, mut broken) = (None, None, false);
        match result {
            Ok(_) => {
                kept.checked_ms.set(Some(now));
                self.changed();
            }
            Err(SyncProblem::Relay(error)) if error.is_passing() => {
                // Nobody being reachable takes nothing back of what was found before.
                (refused, broken) =
                    kept.with(|circle| (circle.state.refused.clone(), circle.state.broken))?;
                offline = kept.with(|circle| circle.state.offline_since_ms)?.or(Some(now));
            }
            Err(SyncProblem::Relay(error)) => refused = Some(error.clone()),
            Err(SyncProblem::Broken(_)) => broken = true,
            Err(SyncProblem::NotIn | SyncProblem::Keep(_)) => return Ok(()),
        }
        let same = kept.with(|circle| {
            let state = &circle.state;
            state.offline_since_ms == offline && state.refused == refused && state.broken == broken
        })?;
        if same {
            return Ok(());
        }
        self.edit(kept, |circle, _| {
            let mut edit = Edit::of(circle, ());
            edit.state.offline_since_ms = offline;
            edit.state.refused = refused.clone();
            edit.state.broken = broken;
            Ok::<_, KeepError>(edit)
        })
        .await?;
        Ok(())
    }

    /// The relay's name, by which tokens are signed.
    pub(crate) async fn relay_name(&self, kept: &Kept) -> Result<String, SyncProblem> {
        let (name, address) = kept.with(|circle| {
            let pinned =
                circle.ledger.as_ref().map(|ledger| ledger.roster().relay_name().to_string());
            (pinned.unwrap_or_else(|| circle.state.relay_name.clone()), circle.state.relay.clone())
        })?;
        if !name.is_empty() {
            return Ok(name);
        }
        Ok(self.relay(&address).info().await?.name.to_string())
    }

    /// Whether the relay shows us nothing more because it took our leave, in between what others wrote.
    async fn has_left(&self, kept: &Kept) -> Result<bool, SyncProblem> {
        let leaving = |circle: &Circle| {
            !circle.state.promised.is_empty()
                && circle.is_pending(|control| matches!(control, Control::Leave))
        };
        if !kept.with(leaving)? {
            return Ok(false);
        }
        self.edit(kept, |circle, _| {
            let mut edit = Edit::of(circle, ());
            edit.state.phase = Phase::Left;
            edit.remove = circle.signed_out().map(|(number, ..)| number).collect();
            Ok::<_, KeepError>(edit)
        })
        .await?;
        Ok(true)
    }

    /// Reads the relay's record on, verifies it, and keeps what is new.
    async fn pull(
        &self,
        kept: &Kept,
        vault: &Vault,
        pushed: Option<Pushed>,
        may_look_again: bool,
    ) -> Result<Pulled, SyncProblem> {
        let (id, address) = kept.with(|circle| (circle.state.id, circle.state.relay.clone()))?;
        let relay = self.relay(&address);
        let (checkpoint, run) = match pushed {
            Some(pushed) => (pushed.checkpoint, pushed.run),
            None => (relay.checkpoint(id).await?, None),
        };
        if self.is_whole(kept, &checkpoint)? {
            return self.keep_checkpoint(kept, checkpoint).await.map(|()| Pulled::Kept);
        }
        // Who is in follows from the record: as long as it does not grow, whoever was turned away would be again.
        let joining = kept.with(|circle| matches!(circle.state.phase, Phase::Joining(_)))?;
        if joining && *kept.turned_away.borrow() == checkpoint {
            return Err(SyncProblem::NotIn);
        }
        // Without the member seed, which lies in Mine, the keys granted to this device have to do.
        let seed = self.seed().await.ok();
        let (mut replica, size) = kept.with(|circle| {
            let mut receivers = vec![Receiver::from(&circle.keys)];
            receivers.extend(
                seed.iter().map(|seed| Receiver::from(&seed.derive_recovery(&circle.state.nonce))),
            );
            let held = Some(circle.state.checkpoint.clone()).filter(|text| !text.is_empty());
            let replica = match &circle.ledger {
                Some(ledger) => {
                    Replica::resume(ledger.clone(), held, receivers, circle.state.keys.clone())
                }
                None => Replica::new(id, receivers),
            };
            (replica, circle.lines.len() as u64)
        })?;
        let name = self.relay_name(kept).await?;
        let reader = self.reader(kept, seed.as_ref())?;
        let mut progress = match replica.begin(&checkpoint) {
            Ok(progress) => progress,
            Err(error) => return Err(self.stop(kept, vault, error).await),
        };
        if let Some((_, run)) = run.filter(|(from, _)| *from == progress.reached) {
            progress = match replica.step_entries(run) {
                Ok(progress) => progress,
                Err(error) => return Err(self.stop(kept, vault, error).await),
            };
        }
        let ask = |from| Box::pin(maybe_done(self.page(kept, &name, &reader, id, from)));
        let mut coming = progress.wants_more().then(|| ask(progress.reached));
        while let Some(mut asked) = coming.take() {
            kept.progress.set(Some((progress.reached, progress.size)));
            self.changed();
            asked.as_mut().await;
            let page = asked.as_mut().take_output().expect("what was awaited is done");
            if matches!(page, Err(SyncProblem::NotIn)) {
                kept.turned_away.replace(checkpoint.clone());
            }
            let page = page?;
            // The next page comes over the network while this one is verified: polling once sends the request.
            let next = progress.reached + EntriesPage::count(&page).unwrap_or(0);
            if next > progress.reached && next < progress.size {
                let mut ahead = ask(next);
                let _still_coming = poll!(ahead.as_mut());
                coming = Some(ahead);
            }
            progress = match replica.step(&page) {
                Ok(progress) => progress,
                Err(error) => return Err(self.stop(kept, vault, error).await),
            };
        }
        let outcome = match replica.finish() {
            Ok(outcome) => outcome,
            // A body that is missing may have been erased since the checkpoint. A newer one tells.
            Err(error) if may_look_again && error.may_be_overtaken() => {
                return Ok(Pulled::Overtaken);
            }
            Err(error) => return Err(self.stop(kept, vault, error).await),
        };
        if let Some(evidence) = self.broken_promise(kept, &replica, &checkpoint)? {
            return Err(self.keep_evidence(kept, vault, evidence).await);
        }
        self.keep_growth(kept, vault, size, &replica, &outcome).await
    }

    /// Who asks for entries: this device, or the person where this device is not in the circle yet.
    fn reader(&self, kept: &Kept, seed: Option<&MemberSeed>) -> Result<Reader, SyncProblem> {
        let device = kept.with(|circle| circle.keys.clone())?;
        let nonce = kept.with(|circle| circle.state.nonce)?;
        let first = !matches!(kept.with(|circle| circle.state.phase.clone())?, Phase::Adding);
        Ok(Reader {
            device: first.then_some(device),
            identity: seed.map(|seed| seed.derive_identity(&nonce)),
        })
    }

    async fn page(
        &self,
        kept: &Kept,
        name: &str,
        reader: &Reader,
        id: CircleId,
        from: u64,
    ) -> Result<Vec<u8>, SyncProblem> {
        let address = kept.with(|circle| circle.state.relay.clone())?;
        let relay = self.relay(&address);
        let who = |key| As { tokens: &self.tokens, relay_name: name, key };
        let refused = match &reader.device {
            Some(device) => match relay.entries(who(Key::Device(device)), id, from).await {
                Ok(page) => return Ok(page),
                // A device that was removed learns so by asking as the person.
                Err(error) if is_stranger(&error) => error,
                Err(error) => return Err(error.into()),
            },
            None => RelayError::Garbled { question: "for entries" },
        };
        let stranger = |error: RelayError| {
            if is_stranger(&error) { SyncProblem::NotIn } else { SyncProblem::Relay(error) }
        };
        match &reader.identity {
            Some(identity) => {
                relay.entries(who(Key::Identity(identity)), id, from).await.map_err(stranger)
            }
            None => Err(stranger(refused)),
        }
    }

    /// Whether a checkpoint says what this device has verified already, and no less than the relay has promised.
    fn is_whole(&self, kept: &Kept, checkpoint: &str) -> Result<bool, KeepError> {
        kept.with(|circle| {
            let Some(ledger) = &circle.ledger else { return false };
            let verify = |text: &str| {
                Checkpoint::verify(text, &ledger.roster().vkey(), &ledger.circle()).ok()
            };
            let promised = verify(&circle.state.promised).map_or(0, |promised| promised.size);
            verify(checkpoint).is_some_and(|served| {
                served.size == ledger.size()
                    && served.root == ledger.root()
                    && promised <= served.size
            })
        })
    }

    async fn keep_checkpoint(&self, kept: &Kept, checkpoint: String) -> Result<(), SyncProblem> {
        if kept.with(|circle| circle.state.checkpoint == checkpoint)? {
            return Ok(());
        }
        self.edit(kept, |circle, _| {
            let mut edit = Edit::of(circle, ());
            edit.state.checkpoint.clone_from(&checkpoint);
            edit.state.promised.clear();
            Ok::<_, KeepError>(edit)
        })
        .await?;
        Ok(())
    }

    /// A receipt is a promise: what it holds must be in every later record.
    fn broken_promise(
        &self,
        kept: &Kept,
        replica: &Replica,
        checkpoint: &str,
    ) -> Result<Option<Evidence>, KeepError> {
        let promised = kept.with(|circle| circle.state.promised.clone())?;
        let Some(ledger) = replica.ledger() else { return Ok(None) };
        let Ok(promise) = Checkpoint::verify(&promised, &ledger.roster().vkey(), &ledger.circle())
        else {
            return Ok(None);
        };
        let broken = match ledger.root_at(promise.size) {
            None => Broken::RolledBack { held: promise.size, served: ledger.size() },
            Some(root) if root != promise.root => {
                Broken::Forked { size: promise.size, held: promise.root, served: root }
            }
            Some(_) => return Ok(None),
        };
        Ok(Some(Evidence {
            circle: ledger.circle(),
            broken,
            by: By::Relay,
            index: None,
            checkpoint: checkpoint.to_owned(),
            held: Some(promised),
            entry: None,
            body: None,
            other: None,
        }))
    }

    /// What can be read at last of entries whose key came later.
    async fn open_later(
        &self,
        kept: &Kept,
        vault: &Vault,
        replica: &Replica,
        outcome: &Outcome,
    ) -> Result<Vec<(u64, Content)>, KeepError> {
        if outcome.learned.is_empty() {
            return Ok(Vec::new());
        }
        let closed: Vec<u64> = kept.with(|circle| {
            let unread = |line: &Line| {
                line.claimed_ms.is_none() && matches!(line.what, Told::NoKey | Told::Control(_))
            };
            (0..)
                .zip(&circle.lines)
                .filter(|(_, line)| unread(line))
                .map(|(index, _)| index)
                .collect()
        })?;
        let mut opened = Vec::new();
        let mut chunk = None;
        for index in closed {
            let number = index / CHUNK;
            if chunk.as_ref().is_none_or(|(held, _)| *held != number) {
                chunk = Some((number, signed_chunk(&*self.ports, vault, kept.slot, number).await?));
            }
            let within = usize::try_from(index % CHUNK).unwrap_or(0);
            let Some((entry, Some(body))) =
                chunk.as_ref().and_then(|(_, entries)| entries.get(within))
            else {
                continue;
            };
            let Ok(entry) = SignedEntry::decode(entry) else { continue };
            if let Reading::Opened(content) = replica.read(&entry, body) {
                opened.push((index, content));
            }
        }
        Ok(opened)
    }

    async fn keep_growth(
        &self,
        kept: &Kept,
        vault: &Vault,
        size: u64,
        replica: &Replica,
        outcome: &Outcome,
    ) -> Result<Pulled, SyncProblem> {
        let Some(ledger) = replica.ledger().cloned() else { return Ok(Pulled::Kept) };
        let opened_later = self.open_later(kept, vault, replica, outcome).await?;
        let checkpoint = replica.checkpoint().unwrap_or_default().to_owned();
        let keys = replica.keys().clone();
        let signed = outcome
            .verified
            .iter()
            .map(|new| (new.entry.bytes().to_vec(), new.body.clone()))
            .collect::<Vec<_>>();
        let erased: Vec<u64> = outcome.erased.iter().map(|(index, _)| *index).collect();
        let growth = kept.with(|circle| circle.growth(ledger, outcome, opened_later))?;
        let kept_it = self
            .keep(kept, vault, size, growth, &signed, &erased, |state| {
                state.checkpoint.clone_from(&checkpoint);
                state.promised.clear();
                state.keys = keys.clone();
            })
            .await?;
        Ok(if kept_it { Pulled::Kept } else { Pulled::Overtaken })
    }
}

/// Who may ask for entries.
struct Reader {
    device: Option<steadfast_circle::device::DeviceKeys>,
    identity: Option<IdentityKey>,
}

fn is_stranger(error: &RelayError) -> bool {
    error.is(Problem::NotAMember) || error.is(Problem::Forbidden)
}

fn may_be_overtaken(error: &RelayError) -> bool {
    [Problem::Conflict, Problem::SeenUnknown, Problem::WrongEpoch, Problem::NotAMember]
        .into_iter()
        .any(|problem| error.is(problem))
}
