//! The journal, which is only in *Mine*.

use steadfast_repair::journal::{Amend, Refusal, Write};

use crate::circle::{ANA, Circle, SAM, words};

#[test]
fn pages_come_newest_first_and_keep_their_versions() {
    let mut mine = Circle::mine();
    let first = mine.take(SAM, "2026-11-22 21:00", Write { text: words("I was short with her.") });
    mine.take(SAM, "2026-11-23 21:00", Write { text: words("A better day.") });
    mine.take(SAM, "2026-11-24 21:00", Amend { entry: first, text: words("I was cruel to her.") });

    let journal = mine.relationship.journal();
    let latest: Vec<_> = journal.newest_first().map(|page| page.latest().text.as_str()).collect();
    assert_eq!(latest, ["A better day.", "I was cruel to her."]);
    let page = journal.get(first).unwrap();
    assert_eq!(page.versions().count(), 2);
    assert_eq!(page.first().text, words("I was short with her."));
}

#[test]
fn a_journal_where_others_read_is_refused() {
    let mut us = Circle::us();
    let refusal = us.refuse(SAM, "2026-11-22 21:00", Write { text: words("Only for me.") });
    assert_eq!(refusal, Refusal::NotMine.into());
    assert!(us.relationship.journal().is_empty());

    let mut unfounded = Circle::empty();
    let refusal = unfounded.refuse(SAM, "2026-11-22 21:00", Write { text: words("Only for me.") });
    assert_eq!(refusal, Refusal::NotMine.into());
}

#[test]
fn nobody_writes_in_anothers_journal() {
    let mut mine = Circle::mine();
    let page = mine.take(SAM, "2026-11-22 21:00", Write { text: words("Mine.") });
    let refusal = mine.refuse(ANA, "2026-11-22 21:00", Amend { entry: page, text: words("No.") });
    assert_eq!(refusal, Refusal::NotYours.into());
}

#[test]
fn a_page_is_amended_by_the_entry_that_began_it() {
    let mut mine = Circle::mine();
    let page = mine.take(SAM, "2026-11-22 21:00", Write { text: words("One.") });
    let version = mine.take(SAM, "2026-11-22 21:01", Amend { entry: page, text: words("Two.") });
    let refusal =
        mine.refuse(SAM, "2026-11-22 21:02", Amend { entry: version, text: words("Three.") });
    assert_eq!(refusal, Refusal::UnknownPage.into());
}
