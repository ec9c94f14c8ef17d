//! Going: leaving a circle, and taking everything off this device. Both alone, both at once.

use leptos::prelude::*;
use steadfast_circle::CircleId;

use super::{state::not_yet_sent, troubles::saying};
use crate::{
    app::Session,
    emptying::Emptying,
    messages as say, space,
    told::{Doing, Telling},
    ui::{Button, Dialog, Weight},
};

/// The way out of one circle.
#[component]
pub(crate) fn LeaveCircle(circle: CircleId, title: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(false);
    let doing = Doing::new();
    let waiting = Memo::new(move |_| space::waiting(session, circle));
    let leave = Callback::new(move |()| {
        let Some(member) = session.member_untracked() else { return };
        let leave = async move { member.leave(circle).await.map_err(|error| saying(&error)) };
        doing.start(leave, move |()| {
            session.sync_soon(circle);
            open.try_set(false);
        });
    });
    view! {
        <Button label=say::people::leave() weight=Weight::Quiet on_press=move |()| open.set(true) />
        <Dialog open title=say::people::leave_title() close_label=say::people::leave_keep()>
            <p>{say::people::leave_lead()}</p>
            <p>{say::people::leave_reads()}</p>
            {move || (waiting.get() > 0).then(|| view! { <p>{say::people::leave_waiting(waiting.get())}</p> })}
            <Telling told=doing.told() />
            <Button label=Signal::derive(move || say::people::leave_go(title.get())) busy=doing.busy() on_press=leave />
        </Dialog>
    }
}

/// Takes everything off this device.
#[component]
pub(crate) fn EraseSection() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="group">
            <h2>{say::people::erase_section()}</h2>
            <p class="quiet">{say::people::erase_about()}</p>
            <Show
                when=move || open.get()
                fallback=move || view! { <Button label=say::people::erase() on_press=move |()| open.set(true) /> }
            >
                <Erasing open />
            </Show>
        </section>
    }
}

/// Asks before everything goes.
#[component]
fn Erasing(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let unsent = untrack(|| session.circles())
        .iter()
        .map(|circle| {
            not_yet_sent(&circle.status) + circle.waiting.map_or(0, |waiting| waiting.count)
        })
        .sum::<usize>();
    view! {
        <Emptying
            title=say::people::erase_title()
            sure_label=say::people::erase_sure()
            go=say::people::erase_go()
            keep=say::people::erase_keep()
            open
        >
            <p>{say::people::erase_lead()}</p>
            {(unsent > 0).then(|| view! { <p>{say::people::erase_unsent(i64::try_from(unsent).unwrap_or(i64::MAX))}</p> })}
        </Emptying>
    }
}
