//! Beginning a circle: that of the two partners, or one that the partner is never told of.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_circle::{CircleId, InvitationId};
use steadfast_member::ports::RelayAddress;
use steadfast_repair::people::CircleKind;

use super::{invite::ShownInvitation, troubles::creating};
use crate::{
    app::Session,
    gate::{self, BeforeInviting, Way},
    messages as say, platform,
    told::{Telling, Told},
    ui::{Button, TextField, Weight},
};

/// Makes a circle and tells its relay, as far as that can be reached now.
#[derive(Clone, Copy)]
struct Making {
    session: Session,
    busy: RwSignal<bool>,
    told: RwSignal<Option<Told>>,
}

impl Making {
    fn new() -> Self {
        Self { session: expect_context(), busy: RwSignal::new(false), told: RwSignal::new(None) }
    }

    fn make(self, kind: CircleKind, relay: Option<RelayAddress>) {
        self.make_and(kind, relay, |_| {});
    }

    /// Makes a circle, and does something more once its relay knows it.
    fn make_and(
        self,
        kind: CircleKind,
        relay: Option<RelayAddress>,
        then: impl FnOnce(CircleId) + 'static,
    ) {
        let Some(member) = self.session.member_untracked().filter(|_| !self.busy.get_untracked())
        else {
            return;
        };
        self.busy.set(true);
        self.told.set(None);
        spawn_local(async move {
            match member.create_circle(kind, None, relay).await {
                // Where the relay does not answer, founding goes on in the background; the circle's section says so.
                Ok(circle) => {
                    if member.sync(circle).await.is_ok() {
                        then(circle);
                    }
                }
                Err(error) => {
                    self.told.try_set(Some(creating(&error)));
                }
            }
            self.busy.try_set(false);
        });
    }
}

/// Makes an invitation and shows it.
fn invite_into(making: Making, circle: CircleId, shown: RwSignal<Option<InvitationId>>) {
    let Some(member) = making.session.member_untracked() else { return };
    spawn_local(async move {
        // What goes wrong here is said when one presses the circle's own button.
        if let Ok(invitation) = member.invite(circle, &platform::origin()).await {
            shown.try_set(Some(invitation.id));
            making.session.sync_soon(circle);
        }
    });
}

/// There is no *Us* yet.
#[component]
pub(crate) fn BeginUs() -> impl IntoView {
    let making = Making::new();
    let shown = expect_context::<ShownInvitation>().0;
    let way = gate::way(making.session);
    let invite = Callback::new(move |()| {
        making.make_and(CircleKind::Us, None, move |circle| invite_into(making, circle, shown))
    });
    view! {
        <section class="group">
            <h2>{say::people::begin_us_title()}</h2>
            <p>{say::people::begin_us_lead()}</p>
            <BeforeInviting way />
            <Telling told=making.told />
            <div class="row">
                {move || {
                    let weight = match way.get() {
                        // A button that is made anew under a hand is pressed in vain.
                        Way::Looking => return None,
                        Way::Open => Weight::Main,
                        Way::Closed | Way::Ask | Way::First(_) => Weight::Plain,
                    };
                    Some(view! {
                        <Button label=say::people::invite_partner() weight busy=making.busy on_press=invite />
                    })
                }}
                <Button
                    label=say::people::begin_us()
                    weight=Weight::Quiet
                    on_press=Callback::new(move |()| making.make(CircleKind::Us, None))
                />
            </div>
        </section>
    }
}

/// Circles with somebody besides the partner.
#[component]
pub(crate) fn BeginOthers() -> impl IntoView {
    let making = Making::new();
    let relay = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let address = move || {
        let text = relay.get_untracked();
        if text.trim().is_empty() {
            problem.set(None);
            return Some(None);
        }
        let parsed = text.parse::<RelayAddress>().ok();
        problem.set(parsed.is_none().then(|| say::trouble::relay_wrong().into()));
        parsed.map(Some)
    };
    let begin = move |kind| {
        Callback::new(move |()| {
            if let Some(relay) = address() {
                making.make(kind, relay);
            }
        })
    };
    // The field stands in no form of its own; Enter in it must not load the page anew.
    let stay = move |event: SubmitEvent| event.prevent_default();
    view! {
        <section class="group">
            <h2>{say::people::private_title()}</h2>
            <p>{say::people::private_lead()}</p>
            <details class="fold">
                <summary>{say::people::private_fold()}</summary>
                <form class="flow" on:submit=stay>
                    <TextField
                        label=say::people::private_relay()
                        help=say::people::private_relay_help()
                        kind="url"
                        longest=256
                        value=relay
                        problem
                    />
                    <Telling told=making.told />
                    <div class="row">
                        <Button
                            label=say::people::begin_therapist()
                            busy=making.busy
                            on_press=begin(CircleKind::TherapistAndMe)
                        />
                        <Button
                            label=say::people::begin_supporter()
                            busy=making.busy
                            on_press=begin(CircleKind::SupporterAndMe)
                        />
                    </div>
                    <p class="quiet">{say::people::begin_us_and_therapist_about()}</p>
                    <div class="row">
                        <Button
                            label=say::people::begin_us_and_therapist()
                            weight=Weight::Quiet
                            busy=making.busy
                            on_press=begin(CircleKind::UsAndTherapist)
                        />
                    </div>
                </form>
            </details>
        </section>
    }
}
