//! A ledger as bytes, so that nobody has to verify ten thousand signatures again after a restart.

use std::sync::Arc;

use super::ledger::Ledger;
use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::DeviceCertificate;
use crate::entry::{Control, ENTRY_LENGTH_MAX, SignedEntry};
use crate::membership::Roster;
use crate::{CircleId, DeviceId, EntryHash, MemberId};

const VERSION: u64 = 1;

/// Why bytes are not a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// They are not in the form in which ledgers are kept.
    #[error("not a ledger: {0}")]
    Decode(#[from] DecodeError),
    /// Their parts contradict each other.
    #[error("the parts of the ledger contradict each other")]
    Contradiction,
}

impl Ledger {
    /// The ledger as bytes: some 36 an entry, and the entries that changed membership. They are trusted when they are
    /// read again, so keep them where only their owner writes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut leaves = Vec::with_capacity(32 * self.places.len());
        self.tree.leaves().for_each(|leaf| leaves.extend_from_slice(leaf.as_bytes()));
        let mut places = Vec::with_capacity(4 * self.places.len());
        for (index, place) in self.places.iter().enumerate() {
            write_number(&mut places, u64::from(place.device));
            // What an entry had seen ends shortly before the entry itself, so the difference is a small number.
            write_number(&mut places, index as u64 - place.seen);
        }
        let mut writer = Writer::with_capacity(leaves.len() + places.len() + 4_096);
        writer
            .array(5)
            .uint(VERSION)
            .bytes(self.circle)
            .bytes(leaves)
            .bytes(places)
            .array(self.controls.len());
        for (index, entry) in &self.controls {
            writer.array(2).uint(*index).bytes(entry);
        }
        writer.finish()
    }

    /// Reads a ledger that was kept. Signatures are not verified again.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("ledger", 5)?;
        match reader.uint()? {
            VERSION => {}
            version => return Err(DecodeError::Version(version).into()),
        }
        let circle = CircleId::from_bytes(reader.fixed("circle")?);
        let (leaves, rest) = reader.bytes("leaves", usize::MAX)?.as_chunks::<32>();
        let mut places = reader.bytes("places", usize::MAX)?;
        let count = reader.array("controls", leaves.len())?;
        let mut controls = Vec::new();
        for _ in 0..count {
            reader.array_of("control", 2)?;
            let index = reader.uint()?;
            controls.push((index, SignedEntry::decode(reader.bytes("entry", ENTRY_LENGTH_MAX)?)?));
        }
        reader.end()?;
        let mut controls = controls.into_iter().peekable();
        let (Some((0, genesis)), []) = (controls.next(), rest) else {
            return Err(SnapshotError::Contradiction);
        };
        let Some(Control::Genesis(founding)) = genesis.control() else {
            return Err(SnapshotError::Contradiction);
        };
        // The founder's keys are verified again, which is cheap, and keeps all that follows free of panics.
        let roster = Roster::found(founding).map_err(|_| SnapshotError::Contradiction)?;
        let mut ledger = Self::found_trusted(&genesis, roster);
        for (index, leaf) in leaves.iter().enumerate() {
            let index = index as u64;
            let hash = EntryHash::from_bytes(*leaf);
            let device = read_number(&mut places).and_then(|device| u32::try_from(device).ok());
            let seen = read_number(&mut places).and_then(|before| index.checked_sub(before));
            let (Some(device), Some(seen)) = (device, seen) else {
                return Err(SnapshotError::Contradiction);
            };
            if index == 0 {
                if genesis.hash() != hash || device != 0 || seen != 0 {
                    return Err(SnapshotError::Contradiction);
                }
                continue;
            }
            if let Some((_, entry)) = controls.next_if(|(at, _)| *at == index) {
                let Some(control) = entry.control().filter(|_| entry.hash() == hash) else {
                    return Err(SnapshotError::Contradiction);
                };
                if !ledger.could_enact(control) {
                    return Err(SnapshotError::Contradiction);
                }
                ledger.enact(index, &entry, control);
            }
            if device as usize >= ledger.chains.len() || ledger.index_of(&hash).is_some() {
                return Err(SnapshotError::Contradiction);
            }
            ledger.place(device, seen, hash);
        }
        if ledger.circle == circle
            && !leaves.is_empty()
            && places.is_empty()
            && controls.next().is_none()
        {
            Ok(ledger)
        } else {
            Err(SnapshotError::Contradiction)
        }
    }

    /// The bytes of the genesis entry.
    pub fn genesis(&self) -> Arc<[u8]> {
        // The first control is pushed when the ledger is founded and no rewinding goes back behind it.
        Arc::clone(&self.controls[0].1)
    }

    /// The certificate with which a member's device came into the circle; none if it never did.
    pub(crate) fn certificate(
        &self,
        member: &MemberId,
        device: &DeviceId,
    ) -> Option<DeviceCertificate> {
        let certificate = |entry: SignedEntry| {
            let (owner, certificate) = match entry.control()? {
                Control::Genesis(genesis) => (genesis.founder.member, &genesis.founder.device),
                Control::AddDevice(certificate) => (entry.header().member, certificate),
                Control::Propose { candidate, .. } => (candidate.member, &candidate.device),
                _ => return None,
            };
            (owner == *member && certificate.device == *device).then(|| certificate.clone())
        };
        let entries = self.controls.iter().filter_map(|(_, bytes)| SignedEntry::decode(bytes).ok());
        entries.filter_map(certificate).next()
    }
}

/// LEB128: seven bits a byte, lowest first, the eighth says that more follow.
fn write_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
