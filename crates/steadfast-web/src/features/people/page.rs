//! Who is here: those who knock first, then the circles, one's devices, and going.

use leptos::prelude::*;

use super::{
    circle::CircleSection,
    create::{BeginOthers, BeginUs},
    devices::DevicesSection,
    invite::ShownInvitation,
    knocks::Arrivals,
    leaving::EraseSection,
    state::{has_us, in_order},
};
use crate::{
    app::Session,
    messages as say,
    ui::{Page, Stitch},
};

/// People, circles and devices.
#[component]
pub(crate) fn PeoplePage() -> impl IntoView {
    let session = expect_context::<Session>();
    provide_context(ShownInvitation(RwSignal::new(None)));
    let circles = Memo::new(move |_| in_order(&session.circles()));
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
