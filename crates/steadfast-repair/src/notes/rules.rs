//! Who may write and quote.

use super::acts::{Proof, Quote};
use crate::practice::Saying;

/// Why a note has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nobody else in *Mine*.
    #[error("nobody else is in the circle")]
    NobodyElse,
    /// What proves a quotation was changed, or made up.
    #[error("the quotation's proof does not hold")]
    ProofFails,
    /// What is quoted holds nobody's own words.
    #[error("what is quoted holds no words")]
    NoWords,
}

pub(super) fn write(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.is_mine() { Err(Refusal::NobodyElse) } else { Ok(()) }
}

pub(super) fn quote(quote: &Quote, said: Saying<'_>) -> Result<(), Refusal> {
    write(said)?;
    match &quote.proof {
        Proof::Fails => Err(Refusal::ProofFails),
        Proof::Holds(quoted) if quoted.passages.is_empty() => Err(Refusal::NoWords),
        Proof::Holds(_) => Ok(()),
    }
}
