//! The relay's figures: appends, what an entry takes on the disk, and memory while a thousand listen.

use anyhow::Result;

use super::{
    figure::{Figure, Target},
    line_of, measured, number,
};

/// Runs the relay's bench, and tells its figures.
///
/// # Errors
/// When it cannot be built, or fails.
pub(super) fn measure(tell: impl Fn(Figure)) -> Result<()> {
    let lines = measured(["bench", "--quiet", "--package", "steadfast-relay", "--bench", "relay"])?;
    let appends = line_of(&lines, "appends")?;
    let beside = |field: &str, reference: &str| -> Result<_> {
        Ok((number(appends, field)?, number(appends, reference)?))
    };
    let (rate, bare) = beside("per_second", "reference_per_second")?;
    let appended = "durable acknowledged appends a second, 64 authors at once; reference: bare SQLite group commit of the same rows";
    tell(
        Figure::new(appended, rate, "1/s")
            .beside_as(bare, number(appends, "ratio")?)
            .should_be(Target::RatioAtLeast(0.6)),
    );
    for (field, reference, which) in
        [("p50_ms", "reference_p50_ms", "half"), ("p99_ms", "reference_p99_ms", "99 of 100")]
    {
        let (value, bare) = beside(field, reference)?;
        let figure = format!("time in which {which} of these appends were acknowledged");
        tell(Figure::new(figure, value, "ms").beside(bare));
    }
    let stored = number(line_of(&lines, "stored")?, "bytes")?;
    tell(
        Figure::new("stored on the relay for each entry beyond its padded body", stored, "bytes")
            .should_be(Target::AtMost(600.0)),
    );
    let live = number(line_of(&lines, "live")?, "mebibytes")?;
    tell(
        Figure::new("memory of a relay with 1,000 idle live connections", live, "MiB")
            .should_be(Target::AtMost(64.0)),
    );
    Ok(())
}
