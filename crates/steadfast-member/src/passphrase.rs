//! The passphrase of the store, and the one that *Mine* may have of its own.

use std::rc::Rc;

use crate::{
    error::UnlockError,
    kept::commit::load,
    keystore::{self, ChangeError},
    member::{Inner, Member},
    ports::{Ports, Store, StoreError},
    problem::KeepError,
    vault::Vault,
};

impl<P: Ports> Member<P> {
    /// Changes the passphrase of this device's store.
    ///
    /// # Errors
    /// [`ChangeError`]. The old one still holds then.
    pub async fn change_passphrase(&self, old: &str, new: &str) -> Result<(), ChangeError> {
        let ports = &*self.inner.ports;
        let write = keystore::change(ports, old, new).await?;
        Ok(ports.store().commit(vec![write]).await?)
    }

    /// Gives *Mine* a passphrase of its own, or with `None` takes it away. *Mine* must be open. The member seed lies
    /// where *Mine* does: while it is closed no circle can be made or joined and no device added.
    ///
    /// # Errors
    /// [`ChangeError`]. What held before still holds then.
    pub async fn set_mine_passphrase(&self, passphrase: Option<&str>) -> Result<(), ChangeError> {
        let inner = &self.inner;
        let ports = &*inner.ports;
        let closed = || ChangeError::MineClosed;
        let (outer, mine) = inner
            .with_open(|open| (Rc::clone(&open.vault), open.mine_vault.clone()))
            .map_err(|_| closed())?;
        let mine = mine.ok_or_else(closed)?;
        let write = match passphrase {
            Some(passphrase) => {
                keystore::mine_with_passphrase(ports, &outer, mine.key(), passphrase).await?
            }
            None => keystore::mine_without_passphrase(&outer, mine.key(), &mut ports.random()),
        };
        ports.store().commit(vec![write]).await?;
        let has = passphrase.is_some();
        inner.with_open_mut(|open| open.mine_has_passphrase = has).map_err(|_| closed())?;
        inner.changed();
        Ok(())
    }

    /// Whether *Mine* has a passphrase of its own.
    pub fn mine_has_passphrase(&self) -> bool {
        self.inner.with_open(|open| open.mine_has_passphrase).unwrap_or(false)
    }

    /// Opens *Mine* with its own passphrase.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn open_mine(&self, passphrase: &str) -> Result<(), UnlockError> {
        let inner = &self.inner;
        let outer = inner.with_open(|open| Rc::clone(&open.vault))?;
        let vault = keystore::unlock_mine(&*inner.ports, &outer, passphrase).await?;
        inner.open_mine(vault).await?;
        Ok(())
    }

    /// Closes *Mine* again, if it has a passphrase of its own.
    pub fn close_mine(&self) {
        let closed = self.inner.with_open_mut(|open| {
            if open.mine_has_passphrase {
                open.mine_vault = None;
                if let Some(mine) = open.circles.first() {
                    mine.circle.borrow_mut().take();
                }
            }
        });
        if closed.is_ok() {
            self.inner.changed();
        }
    }
}

impl<P: Ports> Inner<P> {
    async fn open_mine(&self, vault: Vault) -> Result<(), KeepError> {
        let Some(kept) = self.circles()?.into_iter().next() else { return Ok(()) };
        let circle = load(&*self.ports, &vault, kept.slot).await?;
        self.with_open_mut(|open| open.mine_vault = Some(Rc::new(vault)))?;
        kept.circle.replace(circle);
        self.changed();
        Ok(())
    }
}

impl From<StoreError> for UnlockError {
    fn from(error: StoreError) -> Self {
        Self::Keep(error.into())
    }
}
