//! Who is in a circle, with which devices, under which epoch: derived from the record alone, never from a relay.

mod roster;

pub use roster::{DeviceState, InvitationState, InvitationStatus, Member, Proposal, Roster};
pub(crate) use roster::{NewDeviceError, Record, is_answer};

use crate::device::CertificateError;
use crate::{CandidateHash, DeviceId, InvitationId, MemberId};

/// The most members that a circle has at a time.
pub const MEMBERS_MAX: usize = 16;
/// The most devices that a member has at a time.
pub const DEVICES_MAX: usize = 8;

/// The most invitations that are open in a circle at a time.
pub const INVITATIONS_MAX: usize = 64;

/// What an entry did to membership and keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The entry carries no control.
    Plain,
    /// The control took effect.
    Took(Change),
    /// The control broke its condition. The entry stays in the record and changes nothing.
    None(NoEffect),
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The circle was founded.
    Founded {
        /// By whom.
        member: MemberId,
    },
    /// A member has a new device.
    DeviceAdded {
        /// Who.
        member: MemberId,
        /// Which.
        device: DeviceId,
    },
    /// A member removed a device of theirs.
    DeviceRemoved {
        /// Who.
        member: MemberId,
        /// Which.
        device: DeviceId,
    },
    /// A new epoch is in force.
    EpochBegun {
        /// Its number.
        epoch: u32,
    },
    /// Keys were given to somebody.
    Granted,
    /// An invitation is open.
    Invited {
        /// Which.
        invitation: InvitationId,
    },
    /// An invitation was closed unused.
    InvitationWithdrawn {
        /// Which.
        invitation: InvitationId,
    },
    /// Somebody is proposed, and every other member is asked.
    Proposed {
        /// What members consent to.
        candidate: CandidateHash,
        /// Who it is.
        member: MemberId,
    },
    /// A member said yes.
    Consented {
        /// To whom.
        candidate: CandidateHash,
    },
    /// Somebody is a member now.
    Admitted {
        /// What members consented to.
        candidate: CandidateHash,
        /// Who it is.
        member: MemberId,
    },
    /// A member and all their devices went.
    Left {
        /// Who.
        member: MemberId,
    },
    /// Bodies were erased by their author.
    Erased {
        /// The indices of the entries, in the order named, without those that were not the author's.
        entries: Vec<u64>,
    },
}

/// Why a control had no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEffect {
    /// The device was added before.
    #[error("the device was added before")]
    DeviceKnown,
    /// The device is not one of the author's, or was removed before.
    #[error("the device is not an active device of the author's")]
    NotOwnDevice,
    /// The epoch is not the one after the one in force.
    #[error("the epoch in force is {in_force}")]
    EpochNotNext {
        /// The epoch in force.
        in_force: u32,
    },
    /// An invitation with this id was opened before.
    #[error("the invitation was opened before")]
    InvitationKnown,
    /// As many invitations are open as may be.
    #[error("too many invitations are open")]
    TooManyInvitations,
    /// There is no such invitation, or it was used or withdrawn.
    #[error("the invitation is not open")]
    InvitationNotOpen,
    /// The person did not hold the invitation's secret.
    #[error("the invitation's signature is wrong")]
    InvitationSignature,
    /// The person's keys are not what they claim to be.
    #[error("the candidate is not in order: {0}")]
    Candidate(#[from] CertificateError),
    /// The person, or their device, is in the circle or was once.
    #[error("the candidate is or was in the circle")]
    MemberKnown,
    /// Nobody of this hash is proposed, or they were let in before.
    #[error("the candidate is not proposed")]
    NotProposed,
    /// Not every other member has said yes.
    #[error("{} members have not consented", missing.len())]
    NotConsented {
        /// Who has not.
        missing: Vec<MemberId>,
    },
    /// The circle has as many members as it may have.
    #[error("the circle is full")]
    CircleFull,
    /// None of the entries is in the record, the author's own and not yet erased.
    #[error("nothing to erase")]
    NothingToErase,
}
