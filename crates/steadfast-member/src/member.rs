//! One person's device: its keys, its circles, and how to hear of changes.

use std::rc::Rc;

use steadfast_circle::{CandidateHash, CircleId, InvitationId, seed::Words};
use steadfast_repair::{
    EntryId,
    people::{CircleKind, Roles},
    relationship::Act,
    words::Title,
};

use crate::{
    error::{
        AdmitError, BeginError, CompareError, CreateCircleError, ExportError, InviteError,
        JoinError, KnocksError, PairError, PairingCodeError, PreviewError, RestoreError, SayError,
        SyncProblem, UnlockError,
    },
    keystore::ChangeError,
    ports::{Ports, RelayAddress},
    problem::KeepError,
    view::{
        CircleSummary, Compared, Comparison, ExportWords, History, InvitationView, JoinState,
        KeptEvidence, Knock, OwnDevice, PairingCode, Preview, Proposal, ReadableExport, RecordLine,
        Restored, SyncReport, SyncStatus,
    },
};

/// One person's device, unlocked: all circles that it knows.
///
/// A handle: clones share one state, and each may be used while another waits. Everything runs on one thread.
pub struct Member<P: Ports> {
    ports: Rc<P>,
}

/// How somebody begins.
#[derive(Clone, Copy)]
pub struct Beginning<'a> {
    /// Opens this device's store from now on. At least 8 characters.
    pub passphrase: &'a str,
    /// What they call themselves.
    pub name: &'a Title,
    /// Their roles.
    pub roles: Roles,
    /// Where *Mine* is kept, and new circles unless said otherwise.
    pub relay: &'a RelayAddress,
    /// What this device is called among their own, such as "phone". Only they see it. May be empty.
    pub device: &'a str,
}

/// How somebody comes back with their 24 words.
#[derive(Clone, Copy)]
pub struct Restoring<'a> {
    /// The 24 words, however they are spaced and capitalised.
    pub words: &'a str,
    /// Opens this device's store from now on. At least 8 characters.
    pub passphrase: &'a str,
    /// The relay where they began.
    pub relay: &'a RelayAddress,
    /// What this device is called among their own. May be empty.
    pub device: &'a str,
}

impl<P: Ports> Member<P> {
    /// Begins: makes the member seed, the keystore and *Mine*. Needs no network; the relay is told by the next sync.
    /// The 24 words are handed out here and kept nowhere.
    pub async fn begin(
        ports: Rc<P>,
        beginning: Beginning<'_>,
    ) -> Result<(Self, Words), BeginError> {
        todo!()
    }

    /// Opens this device's store.
    pub async fn unlock(ports: Rc<P>, passphrase: &str) -> Result<Self, UnlockError> {
        todo!()
    }

    /// Begins again from the 24 words: fetches the member's locker and joins every circle in it with this device.
    pub async fn restore(
        ports: Rc<P>,
        restoring: Restoring<'_>,
    ) -> Result<(Self, Restored), RestoreError> {
        todo!()
    }

    /// Becomes another device of the person who shows the code.
    pub async fn pair(
        ports: Rc<P>,
        code: &str,
        passphrase: &str,
        device: &str,
    ) -> Result<(Self, Restored), PairError> {
        todo!()
    }

    /// Puts what a new device needs into a locker at the relay, for ten minutes.
    pub async fn make_pairing_code(&self) -> Result<PairingCode, PairingCodeError> {
        todo!()
    }

    /// Forgets all keys at once. Every handle answers [`KeepError::Locked`] from now on.
    pub fn lock(&self) {
        todo!()
    }

    /// All circles: *Mine* first, the others in the order in which they came here.
    pub fn circles(&self) -> Vec<CircleSummary> {
        todo!()
    }

    /// One circle, by its id or by the provisional one that it had before it was founded.
    pub fn circle(&self, circle: CircleId) -> Option<CircleSummary> {
        todo!()
    }

    /// The id of *Mine*.
    pub fn mine(&self) -> CircleId {
        todo!()
    }

    /// Makes a circle with us alone in it, at the relay of *Mine* unless another is named. Needs no network.
    pub async fn create_circle(
        &self,
        kind: CircleKind,
        name: Option<Title>,
        relay: Option<RelayAddress>,
    ) -> Result<CircleId, CreateCircleError> {
        todo!()
    }

    /// Says something. It is durable in the outbox when this returns, is shown at once as pending, and is sent by the
    /// next sync.
    pub async fn say(&self, circle: CircleId, act: Act) -> Result<EntryId, SayError> {
        todo!()
    }

    /// The whole record, oldest first, pending entries of ours last.
    pub fn record(&self, circle: CircleId) -> Vec<RecordLine> {
        todo!()
    }

    /// Where an entry is now that was pending under a provisional id; the id itself if it never was.
    pub fn current_entry(&self, entry: EntryId) -> EntryId {
        todo!()
    }

    /// Fetches and verifies what is new, sends what is pending, does what is ours to do (such as letting in somebody
    /// to whom all have said yes). Two at once for one circle take turns.
    pub async fn sync(&self, circle: CircleId) -> Result<SyncReport, SyncProblem> {
        todo!()
    }

    /// Syncs every circle, one after the other, and the member's locker.
    pub async fn sync_all(&self) -> Vec<(CircleId, Result<SyncReport, SyncProblem>)> {
        todo!()
    }

    /// Follows a circle live: syncs at once, and whenever the relay says that there is something new. Returns when the
    /// connection ends or cannot be had; the caller waits a little and follows again.
    pub async fn follow(&self, circle: CircleId) -> SyncProblem {
        todo!()
    }

    /// How the circle's record stands. `None` if there is no such circle.
    pub fn status(&self, circle: CircleId) -> Option<SyncStatus> {
        todo!()
    }

    /// All evidence of broken promises that this device has kept of a circle, oldest first.
    pub fn evidence(&self, circle: CircleId) -> Vec<KeptEvidence> {
        todo!()
    }

    /// A number that grows with every change of anything that can be read here.
    pub fn revision(&self) -> u64 {
        todo!()
    }

    /// Has a function called after every change. It must not call back into the member at once; it schedules that.
    pub fn on_change(&self, changed: Rc<dyn Fn()>) {
        todo!()
    }

    /// Invites somebody: makes an invitation whose link works once, for 14 days. `app` is the address of the app that
    /// the link opens, without a trailing slash.
    pub async fn invite(&self, circle: CircleId, app: &str) -> Result<InvitationView, InviteError> {
        todo!()
    }

    /// Our invitations of a circle, newest first, with their links again.
    pub fn invitations(&self, circle: CircleId, app: &str) -> Vec<InvitationView> {
        todo!()
    }

    /// Takes an invitation back.
    pub async fn withdraw_invitation(
        &self,
        circle: CircleId,
        invitation: InvitationId,
    ) -> Result<(), SayError> {
        todo!()
    }

    /// Asks the relay who knocks with our open invitations.
    pub async fn knocks(&self, circle: CircleId) -> Result<Vec<Knock>, KnocksError> {
        todo!()
    }

    /// Lets in whoever knocks with this invitation: proposes them, and lets them in as soon as everybody else in the
    /// circle has said yes (at once, if there is nobody else).
    pub async fn admit(
        &self,
        circle: CircleId,
        invitation: InvitationId,
        history: History,
    ) -> Result<(), AdmitError> {
        todo!()
    }

    /// Sends away whoever knocks, and takes the invitation back.
    pub async fn decline(
        &self,
        circle: CircleId,
        invitation: InvitationId,
    ) -> Result<(), AdmitError> {
        todo!()
    }

    /// Who is proposed and not in yet.
    pub fn proposals(&self, circle: CircleId) -> Vec<Proposal> {
        todo!()
    }

    /// Says yes to somebody who is proposed.
    pub async fn consent(
        &self,
        circle: CircleId,
        candidate: CandidateHash,
    ) -> Result<(), SayError> {
        todo!()
    }

    /// Looks at an invitation before anything is said or made. Needs no store.
    pub async fn preview(ports: &P, link: &str) -> Result<Preview, PreviewError> {
        todo!()
    }

    /// Knocks with an invitation. [`poll_join`](Self::poll_join) says when we are in.
    pub async fn join(
        &self,
        link: &str,
        name: &Title,
        roles: Roles,
    ) -> Result<CircleId, JoinError> {
        todo!()
    }

    /// Whether we were let in meanwhile; if so, the circle was fetched and verified.
    pub async fn poll_join(&self, circle: CircleId) -> Result<JoinState, JoinError> {
        todo!()
    }

    /// What to hold against another person's device, in person.
    pub fn compare(&self, circle: CircleId) -> Option<Comparison> {
        todo!()
    }

    /// Holds what the other's device shows, as the text of its QR code or its twelve words, against our record.
    pub fn check_compared(&self, circle: CircleId, shown: &str) -> Result<Compared, CompareError> {
        todo!()
    }

    /// The record for reading, without signatures.
    pub fn export_readable(
        &self,
        circle: CircleId,
        words: &dyn ExportWords,
    ) -> Result<ReadableExport, ExportError> {
        todo!()
    }

    /// The record with its signatures and keys: whoever has the file can read all of it and check it against nobody's
    /// word.
    pub async fn export_verifiable(&self, circle: CircleId) -> Result<Vec<u8>, ExportError> {
        todo!()
    }

    /// Our own devices, over all circles, this one first.
    pub fn devices(&self) -> Vec<OwnDevice> {
        todo!()
    }

    /// Removes one of our devices (by its [`OwnDevice::key`]) from every circle.
    pub async fn remove_device(&self, key: &str) -> Result<(), SayError> {
        todo!()
    }

    /// Leaves a circle, alone and without giving a reason. What was read stays here until it is forgotten.
    pub async fn leave(&self, circle: CircleId) -> Result<(), SayError> {
        todo!()
    }

    /// Removes a circle that was left, or never joined, from this device.
    pub async fn forget(&self, circle: CircleId) -> Result<(), KeepError> {
        todo!()
    }

    /// Erases the body of an entry of ours: this device drops it now, the relay and the others at their next sync.
    pub async fn erase(&self, circle: CircleId, entry: EntryId) -> Result<(), SayError> {
        todo!()
    }

    /// Removes everything from this device's store and locks. The relays and everybody else's devices keep theirs.
    pub async fn erase_everything_here(&self) -> Result<(), KeepError> {
        todo!()
    }

    /// Changes the passphrase of this device's store.
    pub async fn change_passphrase(&self, old: &str, new: &str) -> Result<(), ChangeError> {
        todo!()
    }

    /// Gives *Mine* a passphrase of its own, or with `None` takes it away. *Mine* must be open.
    pub async fn set_mine_passphrase(&self, passphrase: Option<&str>) -> Result<(), ChangeError> {
        todo!()
    }

    /// Whether *Mine* has a passphrase of its own.
    pub fn mine_has_passphrase(&self) -> bool {
        todo!()
    }

    /// Opens *Mine* with its own passphrase.
    pub async fn open_mine(&self, passphrase: &str) -> Result<(), UnlockError> {
        todo!()
    }

    /// Closes *Mine* again, if it has a passphrase of its own.
    pub fn close_mine(&self) {
        todo!()
    }
}
