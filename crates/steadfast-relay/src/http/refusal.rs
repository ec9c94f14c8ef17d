//! Every refusal over HTTP: RFC 9457 problem details under one of the protocol's names.

use std::{borrow::Cow, time::Duration};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use steadfast_circle::{
    cbor::DecodeError,
    relay_api::{PROBLEM_MEDIA_TYPE, Problem, ProblemDetails},
};

use crate::{
    limits::Wait,
    writer::{CONTROL_BYTES_MAX, WriteError},
};

/// After this long a relay that was too busy may have found room.
const BUSY_WAIT: Wait = Wait(Duration::from_secs(1));

/// Why a request is refused. What went wrong inside is logged where it happened and never stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    problem: Problem,
    detail: Cow<'static, str>,
    /// Only with `slow-down`.
    retry_after: Option<Wait>,
}

/// What every handler answers with.
pub(crate) type Answer<T> = Result<T, Refusal>;

impl Refusal {
    pub(crate) fn new(problem: Problem, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { problem, detail: detail.into(), retry_after: None }
    }

    pub(crate) fn malformed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Problem::Malformed, detail)
    }

    pub(crate) fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Problem::NotFound, detail)
    }

    pub(crate) fn slow_down(wait: Wait) -> Self {
        let detail = "There were too many requests. Wait a little before the next.";
        Self { retry_after: Some(wait), ..Self::new(Problem::SlowDown, detail) }
    }

    /// The relay itself has too much to do.
    pub(crate) fn busy() -> Self {
        Self::not_now("The relay is busy. Nothing was stored; try again in a moment.")
    }

    /// Something that can be tried again in a moment.
    pub(crate) fn not_now(detail: &'static str) -> Self {
        Self { retry_after: Some(BUSY_WAIT), ..Self::new(Problem::SlowDown, detail) }
    }

    pub(crate) fn internal() -> Self {
        Self::new(Problem::Internal, "Something failed inside the relay.")
    }

    pub(crate) fn shutting_down() -> Self {
        Self::new(
            Problem::ShuttingDown,
            "The relay is stopping. Nothing was stored; try again in a moment.",
        )
    }
}

impl From<WriteError> for Refusal {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NoCircle => Self::not_found("There is no such circle here."),
            WriteError::Broken(broken) => {
                Self::new(Problem::of_refused_entry(&broken), broken.to_string())
            }
            WriteError::CircleFull { circle_bytes_max } => Self::new(
                Problem::Quota,
                format!(
                    "The circle would take more than the {circle_bytes_max} bytes that it may."
                ),
            ),
            WriteError::TooManyControls => Self::new(
                Problem::Quota,
                format!(
                    "The circle's controls would take more than the {CONTROL_BYTES_MAX} bytes that they may."
                ),
            ),
            WriteError::KnockedAlready => {
                Self::new(Problem::Conflict, "Somebody else has knocked here already.")
            }
            WriteError::LockerVersion { held } => Self::new(
                Problem::Conflict,
                format!("The locker is at version {held}; the next is one more."),
            ),
            WriteError::NoSpace => {
                Self::new(Problem::NoSpace, "The relay's disk is full. Nothing was stored.")
            }
            WriteError::TooManyWaiting => Self::busy(),
            WriteError::Stopping => Self::shutting_down(),
            WriteError::Failed => Self::internal(),
        }
    }
}

impl From<DecodeError> for Refusal {
    fn from(error: DecodeError) -> Self {
        Self::malformed(format!("The request's body is not what it should be: it {error}."))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let details = ProblemDetails::new(self.problem, self.detail);
        let status =
            StatusCode::from_u16(details.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&details).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE));
        if let Some(Wait(wait)) = self.retry_after {
            // Rounded up, so that whoever waits as long as it says is let through.
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
        }
        if self.problem == Problem::Unauthorised {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // Tells the layers around which problem it was, so that it can be counted.
        response.extensions_mut().insert(self.problem);
        response
    }
}
