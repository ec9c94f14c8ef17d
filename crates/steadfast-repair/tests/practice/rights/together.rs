//! What the two settle with each other: disclosure agreements, boundaries and space.

use steadfast_repair::agreements::{self, Propose};
use steadfast_repair::boundaries::{self, Became, How, Set, Tell};
use steadfast_repair::space::{self, Message};

use super::trial::{Practice, row};
use crate::circle::{title, words};
use crate::{agreements as a, boundaries as b};

pub(super) fn practices() -> Vec<Practice> {
    vec![agreements(), boundaries(), space()]
}

fn proposed() -> Propose {
    a::propose(a::terms(&["Seeing M."]))
}

fn agreements() -> Practice {
    use agreements::{Decline, End};
    let rows = vec![
        row("propose", "it names a behaviour, and for each who is told", |t| t.tries(proposed())),
        row("amend what the other proposed", "what waited before no longer does", |t| {
            let agreement = Some(t.theirs(proposed())?);
            t.tries(Propose { agreement, terms: a::terms(&["Seeing M. or K."]) })
        }),
        row("agree to the other's version", "that very version still waits", |t| {
            let version = t.theirs(proposed())?;
            t.tries(a::agree(version, version))
        }),
        row("agree to the other's version once other words took its place", "", |t| {
            let version = t.theirs(proposed())?;
            let terms = a::terms(&["Seeing M. or K."]);
            t.theirs(Propose { agreement: Some(version), terms })?;
            t.tries(a::agree(version, version))
        }),
        row("agree to one's own version", "", |t| {
            let version = t.mine(proposed())?;
            t.tries(a::agree(version, version))
        }),
        row("decline the other's version", "it still waits; what is in force stays so", |t| {
            let version = t.theirs(proposed())?;
            t.tries(Decline { agreement: version, version })
        }),
        row("take back one's own version", "it still waits; what is in force stays so", |t| {
            let version = t.mine(proposed())?;
            t.tries(Decline { agreement: version, version })
        }),
        row("end an agreement in force", "needs no reason", |t| {
            let agreement = t.theirs(proposed())?;
            t.mine(a::agree(agreement, agreement))?;
            t.tries(End { agreement })
        }),
        row("end what the other proposed", "", |t| {
            let agreement = t.theirs(proposed())?;
            t.tries(End { agreement })
        }),
        row("amend an agreement that was ended", "", |t| {
            let agreement = t.mine(proposed())?;
            t.mine(End { agreement })?;
            t.tries(Propose { agreement: Some(agreement), terms: a::terms(&["Seeing K."]) })
        }),
        row("end it again", "", |t| {
            let agreement = t.mine(proposed())?;
            t.mine(End { agreement })?;
            t.tries(End { agreement })
        }),
    ];
    let after = "\
Nothing is in force before both have said yes to the same words. Nobody loses what both agreed on because the other erases an earlier version; what was said yes to last and was
erased since is not in force, and what was there before it does not come back. On the day on which it is to be looked at again nothing lapses.";
    let lead = "Whoever writes a version says yes to it by writing it.";
    Practice { title: "Disclosure agreements", lead, rows, after }
}

fn held() -> Set {
    Set { boundary: None, terms: b::terms(How::Held, "I leave the room when you shout.") }
}

fn asked() -> Set {
    b::ask("No phones in bed.")
}

fn boundaries() -> Practice {
    use boundaries::{Agree, Decline, End};
    let rows = vec![
        row("ask for one", "", |t| t.tries(asked())),
        row("hold one oneself", "it is in force at once, and needs nobody's yes", |t| {
            t.tries(held())
        }),
        row(
            "change the words of one's own",
            "what is asked anew takes a yes, and until then the old words stay",
            |t| {
                let boundary = Some(t.mine(held())?);
                t.tries(Set { boundary, terms: b::terms(How::Held, "I go for a walk.") })
            },
        ),
        row("change the words of the other's", "", |t| {
            let boundary = Some(t.theirs(held())?);
            t.tries(Set { boundary, terms: b::terms(How::Held, "I stay.") })
        }),
        row("agree to what the other asks", "that very version still waits", |t| {
            let boundary = t.theirs(asked())?;
            t.tries(Agree { boundary, version: boundary })
        }),
        row("agree to what one asks oneself", "", |t| {
            let boundary = t.mine(asked())?;
            t.tries(Agree { boundary, version: boundary })
        }),
        row("decline what the other asks", "it still waits", |t| {
            let boundary = t.theirs(asked())?;
            t.tries(Decline { boundary, version: boundary })
        }),
        row("take back what one asked", "it still waits", |t| {
            let boundary = t.mine(asked())?;
            t.tries(Decline { boundary, version: boundary })
        }),
        row(
            "say that one's own was respected, crossed or repaired",
            "it is, or was on its last day, in force",
            |t| {
                let boundary = t.mine(held())?;
                t.tries(Tell { boundary, became: Became::Crossed, note: None })
            },
        ),
        row("say it of the other's", "it is, or was on its last day, in force", |t| {
            let boundary = t.theirs(held())?;
            t.tries(Tell { boundary, became: Became::Respected, note: None })
        }),
        row("say it of what nobody agreed to", "", |t| {
            let boundary = t.theirs(asked())?;
            t.tries(Tell { boundary, became: Became::Respected, note: None })
        }),
        row("end one's own", "", |t| {
            let boundary = t.mine(held())?;
            t.tries(End { boundary })
        }),
        row("end the other's, by taking back one's yes", "", |t| {
            let boundary = t.theirs(asked())?;
            t.mine(Agree { boundary, version: boundary })?;
            t.tries(End { boundary })
        }),
        row("change, agree to, tell of or end what was ended", "", |t| {
            let boundary = t.mine(held())?;
            t.mine(End { boundary })?;
            t.tries(Tell { boundary, became: Became::Crossed, note: None })
        }),
        row("end what the other holds themselves", "", |t| {
            let boundary = t.theirs(held())?;
            t.tries(End { boundary })
        }),
    ];
    let after = "A boundary is in force up to its last day. What one says of it stands beside what the other says, and nothing follows from it.";
    Practice { title: "Boundaries", lead: "", rows, after }
}

fn space_asked() -> space::Ask {
    crate::space::ask("2026-11-22 18:00", &["the children"])
}

fn space() -> Practice {
    use space::End;
    let rows = vec![
        row("ask", "it takes the place of an earlier request of one's own", |t| {
            t.tries(space_asked())
        }),
        row("ask for more than fourteen days", "", |t| {
            t.tries(crate::space::ask("2026-12-07 12:00", &[]))
        }),
        row("end one's own", "", |t| {
            let request = t.mine(space_asked())?;
            t.tries(End { request })
        }),
        row("end one's own once it is over", "", |t| {
            let request = t.mine(space_asked())?;
            t.at("2026-11-22 18:00").tries(End { request })
        }),
        row("end the other's", "", |t| {
            let request = t.theirs(space_asked())?;
            t.tries(End { request })
        }),
        row(
            "say what the other exempted",
            "an end that the author had not read does not undo it",
            |t| {
                let request = t.theirs(space_asked())?;
                let words = words("Mia has a fever.");
                t.tries(Message { request, exemption: title("the children"), words })
            },
        ),
        row("say under it what was not exempted", "", |t| {
            let request = t.theirs(space_asked())?;
            t.tries(Message { request, exemption: title("work"), words: words("Talk to me.") })
        }),
        row("say it when the time is over", "clocks may differ by five minutes", |t| {
            let request = t.theirs(space_asked())?;
            let words = words("Mia has a fever.");
            t.at("2026-11-22 18:10").tries(Message {
                request,
                exemption: title("the children"),
                words,
            })
        }),
        row("say it under one's own", "", |t| {
            let request = t.mine(space_asked())?;
            let words = words("Mia has a fever.");
            t.tries(Message { request, exemption: title("the children"), words })
        }),
    ];
    let after = "\
While a request is on, what the other partner says waits on their own device, and goes when it is over. What does not wait: what somebody says of themselves and of the circle; leaving, erasing and devices; what became of a commitment, and asking
ahead for another time; a disclosure under an agreement; taking back a yes, a question or an ask; what answers something that the one who asked has said since. The rule is `manner` in `crates/steadfast-repair/src/space/holding.rs`, with a reason for each.";
    Practice { title: "Space", lead: "", rows, after }
}
