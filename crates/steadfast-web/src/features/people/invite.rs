//! Inviting: an invitation as a square code and as a link, shown again, taken back.

use jiff::{Timestamp, tz::TimeZone};
use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::{CircleId, InvitationId};
use steadfast_member::view::Standing;

use super::{
    state::{CircleView, Invitee, OpenInvitation, invitee, open_invitations},
    troubles::{inviting, saying},
};
use crate::{
    app::Session,
    gate::{self, BeforeInviting, Way},
    messages as say, platform,
    told::{Doing, Telling},
    ui::{Button, Dialog, QrCode, Weight, said_by},
};

/// The invitation that is open before the person, whichever circle it is for.
#[derive(Clone, Copy)]
pub(super) struct ShownInvitation(pub(super) RwSignal<Option<InvitationId>>);

/// The open invitations of a circle, and the button for a new one.
#[component]
pub(crate) fn InviteSection(circle: CircleId, view: Memo<Option<CircleView>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = Memo::new(move |_| {
        let invitations =
            session.member().map(|member| member.invitations(circle, &platform::origin()));
        // Somebody stands before the door with it; that is shown at the top of the page.
        let knocked: Vec<_> = session.knocks().iter().map(|(_, knock)| knock.invitation).collect();
        let mut open = open_invitations(invitations.unwrap_or_default());
        open.retain(|invitation| !knocked.contains(&invitation.id));
        open
    });
    let knocked = Memo::new(move |_| session.knocks().iter().any(|(at, _)| *at == circle));
    let elsewhere = Memo::new(move |_| {
        session.member().is_some_and(|member| member.invitations_elsewhere(circle) > 0)
    });
    let doing = Doing::new();
    let shown = expect_context::<ShownInvitation>().0;
    let invite = move |()| {
        let Some(member) = session.member_untracked() else { return };
        let invite = async move {
            let made = member.invite(circle, &platform::origin()).await;
            made.map_err(|error| inviting(&error))
        };
        doing.start(invite, move |invitation| {
            shown.try_set(Some(invitation.id));
            session.sync_soon(circle);
        });
    };
    let whom = Memo::new(move |_| view.read().as_ref().map(invitee));
    let label = Signal::derive(move || {
        match whom.get() {
            Some(Invitee::Partner) => say::people::invite_partner(),
            Some(Invitee::Therapist) => say::people::invite_therapist(),
            Some(Invitee::Supporter) => say::people::invite_supporter(),
            Some(Invitee::Another) | None => say::people::invite_another(),
        }
        .to_owned()
    });
    let way = gate::way(session);
    let partner = Memo::new(move |_| whom.get() == Some(Invitee::Partner));
    let invite = Callback::new(invite);
    let button = move || {
        // One main action on the page: the partner, unless something comes first.
        let main = partner.get() && !elsewhere.get();
        let weight = match way.get() {
            // A button that is made anew under a hand is pressed in vain.
            Way::Looking if main => return None,
            Way::Open if main => Weight::Main,
            _ => Weight::Plain,
        };
        Some(view! { <Button label weight busy=doing.busy() on_press=invite /> })
    };
    view! {
        <div class="group">
            <For each=move || open.get() key=|invitation| invitation.id let:invitation>
                <OpenRow circle id=invitation.id shown />
            </For>
            <Show when=move || elsewhere.get()>
                <p>{say::people::invitation_elsewhere()}</p>
            </Show>
            <Show when=move || open.read().is_empty() && !knocked.get()>
                <Show when=move || whom.get() == Some(Invitee::Another)>
                    <p class="quiet">{say::people::invite_another_about()}</p>
                </Show>
                <Show when=move || partner.get()>
                    <BeforeInviting way />
                </Show>
                {button}
            </Show>
            <Telling told=doing.told() />
        </div>
        <InvitationDialog circle open shown />
    }
}

/// One open invitation in the list.
#[component]
fn OpenRow(
    circle: CircleId,
    id: InvitationId,
    shown: RwSignal<Option<InvitationId>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let doing = Doing::new();
    let withdraw = move |()| {
        let Some(member) = session.member_untracked() else { return };
        let withdraw = async move {
            member.withdraw_invitation(circle, id).await.map_err(|error| saying(&error))
        };
        doing.start(withdraw, move |()| session.sync_soon(circle));
    };
    view! {
        <div class="people-open group">
            <p>{say::people::invitation_open()}</p>
            <div class="row">
                <Button label=say::people::invitation_shown() weight=Weight::Main on_press=move |()| shown.set(Some(id)) />
                <Button label=say::people::invitation_withdraw() busy=doing.busy() on_press=Callback::new(withdraw) />
            </div>
            <Telling told=doing.told() />
        </div>
    }
}

/// The invitation, to be shown to a camera or sent.
#[component]
fn InvitationDialog(
    circle: CircleId,
    open: Memo<Vec<OpenInvitation>>,
    shown: RwSignal<Option<InvitationId>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let showing = RwSignal::new(false);
    let invitation = Memo::new(move |_| {
        open.read().iter().find(|invitation| Some(invitation.id) == shown.get()).cloned()
    });
    // Set only where it changes: the two would wake each other for ever.
    Effect::new(move |_| {
        let some = invitation.read().is_some();
        if showing.get_untracked() != some {
            showing.set(some);
        }
    });
    Effect::new(move |_| {
        if !showing.get() && invitation.read_untracked().is_some() {
            shown.set(None);
        }
    });
    let founded = Memo::new(move |_| {
        session
            .member()
            .and_then(|member| member.circle(circle))
            .is_some_and(|circle| circle.standing == Standing::In)
    });
    view! {
        <Dialog open=showing title=say::people::invitation_title()>
            {move || {
                invitation
                    .get()
                    .map(|invitation| {
                        let ready = invitation.sent && founded.get();
                        view! { <Handing invitation ready /> }
                    })
            }}
        </Dialog>
    }
}

/// The code, the link, and what to know before handing them over.
#[component]
fn Handing(invitation: OpenInvitation, ready: bool) -> impl IntoView {
    let OpenInvitation { link, expires, .. } = invitation;
    let by = said_by(expires, Timestamp::now(), &TimeZone::system());
    view! {
        <p>{say::people::invitation_warn()}</p>
        <p role="status">
            {if ready { say::people::invitation_sent() } else { say::people::invitation_not_sent() }}
        </p>
        <QrCode text=link.clone() />
        <CopyableLink link />
        <p class="quiet">{say::people::invitation_expires(by)}</p>
    }
}

/// A link in full, with a button that copies it.
#[component]
fn CopyableLink(link: String) -> impl IntoView {
    let said = RwSignal::new(None::<&'static str>);
    let text = link.clone();
    let copy = move |()| {
        let text = text.clone();
        spawn_local(async move {
            let copied = platform::copy(&text).await;
            said.try_set(Some(if copied {
                say::people::copied()
            } else {
                say::people::copy_failed()
            }));
        });
    };
    view! {
        <p class="people-link" data-test="invitation-link" translate="no">
            {link}
        </p>
        <div class="row">
            <Button label=say::people::copy() on_press=Callback::new(copy) />
            <span role="status">{said}</span>
        </div>
    }
}
