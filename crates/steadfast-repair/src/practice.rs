//! What every practice is: a total fold of its acts, refused or taken.

use crate::people::People;
use crate::said::{Entry, EntryId, Spoken, Window};

/// The state of one practice. `Default` is the state in which nothing was said yet.
pub(crate) trait Practice: Default {
    /// What can be said.
    type Act;
    /// Why something that was said has no effect.
    type Refusal;

    /// Takes one act, in the order of the record. A refused act leaves the state as it was.
    fn apply(&mut self, act: &Self::Act, said: Saying<'_>) -> Result<(), Self::Refusal>;

    /// Learns by when somebody else had read an entry, from the window that the record proves now. Practices that judge no times need not listen.
    fn set_window(&mut self, _entry: EntryId, _window: Window) {}
}

/// What the rules may look at besides the act and the practice's own state.
#[derive(Clone, Copy)]
pub(crate) struct Saying<'a> {
    /// Who said it, and where in the record.
    pub(crate) entry: Entry,
    /// When it was said, as far as anybody can tell so far.
    pub(crate) spoken: Spoken,
    /// Who is in the circle, at this place of the record.
    pub(crate) people: &'a People,
}
