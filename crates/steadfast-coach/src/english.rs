//! The English rules and words, as the build script compiled them.

use crate::{
    finding::FindingId,
    tables::{Frame, Posting, Rule, Tables},
    words::{Advice, Source},
};

include!(concat!(env!("OUT_DIR"), "/en.rs"));
