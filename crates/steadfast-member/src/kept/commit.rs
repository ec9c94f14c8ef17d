//! Reading a circle from the store, and the one way in which anything about it is written there.

use steadfast_circle::{
    cbor::{Reader, Writer},
    entry::SignedEntry,
    evidence::Evidence,
    verify::Ledger,
};

use super::{
    circle::{Circle, timestamp},
    line::{CHUNK, Signed, decode_opened, decode_signed},
    outbox::OutItem,
    slot::Slot,
    state::State,
};
use crate::{
    ports::{Ports, Store, Write},
    problem::KeepError,
    vault::{Damaged, Vault},
    view::KeptEvidence,
};

fn damaged(place: &str) -> KeepError {
    KeepError::Damaged(Damaged { place: place.to_owned() })
}

/// Reads what lies at a place.
pub(crate) async fn read<P: Ports>(
    ports: &P,
    vault: &Vault,
    place: &str,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, KeepError> {
    match ports.store().get(&vault.name(place)).await? {
        Some(sealed) => Ok(Some(vault.open(place, &sealed)?)),
        None => Ok(None),
    }
}

/// Reads what lies at several places, in one round trip. All must be there.
async fn read_all<P: Ports>(
    ports: &P,
    vault: &Vault,
    places: &[String],
) -> Result<Vec<zeroize::Zeroizing<Vec<u8>>>, KeepError> {
    let names: Vec<String> = places.iter().map(|place| vault.name(place)).collect();
    let found = ports.store().get_many(&names).await?;
    let open = |(place, sealed): (&String, Option<Vec<u8>>)| {
        let sealed = sealed.ok_or_else(|| damaged(place))?;
        Ok(vault.open(place, &sealed)?)
    };
    places.iter().zip(found).map(open).collect()
}

/// The chunks that hold entries from one index up to, but not including, another.
pub(crate) fn chunks(from: u64, to: u64) -> std::ops::Range<u64> {
    if from >= to { 0..0 } else { from / CHUNK..to.div_ceil(CHUNK) }
}

/// Reads a circle as it lies in the store. Signatures that were verified once are not verified again, but for the few
/// entries after the kept ledger.
pub(crate) async fn load<P: Ports>(
    ports: &P,
    vault: &Vault,
    slot: Slot,
) -> Result<Option<Circle>, KeepError> {
    let place = slot.state();
    let Some(sealed) = ports.store().get(&vault.name(&place)).await? else { return Ok(None) };
    let state = State::decode(&vault.open(&place, &sealed)?).map_err(|_| damaged(&place))?;

    let opened: Vec<String> = chunks(0, state.size).map(|chunk| slot.opened(chunk)).collect();
    let tail: Vec<String> =
        chunks(state.ledger_size, state.size).map(|chunk| slot.signed(chunk)).collect();
    let out: Vec<String> = state.out.iter().map(|number| slot.out(*number)).collect();
    let evidence: Vec<String> = (0..state.evidence).map(|number| slot.evidence(number)).collect();
    let kept_ledger: Vec<String> =
        (state.ledger_size > 0).then(|| slot.ledger()).into_iter().collect();
    let places = [opened.as_slice(), &tail, &out, &evidence, &kept_ledger].concat();
    let mut values = read_all(ports, vault, &places).await?.into_iter();

    let mut lines = Vec::with_capacity(usize::try_from(state.size).unwrap_or(0));
    for (place, bytes) in opened.iter().zip(values.by_ref()) {
        lines.extend(decode_opened(&bytes).map_err(|_| damaged(place))?);
    }
    let mut entries: Vec<Signed> = Vec::new();
    for (place, bytes) in tail.iter().zip(values.by_ref()) {
        entries.extend(decode_signed(&bytes).map_err(|_| damaged(place))?);
    }
    let mut items = Vec::with_capacity(out.len());
    for ((number, place), bytes) in state.out.iter().zip(&out).zip(values.by_ref()) {
        items.push((*number, OutItem::decode(&bytes).map_err(|_| damaged(place))?));
    }
    let mut kept_evidence = Vec::with_capacity(evidence.len());
    for (place, bytes) in evidence.iter().zip(values.by_ref()) {
        kept_evidence.push(decode_evidence(&bytes).ok_or_else(|| damaged(place))?);
    }
    let ledger_place = slot.ledger();
    let kept = match values.next() {
        Some(bytes) => Some(Ledger::from_bytes(&bytes).map_err(|_| damaged(&ledger_place))?),
        None => None,
    };
    // The first chunk of the tail may begin before the kept ledger ends.
    let skip = usize::try_from(state.ledger_size % CHUNK).unwrap_or(0);
    let ledger =
        replay(kept, entries.into_iter().skip(skip)).ok_or_else(|| damaged(&ledger_place))?;
    if lines.len() as u64 != state.size || ledger.as_ref().map_or(0, Ledger::size) != state.size {
        return Err(damaged(&place));
    }
    Ok(Some(Circle::new(state, sealed, ledger, lines, items, kept_evidence)))
}

/// Writes `[when it was seen, evidence]`.
pub(crate) fn encode_evidence(kept: &KeptEvidence) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(2).int(kept.seen_at.as_millisecond()).bytes(kept.evidence.to_bytes());
    writer.finish()
}

fn decode_evidence(bytes: &[u8]) -> Option<KeptEvidence> {
    let mut reader = Reader::new(bytes);
    reader.array_of("evidence", 2).ok()?;
    let seen_at = timestamp(reader.int().ok()?);
    let evidence = Evidence::from_bytes(reader.bytes("evidence", usize::MAX).ok()?).ok()?;
    Some(KeptEvidence { seen_at, evidence })
}

/// Appends kept entries to a kept ledger. `None` if they do not fit it.
fn replay(
    mut ledger: Option<Ledger>,
    entries: impl Iterator<Item = Signed>,
) -> Option<Option<Ledger>> {
    for (bytes, _) in entries {
        let entry = SignedEntry::from_vec(bytes).ok()?;
        match &mut ledger {
            Some(ledger) => {
                ledger.append(&entry, None).ok()?;
            }
            None => ledger = Some(Ledger::found(&entry, None).ok()?),
        }
    }
    Some(ledger)
}

/// Reads the signed entries of a chunk.
pub(crate) async fn signed_chunk<P: Ports>(
    ports: &P,
    vault: &Vault,
    slot: Slot,
    chunk: u64,
) -> Result<Vec<Signed>, KeepError> {
    let place = slot.signed(chunk);
    let bytes = read(ports, vault, &place).await?.ok_or_else(|| damaged(&place))?;
    decode_signed(&bytes).map_err(|_| damaged(&place))
}

/// What one commit about a circle writes besides its state.
#[derive(Default)]
pub(crate) struct Writes(Vec<Write>);

impl Writes {
    pub(crate) fn put<P: Ports>(
        &mut self,
        ports: &P,
        vault: &Vault,
        place: &str,
        plaintext: &[u8],
    ) {
        let sealed = vault.seal(place, plaintext, &mut ports.random());
        self.0.push(Write::Put(vault.name(place), sealed));
    }

    pub(crate) fn delete(&mut self, vault: &Vault, place: &str) {
        self.0.push(Write::Delete(vault.name(place)));
    }

    /// Replaces a record that several tabs may write: the commit goes through only if it lies there as this one knew
    /// it. Gives the new record as it lies there afterwards.
    pub(crate) fn replace<P: Ports>(
        &mut self,
        ports: &P,
        vault: &Vault,
        place: &str,
        known: Option<&[u8]>,
        plaintext: &[u8],
    ) -> Vec<u8> {
        let sealed = vault.seal(place, plaintext, &mut ports.random());
        self.0.push(Write::Expect(vault.name(place), known.map(<[u8]>::to_vec)));
        self.0.push(Write::Put(vault.name(place), sealed.clone()));
        sealed
    }

    /// Adds writes that were made elsewhere.
    pub(crate) fn extend(&mut self, writes: impl IntoIterator<Item = Write>) {
        self.0.extend(writes);
    }

    pub(crate) async fn commit<P: Ports>(self, ports: &P) -> Result<(), KeepError> {
        Ok(ports.store().commit(self.0).await?)
    }
}
