//! The two answers, the reasons that follow from them, and whether an invitation is offered.

use steadfast_repair::people::{Role, Roles};

/// What the partner knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Knows {
    /// All of it.
    All,
    /// Some of it.
    Some,
    /// Nothing.
    Nothing,
    /// "I would rather not say"
    Unsaid,
}

/// Whether it has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// It has.
    Yes,
    /// Not yet.
    No,
    /// "I am not sure"
    Unsure,
    /// "I would rather not say"
    Unsaid,
}

const KNOWS: [(Knows, &str); 4] = [
    (Knows::All, "all"),
    (Knows::Some, "some"),
    (Knows::Nothing, "nothing"),
    (Knows::Unsaid, "unsaid"),
];
const STOPPED: [(Stopped, &str); 4] = [
    (Stopped::Yes, "yes"),
    (Stopped::No, "no"),
    (Stopped::Unsure, "unsure"),
    (Stopped::Unsaid, "unsaid"),
];

/// What was answered to the two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answers {
    pub(crate) knows: Knows,
    pub(crate) stopped: Stopped,
}

/// Why a specialist comes first, as far as the answers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reasons {
    /// The partner does not know all of it, as far as was said.
    pub(crate) telling: bool,
    /// It has not stopped, as far as was said.
    pub(crate) stopping: bool,
}

impl Answers {
    /// What the two answers ask for: `None` where the way is open.
    pub(crate) fn reasons(self) -> Option<Reasons> {
        let reasons =
            Reasons { telling: self.knows != Knows::All, stopping: self.stopped != Stopped::Yes };
        (reasons.telling || reasons.stopping).then_some(reasons)
    }

    /// The answers as they are kept: two words.
    pub(super) fn to_text(self) -> String {
        let knows = KNOWS.iter().find(|(knows, _)| *knows == self.knows);
        let stopped = STOPPED.iter().find(|(stopped, _)| *stopped == self.stopped);
        let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
        [word(knows.map(|(_, text)| *text)), word(stopped.map(|(_, text)| *text))].join(" ")
    }

    /// The answers that were kept. `None` for what is none, such as the empty text of whoever was never asked.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (knows, stopped) = text.split_once(' ')?;
        let knows = KNOWS.iter().find(|(_, word)| *word == knows)?.0;
        let stopped = STOPPED.iter().find(|(_, word)| *word == stopped)?.0;
        Some(Self { knows, stopped })
    }
}

/// Whether the partner's invitation is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// What was answered is being read.
    Looking,
    /// What was answered lies in *Mine*, which is closed by its own passphrase. Then nothing tells that there are
    /// answers, and nothing presses.
    Closed,
    /// It has to be asked first.
    Ask,
    /// A specialist comes first.
    First(Reasons),
    /// It is.
    Open,
}

/// Whether the invitation is offered to somebody with these roles who answered so on this device, or was not asked
/// on it. Only whoever hurt the other and was not hurt by them is asked.
pub(super) fn way(answers: Option<Answers>, roles: Roles) -> Way {
    match answers {
        Some(answers) => answers.reasons().map_or(Way::Open, Way::First),
        None if roles == Roles::only(Role::BetrayingPartner) => Way::Ask,
        None => Way::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(knows: Knows, stopped: Stopped) -> Option<Reasons> {
        Answers { knows, stopped }.reasons()
    }

    #[test]
    fn only_two_plain_answers_open_the_way() {
        assert_eq!(reasons(Knows::All, Stopped::Yes), None);
        assert_eq!(
            reasons(Knows::Some, Stopped::Yes),
            Some(Reasons { telling: true, stopping: false })
        );
        assert_eq!(
            reasons(Knows::All, Stopped::Unsure),
            Some(Reasons { telling: false, stopping: true })
        );
        // Whoever would rather not say is told both reasons, and is refused nothing.
        assert_eq!(
            reasons(Knows::Unsaid, Stopped::Unsaid),
            Some(Reasons { telling: true, stopping: true })
        );
    }

    #[test]
    fn answers_are_read_as_they_were_kept() {
        for (knows, _) in KNOWS {
            for (stopped, _) in STOPPED {
                let answers = Answers { knows, stopped };
                assert_eq!(Answers::from_text(&answers.to_text()), Some(answers));
            }
        }
        for none in ["", "all", "all yes more", "yes all"] {
            assert_eq!(Answers::from_text(none), None, "{none}");
        }
    }

    #[test]
    fn whoever_was_sent_to_a_specialist_is_offered_no_invitation_until_they_answer_otherwise() {
        let hurt = Roles::only(Role::BetrayingPartner);
        let still = Answers { knows: Knows::All, stopped: Stopped::No };
        let reasons = Reasons { telling: false, stopping: true };
        assert_eq!(way(Some(still), hurt), Way::First(reasons));
        assert_eq!(way(Some(Answers { stopped: Stopped::Yes, ..still }), hurt), Way::Open);
    }

    #[test]
    fn on_a_device_that_did_not_ask_whoever_hurt_the_other_is_asked_and_nobody_else() {
        let (hurt, was_hurt) = (Role::BetrayingPartner, Role::BetrayedPartner);
        assert_eq!(way(None, Roles::only(hurt)), Way::Ask);
        assert_eq!(way(None, Roles::only(was_hurt)), Way::Open);
        assert_eq!(way(None, Roles::only(hurt).with(was_hurt)), Way::Open);
        assert_eq!(way(None, Roles::NONE), Way::Open);
    }
}
