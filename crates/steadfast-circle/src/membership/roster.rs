//! The roster: the state of membership after some entries, and the conditions under which a control changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Change, DEVICES_MAX, INVITATIONS_MAX, MEMBERS_MAX, NoEffect};
use crate::device::{Candidate, CertificateError, DeviceCertificate, ReceivingKey};
use crate::entry::{Control, Genesis, Invite, RelayName, SignedEntry};
use crate::epoch::{GRANT_EPOCHS_MAX, Grant};
use crate::log::checkpoint::Vkey;
use crate::primitives::{is_signed, label, verifying_key};
use crate::{
    CandidateHash, CircleId, DeviceId, EntryHash, EpochKeyHash, FoundingNonce, InvitationId,
    InvitationKey, MemberId, RecipientId, RelayKey, Signature,
};

/// For how many of the last epochs it is remembered who lacks their keys: as many as one grant carries.
const OWED_EPOCHS_MAX: u32 = GRANT_EPOCHS_MAX as u32;

/// Who is in a circle, with which devices, and what is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    nonce: FoundingNonce,
    relay_name: RelayName,
    relay_key: RelayKey,
    members: BTreeMap<MemberId, Member>,
    devices: BTreeMap<DeviceId, DeviceState>,
    epoch_key_hashes: Vec<EpochKeyHash>,
    /// The index of the last entry by which a device or member went, and whether an epoch was begun by somebody who
    /// had seen it.
    last_removal: Option<u64>,
    stale: bool,
    /// Who is in the circle and was not granted an epoch that began while they were: because they came in without the
    /// knowledge of whoever began it, or the other way round.
    owed: BTreeMap<RecipientId, BTreeSet<u32>>,
    invitations: BTreeMap<InvitationId, InvitationState>,
    proposals: BTreeMap<CandidateHash, Proposal>,
}

/// Somebody who is in the circle, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What grants to their 24 words are sealed to.
    pub recovery: ReceivingKey,
    /// The index of the entry that made them a member.
    pub since: u64,
    /// The index of the entry by which they left, if they did.
    pub left: Option<u64>,
}

/// A device that is in the circle, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceState {
    /// Whose it is.
    pub member: MemberId,
    /// What grants to it are sealed to.
    pub receiving: ReceivingKey,
    /// The index of the entry that added it.
    pub since: u64,
    /// The index of the entry by which it, or its member, went.
    pub removed: Option<u64>,
}

/// An invitation that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationState {
    /// What the entry said; without the offer once the invitation is closed.
    pub invite: Invite,
    /// Who invites.
    pub by: MemberId,
    /// The index of the entry.
    pub index: u64,
    /// What became of it.
    pub status: InvitationStatus,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationStatus {
    /// It can be answered.
    Open,
    /// Somebody was proposed who answered it.
    Used {
        /// Who.
        candidate: CandidateHash,
    },
    /// It was closed, or its inviter left.
    Withdrawn,
}

/// Somebody who was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who it is.
    pub candidate: Arc<Candidate>,
    /// Who proposed them.
    pub by: MemberId,
    /// Which invitation they answered.
    pub invitation: InvitationId,
    /// The index of the entry.
    pub index: u64,
    /// Who has said yes.
    pub consents: BTreeSet<MemberId>,
    /// The index of the entry that let them in, if one did.
    pub admitted: Option<u64>,
}

impl InvitationState {
    /// An offer is of no use any more once its invitation is closed, and offers are large.
    fn close(&mut self, status: InvitationStatus) {
        self.status = status;
        self.invite.offer = Vec::new();
    }
}

/// What the roster has to ask of the record.
pub(crate) trait Record {
    /// The entry's index and author, if it is in the record and its body is not erased.
    fn erasable(&self, hash: &EntryHash) -> Option<(u64, MemberId)>;
}

impl Roster {
    /// The roster after a genesis entry.
    ///
    /// # Errors
    /// [`CertificateError`] if the founder's keys are not what they claim to be.
    pub(crate) fn found(genesis: &Genesis) -> Result<Self, CertificateError> {
        genesis.founder.verify(&genesis.nonce)?;
        Ok(Self::found_trusted(genesis))
    }

    pub(crate) fn found_trusted(genesis: &Genesis) -> Self {
        let mut roster = Self {
            nonce: genesis.nonce,
            relay_name: genesis.relay_name.clone(),
            relay_key: genesis.relay_key,
            members: BTreeMap::new(),
            devices: BTreeMap::new(),
            epoch_key_hashes: vec![genesis.key_hash],
            last_removal: None,
            stale: false,
            owed: BTreeMap::new(),
            invitations: BTreeMap::new(),
            proposals: BTreeMap::new(),
        };
        roster.let_in(0, &genesis.founder);
        roster
    }

    /// The circle's founding nonce.
    pub const fn nonce(&self) -> &FoundingNonce {
        &self.nonce
    }

    /// What the circle's checkpoints are verified with.
    pub fn vkey(&self) -> Vkey {
        Vkey { relay: self.relay_name.clone(), key: self.relay_key }
    }

    /// The relay's name, as the genesis entry pins it.
    pub const fn relay_name(&self) -> &RelayName {
        &self.relay_name
    }

    /// The relay's public key, as the genesis entry pins it.
    pub const fn relay_key(&self) -> &RelayKey {
        &self.relay_key
    }

    /// The epoch in force.
    pub fn epoch(&self) -> u32 {
        // Epoch 0 has a hash from the beginning, and each BeginEpoch adds one, so the list is never empty.
        (self.epoch_key_hashes.len() - 1) as u32
    }

    /// What the record commits to for an epoch's key; none if the epoch has not begun.
    pub fn epoch_key_hash(&self, epoch: u32) -> Option<EpochKeyHash> {
        self.epoch_key_hashes.get(epoch as usize).copied()
    }

    /// Whether somebody who has gone still holds the key of the epoch in force, so that nothing may be said under it.
    pub const fn is_stale(&self) -> bool {
        self.stale
    }

    /// A member, present or past.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.members.get(id)
    }

    /// Everybody who is or was a member.
    pub fn members(&self) -> impl Iterator<Item = (&MemberId, &Member)> {
        self.members.iter()
    }

    /// Everybody who is a member now.
    pub fn active_members(&self) -> impl Iterator<Item = (&MemberId, &Member)> {
        self.members.iter().filter(|(_, member)| member.left.is_none())
    }

    /// Whether somebody is a member now.
    pub fn is_member(&self, id: &MemberId) -> bool {
        self.members.get(id).is_some_and(|member| member.left.is_none())
    }

    /// A device, present or past.
    pub fn device(&self, id: &DeviceId) -> Option<&DeviceState> {
        self.devices.get(id)
    }

    /// All devices, present and past.
    pub fn devices(&self) -> impl Iterator<Item = (&DeviceId, &DeviceState)> {
        self.devices.iter()
    }

    /// All devices that are in the circle now.
    pub fn active_devices(&self) -> impl Iterator<Item = (&DeviceId, &DeviceState)> {
        self.devices.iter().filter(|(_, device)| device.removed.is_none())
    }

    /// The devices that a member has now.
    pub fn devices_of(&self, member: &MemberId) -> impl Iterator<Item = (&DeviceId, &DeviceState)> {
        self.active_devices().filter(move |(_, device)| device.member == *member)
    }

    /// Whose active device this is.
    pub fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.devices
            .get(device)
            .filter(|device| device.removed.is_none())
            .map(|device| device.member)
    }

    /// Whether whoever proves to hold this key may read the circle: an active device, or the identity of a member.
    pub fn may_read(&self, key: &[u8; 32]) -> bool {
        self.member_of(&DeviceId::from_bytes(*key)).is_some()
            || self.is_member(&MemberId::from_bytes(*key))
    }

    /// Whether this is an active device.
    pub fn may_append(&self, device: &DeviceId) -> bool {
        self.member_of(device).is_some()
    }

    /// Everybody whom the key of a new epoch is granted to: all active devices, and all members' recovery keys.
    pub fn recipients(&self) -> impl Iterator<Item = (RecipientId, &ReceivingKey)> {
        let devices = self.active_devices().map(|(id, device)| ((*id).into(), &device.receiving));
        let members = self.active_members().map(|(id, member)| ((*id).into(), &member.recovery));
        devices.chain(members)
    }

    /// Who of them lacks which epochs, as far as the record tells: of the last 64, those that began without a grant to
    /// them while they were in the circle, or that were in force when they came in. What a grant really holds, only its
    /// recipient can see.
    pub fn owed(&self) -> impl Iterator<Item = (RecipientId, &ReceivingKey, &BTreeSet<u32>)> {
        self.recipients().filter_map(|(id, receiving)| Some((id, receiving, self.owed.get(&id)?)))
    }

    /// Whether anybody was not granted an epoch.
    pub(crate) fn owes(&self) -> bool {
        !self.owed.is_empty()
    }

    /// An invitation that was opened.
    pub fn invitation(&self, id: &InvitationId) -> Option<&InvitationState> {
        self.invitations.get(id)
    }

    /// All invitations that were ever opened.
    pub fn invitations(&self) -> impl Iterator<Item = (&InvitationId, &InvitationState)> {
        self.invitations.iter()
    }

    /// Somebody who was proposed.
    pub fn proposal(&self, candidate: &CandidateHash) -> Option<&Proposal> {
        self.proposals.get(candidate)
    }

    /// Everybody who was ever proposed.
    pub fn proposals(&self) -> impl Iterator<Item = (&CandidateHash, &Proposal)> {
        self.proposals.iter()
    }

    /// The members who have yet to say yes to somebody; none if nobody of that hash is proposed.
    pub fn missing_consents(&self, candidate: &CandidateHash) -> Option<Vec<MemberId>> {
        let proposal = self.proposals.get(candidate)?;
        let missing = |id: &&MemberId| **id != proposal.by && !proposal.consents.contains(*id);
        Some(self.active_members().map(|(id, _)| id).filter(missing).copied().collect())
    }

    /// Whether a device could be added for this member by this certificate, and the device is new here.
    pub(crate) fn check_new_device(
        &self,
        member: &MemberId,
        certificate: &DeviceCertificate,
    ) -> Result<(), NewDeviceError> {
        if !self.is_member(member) {
            return Err(NewDeviceError::NotMember);
        }
        if self.devices.contains_key(&certificate.device) {
            return Err(NewDeviceError::Known);
        }
        if self.devices_of(member).count() >= DEVICES_MAX {
            return Err(NewDeviceError::TooMany);
        }
        certificate.verify(&self.nonce, member).map_err(NewDeviceError::Certificate)
    }

    /// Whether the condition of a control holds, whose entry passed all structural checks.
    pub(crate) fn judge(
        &self,
        entry: &SignedEntry,
        control: &Control,
        record: &impl Record,
    ) -> Result<(), NoEffect> {
        let author = entry.header().member;
        match control {
            // A genesis founds a roster and an AddDevice was checked before it got here, or it is refused outright.
            Control::Genesis(_) | Control::Grant(_) | Control::Leave => Ok(()),
            Control::AddDevice(certificate) if self.devices.contains_key(&certificate.device) => {
                Err(NoEffect::DeviceKnown)
            }
            Control::AddDevice(_) => Ok(()),
            Control::RemoveDevice(device) => {
                if self.member_of(device) == Some(author) {
                    Ok(())
                } else {
                    Err(NoEffect::NotOwnDevice)
                }
            }
            Control::BeginEpoch { epoch, .. } => {
                let in_force = self.epoch();
                if in_force.checked_add(1) == Some(*epoch) {
                    Ok(())
                } else {
                    Err(NoEffect::EpochNotNext { in_force })
                }
            }
            Control::Invite(invite) if self.invitations.contains_key(&invite.id) => {
                Err(NoEffect::InvitationKnown)
            }
            Control::Invite(_) => {
                let open = self
                    .invitations
                    .values()
                    .filter(|state| state.status == InvitationStatus::Open);
                if open.count() < INVITATIONS_MAX {
                    Ok(())
                } else {
                    Err(NoEffect::TooManyInvitations)
                }
            }
            Control::WithdrawInvitation(id) => self.open_invitation(id).map(drop),
            Control::Propose { candidate, invitation, signature } => {
                let state = self.open_invitation(invitation)?;
                if !is_answer(&entry.circle(), &state.invite.key, &candidate.hash(), signature) {
                    return Err(NoEffect::InvitationSignature);
                }
                self.check_newcomer(candidate)?;
                Ok(candidate.verify(&self.nonce)?)
            }
            Control::Consent(candidate) => self.open_proposal(candidate).map(drop),
            Control::Admit { candidate, .. } => {
                let proposal = self.open_proposal(candidate)?;
                self.check_newcomer(&proposal.candidate)?;
                if self.active_members().count() >= MEMBERS_MAX {
                    return Err(NoEffect::CircleFull);
                }
                match self.missing_consents(candidate) {
                    Some(missing) if !missing.is_empty() => Err(NoEffect::NotConsented { missing }),
                    _ => Ok(()),
                }
            }
            Control::Erase(entries) => {
                let own = |hash| record.erasable(hash).is_some_and(|(_, by)| by == author);
                if entries.iter().any(own) { Ok(()) } else { Err(NoEffect::NothingToErase) }
            }
        }
    }

    fn open_invitation(&self, id: &InvitationId) -> Result<&InvitationState, NoEffect> {
        let open = |state: &&InvitationState| state.status == InvitationStatus::Open;
        self.invitations.get(id).filter(open).ok_or(NoEffect::InvitationNotOpen)
    }

    fn open_proposal(&self, candidate: &CandidateHash) -> Result<&Proposal, NoEffect> {
        self.proposals
            .get(candidate)
            .filter(|proposal| proposal.admitted.is_none())
            .ok_or(NoEffect::NotProposed)
    }

    fn check_newcomer(&self, candidate: &Candidate) -> Result<(), NoEffect> {
        let known = self.members.contains_key(&candidate.member)
            || self.devices.contains_key(&candidate.device.device);
        if known { Err(NoEffect::MemberKnown) } else { Ok(()) }
    }

    /// Changes the roster by a control whose condition holds.
    pub(crate) fn enact(
        &mut self,
        index: u64,
        entry: &SignedEntry,
        control: &Control,
        record: &impl Record,
    ) -> Change {
        let author = entry.header().member;
        match control {
            Control::Genesis(_) => Change::Founded { member: author },
            Control::AddDevice(certificate) => {
                self.add_device(index, author, certificate);
                Change::DeviceAdded { member: author, device: certificate.device }
            }
            Control::RemoveDevice(device) => {
                self.remove_devices(index, |id, _| id == device);
                Change::DeviceRemoved { member: author, device: *device }
            }
            Control::BeginEpoch { epoch, key_hash, grants } => {
                self.epoch_key_hashes.push(*key_hash);
                let everybody: Vec<_> = self.recipients().map(|(recipient, _)| recipient).collect();
                self.owe(&everybody);
                self.settle(grants);
                // Whoever begins an epoch without knowing that somebody went has granted it to them too.
                if self.last_removal.is_none_or(|removal| entry.header().seen_size > removal) {
                    self.stale = false;
                }
                Change::EpochBegun { epoch: *epoch }
            }
            Control::Grant(grants) => {
                self.settle(grants);
                Change::Granted
            }
            Control::Invite(invite) => {
                let status = InvitationStatus::Open;
                let state = InvitationState { invite: invite.clone(), by: author, index, status };
                self.invitations.insert(invite.id, state);
                Change::Invited { invitation: invite.id }
            }
            Control::WithdrawInvitation(id) => {
                self.close_invitation(id, InvitationStatus::Withdrawn);
                Change::InvitationWithdrawn { invitation: *id }
            }
            Control::Propose { candidate, invitation, .. } => {
                let hash = candidate.hash();
                self.close_invitation(invitation, InvitationStatus::Used { candidate: hash });
                let proposal = Proposal {
                    candidate: Arc::from(candidate.clone()),
                    by: author,
                    invitation: *invitation,
                    index,
                    consents: BTreeSet::new(),
                    admitted: None,
                };
                self.proposals.insert(hash, proposal);
                Change::Proposed { candidate: hash, member: candidate.member }
            }
            Control::Consent(candidate) => {
                if let Some(proposal) = self.proposals.get_mut(candidate) {
                    proposal.consents.insert(author);
                }
                Change::Consented { candidate: *candidate }
            }
            Control::Admit { candidate, grants } => {
                let admitted = self.proposals.get_mut(candidate).map(|proposal| {
                    proposal.admitted = Some(index);
                    Arc::clone(&proposal.candidate)
                });
                if let Some(newcomer) = &admitted {
                    self.let_in(index, newcomer);
                    self.owe(&newcomer.recipients().map(|(recipient, _)| recipient));
                    self.settle(grants);
                }
                let member = admitted.map_or(author, |newcomer| newcomer.member);
                Change::Admitted { candidate: *candidate, member }
            }
            Control::Leave => {
                if let Some(member) = self.members.get_mut(&author) {
                    member.left = Some(index);
                }
                self.remove_devices(index, |_, device| device.member == author);
                for state in self.invitations.values_mut() {
                    if state.by == author && state.status == InvitationStatus::Open {
                        state.close(InvitationStatus::Withdrawn);
                    }
                }
                Change::Left { member: author }
            }
            Control::Erase(entries) => {
                let mut erased = Vec::new();
                for hash in entries {
                    if let Some((place, by)) = record.erasable(hash)
                        && by == author
                        && !erased.contains(&place)
                    {
                        erased.push(place);
                    }
                }
                Change::Erased { entries: erased }
            }
        }
    }

    /// Remembers that the epoch in force was granted to none of these yet. What is older than the last 64 epochs is
    /// not remembered, so that nobody can make a record grow in memory beyond its bytes.
    fn owe(&mut self, recipients: &[RecipientId]) {
        let epoch = self.epoch();
        for recipient in recipients {
            self.owed.entry(*recipient).or_default().insert(epoch);
        }
        for owed in self.owed.values_mut() {
            owed.retain(|older| epoch - older < OWED_EPOCHS_MAX);
        }
        self.owed.retain(|_, owed| !owed.is_empty());
    }

    /// Takes note of what was granted.
    fn settle(&mut self, grants: &[Grant]) {
        for grant in grants {
            if let Some(owed) = self.owed.get_mut(&grant.recipient) {
                grant.epochs.iter().for_each(|epoch| {
                    owed.remove(epoch);
                });
                if owed.is_empty() {
                    self.owed.remove(&grant.recipient);
                }
            }
        }
    }

    fn close_invitation(&mut self, id: &InvitationId, status: InvitationStatus) {
        if let Some(state) = self.invitations.get_mut(id) {
            state.close(status);
        }
    }

    fn let_in(&mut self, index: u64, candidate: &Candidate) {
        let member = Member { recovery: candidate.recovery.clone(), since: index, left: None };
        self.members.insert(candidate.member, member);
        self.add_device(index, candidate.member, &candidate.device);
    }

    fn add_device(&mut self, index: u64, member: MemberId, certificate: &DeviceCertificate) {
        let receiving = certificate.receiving.clone();
        self.devices.insert(
            certificate.device,
            DeviceState { member, receiving, since: index, removed: None },
        );
    }

    fn remove_devices(&mut self, index: u64, goes: impl Fn(&DeviceId, &DeviceState) -> bool) {
        for (id, device) in &mut self.devices {
            if device.removed.is_none() && goes(id, device) {
                device.removed = Some(index);
            }
        }
        let here: BTreeSet<_> = self.recipients().map(|(recipient, _)| recipient).collect();
        self.owed.retain(|recipient, _| here.contains(recipient));
        self.last_removal = Some(index);
        self.stale = true;
    }
}

/// Why an entry may not add its device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NewDeviceError {
    NotMember,
    Known,
    TooMany,
    Certificate(CertificateError),
}

/// Whether whoever made the candidate held the invitation's secret: the invitation key's signature over
/// `L("invitation") || circle || candidate hash`.
pub(crate) fn is_answer(
    circle: &CircleId,
    invitation: &InvitationKey,
    candidate: &CandidateHash,
    signature: &Signature,
) -> bool {
    verifying_key(invitation.as_bytes()).is_ok_and(|key| {
        is_signed(&key, label!("invitation"), &[circle.as_bytes(), candidate.as_bytes()], signature)
    })
}
