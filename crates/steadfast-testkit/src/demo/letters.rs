//! The letters of the story.

use jiff::civil::Date;
use steadfast_member::ports::RelayClient;
use steadfast_repair::letters::{Act, Kind, Send};
use steadfast_repair::relationship::Act as SaidAct;
use steadfast_repair::words::Words;

use super::words::{ACKNOWLEDGEMENT, APOLOGY, IMPACT, RESTITUTION, VALIDATION};
use super::{Couple, StoryError, Who};

/// On which days Sam acknowledges and apologises, Ana writes what it did, and Sam answers that.
const ACKNOWLEDGED: i64 = 8;
const VALIDATED: i64 = 16;
const APOLOGISED: i64 = 24;
const IMPACT_WRITTEN: i64 = 40;
const RESTORED: i64 = 54;

/// The letter of the day with this number, if there is one. It was finished the evening before, and rested for the night.
pub(super) async fn pass<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    date: Date,
    number: i64,
) -> Result<(), StoryError> {
    let (who, kind, text) = match number {
        ACKNOWLEDGED => (Who::Sam, Kind::Acknowledgement, ACKNOWLEDGEMENT),
        VALIDATED => (Who::Sam, Kind::Validation, VALIDATION),
        APOLOGISED => (Who::Sam, Kind::Apology, APOLOGY),
        IMPACT_WRITTEN => (Who::Ana, Kind::Impact, IMPACT),
        RESTORED => match couple.way_to_restitution() {
            Some(after) => (Who::Sam, Kind::Restitution { after }, RESTITUTION),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    couple.it_is(date, 6, 40);
    let words = Words::new(text).expect("words that fit");
    couple.say(who, SaidAct::Letters(Act::Send(Send { kind, words }))).await?;
    Ok(())
}
