//! One circle: who is in it, inviting, one's own name in it, and leaving it.

use leptos::{ev::SubmitEvent, prelude::*};
use steadfast_circle::CircleId;
use steadfast_member::view::{Person, Standing};
use steadfast_repair::{
    people::{self, CircleKind, Role, Roles},
    relationship::Act,
    words::Title,
};

use super::{
    invite::InviteSection, leaving::LeaveCircle, secrets::SecretsField, state::CircleView,
    troubles::saying,
};
use crate::{
    app::Session,
    messages as say, naming,
    routes::Route,
    told::{Doing, Telling},
    ui::{Button, Choice, ChoiceField, Go, TextField},
};

/// One circle's part of the page.
#[component]
pub(crate) fn CircleSection(circle: CircleId) -> impl IntoView {
    let session = expect_context::<Session>();
    let view = Memo::new(move |_| {
        session
            .member()
            .and_then(|member| member.circle(circle))
            .map(|circle| CircleView::of(session, &circle))
    });
    let title =
        Memo::new(move |_| view.read().as_ref().map(|view| view.title.clone()).unwrap_or_default());
    let standing = Memo::new(move |_| view.read().as_ref().map(|view| view.standing));
    let inside = move || {
        match standing.get() {
        None => ().into_any(),
        Some(Standing::Joining) => view! {
            <p>{say::people::waiting_to_join()} " " <Go to=Route::Join label=say::people::waiting_look() /></p>
        }
        .into_any(),
        Some(Standing::Adding) => view! { <p role="status">{say::people::adding()}</p> }.into_any(),
        Some(Standing::Founding) => view! { <p role="status">{say::people::founding()}</p> }.into_any(),
        Some(Standing::In) => view! {
            <InviteSection circle view />
            <Rename circle view />
            <LeaveCircle circle title />
        }
        .into_any(),
        Some(Standing::Closed) => ().into_any(),
        Some(Standing::DeviceRemoved) => view! { <p>{say::people::mine_device_removed()}</p> }.into_any(),
        Some(Standing::Left) => view! { <p>{say::people::left_circle()}</p> }.into_any(),
    }
    };
    view! {
        <section class="people-circle flow">
            <h2>{title}</h2>
            <ul class="people-list">
                {move || {
                    let people = view.read().as_ref().map(|view| view.people.clone()).unwrap_or_default();
                    people.into_iter().map(|person| view! { <PersonRow person /> }).collect_view()
                }}
            </ul>
            {inside}
            <p class="quiet small">
                {move || view.read().as_ref().map(|view| say::people::kept_at(&view.relay))}
            </p>
        </section>
    }
}

/// One person: their name as they wrote it, their part, their devices.
#[component]
fn PersonRow(person: Person) -> impl IntoView {
    let devices = person.devices.iter().filter(|device| !device.removed).count();
    let facts = [
        person.me.then(|| say::people::me().to_owned()),
        person.left.then(|| say::people::left().to_owned()),
        naming::professional(person.roles),
        (!person.left && devices > 0)
            .then(|| say::people::devices(i64::try_from(devices).unwrap_or(i64::MAX))),
    ];
    let called = naming::person(person.name.as_ref());
    let secrets = (!person.me && !person.left)
        .then(|| naming::secrets(person.roles, person.secrets, &called))
        .flatten();
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    view! {
        <li>
            <p class="people-person">
                <span class="words">{called}</span>
                <span class="quiet">{facts.join(" · ")}</span>
            </p>
            {secrets.map(|secrets| view! { <p class="small quiet">{secrets}</p> })}
        </li>
    }
}

/// Changes how one is called here, and one's part.
#[component]
fn Rename(circle: CircleId, view: Memo<Option<CircleView>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let (kind, me) = view
        .read_untracked()
        .as_ref()
        .map_or((CircleKind::Us, None), |view| (view.kind, view.me().cloned()));
    let name = RwSignal::new(
        me.as_ref()
            .and_then(|me| me.name.as_ref())
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
    );
    let secrets = RwSignal::new(me.as_ref().and_then(|me| me.secrets));
    let part = RwSignal::new(Some(me.map_or(Roles::NONE, |me| me.roles)));
    let therapist = Memo::new(move |_| part.get().is_some_and(naming::is_therapist));
    let problem = RwSignal::new(None::<String>);
    let doing = Doing::new();
    let done = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        done.set(false);
        let title = Title::new(name.get_untracked().trim());
        problem.set(title.is_err().then(|| say::people::name_wrong().into()));
        let (Ok(name), Some(roles)) = (title, part.get_untracked()) else { return };
        let introduce = Act::People(people::Act::Introduce(people::Introduce {
            name,
            roles,
            secrets: secrets.get_untracked().filter(|_| therapist.get_untracked()),
        }));
        let say =
            async move { session.say(circle, introduce).await.map_err(|error| saying(&error)) };
        doing.start(say, move |_| {
            done.try_set(true);
        });
    };
    let choices =
        parts(kind).into_iter().map(|roles| Choice::new(roles, naming::own_roles(roles))).collect();
    view! {
        <details class="fold">
            <summary>{say::people::rename()}</summary>
            <form class="flow" on:submit=submit>
                <TextField label=say::people::my_name() value=name problem />
                <ChoiceField label=say::people::my_part() value=part choices />
                <Show when=move || therapist.get()>
                    <SecretsField secrets />
                </Show>
                <Telling told=doing.told() />
                <div class="row">
                    <Button label=say::people::rename_go() submit=true busy=doing.busy() />
                </div>
                <p role="status">{move || done.get().then(say::people::renamed)}</p>
            </form>
        </details>
    }
}

/// The parts that one can have in a circle of this kind; none last.
fn parts(kind: CircleKind) -> Vec<Roles> {
    let hurt = Roles::only(Role::BetrayingPartner);
    let was_hurt = Roles::only(Role::BetrayedPartner);
    let mut parts = vec![hurt, was_hurt, hurt.with(Role::BetrayedPartner)];
    match kind {
        CircleKind::Mine => {}
        CircleKind::Us | CircleKind::UsAndTherapist => {
            parts.push(Roles::only(Role::CouplesTherapist));
        }
        CircleKind::TherapistAndMe => parts.push(Roles::only(Role::IndividualTherapist)),
        CircleKind::SupporterAndMe => parts.push(Roles::only(Role::Supporter)),
    }
    parts.push(Roles::NONE);
    parts
}
