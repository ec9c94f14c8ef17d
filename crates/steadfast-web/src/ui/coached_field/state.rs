//! What the coach's notes are about: which are left, where they stand as browsers count, and what is marked how.

use std::collections::HashSet;

use steadfast_coach::{Finding, FindingId, Form, Kind, Severity};

/// From how many characters on the words of a note are shortened in their middle.
const QUOTED_CHARS_MAX: usize = 80;

/// What makes a note the same while the text around it changes: what was found, in which words, and in which of
/// several places with these words, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) id: FindingId,
    words: String,
    place: usize,
}

impl Key {
    /// The words that it is about, in one line; long ones are shortened in their middle.
    pub(super) fn quoted(&self) -> String {
        let chars: Vec<char> = self.words.chars().collect();
        if chars.len() <= QUOTED_CHARS_MAX {
            return self.words.clone();
        }
        let half = QUOTED_CHARS_MAX / 2;
        let (start, end) = (&chars[..half], &chars[chars.len() - half..]);
        format!(
            "{} … {}",
            start.iter().collect::<String>().trim_end(),
            end.iter().collect::<String>().trim_start()
        )
    }
}

/// One thing that is said about a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noted {
    pub(super) key: Key,
    /// Byte offset of its first byte.
    start: usize,
    /// Byte offset after its last byte.
    end: usize,
    /// How it is drawn; nothing for what is said beside the text only.
    mark: Option<Mark>,
    /// Whether it would be drawn if its rule were right often enough.
    pub(super) unsure: bool,
}

impl Noted {
    /// Where its words begin and end in UTF-16 units, as browsers count.
    pub(super) fn range(&self, text: &str) -> (u32, u32) {
        (units_before(text, self.start), units_before(text, self.end))
    }
}

/// How words are marked. The stronger is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// This may hurt.
    Consider,
    /// This will hurt again.
    Change,
}

/// What is shown of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes {
    /// Words that sound as if somebody wanted to die. While they stand nothing else is said.
    pub(super) safety: Option<Key>,
    /// The notes, in the order of the text.
    pub(super) list: Vec<Noted>,
}

/// What is left of the findings in `text`, without the notes that were put away.
pub(super) fn notes(text: &str, found: &[Finding], away: &HashSet<Key>) -> Notes {
    let mut notes = Notes::default();
    let mut seen: Vec<(FindingId, String)> = Vec::new();
    for finding in found.iter().filter(|finding| finding.kind != Kind::Component) {
        let words = text.get(finding.start..finding.end).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let same = (finding.id, words);
        let place = seen.iter().filter(|other| **other == same).count();
        let key = Key { id: same.0, words: same.1.clone(), place };
        seen.push(same);
        if away.contains(&key) {
            continue;
        }
        if finding.kind == Kind::Safety {
            notes.safety.get_or_insert(key);
            continue;
        }
        let mark = (finding.kind == Kind::Underline).then_some(match finding.severity {
            Severity::Change => Mark::Change,
            Severity::Consider | Severity::Info => Mark::Consider,
        });
        let unsure = finding.kind == Kind::Note && finding.id.kind() == Kind::Underline;
        notes.list.push(Noted { key, start: finding.start, end: finding.end, mark, unsure });
    }
    if notes.safety.is_some() {
        notes.list.clear();
    }
    notes
}

/// A stretch of the text that is drawn in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
    /// Whether it belongs to the note that is open.
    pub(super) open: bool,
}

/// The whole text in stretches. Where notes overlap, the stronger mark is drawn.
pub(super) fn segments(text: &str, notes: &[Noted], open: Option<&Key>) -> Vec<Segment> {
    let mut cuts: Vec<usize> = notes.iter().flat_map(|noted| [noted.start, noted.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut segments: Vec<Segment> = Vec::new();
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        let Some(words) = text.get(start..end) else { continue };
        let here = || notes.iter().filter(|noted| noted.start <= start && end <= noted.end);
        let mark = here().filter_map(|noted| noted.mark).max();
        let open = here().any(|noted| Some(&noted.key) == open);
        match segments.last_mut() {
            Some(last) if last.mark == mark && last.open == open => last.text.push_str(words),
            _ => segments.push(Segment { text: words.to_owned(), mark, open }),
        }
    }
    segments
}

/// The note at a place in UTF-16 units, if there is one; the shortest of several.
pub(super) fn note_at<'a>(text: &str, notes: &'a [Noted], units: u32) -> Option<&'a Noted> {
    let at = byte_at(text, units);
    notes
        .iter()
        .filter(|noted| noted.start <= at && at <= noted.end)
        .min_by_key(|noted| noted.end - noted.start)
}

/// What a text of this form is usually made of, as far as it is there and as far as it is not there yet, each in the
/// order in which it is usually written.
pub(super) fn inventory(found: &[Finding], form: Form) -> (Vec<FindingId>, Vec<FindingId>) {
    let is_there = |id: &FindingId| {
        found.iter().any(|finding| finding.id == *id && finding.kind == Kind::Component)
    };
    form.components().iter().copied().partition(is_there)
}

/// How many UTF-16 units stand before a byte.
fn units_before(text: &str, byte: usize) -> u32 {
    let units = text.get(..byte).unwrap_or(text).encode_utf16().count();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// The byte that so many UTF-16 units stand before; in the middle of a character, that character's first.
fn byte_at(text: &str, units: u32) -> usize {
    let mut before = 0;
    for (byte, character) in text.char_indices() {
        before += u32::from(character.len_utf16() == 2) + 1;
        if before > units {
            return byte;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(text: &str, words: &str, id: FindingId, severity: Severity) -> Finding {
        let start = text.find(words).expect("the words are in the text");
        Finding {
            id,
            kind: id.kind(),
            severity,
            start,
            end: start + words.len(),
            rule: "test",
            pattern: 0,
        }
    }

    fn all(text: &str, found: &[Finding]) -> Notes {
        notes(text, found, &HashSet::new())
    }

    /// The stretches, marked ones in brackets: `[` may hurt, `{` will hurt again.
    fn drawn(segments: &[Segment]) -> String {
        let draw = |segment: &Segment| match segment.mark {
            None => segment.text.clone(),
            Some(Mark::Consider) => format!("[{}]", segment.text),
            Some(Mark::Change) => format!("{{{}}}", segment.text),
        };
        segments.iter().map(draw).collect()
    }

    #[test]
    fn a_place_behind_what_is_no_plain_letter_is_counted_as_browsers_count() {
        let text = "😢 שרה, it was only texting";
        let found = [finding(text, "only texting", FindingId::Minimising, Severity::Change)];
        let notes = all(text, &found).list;
        // The face is two units and four bytes, each Hebrew letter one unit and two bytes.
        assert_eq!(notes[0].range(text), (15, 27));
        assert_eq!(
            note_at(text, &notes, 15).map(|noted| noted.key.quoted()),
            Some("only texting".into())
        );
        assert_eq!(note_at(text, &notes, 14), None);
        assert_eq!(byte_at(text, 1), 0, "the middle of the face");
        assert_eq!(byte_at(text, 900), text.len());
    }

    #[test]
    fn the_stretches_are_the_whole_text_and_the_stronger_mark_wins() {
        let text = "I am sorry if you felt it was small.";
        let found = [
            finding(text, "sorry if you felt", FindingId::ConditionalApology, Severity::Change),
            finding(text, "you felt it was small", FindingId::Minimising, Severity::Consider),
        ];
        let notes = all(text, &found).list;
        let cut = segments(text, &notes, None);
        assert_eq!(drawn(&cut), "I am {sorry if you felt}[ it was small].");
        assert_eq!(cut.iter().map(|segment| segment.text.as_str()).collect::<String>(), text);
        let open = segments(text, &notes, Some(&notes[1].key));
        let words: Vec<_> =
            open.iter().filter(|segment| segment.open).map(|segment| &*segment.text).collect();
        assert_eq!(words, ["you felt", " it was small"]);
        assert_eq!(segments("", &[], None), []);
    }

    #[test]
    fn what_is_only_said_beside_the_text_is_not_marked_in_it() {
        let text = "Please forgive me. It was only texting.";
        let mut found = [
            finding(text, "Please forgive me", FindingId::ForgivenessRequest, Severity::Info),
            finding(text, "only texting", FindingId::Minimising, Severity::Info),
        ];
        found[1].kind = Kind::Note;
        let notes = all(text, &found).list;
        assert_eq!(notes.iter().map(|noted| noted.unsure).collect::<Vec<_>>(), [false, true]);
        assert_eq!(drawn(&segments(text, &notes, None)), text);
    }

    #[test]
    fn a_note_that_was_put_away_stays_away_while_one_writes_elsewhere() {
        let found =
            |text: &str| [finding(text, "only texting", FindingId::Minimising, Severity::Change)];
        let before = "It was only texting.";
        let away = HashSet::from([all(before, &found(before)).list[0].key.clone()]);
        let later = "Dear Ana. It was only texting. I lied.";
        assert_eq!(notes(later, &found(later), &away), Notes::default());
    }

    #[test]
    fn of_two_places_with_the_same_words_one_can_be_put_away() {
        let text = "No big deal. No big deal.";
        let mut found = [finding(text, "No big deal", FindingId::Minimising, Severity::Change); 2];
        (found[1].start, found[1].end) = (13, 24);
        let both = all(text, &found).list;
        let left = notes(text, &found, &HashSet::from([both[0].key.clone()])).list;
        assert_eq!(left, both[1..]);
    }

    #[test]
    fn where_somebody_wants_to_die_nothing_else_is_said() {
        let text = "It was only texting. I want to die.";
        let found = [
            finding(text, "only texting", FindingId::Minimising, Severity::Change),
            finding(text, "I want to die", FindingId::SelfHarm, Severity::Change),
        ];
        let first = all(text, &found);
        assert!(first.safety.is_some() && first.list.is_empty());
        let after = notes(text, &found, &first.safety.into_iter().collect());
        assert!(after.safety.is_none() && after.list.len() == 1);
    }

    #[test]
    fn what_is_there_and_what_is_not_yet_are_of_the_form() {
        let text = "I lied to you.";
        let found = [finding(text, text, FindingId::NamesTheAct, Severity::Info)];
        let (there, not_yet) = inventory(&found, Form::Answer);
        assert_eq!((there, not_yet), (vec![FindingId::NamesTheAct], vec![FindingId::Owns]));
        assert_eq!(inventory(&found, Form::Note), (vec![], vec![]));
    }

    #[test]
    fn long_words_are_shortened_between_characters() {
        let text = "é".repeat(200);
        let found = [finding(&text, &text, FindingId::Minimising, Severity::Change)];
        let quoted = all(&text, &found).list[0].key.quoted();
        assert_eq!(quoted, format!("{} … {}", "é".repeat(40), "é".repeat(40)));
    }
}
