//! A clock that a story or a test sets.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use steadfast_member::ports::Clock;

/// A clock that stands still until it is set or moved. Clones are the same clock, so that several people can share one.
#[derive(Clone, Debug)]
pub struct SetClock {
    now: Rc<Cell<Timestamp>>,
    zone: Rc<RefCell<String>>,
}

impl SetClock {
    /// A clock that shows `now`, on a device that says it is in the IANA time zone `zone`.
    pub fn at(now: Timestamp, zone: &str) -> Self {
        Self { now: Rc::new(Cell::new(now)), zone: Rc::new(RefCell::new(zone.to_owned())) }
    }

    /// Sets the clock, to a time before or after the one that it shows.
    pub fn set(&self, now: Timestamp) {
        self.now.set(now);
    }

    /// Moves the clock on, or back by a negative duration.
    pub fn pass(&self, by: SignedDuration) {
        self.now.set(self.now.get().saturating_add(by).expect("a duration saturates"));
    }

    /// Takes the device to another time zone (IANA).
    pub fn travel(&self, zone: &str) {
        *self.zone.borrow_mut() = zone.to_owned();
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn zone(&self) -> String {
        self.zone.borrow().clone()
    }
}
