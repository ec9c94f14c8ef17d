//! Commitments, as everybody tries them.

use steadfast_repair::commitments::{End, NotHowISawIt, Promise, SawIt};

use super::trial::{Practice, row};
use crate::circle::{by, date, keep, let_go, miss, promise, repair, schedule, words, yes};

/// A call by 17:45 on the workdays from Monday the 23rd on.
fn calls() -> Promise {
    let schedule = schedule("2026-11-23", by("17:45"), Some("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"));
    promise("Call when leaving work", schedule)
}

const DAY: &str = "2026-11-23";
const IN_TIME: &str = "2026-11-23 17:00";
const LATE: &str = "2026-11-23 20:00";

pub(super) fn practices() -> Vec<Practice> {
    let rows = vec![
        row("promise", "something of it lies ahead", |t| t.tries(calls())),
        row("promise what is over", "", |t| {
            t.at("2027-11-23 12:00").tries(promise("Call", schedule(DAY, by("17:45"), None)))
        }),
        row(
            "keep one's own",
            "its turn has come: the one before it is due, or its time window has opened",
            |t| {
                let calls = t.mine(calls())?;
                t.at(IN_TIME).tries(keep(calls, DAY))
            },
        ),
        row("keep one's own before its turn", "", |t| {
            let calls = t.mine(calls())?;
            t.tries(keep(calls, "2026-11-27"))
        }),
        row("keep the other's", "", |t| {
            let calls = t.theirs(calls())?;
            t.at(IN_TIME).tries(keep(calls, DAY))
        }),
        row("keep one's own, after saying that it was missed, while it is in time", "", |t| {
            let calls = t.mine(calls())?;
            t.at(LATE).mine(miss(calls, DAY))?;
            t.at(IN_TIME).tries(keep(calls, DAY))
        }),
        row("keep one's own, after saying that it was missed, later", "", |t| {
            let calls = t.mine(calls())?;
            t.at(LATE).mine(miss(calls, DAY))?;
            t.tries(keep(calls, DAY))
        }),
        row("miss one's own", "its turn has come", |t| {
            let calls = t.mine(calls())?;
            t.at(LATE).tries(miss(calls, DAY))
        }),
        row(
            "miss one's own, after saying that it was kept",
            "the earlier word stays in the record",
            |t| {
                let calls = t.mine(calls())?;
                t.at(IN_TIME).mine(keep(calls, DAY))?;
                t.at(LATE).tries(miss(calls, DAY))
            },
        ),
        row("miss the other's", "", |t| {
            let calls = t.theirs(calls())?;
            t.at(LATE).tries(miss(calls, DAY))
        }),
        row("repair one's own that was missed", "or of which nothing was said by its time", |t| {
            let calls = t.mine(calls())?;
            t.at(LATE).mine(miss(calls, DAY))?;
            t.tries(repair(calls, DAY))
        }),
        row("repair one's own that was kept", "", |t| {
            let calls = t.mine(calls())?;
            t.at(IN_TIME).mine(keep(calls, DAY))?;
            t.at(LATE).tries(repair(calls, DAY))
        }),
        row("repair the other's", "", |t| {
            let calls = t.theirs(calls())?;
            t.at(LATE).tries(repair(calls, DAY))
        }),
        row(
            "ask for a change of one's own, ahead",
            "nothing was told of the occurrence, and what takes its place lies ahead on a free day",
            |t| {
                let calls = t.mine(calls())?;
                t.tries(let_go(calls, DAY))
            },
        ),
        row("ask for a change of one's own, once it is due", "", |t| {
            let calls = t.mine(calls())?;
            t.at(LATE).tries(let_go(calls, DAY))
        }),
        row("ask for a change of the other's", "", |t| {
            let calls = t.theirs(calls())?;
            t.tries(let_go(calls, DAY))
        }),
        row("say yes or no to the other's change", "it still waits, and can still be", |t| {
            let calls = t.theirs(calls())?;
            let asked = t.theirs(let_go(calls, DAY))?;
            t.tries(yes(asked))
        }),
        row("say yes to one's own change", "", |t| {
            let calls = t.mine(calls())?;
            let asked = t.mine(let_go(calls, DAY))?;
            t.tries(yes(asked))
        }),
        row("say \u{201c}I saw it\u{201d} of what the other told", "", |t| {
            let calls = t.theirs(calls())?;
            t.at(IN_TIME).theirs(keep(calls, DAY))?;
            t.at(LATE).tries(SawIt { commitment: calls, occurrence: date(DAY) })
        }),
        row("say it of what was not told", "", |t| {
            let calls = t.theirs(calls())?;
            t.at(LATE).tries(SawIt { commitment: calls, occurrence: date(DAY) })
        }),
        row("say it of one's own", "", |t| {
            let calls = t.mine(calls())?;
            t.at(IN_TIME).mine(keep(calls, DAY))?;
            t.at(LATE).tries(SawIt { commitment: calls, occurrence: date(DAY) })
        }),
        row("say \u{201c}that is not how I saw it\u{201d} of what the other told", "", |t| {
            let commitment = t.theirs(calls())?;
            t.at(IN_TIME).theirs(keep(commitment, DAY))?;
            let words = words("It was nine.");
            t.at(LATE).tries(NotHowISawIt { commitment, occurrence: date(DAY), words })
        }),
        row("end one's own", "the day on which it is ended still stands", |t| {
            let commitment = t.mine(calls())?;
            t.tries(End { commitment, note: None })
        }),
        row("end one's own again", "", |t| {
            let commitment = t.mine(calls())?;
            t.mine(End { commitment, note: None })?;
            t.tries(End { commitment, note: None })
        }),
        row("end the other's", "", |t| {
            let commitment = t.theirs(calls())?;
            t.tries(End { commitment, note: None })
        }),
    ];
    let after = "\
*Kept* or *kept late* is decided by when it was said: the device's claim, but not earlier than what its owner had already read, and not later than when
somebody else had read it. Silence decides nothing, on either side. In *Mine* a change holds at once.";
    vec![Practice { title: "Commitments", lead: "", rows, after }]
}
