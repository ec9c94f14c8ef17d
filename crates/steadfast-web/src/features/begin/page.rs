//! The page that leads from the first note to the first entry.

use leptos::prelude::*;

use super::{
    flow::Flow,
    parts::{BeforeStep, DoorsStep, GateStep, HereAlready, SignedStep, SpecialistStep},
    state::Step,
    ways_back::{DeviceStep, RestoreStep},
    words::{CheckStep, WordsStep},
    you::YouStep,
};
use crate::app::{Door, Rooms, Session};

/// Begins: the note about watched devices first, then the doors, then what lies behind each.
#[component]
pub(crate) fn BeginPage() -> impl IntoView {
    let (session, flow) = (expect_context::<Session>(), expect_context::<Flow>());
    let rooms = expect_context::<Rooms>();
    flow.arrive(session);
    move || {
        let step = flow.step.get();
        match session.door() {
            Door::Looking => return ().into_any(),
            // Somebody who lives here already is not made to begin.
            Door::Locked => return view! { <HereAlready /> }.into_any(),
            Door::Open if !step.is_after_keys() => return view! { <HereAlready /> }.into_any(),
            Door::Open | Door::Nobody | Door::TooNew | Door::Unavailable => {}
        }
        match step {
            Step::Before => view! { <BeforeStep /> }.into_any(),
            Step::Doors => view! { <DoorsStep /> }.into_any(),
            Step::Gate => view! { <GateStep /> }.into_any(),
            Step::Specialist => view! { <SpecialistStep /> }.into_any(),
            step => rooms.step(step),
        }
    }
}

/// A step that makes or needs keys. The others are part of the first page.
pub(crate) fn later_step(step: Step) -> AnyView {
    match step {
        Step::Before | Step::Doors | Step::Gate | Step::Specialist => ().into_any(),
        Step::You => view! { <YouStep /> }.into_any(),
        Step::Words => view! { <WordsStep /> }.into_any(),
        Step::Check => view! { <CheckStep /> }.into_any(),
        Step::Signed => view! { <SignedStep /> }.into_any(),
        Step::Restore => view! { <RestoreStep /> }.into_any(),
        Step::Device => view! { <DeviceStep /> }.into_any(),
    }
}
