//! One day of the story: what is said, put in the order of the clock before anybody says it.
//!
//! What somebody has seen they cannot have written before. A story that went back in time within a day would show windows of time
//! that contradict what its people claim.

use jiff::civil::{Date, Time, time};
use steadfast_member::ports::RelayClient;
use steadfast_repair::journal;
use steadfast_repair::relationship::Act;
use steadfast_repair::said::EntryId;
use steadfast_repair::words::Words;

use super::{Couple, StoryError, Who};

/// What is said on a day, in any order.
#[derive(Default)]
pub(super) struct Day<'a> {
    moments: Vec<Moment<'a>>,
}

/// Something that is said on the day, for an answer to name.
#[derive(Clone, Copy)]
pub(super) struct Said(usize);

struct Moment<'a> {
    at: Time,
    who: Who,
    what: What<'a>,
}

enum What<'a> {
    /// In *Us*.
    Us(Act),
    /// In *Us*, to something of the same day.
    To(Said, Box<dyn FnOnce(EntryId) -> Act + 'a>),
    /// In the author's *Mine*.
    Mine(Act),
}

impl<'a> Day<'a> {
    /// Somebody says something in *Us*.
    pub(super) fn say(&mut self, hour: i8, minute: i8, who: Who, act: Act) -> Said {
        self.put(hour, minute, who, What::Us(act))
    }

    /// Somebody says something in *Us* to what was said earlier on the day.
    pub(super) fn say_to(
        &mut self,
        hour: i8,
        minute: i8,
        who: Who,
        said: Said,
        act: impl FnOnce(EntryId) -> Act + 'a,
    ) {
        self.put(hour, minute, who, What::To(said, Box::new(act)));
    }

    /// Somebody writes a page in their *Mine*.
    pub(super) fn note(&mut self, hour: i8, minute: i8, who: Who, text: &str) {
        let text = Words::new(text).expect("words that fit");
        let page = Act::Journal(journal::Act::Write(journal::Write { text }));
        self.put(hour, minute, who, What::Mine(page));
    }

    fn put(&mut self, hour: i8, minute: i8, who: Who, what: What<'a>) -> Said {
        self.moments.push(Moment { at: time(hour, minute, 0, 0), who, what });
        Said(self.moments.len() - 1)
    }

    /// Has the two live through it, by the clock.
    pub(super) async fn pass<R: RelayClient + Clone + 'static>(
        self,
        couple: &Couple<R>,
        date: Date,
    ) -> Result<(), StoryError> {
        let mut entries = vec![None; self.moments.len()];
        let mut moments: Vec<_> = self.moments.into_iter().enumerate().collect();
        moments.sort_by_key(|(_, moment)| moment.at);
        for (place, Moment { at, who, what }) in moments {
            couple.it_is(date, at.hour(), at.minute());
            entries[place] = Some(match what {
                What::Us(act) => couple.say(who, act).await?,
                What::Mine(act) => couple.note(who, act).await?,
                What::To(said, act) => {
                    let said = entries[said.0].expect("nobody answers before it is said");
                    couple.say(who, act(said)).await?
                }
            });
        }
        Ok(())
    }
}
