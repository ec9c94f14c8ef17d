//! Argon2id on this machine, and how its parameters are found.

use argon2::{Algorithm, Argon2, Block, Version};
use zeroize::Zeroizing;

use crate::ports::{KeyStretch, Params, StretchError};

/// Argon2id in the calling thread. A browser's page uses a worker that calls [`Argon2id::stretch_now`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Argon2id;

impl Argon2id {
    /// Stretches at once, in the calling thread.
    ///
    /// # Errors
    /// [`StretchError::Memory`] if there is too little memory, [`StretchError::Failed`] for parameters out of bounds.
    pub fn stretch_now(
        passphrase: &str,
        salt: &[u8; 16],
        params: Params,
    ) -> Result<Zeroizing<[u8; 32]>, StretchError> {
        let failed = |error: argon2::Error| StretchError::Failed { detail: error.to_string() };
        if !params.in_bounds() {
            return Err(StretchError::Failed { detail: "parameters out of bounds".into() });
        }
        let argon_params =
            argon2::Params::new(params.memory_kib, params.passes, 1, Some(32)).map_err(failed)?;
        let mut memory: Vec<Block> = Vec::new();
        // The allocation is tried first, because running out of memory would otherwise end the program.
        memory.try_reserve_exact(argon_params.block_count()).map_err(|_| StretchError::Memory)?;
        memory.resize(argon_params.block_count(), Block::default());
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, argon_params)
            .hash_password_into_with_memory(passphrase.as_bytes(), salt, &mut *key, &mut memory)
            .map_err(failed)?;
        Ok(key)
    }
}

impl KeyStretch for Argon2id {
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        params: Params,
    ) -> Result<Zeroizing<[u8; 32]>, StretchError> {
        Self::stretch_now(passphrase, salt, params)
    }
}

#[cfg(test)]
mod tests {
    use super::Argon2id;
    use crate::ports::Params;

    #[test]
    fn agrees_with_the_reference_implementation() {
        // echo -n "correct horse" | argon2 steadfast-salt!! -id -v 13 -t 2 -k 19456 -p 1 -l 32
        let key = Argon2id::stretch_now("correct horse", b"steadfast-salt!!", Params::FLOOR)
            .expect("19 MiB");
        assert_eq!(
            data_encoding::HEXLOWER.encode(&*key),
            "0a0f250566e7976891f65bd5cfa3f107e053a21e203eaa7856afd6db26ffd086"
        );
    }

    #[test]
    fn refuses_parameters_below_the_floor() {
        let weak = Params { memory_kib: 8, passes: 1 };
        assert!(Argon2id::stretch_now("correct horse", &[0; 16], weak).is_err());
    }
}
