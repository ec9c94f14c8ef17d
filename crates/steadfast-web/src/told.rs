//! What goes wrong everywhere alike, told in three parts: what happened, that nothing is lost, what to do.

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::relay_api::Problem;
use steadfast_member::{
    ChangeError, UnwrapError, WrapError,
    ports::{StoreError, StretchError},
    problem::{KeepError, RelayError},
};

use crate::{messages as say, ui::Trouble};

/// An error, worded for the person whom it befell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// What happened.
    pub(crate) what: String,
    /// That nothing is lost. `None` where that is not certain.
    pub(crate) nothing_lost: Option<String>,
    /// What to do now.
    pub(crate) now: String,
}

impl Told {
    /// What happened and what to do; says nothing about loss.
    pub(crate) fn new(what: impl Into<String>, now: impl Into<String>) -> Self {
        Self { what: what.into(), nothing_lost: None, now: now.into() }
    }

    /// The same, with the certainty that nothing is lost.
    pub(crate) fn and_nothing_lost(self) -> Self {
        Self { nothing_lost: Some(say::trouble::nothing_lost().into()), ..self }
    }
}

/// Shows an error as long as there is one.
#[component]
pub(crate) fn Telling(#[prop(into)] told: Signal<Option<Told>>) -> impl IntoView {
    move || {
        told.get().map(|told| match told.nothing_lost {
            Some(nothing_lost) => {
                view! { <Trouble what=told.what nothing_lost now=told.now /> }.into_any()
            }
            None => view! { <Trouble what=told.what now=told.now /> }.into_any(),
        })
    }
}

/// Something that a button does: one at a time, and what goes wrong is told. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(crate) struct Doing {
    busy: RwSignal<bool>,
    told: RwSignal<Option<Told>>,
}

impl Doing {
    /// Nothing is being done yet.
    pub(crate) fn new() -> Self {
        Self { busy: RwSignal::new(false), told: RwSignal::new(None) }
    }

    /// Whether it is under way.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What went wrong the last time.
    pub(crate) fn told(self) -> Signal<Option<Told>> {
        self.told.into()
    }

    /// Forgets what went wrong.
    pub(crate) fn forget(self) {
        self.told.set(None);
    }

    /// Does it, unless it is under way. `then` runs if it went well, even if the page is gone by then.
    pub(crate) fn start<T: 'static>(
        self,
        work: impl Future<Output = Result<T, Told>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.told.set(None);
        spawn_local(async move {
            match work.await {
                Ok(done) => then(done),
                Err(told) => {
                    self.told.try_set(Some(told));
                }
            }
            self.busy.try_set(false);
        });
    }
}

impl From<&KeepError> for Told {
    fn from(error: &KeepError) -> Self {
        match error {
            KeepError::Locked => Self::new(say::trouble::locked_what(), say::trouble::locked_now()),
            KeepError::MineClosed => {
                Self::new(say::trouble::mine_what(), say::trouble::mine_now()).and_nothing_lost()
            }
            KeepError::NoSuchCircle(_) => {
                Self::new(say::trouble::no_circle_what(), say::trouble::no_circle_now())
            }
            KeepError::Store(error) => error.into(),
            KeepError::Damaged(_) => damaged(),
        }
    }
}

impl From<&StoreError> for Told {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Full => Self::new(say::trouble::full_what(), say::trouble::full_now()),
            StoreError::Conflict => {
                Self::new(say::trouble::elsewhere_what(), say::trouble::again()).and_nothing_lost()
            }
            StoreError::Unavailable { .. } => {
                Self::new(say::trouble::store_what(), say::trouble::store_now())
            }
        }
    }
}

impl From<&StretchError> for Told {
    fn from(error: &StretchError) -> Self {
        match error {
            StretchError::Memory => {
                Self::new(say::trouble::memory_what(), say::trouble::memory_now())
            }
            StretchError::Failed { .. } => {
                Self::new(say::trouble::stretch_what(), say::trouble::stretch_now())
            }
        }
        .and_nothing_lost()
    }
}

impl From<&RelayError> for Told {
    fn from(error: &RelayError) -> Self {
        match error {
            RelayError::Network(_) => {
                Self::new(say::trouble::silent_what(), say::trouble::silent_now())
            }
            RelayError::Garbled { .. } => {
                Self::new(say::trouble::garbled_what(), say::trouble::garbled_now())
            }
            RelayError::Refused { problem, .. } => match problem {
                Some(Problem::SlowDown | Problem::ShuttingDown | Problem::Internal) => {
                    Self::new(say::trouble::busy_what(), say::trouble::busy_now())
                }
                Some(Problem::NoSpace | Problem::Quota) => {
                    Self::new(say::trouble::no_room_what(), say::trouble::no_room_now())
                }
                Some(_) => Self::new(say::trouble::refused_what(), say::trouble::refused_now()),
                // An answer without a problem of the protocol comes from something else: a proxy, another server.
                None => Self::new(say::trouble::garbled_what(), say::trouble::garbled_now()),
            },
        }
        .and_nothing_lost()
    }
}

/// Something in the store is not what this device put there.
fn damaged() -> Told {
    Told::new(say::trouble::damaged_what(), say::trouble::damaged_now())
}

/// What is wrong, and where it is said: beside the field of the passphrase, or as a notice of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// At the field.
    AtField(String),
    /// On its own.
    Apart(Told),
}

impl From<&WrapError> for Said {
    fn from(error: &WrapError) -> Self {
        match error {
            WrapError::TooShort { characters_min } => Self::AtField(too_short(*characters_min)),
            WrapError::Stretch(error) => Self::Apart(error.into()),
        }
    }
}

/// That a passphrase has too few characters.
pub(crate) fn too_short(characters_min: usize) -> String {
    say::trouble::passphrase_short(i64::try_from(characters_min).unwrap_or(i64::MAX))
}

/// What is wrong with a passphrase that was to open something: `wrong` is said at the field if it is the wrong one.
pub(crate) fn unwrapping(error: &UnwrapError, wrong: &str) -> Said {
    match error {
        UnwrapError::WrongPassphrase => Said::AtField(wrong.to_owned()),
        // The door was looked at before; somebody emptied or renewed the store in another tab since.
        UnwrapError::Empty | UnwrapError::TooNew => {
            Said::Apart(Told::new(say::trouble::elsewhere_what(), say::trouble::stretch_now()))
        }
        UnwrapError::Damaged(_) => Said::Apart(damaged()),
        UnwrapError::Stretch(error) => Said::Apart(error.into()),
        UnwrapError::Store(error) => Said::Apart(error.into()),
    }
}

/// What is wrong when a passphrase was to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changing {
    /// At the field of the old one.
    AtOld(String),
    /// At the field of the new one.
    AtNew(String),
    /// On its own.
    Apart(Told),
}

impl Changing {
    /// The wording of an error; `wrong` is said at the field of the old one if it is the wrong one.
    pub(crate) fn of(error: &ChangeError, wrong: &str) -> Self {
        match error {
            ChangeError::Old(error) => match unwrapping(error, wrong) {
                Said::AtField(words) => Self::AtOld(words),
                Said::Apart(told) => Self::Apart(told),
            },
            ChangeError::New(error) => match error.into() {
                Said::AtField(words) => Self::AtNew(words),
                Said::Apart(told) => Self::Apart(told),
            },
            ChangeError::MineClosed => Self::Apart(
                Told::new(say::trouble::mine_what(), say::trouble::mine_now()).and_nothing_lost(),
            ),
            ChangeError::Store(error) => Self::Apart(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use steadfast_member::ports::NetworkError;

    use super::*;

    #[test]
    fn a_relay_that_cannot_be_reached_loses_nothing_and_says_so() {
        let told =
            Told::from(&RelayError::Network(NetworkError::Unreachable { detail: "x".into() }));
        assert_eq!(told.nothing_lost.as_deref(), Some(say::trouble::nothing_lost()));
    }

    #[test]
    fn a_full_device_does_not_claim_that_nothing_is_lost() {
        assert_eq!(Told::from(&StoreError::Full).nothing_lost, None);
    }

    #[test]
    fn what_is_no_relay_is_not_said_to_have_refused() {
        let refused = |problem| {
            Told::from(&RelayError::Refused {
                problem,
                status: 404,
                detail: String::new(),
                retry_after_seconds: None,
            })
        };
        assert_eq!(refused(None).what, say::trouble::garbled_what());
        assert_eq!(refused(Some(Problem::Forbidden)).what, say::trouble::refused_what());
        assert_eq!(refused(Some(Problem::SlowDown)).what, say::trouble::busy_what());
    }

    #[test]
    fn a_wrong_passphrase_is_said_at_its_field() {
        assert_eq!(unwrapping(&UnwrapError::WrongPassphrase, "no"), Said::AtField("no".into()));
    }
}
