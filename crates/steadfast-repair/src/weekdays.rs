//! Sets of weekdays.

use std::fmt;

use jiff::civil::Weekday;

/// Monday to Sunday, as RFC 5545 starts a week.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// A set of days of the week, possibly empty.
///
/// ```
/// use jiff::civil::Weekday;
/// use steadfast_repair::weekdays::Weekdays;
///
/// let workdays: Weekdays = Weekdays::WORKDAYS;
/// assert!(workdays.contains(Weekday::Friday) && !workdays.contains(Weekday::Sunday));
/// assert_eq!(Weekdays::from_bits(workdays.bits()), Some(workdays));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Weekdays(u8);

impl Weekdays {
    /// No day.
    pub const NONE: Self = Self(0);
    /// All seven days.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKDAYS: Self = Self(0b001_1111);

    /// One day.
    pub fn only(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    /// The set whose bit 0 stands for Monday and bit 6 for Sunday; `None` if bit 7 is set.
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits & 0b1000_0000 == 0 { Some(Self(bits)) } else { None }
    }

    /// Bit 0 for Monday to bit 6 for Sunday.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether the day is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::only(day).0 != 0
    }

    /// Whether no day is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with this day in it.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | Self::only(day).0)
    }

    /// The days of the set, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |&day| self.contains(day))
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
