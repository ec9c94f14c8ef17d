//! All ports of a member, as this browser has them.

use getrandom::SysRng;
use jiff::{Timestamp, tz::TimeZone};
use rand_core::UnwrapErr;
use steadfast_member::ports::{Clock, Ports};

use super::{relay::BrowserRelays, store::BrowserStore, stretch::WorkerStretch};

/// The longest name of a zone that the record carries, in bytes.
const ZONE_BYTES_MAX: usize = 64;

/// This browser, as a member sees it.
#[derive(Default)]
pub(crate) struct WebPorts {
    store: BrowserStore,
    relays: BrowserRelays,
    clock: BrowserClock,
    stretch: WorkerStretch,
}

impl WebPorts {
    /// This browser. The store is opened when it is first needed.
    pub(crate) fn new() -> Self {
        Self::default()
    }
}

impl Ports for WebPorts {
    type Store = BrowserStore;
    type Relay = BrowserRelays;
    type Clock = BrowserClock;
    // A browser without `crypto.getRandomValues` runs no WebAssembly either, so that this cannot fail.
    type Random = UnwrapErr<SysRng>;
    type Stretch = WorkerStretch;

    fn store(&self) -> &BrowserStore {
        &self.store
    }

    fn relay(&self) -> &BrowserRelays {
        &self.relays
    }

    fn clock(&self) -> &BrowserClock {
        &self.clock
    }

    fn random(&self) -> Self::Random {
        UnwrapErr(SysRng)
    }

    fn stretch(&self) -> &WorkerStretch {
        &self.stretch
    }
}

/// The device's clock and zone, both as the browser tells them.
#[derive(Clone, Copy, Default)]
pub(crate) struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Timestamp {
        // A clock beyond the years that can be written down is as wrong as one that says 1970.
        Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn zone(&self) -> String {
        TimeZone::system()
            .iana_name()
            .filter(|name| name.len() <= ZONE_BYTES_MAX)
            .unwrap_or("UTC")
            .to_owned()
    }
}
