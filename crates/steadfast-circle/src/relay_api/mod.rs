//! What goes over the wire between a member and a relay, shared by both sides: bodies, limits and names of problems.

mod cbor_bodies;
mod json_bodies;
mod problem;

pub use cbor_bodies::{AppendRequest, EntriesPage, InvitationAnswer, Receipt, Submission};
pub use json_bodies::{
    ChallengeAnswer, ChallengeRequest, LiveEvent, RelayInfo, RelayLimits, TokenAnswer,
    TokenRequest, is_token_signature,
};
pub use problem::{Problem, ProblemDetails, UnknownProblem};

/// The most entries of one append.
pub const APPEND_ENTRIES_MAX: usize = 256;
/// The most bytes of one append.
pub const APPEND_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most entries of one page.
pub const PAGE_ENTRIES_MAX: usize = 1_024;
/// How many bytes a page holds before it ends. One entry may exceed it.
pub const PAGE_BYTES_TARGET: usize = 4 * 1024 * 1024;
/// The most bytes that a reader need accept as one page: the target, and one entry of the greatest length.
pub const PAGE_BYTES_MAX: usize = PAGE_BYTES_TARGET + ENTRY_LENGTH_MAX + BODY_LENGTH_MAX + 64;
/// The longest knock, in bytes.
pub const KNOCK_LENGTH_MAX: usize = 8_192;
/// The longest sealed value of a locker, in bytes.
pub const LOCKER_LENGTH_MAX: usize = 65_536;
/// The longest challenge, in bytes.
pub const CHALLENGE_LENGTH_MAX: usize = 64;
/// The media type of CBOR bodies.
pub const CBOR_MEDIA_TYPE: &str = "application/cbor";
/// The media type of problem details (RFC 9457).
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

use crate::body::BODY_LENGTH_MAX;
use crate::entry::ENTRY_LENGTH_MAX;
