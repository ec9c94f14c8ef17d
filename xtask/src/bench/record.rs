//! A record of 10,000 entries, natively: verified and opened, and had back after a restart.

use anyhow::Result;

use super::{
    figure::{Figure, Target},
    line_of, measured, number,
};

/// Runs the circle's and the member's measurements, and tells their figures.
///
/// # Errors
/// When they cannot be built, or fail.
pub(super) fn measure(tell: impl Fn(Figure)) -> Result<()> {
    let circle = measured([
        "run",
        "--quiet",
        "--release",
        "--package",
        "steadfast-circle",
        "--example",
        "verify_speed",
    ])?;
    let verified = line_of(&circle, "verify_and_open")?;
    let what = "10,000 entries verified and opened natively; reference: as many bare strict Ed25519 signatures verified";
    tell(
        Figure::new(what, number(verified, "milliseconds")?, "ms")
            .beside(number(verified, "bare_ed25519_milliseconds")?)
            .should_be(Target::RatioAtMost(1.5)),
    );
    let member =
        measured(["bench", "--quiet", "--package", "steadfast-member", "--bench", "large"])?;
    for (name, what) in [
        ("cold_verified", "10,000 entries fetched, verified, opened, folded and kept, natively"),
        ("warm_opened", "the same record opened from the store and folded, natively"),
        ("record_listed", "the same record listed entry by entry, natively"),
    ] {
        tell(Figure::new(what, number(line_of(&member, name)?, "milliseconds")?, "ms"));
    }
    Ok(())
}
