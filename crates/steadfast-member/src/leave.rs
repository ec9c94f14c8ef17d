//! Going: leaving a circle, erasing what one wrote, forgetting a circle here, and erasing everything here.

use std::rc::Rc;

use steadfast_circle::{CircleId, EntryHash, entry::Control};
use steadfast_repair::EntryId;

use crate::{
    error::SayError,
    kept::{
        commit::chunks,
        outbox::{Stage, names},
        state::Phase,
    },
    keystore::KEYSTORE,
    member::{Edit, Inner, Kept, Member},
    ports::{Ports, Store, Write},
    problem::KeepError,
};

impl<P: Ports> Member<P> {
    /// Leaves a circle, alone and without giving a reason. The others see it once the relay has it. What was read stays
    /// here until it is forgotten.
    ///
    /// # Errors
    /// [`SayError`].
    pub async fn leave(&self, circle: CircleId) -> Result<(), SayError> {
        let kept = self.inner.kept(circle)?;
        if kept.with(|circle| circle.is_pending(|control| matches!(control, Control::Leave)))? {
            return Ok(());
        }
        self.inner.write(&kept, Some(Control::Leave), Vec::new(), |_| ()).await?;
        Ok(())
    }

    /// Erases the body of an entry of ours. Once the record says so, this device, the relay and everybody's honest
    /// software drop it. What was said and not yet signed is simply taken back.
    ///
    /// # Errors
    /// [`SayError`].
    pub async fn erase(&self, circle: CircleId, entry: EntryId) -> Result<(), SayError> {
        let kept = self.inner.kept(circle)?;
        let entry = kept.with(|circle| circle.current(entry))?;
        if self.inner.take_back(&kept, entry).await? {
            return Ok(());
        }
        let hash = EntryHash::from_bytes(entry.0);
        let ours = kept.with(|circle| {
            let pending = circle.signed_out().any(|(_, entry, _)| entry.hash() == hash);
            let kept = circle.ledger.as_ref().is_some_and(|ledger| {
                ledger.index_of(&hash).is_some_and(|index| {
                    ledger.author_at(index) == Some(circle.state.member)
                        && ledger.erased_by(index).is_none()
                })
            });
            pending || kept
        })?;
        if !ours {
            return Err(SayError::NoSuch { what: "entry" });
        }
        self.inner.write(&kept, Some(Control::Erase(vec![hash])), Vec::new(), |_| ()).await?;
        Ok(())
    }

    /// Takes back something of ours that waits on this device: it is gone, and nobody ever saw it. What names it goes with it.
    ///
    /// # Errors
    /// [`SayError::NoSuch`] for what is signed, which may be on its way to others: that can be erased and not taken back.
    pub async fn take_back(&self, circle: CircleId, entry: EntryId) -> Result<(), SayError> {
        let kept = self.inner.kept(circle)?;
        if self.inner.take_back(&kept, entry).await? {
            Ok(())
        } else {
            Err(SayError::NoSuch { what: "entry that was not signed" })
        }
    }

    /// Removes a circle from this device: one that was left, never joined, or from which this device was removed.
    ///
    /// # Errors
    /// [`SayError::NoSuch`] for a circle that we are in: it has to be left first.
    pub async fn forget(&self, circle: CircleId) -> Result<(), SayError> {
        let kept = self.inner.kept(circle)?;
        let gone = kept.with(|circle| {
            matches!(
                circle.state.phase,
                Phase::Left | Phase::DeviceRemoved | Phase::Joining(_) | Phase::Founding
            )
        })?;
        if !gone || kept.mine {
            return Err(SayError::NoSuch { what: "circle to forget" });
        }
        Ok(self.inner.forget(&kept).await?)
    }

    /// Removes everything from this device's store and locks. The relays and everybody else's devices keep theirs.
    ///
    /// # Errors
    /// [`KeepError`]. The key of the store goes first, so that even then nothing can be read any more.
    pub async fn erase_everything_here(&self) -> Result<(), KeepError> {
        let store = self.inner.ports.store();
        store.commit(vec![Write::Delete(KEYSTORE.into())]).await?;
        self.lock();
        let left = store.scan("").await?;
        store.commit(left.into_iter().map(|(key, _)| Write::Delete(key)).collect()).await?;
        Ok(())
    }
}

impl<P: Ports> Inner<P> {
    /// Removes a draft, and what names it; false if there is no such draft.
    async fn take_back(&self, kept: &Kept, entry: EntryId) -> Result<bool, KeepError> {
        self.edit(kept, |circle, _| {
            let mut edit = Edit::of(circle, true);
            let mut gone = Vec::new();
            for (number, item) in &circle.out {
                let Stage::Drafted(id) = item.stage else { continue };
                let payload = &item.content.payload;
                if id == entry || gone.iter().any(|gone| names(payload, *gone)) {
                    gone.push(id);
                    edit.remove.push(*number);
                }
            }
            Ok(if gone.is_empty() { Edit::idle(circle, false) } else { edit })
        })
        .await
    }

    /// Removes a circle's part of the store.
    pub(crate) async fn forget(&self, kept: &Rc<Kept>) -> Result<(), KeepError> {
        let slot = kept.slot;
        let (id, size, out, evidence) = kept.with(|circle| {
            (circle.state.id, circle.state.size, circle.state.out.clone(), circle.state.evidence)
        })?;
        self.edit_me(|me, writes, vault| {
            me.slots.retain(|other| *other != slot);
            // A knock that was in vain may be made again with another invitation.
            let joined = kept.with(|circle| !matches!(circle.state.phase, Phase::Joining(_)))?;
            if joined && !me.forgotten.contains(&id) {
                me.forgotten.push(id);
            }
            writes.delete(vault, &slot.state());
            writes.delete(vault, &slot.ledger());
            for chunk in chunks(0, size) {
                writes.delete(vault, &slot.opened(chunk));
                writes.delete(vault, &slot.signed(chunk));
            }
            out.iter().for_each(|number| writes.delete(vault, &slot.out(*number)));
            (0..evidence).for_each(|number| writes.delete(vault, &slot.evidence(number)));
            Ok(())
        })
        .await?;
        self.with_open_mut(|open| open.circles.retain(|other| other.slot != slot))?;
        kept.circle.borrow_mut().take();
        self.changed();
        Ok(())
    }
}
