//! The time of day and the time zone, as a device claims them.

use jiff::Timestamp;

/// A device's clock. What it says is a claim and may be years off; nothing here depends on it being right.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// The IANA name of the time zone that the person lives in now, such as `Europe/Lisbon`. At most 64 bytes.
    fn zone(&self) -> String;
}
