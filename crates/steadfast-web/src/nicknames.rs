//! What somebody calls a circle on their own device, where its people are told nothing of it.
//!
//! A therapist who is in the circles of several couples tells them apart so.

use std::collections::BTreeMap;

use steadfast_circle::CircleId;
use steadfast_repair::words::Title;

/// The names of circles, by their ids. Kept as text: a line for each, the id before the name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Nicknames(BTreeMap<CircleId, Title>);

impl Nicknames {
    /// Reads the text that was kept. A line that is none is left out.
    pub(crate) fn from_text(text: &str) -> Self {
        let line = |line: &str| {
            let (circle, name) = line.split_once(' ')?;
            Some((circle.parse().ok()?, Title::new(name).ok()?))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// The text to keep.
    pub(crate) fn to_text(&self) -> String {
        let line = |(circle, name): (&CircleId, &Title)| format!("{circle} {}\n", name.as_str());
        self.0.iter().map(line).collect()
    }

    /// What a circle is called, if it was given a name.
    pub(crate) fn get(&self, circle: CircleId) -> Option<&Title> {
        self.0.get(&circle)
    }

    /// Calls a circle so, or with `None` as everybody does.
    pub(crate) fn set(&mut self, circle: CircleId, name: Option<Title>) {
        match name {
            Some(name) => self.0.insert(circle, name),
            None => self.0.remove(&circle),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_and_given_up() {
        let circle = |number| CircleId::from_bytes([number; 32]);
        let mut names = Nicknames::default();
        names.set(circle(1), Title::new("Tuesday, 10 o'clock").ok());
        names.set(circle(2), Title::new("The second").ok());
        names.set(circle(2), None);
        let kept = Nicknames::from_text(&names.to_text());
        assert_eq!(kept, names);
        assert_eq!(kept.get(circle(1)).map(Title::as_str), Some("Tuesday, 10 o'clock"));
        assert_eq!(kept.get(circle(2)), None);
    }

    #[test]
    fn what_is_no_name_is_left_out() {
        assert_eq!(Nicknames::from_text("nonsense\n\nabc name"), Nicknames::default());
    }
}
