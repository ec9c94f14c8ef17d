//! Time zones by name, from the database that comes with the program.

use std::fmt;
use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The most bytes that the name of a time zone may have, as in the entry's encoding.
pub const ZONE_NAME_BYTES_MAX: usize = 64;

/// Only the bundled database: what is due must not depend on which zone files a device happens to have.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The name of a time zone in the IANA database, such as `Europe/Lisbon`.
///
/// A name of the right form need not be one that this program knows: it may come from a newer one. See
/// [`ZoneName::time_zone`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ZoneName(String);

/// The text does not have the form of a zone's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the form of a time zone's name (1 to 64 bytes of letters, digits and /_+-)")]
pub struct NotAZoneName;

/// The zone is not in this program's database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the time zone {zone} is not known here")]
pub struct UnknownZone {
    /// Its name.
    pub zone: ZoneName,
}

impl ZoneName {
    /// Takes a name of 1 to [`ZONE_NAME_BYTES_MAX`] bytes out of ASCII letters, digits, `/`, `_`, `+` and `-`.
    ///
    /// # Errors
    ///
    /// [`NotAZoneName`], whatever is wrong with it.
    pub fn new(name: impl Into<String>) -> Result<Self, NotAZoneName> {
        let name = name.into();
        let formed = (1..=ZONE_NAME_BYTES_MAX).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
        if formed { Ok(Self(name)) } else { Err(NotAZoneName) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The zone's rules.
    ///
    /// # Errors
    ///
    /// [`UnknownZone`] if this program's database has no zone of this name.
    pub fn time_zone(&self) -> Result<TimeZone, UnknownZone> {
        ZONES.get(&self.0).map_err(|_| UnknownZone { zone: self.clone() })
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_form_and_may_still_be_unknown() {
        assert!(ZoneName::new("Europe/Lisbon").unwrap().time_zone().is_ok());
        assert!(ZoneName::new("Etc/GMT+3").unwrap().time_zone().is_ok());
        let unknown = ZoneName::new("Mars/Olympus_Mons").unwrap();
        assert_eq!(unknown.time_zone().err(), Some(UnknownZone { zone: unknown.clone() }));
    }

    #[test]
    fn what_is_not_a_name_is_refused() {
        for not in ["", "Europe/Lisbon ", "../etc/passwd\0", "Zürich", &"a".repeat(65)] {
            assert_eq!(ZoneName::new(not), Err(NotAZoneName), "{not:?}");
        }
    }
}
