//! What this device keeps: of the person, and of each circle.

pub(crate) mod circle;
pub(crate) mod commit;
pub(crate) mod line;
pub(crate) mod me;
pub(crate) mod outbox;
pub(crate) mod slot;
pub(crate) mod state;
