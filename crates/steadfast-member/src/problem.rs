//! What can go wrong in every use case alike: this device's own store, and a relay.

use steadfast_circle::{CircleId, relay_api::Problem};
use thiserror::Error;

use crate::{
    ports::{NetworkError, StoreError},
    vault::Damaged,
};

/// Why this device could not read or keep something of its own. What it held before is still there.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeepError {
    /// The store was locked meanwhile, and the keys are gone from memory.
    #[error("the store is locked")]
    Locked,
    /// *Mine* has a passphrase of its own, which was not given yet. The member seed lies there too.
    #[error("Mine is closed")]
    MineClosed,
    /// There is no such circle here.
    #[error("there is no circle {0} on this device")]
    NoSuchCircle(CircleId),
    /// The store does not serve.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What lies in the store is not what this device put there.
    #[error(transparent)]
    Damaged(#[from] Damaged),
}

/// Why a relay did not do what it was asked.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RelayError {
    /// There was no answer.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// It said no.
    #[error("the relay refused ({problem:?}, status {status}): {detail}")]
    Refused {
        /// Which of the protocol's problems it is, if it is one that this version knows.
        problem: Option<Problem>,
        /// The HTTP status.
        status: u16,
        /// What the relay says about it; for logs, not for people.
        detail: String,
        /// After how many seconds it may be asked again, if it said so.
        retry_after_seconds: Option<u32>,
    },
    /// It answered with something that is no answer to the question.
    #[error("the relay's answer to {question} cannot be read")]
    Garbled {
        /// What it was asked.
        question: &'static str,
    },
}

impl RelayError {
    /// Whether the relay answered with this problem.
    pub fn is(&self, expected: Problem) -> bool {
        matches!(self, Self::Refused { problem: Some(problem), .. } if *problem == expected)
    }

    /// Whether asking again later may well help: no answer, or one that says to wait.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Network(NetworkError::Unreachable { .. }) => true,
            Self::Refused { problem, status, .. } => {
                matches!(
                    problem,
                    Some(Problem::SlowDown | Problem::ShuttingDown | Problem::Internal)
                ) || (problem.is_none() && *status >= 500)
            }
            Self::Network(NetworkError::TooLarge) | Self::Garbled { .. } => false,
        }
    }
}
