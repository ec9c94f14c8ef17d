//! Keeping what a sync verified: chunks, ledger, outbox and state, all in one commit.

use steadfast_circle::entry::RelayName;
use steadfast_circle::writer::found_circle;

use crate::{
    error::SyncProblem,
    kept::{
        circle::{Circle, Growth},
        commit::{Writes, chunks, signed_chunk},
        line::{CHUNK, Line, Signed, encode_opened, encode_signed},
        outbox::Stage,
        state::{Phase, State},
    },
    member::{Inner, Kept},
    ports::{Ports, StoreError},
    problem::KeepError,
    vault::Vault,
};

impl<P: Ports> Inner<P> {
    /// Founds a circle that was made while its relay's name and key were not known: signs its genesis entry.
    pub(crate) async fn found(&self, kept: &Kept) -> Result<(), SyncProblem> {
        let address = kept.with(|circle| circle.state.relay.clone())?;
        let seed = self.seed().await?;
        let relay = self.relay(&address).info().await?;
        let vault = self.vault_of(kept)?;
        let content = self.content(Vec::new());
        let _turn = kept.write_turn.lock().await;
        let (mut state, known) =
            kept.with(|circle| (circle.state.clone(), circle.sealed.clone()))?;
        if state.phase != Phase::Founding {
            return Ok(());
        }
        let name: &RelayName = &relay.name;
        let founded =
            found_circle(&seed, &state.device, name, relay.key, &content, &mut self.ports.random());
        // The relay's name and key were read as such, so what cannot be signed is the relay's doing.
        let founded =
            founded.map_err(|_| crate::problem::RelayError::Garbled { question: "who it is" })?;
        let ledger = steadfast_circle::verify::Ledger::found(
            &founded.genesis.entry,
            Some(&founded.genesis.body),
        )
        .map_err(|_| crate::problem::RelayError::Garbled { question: "who it is" })?;
        state.id = founded.circle;
        state.nonce = founded.nonce;
        state.member = founded.genesis.entry.header().member;
        state.keys.insert(0, founded.key);
        state.phase = Phase::In;
        state.relay_name = name.to_string();
        state.genesis_waits = true;
        state.size = 1;
        let growth = Growth::founding(ledger.clone(), &content);
        let mut writes = Writes::default();
        writes.put(&*self.ports, &vault, &kept.slot.opened(0), &encode_opened(&growth.lines));
        let signed = [(founded.genesis.entry.bytes().to_vec(), Some(founded.genesis.body))];
        writes.put(&*self.ports, &vault, &kept.slot.signed(0), &encode_signed(&signed));
        let sealed =
            writes.replace(&*self.ports, &vault, &kept.slot.state(), Some(&known), &state.encode());
        match writes.commit(&*self.ports).await {
            Ok(()) => {
                let mut circle = kept.circle.borrow_mut();
                if let Some(old) = circle.take() {
                    *circle = Some(Circle::new(
                        state,
                        sealed,
                        Some(ledger),
                        growth.lines,
                        old.out,
                        old.evidence,
                    ));
                }
            }
            // Another tab founded it first.
            Err(KeepError::Store(StoreError::Conflict)) => self.reload(kept, &vault).await?,
            Err(error) => return Err(error.into()),
        }
        self.changed();
        Ok(())
    }

    /// Keeps what a sync brought to a record of `size` entries; false if another tab kept something meanwhile.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the parts of one commit, and stand in one place"
    )]
    pub(crate) async fn keep(
        &self,
        kept: &Kept,
        vault: &Vault,
        size: u64,
        growth: Growth,
        signed: &[Signed],
        erased: &[u64],
        note: impl Fn(&mut State),
    ) -> Result<bool, KeepError> {
        let _turn = kept.write_turn.lock().await;
        let (mut state, known) =
            kept.with(|circle| (circle.state.clone(), circle.sealed.clone()))?;
        if state.size != size {
            return Ok(false);
        }
        note(&mut state);
        state.size = growth.ledger.size();
        state.checked_ms = kept.checked_ms.get().max(state.checked_ms);
        let mut writes = Writes::default();
        self.put_chunks(kept, vault, size, &growth, signed, erased, &mut writes).await?;
        if state.ledger_size == 0 || state.size / CHUNK > state.ledger_size / CHUNK {
            writes.put(&*self.ports, vault, &kept.slot.ledger(), &growth.ledger.to_bytes());
            state.ledger_size = state.size;
        }
        let arrived: Vec<u64> = kept.with(|circle| {
            let arrived = |stage: &Stage| match stage {
                Stage::Signed { entry, .. } => growth.ledger.index_of(&entry.hash()).is_some(),
                Stage::Drafted(_) => false,
            };
            circle
                .out
                .iter()
                .filter(|(_, item)| arrived(&item.stage))
                .map(|(number, _)| *number)
                .collect()
        })?;
        for number in &arrived {
            writes.delete(vault, &kept.slot.out(*number));
        }
        state.out.retain(|number| !arrived.contains(number));
        self.stand(kept, &growth, &mut state)?;
        let sealed =
            writes.replace(&*self.ports, vault, &kept.slot.state(), Some(&known), &state.encode());
        match writes.commit(&*self.ports).await {
            Ok(()) => {}
            Err(KeepError::Store(StoreError::Conflict)) => {
                self.reload(kept, vault).await?;
                return Ok(false);
            }
            Err(error) => return Err(error),
        }
        if let Some(circle) = kept.circle.borrow_mut().as_mut() {
            (circle.state, circle.sealed) = (state, sealed);
            circle.out.retain(|(number, _)| !arrived.contains(number));
            circle.grow(growth);
        }
        self.changed();
        Ok(true)
    }

    /// Where this device stands by what the record says now.
    fn stand(&self, kept: &Kept, growth: &Growth, state: &mut State) -> Result<(), KeepError> {
        let device = kept.with(Circle::device)?;
        let roster = growth.ledger.roster();
        let left = roster.member(&state.member).is_some_and(|member| member.left.is_some());
        let known = roster.device(&device);
        state.phase = match (&state.phase, known) {
            _ if left => Phase::Left,
            (_, Some(device)) if device.removed.is_some() => Phase::DeviceRemoved,
            (_, Some(_)) => Phase::In,
            (phase, None) => phase.clone(),
        };
        Ok(())
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "they are the parts of one commit, and stand in one place"
    )]
    async fn put_chunks(
        &self,
        kept: &Kept,
        vault: &Vault,
        size: u64,
        growth: &Growth,
        signed: &[Signed],
        erased: &[u64],
        writes: &mut Writes,
    ) -> Result<(), KeepError> {
        let to = growth.ledger.size();
        let mut touched: Vec<u64> = chunks(size, to).collect();
        touched.extend(growth.patched.keys().map(|index| *index as u64 / CHUNK));
        touched.sort_unstable();
        touched.dedup();
        for chunk in touched {
            let (from, end) = (chunk * CHUNK, ((chunk + 1) * CHUNK).min(to));
            let lines: Vec<Line> = kept.with(|circle| {
                let line = |index: u64| {
                    let index = usize::try_from(index).unwrap_or(usize::MAX);
                    let known = growth.patched.get(&index).or_else(|| circle.lines.get(index));
                    known.or_else(|| growth.lines.get(index - circle.lines.len())).cloned()
                };
                (from..end).filter_map(line).collect()
            })?;
            writes.put(&*self.ports, vault, &kept.slot.opened(chunk), &encode_opened(&lines));
            let is_erased = |index: &u64| erased.contains(index);
            if end > size || (from..end).any(|index| is_erased(&index)) {
                let mut entries = match from < size {
                    true => signed_chunk(&*self.ports, vault, kept.slot, chunk).await?,
                    false => Vec::new(),
                };
                entries.truncate(usize::try_from(size.saturating_sub(from)).unwrap_or(usize::MAX));
                let new = |index: u64| signed.get(usize::try_from(index - size).ok()?).cloned();
                entries.extend((from.max(size)..end).filter_map(new));
                for (index, entry) in (from..).zip(&mut entries) {
                    if is_erased(&index) {
                        entry.1 = None;
                    }
                }
                writes.put(&*self.ports, vault, &kept.slot.signed(chunk), &encode_signed(&entries));
            }
        }
        Ok(())
    }
}
