//! What is shown of circles, people and the record: plain data, without words for people.

use std::fmt;

use jiff::Timestamp;
use steadfast_circle::{CandidateHash, CircleId, DeviceId, InvitationId, evidence::Evidence};
use steadfast_repair::{
    EntryId, MemberId, Window,
    people::{CircleKind, Roles, SecretsPolicy},
    relationship::{Act, Refusal},
    space::Came,
    words::Title,
};

use crate::{ports::RelayAddress, problem::RelayError};

/// One circle, at a glance.
#[derive(Clone, Debug)]
pub struct CircleSummary {
    /// Names the circle everywhere in this crate. While it waits to be founded at its relay the id is a provisional
    /// one; [`Member::circle`](crate::Member::circle) finds the circle by either.
    pub id: CircleId,
    /// Who it is for.
    pub kind: CircleKind,
    /// What its people call it, if they do.
    pub name: Option<Title>,
    /// Where it is kept.
    pub relay: RelayAddress,
    /// Where this device stands with it.
    pub standing: Standing,
    /// Everybody who is or was in it, in the order in which they came.
    pub people: Vec<Person>,
    /// How the record stands.
    pub status: SyncStatus,
    /// What of ours waits on this device because another has asked for space. It is not counted as not sent yet.
    pub waiting: Option<Waiting>,
}

/// What waits on this device because another has asked for space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// How many things wait; at least one.
    pub count: usize,
    /// When the first of them goes, unless the other ends it before.
    pub until: Timestamp,
}

/// Where this device stands with a circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was made here and waits until its relay can be reached. Everything works; nobody can be invited yet.
    Founding,
    /// We knocked, and wait to be let in.
    Joining,
    /// The circle is ours, but this device was not added to it yet.
    Adding,
    /// We are in it.
    In,
    /// *Mine*, while its own passphrase keeps it closed.
    Closed,
    /// This device was removed from it. What was read before is still here.
    DeviceRemoved,
    /// We left it. What was read before is still here.
    Left,
}

/// Somebody in a circle.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who, in this circle.
    pub id: MemberId,
    /// What they call themselves, if they said.
    pub name: Option<Title>,
    /// The roles that they say they have.
    pub roles: Roles,
    /// What they do as a therapist with secrets between partners, if they said.
    pub secrets: Option<SecretsPolicy>,
    /// Their devices, in the order in which they came.
    pub devices: Vec<PersonDevice>,
    /// Whether this is the person whose device this is.
    pub me: bool,
    /// Whether they left.
    pub left: bool,
}

/// A device of somebody in a circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonDevice {
    /// Which, in this circle.
    pub id: DeviceId,
    /// Whether it is this one.
    pub this: bool,
    /// Whether it was removed.
    pub removed: bool,
}

/// How a record stands, the most pressing thing first.
#[derive(Clone, Debug)]
pub enum SyncStatus {
    /// A promise of the relay or of an author was broken. Everything verified before it is shown.
    Broken {
        /// What was broken and the proof of it.
        kept: Box<KeptEvidence>,
        /// How many entries are verified.
        entries: u64,
        /// How many of ours are not in the verified record yet.
        not_yet_sent: usize,
    },
    /// The relay does not take what we want to send, and will not by itself.
    Refused {
        /// What it says.
        problem: RelayError,
        /// How many of ours are not in the verified record yet.
        not_yet_sent: usize,
    },
    /// The relay could not be reached the last time.
    Offline {
        /// Since when.
        since: Timestamp,
        /// How many entries are verified.
        entries: u64,
        /// How many of ours are not in the verified record yet.
        not_yet_sent: usize,
    },
    /// The relay was not asked yet, or we said something since.
    NotYetSent {
        /// How many of ours are not in the verified record yet.
        count: usize,
    },
    /// The record is whole: every entry up to its size is verified.
    Whole {
        /// How many entries it has.
        entries: u64,
        /// When that was checked last, by this device's clock. `None` if it never was.
        checked_at: Option<Timestamp>,
    },
}

/// Evidence of a broken promise, as this device keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvidence {
    /// When this device saw it, by its own clock.
    pub seen_at: Timestamp,
    /// What was broken, by whom, and the bytes that prove it.
    pub evidence: Evidence,
}

/// One line of the record.
#[derive(Clone, Debug)]
pub struct RecordLine {
    /// The entry.
    pub id: EntryId,
    /// Its index in the record; for a pending one, where it would come if nobody else writes.
    pub place: u64,
    /// Who wrote it. The signature was verified.
    pub author: MemberId,
    /// When the author's device said it was. `None` if it cannot be read.
    pub claimed: Option<Timestamp>,
    /// In which IANA time zone, by the same claim. Empty if it cannot be read.
    pub zone: String,
    /// What the record proves about the time.
    pub window: Window,
    /// What it says.
    pub what: What,
    /// What it did.
    pub effect: LineEffect,
    /// Whether it came while another had asked for space, and should have waited.
    pub came: Option<Came>,
    /// Whether it is ours and not in the verified record yet.
    pub pending: bool,
    /// Until when it waits on this device because another has asked for space. It can be taken back as long as it does.
    pub waits_until: Option<Timestamp>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Something of the practice.
    Act(Act),
    /// Something of a newer version, or of another program.
    Newer {
        /// What it is called there.
        kind: String,
    },
    /// It steers the circle.
    Control(ControlView),
    /// Its author erased it.
    Erased,
    /// It was sealed with a key that this device was not given.
    NoKey,
    /// Its body does not open, or holds nothing that can be read. Its author's device did that.
    Unreadable,
}

/// What steers a circle, as far as people care.
#[derive(Clone, Debug, PartialEq)]
pub enum ControlView {
    /// The circle begins.
    Genesis,
    /// The author names a device of theirs. Only in *Mine*.
    DeviceNamed(String),
    /// The author has a new device.
    DeviceAdded(DeviceId),
    /// The author removed a device of theirs.
    DeviceRemoved(DeviceId),
    /// A new key begins, because somebody or a device went.
    KeyChanged,
    /// Keys were handed out.
    KeysGranted,
    /// Somebody is invited.
    Invited(InvitationId),
    /// An invitation was taken back.
    InvitationWithdrawn(InvitationId),
    /// Somebody is proposed.
    Proposed {
        /// Who would come in.
        member: MemberId,
        /// What they call themselves, if the proposal says so.
        name: Option<Title>,
        /// What they do with secrets between partners, if it says so.
        secrets: Option<SecretsPolicy>,
    },
    /// The author says yes to somebody proposed.
    Consented {
        /// Who would come in, if they were proposed.
        member: Option<MemberId>,
    },
    /// Somebody came in.
    Admitted {
        /// Who, if they were proposed.
        member: Option<MemberId>,
    },
    /// The author left.
    Left,
    /// The author erased bodies of theirs.
    Erased(Vec<EntryId>),
}

/// What an entry did.
#[derive(Clone, Debug, PartialEq)]
pub enum LineEffect {
    /// It did what it says.
    Took,
    /// It stays in the record and changed nothing, for this reason of the practice.
    Refused(Refusal),
    /// It stays in the record and changed nothing, because a condition of the circle was not met.
    NoEffect,
    /// There is nothing to do with what it holds.
    Nothing,
}

/// An invitation of ours.
#[derive(Clone)]
pub struct InvitationView {
    /// Which.
    pub id: InvitationId,
    /// The link to hand over. Whoever has it can knock once.
    pub link: String,
    /// Until when, by our clock.
    pub expires: Timestamp,
    /// How it stands.
    pub state: InvitationState,
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It is not at the relay yet.
    NotYetSent,
    /// Somebody may knock with it.
    Open,
    /// Its time is over.
    Expired,
    /// Somebody came, or is coming, with it.
    Used,
    /// It was taken back.
    Withdrawn,
}

/// What a newcomer sees before they join.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The circle.
    pub circle: CircleId,
    /// Who it is for.
    pub kind: CircleKind,
    /// What its people call it, if they do.
    pub name: Option<Title>,
    /// What the inviter calls themselves.
    pub inviter: Title,
    /// The roles that the inviter says they have.
    pub inviter_roles: Roles,
    /// Where it is kept.
    pub relay: RelayAddress,
    /// Until when the invitation stands, by the inviter's clock.
    pub expires: Timestamp,
}

/// Somebody who knocks with an invitation of ours.
#[derive(Clone, Debug)]
pub struct Knock {
    /// The invitation that they hold.
    pub invitation: InvitationId,
    /// What they call themselves.
    pub name: Title,
    /// The roles that they say they have.
    pub roles: Roles,
    /// What they say they do with secrets between partners.
    pub secrets: Option<SecretsPolicy>,
    /// Who they would be in this circle.
    pub member: MemberId,
    /// Twelve words over their keys. They see the same on their side, so that the two can compare them.
    pub words: String,
}

/// Somebody proposed, who is not in yet.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What a consent is for.
    pub candidate: CandidateHash,
    /// Who they would be in this circle.
    pub member: MemberId,
    /// What they call themselves, by the word of the proposer.
    pub name: Option<Title>,
    /// What they do with secrets between partners, by the same word.
    pub secrets: Option<SecretsPolicy>,
    /// Who proposed them.
    pub proposer: MemberId,
    /// Whose yes is still missing.
    pub missing: Vec<MemberId>,
    /// Whether ours is.
    pub waits_for_me: bool,
    /// Twelve words over their keys, as in [`Knock`].
    pub words: String,
}

/// How much a newcomer may read of what was written before they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// All of it, as far as the inviter's own device can.
    All,
    /// None of it: a new key begins for them.
    None,
}

/// Where somebody stands who knocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinState {
    /// They are not let in yet.
    Waiting {
        /// Twelve words over their keys. The inviter sees the same, so that the two can compare them.
        words: String,
    },
    /// They are in; the circle was fetched and verified.
    Joined,
}

/// What a sync did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// How many entries were verified that were not known here before.
    pub entries_new: u64,
    /// How many entries of ours are in the verified record now that were not before.
    pub sent: usize,
    /// How many entries the record has.
    pub entries: u64,
}

/// A code that makes a new device one of ours.
#[derive(Clone)]
pub struct PairingCode {
    /// For a QR code, or to be typed. Whoever has it while it is valid becomes us.
    pub text: String,
    /// Until when, by our clock.
    pub expires: Timestamp,
}

/// What became of a member's circles on a device that is new, or begins again.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// Circles that are here and verified.
    pub circles: Vec<CircleId>,
    /// Circles that could not be fetched now; the next sync tries again.
    pub waiting: Vec<CircleId>,
}

/// One of our devices, over all circles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDevice {
    /// Names it for [`Member::remove_device`](crate::Member::remove_device).
    pub key: String,
    /// What its owner calls it; empty if it was never named.
    pub name: String,
    /// Whether it is this one.
    pub this: bool,
    /// In which circles it is, and under which id.
    pub circles: Vec<(CircleId, DeviceId)>,
}

/// What two people hold against each other when they compare records in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How many entries it is about.
    pub entries: u64,
    /// The text of the QR code.
    pub qr: String,
    /// Twelve words for reading aloud.
    pub words: String,
}

/// What comes out when a record is compared with another device's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The other's record is the same as ours up to this size. If it is less than ours, they have not seen the rest yet.
    Same {
        /// How many entries were compared.
        entries: u64,
    },
    /// The other's record has more entries than ours; sync and compare again.
    TheyAreAhead {
        /// How many entries theirs has.
        entries: u64,
    },
    /// The two records are different. One of the two was shown a history that the other was not.
    Different {
        /// How many entries theirs has, if that is known.
        entries: Option<u64>,
    },
}

// What opens a door, or is what people wrote, is in no log.

impl fmt::Debug for InvitationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, expires, state, link: _ } = self;
        f.debug_struct("InvitationView")
            .field("id", id)
            .field("expires", expires)
            .field("state", state)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PairingCode").field("expires", &self.expires).finish_non_exhaustive()
    }
}
