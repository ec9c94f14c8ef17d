//! `/v1/circles/{circle}/invitations/{invitation}` and its knock.

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use steadfast_circle::{
    DeviceId, InvitationId,
    membership::InvitationStatus,
    relay_api::{InvitationAnswer, KNOCK_LENGTH_MAX, Problem},
};

use super::{
    auth::Caller,
    body,
    circles::{circle, read_store},
    entries::{cbor, not_a_member},
    path::Path,
    refusal::{Answer, Refusal},
};
use crate::{
    Relay,
    circles::Circle,
    now_ms,
    store::contract::{ReadStore, StoreError},
    writer::Job,
};

/// The two ids of every path here.
type Ids = Path<(String, String)>;

pub(super) async fn read(
    State(relay): State<Relay>,
    Path((id, invitation)): Ids,
) -> Answer<Response> {
    let circle = circle(&relay, &id).await?;
    let invitation = parse(&invitation)?;
    let state = circle.roster.invitation(&invitation).ok_or_else(no_invitation)?;
    // Whoever comes too late hears it before they have made keys and told their name.
    check_unused(&state.status)?;
    let index = state.index;
    let number = circle.number;
    let (genesis, invite) = read_store(&relay, move |store| {
        let entry = |index: u64| {
            let mut found = Vec::new();
            store
                .signed_entries(number, index..index + 1, &mut |_, entry| found = entry.to_vec())?;
            Ok::<_, StoreError>(found)
        };
        Ok((entry(0)?, entry(index)?))
    })
    .await?;
    Ok(cbor(StatusCode::OK, InvitationAnswer { genesis, invite, index }.to_bytes()))
}

pub(super) async fn knock(
    State(relay): State<Relay>,
    Path((id, invitation)): Ids,
    headers: HeaderMap,
    body: Body,
) -> Answer<StatusCode> {
    let circle = circle(&relay, &id).await?;
    let invitation = parse(&invitation)?;
    check_open(&circle, &invitation)?;
    let held = body::read(&relay, &headers, body, KNOCK_LENGTH_MAX).await?;
    if held.bytes.is_empty() {
        return Err(Refusal::malformed("A knock has at least one byte."));
    }
    let (circle, sealed) = (circle.checkpoint.circle, held.bytes.clone());
    relay.writer().submit(|outcome| Job::PutKnock { circle, invitation, sealed, outcome }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_open(circle: &Circle, invitation: &InvitationId) -> Answer<()> {
    let state = circle.roster.invitation(invitation).ok_or_else(no_invitation)?;
    check_unused(&state.status)?;
    if state.invite.expires_ms < now_ms() {
        return Err(Refusal::new(Problem::InvitationClosed, "The invitation has expired."));
    }
    Ok(())
}

fn check_unused(status: &InvitationStatus) -> Answer<()> {
    let detail = match status {
        InvitationStatus::Open => return Ok(()),
        InvitationStatus::Used { .. } => "The invitation was used.",
        InvitationStatus::Withdrawn => "The invitation was withdrawn.",
    };
    Err(Refusal::new(Problem::InvitationClosed, detail))
}

pub(super) async fn read_knock(
    State(relay): State<Relay>,
    Path((id, invitation)): Ids,
    Caller(key): Caller,
) -> Answer<Response> {
    let (circle, invitation) = for_members(&relay, &id, &invitation, key).await?;
    let number = circle.number;
    let knock = read_store(&relay, move |store| store.knock(number, invitation.as_bytes())).await?;
    // Devices ask again and again while an invitation is open. That nobody has come yet is an answer, and no error.
    Ok(match knock {
        Some(knock) => {
            let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
            (kind, Bytes::from(knock)).into_response()
        }
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

pub(super) async fn drop_knock(
    State(relay): State<Relay>,
    Path((id, invitation)): Ids,
    Caller(key): Caller,
) -> Answer<StatusCode> {
    let (circle, invitation) = for_members(&relay, &id, &invitation, key).await?;
    let circle = circle.checkpoint.circle;
    relay.writer().submit(|outcome| Job::DropKnock { circle, invitation, outcome }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn for_members(
    relay: &Relay,
    id: &str,
    invitation: &str,
    key: [u8; 32],
) -> Answer<(std::sync::Arc<Circle>, InvitationId)> {
    let circle = circle(relay, id).await?;
    let invitation = parse(invitation)?;
    if !circle.roster.may_append(&DeviceId::from_bytes(key)) {
        return Err(not_a_member());
    }
    Ok((circle, invitation))
}

fn parse(invitation: &str) -> Answer<InvitationId> {
    invitation
        .parse()
        .map_err(|_| Refusal::malformed("An invitation's id is 32 lower-case hexadecimal digits."))
}

fn no_invitation() -> Refusal {
    Refusal::not_found("There is no such invitation.")
}
