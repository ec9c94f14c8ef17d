//! A record of 10,000 entries, natively: verified and opened, had back after a restart, and folded into Today.

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
    let fold = measured(["bench", "--quiet", "--package", "steadfast-testkit", "--bench", "fold"])?;
    let folded = line_of(&fold, "folded_into_today")?;
    let what = "10,000 entries of all practices folded into Today, natively; reference: the same entries copied";
    tell(
        Figure::new(what, number(folded, "milliseconds")?, "ms")
            .beside(number(folded, "copied_milliseconds")?)
            .should_be(Target::AtMost(20.0)),
    );
    for (name, what, most) in [
        ("one_more_folded", "one more entry folded into the same, natively", Some(50.0)),
        ("today_of_it", "Today of the same made anew, natively", None),
    ] {
        let micros = number(line_of(&fold, name)?, "milliseconds")? * 1_000.0;
        let figure = Figure::new(what, micros, "µs");
        tell(match most {
            Some(most) => figure.should_be(Target::AtMost(most)),
            None => figure,
        });
    }
    Ok(())
}
