//! What goes wrong with people and circles, in words.

use steadfast_member::error::{
    AdmitError, CreateCircleError, InviteError, PairingCodeError, SayError,
};

use crate::{messages as say, told::Told};

/// Something about a circle was not said.
pub(super) fn saying(error: &SayError) -> Told {
    match error {
        SayError::NotFounded => {
            Told::new(say::people::not_founded_what(), say::people::not_founded_now())
        }
        SayError::NotIn => Told::new(say::people::not_in_what(), say::people::not_in_now()),
        SayError::NoSuch { .. } => Told::new(say::people::gone_what(), say::people::gone_now()),
        // Names are held to their length before they come here, and this app says only what it knows.
        SayError::TooLong | SayError::FromNewerVersion => {
            Told::new(say::people::too_long_what(), say::people::too_long_now())
        }
        SayError::Keep(error) => error.into(),
    }
}

/// Nobody was invited.
pub(super) fn inviting(error: &InviteError) -> Told {
    match error {
        InviteError::Mine => Told::new(say::people::not_in_what(), say::people::not_in_now()),
        InviteError::Say(error) => saying(error),
    }
}

/// Somebody was neither let in nor sent away.
pub(super) fn admitting(error: &AdmitError) -> Told {
    match error {
        AdmitError::NobodyKnocks => Told::new(say::people::gone_what(), say::people::gone_now()),
        AdmitError::Relay(error) => error.into(),
        AdmitError::Say(error) => saying(error),
    }
}

/// No circle was made.
pub(super) fn creating(error: &CreateCircleError) -> Told {
    match error {
        CreateCircleError::MineExists => {
            Told::new(say::people::gone_what(), say::people::gone_now())
        }
        CreateCircleError::Keep(error) => error.into(),
    }
}

/// There is no pairing code.
pub(super) fn pairing(error: &PairingCodeError) -> Told {
    match error {
        PairingCodeError::Keep(error) => error.into(),
        PairingCodeError::Relay(error) => error.into(),
    }
}
