//! Commitments: promises small enough to be kept and seen.

pub mod acts;
mod recurrence;
mod schedule;

pub use acts::{
    Act, Answer, Change, End, Instead, Keep, Miss, NotHowISawIt, Promise, Renegotiate, Repair,
    SawIt,
};
pub use recurrence::{
    COUNT_MAX, Ends, Frequency, INTERVAL_MAX, RRULE_BYTES_MAX, Recurrence, RecurrenceError,
};
pub use schedule::{
    Once, SCHEDULE_YEARS_MAX, START_YEAR_MAX, START_YEAR_MIN, Schedule, ScheduleError, Slot, Within,
};
