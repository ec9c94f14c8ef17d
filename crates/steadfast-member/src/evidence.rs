//! Keeping evidence of broken promises.

use steadfast_circle::{
    evidence::{Broken, Evidence},
    verify::SyncError,
};

use crate::{
    error::SyncProblem,
    kept::{
        circle::timestamp,
        commit::{Writes, encode_evidence, signed_chunk},
        line::CHUNK,
    },
    member::{Inner, Kept},
    ports::Ports,
    problem::{KeepError, RelayError},
    vault::Vault,
    view::KeptEvidence,
};

/// How many pieces of evidence are kept of one circle; the last one gives way to newer ones.
const EVIDENCE_MAX: u64 = 16;

impl<P: Ports> Inner<P> {
    /// Ends a sync that met a broken promise.
    pub(crate) async fn stop(&self, kept: &Kept, vault: &Vault, error: SyncError) -> SyncProblem {
        match error {
            SyncError::Broken(failure) => {
                let mut evidence = failure.evidence;
                if let Broken::Equivocation { first, .. } = evidence.broken {
                    let passed = failure.passed.iter().find(|passed| passed.index == first);
                    evidence.other = match passed {
                        Some(passed) => Some(passed.entry.bytes().to_vec()),
                        None => self.signed_entry(kept, vault, first).await,
                    };
                }
                self.keep_evidence(kept, vault, evidence).await
            }
            SyncError::NotBegun => RelayError::Garbled { question: "for entries" }.into(),
        }
    }

    async fn signed_entry(&self, kept: &Kept, vault: &Vault, index: u64) -> Option<Vec<u8>> {
        let chunk = signed_chunk(&*self.ports, vault, kept.slot, index / CHUNK).await.ok()?;
        chunk.into_iter().nth(usize::try_from(index % CHUNK).ok()?).map(|(entry, _)| entry)
    }

    /// Keeps evidence, unless the same was kept last.
    pub(crate) async fn keep_evidence(
        &self,
        kept: &Kept,
        vault: &Vault,
        evidence: Evidence,
    ) -> SyncProblem {
        let found = KeptEvidence { seen_at: timestamp(self.now_ms()), evidence };
        match self.try_keep_evidence(kept, vault, &found).await {
            Ok(found) => SyncProblem::Broken(Box::new(found)),
            Err(error) => error.into(),
        }
    }

    async fn try_keep_evidence(
        &self,
        kept: &Kept,
        vault: &Vault,
        found: &KeptEvidence,
    ) -> Result<KeptEvidence, KeepError> {
        let last = kept.with(|circle| circle.evidence.last().cloned())?;
        if let Some(last) = last.filter(|last| last.evidence.broken == found.evidence.broken) {
            return Ok(last);
        }
        let _turn = kept.write_turn.lock().await;
        let (mut state, known) =
            kept.with(|circle| (circle.state.clone(), circle.sealed.clone()))?;
        let number = state.evidence.min(EVIDENCE_MAX - 1);
        state.evidence = number + 1;
        state.broken = true;
        let mut writes = Writes::default();
        writes.put(&*self.ports, vault, &kept.slot.evidence(number), &encode_evidence(found));
        let sealed =
            writes.replace(&*self.ports, vault, &kept.slot.state(), Some(&known), &state.encode());
        writes.commit(&*self.ports).await?;
        if let Some(circle) = kept.circle.borrow_mut().as_mut() {
            circle.evidence.truncate(usize::try_from(number).unwrap_or(usize::MAX));
            circle.evidence.push(found.clone());
            (circle.state, circle.sealed) = (state, sealed);
        }
        self.changed();
        Ok(found.clone())
    }
}
