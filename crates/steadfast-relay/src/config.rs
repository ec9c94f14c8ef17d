//! What a host may decide: where the data lies, what the relay is called, and where its limits are.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Everything that a relay is told at its start. All of it has a default, and the defaults are meant for two people
/// and their helpers on a small machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder that holds the store (`relay.sqlite`) and the relay's key (`relay.key`). Made if it is not there.
    pub data: PathBuf,
    /// The relay's name, which is part of every checkpoint's origin, so that it can never change once a circle lives
    /// here. Only read at the first start; afterwards it must be absent or the same. At most 128 bytes, without
    /// spaces, `+` and control characters.
    pub name: Option<String>,
    /// Addresses whose `X-Forwarded-For` header is believed. By default the machine itself, where a reverse proxy
    /// usually runs.
    pub trusted_proxies: Vec<IpNet>,
    /// What a single caller, connection or circle may use up.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            name: None,
            trusted_proxies: vec![
                IpNet::new_assert([127, 0, 0, 0].into(), 8),
                IpNet::new_assert(IpAddr::V6(std::net::Ipv6Addr::LOCALHOST), 128),
            ],
            limits: Limits::default(),
        }
    }
}

/// Bounds on what the relay lets others use. A request beyond one is answered with problem details that name it.
///
/// An **address** is one IPv4 address, or one IPv6 network of 64 bits, because a household gets a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes that the store may occupy, 0 for as many as the disk has. When they are used up, appends are refused with
    /// `no-space`, as they are when the disk is full.
    pub store_bytes: u64,
    /// Bytes that one circle may occupy: its signed entries and sealed bodies together.
    pub circle_bytes: u64,
    /// Bytes of one sealed body. The protocol allows at most 262,144.
    pub body_bytes: u32,
    /// Circles that may be founded from one address in a day. 0 closes the relay to new circles.
    pub circles_per_address_per_day: u32,
    /// Lockers that may be made from one address in a day.
    pub lockers_per_address_per_day: u32,
    /// Requests a second from one address, over a longer time.
    pub requests_per_second_per_address: u32,
    /// Requests from one address that may come at once.
    pub request_burst_per_address: u32,
    /// Requests a second with one key, over a longer time.
    pub requests_per_second_per_key: u32,
    /// Requests with one key that may come at once.
    pub request_burst_per_key: u32,
    /// Connections open at once, live ones included.
    pub connections: u32,
    /// Connections open at once from one address. Those from trusted proxies are not counted, because they carry
    /// other people's requests.
    pub connections_per_address: u32,
    /// Live connections open at once from one address, told by the proxy if there is one.
    pub live_per_address: u32,
    /// Bytes of request bodies held in memory at once, over all connections.
    pub bodies_in_memory_bytes: u32,
    /// Appends that may wait for the disk at once.
    pub waiting_appends: u32,
    /// Seconds in which a request's head must have arrived, and that an idle connection is kept.
    pub head_seconds: u32,
    /// Seconds in which a request's body must have arrived.
    pub body_seconds: u32,
    /// Seconds for which a caller may take nothing of what is sent to them.
    pub stalled_seconds: u32,
    /// Seconds between two pings on a live connection. One that answers none of two is closed.
    pub ping_seconds: u32,
    /// Seconds that requests under way are given when the relay stops.
    pub stop_seconds: u32,
    /// Bytes of memory, about, for the circles that were used lately. One is kept however large it is.
    pub circles_in_memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            store_bytes: 0,
            circle_bytes: 256 * 1024 * 1024,
            body_bytes: 262_144,
            circles_per_address_per_day: 50,
            lockers_per_address_per_day: 100,
            requests_per_second_per_address: 50,
            request_burst_per_address: 300,
            requests_per_second_per_key: 20,
            request_burst_per_key: 200,
            connections: 4_096,
            connections_per_address: 128,
            live_per_address: 64,
            bodies_in_memory_bytes: 64 * 1024 * 1024,
            waiting_appends: 2_048,
            head_seconds: 30,
            body_seconds: 60,
            stalled_seconds: 30,
            ping_seconds: 30,
            stop_seconds: 10,
            circles_in_memory_bytes: 64 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// No bound on how often anyone asks or connects, for measuring and for tests of something else.
    pub fn unhurried() -> Self {
        Self {
            circles_per_address_per_day: u32::MAX,
            lockers_per_address_per_day: u32::MAX,
            requests_per_second_per_address: u32::MAX,
            request_burst_per_address: u32::MAX,
            requests_per_second_per_key: u32::MAX,
            request_burst_per_key: u32::MAX,
            connections: 100_000,
            connections_per_address: u32::MAX,
            live_per_address: u32::MAX,
            ..Self::default()
        }
    }

    pub(crate) fn head(&self) -> Duration {
        Duration::from_secs(self.head_seconds.max(1).into())
    }

    pub(crate) fn body(&self) -> Duration {
        Duration::from_secs(self.body_seconds.max(1).into())
    }

    pub(crate) fn stalled(&self) -> Duration {
        Duration::from_secs(self.stalled_seconds.max(1).into())
    }

    pub(crate) fn ping(&self) -> Duration {
        Duration::from_secs(self.ping_seconds.max(1).into())
    }

    pub(crate) fn stop(&self) -> Duration {
        Duration::from_secs(self.stop_seconds.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_name_only_what_differs() {
        let config: Config =
            toml::from_str("name = \"relay.example\"\n[limits]\nconnections = 7\n").unwrap();
        assert_eq!(config.name.as_deref(), Some("relay.example"));
        assert_eq!(config.limits.connections, 7);
        assert_eq!(config.limits.circle_bytes, Limits::default().circle_bytes);
        assert!(
            config.trusted_proxies.iter().any(|net| net.contains(&IpAddr::from([127, 0, 0, 1])))
        );
    }

    #[test]
    fn a_misspelt_limit_is_refused_and_not_ignored() {
        let error = toml::from_str::<Config>("[limits]\nconnection = 7\n").unwrap_err();
        assert!(error.to_string().contains("connection"), "{error}");
    }
}
