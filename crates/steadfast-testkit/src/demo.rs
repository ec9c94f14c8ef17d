//! Ana and Sam: a couple with some months of life, lived through the real protocol.
//!
//! Every word goes from a real member through a real relay, with the clocks of the two set to the days of the story. What is the same for
//! one seed is what is said and when; keys and hashes are random, as they must be.

mod agreements;
mod boundaries;
mod day;
mod disclosures;
mod letterbox;
mod letters;
mod notes;
mod questions;
mod space;
mod story;
mod words;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use steadfast_circle::CircleId;
use steadfast_member::ports::{RelayAddress, RelayClient};
use steadfast_repair::people::{CircleKind, Role};
use steadfast_repair::relationship::Act;
use steadfast_repair::said::EntryId;

use crate::clock::SetClock;
use crate::person::Person;
use letterbox::Letterbox;

/// Where the two live.
pub const ZONE: &str = "Europe/Lisbon";

/// The two, the circle that they share, and the therapist of each of them.
pub struct Couple<R: RelayClient + Clone + 'static> {
    /// Who was betrayed.
    pub ana: Person<Letterbox<R>>,
    /// Who betrayed.
    pub sam: Person<Letterbox<R>>,
    /// Ana's therapist, of whom Sam's device knows nothing.
    pub therapist: Person<Letterbox<R>>,
    /// Sam's therapist, of whom Ana's device knows nothing.
    pub his_therapist: Person<Letterbox<R>>,
    /// *Us*.
    pub us: CircleId,
    /// The circle of Ana and her therapist.
    pub with_therapist: CircleId,
    /// The circle of Sam and his.
    pub with_his_therapist: CircleId,
    clock: SetClock,
    zone: TimeZone,
    chance: Chance,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Ana,
    Sam,
}

/// What can go wrong while the story is told.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// The story would begin before days that a calendar has.
    #[error("a story of {days} days cannot end on {last}")]
    TooLong {
        /// How many days it was to have.
        days: u16,
        /// Its last day.
        last: Date,
    },
    /// Something could not be said.
    #[error("something could not be said: {0}")]
    Say(String),
    /// A circle could not be synced.
    #[error("the relay did not do its part: {0}")]
    Sync(String),
}

impl<R: RelayClient + Clone + 'static> Couple<R> {
    /// Has the two begin, join and live for so many days, the last of which is `last`, at a relay.
    ///
    /// # Errors
    /// [`StoryError`].
    pub async fn live(
        relay: R,
        address: &RelayAddress,
        last: Date,
        days: u16,
        seed: u64,
    ) -> Result<Self, StoryError> {
        let first = last.checked_sub(jiff::Span::new().days(i64::from(days.max(1)) - 1));
        let first = first.map_err(|_| StoryError::TooLong { days, last })?;
        let zone = TimeZone::get(ZONE).expect("the zone is in the bundled database");
        let clock = SetClock::at(moment(first, jiff::civil::time(20, 10, 0, 0), &zone), ZONE);
        let relay = Letterbox::before(relay);
        let sam =
            Person::begin("Sam", Role::BetrayingPartner, relay.clone(), address, &clock).await;
        let ana = Person::begin("Ana", Role::BetrayedPartner, relay.clone(), address, &clock).await;
        let role = Role::IndividualTherapist;
        let therapist = Person::begin("Dr Lopes", role, relay.clone(), address, &clock).await;
        let his_therapist = Person::begin("Dr Maia", role, relay, address, &clock).await;
        let us = sam.found_us().await;
        sam.share(us, &ana).await;
        let with_therapist = ana.found(CircleKind::TherapistAndMe).await;
        ana.share(with_therapist, &therapist).await;
        let with_his_therapist = sam.found(CircleKind::TherapistAndMe).await;
        sam.share(with_his_therapist, &his_therapist).await;
        let chance = Chance(seed);
        let mut couple = Self {
            ana,
            sam,
            therapist,
            his_therapist,
            us,
            with_therapist,
            with_his_therapist,
            clock,
            zone,
            chance,
        };
        story::tell(&mut couple, first, last).await?;
        for person in [&couple.ana, &couple.sam, &couple.therapist, &couple.his_therapist] {
            for (_, outcome) in person.member.sync_all().await {
                outcome.map_err(|problem| StoryError::Sync(problem.to_string()))?;
            }
        }
        Ok(couple)
    }

    /// Sets the clock of the two. It never goes back.
    pub(crate) fn it_is(&self, date: Date, hour: i8, minute: i8) {
        self.clock.set(moment(date, jiff::civil::time(hour, minute, 0, 0), &self.zone));
    }

    /// One of them says something in *Us*, having seen everything that is there.
    pub(crate) async fn say(&self, who: Who, act: Act) -> Result<EntryId, StoryError> {
        self.say_in(self.person(who), self.us, act).await
    }

    /// One of them writes in their *Mine*.
    pub(crate) async fn note(&self, who: Who, act: Act) -> Result<EntryId, StoryError> {
        let person = self.person(who);
        let mine = person.member.mine().expect("both are unlocked");
        self.say_in(person, mine, act).await
    }

    /// Somebody says something in a circle of theirs, having seen everything that is there.
    pub(crate) async fn say_in(
        &self,
        person: &Person<Letterbox<R>>,
        circle: CircleId,
        act: Act,
    ) -> Result<EntryId, StoryError> {
        sync(person, circle).await?;
        let said = person.member.say(circle, act).await;
        let entry = said.map_err(|error| StoryError::Say(error.to_string()))?;
        sync(person, circle).await?;
        Ok(person.member.current_entry(circle, entry))
    }

    fn person(&self, who: Who) -> &Person<Letterbox<R>> {
        match who {
            Who::Ana => &self.ana,
            Who::Sam => &self.sam,
        }
    }

    /// What a restitution letter of Sam's can name, by what he has seen.
    pub(crate) fn way_to_restitution(&self) -> Option<EntryId> {
        let member = &self.sam.member;
        let way = member.relationship(self.us, |us| us.letters().way_to_restitution(us.me()));
        way.flatten()
    }

    /// A number below `n`, by chance, but the same for the same seed.
    pub(crate) fn chance(&mut self, n: u64) -> u64 {
        self.chance.below(n)
    }
}

/// Brings a circle of somebody's in step.
async fn sync<R: RelayClient + Clone + 'static>(
    person: &Person<Letterbox<R>>,
    circle: CircleId,
) -> Result<(), StoryError> {
    let synced = person.member.sync(circle).await;
    synced.map(drop).map_err(|problem| StoryError::Sync(problem.to_string()))
}

/// Chance that can be repeated (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n.max(1)
    }
}

fn moment(date: Date, time: Time, zone: &TimeZone) -> jiff::Timestamp {
    date.to_datetime(time).to_zoned(zone.clone()).expect("a day within the calendar").timestamp()
}
