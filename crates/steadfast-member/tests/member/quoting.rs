//! Quoting in one circle what was said in another.

use steadfast_circle::{CircleId, quotation::Quotation};
use steadfast_member::{
    Member,
    error::QuoteError,
    payload::{Payload, Quoting},
    view::{History, LineEffect, RecordLine, What},
};
use steadfast_repair::{
    EntryId, letters,
    notes::{Act, Part, Proof, Quote, Quoted, Write},
    people::{CircleKind, Introduce, Role},
    relationship,
};

use crate::support::{
    APP, Couple, PASSPHRASE, TestMember, World, offer, page, run, title, whole, words,
};

/// Ada's circle with her therapist.
fn with_therapist(world: &World, ada: &TestMember) -> (TestMember, CircleId) {
    let (therapist, ..) = world.begin("Dr Lopes", Role::IndividualTherapist);
    let circle = run(ada.create_circle(CircleKind::TherapistAndMe, None, None)).unwrap();
    whole(ada);
    let circle = ada.circle(circle).unwrap().id;
    let link = run(ada.invite(circle, APP)).unwrap().link;
    run(ada.sync(circle)).unwrap();
    world.let_in(ada, &therapist, circle, &link, History::All);
    whole(&therapist);
    (therapist, circle)
}

fn line(member: &TestMember, circle: CircleId, entry: EntryId) -> RecordLine {
    let entry = member.current_entry(circle, entry);
    member.record(circle).into_iter().find(|line| line.id == entry).unwrap()
}

fn quote_of(line: &RecordLine) -> &Quote {
    let What::Act(relationship::Act::Notes(Act::Quote(quote))) = &line.what else {
        panic!("{:?}", line.what)
    };
    quote
}

/// Sam tells something in *Us*, and Ada has it.
fn sam_says(sam: &TestMember, ada: &TestMember, us: CircleId, text: &str) -> EntryId {
    let said = run(sam.say(us, offer(text))).unwrap();
    whole(sam);
    whole(ada);
    sam.current_entry(us, said)
}

#[test]
fn a_therapist_reads_what_was_said_in_a_circle_that_they_are_not_in() {
    let world = World::new();
    let Couple { sam, ada, us, ada_ports, .. } = world.couple();
    let said = sam_says(&sam, &ada, us, "I was not at work.");
    let (therapist, circle) = with_therapist(&world, &ada);

    let mut quoting = run(ada.quotation(us, said)).unwrap();
    assert_eq!((quoting.by.as_ref(), quoting.kind), (Some(&title("Sam")), CircleKind::Us));
    quoting.note = Some(words("He wrote this on Thursday."));
    let shown_before = quoting.act();
    let quoted = run(ada.quote(circle, quoting)).unwrap();
    whole(&ada);
    whole(&therapist);
    let quoted = ada.current_entry(circle, quoted);

    ada.lock();
    let ada = run(Member::unlock(ada_ports, PASSPHRASE)).unwrap();
    for member in [&ada, &therapist] {
        let line = line(member, circle, quoted);
        assert_eq!(line.effect, LineEffect::Took);
        assert_eq!(quote_of(&line), &shown_before, "what was seen before is what is read");
        let Proof::Holds(quoted) = &shown_before.proof else { panic!("the proof holds") };
        let passages: Vec<_> =
            quoted.passages.iter().map(|one| (one.part, one.words.as_str())).collect();
        assert_eq!(passages, [(Part::Reassurance, "I was not at work.")]);
        assert_eq!((quoted.entry, quoted.circle.0), (said, us.to_bytes()));
        assert_eq!(quoted.relay, "relay.example");
    }
    assert!(therapist.circle(us).is_none(), "the circle itself stays closed to them");

    let quoted = shown_before.quoted().unwrap();
    assert_eq!((ada.holds(quoted), therapist.holds(quoted)), (Some(true), None));
    let made_up = Quoted { entry: EntryId([9; 32]), ..quoted.clone() };
    assert_eq!(ada.holds(&made_up), Some(false), "whoever is in the circle can tell");

    let data = therapist.export_data(circle).unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let entry = data["entries"].as_array().unwrap().iter().find(|it| it["kind"] == "notes.quote");
    let said = &entry.unwrap()["said"];
    assert_eq!((&said["proof"], &said["by"]), (&"holds".into(), &"Sam".into()));
    assert_eq!(said["quoted"][0]["words"], "I was not at work.");
    assert_eq!(said["note"], "He wrote this on Thursday.");
}

#[test]
fn what_waits_was_erased_or_holds_no_words_is_not_quoted() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let said = sam_says(&sam, &ada, us, "A slip.");
    let waits = run(ada.say(us, offer("Not sent yet."))).unwrap();
    assert_eq!(run(ada.quotation(us, waits)), Err(QuoteError::NotInRecord));
    let nobody = EntryId([9; 32]);
    assert_eq!(run(ada.quotation(us, nobody)), Err(QuoteError::NotInRecord));
    whole(&ada);
    assert!(run(ada.quotation(us, ada.current_entry(us, waits))).is_ok());

    let introduced = ada.record(us).into_iter().find(|line| {
        matches!(
            line.what,
            What::Act(relationship::Act::People(steadfast_repair::people::Act::Introduce(
                Introduce { .. }
            )))
        )
    });
    assert_eq!(run(ada.quotation(us, introduced.unwrap().id)), Err(QuoteError::NoWords));
    let allowed = letters::Act::AllowRestitution(letters::AllowRestitution);
    let allowed = run(ada.say(us, relationship::Act::Letters(allowed))).unwrap();
    whole(&ada);
    let allowed = ada.current_entry(us, allowed);
    assert_eq!(run(ada.quotation(us, allowed)), Err(QuoteError::NoWords));

    assert!(run(ada.quotation(us, said)).is_ok());
    run(sam.erase(us, said)).unwrap();
    whole(&sam);
    whole(&ada);
    assert_eq!(run(ada.quotation(us, said)), Err(QuoteError::NoWords));
}

#[test]
fn a_page_of_ones_own_journal_can_be_shown() {
    let world = World::new();
    let Couple { ada, .. } = world.couple();
    let mine = ada.circles().into_iter().find(|circle| circle.kind == CircleKind::Mine).unwrap().id;
    let written = run(ada.say(mine, page("I slept for six hours."))).unwrap();
    whole(&ada);
    let quoting = run(ada.quotation(mine, ada.current_entry(mine, written))).unwrap();
    assert_eq!((quoting.kind, quoting.by.as_ref()), (CircleKind::Mine, Some(&title("Ada"))));
    let shown = quoting.act();
    assert_eq!(shown.quoted().unwrap().passages[0].part, Part::Page);
    let refused = run(ada.quote(mine, quoting)).unwrap();
    assert!(
        matches!(line(&ada, mine, refused).effect, LineEffect::Refused(_)),
        "nobody else reads"
    );
}

/// Bug guarded against: proofs within proofs, each as long as all within it.
#[test]
fn of_a_quotation_only_the_note_goes_on() {
    let world = World::new();
    let Couple { sam, ada, us, .. } = world.couple();
    let said = sam_says(&sam, &ada, us, "I was not at work.");
    let (_, circle) = with_therapist(&world, &ada);
    let mut quoting = run(ada.quotation(us, said)).unwrap();
    let bare = run(ada.quote(circle, quoting.clone())).unwrap();
    quoting.note = Some(words("He wrote this on Thursday."));
    let noted = run(ada.quote(circle, quoting)).unwrap();
    whole(&ada);
    let bare = run(ada.quotation(circle, ada.current_entry(circle, bare)));
    assert_eq!(bare, Err(QuoteError::NoWords));
    let again = run(ada.quotation(circle, ada.current_entry(circle, noted))).unwrap().act();
    let passages = &again.quoted().unwrap().passages;
    assert_eq!(passages.len(), 1);
    assert_eq!(
        (passages[0].part, passages[0].words.as_str()),
        (Part::Note, "He wrote this on Thursday.")
    );
}

/// Bug guarded against: a quotation that cannot be checked, taken for one that was, or for damage.
#[test]
fn what_proves_nothing_is_shown_as_a_quotation_that_proves_nothing() {
    let garbage = Quoting {
        by: Some(title("Sam")),
        kind: CircleKind::Us,
        circle_name: None,
        note: None,
        quotation: b"He said so.".to_vec(),
    };
    assert!(Quotation::from_bytes(&garbage.quotation).is_err());
    assert_eq!(garbage.act().proof, Proof::Fails);
    let payload = Payload::Quote(Box::new(garbage.clone()));
    assert_eq!(Payload::decode(&payload.encode().unwrap()), Ok(payload));
    let act = Act::Quote(Box::new(garbage.act()));
    assert_eq!(
        Payload::Act(relationship::Act::Notes(act)).encode(),
        None,
        "its proof is not in it"
    );
}

/// The codec's examples: the vectors settle the encoding, not what a proof is.
pub(crate) fn examples() -> Vec<(&'static str, Payload)> {
    let write = Write { text: words("I want to talk about Thursday.") };
    let quoting = |named: bool| {
        Payload::Quote(Box::new(Quoting {
            by: named.then(|| title("Sam")),
            kind: CircleKind::Us,
            circle_name: named.then(|| title("Ana and Sam")),
            note: named.then(|| words("He wrote this on Thursday.")),
            quotation: vec![0x82, 0x01, 0x02],
        }))
    };
    vec![
        ("notes.write", Payload::Act(relationship::Act::Notes(Act::Write(write)))),
        ("notes.quote", quoting(true)),
        ("notes.quote-unnamed", quoting(false)),
    ]
}
