//! Tests of circles through their public face.

mod common;
mod life;
