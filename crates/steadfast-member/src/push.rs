//! Sending what is on its way, and remembering what the relay promised about it.

use steadfast_circle::{
    entry::SignedEntry,
    evidence::{Broken, By, Evidence},
    log::checkpoint::Checkpoint,
    relay_api::{APPEND_ENTRIES_MAX, AppendRequest, Receipt, Submission},
    verify::Ledger,
};

use crate::{
    error::SyncProblem,
    kept::{circle::Circle, commit::signed_chunk, line::Signed},
    member::{Edit, Inner, Kept},
    ports::Ports,
    problem::{KeepError, RelayError},
    relay::{As, Key},
    vault::Vault,
};

/// Bytes of one append; the relay takes 4 MiB, with all that is around them.
const BATCH_LENGTH_MAX: usize = 3 * 1024 * 1024;

/// What the relay took, by its receipt.
pub(crate) struct Pushed {
    pub(crate) checkpoint: String,
    /// From which index on which entries of ours follow each other there: they need not be fetched again.
    pub(crate) run: Option<(u64, Vec<Signed>)>,
}

impl<P: Ports> Inner<P> {
    /// Sends the genesis entry of a circle that we founded, if it is not at the relay yet.
    pub(crate) async fn push_genesis(
        &self,
        kept: &Kept,
        vault: &Vault,
    ) -> Result<Option<Pushed>, SyncProblem> {
        if !kept.with(|circle| circle.state.genesis_waits)? {
            return Ok(None);
        }
        let chunk = signed_chunk(&*self.ports, vault, kept.slot, 0).await?;
        let Some((entry, Some(body))) = chunk.into_iter().next() else { return Ok(None) };
        let (device, address) =
            kept.with(|circle| (circle.keys.clone(), circle.state.relay.clone()))?;
        let name = self.relay_name(kept).await?;
        let who = As { tokens: &self.tokens, relay_name: &name, key: Key::Device(&device) };
        let receipt = self.relay(&address).found(who, &Submission { entry, body }).await?;
        let (checkpoint, _) = self.take_receipt(kept, vault, receipt, 1, true).await?;
        Ok(Some(Pushed { checkpoint, run: None }))
    }

    /// Sends everything that is signed. `None` if there was nothing to send.
    pub(crate) async fn push(&self, kept: &Kept) -> Result<Option<Pushed>, SyncProblem> {
        let vault = self.vault_of(kept)?;
        let submissions: Vec<Submission> = kept.with(|circle| {
            let submission = |(_, entry, body): (u64, &SignedEntry, &[u8])| Submission {
                entry: entry.bytes().to_vec(),
                body: body.to_vec(),
            };
            circle.signed_out().map(submission).collect()
        })?;
        if submissions.is_empty() {
            return Ok(None);
        }
        let (id, device, address) =
            kept.with(|circle| (circle.state.id, circle.keys.clone(), circle.state.relay.clone()))?;
        let name = self.relay_name(kept).await?;
        let who = As { tokens: &self.tokens, relay_name: &name, key: Key::Device(&device) };
        let mut newest: Option<Pushed> = None;
        for submissions in batches(submissions) {
            let request = AppendRequest { submissions };
            let receipt = self.relay(&address).append(who, id, &request).await?;
            let count = request.submissions.len();
            let (checkpoint, indices) =
                self.take_receipt(kept, &vault, receipt, count, false).await?;
            let sent = request.submissions.into_iter().map(|sent| (sent.entry, Some(sent.body)));
            let before = newest.take().and_then(|pushed| pushed.run);
            newest = Some(Pushed { checkpoint, run: follow_on(before, &indices, sent) });
        }
        Ok(newest)
    }

    /// Remembers what the relay promised. Gives the checkpoint, and where the entries are.
    async fn take_receipt(
        &self,
        kept: &Kept,
        vault: &Vault,
        receipt: Receipt,
        count: usize,
        genesis: bool,
    ) -> Result<(String, Vec<u64>), SyncProblem> {
        let Receipt { indices, checkpoint } = receipt;
        let checked = kept.with(|circle| {
            let ledger = circle.ledger.as_ref()?;
            Some((
                Checkpoint::verify(&checkpoint, &ledger.roster().vkey(), &ledger.circle()),
                ledger.circle(),
            ))
        })?;
        let promised = match checked {
            Some((Ok(promised), _)) if indices.len() == count => promised,
            Some((Err(error), circle)) => {
                let evidence = Evidence {
                    circle,
                    broken: Broken::Checkpoint(error),
                    by: By::Relay,
                    index: None,
                    checkpoint: checkpoint.chars().take(1024).collect(),
                    held: None,
                    entry: None,
                    body: None,
                    other: None,
                };
                return Err(self.keep_evidence(kept, vault, evidence).await);
            }
            _ => return Err(RelayError::Garbled { question: "to append" }.into()),
        };
        let larger = |circle: &Circle| {
            let before = circle.ledger.as_ref().and_then(|ledger: &Ledger| {
                Checkpoint::verify(
                    &circle.state.promised,
                    &ledger.roster().vkey(),
                    &ledger.circle(),
                )
                .ok()
            });
            before.is_none_or(|before| before.size <= promised.size)
        };
        self.edit(kept, |circle, _| {
            let mut edit = Edit::of(circle, ());
            if larger(circle) {
                edit.state.promised.clone_from(&checkpoint);
            }
            edit.state.genesis_waits &= !genesis;
            Ok::<_, KeepError>(edit)
        })
        .await?;
        Ok((checkpoint, indices))
    }
}

/// The entries that follow each other at the relay, as far as they do without a gap.
fn follow_on(
    before: Option<(u64, Vec<Signed>)>,
    indices: &[u64],
    sent: impl Iterator<Item = Signed>,
) -> Option<(u64, Vec<Signed>)> {
    let (first, mut run) = before.unwrap_or((*indices.first()?, Vec::new()));
    for (index, entry) in indices.iter().zip(sent) {
        if *index != first + run.len() as u64 {
            break;
        }
        run.push(entry);
    }
    Some((first, run))
}

/// Parts submissions into appends that the relay takes.
fn batches(submissions: Vec<Submission>) -> Vec<Vec<Submission>> {
    let mut batches: Vec<Vec<Submission>> = Vec::new();
    let mut length = 0;
    for submission in submissions {
        let next = submission.entry.len() + submission.body.len();
        match batches.last_mut() {
            Some(batch)
                if batch.len() < APPEND_ENTRIES_MAX && length + next <= BATCH_LENGTH_MAX =>
            {
                length += next;
                batch.push(submission);
            }
            _ => {
                length = next;
                batches.push(vec![submission]);
            }
        }
    }
    batches
}
