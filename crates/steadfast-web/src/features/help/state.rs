//! The pace of a breath, the order of the senses, and which lines there are; plain Rust without a page.

/// A country's emergency numbers and help lines.
pub(super) struct Country {
    /// ISO 3166-1, two letters.
    pub(super) code: &'static str,
    /// In English, for where the browser has no name for it in the reader's language.
    pub(super) name: &'static str,
    /// The emergency numbers, most general first.
    pub(super) emergency: &'static [&'static str],
    pub(super) emergency_source: &'static str,
    pub(super) lines: &'static [Line],
}

/// One help line.
pub(super) struct Line {
    /// As it calls itself, with its part of the country in brackets where it serves no more than that.
    pub(super) name: &'static str,
    pub(super) purpose: Purpose,
    /// To dial within the country; none where the line is reached by its page alone.
    pub(super) phone: Option<&'static str>,
    /// Its own page.
    pub(super) web: Option<&'static str>,
    /// Whether it answers at every hour.
    pub(super) all_day: bool,
    /// The page on which its number was read.
    pub(super) source: &'static str,
}

/// Whom a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Anybody who cannot go on, at any hour.
    Crisis,
    /// Somebody whom a partner or relative hurts or frightens.
    Violence,
}

include!(concat!(env!("OUT_DIR"), "/help_lines.rs"));

/// The country of a browser's language (`en-GB` is Britain), where the table has it. It never leaves the device.
pub(super) fn country_of(languages: &[String]) -> Option<&'static Country> {
    languages.iter().find_map(|tag| {
        let region = tag.split('-').skip(1).find(|part| part.len() == 2)?;
        COUNTRIES.iter().find(|country| country.code.eq_ignore_ascii_case(region))
    })
}

/// What a `tel:` link dials (RFC 3966): the number without its spaces.
pub(super) fn dialled(number: &str) -> String {
    format!("tel:{}", number.replace(' ', ""))
}

/// One half of a breath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breath {
    In,
    Out,
}

/// Six breaths a minute, the out-breath longer: the pace at which slow breathing was found to calm (Zaccaro et al.
/// 2018, doi:10.3389/fnhum.2018.00353).
const IN_SECONDS: u32 = 4;
const OUT_SECONDS: u32 = 6;

/// Which half of a breath it is after so many whole seconds, and how many of its seconds are left.
pub(super) fn breath_after(seconds: u32) -> (Breath, u32) {
    let place = seconds % (IN_SECONDS + OUT_SECONDS);
    if place < IN_SECONDS {
        (Breath::In, IN_SECONDS - place)
    } else {
        (Breath::Out, IN_SECONDS + OUT_SECONDS - place)
    }
}

/// How far somebody is with the senses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Senses {
    NotBegun,
    /// Naming this many things, from five down to one.
    Naming(u8),
    Done,
}

impl Senses {
    /// What comes after it.
    pub(super) fn next(self) -> Self {
        match self {
            Self::NotBegun | Self::Done => Self::Naming(5),
            Self::Naming(0 | 1) => Self::Done,
            Self::Naming(things) => Self::Naming(things - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breath_is_four_in_and_six_out_without_end() {
        assert_eq!(breath_after(0), (Breath::In, 4));
        assert_eq!(breath_after(3), (Breath::In, 1));
        assert_eq!(breath_after(4), (Breath::Out, 6));
        assert_eq!(breath_after(9), (Breath::Out, 1));
        assert_eq!(breath_after(10), (Breath::In, 4));
    }

    #[test]
    fn the_senses_go_from_five_to_one_and_can_begin_again() {
        let mut step = Senses::NotBegun;
        let mut seen = Vec::new();
        for _ in 0..7 {
            step = step.next();
            seen.push(step);
        }
        let naming = [5, 4, 3, 2, 1].map(Senses::Naming);
        assert_eq!(seen, [&naming[..], &[Senses::Done, Senses::Naming(5)]].concat());
    }

    #[test]
    fn the_browsers_language_names_the_country() {
        let code = |tags: &[&str]| {
            country_of(&tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>())
                .map(|country| country.code)
        };
        assert_eq!(code(&["en-GB"]), Some("GB"));
        assert_eq!(code(&["de", "de-at"]), Some("AT"));
        assert_eq!(code(&["zh-Hant-TW", "es-ES"]), Some("ES"));
        assert_eq!(code(&["en", "tlh"]), None);
    }

    #[test]
    fn every_country_has_an_emergency_number_and_no_country_stands_twice() {
        assert!(COUNTRIES.len() >= 25);
        for (place, country) in COUNTRIES.iter().enumerate() {
            assert!(!country.emergency.is_empty() && !country.lines.is_empty(), "{}", country.code);
            assert!(
                COUNTRIES[..place].iter().all(|earlier| earlier.code != country.code),
                "{}",
                country.code
            );
            for line in country.lines {
                assert!(
                    line.phone.is_some() || line.web.is_some(),
                    "{} cannot be reached",
                    line.name
                );
            }
        }
    }

    #[test]
    fn a_number_is_dialled_without_its_spaces() {
        assert_eq!(dialled("0808 2000 247"), "tel:08082000247");
        assert_eq!(dialled("*4141"), "tel:*4141");
    }
}
