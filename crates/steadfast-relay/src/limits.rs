//! Who asks, how often they may, and how many may be connected at once.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use ipnet::IpNet;

use crate::config::{Config, Limits};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// One address as the limits see it: an IPv4 address, or the first 64 bits of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Address(IpAddr);

impl Address {
    /// The machine itself, where a caller's address is not known.
    pub(crate) const LOCAL: Self = Self(IpAddr::V4(Ipv4Addr::LOCALHOST));

    pub(crate) fn new(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => {
                Self(IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))))
            }
            v4 => Self(v4),
        }
    }
}

/// How long to wait before asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait(pub(crate) Duration);

/// A rate for each key apart. `None` is no limit at all.
struct Rate<K: Hash + Eq + Clone> {
    limiter: Option<DefaultKeyedRateLimiter<K>>,
    closed: bool,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    fn per_second(rate: u32, burst: u32) -> Self {
        Self::with(rate, burst, Duration::from_secs(1))
    }

    fn per_day(rate: u32) -> Self {
        Self::with(rate, rate, DAY)
    }

    fn with(rate: u32, burst: u32, period: Duration) -> Self {
        if rate == u32::MAX {
            return Self { limiter: None, closed: false };
        }
        let quota = NonZeroU32::new(rate)
            .and_then(|rate| Quota::with_period(period / rate.get()))
            .map(|quota| quota.allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN)));
        Self { limiter: quota.map(RateLimiter::keyed), closed: rate == 0 }
    }

    fn check(&self, key: &K) -> Result<(), Wait> {
        match &self.limiter {
            Some(limiter) => limiter
                .check_key(key)
                .map_err(|early| Wait(early.wait_time_from(DefaultClock::default().now()))),
            None if self.closed => Err(Wait(DAY)),
            None => Ok(()),
        }
    }

    /// Forgets whoever has not asked for so long that it makes no difference.
    fn forget_old(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// All rates of one relay.
pub(crate) struct Rates {
    requests_by_address: Rate<Address>,
    requests_by_key: Rate<[u8; 32]>,
    circles_by_address: Rate<Address>,
    lockers_by_address: Rate<Address>,
}

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            requests_by_address: Rate::per_second(
                limits.requests_per_second_per_address,
                limits.request_burst_per_address,
            ),
            requests_by_key: Rate::per_second(
                limits.requests_per_second_per_key,
                limits.request_burst_per_key,
            ),
            circles_by_address: Rate::per_day(limits.circles_per_address_per_day),
            lockers_by_address: Rate::per_day(limits.lockers_per_address_per_day),
        }
    }

    pub(crate) fn request_from(&self, address: Address) -> Result<(), Wait> {
        self.requests_by_address.check(&address)
    }

    pub(crate) fn request_with(&self, key: &[u8; 32]) -> Result<(), Wait> {
        self.requests_by_key.check(key)
    }

    pub(crate) fn circle_from(&self, address: Address) -> Result<(), Wait> {
        self.circles_by_address.check(&address)
    }

    pub(crate) fn locker_from(&self, address: Address) -> Result<(), Wait> {
        self.lockers_by_address.check(&address)
    }

    pub(crate) fn forget_old(&self) {
        self.requests_by_address.forget_old();
        self.requests_by_key.forget_old();
        self.circles_by_address.forget_old();
        self.lockers_by_address.forget_old();
    }
}

/// How many of something each address has open, with a bound for each and one for all.
#[derive(Clone)]
pub(crate) struct Places {
    taken: Arc<Mutex<Taken>>,
    all_max: u32,
    each_max: u32,
}

#[derive(Default)]
struct Taken {
    all: u32,
    by_address: HashMap<Address, u32>,
}

/// One place taken, given back when it is dropped.
pub(crate) struct Place {
    places: Places,
    address: Option<Address>,
}

/// Which bound was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPlace {
    All,
    Each,
}

impl Places {
    pub(crate) fn new(all_max: u32, each_max: u32) -> Self {
        Self { taken: Arc::default(), all_max, each_max }
    }

    /// Takes a place, counted under `address` if it is given.
    pub(crate) fn take(&self, address: Option<Address>) -> Result<Place, NoPlace> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.all_max {
            return Err(NoPlace::All);
        }
        if let Some(address) = address {
            let n = taken.by_address.entry(address).or_default();
            if *n >= self.each_max {
                return Err(NoPlace::Each);
            }
            *n += 1;
        }
        taken.all += 1;
        Ok(Place { places: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(address) = self.address
            && let Some(n) = taken.by_address.get_mut(&address)
        {
            *n -= 1;
            if *n == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

/// Tells a caller's address from that of a reverse proxy.
#[derive(Clone, Debug)]
pub(crate) struct Proxies(Vec<IpNet>);

impl Proxies {
    pub(crate) fn new(config: &Config) -> Self {
        Self(config.trusted_proxies.clone())
    }

    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The caller's address: the connection's own, or, where that is a trusted proxy, the last one in
    /// `X-Forwarded-For` that is none. What stands before it was written by the caller and is not believed.
    pub(crate) fn caller(&self, peer: IpAddr, forwarded_for: &str) -> Address {
        let mut caller = peer;
        for hop in forwarded_for.rsplit(',') {
            if !self.trusts(caller) {
                break;
            }
            match hop.trim().parse() {
                Ok(address) => caller = address,
                Err(_) => break,
            }
        }
        Address::new(caller)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_household_is_one_address() {
        assert_eq!(Address::new(ip("2001:db8:1:2::3")), Address::new(ip("2001:db8:1:2:ffff::9")));
        assert_ne!(Address::new(ip("2001:db8:1:2::3")), Address::new(ip("2001:db8:1:3::3")));
        assert_eq!(Address::new(ip("::ffff:192.0.2.1")), Address::new(ip("192.0.2.1")));
    }

    #[test]
    fn a_rate_lets_a_burst_through_and_says_how_long_to_wait() {
        let rate = Rate::per_second(2, 3);
        for _ in 0..3 {
            rate.check(&1).unwrap();
        }
        let Wait(wait) = rate.check(&1).unwrap_err();
        assert!(
            wait > Duration::from_millis(300) && wait <= Duration::from_millis(500),
            "{wait:?}"
        );
        rate.check(&2).unwrap();
    }

    #[test]
    fn nothing_a_day_is_closed_and_the_largest_number_is_open() {
        assert_eq!(Rate::per_day(0).check(&1), Err(Wait(DAY)));
        let open = Rate::per_day(u32::MAX);
        assert!((0..10_000).all(|_| open.check(&1).is_ok()));
        let once = Rate::per_day(1);
        once.check(&1).unwrap();
        assert!(once.check(&1).unwrap_err().0 > Duration::from_secs(23 * 60 * 60));
    }

    #[test]
    fn places_are_bounded_for_each_and_for_all_and_come_back() {
        let places = Places::new(3, 2);
        let (a, b) = (Address::new(ip("192.0.2.1")), Address::new(ip("192.0.2.2")));
        let first = places.take(Some(a)).unwrap();
        let _second = places.take(Some(a)).unwrap();
        assert_eq!(places.take(Some(a)).err(), Some(NoPlace::Each));
        let _third = places.take(Some(b)).unwrap();
        assert_eq!(places.take(None).err(), Some(NoPlace::All));
        drop(first);
        assert!(places.take(Some(a)).is_ok());
    }

    #[test]
    fn only_what_a_trusted_proxy_says_is_believed() {
        let proxies = Proxies::new(&Config::default());
        let caller = |peer: &str, header| proxies.caller(ip(peer), header);
        let address = |text: &str| Address::new(ip(text));
        assert_eq!(caller("192.0.2.9", "198.51.100.1"), address("192.0.2.9"));
        assert_eq!(caller("127.0.0.1", "198.51.100.1"), address("198.51.100.1"));
        assert_eq!(
            caller("127.0.0.1", "203.0.113.5, 198.51.100.1, 127.0.0.1"),
            address("198.51.100.1")
        );
        assert_eq!(caller("::1", ""), address("::1"));
        assert_eq!(caller("127.0.0.1", "gibberish"), address("127.0.0.1"));
    }
}
