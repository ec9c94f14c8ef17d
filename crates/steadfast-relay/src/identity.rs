//! The relay's name and signing key, made at the first start and kept in the data folder for good.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use steadfast_circle::{RelayKey, entry::RelayName, log::checkpoint::RelaySeed};
use zeroize::{Zeroize, Zeroizing};

/// The file in the data folder that holds the name and the signing key.
pub const KEY_FILE: &str = "relay.key";

/// The name that a relay gets if nobody names it.
const DEFAULT_NAME: &str = "localhost:4480";

/// Bytes that the key file has at most.
const KEY_FILE_BYTES_MAX: u64 = 4_096;

/// Who this relay is. Every circle pins both in its first entry, so losing the file means losing the circles' trust.
pub(crate) struct Identity {
    pub(crate) name: RelayName,
    pub(crate) seed: RelaySeed,
    pub(crate) key: RelayKey,
}

/// Why the relay's identity could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The file could not be read or written.
    #[error("{} cannot be read or written", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is there and is not a relay's key.
    #[error("{} is not a relay's key file", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
    },
    /// There is a store and no key. A new key would be refused by every circle in it.
    #[error("{} is missing, and the store beside it was made with it", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The name asked for is not the one that circles have pinned.
    #[error("this relay is called {kept:?} since its first start and cannot be called {asked:?}")]
    Renamed {
        /// The name in the file.
        kept: String,
        /// The name in the configuration.
        asked: String,
    },
    /// The name cannot stand in a checkpoint's origin.
    #[error(
        "{name:?} cannot be a relay's name: 1 to 128 bytes, no spaces, no '+', no control characters"
    )]
    BadName {
        /// The name asked for.
        name: String,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    name: String,
    signing_key: String,
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.signing_key.zeroize();
    }
}

impl Identity {
    fn new(name: RelayName, seed: RelaySeed) -> Self {
        let key = seed.public();
        Self { name, seed, key }
    }

    /// Reads the identity from `data`, or makes one called `asked` there if `may_make`.
    pub(crate) fn open(
        data: &Path,
        asked: Option<&str>,
        may_make: bool,
    ) -> Result<Self, IdentityError> {
        let path = data.join(KEY_FILE);
        let asked = asked.map(checked).transpose()?;
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && may_make => {
                return make(&path, asked.map_or_else(|| checked(DEFAULT_NAME), Ok)?);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(IdentityError::Missing { path });
            }
            Err(source) => return Err(IdentityError::Io { path, source }),
        };
        let identity = parse(&text).ok_or(IdentityError::Unreadable { path })?;
        match asked {
            Some(asked) if asked != identity.name => Err(IdentityError::Renamed {
                kept: identity.name.to_string(),
                asked: asked.to_string(),
            }),
            _ => Ok(identity),
        }
    }
}

fn checked(name: &str) -> Result<RelayName, IdentityError> {
    RelayName::new(name).map_err(|_| IdentityError::BadName { name: name.to_owned() })
}

fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    File::open(path)?.take(KEY_FILE_BYTES_MAX).read_to_string(&mut text)?;
    Ok(text)
}

fn parse(text: &str) -> Option<Identity> {
    let file: KeyFile = toml::from_str(text).ok()?;
    let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(file.signing_key.as_bytes()).ok()?);
    let seed = RelaySeed::from_bytes(bytes.as_slice().try_into().ok()?);
    Some(Identity::new(RelayName::new(&file.name).ok()?, seed))
}

/// Writes a fresh key beside its final place first, so that a crash leaves either no key or a whole one.
fn make(path: &Path, name: RelayName) -> Result<Identity, IdentityError> {
    let failed = |source| IdentityError::Io { path: path.to_owned(), source };
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| failed(io::Error::other(error)))?;
    let file = KeyFile { name: name.to_string(), signing_key: BASE64URL_NOPAD.encode(&*bytes) };
    let text = Zeroizing::new(toml::to_string(&file).expect("two short strings are always TOML"));

    let fresh = path.with_extension("key.new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut out = options.open(&fresh).map_err(failed)?;
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(failed)?;
    fs::rename(&fresh, path).map_err(failed)?;
    sync_folder(path).map_err(failed)?;
    Ok(Identity::new(name, RelaySeed::from_bytes(*bytes)))
}

/// The rename above is durable only when the folder itself is.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_comes_back_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let made = Identity::open(folder.path(), Some("relay.example"), true).unwrap();
        let again = Identity::open(folder.path(), None, false).unwrap();
        assert_eq!(made.key, again.key);
        assert_eq!(again.name.as_str(), "relay.example");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(KEY_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[track_caller]
    fn refused(folder: &Path, asked: Option<&str>, may_make: bool) -> IdentityError {
        Identity::open(folder, asked, may_make).map(|identity| identity.name).unwrap_err()
    }

    #[test]
    fn a_relay_is_never_renamed_and_never_replaces_a_key() {
        let folder = tempfile::tempdir().unwrap();
        Identity::open(folder.path(), Some("one.example"), true).unwrap();
        assert!(matches!(
            refused(folder.path(), Some("two.example"), true),
            IdentityError::Renamed { .. }
        ));
        fs::write(folder.path().join(KEY_FILE), "torn").unwrap();
        assert!(matches!(refused(folder.path(), None, true), IdentityError::Unreadable { .. }));
        fs::remove_file(folder.path().join(KEY_FILE)).unwrap();
        assert!(matches!(refused(folder.path(), None, false), IdentityError::Missing { .. }));
    }

    #[test]
    fn names_that_would_break_a_checkpoint_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", "two words", "a+b", "line\nbreak", &"x".repeat(129)] {
            assert!(matches!(
                refused(folder.path(), Some(name), true),
                IdentityError::BadName { .. }
            ));
        }
    }
}
