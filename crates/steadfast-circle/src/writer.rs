//! Writing: entries signed for a device's place in the record, and the controls that take more than a field to fill.

use rand_core::CryptoRng;

use crate::body::{self, Content, SealError};
use crate::device::{DeviceKeys, DeviceSeed};
use crate::entry::{Control, Genesis, Header, RelayName, SignError, SignedEntry};
use crate::epoch::{EpochKey, EpochKeys, Grant, batches, make_grants};
use crate::log::tree::Tree;
use crate::membership::Roster;
use crate::primitives::random;
use crate::seed::MemberSeed;
use crate::verify::Position;
use crate::{CandidateHash, CircleId, FoundingNonce, InvalidKey, MemberId, RelayKey};

/// An entry and its body, ready for the relay. Once it may have left the device, these very bytes must be kept until
/// they are acknowledged: signing the same sequence number twice is what equivocation means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The signed entry.
    pub entry: SignedEntry,
    /// The sealed body.
    pub body: Vec<u8>,
}

/// Why an entry cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Somebody who has gone holds the epoch's key. Begin an epoch first; controls can be written.
    #[error("somebody who has gone still holds the key")]
    Stale,
    /// The content cannot be sealed.
    #[error("the content cannot be sealed: {0}")]
    Seal(#[from] SealError),
    /// The entry cannot be signed.
    #[error("the entry cannot be signed: {0}")]
    Sign(#[from] SignError),
    /// A grant was to be made to a key to which nothing can be sealed.
    #[error("a recipient's key is not acceptable")]
    Recipient(#[from] InvalidKey),
}

/// Writes an entry at a device's position, sealed under the key of the epoch in force there.
///
/// # Errors
/// [`WriteError`].
pub fn write_entry(
    member: MemberId,
    device: &DeviceKeys,
    position: &Position,
    control: Option<Control>,
    content: &Content,
    key: &EpochKey,
    rng: &mut impl CryptoRng,
) -> Result<Written, WriteError> {
    if position.stale && control.is_none() {
        return Err(WriteError::Stale);
    }
    let header = Header {
        circle: Some(position.circle),
        epoch: position.epoch,
        member,
        device: device.id(),
        sequence: position.sequence,
        previous: position.previous,
        seen_size: position.seen_size,
        seen_root: position.seen_root,
        body_hash: body::hash(&[]),
        control,
    };
    seal_and_sign(header, device, content, key, rng)
}

fn seal_and_sign(
    mut header: Header,
    device: &DeviceKeys,
    content: &Content,
    key: &EpochKey,
    rng: &mut impl CryptoRng,
) -> Result<Written, WriteError> {
    let body = body::seal(content, key, header.binding(), rng)?;
    header.body_hash = body::hash(&body);
    Ok(Written { entry: SignedEntry::sign(&header, device)?, body })
}

/// A circle that was just founded.
#[derive(Debug, Clone)]
pub struct Founded {
    /// Its id.
    pub circle: CircleId,
    /// Its founding nonce, from which all its keys are derived.
    pub nonce: FoundingNonce,
    /// The genesis entry.
    pub genesis: Written,
    /// The key of epoch 0.
    pub key: EpochKey,
    /// Where the founder's next entry goes, even before the relay has acknowledged the genesis: what the first entry
    /// of a circle is follows from the circle's id.
    pub position: Position,
}

/// Founds a circle on a relay, with one member and one device.
///
/// # Errors
/// [`WriteError`].
pub fn found_circle(
    seed: &MemberSeed,
    device: &DeviceSeed,
    relay_name: &RelayName,
    relay_key: RelayKey,
    content: &Content,
    rng: &mut impl CryptoRng,
) -> Result<Founded, WriteError> {
    let nonce = FoundingNonce::from_bytes(random(rng));
    let device = device.derive(&nonce);
    let founder = seed.derive_candidate(&nonce, &device);
    let key = EpochKey::make(rng);
    let keys = EpochKeys::from_iter([(0, key.clone())]);
    let mut grants = Vec::new();
    for (recipient, receiving) in founder.recipients() {
        grants.extend(make_grants(&nonce, recipient, receiving, &keys, rng)?);
    }
    let member = founder.member;
    let key_hash = key.hash(&nonce, 0);
    let genesis =
        Genesis { nonce, relay_name: relay_name.clone(), relay_key, founder, key_hash, grants };
    let header = Header {
        circle: None,
        epoch: 0,
        member,
        device: device.id(),
        sequence: 0,
        previous: None,
        seen_size: 0,
        seen_root: Header::empty_root(),
        body_hash: body::hash(&[]),
        control: Some(Control::Genesis(Box::new(genesis))),
    };
    let genesis = seal_and_sign(header, &device, content, &key, rng)?;
    let circle = genesis.entry.circle();
    let mut tree = Tree::new();
    tree.append(genesis.entry.hash());
    let position = Position {
        circle,
        epoch: 0,
        stale: false,
        sequence: 1,
        previous: Some(genesis.entry.hash()),
        seen_size: 1,
        seen_root: tree.root(),
    };
    Ok(Founded { circle, nonce, genesis, key, position })
}

/// A new epoch that is about to be begun.
#[derive(Debug, Clone)]
pub struct NewEpoch {
    /// Its number.
    pub epoch: u32,
    /// Its key.
    pub key: EpochKey,
    /// The controls to write, in this order: BeginEpoch, then a Grant for each further batch, if one entry cannot hold
    /// the grants to everybody. All are written under the old epoch until the first is acknowledged.
    pub controls: Vec<Control>,
}

/// Makes a key for the next epoch and grants it to everybody who is in the circle now.
///
/// # Errors
/// [`InvalidKey`], which cannot come from a roster: nobody with such a key is let in.
pub fn begin_epoch(roster: &Roster, rng: &mut impl CryptoRng) -> Result<NewEpoch, InvalidKey> {
    let epoch = roster.epoch().saturating_add(1);
    let key = EpochKey::make(rng);
    let keys = EpochKeys::from_iter([(epoch, key.clone())]);
    let mut grants = Vec::new();
    for (recipient, receiving) in roster.recipients() {
        grants.extend(make_grants(roster.nonce(), recipient, receiving, &keys, rng)?);
    }
    let key_hash = key.hash(roster.nonce(), epoch);
    let controls = with_grants(grants, |grants| Control::BeginEpoch { epoch, key_hash, grants });
    Ok(NewEpoch { epoch, key, controls })
}

/// The controls that let in somebody to whom everybody has said yes, with the epochs that they may read: Admit, then a
/// Grant for each further batch.
///
/// # Errors
/// [`InvalidKey`], which cannot come from a roster: nobody with such a key is proposed. None if nobody of that hash is.
pub fn admit(
    roster: &Roster,
    candidate: &CandidateHash,
    keys: &EpochKeys,
    rng: &mut impl CryptoRng,
) -> Result<Option<Vec<Control>>, InvalidKey> {
    let Some(proposal) = roster.proposal(candidate) else { return Ok(None) };
    let mut grants = Vec::new();
    for (recipient, receiving) in proposal.candidate.recipients() {
        grants.extend(make_grants(roster.nonce(), recipient, receiving, keys, rng)?);
    }
    let candidate = *candidate;
    Ok(Some(with_grants(grants, |grants| Control::Admit { candidate, grants })))
}

/// The controls that give whoever lacks the key of an epoch ([`Roster::owed`]) those of them that are held. None if
/// nobody lacks any.
///
/// # Errors
/// [`InvalidKey`], which cannot come from a roster: nobody with such a key is let in.
pub fn grant_owed(
    roster: &Roster,
    keys: &EpochKeys,
    rng: &mut impl CryptoRng,
) -> Result<Vec<Control>, InvalidKey> {
    let mut grants = Vec::new();
    for (recipient, receiving, epochs) in roster.owed() {
        let held = keys.iter().filter(|(epoch, _)| epochs.contains(epoch));
        let held = held.map(|(epoch, key)| (epoch, key.clone())).collect();
        grants.extend(make_grants(roster.nonce(), recipient, receiving, &held, rng)?);
    }
    Ok(batches(grants).into_iter().map(Control::Grant).collect())
}

fn with_grants(grants: Vec<Grant>, first: impl FnOnce(Vec<Grant>) -> Control) -> Vec<Control> {
    let mut batches = batches(grants).into_iter();
    let mut controls = vec![first(batches.next().unwrap_or_default())];
    controls.extend(batches.map(Control::Grant));
    controls
}
