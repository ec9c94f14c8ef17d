//! An act with its author, its place in the record and its time window.

use std::fmt;

use jiff::Timestamp;

use crate::clocks::TOLERANCE;

pub use crate::relationship::Act;

/// A member of a circle: the public key (32 bytes, Ed25519) of the member's identity in that circle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub [u8; 32]);

/// An entry of the record: its leaf hash (32 bytes, SHA-256). What an act founds is named by the entry that said it:
/// a commitment by its promise, an ask by its asking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub [u8; 32]);

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        short("member", &self.0, f)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        short("entry", &self.0, f)
    }
}

/// The first four bytes tell the ids of one circle apart in a test's or a log's line.
fn short(what: &str, id: &[u8; 32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{what}:{:02x}{:02x}{:02x}{:02x}", id[0], id[1], id[2], id[3])
}

/// What the record proves about the time of an entry; either side may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Window {
    /// The latest time that anybody else claimed in what the author had seen when writing. It never changes: what an
    /// entry had seen is part of it.
    pub not_before: Option<Timestamp>,
    /// The earliest time that anybody else claimed in an entry whose author had seen this one. It comes, and grows
    /// tighter, as others write.
    pub not_after: Option<Timestamp>,
}

/// One act, where and when it was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The entry that holds it.
    pub id: EntryId,
    /// Who said it. The record has checked the signature.
    pub author: MemberId,
    /// The index of the entry in the record.
    pub place: u64,
    /// When the author's device said it was. Only a claim.
    pub claimed: Timestamp,
    /// The IANA time zone that the author's device said it was in. Only for showing.
    pub zone: String,
    /// What the record proves about the time.
    pub window: Window,
    /// What was said.
    pub act: Act,
}

/// When something was said, as far as anybody can tell.
///
/// # Which time counts?
///
/// The author's own claim, held within what the record proves. A claim alone would let anybody who is late set their
/// clock back. The bounds alone are other people's clocks, and often days apart. So:
///
/// - a claim from before [`Window::not_before`] counts as `not_before`: it answers what was not there yet;
/// - a claim from after [`Window::not_after`] counts as `not_after`: somebody else had read it by then;
/// - five minutes more or less do not matter, as honest clocks differ;
/// - if the two bounds contradict each other, then other people's clocks do, and the claim is held to the wider of
///   what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spoken {
    /// When the author's device said it was.
    pub claimed: Timestamp,
    /// What the record proves.
    pub window: Window,
}

/// A time that was settled on, and what settled it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Judged {
    /// The time that counts.
    pub at: Timestamp,
    /// Why it counts.
    pub by: Evidence,
}

/// What settles when something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The author's claim, which nothing contradicts.
    Claim,
    /// The claim was earlier than what the author had already read.
    NotBefore,
    /// The claim was later than when somebody else had read it.
    NotAfter,
}

impl Spoken {
    /// The time that counts for what is shown, and why. It may change for the tighter as others write.
    pub fn judged(&self) -> Judged {
        let Window { not_before, not_after } = self.window;
        let contradictory =
            matches!((not_before, not_after), (Some(low), Some(high)) if high < low);
        let (low, high) =
            if contradictory { (not_after, not_before) } else { (not_before, not_after) };
        match (low, high) {
            (Some(low), _) if is_before(self.claimed, low) => {
                Judged { at: low, by: Evidence::NotBefore }
            }
            (_, Some(high)) if is_before(high, self.claimed) => {
                Judged { at: high, by: Evidence::NotAfter }
            }
            _ => Judged { at: self.claimed, by: Evidence::Claim },
        }
    }

    /// The time that counts where the rules decide whether an act takes effect: the claim, but not from before what the
    /// author had already read.
    ///
    /// The window's other side is left out on purpose. It comes later, and with it two devices that read the same
    /// record at different hours would follow different rules.
    pub fn no_earlier_than_read(&self) -> Timestamp {
        self.window.not_before.filter(|&low| is_before(self.claimed, low)).unwrap_or(self.claimed)
    }
}

/// Whether one time is before another by more than clocks may differ.
fn is_before(one: Timestamp, other: Timestamp) -> bool {
    TOLERANCE < other.duration_since(one)
}

/// Where an act stands in the record: who said it and when, without what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The entry that holds it.
    pub id: EntryId,
    /// Who said it.
    pub author: MemberId,
    /// The index of the entry in the record.
    pub place: u64,
    /// When it was said, by [`Spoken::no_earlier_than_read`]. It never changes.
    pub at: Timestamp,
}

impl Said {
    /// Where this stands in the record, said at the given time.
    pub(crate) fn entry(&self, spoken: Spoken) -> Entry {
        Entry {
            id: self.id,
            author: self.author,
            place: self.place,
            at: spoken.no_earlier_than_read(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(60 * minute).unwrap()
    }

    #[track_caller]
    fn check(
        claimed: i64,
        not_before: Option<i64>,
        not_after: Option<i64>,
        expect: (i64, Evidence),
    ) {
        let window = Window { not_before: not_before.map(at), not_after: not_after.map(at) };
        let judged = Spoken { claimed: at(claimed), window }.judged();
        assert_eq!((judged.at, judged.by), (at(expect.0), expect.1));
    }

    #[test]
    fn a_claim_within_the_window_counts() {
        check(50, None, None, (50, Evidence::Claim));
        check(50, Some(50), Some(50), (50, Evidence::Claim));
        check(50, Some(40), Some(60), (50, Evidence::Claim));
    }

    #[test]
    fn clocks_may_differ_by_five_minutes() {
        check(55, Some(60), None, (55, Evidence::Claim));
        check(54, Some(60), None, (60, Evidence::NotBefore));
        check(65, None, Some(60), (65, Evidence::Claim));
        check(66, None, Some(60), (60, Evidence::NotAfter));
    }

    #[test]
    fn a_backdated_claim_counts_from_what_its_author_had_read() {
        check(10, Some(40), None, (40, Evidence::NotBefore));
        check(10, Some(40), Some(60), (40, Evidence::NotBefore));
    }

    #[test]
    fn a_fast_clock_is_held_to_when_others_had_read_it() {
        check(90, None, Some(60), (60, Evidence::NotAfter));
        check(90, Some(40), Some(60), (60, Evidence::NotAfter));
    }

    #[test]
    fn when_other_clocks_disagree_the_claim_is_held_to_the_wider_of_them() {
        check(50, Some(60), Some(40), (50, Evidence::Claim));
        check(10, Some(60), Some(40), (40, Evidence::NotBefore));
        check(90, Some(60), Some(40), (60, Evidence::NotAfter));
    }

    #[test]
    fn rules_do_not_look_at_what_others_write_later() {
        let window = Window { not_before: Some(at(40)), not_after: Some(at(60)) };
        assert_eq!(Spoken { claimed: at(90), window }.no_earlier_than_read(), at(90));
        assert_eq!(Spoken { claimed: at(10), window }.no_earlier_than_read(), at(40));
    }
}
