//! Beginning again: from the 24 words, or with a code that another device of one's own shows.

use std::rc::Rc;

use steadfast_circle::{
    locker::{
        LockerValue, PAIRING_LASTS_MS, Pairing, PairingCode as Code, UnlockError as LockerError,
    },
    seed::MemberSeed,
};
use steadfast_repair::{people::Roles, words::Title};

use crate::{
    begin::{Beginning, NewStore, new_me},
    error::{PairError, PairingCodeError, RestoreError},
    invite::unsigned_now,
    kept::circle::{person, timestamp},
    locker::{circle_to_add, fetch},
    member::Member,
    ports::{Ports, RelayAddress},
    problem::{KeepError, RelayError},
    relay::Relay,
    view::{PairingCode, Restored},
};

/// How somebody comes back with their 24 words.
#[derive(Clone, Copy)]
pub struct Restoring<'a> {
    /// The 24 words, however they are spaced and capitalised.
    pub words: &'a str,
    /// Opens this device's store from now on. At least 8 characters.
    pub passphrase: &'a str,
    /// The relay where they began.
    pub relay: &'a RelayAddress,
    /// What this device is called among their own. May be empty.
    pub device: &'a str,
}

impl<P: Ports> Member<P> {
    /// Begins again from the 24 words: fetches the member's locker and joins every circle in it with this device.
    ///
    /// # Errors
    /// [`RestoreError`]. Nothing was kept then.
    pub async fn restore(
        ports: Rc<P>,
        restoring: Restoring<'_>,
    ) -> Result<(Self, Restored), RestoreError> {
        let Restoring { words, passphrase, relay, device } = restoring;
        let seed = MemberSeed::from_words(words)?;
        Self::come_back(ports, &seed, passphrase, relay, device).await
    }

    /// Becomes another device of the person who shows the code.
    ///
    /// # Errors
    /// [`PairError`]. Nothing was kept then, but the code may be used up.
    pub async fn pair(
        ports: Rc<P>,
        code: &str,
        passphrase: &str,
        device: &str,
    ) -> Result<(Self, Restored), PairError> {
        let code = Code::from_text(code).map_err(|_| PairError::NotACode)?;
        let address: RelayAddress =
            code.relay_address().parse().map_err(|_| PairError::NotACode)?;
        let keys = code.derive_locker();
        let relay = Relay { ports: &*ports, address: &address };
        let bytes =
            relay.locker(keys.id()).await.map_err(RestoreError::from)?.ok_or(PairError::Gone)?;
        let value = LockerValue::from_bytes(&bytes).map_err(|_| PairError::Changed)?;
        if value.expires_ms <= unsigned_now(&*ports) {
            return Err(PairError::Gone);
        }
        let Pairing { seed, relay_address } =
            keys.take_pairing(&value).map_err(|error| match error {
                LockerError::Empty => PairError::Gone,
                LockerError::Malformed(_) | LockerError::Signature | LockerError::Unopened(_) => {
                    PairError::Changed
                }
            })?;
        let home = relay_address.parse().map_err(|_| PairError::Changed)?;
        let back = Self::come_back(Rc::clone(&ports), &seed, passphrase, &home, device).await?;
        // Emptied only now, so that a failure before this can be tried again. If it fails, the code ends by itself.
        let _ = relay.put_locker(keys.id(), keys.empty(value.version + 1).to_bytes()).await;
        Ok(back)
    }

    /// Puts what a new device needs into a locker at the relay, for ten minutes. *Mine* must be open.
    ///
    /// # Errors
    /// [`PairingCodeError`].
    pub async fn make_pairing_code(&self) -> Result<PairingCode, PairingCodeError> {
        let inner = &self.inner;
        // The new device learns of the circles by the locker, so that has to be up to date.
        inner.sync_locker().await.map_err(|problem| match problem.into() {
            RestoreError::Relay(error) => PairingCodeError::Relay(error),
            RestoreError::Begin(crate::error::BeginError::Keep(error)) => {
                PairingCodeError::Keep(error)
            }
            _ => PairingCodeError::Relay(RelayError::Garbled { question: "for a locker" }),
        })?;
        let home = inner.with_open(|open| open.me.relay.clone())?;
        let pairing = Pairing { seed: inner.seed().await?, relay_address: home.to_string() };
        let mut random = inner.ports.random();
        let garbled = RelayError::Garbled { question: "to keep a locker" };
        let code = Code::make(home.as_str(), &mut random).map_err(|_| garbled.clone())?;
        let keys = code.derive_locker();
        let expires_ms = unsigned_now(&*inner.ports) + PAIRING_LASTS_MS;
        let value = keys.put_pairing(&pairing, 1, expires_ms, &mut random).map_err(|_| garbled)?;
        inner.relay(&home).put_locker(keys.id(), value.to_bytes()).await?;
        let expires = timestamp(i64::try_from(expires_ms).unwrap_or(i64::MAX));
        Ok(PairingCode { text: code.to_text().to_string(), expires })
    }

    async fn come_back(
        ports: Rc<P>,
        seed: &MemberSeed,
        passphrase: &str,
        relay: &RelayAddress,
        device: &str,
    ) -> Result<(Self, Restored), RestoreError> {
        let (_, locker) = fetch(&*ports, relay, &seed.derive_locker()).await?;
        let locker =
            locker.filter(|locker| !locker.circles.is_empty()).ok_or(RestoreError::NothingThere)?;
        let name = Title::new(locker.name.clone()).map_err(|_| RestoreError::LockerChanged)?;
        let mut store = NewStore::make(&*ports, passphrase, seed).await?;
        let mut slots = Vec::with_capacity(locker.circles.len());
        for circle in &locker.circles {
            let state = circle_to_add(&*ports, seed, circle).ok_or(RestoreError::LockerChanged)?;
            slots.push(store.add_circle(&*ports, state, Vec::new()));
        }
        let beginning = Beginning { passphrase, name: &name, roles: Roles::NONE, relay, device };
        let me = new_me(&beginning, slots, &mut ports.random());
        let member = store.keep(ports, me).await?;

        let mut restored = Restored::default();
        for circle in locker.circles {
            match member.sync(circle.circle).await {
                Ok(_) => restored.circles.push(circle.circle),
                Err(_) => restored.waiting.push(circle.circle),
            }
        }
        member.remember_roles().await.map_err(crate::error::BeginError::from)?;
        Ok((member, restored))
    }

    /// Takes over what the person calls themselves in *Mine*: the locker knows no roles.
    async fn remember_roles(&self) -> Result<(), KeepError> {
        let said = self.inner.circles()?.first().and_then(|mine| {
            let me = |circle: &crate::kept::circle::Circle| {
                let people = circle.relationship().people();
                people.get(person(circle.state.member)).map(|me| (me.name.clone(), me.roles))
            };
            mine.with(me).ok().flatten()
        });
        let Some((name, roles)) = said else { return Ok(()) };
        self.inner
            .edit_me(|me, _, _| {
                (me.name, me.roles) = (name.clone(), roles);
                Ok(())
            })
            .await
    }
}
