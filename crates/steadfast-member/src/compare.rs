//! Holding two people's records against each other, in person.

use steadfast_circle::{
    CircleId,
    verify::{Compared as Held, Comparison as Root, Ledger},
};

use crate::{
    error::CompareError,
    member::Member,
    ports::Ports,
    view::{Compared, Comparison},
};

impl<P: Ports> Member<P> {
    /// What to hold against another person's device. `None` if nothing of the circle is verified here.
    pub fn compare(&self, circle: CircleId) -> Option<Comparison> {
        let kept = self.inner.kept(circle).ok()?;
        let root = kept.with(|circle| circle.ledger.as_ref().map(Ledger::comparison)).ok()??;
        Some(Comparison { entries: root.size, qr: root.to_text(), words: root.words().join(" ") })
    }

    /// Holds what the other's device shows, as the text of its QR code or its twelve words, against our record.
    ///
    /// Words say nothing about which size they are for, so they are held against every size that our record had. Words
    /// that fit none are [`Compared::Different`] with `entries: None`: either the other has more entries, which a sync
    /// of ours shows, or the records differ.
    ///
    /// # Errors
    /// [`CompareError`].
    pub fn check_compared(&self, circle: CircleId, shown: &str) -> Result<Compared, CompareError> {
        let kept = self.inner.kept(circle).map_err(|_| CompareError::Nothing)?;
        kept.with(|circle| {
            circle.ledger.as_ref().map_or(Err(CompareError::Nothing), |ledger| check(ledger, shown))
        })
        .map_err(|_| CompareError::Nothing)?
    }
}

fn check(ledger: &Ledger, shown: &str) -> Result<Compared, CompareError> {
    if let Ok(other) = Root::from_text(shown) {
        return Ok(match ledger.compare(&other) {
            Held::Same => Compared::Same { entries: other.size },
            Held::OtherIsLonger { .. } => Compared::TheyAreAhead { entries: other.size },
            Held::Different => Compared::Different { entries: Some(other.size) },
        });
    }
    let words: Vec<String> = shown.split_whitespace().map(str::to_lowercase).collect();
    if words.len() != 12
        || !words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        return Err(CompareError::NotAComparison);
    }
    // Newest first: that is what people mostly hold.
    for size in (1..=ledger.size()).rev() {
        let Some(root) = ledger.root_at(size) else { continue };
        if (Root { size, root }).words().iter().zip(&words).all(|(ours, theirs)| ours == theirs) {
            return Ok(Compared::Same { entries: size });
        }
    }
    Ok(Compared::Different { entries: None })
}
