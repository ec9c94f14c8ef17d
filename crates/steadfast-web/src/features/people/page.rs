//! Who is here: those who knock first, then the circles, one's devices, and going.

use leptos::prelude::*;

use super::{
    circle::CircleSection,
    create::{BeginOthers, BeginUs},
    devices::DevicesSection,
    invite::ShownInvitation,
    knocks::Arrivals,
    leaving::EraseSection,
    state::has_us,
};
use crate::{
    app::Session,
    circle, messages as say,
    ui::{Page, Stitch},
};

/// People, circles and devices.
#[component]
pub(crate) fn PeoplePage() -> impl IntoView {
    let session = expect_context::<Session>();
    provide_context(ShownInvitation(RwSignal::new(None)));
    let shared = circle::shared(session);
    let circles =
        Memo::new(move |_| shared.read().iter().map(|circle| circle.id).collect::<Vec<_>>());
    let has_us = Memo::new(move |_| has_us(&session.circles()));
    view! {
        <Page title=say::people::title()>
            <Arrivals />
            <Show when=move || !has_us.get()>
                <BeginUs />
            </Show>
            <For each=move || circles.get() key=|circle| *circle let:circle>
                <CircleSection circle />
            </For>
            <Stitch />
            <BeginOthers />
            <Stitch />
            <DevicesSection />
            <Stitch />
            <EraseSection />
        </Page>
    }
}
