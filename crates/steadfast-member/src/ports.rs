//! What a member's side needs from the machine it runs on: a store, relays, a clock, randomness and a slow key function.

mod clock;
mod relay;
mod store;
mod stretch;

pub use clock::Clock;
pub use relay::{
    Body, LiveEvent, LiveStream, Method, NetworkError, RelayAddress, RelayAddressError,
    RelayClient, Request, Response, read_live_event,
};
pub use store::{Store, StoreError, Write};
pub use stretch::{KeyStretch, Params, StretchError};

use rand_core::CryptoRng;

/// Everything that [`Member`](crate::Member) asks of the outside, as one bundle.
///
/// Futures are not `Send`: a browser has one thread, and natively a member is driven by one as well.
pub trait Ports: 'static {
    /// Where sealed values lie on this device.
    type Store: Store;
    /// The way to relays.
    type Relay: RelayClient;
    /// The time of day, as this device claims it.
    type Clock: Clock;
    /// A source of randomness that is fit for keys.
    type Random: CryptoRng;
    /// The slow function from a passphrase to a key.
    type Stretch: KeyStretch;

    /// The store of this device.
    fn store(&self) -> &Self::Store;
    /// The way to relays.
    fn relay(&self) -> &Self::Relay;
    /// The clock.
    fn clock(&self) -> &Self::Clock;
    /// A generator for one operation. An implementation that must be repeatable hands out a child of a seeded one.
    fn random(&self) -> Self::Random;
    /// The slow function.
    fn stretch(&self) -> &Self::Stretch;
}
