//! Tests of circles through their public face.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod common;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod fuzzing;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod life;
#[cfg(test)]
mod quotations;
#[cfg(test)]
mod vectors;
