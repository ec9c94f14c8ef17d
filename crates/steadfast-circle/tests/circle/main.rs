//! Tests of circles through their public face.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod common;
#[cfg(test)]
mod life;
#[cfg(test)]
mod vectors;
