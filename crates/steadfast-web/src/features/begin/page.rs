//! The page that leads from the first note to the first entry.

use leptos::prelude::*;
use steadfast_repair::people::Roles;
use zeroize::Zeroize;

use super::{
    parts::{BeforeStep, DoorsStep, GateStep, HereAlready, SignedStep, SpecialistStep},
    state::{Reasons, Start, Step},
    ways_back::{DeviceStep, RestoreStep},
    words::{CheckStep, WordsStep},
    you::YouStep,
};
use crate::app::{Door, Session};

/// What was answered so far. Nothing of it is kept when the page goes.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    pub(super) step: RwSignal<Step>,
    pub(super) start: RwSignal<Option<Start>>,
    pub(super) reasons: RwSignal<Option<Reasons>>,
    /// The 24 words between the moment they are made and the moment they are checked.
    pub(super) words: RwSignal<Vec<String>>,
    /// Whether somebody came here with an invitation, and goes back to it.
    pub(super) invited: bool,
}

impl Flow {
    /// The roles that follow from the door. Whoever was invited says their part when they join.
    pub(super) fn roles(self) -> Roles {
        self.start.get_untracked().map_or(Roles::NONE, Start::roles)
    }

    /// Drops the words from memory.
    pub(super) fn forget_words(self) {
        self.words.try_update(|words| {
            words.iter_mut().for_each(Zeroize::zeroize);
            words.clear();
        });
    }
}

/// Begins: the note about watched devices first, then the doors, then what lies behind each.
#[component]
pub(crate) fn BeginPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let invited = session.invitation().is_some();
    let first = match session.pairing_code() {
        Some(_) => Step::Device,
        None if invited => Step::You,
        None => Step::Before,
    };
    let flow = Flow {
        step: RwSignal::new(first),
        start: RwSignal::new(None),
        reasons: RwSignal::new(None),
        words: RwSignal::new(Vec::new()),
        invited,
    };
    provide_context(flow);
    on_cleanup(move || {
        flow.forget_words();
        session.set_writing_down(false);
    });
    move || {
        let step = flow.step.get();
        let begun = matches!(step, Step::Words | Step::Check | Step::Signed);
        // Somebody who lives here already is not made to begin; the steps after the keys are for whoever just did.
        match session.door() {
            Door::Locked => return view! { <HereAlready /> }.into_any(),
            Door::Open if !begun => return view! { <HereAlready /> }.into_any(),
            _ => {}
        }
        match step {
            Step::Before => view! { <BeforeStep /> }.into_any(),
            Step::Doors => view! { <DoorsStep /> }.into_any(),
            Step::Gate => view! { <GateStep /> }.into_any(),
            Step::Specialist => view! { <SpecialistStep /> }.into_any(),
            Step::You => view! { <YouStep /> }.into_any(),
            Step::Words => view! { <WordsStep /> }.into_any(),
            Step::Check => view! { <CheckStep /> }.into_any(),
            Step::Signed => view! { <SignedStep /> }.into_any(),
            Step::Restore => view! { <RestoreStep /> }.into_any(),
            Step::Device => view! { <DeviceStep /> }.into_any(),
        }
    }
}
