//! Problems: what a relay may answer instead (RFC 9457).

use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::evidence::Broken;

const URN: &str = "urn:steadfast:problem:";

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $status:literal, $title:literal;)+) => {
        /// What went wrong, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Problem {
            $($(#[$doc])* $variant,)+
        }

        impl Problem {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name, which ends the URN of its type.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// A short description in English, for whoever reads logs.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

problems! {
    /// 400: the request is not in the form that the protocol asks for.
    Malformed = "malformed", 400, "Malformed";
    /// 413: the request, an entry or a body is too large.
    TooLarge = "too-large", 413, "Too large";
    /// 401: the token is missing, wrong or expired.
    Unauthorised = "unauthorised", 401, "Not authenticated";
    /// 403: the key that was proved may not do this.
    Forbidden = "forbidden", 403, "Not allowed";
    /// 404: there is no such thing, or nobody may know.
    NotFound = "not-found", 404, "Not found";
    /// 409: sequence, previous entry or version is not the next, or something else is there already.
    Conflict = "conflict", 409, "Conflict";
    /// 403: the entry's device is not an active device of its member.
    NotAMember = "not-a-member", 403, "Not a member";
    /// 409: the entry has seen a record that this relay does not have.
    SeenUnknown = "seen-unknown", 409, "Seen an unknown record";
    /// 409: the entry is under another epoch than the one in force in what it has seen, or a stale one.
    WrongEpoch = "wrong-epoch", 409, "Wrong epoch";
    /// 400: a signature or a body's hash does not hold.
    InvalidSignature = "invalid-signature", 400, "Invalid signature";
    /// 410: the invitation was used, withdrawn, or has expired.
    InvitationClosed = "invitation-closed", 410, "Invitation closed";
    /// 507: the circle or device has used up what it may store.
    Quota = "quota", 507, "Quota used up";
    /// 429: too many requests. Says in Retry-After when to come back.
    SlowDown = "slow-down", 429, "Too many requests";
    /// 507: the relay has no room. Nothing was stored.
    NoSpace = "no-space", 507, "No space left";
    /// 503: the relay is about to stop. Nothing was stored.
    ShuttingDown = "shutting-down", 503, "Shutting down";
    /// 500: a mistake of the relay's. Whether something was stored is not known.
    Internal = "internal", 500, "Internal error";
}

impl Problem {
    /// The URN that names it: `urn:steadfast:problem:<name>`.
    pub fn urn(self) -> String {
        format!("{URN}{}", self.name())
    }

    /// What a relay answers to an entry that breaks a rule.
    pub const fn of_refused_entry(broken: &Broken) -> Self {
        match broken {
            Broken::Signature { .. }
            | Broken::Body { .. }
            | Broken::Founder(_)
            | Broken::Uncertified(_) => Self::InvalidSignature,
            Broken::UnknownDevice { .. }
            | Broken::RemovedDevice { .. }
            | Broken::OtherMember { .. }
            | Broken::AddedForStranger { .. } => Self::NotAMember,
            Broken::Sequence { .. }
            | Broken::Equivocation { .. }
            | Broken::Previous { .. }
            | Broken::Repeated { .. } => Self::Conflict,
            Broken::SeenTooMuch { .. } | Broken::SeenLess { .. } | Broken::SeenOther { .. } => {
                Self::SeenUnknown
            }
            Broken::Epoch { .. } | Broken::Stale => Self::WrongEpoch,
            Broken::TooManyDevices { .. } => Self::Forbidden,
            Broken::BodyTooLong { .. } => Self::TooLarge,
            Broken::Malformed { .. }
            | Broken::NewerVersion { .. }
            | Broken::OtherGenesis { .. }
            | Broken::OtherCircle { .. }
            | Broken::Page { .. }
            | Broken::BodyDropped { .. } => Self::Malformed,
            // These are never said of a single entry.
            Broken::Checkpoint(_)
            | Broken::RolledBack { .. }
            | Broken::Forked { .. }
            | Broken::OtherRoot { .. }
            | Broken::TooManyEntries { .. }
            | Broken::TooFewEntries { .. } => Self::Internal,
        }
    }
}

impl FromStr for Problem {
    type Err = UnknownProblem;

    /// Reads a URN.
    fn from_str(urn: &str) -> Result<Self, UnknownProblem> {
        let name = urn.strip_prefix(URN).ok_or(UnknownProblem)?;
        Self::ALL.iter().copied().find(|problem| problem.name() == name).ok_or(UnknownProblem)
    }
}

/// A problem that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an unknown problem")]
pub struct UnknownProblem;

/// The body of a problem answer (RFC 9457 §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemDetails {
    /// The problem's URN.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is in a few words of English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What it is in this case. Facts only; never internals.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl ProblemDetails {
    /// The details of a problem.
    pub fn new(problem: Problem, detail: impl Into<String>) -> Self {
        Self {
            kind: problem.urn(),
            title: problem.title().to_owned(),
            status: problem.status(),
            detail: detail.into(),
        }
    }

    /// Which problem it is.
    ///
    /// # Errors
    /// [`UnknownProblem`].
    pub fn problem(&self) -> Result<Problem, UnknownProblem> {
        self.kind.parse()
    }
}
