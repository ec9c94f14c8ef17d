//! Relays that cheat, and members that do: what a device notices, keeps and says.

use steadfast_circle::{
    evidence::{Broken, By},
    log::checkpoint::CheckpointError,
    relay_api::EntriesPage,
};
use steadfast_member::{
    Member,
    error::{PreviewError, SyncProblem},
    ports::Response,
    view::SyncStatus,
};
use steadfast_repair::people::Role;

use crate::support::{APP, Couple, PASSPHRASE, World, offer, offers, run};

fn is_entries(path: &str) -> bool {
    path.contains("/entries?")
}

/// Changes what a page of entries holds.
fn repaged(response: Response, change: impl FnOnce(&mut EntriesPage)) -> Response {
    let Ok(mut page) = EntriesPage::decode(&response.body) else { return response };
    change(&mut page);
    Response { body: page.to_bytes(), ..response }
}

#[track_caller]
fn broken(problem: Result<steadfast_member::view::SyncReport, SyncProblem>) -> (Broken, By) {
    match problem {
        Err(SyncProblem::Broken(kept)) => (kept.evidence.broken, kept.evidence.by),
        other => panic!("nothing was noticed: {other:?}"),
    }
}

/// A couple in which Ada has not seen Sam's last words yet.
fn unseen(world: &World) -> Couple {
    let couple = world.couple();
    run(couple.sam.say(couple.us, offer("Seen."))).unwrap();
    run(couple.sam.sync(couple.us)).unwrap();
    run(couple.ada.sync(couple.us)).unwrap();
    run(couple.sam.say(couple.us, offer("Not seen yet."))).unwrap();
    run(couple.sam.sync(couple.us)).unwrap();
    couple
}

#[test]
fn a_changed_body_stops_the_sync_and_the_evidence_stays() {
    let world = World::new();
    let Couple { ada, us, ada_ports, .. } = unseen(&world);
    world.relay.cheat(|request, response| match is_entries(&request.path) {
        true => repaged(response, |page| {
            if let Some((_, Some(body))) = page.entries.last_mut() {
                body[100] ^= 1;
            }
        }),
        false => response,
    });
    let (found, by) = broken(run(ada.sync(us)));
    assert!(matches!(found, Broken::Body { .. }), "{found:?}");
    assert_eq!(by, By::Relay);
    assert_eq!(offers(&ada, us), ["Seen."], "what was verified before is shown");
    assert!(matches!(ada.status(us), Some(SyncStatus::Broken { .. })));
    broken(run(ada.sync(us)));
    assert_eq!(ada.evidence(us).len(), 1, "the same is kept once");

    // It survives a restart, and saying something does not need the relay to be honest.
    let ada = run(Member::unlock(ada_ports, PASSPHRASE)).unwrap();
    assert!(matches!(ada.status(us), Some(SyncStatus::Broken { .. })));
    run(ada.say(us, offer("Still here."))).unwrap();
    world.relay.be_honest();
    run(ada.sync(us)).unwrap();
    assert!(matches!(ada.status(us), Some(SyncStatus::Whole { .. })));
    assert_eq!(offers(&ada, us), ["Seen.", "Not seen yet.", "Still here."]);
    assert_eq!(ada.evidence(us).len(), 1, "it was broken once, and that stays on record");
}

#[test]
fn a_rolled_back_record_is_noticed() {
    let world = World::new();
    let Couple { sam, us, .. } = unseen(&world);
    let older = world.relay.checkpoint_at(us, 3);
    world.relay.cheat(move |request, response| match request.path.ends_with("/checkpoint") {
        true => Response { body: older.clone().into_bytes(), ..response },
        false => response,
    });
    let (found, by) = broken(run(sam.sync(us)));
    assert!(matches!(found, Broken::RolledBack { served: 3, .. }), "{found:?}");
    assert_eq!(by, By::Relay);
}

/// Bug guarded against: a receipt that is forgotten, so that the relay can take back what it acknowledged before the
/// device has read it again.
#[test]
fn an_acknowledged_entry_that_is_missing_later_is_noticed() {
    let world = World::new();
    let Couple { sam, us, .. } = unseen(&world);
    let size = world.relay.size(us);
    run(sam.say(us, offer("Acknowledged."))).unwrap();
    // The receipt arrives; what is kept after it does not, as if the device had crashed in between.
    let store = &sam.ports().store;
    let before = store.commits.get();
    store.crash.set(Some((before + 2, crate::support::Crash::Before)));
    assert!(run(sam.sync(us)).is_err());
    store.crash.set(None);
    let sam = run(Member::unlock(world.ports_on(store.clone()), PASSPHRASE)).unwrap();
    let older = world.relay.checkpoint_at(us, size);
    world.relay.cheat(move |request, response| match request.path.ends_with("/checkpoint") {
        true => Response { body: older.clone().into_bytes(), ..response },
        false => response,
    });
    let (found, _) = broken(run(sam.sync(us)));
    assert!(matches!(found, Broken::RolledBack { .. }), "{found:?}");
}

#[test]
fn a_checkpoint_without_its_signature_is_refused() {
    let world = World::new();
    let Couple { ada, us, .. } = unseen(&world);
    world.relay.cheat(|request, response| match request.path.ends_with("/checkpoint") {
        true => {
            let text = String::from_utf8(response.body.clone()).unwrap();
            let unsigned = text.split_once("\n\n").unwrap().0.to_owned();
            Response { body: unsigned.into_bytes(), ..response }
        }
        false => response,
    });
    let (found, _) = broken(run(ada.sync(us)));
    assert!(matches!(found, Broken::Checkpoint(CheckpointError::Malformed)), "{found:?}");
}

#[test]
fn dropped_and_repeated_entries_are_noticed() {
    for repeat in [false, true] {
        let world = World::new();
        let Couple { sam, ada, us, .. } = unseen(&world);
        run(sam.say(us, offer("And more."))).unwrap();
        run(sam.sync(us)).unwrap();
        world.relay.cheat(move |request, response| match is_entries(&request.path) {
            true => repaged(response, |page| {
                if repeat {
                    let first = page.entries[0].clone();
                    page.entries[1] = first;
                } else {
                    page.entries.remove(0);
                }
            }),
            false => response,
        });
        broken(run(ada.sync(us)));
        assert_eq!(offers(&ada, us), ["Seen."]);
    }
}

#[test]
fn endless_and_truncated_answers_end_the_sync_and_lose_nothing() {
    let twists: [fn(Response) -> Response; 4] = [
        |response| Response { body: Vec::new(), ..response },
        |response| Response { body: vec![0x9f; 100_000], ..response },
        |response| Response { body: response.body[..response.body.len() / 2].to_vec(), ..response },
        |response| Response { status: 500, body: b"<html>".to_vec(), ..response },
    ];
    for twist in twists {
        let world = World::new();
        let Couple { ada, us, .. } = unseen(&world);
        world.relay.cheat(move |request, response| match is_entries(&request.path) {
            true => twist(response),
            false => response,
        });
        assert!(run(ada.sync(us)).is_err());
        assert_eq!(offers(&ada, us), ["Seen."]);
        world.relay.be_honest();
        run(ada.sync(us)).unwrap();
        assert_eq!(offers(&ada, us), ["Seen.", "Not seen yet."]);
    }
}

#[test]
fn garbage_on_every_question_is_an_error_and_never_a_panic() {
    let world = World::new();
    let Couple { sam, us, .. } = unseen(&world);
    let invited = run(sam.invite(us, APP)).unwrap();
    run(sam.sync(us)).unwrap();
    for garbage in [&b""[..], b"\xff\xff\xff", b"{}", b"\x80", b"null"] {
        world.relay.cheat(move |_, response| Response { body: garbage.to_vec(), ..response });
        let fresh = world.begin("Eve", Role::Supporter).0;
        let _ = run(fresh.sync_all());
        assert!(run(Member::preview(&**fresh.ports(), &invited.link)).is_err());
        run(sam.say(us, offer("Into the void."))).unwrap();
        assert!(run(sam.sync(us)).is_err());
        let _ = run(sam.knocks(us));
        let _ = run(sam.make_pairing_code());
    }
    world.relay.be_honest();
    run(sam.sync(us)).unwrap();
    assert_eq!(offers(&sam, us).len(), 7);
}

#[test]
fn a_relay_in_the_middle_of_an_invitation_is_noticed() {
    let world = World::new();
    let Couple { sam, us, .. } = unseen(&world);
    let invited = run(sam.invite(us, APP)).unwrap();
    run(sam.sync(us)).unwrap();
    let newcomer = world.begin("Eve", Role::Supporter).0;
    let other = world.couple();
    let genesis = world.relay.entry(other.us, 0).0;
    world.relay.cheat(move |request, response| {
        use steadfast_circle::relay_api::InvitationAnswer;
        match request.path.contains("/invitations/") {
            true => {
                let mut answer = InvitationAnswer::from_bytes(&response.body).unwrap();
                answer.genesis = genesis.clone();
                Response { body: answer.to_bytes(), ..response }
            }
            false => response,
        }
    });
    let looked = run(Member::preview(&**newcomer.ports(), &invited.link));
    assert_eq!(looked.err(), Some(PreviewError::Forged));
}
