//! The invitation as a newcomer sees it, and their question to come in.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_circle::CircleId;
use steadfast_member::{error::JoinError, view::Preview};
use steadfast_repair::{
    people::{self, CircleKind, Roles, SecretsPolicy},
    relationship::Act,
    words::Title,
};

use super::state::{first_part, parts};
use crate::{
    app::{Door, Session},
    features::people::SecretsField,
    messages as say, naming,
    routes::Route,
    told::{Telling, Told},
    ui::{Button, Choice, ChoiceField, GoButton, Note, Page, Stitch, TextField, Weight},
};

/// Says who invites, what will be shared, with whom and where, and asks to come in.
#[component]
pub(crate) fn Asking(
    link: String,
    preview: Preview,
    asked: RwSignal<Option<(CircleId, String)>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let inviter = preview.inviter.as_str().to_owned();
    let circle_name = preview.name.as_ref().map(|name| name.as_str().to_owned());
    let (shared, with) = match preview.kind {
        CircleKind::Us | CircleKind::Mine => {
            (say::join::shared_us(), say::join::who_reads_two(&inviter))
        }
        CircleKind::UsAndTherapist => {
            (say::join::shared_us_and_therapist(), say::join::who_reads(&inviter))
        }
        CircleKind::TherapistAndMe | CircleKind::SupporterAndMe => {
            (say::join::shared_two(), say::join::who_reads_two(&inviter))
        }
    };
    let part = |title: &'static str, body: String| {
        view! {
            <section class="group">
                <h2>{title}</h2>
                <p>{body}</p>
            </section>
        }
    };
    let open = session.door_signal().get_untracked() == Door::Open;
    let relay = say::join::relay(&preview.relay);
    let form = if open {
        view! { <Question link preview asked /> }.into_any()
    } else {
        view! {
            <p>{say::join::begin_first_note()}</p>
            <div class="row">
                <GoButton to=Route::Begin label=say::join::begin_first() weight=Weight::Main />
            </div>
        }
        .into_any()
    };
    view! {
        <Page title=say::join::title()>
            <p class="join-who">
                <span class="words">{inviter.clone()}</span> " " {say::join::invites()}
                {circle_name.map(|name| view! { ": " <span class="words">{name}</span> })}
            </p>
            {part(say::join::shared_title(), shared.into())}
            {part(say::join::who_title(), with)}
            {part(say::join::relay_title(), relay)}
            {part(say::join::free_title(), say::join::free().into())}
            <Note>
                <p>{say::join::only_from(&inviter)}</p>
            </Note>
            <Stitch />
            {form}
        </Page>
    }
}

/// A name, a part, and the question.
#[component]
fn Question(
    link: String,
    preview: Preview,
    asked: RwSignal<Option<(CircleId, String)>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let inviter = preview.inviter.as_str().to_owned();
    let me = untrack(|| own_introduction(session));
    let name =
        RwSignal::new(me.as_ref().map(|(name, _)| name.as_str().to_owned()).unwrap_or_default());
    let name_problem = RwSignal::new(None::<String>);
    let choices = parts(preview.kind, preview.inviter_roles);
    let own_roles = me.map_or(Roles::NONE, |(_, roles)| roles);
    let part = RwSignal::new(first_part(&choices, own_roles));
    let part_missing = RwSignal::new(false);
    let secrets = RwSignal::new(None::<SecretsPolicy>);
    let therapist = Memo::new(move |_| part.get().is_some_and(naming::is_therapist));
    let secrets_missing = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let choices = {
        let mut choices: Vec<_> =
            choices.into_iter().map(|roles| Choice::new(roles, naming::own_roles(roles))).collect();
        choices.push(Choice::new(Roles::NONE, naming::own_roles(Roles::NONE)));
        choices
    };
    let submit = {
        let inviter = inviter.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            told.set(None);
            let title = Title::new(name.get_untracked().trim());
            name_problem.set(title.is_err().then(|| say::join::name_wrong().into()));
            part_missing.set(part.read_untracked().is_none());
            let policy = secrets.get_untracked().filter(|_| therapist.get_untracked());
            secrets_missing.set(therapist.get_untracked() && policy.is_none());
            let (Ok(title), Some(roles), Some(member)) =
                (title, part.get_untracked(), session.member_untracked())
            else {
                return;
            };
            if secrets_missing.get_untracked() {
                return;
            }
            busy.set(true);
            let introduce = people::Introduce { name: title.clone(), roles, secrets: policy };
            let (link, inviter) = (link.clone(), inviter.clone());
            spawn_local(async move {
                match member.join(&link, &introduce).await {
                    Ok(circle) => {
                        asked.set(Some((circle, inviter)));
                        session.bring(None);
                        if own_roles.is_empty() && roles.is_partner() {
                            introduce_to_mine(session, title, roles).await;
                        }
                    }
                    Err(JoinError::AlreadyIn(circle)) => {
                        asked.set(Some((circle, inviter)));
                        session.bring(None);
                    }
                    Err(error) => {
                        told.try_set(Some(join_words(&error)));
                    }
                }
                busy.try_set(false);
            });
        }
    };
    view! {
        <form class="flow" on:submit=submit>
            <TextField label=say::join::name(&inviter) value=name problem=name_problem />
            <ChoiceField label=say::join::part() value=part choices />
            <p class="field-problem" role="status">
                {move || part_missing.get().then(say::join::part_missing)}
            </p>
            <Show when=move || therapist.get()>
                <SecretsField secrets />
                <p class="field-problem" role="status">
                    {move || {
                        (secrets_missing.get() && secrets.read().is_none()).then(say::naming::secrets_missing)
                    }}
                </p>
            </Show>
            <Telling told />
            <div class="row">
                <Button label=say::join::go(&inviter) weight=Weight::Main submit=true busy />
                <GoButton to=Route::Today label=say::join::not_now() weight=Weight::Quiet />
            </div>
        </form>
    }
}

/// How we call ourselves in *Mine*.
fn own_introduction(session: Session) -> Option<(Title, Roles)> {
    let mine = session.mine()?;
    session.relationship(mine, |relationship| {
        let person = relationship.people().get(relationship.me())?;
        Some((person.name.clone(), person.roles))
    })?
}

/// Today opens by one's part; whoever came by an invitation says it first here, and is not asked again.
async fn introduce_to_mine(session: Session, name: Title, roles: Roles) {
    let Some(mine) = session.member_untracked().and_then(|member| member.mine()) else { return };
    let introduce =
        Act::People(people::Act::Introduce(people::Introduce { name, roles, secrets: None }));
    // Without it Today opens as for anybody, and nothing is lost.
    let _ = session.say(mine, introduce).await;
}

/// The wording of what went wrong when somebody asked to come in.
pub(super) fn join_words(error: &JoinError) -> Told {
    use steadfast_member::error::{PreviewError, SyncProblem};
    match error {
        JoinError::Preview(PreviewError::Relay(error))
        | JoinError::Sync(SyncProblem::Relay(error)) => error.into(),
        JoinError::Preview(PreviewError::Expired) => {
            Told::new(say::join::expired_what(), say::join::closed_now())
        }
        JoinError::Preview(PreviewError::Forged) => {
            Told::new(say::join::broken_what(), say::join::broken_now())
        }
        JoinError::Preview(PreviewError::TooNew) => {
            Told::new(say::join::too_new_what(), say::join::too_new_now())
        }
        JoinError::Preview(PreviewError::NotAnInvitation) => {
            Told::new(say::join::link_wrong(), say::join::link_wrong_now())
        }
        JoinError::Preview(PreviewError::Unknown | PreviewError::Closed) => {
            Told::new(say::join::closed_what(), say::join::closed_now())
        }
        JoinError::Taken => Told::new(say::join::taken_what(), say::join::taken_now()),
        JoinError::AlreadyIn(_) => {
            Told::new(say::join::known_already(), say::join::known_already_now())
        }
        JoinError::Sync(SyncProblem::Broken(_)) => {
            Told::new(say::join::record_broken_what(), say::join::record_broken_now())
        }
        JoinError::Sync(SyncProblem::NotIn) => {
            Told::new(say::join::closed_what(), say::join::closed_now())
        }
        JoinError::Sync(SyncProblem::Keep(error)) | JoinError::Keep(error) => error.into(),
    }
}
