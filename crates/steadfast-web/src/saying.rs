//! Saying something from a page: one thing at a time, durable before it counts as said, and what went wrong in words.

use leptos::{ev, prelude::*, task::spawn_local};
use steadfast_circle::CircleId;
use steadfast_member::{error::SayError, ports::StoreError, problem::KeepError};
use steadfast_repair::{EntryId, relationship::Act};

use crate::{
    app::{Navigation, Session},
    messages as say, platform,
    ui::Trouble,
};

/// How long it shows at least that something was said.
const SAID_MS_MIN: f64 = 8_000.0;

/// What a page is saying, and how the last thing went. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(crate) struct Saying {
    session: Session,
    navigation: Navigation,
    busy: RwSignal<bool>,
    outcome: RwSignal<Option<Outcome>>,
    /// When it was told that something was said.
    told_ms: StoredValue<f64>,
}

#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    /// It was said; with these words about it.
    Said(String),
    /// It was not.
    Failed(SayError),
}

impl Saying {
    /// For a page of this session, which has said nothing yet. If something was said that led to this page, it tells how
    /// that went.
    pub(crate) fn new(session: Session) -> Self {
        let navigation = expect_context::<Navigation>();
        let saying = Self {
            session,
            navigation,
            busy: RwSignal::new(false),
            outcome: RwSignal::new(None),
            told_ms: StoredValue::new(0.0),
        };
        if let Some(told) = session.told_at(navigation.address_untracked()) {
            // Once the page is there: what stands in a live region from the beginning is not read aloud.
            spawn_local(async move { saying.tell(told) });
        }
        saying
    }

    /// Says something, unless something else is being said just now. `then` runs once it is durable on this device; `told`
    /// is read aloud.
    pub(crate) fn say(
        self,
        circle: CircleId,
        act: Act,
        told: impl Into<String>,
        then: impl FnOnce(EntryId) + 'static,
    ) {
        self.one_after_other(
            vec![(circle, act)],
            told.into(),
            |_| {},
            |said| said.map_or((), then),
        );
    }

    /// Says several things, one after the other, unless something else is being said just now. `each` hears of each circle
    /// in which it was said; where one fails, those after it are not said. `then` runs once all are.
    pub(crate) fn say_each(
        self,
        acts: Vec<(CircleId, Act)>,
        told: impl Into<String>,
        each: impl Fn(CircleId) + 'static,
        then: impl FnOnce() + 'static,
    ) {
        self.one_after_other(acts, told.into(), each, |_| then());
    }

    /// As [`Saying::say_each`]; `then` hears of the last entry. Where one of them waits because another has asked for space,
    /// that is told instead.
    fn one_after_other(
        self,
        acts: Vec<(CircleId, Act)>,
        told: String,
        each: impl Fn(CircleId) + 'static,
        then: impl FnOnce(Option<EntryId>) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.outcome.set(None);
        let waits = acts.iter().any(|(circle, act)| self.session.waits(*circle, act));
        let told = if waits { say::space::kept().to_owned() } else { told };
        spawn_local(async move {
            let mut said = Ok(None);
            for (circle, act) in acts {
                said = self.session.say(circle, act).await.map(Some);
                if said.is_err() {
                    break;
                }
                each(circle);
            }
            // The page may be gone by now; what was said is not.
            self.busy.try_set(false);
            match said {
                Ok(last) => {
                    let here = self.navigation.address_untracked();
                    then(last);
                    let there = self.navigation.address_untracked();
                    if there == here {
                        self.tell(told);
                    } else {
                        self.session.tell_at(there, told);
                    }
                }
                Err(error) => self.fail(error),
            }
        });
    }

    /// Says that something of the person's own could not be done, such as erasing it.
    pub(crate) fn fail(self, error: SayError) {
        self.outcome.try_set(Some(Outcome::Failed(error)));
    }

    /// Whether something is being said.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Says that something went well which is no entry, such as a file that was made.
    pub(crate) fn tell(self, told: impl Into<String>) {
        self.told_ms.try_set_value(platform::now_ms());
        self.outcome.try_set(Some(Outcome::Said(told.into())));
    }

    /// Takes away that something went well, once it has shown long enough. What went wrong stays.
    fn make_way(self) {
        let told = self.outcome.with_untracked(|now| matches!(now, Some(Outcome::Said(_))));
        if told && platform::now_ms() - self.told_ms.get_value() > SAID_MS_MIN {
            self.outcome.set(None);
        }
    }
}

/// How the last thing went: read aloud, and in sight wherever on the page one is.
///
/// It lies over the page, so what went well makes way for the next thing that somebody does after a while. It is never
/// taken away by the time alone: whoever reads slowly, or looks up late, still finds it (WCAG 2.2.1).
#[component]
pub(crate) fn HowItWent(saying: Saying) -> impl IntoView {
    let pressed = window_event_listener(ev::pointerdown, move |_| saying.make_way());
    let typed = window_event_listener(ev::keydown, move |_| saying.make_way());
    let scrolled = window_event_listener(ev::scroll, move |_| saying.make_way());
    on_cleanup(move || [pressed, typed, scrolled].into_iter().for_each(|heard| heard.remove()));
    view! {
        <div class="how-it-went no-print">
            <p class="how-it-went-said" role="status">
                {move || match saying.outcome.get() {
                    Some(Outcome::Said(told)) => Some(told),
                    Some(Outcome::Failed(_)) | None => None,
                }}
            </p>
            {move || match saying.outcome.get() {
                Some(Outcome::Failed(error)) => Some(view! { <NotSaid error /> }),
                Some(Outcome::Said(_)) | None => None,
            }}
        </div>
    }
}

/// Why something was not said, in its three parts. The fields keep what was written, so nothing is lost in any case
/// but one: where this device's own store does not open any more, nobody can know.
#[component]
pub(crate) fn NotSaid(error: SayError) -> impl IntoView {
    let still_here = say::saying::still_here();
    let (what, nothing_lost, now) = match error {
        SayError::TooLong => {
            (say::saying::too_long_what(), Some(still_here), say::saying::too_long_now())
        }
        SayError::NotIn => {
            (say::saying::not_in_what(), Some(still_here), say::saying::not_in_now())
        }
        SayError::NotFounded => {
            (say::saying::not_founded_what(), Some(still_here), say::saying::not_founded_now())
        }
        SayError::NoSuch { .. } | SayError::Keep(KeepError::NoSuchCircle(_)) => {
            (say::saying::gone_what(), Some(still_here), say::saying::gone_now())
        }
        SayError::FromNewerVersion => {
            (say::saying::newer_what(), Some(still_here), say::saying::newer_now())
        }
        SayError::Keep(KeepError::Locked) => {
            (say::saying::locked_what(), Some(still_here), say::saying::locked_now())
        }
        SayError::Keep(KeepError::MineClosed) => {
            (say::saying::closed_what(), Some(still_here), say::saying::closed_now())
        }
        SayError::Keep(KeepError::Damaged(_)) => {
            (say::saying::damaged_what(), None, say::saying::damaged_now())
        }
        SayError::Keep(KeepError::Store(StoreError::Full)) => {
            (say::saying::full_what(), Some(still_here), say::saying::full_now())
        }
        SayError::Keep(KeepError::Store(StoreError::Conflict)) => {
            (say::saying::conflict_what(), Some(still_here), say::saying::again())
        }
        SayError::Keep(KeepError::Store(StoreError::Unavailable { .. })) => {
            (say::saying::unavailable_what(), Some(still_here), say::saying::unavailable_now())
        }
    };
    match nothing_lost {
        Some(nothing_lost) => view! { <Trouble what nothing_lost now /> }.into_any(),
        None => view! { <Trouble what now /> }.into_any(),
    }
}
