//! Questions, letters, disclosures, notes and the journal.

use steadfast_repair::agreements::{Helpers, Hours};
use steadfast_repair::disclosures::{About, Add, Disclose, ToldElsewhere};
use steadfast_repair::journal;
use steadfast_repair::letters::{AllowRestitution, Kind, Send};
use steadfast_repair::notes::{Act as Note, Proof, Quoted};
use steadfast_repair::questions::{NotRemember, Pace, SetPace, Withdraw};
use steadfast_repair::{Act, EntryId};

use super::trial::{Practice, row};
use crate::circle::{time, title, words};
use crate::notes::{holds, quote};
use crate::questions::{answer, promise, question};

pub(super) fn practices() -> Vec<Practice> {
    vec![questions(), letters(), disclosures(), notes(), journal()]
}

const BY: &str = "2026-11-24 21:00";

fn questions() -> Practice {
    let rows = vec![
        row("ask, and ask again", "", |t| t.tries(question(Pace::Now))),
        row("set the pace of one's own", "it was neither answered nor taken back", |t| {
            let question = t.mine(question(Pace::Now))?;
            t.tries(SetPace { question, pace: Pace::Parked })
        }),
        row("set the pace of the other's", "", |t| {
            let question = t.theirs(question(Pace::Now))?;
            t.tries(SetPace { question, pace: Pace::Parked })
        }),
        row("take one's own back", "", |t| {
            let question = t.mine(question(Pace::Now))?;
            t.tries(Withdraw { question })
        }),
        row("take one's own back once it is answered", "", |t| {
            let question = t.mine(question(Pace::Now))?;
            t.theirs(answer(question, "No."))?;
            t.tries(Withdraw { question })
        }),
        row("take the other's back", "", |t| {
            let question = t.theirs(question(Pace::Now))?;
            t.tries(Withdraw { question })
        }),
        row(
            "say by when one will answer the other's",
            "it is neither answered nor taken back",
            |t| {
                let question = t.theirs(question(Pace::Now))?;
                t.tries(promise(question, BY))
            },
        ),
        row("say it of a parked one", "", |t| {
            let question = t.theirs(question(Pace::Parked))?;
            t.tries(promise(question, BY))
        }),
        row("say it of one that is wanted only with the therapist, for the two alone", "", |t| {
            let question = t.theirs(question(Pace::WithTherapist))?;
            t.tries(promise(question, BY))
        }),
        row("answer the other's", "", |t| {
            let question = t.theirs(question(Pace::Now))?;
            t.tries(answer(question, "No."))
        }),
        row("answer one's own", "", |t| {
            let question = t.mine(question(Pace::Now))?;
            t.tries(answer(question, "No."))
        }),
        row("answer before the time that the asker wants", "", |t| {
            let question = t.theirs(question(Pace::NotBefore(time(BY))))?;
            t.tries(answer(question, "No."))
        }),
        row("answer a parked one", "", |t| {
            let question = t.theirs(question(Pace::Parked))?;
            t.tries(answer(question, "No."))
        }),
        row("answer one that is wanted only with the therapist", "", |t| {
            let question = t.theirs(question(Pace::WithTherapist))?;
            t.tries(answer(question, "No."))
        }),
        row("answer one that was taken back", "", |t| {
            let asked = t.theirs(question(Pace::Now))?;
            t.theirs(Withdraw { question: asked })?;
            t.tries(answer(asked, "No."))
        }),
        row("answer otherwise", "a truer answer never waits, and stands beside the first", |t| {
            let asked = t.theirs(question(Pace::Now))?;
            t.mine(answer(asked, "No."))?;
            t.tries(answer(asked, "Once."))
        }),
        row("say that one does not remember, and how one will find out", "as for an answer", |t| {
            let question = t.theirs(question(Pace::Now))?;
            t.tries(NotRemember { question, find_out: words("I will look at the calendar.") })
        }),
    ];
    let after = "A question asked again stands by itself. The link to the earlier one is taken only between two questions of one person, and is gone with the words of the earlier one, if they are erased.";
    Practice { title: "Questions", lead: "", rows, after }
}

fn letter(kind: Kind) -> Send {
    Send { kind, words: words("A letter.") }
}

fn letters() -> Practice {
    let rows = vec![
        row("send an acknowledgement", "", |t| t.tries(letter(Kind::Acknowledgement))),
        row("send an apology", "", |t| t.tries(letter(Kind::Apology))),
        row("send an impact letter", "", |t| t.tries(letter(Kind::Impact))),
        row("send a note that validates", "", |t| t.tries(letter(Kind::Validation))),
        row("send a restitution letter that answers an impact letter of the other's", "", |t| {
            let after = t.theirs(letter(Kind::Impact))?;
            t.tries(letter(Kind::Restitution { after }))
        }),
        row("send one after a therapist let it come first", "", |t| {
            let after = t.theirs(AllowRestitution)?;
            t.tries(letter(Kind::Restitution { after }))
        }),
        row("send one that answers nothing", "", |t| {
            t.tries(letter(Kind::Restitution { after: EntryId([9; 32]) }))
        }),
        row("let a restitution letter come first", "", |t| t.tries(AllowRestitution)),
    ];
    let after = "Nothing says when a letter was opened, or whether. A restitution letter that names an entry whose words were erased since still stands: erasing one's own never undoes another's.";
    Practice { title: "Letters", lead: "", rows, after }
}

fn told(about: About) -> Disclose {
    Disclose { about, happened: time("2026-11-22 07:00"), words: words("I met her.") }
}

fn other() -> About {
    About::Other(title("M."))
}

fn disclosures() -> Practice {
    let rows = vec![
        row(
            "disclose what stands in an agreement",
            "what no agreement in force names is told all the same, and no agreement's",
            |t| {
                let (agreement, version) = (EntryId([9; 32]), EntryId([9; 32]));
                t.tries(told(About::Agreed { agreement, version, number: 1 }))
            },
        ),
        row("disclose what was agreed in another circle", "the hours are its author's word", |t| {
            t.tries(told(About::AgreedElsewhere { what: title("M."), within: Hours::DAY }))
        }),
        row("disclose what is under no agreement", "", |t| t.tries(told(other()))),
        row("disclose what would happen later", "", |t| {
            t.tries(Disclose { happened: time("2026-11-23 07:00"), ..told(other()) })
        }),
        row("add to one's own", "it stays an addition, with its own date", |t| {
            let disclosure = t.mine(told(other()))?;
            t.tries(Add { disclosure, words: words("And on Friday.") })
        }),
        row("add to the other's", "", |t| {
            let disclosure = t.theirs(told(other()))?;
            t.tries(Add { disclosure, words: words("And on Friday.") })
        }),
        row(
            "say that it was told elsewhere in time",
            "it shows only where both had agreed that this is what the partner hears",
            |t| {
                let (agreement, version) = (EntryId([9; 32]), EntryId([9; 32]));
                t.tries(ToldElsewhere { agreement, version, to: Helpers::Therapist })
            },
        ),
    ];
    let after = "\
*In time* is decided by when it was said, as for *kept late*, against the hours of the version that both had said yes to by then; when it happened is its author's word. What is under no agreement has no
hour. By when something is to be told is shown to nobody but the one who tells it.";
    Practice { title: "Disclosures", lead: "", rows, after }
}

fn notes() -> Practice {
    let rows = vec![
        row("write a note", "", |t| {
            t.tries(Act::Notes(Note::Write(steadfast_repair::notes::Write {
                text: words("Next week."),
            })))
        }),
        row(
            "quote from another circle",
            "the [proof](protocol.md#quotations) that comes with it holds, and what is quoted are somebody's own words",
            |t| t.tries(Act::Notes(quote(holds(&words("In May.")), None))),
        ),
        row("quote what holds nobody's own words", "", |t| {
            let Proof::Holds(quoted) = holds(&words("In May.")) else { return None };
            t.tries(Act::Notes(quote(
                Proof::Holds(Quoted { passages: Vec::new(), ..quoted }),
                None,
            )))
        }),
        row("quote with a proof that does not hold", "", |t| {
            t.tries(Act::Notes(quote(Proof::Fails, None)))
        }),
    ];
    let after = "\
Whoever quotes must be in the other circle, or they have no key to show. Who said it is their word, since keys differ from circle to circle; that it was said is proved. In the circle that it
is quoted from nobody is told.";
    Practice { title: "Notes", lead: "", rows, after }
}

fn journal() -> Practice {
    let rows = vec![
        row("write a page", "", |t| t.tries(journal::Write { text: words("Today.") })),
        row("amend one's own page", "it keeps its versions", |t| {
            let entry = t.mine(journal::Write { text: words("Today.") })?;
            t.tries(journal::Amend { entry, text: words("Today, again.") })
        }),
    ];
    Practice { title: "The journal", lead: "", rows, after: "" }
}
