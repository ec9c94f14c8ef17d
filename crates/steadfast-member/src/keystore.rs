//! The key of the store, wrapped by a stretched passphrase; and the one of *Mine*, by another if its owner wants.

use jiff::Timestamp;
use rand_core::{CryptoRng, Rng};
use steadfast_circle::cbor::{DecodeError, Reader, Writer};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    ports::{Clock, KeyStretch, Params, Ports, Store, StoreError, StretchError, Write},
    vault::{Damaged, Vault, VaultKey, open_under, seal_under},
};

/// Where the wrapped key lies. The only name in the store that is not an HMAC.
pub(crate) const KEYSTORE: &str = "keystore";
/// The version of everything that this crate keeps in a store.
const STORE_VERSION: u64 = 1;
const SEALED_LENGTH_MAX: usize = 256;
const MINE_LOCK: &str = "mine/lock";
const PASSPHRASE_CHARACTERS_MIN: usize = 8;
/// A stretch that takes less is made harder; in milliseconds.
const STRETCH_AIM_MS: i64 = 400;
/// No more passes than this by calibration, so that the same passphrase opens within seconds on a bad day.
const CALIBRATED_PASSES_MAX: u32 = 12;

/// A key wrapped by a stretched passphrase.
///
/// `[version, salt (16 bytes), memory in KiB, passes, sealed key]`.
struct Wrapped {
    salt: [u8; 16],
    params: Params,
    sealed: Vec<u8>,
}

impl Wrapped {
    /// What the wrapped key is bound to: its use and the parameters, so that nobody can weaken them unnoticed.
    fn place(purpose: &str, salt: &[u8; 16], params: Params) -> String {
        let Params { memory_kib, passes } = params;
        format!("{purpose}/{}/{memory_kib}/{passes}", data_encoding::HEXLOWER.encode(salt))
    }

    async fn wrap<P: Ports>(
        ports: &P,
        purpose: &str,
        passphrase: &str,
        key: &VaultKey,
    ) -> Result<Vec<u8>, WrapError> {
        if passphrase.chars().count() < PASSPHRASE_CHARACTERS_MIN {
            return Err(WrapError::TooShort { characters_min: PASSPHRASE_CHARACTERS_MIN });
        }
        let mut random = ports.random();
        let mut salt = [0; 16];
        random.fill_bytes(&mut salt);
        let (params, stretched) = calibrated(ports, passphrase, &salt).await?;
        let sealed = seal_under(
            &stretched,
            &Self::place(purpose, &salt, params),
            key.as_bytes(),
            &mut random,
        );
        let mut writer = Writer::new();
        writer.array(5).uint(STORE_VERSION).bytes(salt);
        writer.uint(params.memory_kib.into()).uint(params.passes.into()).bytes(sealed);
        Ok(writer.finish())
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("keystore", 5)?;
        reader.uint()?;
        let salt = reader.fixed("salt")?;
        let params =
            Params { memory_kib: reader.uint32("memory")?, passes: reader.uint32("passes")? };
        let sealed = reader.bytes("sealed", SEALED_LENGTH_MAX)?.to_vec();
        reader.end()?;
        if params.in_bounds() {
            Ok(Self { salt, params, sealed })
        } else {
            Err(DecodeError::OutOfBounds { field: "params" })
        }
    }

    async fn unwrap<P: Ports>(
        &self,
        ports: &P,
        purpose: &str,
        passphrase: &str,
    ) -> Result<VaultKey, UnwrapError> {
        let stretched = ports.stretch().stretch(passphrase, &self.salt, self.params).await?;
        let opened =
            open_under(&stretched, &Self::place(purpose, &self.salt, self.params), &self.sealed)
                .ok_or(UnwrapError::WrongPassphrase)?;
        let key: [u8; 32] = opened
            .as_slice()
            .try_into()
            .map_err(|_| UnwrapError::Damaged(Damaged { place: purpose.to_owned() }))?;
        Ok(VaultKey::from_bytes(Zeroizing::new(key)))
    }
}

/// Stretches with the default parameters, with more passes if this device is fast, with less memory (never below
/// the floor) if it has not enough.
async fn calibrated<P: Ports>(
    ports: &P,
    passphrase: &str,
    salt: &[u8; 16],
) -> Result<(Params, Zeroizing<[u8; 32]>), StretchError> {
    let mut params = Params::DEFAULT;
    loop {
        let before = ports.clock().now();
        match ports.stretch().stretch(passphrase, salt, params).await {
            Ok(key) => {
                let harder = harder(params, before, ports.clock().now());
                if harder == params {
                    return Ok((params, key));
                }
                return Ok((harder, ports.stretch().stretch(passphrase, salt, harder).await?));
            }
            Err(StretchError::Memory) if params.memory_kib > Params::FLOOR.memory_kib => {
                params.memory_kib = (params.memory_kib / 2).max(Params::FLOOR.memory_kib);
            }
            Err(error) => return Err(error),
        }
    }
}

fn harder(params: Params, before: Timestamp, after: Timestamp) -> Params {
    let took_ms = after.as_millisecond() - before.as_millisecond();
    // A clock that stands still or runs backwards says nothing about this device's speed.
    if !(1..STRETCH_AIM_MS).contains(&took_ms) {
        return params;
    }
    let factor = u32::try_from(STRETCH_AIM_MS / took_ms).unwrap_or(1);
    Params {
        passes: params.passes.saturating_mul(factor).clamp(params.passes, CALIBRATED_PASSES_MAX),
        ..params
    }
}

/// What stands at the door of a device's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Nobody lives here yet.
    Empty,
    /// Somebody does; their passphrase opens it.
    Locked,
    /// The store was written by a newer version of this software, which is needed to open it.
    TooNew,
}

/// Looks at the door of this device's store. Needs no passphrase and says nothing about who lives there.
///
/// # Errors
/// [`StoreError`] if the store cannot be read.
pub async fn door<P: Ports>(ports: &P) -> Result<Door, StoreError> {
    Ok(match ports.store().get(KEYSTORE).await? {
        None => Door::Empty,
        Some(bytes) => match version_of(&bytes) {
            Some(version) if version > STORE_VERSION => Door::TooNew,
            _ => Door::Locked,
        },
    })
}

fn version_of(bytes: &[u8]) -> Option<u64> {
    let mut reader = Reader::new(bytes);
    reader.array("keystore", usize::MAX).ok()?;
    reader.uint().ok()
}

/// A fresh store: its vault, and the writes that put the wrapped key there if nobody lives there yet.
pub(crate) async fn make<P: Ports>(
    ports: &P,
    passphrase: &str,
) -> Result<(Vault, Vec<Write>), WrapError> {
    let key = VaultKey::make(&mut ports.random());
    let wrapped = Wrapped::wrap(ports, KEYSTORE, passphrase, &key).await?;
    Ok((
        Vault::new(key),
        vec![Write::Expect(KEYSTORE.into(), None), Write::Put(KEYSTORE.into(), wrapped)],
    ))
}

/// Opens the store with its passphrase.
pub(crate) async fn unlock<P: Ports>(ports: &P, passphrase: &str) -> Result<Vault, UnwrapError> {
    let bytes = ports.store().get(KEYSTORE).await?.ok_or(UnwrapError::Empty)?;
    if version_of(&bytes).is_some_and(|version| version > STORE_VERSION) {
        return Err(UnwrapError::TooNew);
    }
    let wrapped = decode_wrapped(&bytes, KEYSTORE)?;
    Ok(Vault::new(wrapped.unwrap(ports, KEYSTORE, passphrase).await?))
}

/// Wraps the store's key anew. The old passphrase must be right, so that a passer-by at an open device cannot do it.
pub(crate) async fn change<P: Ports>(
    ports: &P,
    old: &str,
    new: &str,
) -> Result<Write, ChangeError> {
    let vault = unlock(ports, old).await?;
    Ok(Write::Put(KEYSTORE.into(), Wrapped::wrap(ports, KEYSTORE, new, vault.key()).await?))
}

/// How the key of *Mine* (and of the member seed) is kept.
pub(crate) enum MineLock {
    /// Whoever opens the store opens *Mine*.
    Open(Vault),
    /// *Mine* has a passphrase of its own.
    Passphrase,
}

/// The write that keeps the key of *Mine* under the store's key alone.
pub(crate) fn mine_without_passphrase(
    outer: &Vault,
    mine: &VaultKey,
    random: &mut impl CryptoRng,
) -> Write {
    let sealed = outer.seal(MINE_LOCK, mine.as_bytes(), random);
    Write::Put(outer.name(MINE_LOCK), sealed)
}

/// The write that keeps the key of *Mine* under a passphrase of its own, inside the store's key.
pub(crate) async fn mine_with_passphrase<P: Ports>(
    ports: &P,
    outer: &Vault,
    mine: &VaultKey,
    passphrase: &str,
) -> Result<Write, WrapError> {
    let wrapped = Wrapped::wrap(ports, MINE_LOCK, passphrase, mine).await?;
    Ok(Write::Put(outer.name(MINE_LOCK), outer.seal(MINE_LOCK, &wrapped, &mut ports.random())))
}

/// How *Mine* is kept in this store.
pub(crate) async fn mine_lock<P: Ports>(ports: &P, outer: &Vault) -> Result<MineLock, UnwrapError> {
    let kept = mine_kept(ports, outer).await?;
    Ok(match <[u8; 32]>::try_from(kept.as_slice()) {
        Ok(key) => MineLock::Open(Vault::new(VaultKey::from_bytes(Zeroizing::new(key)))),
        Err(_) => MineLock::Passphrase,
    })
}

/// Opens *Mine* with its own passphrase (or without one, if it has none).
pub(crate) async fn unlock_mine<P: Ports>(
    ports: &P,
    outer: &Vault,
    passphrase: &str,
) -> Result<Vault, UnwrapError> {
    let kept = mine_kept(ports, outer).await?;
    let key = match <[u8; 32]>::try_from(kept.as_slice()) {
        Ok(key) => VaultKey::from_bytes(Zeroizing::new(key)),
        Err(_) => decode_wrapped(&kept, MINE_LOCK)?.unwrap(ports, MINE_LOCK, passphrase).await?,
    };
    Ok(Vault::new(key))
}

async fn mine_kept<P: Ports>(ports: &P, outer: &Vault) -> Result<Zeroizing<Vec<u8>>, UnwrapError> {
    let damaged = || Damaged { place: MINE_LOCK.into() };
    let sealed = ports.store().get(&outer.name(MINE_LOCK)).await?.ok_or_else(damaged)?;
    Ok(outer.open(MINE_LOCK, &sealed)?)
}

fn decode_wrapped(bytes: &[u8], purpose: &str) -> Result<Wrapped, UnwrapError> {
    Wrapped::decode(bytes).map_err(|_| UnwrapError::Damaged(Damaged { place: purpose.to_owned() }))
}

/// Why a new passphrase was not taken.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WrapError {
    /// It has too few characters.
    #[error("a passphrase has at least {characters_min} characters")]
    TooShort {
        /// How many it must have.
        characters_min: usize,
    },
    /// It could not be stretched.
    #[error(transparent)]
    Stretch(#[from] StretchError),
}

/// Why a store, or *Mine* in it, did not open.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UnwrapError {
    /// The passphrase is not the right one (or the wrapped key was damaged; the two cannot be told apart).
    #[error("that is not the passphrase")]
    WrongPassphrase,
    /// Nobody lives in this store.
    #[error("there is nothing in this store yet")]
    Empty,
    /// A newer version of this software wrote the store.
    #[error("the store was written by a newer version")]
    TooNew,
    /// What lies there is not what this software put there.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// The passphrase could not be stretched.
    #[error(transparent)]
    Stretch(#[from] StretchError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a passphrase was not changed. The old one still holds.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ChangeError {
    /// The old one did not open the store.
    #[error(transparent)]
    Old(#[from] UnwrapError),
    /// The new one was not taken.
    #[error(transparent)]
    New(#[from] WrapError),
    /// *Mine* is closed, or the device is locked.
    #[error("Mine is closed")]
    MineClosed,
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{CALIBRATED_PASSES_MAX, harder};
    use crate::ports::Params;

    #[track_caller]
    fn check(took_ms: i64, expect: u32) {
        let (before, after) =
            (Timestamp::UNIX_EPOCH, Timestamp::from_millisecond(took_ms).unwrap());
        let found = harder(Params::DEFAULT, before, after);
        assert_eq!(found, Params { passes: expect, ..Params::DEFAULT }, "after {took_ms} ms");
    }

    #[test]
    fn a_fast_device_stretches_longer_and_none_less_than_the_default() {
        check(150, 6);
        check(399, 3);
        check(5_000, 3);
        check(1, CALIBRATED_PASSES_MAX);
    }

    #[test]
    fn a_clock_that_stands_still_or_runs_backwards_changes_nothing() {
        check(0, 3);
        check(-1_000, 3);
    }
}
