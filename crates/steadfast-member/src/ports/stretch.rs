//! The slow, memory-hungry function from a passphrase to a key (Argon2id, RFC 9106).

use thiserror::Error;
use zeroize::Zeroizing;

/// Stretches passphrases. In a browser this runs in a worker, so that the page stays alive.
#[expect(async_fn_in_trait, reason = "a member is driven by one thread; futures need not be Send")]
pub trait KeyStretch {
    /// Argon2id version 0x13 with one lane, over the passphrase in UTF-8 and a salt of 16 bytes.
    ///
    /// # Errors
    /// [`StretchError`] if this device cannot do it with these parameters.
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        params: Params,
    ) -> Result<Zeroizing<[u8; 32]>, StretchError>;
}

/// How hard a passphrase is stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Params {
    /// What is never gone below: 19 MiB and 2 passes (OWASP Password Storage Cheat Sheet).
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2 };
    /// What a device begins with: 64 MiB and 3 passes (RFC 9106 §4, second recommendation).
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3 };
    /// What is never gone above, so that a swapped keystore cannot hang the device: 1 GiB and 64 passes.
    pub const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 64 };

    /// Whether these lie between the floor and the ceiling.
    pub fn in_bounds(self) -> bool {
        (Self::FLOOR.memory_kib..=Self::CEILING.memory_kib).contains(&self.memory_kib)
            && (Self::FLOOR.passes..=Self::CEILING.passes).contains(&self.passes)
    }
}

/// Why a passphrase could not be stretched. Says nothing about the passphrase.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StretchError {
    /// There is not enough memory for these parameters.
    #[error("there is not enough memory to stretch the passphrase")]
    Memory,
    /// It failed otherwise, for example because a worker could not be started.
    #[error("the passphrase could not be stretched: {detail}")]
    Failed {
        /// What the platform says about it; for logs, not for people.
        detail: String,
    },
}
