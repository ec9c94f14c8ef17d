//! Half-written words: kept sealed on this device, sent nowhere, so that a lock or a reload loses none.

use std::rc::Rc;

use crate::{
    kept::commit::read,
    member::{Member, Open},
    ports::{Ports, Store, Write},
    problem::KeepError,
    vault::Vault,
};

/// The longest draft that is kept, in bytes: more than the longest entry, and no way to fill the store.
const DRAFT_LENGTH_MAX: usize = 64 * 1024;

impl<P: Ports> Member<P> {
    /// Keeps what is half written under a name of the page's own; with an empty text drops it. Of a longer text than
    /// 64 KiB the beginning is kept. A private draft (one for *Mine*) lies where *Mine* does.
    ///
    /// # Errors
    /// [`KeepError`].
    pub async fn keep_draft(&self, name: &str, private: bool, text: &str) -> Result<(), KeepError> {
        let place = place(name, private);
        let vault = self.vault_of_drafts(private)?;
        let ports = &*self.inner.ports;
        let mut length = text.len().min(DRAFT_LENGTH_MAX);
        while !text.is_char_boundary(length) {
            length -= 1;
        }
        let write = if text.is_empty() {
            Write::Delete(vault.name(&place))
        } else {
            Write::Put(
                vault.name(&place),
                vault.seal(&place, &text.as_bytes()[..length], &mut ports.random()),
            )
        };
        Ok(ports.store().commit(vec![write]).await?)
    }

    /// What is half written under a name; empty if nothing is.
    ///
    /// # Errors
    /// [`KeepError`].
    pub async fn draft(&self, name: &str, private: bool) -> Result<String, KeepError> {
        let vault = self.vault_of_drafts(private)?;
        let kept = read(&*self.inner.ports, &vault, &place(name, private)).await?;
        Ok(kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
    }

    fn vault_of_drafts(&self, private: bool) -> Result<Rc<Vault>, KeepError> {
        let vault = |open: &Open| {
            if private { open.mine_vault.clone() } else { Some(Rc::clone(&open.vault)) }
        };
        self.inner.with_open(vault)?.ok_or(KeepError::MineClosed)
    }
}

fn place(name: &str, private: bool) -> String {
    if private { format!("draft/mine/{name}") } else { format!("draft/{name}") }
}
