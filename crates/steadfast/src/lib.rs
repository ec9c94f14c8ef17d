//! What the command `steadfast` is made of: one module for each verb, and what they share.

pub mod app;
pub mod assets;
pub mod coach;
pub mod demo;
mod logging;
mod runtime;
pub mod serve;
pub mod settings;
pub mod verify;
