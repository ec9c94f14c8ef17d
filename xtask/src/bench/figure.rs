//! One figure: what was measured, beside its reference and its target.

use serde_json::{Value, json};

/// What a figure should reach.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// The value, at most.
    AtMost(f64),
    /// The value as a ratio to its reference, at most.
    RatioAtMost(f64),
    /// The value as a ratio to its reference, at least.
    RatioAtLeast(f64),
}

/// A figure that was measured.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// What was measured, so that a reader knows what the number contains.
    figure: String,
    value: f64,
    unit: &'static str,
    /// What the same run measured without our part, in the same unit, and the ratio to it.
    reference: Option<(f64, f64)>,
    target: Option<Target>,
}

impl Figure {
    pub(super) fn new(figure: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { figure: figure.into(), value, unit, reference: None, target: None }
    }

    /// Beside what the same run measured without our part.
    pub(super) fn beside(self, reference: f64) -> Self {
        let ratio = self.value / reference;
        self.beside_as(reference, ratio)
    }

    /// As [`Figure::beside`], where the ratio is the middle of several and not that of the two numbers.
    pub(super) fn beside_as(self, reference: f64, ratio: f64) -> Self {
        Self { reference: Some((reference, ratio)), ..self }
    }

    pub(super) fn should_be(self, target: Target) -> Self {
        Self { target: Some(target), ..self }
    }

    /// Whether the target is met; none without a target, or without the reference that it needs.
    fn met(&self) -> Option<bool> {
        let ratio = self.reference.map(|(_, ratio)| ratio);
        match self.target? {
            Target::AtMost(most) => Some(self.value <= most),
            Target::RatioAtMost(most) => Some(ratio? <= most),
            Target::RatioAtLeast(least) => Some(ratio? >= least),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let target = self.target.map(|target| match target {
            Target::AtMost(most) => format!("<= {most} {}", self.unit),
            Target::RatioAtMost(most) => format!("ratio <= {most}"),
            Target::RatioAtLeast(least) => format!("ratio >= {least}"),
        });
        json!({
            "figure": self.figure,
            "value": rounded(self.value),
            "unit": self.unit,
            "reference": self.reference.map(|(reference, _)| rounded(reference)),
            "ratio": self.reference.map(|(_, ratio)| rounded(ratio)),
            "target": target,
            "met": self.met(),
        })
    }
}

/// To two places; more would claim more than one run can know.
fn rounded(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::{Figure, Target};

    #[test]
    fn a_target_is_met_by_the_value_or_by_the_ratio_as_it_says() {
        let met = |figure: Figure| figure.to_json()["met"].as_bool();
        let ten = || Figure::new("ten", 10.0, "ms");
        assert_eq!(met(ten()), None);
        assert_eq!(met(ten().should_be(Target::AtMost(10.0))), Some(true));
        assert_eq!(met(ten().should_be(Target::AtMost(9.9))), Some(false));
        assert_eq!(met(ten().beside(5.0).should_be(Target::RatioAtMost(2.0))), Some(true));
        assert_eq!(met(ten().beside(20.0).should_be(Target::RatioAtLeast(0.6))), Some(false));
        assert_eq!(met(ten().should_be(Target::RatioAtLeast(0.6))), None, "without a reference");
    }

    #[test]
    fn a_line_says_everything_that_a_reader_needs() {
        let line = Figure::new("appends", 600.0, "1/s")
            .beside(1_000.0)
            .should_be(Target::RatioAtLeast(0.6))
            .to_json();
        assert_eq!(
            line,
            serde_json::json!({
                "figure": "appends", "value": 600.0, "unit": "1/s", "reference": 1_000.0, "ratio": 0.6,
                "target": "ratio >= 0.6", "met": true,
            })
        );
    }
}
