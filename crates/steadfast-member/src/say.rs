//! Saying something, and reading the record.

use steadfast_circle::CircleId;
use steadfast_repair::{EntryId, relationship::Act};

use crate::{error::SayError, member::Member, payload::Payload, ports::Ports, view::RecordLine};

impl<P: Ports> Member<P> {
    /// Says something. It is durable in the outbox when this returns, is shown at once as pending, and is sent by the
    /// next sync.
    ///
    /// # Errors
    /// [`SayError`]. Nothing of it was kept then.
    pub async fn say(&self, circle: CircleId, act: Act) -> Result<EntryId, SayError> {
        let payload = Payload::Act(act).encode().ok_or(SayError::FromNewerVersion)?;
        let kept = self.inner.kept(circle)?;
        self.inner.write(&kept, None, payload, |_| ()).await
    }

    /// The whole record, oldest first, pending entries of ours last. Empty if there is no such circle here, or it is
    /// closed.
    pub fn record(&self, circle: CircleId) -> Vec<RecordLine> {
        let kept = self.inner.kept(circle);
        kept.and_then(|kept| kept.with(|circle| circle.record(self.inner.now())))
            .unwrap_or_default()
    }

    /// Under which id an entry goes now that went by a provisional one when it was said; the id itself otherwise.
    pub fn current_entry(&self, circle: CircleId, entry: EntryId) -> EntryId {
        let kept = self.inner.kept(circle);
        kept.and_then(|kept| kept.with(|circle| circle.current(entry))).unwrap_or(entry)
    }
}
