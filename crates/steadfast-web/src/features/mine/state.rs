//! What *Mine* shows: the pages of the journal, the newest first, with how each was before.

use jiff::Timestamp;
use steadfast_repair::{EntryId, journal::Journal};

/// A page of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) id: EntryId,
    /// When it was first written.
    pub(super) at: Timestamp,
    /// What it says now.
    pub(super) text: String,
    /// When it was last written anew, if it was.
    pub(super) amended: Option<Timestamp>,
    /// How it was before, the newest first.
    pub(super) before: Vec<(Timestamp, String)>,
}

/// The pages in which the letters stand, in capitals or not; all of them for no letters. At most `most`, and whether
/// there are more.
pub(super) fn leaves(journal: &Journal, letters: &str, most: usize) -> (Vec<Leaf>, bool) {
    let letters = letters.trim().to_lowercase();
    let mut found = journal.newest_first().filter(|page| {
        letters.is_empty() || page.latest().text.as_str().to_lowercase().contains(&letters)
    });
    let leaves = found
        .by_ref()
        .take(most)
        .map(|page| {
            let mut versions: Vec<_> = page
                .versions()
                .map(|version| (version.entry.at, version.text.as_str().to_owned()))
                .collect();
            let (at, text) = versions.pop().unwrap_or_default();
            versions.reverse();
            Leaf {
                id: page.id(),
                at: page.first().entry.at,
                text,
                amended: page.is_amended().then_some(at),
                before: versions,
            }
        })
        .collect();
    (leaves, found.next().is_some())
}

#[cfg(test)]
mod tests {
    use steadfast_repair::{
        MemberId, Relationship, Said, Window,
        journal::{Act, Amend, Write},
        people::{self, CircleKind, Found},
        relationship,
        words::Words,
    };

    use super::*;

    const ME: MemberId = MemberId([1; 32]);

    fn id(place: u64) -> EntryId {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&place.to_be_bytes());
        EntryId(id)
    }

    /// *Mine* with these acts, one an hour.
    fn mine(acts: Vec<Act>) -> Relationship {
        let found = relationship::Act::People(people::Act::Found(Found {
            kind: CircleKind::Mine,
            name: None,
        }));
        let mut circle = Relationship::new(ME);
        for (place, act) in (0..)
            .zip(std::iter::once(found).chain(acts.into_iter().map(relationship::Act::Journal)))
        {
            let said = Said {
                id: id(place),
                author: ME,
                place,
                claimed: Timestamp::from_second(3600 * i64::try_from(place).unwrap()).unwrap(),
                zone: "Europe/Lisbon".into(),
                window: Window::default(),
                act,
            };
            assert_eq!(circle.apply(&said), steadfast_repair::Effect::Took);
        }
        circle
    }

    fn write(text: &str) -> Act {
        Act::Write(Write { text: Words::new(text).unwrap() })
    }

    #[test]
    fn a_page_written_anew_shows_the_new_words_and_keeps_the_old_below() {
        let anew = Act::Amend(Amend { entry: id(1), text: Words::new("Second.").unwrap() });
        let circle = mine(vec![write("First."), write("Another."), anew]);
        let (leaves, more) = leaves(circle.journal(), "", 10);
        assert!(!more);
        assert_eq!(
            leaves.iter().map(|leaf| leaf.text.as_str()).collect::<Vec<_>>(),
            ["Another.", "Second."]
        );
        assert_eq!(leaves[1].at, Timestamp::from_second(3600).unwrap());
        assert_eq!(leaves[1].amended, Some(Timestamp::from_second(3 * 3600).unwrap()));
        assert_eq!(
            leaves[1].before,
            [(Timestamp::from_second(3600).unwrap(), "First.".to_owned())]
        );
        assert_eq!(leaves[0].amended, None);
    }

    #[test]
    fn letters_are_found_whatever_their_case_and_only_in_what_stands_now() {
        let anew = Act::Amend(Amend { entry: id(1), text: Words::new("The lake.").unwrap() });
        let circle = mine(vec![write("The sea."), write("Über uns."), anew]);
        let texts = |letters: &str| {
            leaves(circle.journal(), letters, 10)
                .0
                .into_iter()
                .map(|leaf| leaf.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("LAKE"), ["The lake."]);
        assert_eq!(texts("über"), ["Über uns."]);
        assert!(texts("sea").is_empty());
    }

    #[test]
    fn what_does_not_fit_is_said_to_be_there() {
        let circle = mine(vec![write("One."), write("Two."), write("Three.")]);
        let (shown, more) = leaves(circle.journal(), "", 2);
        assert_eq!((shown.len(), more), (2, true));
        assert!(!leaves(circle.journal(), "", 3).1);
    }
}
