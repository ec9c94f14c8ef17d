//! Commitments: promises small enough to be kept and seen, and what became of each occurrence.

pub mod acts;
mod commitment;
mod follow_through;
mod recurrence;
mod renegotiation;
mod rules;
mod schedule;
mod state;

pub use acts::{
    Act, Answer, Change, End, Instead, Keep, Miss, NotHowISawIt, Promise, Renegotiate, Repair,
    SawIt,
};
pub use commitment::{Commitment, Ended, How, Occurrence, Saw, Telling, View};
pub use follow_through::{Counts, Day, FollowThrough, Mark};
pub use recurrence::{
    COUNT_MAX, Ends, Frequency, INTERVAL_MAX, RRULE_BYTES_MAX, Recurrence, RecurrenceError,
};
pub use renegotiation::{Renegotiation, Standing};
pub use rules::Refusal;
pub use schedule::{
    Once, SCHEDULE_YEARS_MAX, START_YEAR_MAX, START_YEAR_MIN, Schedule, ScheduleError, Slot, Within,
};
pub use state::Commitments;
