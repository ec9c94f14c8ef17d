//! Settings of `serve`: flags before the environment, the environment before the file, the file before the defaults.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use ipnet::IpNet;
use serde::Deserialize;
use steadfast_relay::{Config, Limits};

/// Where `serve` and `app` listen unless told otherwise: on this machine only.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4480);

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One line of plain text each.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// How much is logged, and how. Nothing that is logged names a person, a circle, an address or a key.
#[derive(Args, Clone, Debug, Default)]
pub struct LogArguments {
    /// What is logged: error, warn, info, debug, or a filter such as `warn,steadfast_relay=info` [default: info]
    #[arg(long, env = "STEADFAST_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How log lines look [default: text]
    #[arg(long, env = "STEADFAST_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// Everything that `serve` can be told.
#[derive(Args, Clone, Debug, Default)]
pub struct ServeArguments {
    /// Read settings from this TOML file
    ///
    /// Its keys are the long flags without the dashes in front and with _ for -, the limits in a table of their own:
    ///
    ///   listen = "127.0.0.1:4480"
    ///   data = "/var/lib/steadfast"
    ///   relay_only = true
    ///   trusted_proxies = ["10.0.0.2/32"]
    ///   limits.circle_bytes = 268435456
    ///
    /// Flags win over the environment, the environment over the file, the file over the defaults.
    #[arg(long, env = "STEADFAST_CONFIG", value_name = "FILE", verbatim_doc_comment)]
    pub config: Option<PathBuf>,
    /// The address and port to listen on [default: 127.0.0.1:4480]
    #[arg(long, env = "STEADFAST_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The folder for the store and the relay's key; made if it is not there [default: data]
    #[arg(long, env = "STEADFAST_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// What the relay is called in its checkpoints, for instance its host name [default: localhost:4480]
    ///
    /// Chosen at the first start and never changed afterwards, because every circle pins it.
    #[arg(long, env = "STEADFAST_NAME", value_name = "NAME")]
    pub name: Option<String>,
    /// Serve the relay and not the app
    ///
    /// Whoever serves the app could serve one person an app that steals keys. So whoever is not trusted by both
    /// should host the relay only, and the app should come from somewhere else, or from `steadfast app` on each one's
    /// own machine. docs/hosting.md says more.
    #[arg(long, env = "STEADFAST_RELAY_ONLY", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub relay_only: Option<bool>,
    /// Believe the X-Forwarded-For header of these addresses (may be repeated) [default: this machine]
    #[arg(
        long = "trusted-proxy",
        env = "STEADFAST_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "NETWORK"
    )]
    pub trusted_proxies: Vec<IpNet>,
    #[command(flatten)]
    log: LogArguments,
    #[command(flatten)]
    limits: LimitArguments,
}

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $env:literal,)+) => {
        /// One flag for each of the relay's limits.
        #[derive(Args, Clone, Debug, Default)]
        #[command(next_help_heading = "Limits")]
        pub struct LimitArguments {
            $($(#[$doc])*
            #[arg(long, env = concat!("STEADFAST_", $env), value_name = "N")]
            pub $name: Option<$kind>,)+
        }

        impl LimitArguments {
            fn apply(&self, limits: &mut Limits) {
                $(if let Some(n) = self.$name {
                    limits.$name = n;
                })+
            }
        }

        #[cfg(test)]
        const LIMIT_NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}

limits! {
    /// Bytes that the store may occupy; 0 for as many as the disk has [default: 0]
    store_bytes: u64 = "STORE_BYTES",
    /// Bytes that one circle may occupy [default: 268435456]
    circle_bytes: u64 = "CIRCLE_BYTES",
    /// Bytes of one sealed body, at most 262144 [default: 262144]
    body_bytes: u32 = "BODY_BYTES",
    /// Circles founded from one address in a day; 0 for none at all [default: 50]
    circles_per_address_per_day: u32 = "CIRCLES_PER_ADDRESS_PER_DAY",
    /// Lockers made from one address in a day [default: 100]
    lockers_per_address_per_day: u32 = "LOCKERS_PER_ADDRESS_PER_DAY",
    /// Requests a second from one address, over a longer time [default: 50]
    requests_per_second_per_address: u32 = "REQUESTS_PER_SECOND_PER_ADDRESS",
    /// Requests from one address that may come at once [default: 300]
    request_burst_per_address: u32 = "REQUEST_BURST_PER_ADDRESS",
    /// Requests a second with one key, over a longer time [default: 20]
    requests_per_second_per_key: u32 = "REQUESTS_PER_SECOND_PER_KEY",
    /// Requests with one key that may come at once [default: 200]
    request_burst_per_key: u32 = "REQUEST_BURST_PER_KEY",
    /// Connections open at once [default: 4096]
    connections: u32 = "CONNECTIONS",
    /// Connections open at once from one address that is no trusted proxy [default: 128]
    connections_per_address: u32 = "CONNECTIONS_PER_ADDRESS",
    /// Live connections open at once from one address [default: 64]
    live_per_address: u32 = "LIVE_PER_ADDRESS",
    /// Bytes of request bodies held in memory at once [default: 67108864]
    bodies_in_memory_bytes: u32 = "BODIES_IN_MEMORY_BYTES",
    /// Appends that may wait for the disk at once [default: 2048]
    waiting_appends: u32 = "WAITING_APPENDS",
    /// Seconds for a request's head to arrive, and for an idle connection to be kept [default: 30]
    head_seconds: u32 = "HEAD_SECONDS",
    /// Seconds for a request's body to arrive [default: 60]
    body_seconds: u32 = "BODY_SECONDS",
    /// Seconds for which a caller may take nothing of an answer [default: 30]
    stalled_seconds: u32 = "STALLED_SECONDS",
    /// Seconds between two pings on a live connection [default: 30]
    ping_seconds: u32 = "PING_SECONDS",
    /// Seconds that requests under way are given when stopping [default: 10]
    stop_seconds: u32 = "STOP_SECONDS",
    /// Bytes of memory, about, for the circles that were used lately [default: 67108864]
    circles_in_memory_bytes: u64 = "CIRCLES_IN_MEMORY_BYTES",
}

/// The settings file. Every key may be missing; an unknown one is an error, so that a misspelt limit is noticed.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    name: Option<String>,
    relay_only: bool,
    trusted_proxies: Option<Vec<IpNet>>,
    log: Option<String>,
    log_format: Option<LogFormat>,
    limits: Limits,
}

/// What `serve` does after everything has been put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Whether the app is left out.
    pub relay_only: bool,
    /// What the relay is told.
    pub relay: Config,
    /// What is logged.
    pub log: Option<String>,
    /// How log lines look.
    pub log_format: LogFormat,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings file {} cannot be read", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not what it should be.
    #[error("the settings file {} is not understood", path.display())]
    NotUnderstood {
        /// Which file.
        path: PathBuf,
        /// Where, and what was expected.
        #[source]
        source: Box<toml::de::Error>,
    },
}

impl ServeArguments {
    /// Puts flags, environment (which clap has read already), file and defaults together.
    ///
    /// # Errors
    /// When the file cannot be read or has an unknown or ill-typed key.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        let file = match &self.config {
            Some(path) => read(path)?,
            None => File::default(),
        };
        let default = Config::default();
        let mut limits = file.limits;
        self.limits.apply(&mut limits);
        let proxies = match &self.trusted_proxies[..] {
            [] => file.trusted_proxies.unwrap_or(default.trusted_proxies),
            proxies => proxies.to_vec(),
        };
        Ok(Settings {
            listen: self.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            relay_only: self.relay_only.unwrap_or(file.relay_only),
            relay: Config {
                data: self.data.clone().or(file.data).unwrap_or(default.data),
                name: self.name.clone().or(file.name),
                trusted_proxies: proxies,
                limits,
            },
            log: self.log.log.clone().or(file.log),
            log_format: self.log.log_format.or(file.log_format).unwrap_or_default(),
        })
    }
}

fn read(path: &Path) -> Result<File, SettingsError> {
    let text = fs::read_to_string(path)
        .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|source| SettingsError::NotUnderstood {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        serve: ServeArguments,
    }

    fn settings(file: &str, flags: &[&str]) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("steadfast.toml");
        fs::write(&path, file).unwrap();
        let config = ["steadfast", "--config", path.to_str().unwrap()];
        Command::try_parse_from(config.iter().chain(flags)).unwrap().serve.settings()
    }

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let file = "listen = \"0.0.0.0:1\"\nname = \"a.example\"\nrelay_only = true\n[limits]\nconnections = 5\nbody_bytes = 6\n";
        let settings = settings(file, &["--listen", "127.0.0.1:2", "--connections", "7"]).unwrap();
        assert_eq!(settings.listen, "127.0.0.1:2".parse().unwrap());
        assert_eq!(settings.relay.name.as_deref(), Some("a.example"));
        assert!(settings.relay_only);
        assert_eq!(
            settings.relay.limits,
            Limits { connections: 7, body_bytes: 6, ..Limits::default() }
        );
        assert_eq!(settings.relay.data, Path::new("data"));
    }

    #[test]
    fn a_flag_can_take_back_what_the_file_says() {
        assert!(!settings("relay_only = true", &["--relay-only=false"]).unwrap().relay_only);
        assert!(settings("", &["--relay-only"]).unwrap().relay_only);
    }

    #[test]
    fn a_misspelt_key_is_named() {
        let SettingsError::NotUnderstood { source, .. } =
            settings("listne = \"x\"", &[]).unwrap_err()
        else {
            panic!("it was read");
        };
        assert!(source.to_string().contains("listne"), "{source}");
    }

    #[test]
    fn every_limit_has_a_flag_that_says_its_true_default() {
        let defaults = toml::Table::try_from(Limits::default()).unwrap();
        let command = Command::command();
        assert_eq!(LIMIT_NAMES.len(), defaults.len());
        for (name, value) in defaults {
            let flag = command
                .get_arguments()
                .find(|argument| argument.get_id() == name.as_str())
                .unwrap_or_else(|| panic!("no flag for {name}"));
            let help = flag.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.ends_with(&format!("[default: {value}]")), "{name}: {help}");
        }
    }
}
