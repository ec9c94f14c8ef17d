//! How far somebody is with beginning. It outlives the page, so that a look at Safety or Help costs nobody their place.

use leptos::prelude::*;
use steadfast_repair::people::Roles;
use zeroize::Zeroize;

use super::state::{Start, Step};
use crate::{
    app::{Door, Session},
    gate::{Answers, Reasons},
};

/// What was answered so far. Of it only what was answered at the gate is kept when the app is closed. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(crate) struct Flow {
    pub(super) step: RwSignal<Step>,
    pub(super) start: RwSignal<Option<Start>>,
    /// What was answered at the gate. It is kept once there are keys to seal it.
    pub(super) answers: RwSignal<Option<Answers>>,
    pub(super) name: RwSignal<String>,
    /// The 24 words between the moment they are made and the moment they are checked.
    pub(super) words: RwSignal<Vec<String>>,
}

impl Flow {
    /// At the beginning of the beginning. Once the app is locked, nothing of it is left.
    pub(crate) fn new(session: Session) -> Self {
        let flow = Self {
            step: RwSignal::new(Step::Before),
            start: RwSignal::new(None),
            answers: RwSignal::new(None),
            name: RwSignal::new(String::new()),
            words: RwSignal::new(Vec::new()),
        };
        Effect::new(move |_| {
            if session.door() == Door::Locked {
                flow.forget();
            }
        });
        flow
    }

    /// Takes up where somebody left off, or begins anew: with an invitation or a code in hand, past the doors.
    pub(super) fn arrive(self, session: Session) {
        let step = self.step.get_untracked();
        let nobody = session.door_signal().get_untracked() == Door::Nobody;
        if step.is_after_keys() && nobody {
            self.forget();
        }
        let early = matches!(self.step.get_untracked(), Step::Before | Step::Doors);
        if untrack(|| session.pairing_code()).is_some() {
            self.step.set(Step::Device);
        } else if early && untrack(|| session.invitation()).is_some() {
            self.step.set(Step::You);
        }
    }

    /// The roles that follow from the door. Whoever was invited says their part when they join.
    pub(super) fn roles(self) -> Roles {
        self.start.get_untracked().map_or(Roles::NONE, Start::roles)
    }

    /// Why a specialist comes first, if one does.
    pub(super) fn reasons(self) -> Option<Reasons> {
        self.answers.get_untracked().and_then(Answers::reasons)
    }

    /// Drops the words from memory.
    pub(super) fn forget_words(self) {
        self.words.update(|words| {
            words.iter_mut().for_each(Zeroize::zeroize);
            words.clear();
        });
    }

    /// Drops everything, as if nobody had begun.
    pub(super) fn forget(self) {
        self.forget_words();
        self.name.set(String::new());
        self.start.set(None);
        self.answers.set(None);
        self.step.set(Step::Before);
    }
}
