//! What a member may try, with a program of their own, and what a host may let through.

use jiff::SignedDuration;
use steadfast_circle::entry::Control;
use steadfast_circle::evidence::{Broken, By, Evidence};
use steadfast_circle::verify::Reading;
use steadfast_member::error::SyncProblem;
use steadfast_member::view::{LineEffect, RecordLine, What};
use steadfast_repair::commitments::{self, Promise, SawIt, Schedule, Within};
use steadfast_repair::letters;
use steadfast_repair::questions;
use steadfast_repair::reassurance;
use steadfast_repair::relationship::Act;
use steadfast_repair::said::EntryId;
use steadfast_repair::space;
use steadfast_repair::words::{Title, Words};
use steadfast_repair::zone::ZoneName;
use steadfast_testkit::cheat::Pair;

use crate::scene::{Scene, offer};

/// Has the host put Sam's hand-made entries at the end of what Ana is shown.
async fn let_through(scene: &Scene, pairs: impl IntoIterator<Item = Pair>) {
    let forgery = scene.forgery().await;
    for (entry, body) in pairs {
        forgery.borrow_mut().take(entry, body.expect("it was just written"));
    }
    scene.ana.relay.show(&forgery);
}

async fn refused(scene: &Scene, pairs: impl IntoIterator<Item = Pair>) -> Evidence {
    let_through(scene, pairs).await;
    scene.ana_refuses().await
}

/// The last line that Ana is shown with this act.
fn line(scene: &Scene, act: &Act) -> RecordLine {
    let lines = scene.ana.member.record(scene.us);
    let what = What::Act(act.clone());
    lines.into_iter().rev().find(|line| line.what == what).expect("it stays in the record")
}

/// Row: an author edits or deletes an entry of their own. What stands instead has the same place in the device's chain.
#[tokio::test]
async fn author_edits_an_entry_of_their_own() {
    let scene = Scene::set().await;
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let place = author.position();
    let said = author.say(scene.sam.now(), offer("I was at work."));
    let_through(&scene, [device.clone(), said.clone()]).await;
    scene.ana.member.sync(scene.us).await.expect("nothing is wrong with that yet");
    assert!(scene.ana_has_read("I was at work."));

    let edited = author.say_at(&place, scene.sam.now(), offer("I was not at work."));
    let forgery = scene.forgery().await;
    for (entry, body) in [device, edited] {
        forgery.borrow_mut().take(entry, body.expect("it was just written"));
    }
    scene.ana.relay.show(&forgery);
    let evidence = scene.ana_refuses().await;
    assert!(
        matches!(evidence.broken, Broken::Forked { .. }),
        "the record is another: {}",
        evidence.broken
    );
    assert!(scene.ana_has_read("I was at work."), "what was said first is still there");
}

/// Row: an author writes two entries with one sequence number.
#[tokio::test]
async fn author_writes_two_entries_with_one_number() {
    let scene = Scene::set().await;
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let place = author.position();
    let one = author.say(scene.sam.now(), offer("This to you."));
    let two = author.say_at(&place, scene.sam.now(), offer("And that to our therapist."));
    let evidence = refused(&scene, [device, one, two]).await;
    assert!(matches!(evidence.broken, Broken::Equivocation { .. }), "{}", evidence.broken);
    assert_eq!(evidence.by, By::Author(author.member), "it names who signed both");
    assert!(evidence.entry.is_some() && evidence.other.is_some(), "both signed entries are kept");
}

/// Row: an author backdates an entry. The record shows the window in which it was really written.
#[tokio::test]
async fn author_backdates_an_entry() {
    let scene = Scene::set().await;
    let last_week = scene.sam.now() - SignedDuration::from_hours(24 * 7);
    scene.ana_says("It is Thursday now.").await;
    let anas = scene.ana.now();
    scene.sam.clock.set(last_week);
    scene.sam.member.sync(scene.us).await.expect("an honest relay");
    scene.sam.member.say(scene.us, offer("Said on Monday.")).await.expect("the device keeps it");
    scene.sam.member.sync(scene.us).await.expect("an honest relay");
    scene.ana_reads("Said on Monday.").await;
    let line = line(&scene, &offer("Said on Monday."));
    let claimed = line.claimed.expect("it can be read");
    assert_eq!(claimed.as_second(), last_week.as_second(), "the claim is shown as it is");
    let not_before = line.window.not_before.expect("he had read what Ana said");
    assert_eq!(
        not_before.as_second(),
        anas.as_second(),
        "and the record proves that it cannot be older than hers"
    );
}

/// Row: an author speaks as the other.
#[tokio::test]
async fn author_speaks_as_the_other() {
    let scene = Scene::set().await;
    let ana = scene.ana.member.circle(scene.us).expect("she is in it");
    let ana = ana.people.iter().find(|person| person.me).expect("she is one of them").id;
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let forged = author.speak_as(
        steadfast_circle::MemberId::from_bytes(ana.0),
        scene.sam.now(),
        offer("I forgive you."),
    );
    let evidence = refused(&scene, [device, forged]).await;
    assert!(matches!(evidence.broken, Broken::OtherMember { .. }), "{}", evidence.broken);
    assert!(!scene.ana_has_read("I forgive you."));
}

/// Row: an author acts beyond their rights. It stays in the record, has no effect, and is shown so.
#[tokio::test]
async fn author_confirms_their_own_promise() {
    let scene = Scene::set().await;
    let zone = ZoneName::new("Europe/Lisbon").expect("a zone");
    let today =
        scene.sam.now().to_zoned(jiff::tz::TimeZone::get("Europe/Lisbon").expect("a zone")).date();
    let schedule = Schedule::new(today, Within::AnyTime, zone, None).expect("today");
    let promise =
        Promise { what: Title::new("Call").expect("a title"), why_it_matters: None, schedule };
    let promise = Act::Commitments(commitments::Act::Promise(promise));
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let promised = author.say(scene.sam.now(), promise);
    let commitment = EntryId(steadfast_circle::entry::SignedEntry::hash_of(&promised.0).to_bytes());
    let saw_it = Act::Commitments(commitments::Act::SawIt(SawIt { commitment, occurrence: today }));
    let saw = author.say(scene.sam.now(), saw_it.clone());
    let_through(&scene, [device, promised, saw]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    let line = line(&scene, &saw_it);
    assert!(matches!(line.effect, LineEffect::Refused(_)), "{:?}", line.effect);
}

/// Row: the same, for an answer to what was not asked of them.
#[tokio::test]
async fn author_answers_what_was_not_asked_of_them() {
    let scene = Scene::set().await;
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let ask = Act::Reassurance(reassurance::Act::Ask(reassurance::Ask { help: None, words: None }));
    let asked = author.say(scene.sam.now(), ask);
    let ask = EntryId(steadfast_circle::entry::SignedEntry::hash_of(&asked.0).to_bytes());
    let words = Words::new("Yes, from me.").expect("words that fit");
    let answer = Act::Reassurance(reassurance::Act::Answer(reassurance::Answer { ask, words }));
    let answered = author.say(scene.sam.now(), answer.clone());
    let_through(&scene, [device, asked, answered]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    assert!(matches!(line(&scene, &answer).effect, LineEffect::Refused(_)));
}

/// Row: the same, for a question of another's: taken back, parked, and answered before it was asked.
#[tokio::test]
async fn author_puts_away_a_question_of_anothers() {
    use questions::{Act as Q, Answer, Ask, Detail, Pace, SetPace, Standing, Withdraw};
    let scene = Scene::set().await;
    let words = |text: &str| Words::new(text).expect("words that fit");
    let ask = Ask { words: words("Where?"), pace: Pace::Now, detail: Detail::Short, again: None };
    let asked = scene.ana.member.say(scene.us, Act::Questions(Q::Ask(ask.clone()))).await;
    let asked = asked.expect("room for a question");
    scene.ana.member.sync(scene.us).await.expect("the relay is honest so far");
    let question = scene.ana.member.current_entry(scene.us, asked);
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let withdraw = Act::Questions(Q::Withdraw(Withdraw { question }));
    let park = Act::Questions(Q::SetPace(SetPace { question, pace: Pace::Parked }));
    let ask_myself = Act::Questions(Q::Ask(ask));
    let withdrawn = author.say(scene.sam.now(), withdraw.clone());
    let parked = author.say(scene.sam.now(), park.clone());
    let own = author.say(scene.sam.now(), ask_myself);
    let own_id = EntryId(steadfast_circle::entry::SignedEntry::hash_of(&own.0).to_bytes());
    let answer = Answer { question: own_id, words: words("Nowhere.") };
    let answer = Act::Questions(Q::Answer(answer));
    let answered = author.say(scene.sam.now(), answer.clone());
    let_through(&scene, [device, withdrawn, parked, own, answered]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    for act in [withdraw, park, answer] {
        let line = line(&scene, &act);
        assert!(matches!(line.effect, LineEffect::Refused(_)), "{act:?}: {:?}", line.effect);
    }
    let standing = scene.ana.member.relationship(scene.us, |folded| {
        let question = folded.questions().get(question).expect("she asked it");
        (question.standing(), question.pace)
    });
    assert_eq!(standing, Some((Standing::Unanswered, Pace::Now)));
}

/// Row: the same, for an agreement that only one of the two has said yes to.
#[tokio::test]
async fn author_agrees_to_their_own_agreement() {
    use steadfast_repair::agreements::{
        Act as Said, Agree, Behaviour, Detail, Hours, Kind, Propose, Terms, ToldTo, Whose,
    };
    let scene = Scene::set().await;
    let behaviour = Behaviour {
        number: 1,
        what: Title::new("Nothing that is worth telling").expect("a title"),
        kind: Kind::Neither,
        told_to: ToldTo::Partner { also: None },
        within: Hours::MAX,
        detail: Detail::ThatItHappened,
    };
    let review = jiff::civil::date(2027, 12, 24);
    let terms = Terms::new(Whose::Mine, vec![behaviour], review).expect("terms");
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let propose = Act::Agreements(Said::Propose(Propose { agreement: None, terms }));
    let proposed = author.say(scene.sam.now(), propose);
    let version = EntryId(steadfast_circle::entry::SignedEntry::hash_of(&proposed.0).to_bytes());
    let agree = Act::Agreements(Said::Agree(Agree { agreement: version, version }));
    let agreed = author.say(scene.sam.now(), agree.clone());
    let_through(&scene, [device, proposed, agreed]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    assert!(matches!(line(&scene, &agree).effect, LineEffect::Refused(_)));
    let in_force = |us: &steadfast_repair::Relationship| us.agreements().in_force().count();
    assert_eq!(scene.ana.member.relationship(scene.us, in_force), Some(0));
    let waits = |us: &steadfast_repair::Relationship| us.agreements().waiting_for(us.me()).count();
    assert_eq!(scene.ana.member.relationship(scene.us, waits), Some(1), "it waits for her");
}

/// Row: the same, for a restitution letter before there is an impact letter, and a therapist's leave by somebody who is none.
#[tokio::test]
async fn author_makes_amends_before_they_were_told_what_it_did() {
    use letters::{Act as L, AllowRestitution, Kind, Send};
    let scene = Scene::set().await;
    let words = || Words::new("I have understood it all.").expect("words that fit");
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let apology = Act::Letters(L::Send(Send { kind: Kind::Apology, words: words() }));
    let apologised = author.say(scene.sam.now(), apology);
    let after = EntryId(steadfast_circle::entry::SignedEntry::hash_of(&apologised.0).to_bytes());
    let leave = Act::Letters(L::AllowRestitution(AllowRestitution));
    let allowed = author.say(scene.sam.now(), leave.clone());
    let kind = Kind::Restitution { after };
    let amends = Act::Letters(L::Send(Send { kind, words: words() }));
    let made = author.say(scene.sam.now(), amends.clone());
    let_through(&scene, [device, apologised, allowed, made]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    for act in [leave, amends] {
        let line = line(&scene, &act);
        assert!(matches!(line.effect, LineEffect::Refused(_)), "{act:?}: {:?}", line.effect);
    }
}

/// Row: the same, for letting in somebody alone: without a proposal and Ana's yes, an admission does nothing.
#[tokio::test]
async fn author_adds_a_member_alone() {
    let scene = Scene::set().await;
    let before = scene.ana.member.circle(scene.us).expect("she is in it").people.len();
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let candidate = steadfast_circle::CandidateHash::from_bytes([9; 32]);
    let admit = author.steer(scene.sam.now(), Control::Admit { candidate, grants: Vec::new() });
    let_through(&scene, [device, admit]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    assert_eq!(scene.ana.member.circle(scene.us).expect("she is in it").people.len(), before);
    let last = scene.ana.member.record(scene.us).pop().expect("it is in the record");
    assert!(matches!(last.effect, LineEffect::NoEffect), "{:?}", last.effect);
}

/// Row: a former member appends, or reads what came after.
#[tokio::test]
async fn former_member_appends_or_reads_on() {
    let scene = Scene::set().await;
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let left = author.steer(scene.sam.now(), Control::Leave);
    let mut ghost = author.position();
    ghost.stale = false;
    let late = author.say_at(&ghost, scene.sam.now(), offer("I am still here."));
    let evidence = refused(&scene, [device, left, late]).await;
    assert!(matches!(evidence.broken, Broken::RemovedDevice { .. }), "{}", evidence.broken);

    // And for real: Sam leaves, Ana writes on, and Sam's device is neither served nor has the key.
    let scene = Scene::set().await;
    let sams_keys = scene.export().await.keys;
    scene.sam.member.leave(scene.us).await.expect("leaving needs nobody's yes");
    let gone = scene.sam.member.sync(scene.us).await;
    assert!(matches!(gone, Ok(_) | Err(SyncProblem::NotIn)), "{gone:?}");
    scene.ana.member.sync(scene.us).await.expect("an honest relay");
    scene.ana_says("Now I can say it.").await;
    let before = scene.sam.member.record(scene.us).len();
    drop(scene.sam.member.sync(scene.us).await);
    assert_eq!(
        scene.sam.member.record(scene.us).len(),
        before,
        "Sam is shown nothing that came after"
    );
    let bytes = scene.ana.member.export_verifiable(scene.us).await.expect("there is a record");
    let mut export =
        steadfast_circle::export::Export::from_bytes(&bytes).expect("what was just made");
    export.keys = sams_keys;
    let report = export.verify().expect("the record itself is whole");
    let last = report.entries.last().expect("Ana said something");
    assert!(
        matches!(last.content, Reading::NoKey),
        "what came after is under a key that he does not have"
    );
}

/// Row: the other has asked for space, and an author whose program holds nothing back sends all the same. It cannot be stopped,
/// and the record says it.
#[tokio::test]
async fn author_sends_what_should_have_waited_for_space() {
    let scene = Scene::set().await;
    scene.ana_says("I need to think.").await;
    let until = scene.ana.now() + SignedDuration::from_hours(6);
    let ask = space::Ask { until, exempt: space::Exemptions::default(), words: None };
    let ask = Act::Space(space::Act::Ask(ask));
    scene.ana.member.say(scene.us, ask).await.expect("the device keeps it");
    scene.ana.member.sync(scene.us).await.expect("an honest relay");
    scene.sam.member.sync(scene.us).await.expect("an honest relay");
    // His honest app keeps it.
    scene.sam.member.say(scene.us, offer("Later.")).await.expect("the device keeps it");
    scene.sam.member.sync(scene.us).await.expect("an honest relay");
    assert_eq!(
        scene.sam.member.circle(scene.us).expect("he is in it").waiting.map(|w| w.count),
        Some(1)
    );

    // A program of his own does not, and claims that it was said after the time.
    let mut author = scene.author().await;
    let device = author.add_device(scene.sam.now());
    let said = author.say(scene.sam.now(), offer("Talk to me now."));
    let hidden = author.say(until + SignedDuration::from_hours(1), offer("And now."));
    let_through(&scene, [device, said, hidden]).await;
    scene.ana.member.sync(scene.us).await.expect("no promise of the protocol is broken");
    assert!(!scene.ana_has_read("Later."));
    let came = |words| line(&scene, &offer(words)).came.map(|came| came.had_read);
    assert_eq!(came("Talk to me now."), Some(true));
    // Nothing shows yet that this claim is false; the first entry of hers that has seen it will.
    assert_eq!(came("And now."), None);
}
