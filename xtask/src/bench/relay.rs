//! The relay's figures: appends, what an entry takes on the disk, and memory while a thousand listen.

use anyhow::Result;
use serde_json::Value;

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
    for (batch, requests) in [
        (1, "one entry a request"),
        (4, "four entries a request"),
        (16, "sixteen entries a request"),
    ] {
        tell_appends(&tell, line_of(&lines, &format!("appends-{batch}"))?, requests)?;
    }
    let verification = number(line_of(&lines, "appends-1")?, "verification_us")?;
    tell(Figure::new(
        "strict verification of one appended entry's signature, on one processor; the relay does it for each entry, bare SQLite for none",
        verification,
        "us",
    ));
    let stored = number(line_of(&lines, "stored-1")?, "bytes")?;
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

/// Appends with so many entries in each request. The target is held against each of these loads.
fn tell_appends(tell: &impl Fn(Figure), appends: &Value, requests: &str) -> Result<()> {
    let beside = |field: &str, reference: &str| -> Result<_> {
        Ok((number(appends, field)?, number(appends, reference)?))
    };
    let load = format!("64 authors at once, two in each circle, {requests}");
    let (rate, bare) = beside("per_second", "reference_per_second")?;
    let figure = format!(
        "durable acknowledged appends a second, {load}; reference: bare SQLite group commit of the same rows in the same batches"
    );
    tell(
        Figure::new(figure, rate, "1/s")
            .beside_as(bare, number(appends, "ratio")?)
            .should_be(Target::RatioAtLeast(0.6)),
    );
    for (field, reference, which) in
        [("p50_ms", "reference_p50_ms", "half"), ("p99_ms", "reference_p99_ms", "99 of 100")]
    {
        let (value, bare) = beside(field, reference)?;
        let figure = format!("time in which {which} of the requests were acknowledged, {load}");
        tell(Figure::new(figure, value, "ms").beside(bare));
    }
    Ok(())
}
