//! Those who stand before the door: who knocks with an invitation of ours, and whom somebody else wants to let in.

use leptos::prelude::*;
use steadfast_member::view::{CircleSummary, History};
use steadfast_repair::people::{Role, Roles};

use super::{
    state::{Knocking, Proposed, has_history},
    troubles::{admitting, saying},
};
use crate::{
    app::Session,
    messages as say, naming,
    told::{Doing, Telling},
    ui::{Button, Choice, ChoiceField, Note, Weight, WordList},
};

/// Everybody who waits for something from us, or for whom we wait.
#[component]
pub(crate) fn Arrivals() -> impl IntoView {
    let session = expect_context::<Session>();
    let knocking =
        Memo::new(move |_| session.knocks().iter().map(Knocking::of).collect::<Vec<_>>());
    let proposed = Memo::new(move |_| {
        let Some(member) = session.member() else { return Vec::new() };
        let circles = member.circles();
        let of = |circle: &CircleSummary| {
            let proposals = member.proposals(circle.id);
            proposals.iter().map(|proposal| Proposed::of(circle, proposal)).collect::<Vec<_>>()
        };
        circles.iter().flat_map(of).collect::<Vec<_>>()
    });
    let settled = RwSignal::new(None::<String>);
    view! {
        <p role="status" class="people-settled">
            {settled}
        </p>
        <div role="status" class="flow people-arrivals">
            <For each=move || knocking.get() key=|knocking| knocking.clone() let:knocking>
                <Knocks knocking settled />
            </For>
            <For each=move || proposed.get() key=|proposed| proposed.clone() let:proposed>
                <Waits proposed />
            </For>
        </div>
    }
}

/// Somebody knocks: who it is, the words to compare, and what they may read.
#[component]
fn Knocks(knocking: Knocking, settled: RwSignal<Option<String>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let Knocking { circle, invitation, name: called, roles, secrets, words } = knocking;
    let secrets = naming::secrets(roles, secrets, &called);
    let name = StoredValue::new(called.clone());
    let member = session.member_untracked();
    let asks_history = member.as_ref().is_some_and(|member| has_history(&member.record(circle)));
    let others = member
        .and_then(|member| member.circle(circle))
        .is_some_and(|circle| !naming::others(&circle).is_empty());
    let history = RwSignal::new((!asks_history).then_some(Grant::All));
    let unchosen = RwSignal::new(false);
    let doing = Doing::new();
    let settle = move |words: String| {
        settled.try_set(Some(words));
        session.settle_knock(invitation);
        session.sync_soon(circle);
    };
    let admit = move |()| {
        unchosen.set(history.read_untracked().is_none());
        let (Some(grant), Some(member)) = (history.get_untracked(), session.member_untracked())
        else {
            return;
        };
        let told = say::people::admitted(name.get_value());
        let admit = async move {
            let admitted = member.admit(circle, invitation, grant.history()).await;
            admitted.map_err(|error| admitting(&error))
        };
        doing.start(admit, move |()| settle(told));
    };
    let decline = move |()| {
        let Some(member) = session.member_untracked() else { return };
        let told = say::people::declined(name.get_value());
        let decline = async move {
            member.decline(circle, invitation).await.map_err(|error| admitting(&error))
        };
        doing.start(decline, move |()| settle(told));
    };
    let choices = vec![
        Choice::new(Grant::All, say::people::admit_history_all()),
        Choice::new(Grant::Nothing, say::people::admit_history_none())
            .with_help(say::people::admit_history_none_help()),
    ];
    view! {
        <Note>
            <h2>{say::people::knock_title(&called)}</h2>
            {naming::professional(roles).map(|roles| view! { <p class="quiet">{roles}</p> })}
            {secrets.map(|secrets| view! { <p>{secrets}</p> })}
            <p>{say::people::admit_compare(&called)}</p>
            <WordList label=say::people::admit_words_label() words />
            {asks_history
                .then(|| {
                    let unchosen_words = say::people::admit_history_unchosen(&called);
                    view! {
                        <ChoiceField label=say::people::admit_history(&called) value=history choices />
                        <p class="field-problem">
                            {move || unchosen.get().then(|| unchosen_words.clone())}
                        </p>
                    }
                })}
            {others.then(|| view! { <p>{say::people::admit_consents()}</p> })}
            <Telling told=doing.told() />
            <div class="row">
                <Button
                    label=say::people::admit(&called)
                    weight=Weight::Main
                    busy=doing.busy()
                    on_press=Callback::new(admit)
                />
                <Button label=say::people::admit_not(&called) busy=doing.busy() on_press=Callback::new(decline) />
            </div>
        </Note>
    }
}

/// What a newcomer may read, as something that can be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grant {
    All,
    Nothing,
}

impl Grant {
    fn history(self) -> History {
        match self {
            Self::All => History::All,
            Self::Nothing => History::None,
        }
    }
}

/// Somebody is proposed: they come in once all have said yes.
#[component]
fn Waits(proposed: Proposed) -> impl IntoView {
    let session = expect_context::<Session>();
    let Proposed { circle, candidate, name, proposer, secrets, missing, waits_for_me, words } =
        proposed;
    // Only therapists say it.
    let secrets = secrets.and_then(|policy| {
        naming::secrets(Roles::only(Role::CouplesTherapist), Some(policy), &name)
    });
    let doing = Doing::new();
    let later = RwSignal::new(false);
    let consent = move |()| {
        let Some(member) = session.member_untracked() else { return };
        let consent =
            async move { member.consent(circle, candidate).await.map_err(|error| saying(&error)) };
        doing.start(consent, move |()| session.sync_soon(circle));
    };
    let missing =
        (!missing.is_empty()).then(|| say::people::consent_missing(naming::together(&missing)));
    let mine = if waits_for_me {
        view! {
            <p>{say::people::consent_lead(&name, &proposer)}</p>
            {secrets.map(|secrets| view! { <p>{secrets}</p> })}
            <p>{say::people::consent_compare(&name)}</p>
            <WordList label=say::people::admit_words_label() words />
            <Telling told=doing.told() />
            <div class="row">
                <Button label=say::people::consent(&name) weight=Weight::Main busy=doing.busy() on_press=Callback::new(consent) />
                <Button label=say::people::consent_later() weight=Weight::Quiet on_press=move |()| later.set(true) />
            </div>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <div hidden=move || later.get()>
            <Note>
                <h2>{say::people::consent_title(&name)}</h2>
                {mine}
                {missing.map(|missing| view! { <p class="quiet">{missing}</p> })}
            </Note>
        </div>
    }
}
