//! What goes on behind the pages while the door is open: every circle is followed live, and doors are listened at.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use leptos::task::spawn_local;
use steadfast_circle::CircleId;
use steadfast_member::{
    error::SyncProblem,
    problem::KeepError,
    view::{InvitationState, Standing, SyncStatus},
};

use crate::{
    app::{Session, session::WebMember},
    platform,
};

/// How long one waits before following a circle again, at first and at most.
const AGAIN_MS_MIN: i32 = 2_000;
const AGAIN_MS_MAX: i32 = 60_000;
/// A connection that held this long was a good one: the next wait is short again.
const GOOD_MS: f64 = 30_000.0;
/// How often one looks whether one was let in, and whether a relay is back, while the page is in sight.
const LISTEN_MS: i32 = 3_000;

/// Every so many of these looks, circles whose relay could not be reached are tried again, though a live connection may
/// seem to stand.
const UNREACHED_EVERY: u32 = 4;

/// Every so many of these looks, one also asks who knocks. The relay says so by itself while one is connected.
const KNOCKS_EVERY: u32 = 8;

/// Keeps all circles of an open member in step, until it is locked.
pub(crate) fn keep_in_step(session: Session, member: WebMember, opening: u32) {
    let followed = Rc::new(RefCell::new(BTreeSet::new()));
    follow_new(session, &member, opening, &followed);
    spawn_local(async move {
        // The locker and what waits to be founded are nobody's live stream.
        let _ = member.sync_all().await;
        let mut look = 0_u32;
        loop {
            send_on(&member).await;
            if platform::in_sight() {
                follow_new(session, &member, opening, &followed);
                look_on(session, &member, opening, look.is_multiple_of(UNREACHED_EVERY)).await;
                if look.is_multiple_of(KNOCKS_EVERY) {
                    listen(session, &member, opening).await;
                }
            }
            let online = platform::after_ms_or_online(LISTEN_MS).await;
            if !session.is_at(opening) {
                return;
            }
            look = if online { 0 } else { look.wrapping_add(1) };
        }
    });
}

/// Follows every circle that is not followed yet.
fn follow_new(
    session: Session,
    member: &WebMember,
    opening: u32,
    followed: &Rc<RefCell<BTreeSet<CircleId>>>,
) {
    for circle in member.circles() {
        if circle.standing == Standing::In && followed.borrow_mut().insert(circle.id) {
            spawn_local(follow(session, member.clone(), opening, circle.id, Rc::clone(followed)));
        }
    }
}

/// Follows one circle, again and again, until it is locked or left.
async fn follow(
    session: Session,
    member: WebMember,
    opening: u32,
    circle: CircleId,
    followed: Rc<RefCell<BTreeSet<CircleId>>>,
) {
    let mut again_ms = AGAIN_MS_MIN;
    loop {
        let began = platform::now_ms();
        let knocked = |_| {
            let member = member.clone();
            spawn_local(async move { listen(session, &member, opening).await });
        };
        match member.follow(circle, knocked).await {
            SyncProblem::NotIn
            | SyncProblem::Keep(KeepError::Locked | KeepError::NoSuchCircle(_)) => break,
            // Evidence of a broken promise does not go away by asking again soon.
            SyncProblem::Broken(_) => again_ms = AGAIN_MS_MAX,
            SyncProblem::Relay(_) | SyncProblem::Keep(_) => {}
        }
        again_ms = if platform::now_ms() - began > GOOD_MS {
            AGAIN_MS_MIN
        } else {
            (again_ms * 2).min(AGAIN_MS_MAX)
        };
        if platform::after_ms_or_online(again_ms).await {
            again_ms = AGAIN_MS_MIN;
        }
        if !session.is_at(opening) {
            break;
        }
    }
    followed.borrow_mut().remove(&circle);
}

/// Sends what waited because the other had asked for space, once that time is over. No relay says when it is.
async fn send_on(member: &WebMember) {
    for circle in member.circles() {
        let unsent = matches!(circle.status, SyncStatus::NotYetSent { .. });
        if circle.standing == Standing::In && unsent {
            // How it went is the circle's status.
            let _ = member.sync(circle.id).await;
        }
    }
}

/// Looks whether we were let in where we knocked, and goes on with what waits for its relay; with `unreached`, also with
/// circles whose relay could not be reached.
async fn look_on(session: Session, member: &WebMember, opening: u32, unreached: bool) {
    for circle in member.circles() {
        match circle.standing {
            Standing::Joining => {
                let state = member.poll_join(circle.id).await;
                if session.is_at(opening) {
                    session.set_joining(circle.id, state);
                }
            }
            Standing::Founding | Standing::Adding => {
                // How it went is the circle's status.
                let _ = member.sync(circle.id).await;
            }
            Standing::In if unreached && matches!(circle.status, SyncStatus::Offline { .. }) => {
                let _ = member.sync(circle.id).await;
            }
            Standing::In | Standing::Closed | Standing::DeviceRemoved | Standing::Left => {}
        }
    }
}

/// Asks who knocks at circles with an open invitation.
async fn listen(session: Session, member: &WebMember, opening: u32) {
    let mut knocks = Vec::new();
    for circle in member.circles().into_iter().filter(|circle| circle.standing == Standing::In) {
        let waits = member
            .invitations(circle.id, "")
            .iter()
            .any(|invitation| invitation.state == InvitationState::Open);
        // A relay that does not answer is said in the circle's status.
        if waits && let Ok(found) = member.knocks(circle.id).await {
            knocks.extend(found.into_iter().map(|knock| (circle.id, knock)));
        }
    }
    if session.is_at(opening) {
        session.set_knocks(knocks);
    }
}
