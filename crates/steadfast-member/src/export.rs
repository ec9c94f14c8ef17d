//! Taking a record out: for reading, and with its signatures and keys for whoever wants to check it.

use steadfast_circle::{CircleId, export::Export};

use crate::{
    error::ExportError,
    kept::commit::{chunks, signed_chunk},
    member::Member,
    ports::Ports,
};

impl<P: Ports> Member<P> {
    /// The record with its signatures and keys. Whoever has the file can read all of it, and check it without anybody's
    /// word for it. Nothing that is pending is in it.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_verifiable(&self, circle: CircleId) -> Result<Vec<u8>, ExportError> {
        let inner = &self.inner;
        let kept = inner.kept(circle)?;
        let vault = inner.vault_of(&kept)?;
        // Nobody writes while the chunks are read, so that they are of one size.
        let _turn = kept.write_turn.lock().await;
        let (checkpoint, keys, size) = kept.with(|circle| {
            (circle.state.checkpoint.clone(), circle.state.keys.clone(), circle.state.size)
        })?;
        if checkpoint.is_empty() {
            return Err(ExportError::Nothing);
        }
        let mut entries = Vec::new();
        for chunk in chunks(0, size) {
            entries.extend(signed_chunk(&*inner.ports, &vault, kept.slot, chunk).await?);
        }
        Ok(Export { checkpoint, entries, keys }.to_bytes())
    }
}
