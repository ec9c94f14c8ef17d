//! Why a use case did not come to its end: one type for each, with facts and no prose.

use steadfast_circle::{CircleId, seed::WordsError};
use thiserror::Error;

use crate::{
    keystore::{UnwrapError, WrapError},
    problem::{KeepError, RelayError},
    view::KeptEvidence,
};

/// Why nobody began here. Nothing was kept.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum BeginError {
    /// Somebody lives in this store already.
    #[error("somebody began in this store already")]
    NotEmpty,
    /// The passphrase was not taken.
    #[error(transparent)]
    Passphrase(#[from] WrapError),
    /// The store did not take it.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why the store, or *Mine*, was not opened.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum UnlockError {
    /// The passphrase does not open it, or there is nothing to open.
    #[error(transparent)]
    Keystore(#[from] UnwrapError),
    /// What lies inside cannot be read.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why nothing was restored. Nothing was kept.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RestoreError {
    /// The words are not those of anybody.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// This relay has no locker for these words: the relay or the words are others.
    #[error("the relay keeps nothing for these words")]
    NothingThere,
    /// What the relay keeps for these words does not open, or is not signed.
    #[error("what the relay keeps for these words was changed")]
    LockerChanged,
    /// The relay did not answer.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// Somebody lives in this store already, the passphrase was not taken, or the store did not take it.
    #[error(transparent)]
    Begin(#[from] BeginError),
}

/// Why this device was not paired. Nothing was kept.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PairError {
    /// The text is no pairing code.
    #[error("that is not a pairing code")]
    NotACode,
    /// The code was used, or its time is over.
    #[error("the pairing code was used or has expired")]
    Gone,
    /// What the code leads to does not open.
    #[error("what the pairing code leads to was changed")]
    Changed,
    /// As when restoring.
    #[error(transparent)]
    Restore(#[from] RestoreError),
}

/// Why there is no pairing code.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PairingCodeError {
    /// This device cannot read what it needs.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The relay did not take it.
    #[error(transparent)]
    Relay(#[from] RelayError),
}

/// Why there is no new circle.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum CreateCircleError {
    /// There is one *Mine*.
    #[error("there is one Mine already")]
    MineExists,
    /// This device could not keep it.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why something was not said. Nothing of it was kept.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SayError {
    /// This version does not know how to say it.
    #[error("an act of a newer version cannot be said")]
    FromNewerVersion,
    /// With its encoding it is longer than an entry can hold.
    #[error("it is too long for an entry")]
    TooLong,
    /// We are not in this circle: not yet, or no longer.
    #[error("we are not in this circle")]
    NotIn,
    /// The circle must be known at its relay first.
    #[error("the circle was not founded at its relay yet")]
    NotFounded,
    /// There is no such entry, device, invitation or proposal, or it is not ours to do this with.
    #[error("there is no such {what} of ours")]
    NoSuch {
        /// What there is not.
        what: &'static str,
    },
    /// This device could not keep it.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why an entry was not quoted.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum QuoteError {
    /// It is not in the verified record: not yet, if it is ours and on its way.
    #[error("it is not in the verified record yet")]
    NotInRecord,
    /// It holds nobody's own words: none were written, they were erased, or they cannot be read.
    #[error("it holds no words that could be quoted")]
    NoWords,
    /// With its proof it is longer than an entry can hold.
    #[error("with its proof it is too long for an entry")]
    TooLong,
    /// This device could not read something of its own.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why a sync stopped. What was verified before is kept, and everything of ours is still in the outbox.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SyncProblem {
    /// A promise was broken.
    #[error("a promise was broken")]
    Broken(Box<KeptEvidence>),
    /// The relay did not answer, or refused.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// We are not in the circle: not let in yet, or this device was removed, or we left.
    #[error("we are not in this circle")]
    NotIn,
    /// This device could not keep what came.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why nobody was invited.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum InviteError {
    /// *Mine* is for one.
    #[error("nobody can be invited to Mine")]
    Mine,
    /// It could not be said.
    #[error(transparent)]
    Say(#[from] SayError),
}

/// Why it is not known who knocks.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum KnocksError {
    /// The relay did not answer.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// This device could not read or keep something.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why somebody was neither let in nor sent away.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum AdmitError {
    /// Nobody knocks with this invitation.
    #[error("nobody knocks with this invitation")]
    NobodyKnocks,
    /// The relay did not answer.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// It could not be said.
    #[error(transparent)]
    Say(#[from] SayError),
}

/// Why an invitation cannot be shown.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PreviewError {
    /// The text is no invitation.
    #[error("that is not an invitation")]
    NotAnInvitation,
    /// It was made by a newer version.
    #[error("the invitation was made by a newer version")]
    TooNew,
    /// The relay does not know it: it was taken back, or never got there.
    #[error("the relay does not know this invitation")]
    Unknown,
    /// Somebody used it already, or it was taken back.
    #[error("the invitation is no longer open")]
    Closed,
    /// Its time is over.
    #[error("the invitation has expired")]
    Expired,
    /// What the relay shows is not what the inviter made. Somebody may sit in the middle.
    #[error("what the relay shows is not what the inviter made")]
    Forged,
    /// The relay did not answer.
    #[error(transparent)]
    Relay(#[from] RelayError),
}

/// Why we did not join, or do not know yet.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum JoinError {
    /// The invitation cannot be used.
    #[error(transparent)]
    Preview(#[from] PreviewError),
    /// Somebody else knocked with it first.
    #[error("somebody else knocked with this invitation first")]
    Taken,
    /// We are in this circle already.
    #[error("we are in this circle already")]
    AlreadyIn(CircleId),
    /// Once we were let in, the record did not verify, or could not be fetched.
    #[error(transparent)]
    Sync(#[from] SyncProblem),
    /// This device could not keep something.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Why two records were not compared.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CompareError {
    /// It is neither the text of such a QR code nor twelve words.
    #[error("that is neither such a code nor twelve words")]
    NotAComparison,
    /// There is nothing of this circle here to compare with.
    #[error("there is nothing to compare with")]
    Nothing,
}

/// Why nothing was exported.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ExportError {
    /// This device could not read something of its own.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// There is nothing verified yet.
    #[error("there is nothing verified to export yet")]
    Nothing,
}

impl From<KeepError> for InviteError {
    fn from(error: KeepError) -> Self {
        Self::Say(error.into())
    }
}
