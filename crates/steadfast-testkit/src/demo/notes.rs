//! What Ana and her therapist write to each other, and what Sam disclosed that Ana quotes there.

use steadfast_member::ports::RelayClient;
use steadfast_repair::notes::{Act, Write};
use steadfast_repair::relationship;
use steadfast_repair::words::Words;

use super::{Couple, StoryError, sync};

const BEFORE: &str = "For Thursday: I want to talk about the mornings. I wake at four and go through his telephone in my head.";
const ANSWER: &str = "Thank you for writing it down. Bring the mornings along; we will look at what your body does then.";
const ABOUT: &str =
    "This came two days after the rest. I am glad that he told me. I could not breathe.";

/// What is written on one night of the story, by the number of the day.
pub(super) async fn pass<R: RelayClient + Clone + 'static>(
    couple: &Couple<R>,
    number: i64,
) -> Result<(), StoryError> {
    let (by, text) = match number {
        21 => (&couple.ana, BEFORE),
        22 => (&couple.therapist, ANSWER),
        27 => return quote(couple).await,
        _ => return Ok(()),
    };
    let note = Act::Write(Write { text: words(text) });
    couple.say_in(by, couple.with_therapist, relationship::Act::Notes(note)).await.map(drop)
}

fn words(text: &str) -> Words {
    Words::new(text).expect("words that fit")
}

/// Ana quotes what Sam added to his disclosure, if he did.
async fn quote<R: RelayClient + Clone + 'static>(couple: &Couple<R>) -> Result<(), StoryError> {
    let Couple { ana, us, with_therapist, .. } = couple;
    let added = ana
        .member
        .relationship(*us, |us| Some(us.disclosures().all().first()?.additions.first()?.entry.id));
    let Some(added) = added.flatten() else { return Ok(()) };
    sync(ana, *us).await?;
    let quotation = ana.member.quotation(*us, added).await;
    let mut quoting = quotation.map_err(|error| StoryError::Say(error.to_string()))?;
    quoting.note = Some(words(ABOUT));
    let said = ana.member.quote(*with_therapist, quoting).await;
    said.map_err(|error| StoryError::Say(error.to_string()))?;
    sync(ana, *with_therapist).await
}
