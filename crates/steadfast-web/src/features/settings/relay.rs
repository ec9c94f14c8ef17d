//! Where circles are kept.

use leptos::{ev::SubmitEvent, prelude::*};
use steadfast_member::ports::RelayAddress;

use crate::{
    app::{Session, relays},
    messages as say,
    told::{Doing, Telling, Told},
    ui::{Button, TextField},
};

/// The relay of what begins later, and those of what has begun.
#[component]
pub(crate) fn RelaySection() -> impl IntoView {
    let session = expect_context::<Session>();
    let address = RwSignal::new(relays::stored());
    let problem = RwSignal::new(None::<String>);
    let doing = Doing::new();
    let done = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        done.set(false);
        let parsed = address.get_untracked().parse::<RelayAddress>();
        problem.set(parsed.is_err().then(|| say::trouble::relay_wrong().into()));
        let Ok(relay) = parsed else { return };
        // A mistyped address would otherwise show only when the next circle cannot be founded.
        let answers = async move {
            let answers = relays::answers(session, relay.as_str()).await;
            let (what, now) = (say::settings::relay_none_what(), say::settings::relay_none_now());
            if answers { Ok(relay) } else { Err(Told::new(what, now)) }
        };
        doing.start(answers, move |relay| {
            relays::store(&relay);
            done.try_set(true);
        });
    };
    let kept = Memo::new(move |_| {
        let mut relays: Vec<_> =
            session.circles().iter().map(|circle| circle.relay.as_str().to_owned()).collect();
        relays.sort();
        relays.dedup();
        relays
    });
    view! {
        <section class="group">
            <h2>{say::settings::relay_title()}</h2>
            <p>{say::settings::relay_about()}</p>
            <p class="quiet">{move || say::settings::relay_in_use(kept.read().join(", "))}</p>
            <details class="fold">
                <summary>{say::settings::relay_other()}</summary>
                <form class="flow" on:submit=submit>
                    <TextField
                        label=say::settings::relay_address()
                        kind="url"
                        longest=256
                        value=address
                        problem
                    />
                    <Telling told=doing.told() />
                    <div class="row">
                        <Button label=say::settings::relay_go() submit=true busy=doing.busy() />
                    </div>
                    <p role="status">{move || done.get().then(say::settings::relay_kept)}</p>
                </form>
            </details>
        </section>
    }
}
