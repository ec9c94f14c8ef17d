//! What Ana asks, night by night, and what Sam answers in the morning.

use jiff::ToSpan;
use jiff::civil::Date;
use steadfast_member::ports::RelayClient;
use steadfast_repair::questions::{
    Act, Answer, Ask, Detail, NotRemember, Pace, Promise, SetPace, Setting, Withdraw,
};
use steadfast_repair::relationship::Act as SaidAct;
use steadfast_repair::said::EntryId;
use steadfast_repair::words::Words;

use super::{Couple, StoryError, Who};

/// When on a day something is said: before everything else, or after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hour {
    Morning,
    Night,
}

/// One thing that is said about a question. A number is the place of a question among those that were asked.
enum Step {
    Ask(&'static str, Wanted, Detail),
    AskAgain(usize, &'static str),
    TakeUp(usize),
    Park(usize),
    TakeBack(usize),
    /// In how many days, and with whom.
    Promise(usize, i32, Setting),
    NotRemember(usize, &'static str),
    Answer(usize, &'static str),
}

/// When Ana wants an answer.
#[derive(Clone, Copy)]
enum Wanted {
    Now,
    InDays(i32),
    WithTherapist,
}

/// The questions of the story, by the number of the day.
const STEPS: [(i64, Hour, Step); 18] = [
    (1, Hour::Night, Step::Ask("How often did you meet her?", Wanted::Now, Detail::Short)),
    (2, Hour::Morning, Step::Answer(0, "I am not sure. Ten times, perhaps.")),
    (
        4,
        Hour::Morning,
        Step::Answer(
            0,
            "Fourteen times. I knew the number when you asked, and I was afraid of it.",
        ),
    ),
    (6, Hour::Night, Step::Ask("Was she ever in this flat?", Wanted::InDays(2), Detail::Outline)),
    (
        8,
        Hour::Morning,
        Step::Answer(1, "No. She never had the address. We met at the hotel by the river."),
    ),
    (
        13,
        Hour::Night,
        Step::Ask("What did you spend on it, from our account?", Wanted::Now, Detail::Full),
    ),
    (
        14,
        Hour::Morning,
        Step::NotRemember(
            2,
            "I know of the hotel and of one dinner. I will go through the statements of eight months on Saturday, all of them, and bring the list.",
        ),
    ),
    (
        19,
        Hour::Morning,
        Step::Answer(
            2,
            "1,840 euros: eleven nights in the hotel, four dinners, one train. The list is in the blue folder, every line of it.",
        ),
    ),
    (
        21,
        Hour::Night,
        Step::Ask("Did you tell her about my mother?", Wanted::WithTherapist, Detail::Outline),
    ),
    (22, Hour::Morning, Step::Promise(3, 7, Setting::Therapist)),
    (26, Hour::Night, Step::AskAgain(0, "I need to hear it again. How often did you meet her?")),
    (27, Hour::Morning, Step::Answer(4, "Fourteen times, from July to the second of March.")),
    (29, Hour::Night, Step::TakeUp(3)),
    (
        30,
        Hour::Morning,
        Step::Answer(
            3,
            "As I said in the session: yes. I told her that your mother was ill, to have a reason to stay away in the evenings.",
        ),
    ),
    (31, Hour::Night, Step::Ask("What does she look like?", Wanted::Now, Detail::Full)),
    (32, Hour::Night, Step::TakeBack(5)),
    (35, Hour::Night, Step::Ask("Did you love her?", Wanted::InDays(3), Detail::Outline)),
    (
        38,
        Hour::Morning,
        Step::Answer(
            6,
            "I told myself so, and I told her so twice. What I liked was who I was when nobody knew me. I am sorry that this is the answer.",
        ),
    ),
];

/// Left for whoever tries the demo: one is parked, one promised, one not answered.
const LAST: [(i64, Hour, Step); 5] = [
    (-5, Hour::Night, Step::Ask("Who else knew?", Wanted::Now, Detail::Full)),
    (-4, Hour::Night, Step::Park(0)),
    (
        -2,
        Hour::Night,
        Step::Ask("Were there other times before July?", Wanted::Now, Detail::Outline),
    ),
    (-1, Hour::Morning, Step::Promise(1, 3, Setting::TheTwo)),
    (0, Hour::Night, Step::Ask("Why did you keep her letters?", Wanted::Now, Detail::Short)),
];

/// The questions that were asked so far.
#[derive(Default)]
pub(super) struct Questions {
    asked: Vec<EntryId>,
    last: Vec<EntryId>,
}

impl Questions {
    /// What is said about questions at this hour of the day with this number, `left` days before the last.
    pub(super) async fn pass<R: RelayClient + Clone + 'static>(
        &mut self,
        couple: &Couple<R>,
        date: Date,
        hour: Hour,
        (number, left): (i64, i64),
    ) -> Result<(), StoryError> {
        let steps = STEPS.iter().filter(|(day, at, _)| (*day, *at) == (number, hour));
        // Towards the end only what is left open is told.
        for (_, _, step) in steps.filter(|_| left > 5) {
            live(couple, date, step, &mut self.asked).await?;
        }
        for (_, _, step) in LAST.iter().filter(|(day, at, _)| (-*day, *at) == (left, hour)) {
            live(couple, date, step, &mut self.last).await?;
        }
        Ok(())
    }
}

/// One step. A question that was never asked, as the story is short, is never spoken of.
async fn live<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    date: Date,
    step: &Step,
    asked: &mut Vec<EntryId>,
) -> Result<(), StoryError> {
    let days = |days: i32, hour: i8| {
        let day = date.saturating_add(days.days()).at(hour, 0, 0, 0);
        day.to_zoned(couple.zone.clone()).expect("a day within the calendar").timestamp()
    };
    let (of, by_ana) = match step {
        Step::Ask(..) => (None, true),
        Step::AskAgain(of, _) | Step::TakeUp(of) | Step::Park(of) | Step::TakeBack(of) => {
            (Some(*of), true)
        }
        Step::Promise(of, ..) | Step::NotRemember(of, _) | Step::Answer(of, _) => {
            (Some(*of), false)
        }
    };
    let question = match of.map(|of| asked.get(of).copied()) {
        Some(None) => return Ok(()),
        Some(found) => found,
        None => None,
    };
    let ask = |text: &str, wanted: Wanted, detail: Detail, again: Option<EntryId>| {
        let pace = match wanted {
            Wanted::Now => Pace::Now,
            Wanted::InDays(later) => Pace::NotBefore(days(later, 0)),
            Wanted::WithTherapist => Pace::WithTherapist,
        };
        Act::Ask(Ask { words: words(text), pace, detail, again })
    };
    let act = match (step, question) {
        (Step::Ask(text, wanted, detail), _) => ask(text, *wanted, *detail, None),
        (Step::AskAgain(_, text), again) => ask(text, Wanted::Now, Detail::Short, again),
        (_, None) => return Ok(()),
        (Step::TakeUp(_), Some(question)) => Act::SetPace(SetPace { question, pace: Pace::Now }),
        (Step::Park(_), Some(question)) => Act::SetPace(SetPace { question, pace: Pace::Parked }),
        (Step::TakeBack(_), Some(question)) => Act::Withdraw(Withdraw { question }),
        (Step::Promise(_, later, with), Some(question)) => {
            Act::Promise(Promise { question, by: days(*later, 21), with: *with })
        }
        (Step::NotRemember(_, text), Some(question)) => {
            Act::NotRemember(NotRemember { question, find_out: words(text) })
        }
        (Step::Answer(_, text), Some(question)) => {
            Act::Answer(Answer { question, words: words(text) })
        }
    };
    let asks = matches!(act, Act::Ask(_));
    let (who, hour, minute) = if by_ana { (Who::Ana, 23, 52) } else { (Who::Sam, 6, 31) };
    couple.it_is(date, hour, minute);
    let entry = couple.say(who, SaidAct::Questions(act)).await?;
    if asks {
        asked.push(entry);
    }
    Ok(())
}

fn words(text: &str) -> Words {
    Words::new(text).expect("words that fit")
}
