//! Who one is, check-ins and reassurance.

use steadfast_repair::checkins::{AgreeTime, DeclineTime, Thank};
use steadfast_repair::people::{Rename, Roles};
use steadfast_repair::reassurance::{Answer, Ask, KeepHelp, Offer, RemoveHelp, Withdraw};
use steadfast_repair::weekdays::Weekdays;

use super::trial::{Practice, row};
use crate::checkins::{check_in, propose};
use crate::circle::{found, introduce, title, words};

fn ask() -> Ask {
    Ask { help: None, words: None }
}

pub(super) fn practices() -> Vec<Practice> {
    vec![people(), checkins(), reassurance()]
}

fn people() -> Practice {
    Practice {
        title: "People",
        lead: "",
        rows: vec![
            row("say what the circle is for", "", |t| {
                let kind = t.kind();
                t.before_anything().tries(found(kind))
            }),
            row("say it again", "", |t| {
                let kind = t.kind();
                t.tries(found(kind))
            }),
            row(
                "say by what name one goes, in which role, and as a therapist what one does with secrets",
                "",
                |t| t.tries(introduce("Y", Roles::NONE)),
            ),
            row("change one's own name", "", |t| t.tries(Rename { name: title("Y") })),
            row("change one's own name, before one said any", "", |t| {
                t.before_anything().tries(Rename { name: title("Y") })
            }),
        ],
        after: "",
    }
}

fn checkins() -> Practice {
    Practice {
        title: "Check-ins",
        lead: "",
        rows: vec![
            row("propose a time", "", |t| t.tries(propose("21:00", Weekdays::ALL))),
            row("propose a time on no day", "", |t| t.tries(propose("21:00", Weekdays::NONE))),
            row("agree to the other's time", "it still waits", |t| {
                let proposal = t.theirs(propose("21:00", Weekdays::ALL))?;
                t.tries(AgreeTime { proposal })
            }),
            row("agree to one's own", "", |t| {
                let proposal = t.mine(propose("21:00", Weekdays::ALL))?;
                t.tries(AgreeTime { proposal })
            }),
            row("decline the other's time", "it still waits", |t| {
                let proposal = t.theirs(propose("21:00", Weekdays::ALL))?;
                t.tries(DeclineTime { proposal })
            }),
            row("take one's own back", "it still waits", |t| {
                let proposal = t.mine(propose("21:00", Weekdays::ALL))?;
                t.tries(DeclineTime { proposal })
            }),
            row("end the agreed time", "", |t| {
                let proposal = t.theirs(propose("21:00", Weekdays::ALL))?;
                t.mine(AgreeTime { proposal })?;
                t.tries(DeclineTime { proposal })
            }),
            row("check in", "not every part is skipped", |t| t.tries(check_in("Tired."))),
            row("thank for the other's check-in", "", |t| {
                let checkin = t.theirs(check_in("Tired."))?;
                t.tries(Thank { checkin })
            }),
            row("thank for it again", "", |t| {
                let checkin = t.theirs(check_in("Tired."))?;
                t.mine(Thank { checkin })?;
                t.tries(Thank { checkin })
            }),
            row("thank for one's own", "", |t| {
                let checkin = t.mine(check_in("Tired."))?;
                t.tries(Thank { checkin })
            }),
        ],
        after: "",
    }
}

fn reassurance() -> Practice {
    Practice {
        title: "Reassurance",
        lead: "",
        rows: vec![
            row("keep a list of what helps", "", |t| {
                t.tries(KeepHelp { text: words("Hold my hand.") })
            }),
            row("take something off one's own list", "it is on it", |t| {
                let help = t.mine(KeepHelp { text: words("Hold my hand.") })?;
                t.tries(RemoveHelp { help })
            }),
            row("take something off the other's list", "", |t| {
                let help = t.theirs(KeepHelp { text: words("Hold my hand.") })?;
                t.tries(RemoveHelp { help })
            }),
            row("ask", "what is meant, if anything, is on one's own list", |t| t.tries(ask())),
            row("ask for something on the other's list", "", |t| {
                let help = t.theirs(KeepHelp { text: words("Hold my hand.") })?;
                t.tries(Ask { help: Some(help), words: None })
            }),
            row("answer the other's ask", "answering again is welcome", |t| {
                let ask = t.theirs(ask())?;
                t.tries(Answer { ask, words: words("I am here.") })
            }),
            row("answer one's own ask", "", |t| {
                let ask = t.mine(ask())?;
                t.tries(Answer { ask, words: words("I am here.") })
            }),
            row("answer an ask that was taken back", "", |t| {
                let ask = t.theirs(ask())?;
                t.theirs(Withdraw { ask })?;
                t.tries(Answer { ask, words: words("I am here.") })
            }),
            row("offer", "", |t| t.tries(Offer { words: words("I am here.") })),
            row("take one's own ask back", "nobody has answered", |t| {
                let ask = t.mine(ask())?;
                t.tries(Withdraw { ask })
            }),
            row("take it back once it was answered", "", |t| {
                let ask = t.mine(ask())?;
                t.theirs(Answer { ask, words: words("I am here.") })?;
                t.tries(Withdraw { ask })
            }),
            row("take the other's ask back", "", |t| {
                let ask = t.theirs(ask())?;
                t.tries(Withdraw { ask })
            }),
        ],
        after: "",
    }
}
