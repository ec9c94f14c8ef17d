//! Inviting, and who comes in.

use steadfast_member::{
    Member,
    error::{JoinError, PreviewError},
    view::{History, InvitationState, JoinState, What},
};
use steadfast_repair::people::{CircleKind, Role, Roles, SecretsPolicy};

use crate::support::{APP, Couple, PASSPHRASE, World, introduce, offer, offers, run, title, whole};

#[test]
fn an_invitation_works_once() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let used = sam.invitations(us, APP).remove(0);
    assert_eq!(used.state, InvitationState::Used);
    let third = world.begin("Eve", Role::Supporter).0;
    let look = |link: &str| run(Member::preview(&**third.ports(), link)).map(|_| ());
    assert_eq!(look(&used.link), Err(PreviewError::Closed));
    assert_eq!(look("https://app.example/join#nothing"), Err(PreviewError::NotAnInvitation));

    let open = run(sam.invite(us, APP)).unwrap();
    assert_eq!(look(&open.link), Err(PreviewError::Unknown), "the relay has not heard of it");
    run(sam.sync(us)).unwrap();
    let preview = run(Member::preview(&**third.ports(), &open.link)).unwrap();
    assert_eq!((preview.inviter, preview.kind, preview.circle), (title("Sam"), CircleKind::Us, us));
    assert!(matches!(
        run(ada.join(&open.link, &introduce("Ada", Roles::NONE))),
        Err(JoinError::AlreadyIn(_))
    ));
    run(sam.withdraw_invitation(us, open.id)).unwrap();
    run(sam.sync(us)).unwrap();
    assert_eq!(look(&open.link), Err(PreviewError::Closed));

    let late = run(sam.invite(us, APP)).unwrap();
    run(sam.sync(us)).unwrap();
    world.pass(15 * 24 * 3600 * 1000);
    assert_eq!(look(&late.link), Err(PreviewError::Closed));
    assert_eq!(sam.invitations(us, APP)[0].state, InvitationState::Expired);
}

/// Bug guarded against: a second device that offers to invite, as if nobody could be standing before the door.
#[test]
fn another_device_of_ours_knows_that_an_invitation_is_open_elsewhere() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let code = run(sam.make_pairing_code()).unwrap();
    let (laptop, _) = run(Member::pair(world.ports(), &code.text, PASSPHRASE, "laptop")).unwrap();
    whole(&laptop);
    let open = run(sam.invite(us, APP)).unwrap();
    whole(&sam);
    whole(&laptop);
    whole(&ada);
    let elsewhere = || [&sam, &laptop, &ada].map(|member| member.invitations_elsewhere(us));
    assert_eq!(elsewhere(), [0, 1, 0]);
    run(sam.withdraw_invitation(us, open.id)).unwrap();
    whole(&sam);
    whole(&laptop);
    assert_eq!(elsewhere(), [0, 0, 0]);
    run(sam.invite(us, APP)).unwrap();
    whole(&sam);
    whole(&laptop);
    world.pass(15 * 24 * 3600 * 1000);
    assert_eq!(elsewhere(), [0, 0, 0], "it has expired");
}

#[test]
fn nobody_comes_in_without_everybodys_yes() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let therapist = world.begin("Dr Okafor", Role::CouplesTherapist).0;
    let invited = run(sam.invite(us, APP)).unwrap();
    run(sam.sync(us)).unwrap();
    run(therapist.join(&invited.link, &introduce("Dr Okafor", Roles::only(Role::CouplesTherapist))))
        .unwrap();
    let JoinState::Waiting { words } = run(therapist.poll_join(us)).unwrap() else {
        panic!("not let in yet")
    };
    let knock = run(sam.knocks(us)).unwrap().remove(0);
    let none = Some(SecretsPolicy::NoneKept);
    assert_eq!(
        (knock.name, knock.words, knock.secrets),
        (title("Dr Okafor"), words.clone(), none),
        "what they do with secrets is known before anybody lets them in"
    );
    let asked = world.relay.requests.get();
    assert!(matches!(run(therapist.poll_join(us)).unwrap(), JoinState::Waiting { .. }));
    assert_eq!(
        world.relay.requests.get(),
        asked + 1,
        "nothing happened since: a checkpoint says so"
    );
    run(sam.admit(us, invited.id, History::All)).unwrap();
    run(sam.sync(us)).unwrap();
    assert!(matches!(run(therapist.poll_join(us)).unwrap(), JoinState::Waiting { .. }));
    run(ada.sync(us)).unwrap();
    let proposal = ada.proposals(us).remove(0);
    assert_eq!(
        (proposal.name, proposal.words, proposal.secrets, proposal.waits_for_me),
        (Some(title("Dr Okafor")), words, none, true)
    );
    run(ada.consent(us, proposal.candidate)).unwrap();
    run(ada.sync(us)).unwrap();
    assert!(matches!(run(therapist.poll_join(us)).unwrap(), JoinState::Waiting { .. }));
    run(sam.sync(us)).unwrap();
    assert_eq!(run(therapist.poll_join(us)).unwrap(), JoinState::Joined);
    assert_eq!(therapist.circle(us).unwrap().people.len(), 3);
    whole(&therapist);
    run(ada.sync(us)).unwrap();
    let says = ada.circle(us).unwrap().people.into_iter().find_map(|person| person.secrets);
    assert_eq!(says, none, "and stays in the record as their own word");
    assert!(sam.proposals(us).is_empty());
}

#[test]
fn a_newcomer_without_history_reads_nothing_from_before() {
    let world = World::new();
    let (sam, ..) = world.begin("Sam", Role::BetrayingPartner);
    let (ada, ..) = world.begin("Ada", Role::BetrayedPartner);
    let us = run(sam.create_circle(CircleKind::Us, Some(title("Ours")), None)).unwrap();
    run(sam.say(us, offer("Before."))).unwrap();
    whole(&sam);
    let us = sam.circle(us).unwrap().id;
    let link = run(sam.invite(us, APP)).unwrap().link;
    run(sam.sync(us)).unwrap();
    world.let_in(&sam, &ada, us, &link, History::None);
    run(sam.say(us, offer("After."))).unwrap();
    run(sam.sync(us)).unwrap();
    run(ada.sync(us)).unwrap();
    assert_eq!(offers(&sam, us), ["Before.", "After."]);
    assert_eq!(offers(&ada, us), ["After."]);
    assert!(
        ada.record(us).iter().any(|line| line.what == What::NoKey),
        "what she cannot read is shown as such"
    );
    assert_eq!(ada.compare(us), sam.compare(us), "the record is the same");
}

/// Bug guarded against: a newcomer whose words are lost because they were said before anybody let them in.
#[test]
fn whoever_was_let_in_introduces_themselves() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let names = |member: &crate::support::TestMember| {
        let people = member.circle(us).unwrap().people.into_iter();
        people.map(|person| person.name.unwrap().as_str().to_owned()).collect::<Vec<_>>()
    };
    run(sam.sync(us)).unwrap();
    assert_eq!(names(&sam), ["Sam", "Ada"]);
    assert_eq!(names(&ada), ["Sam", "Ada"]);
}
