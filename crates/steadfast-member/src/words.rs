//! The 24 words again, for whoever knows the passphrase.

use steadfast_circle::seed::Words;

use crate::{error::UnlockError, keystore, member::Member, ports::Ports};

impl<P: Ports> Member<P> {
    /// The 24 words of the member seed. The passphrase is asked for again, so that nobody reads them at an unlocked device
    /// in passing. *Mine* must be open: the seed lies where it does.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn words(&self, passphrase: &str) -> Result<Words, UnlockError> {
        // Opening the store once more is the only test of a passphrase that there is; what it opens is dropped at once.
        drop(keystore::unlock(&*self.inner.ports, passphrase).await?);
        Ok(self.inner.seed().await?.words())
    }
}
