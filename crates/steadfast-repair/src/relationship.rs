//! All practices of one circle, folded together from its record.

use crate::{checkins, commitments, journal, people, reassurance};

/// What can be said in a circle.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Of oneself and of the circle.
    People(people::Act),
    /// About commitments.
    Commitments(commitments::Act),
    /// In and about check-ins.
    Checkins(checkins::Act),
    /// To ask for and give reassurance.
    Reassurance(reassurance::Act),
    /// In the journal.
    Journal(journal::Act),
    /// Something that this version does not know. It stays in the record and changes nothing.
    Unknown {
        /// What a newer version calls it.
        kind: String,
    },
}
