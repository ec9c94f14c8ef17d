//! The English rules and words, as the build script compiled them.

use crate::{
    finding::{FindingId, Severity},
    tables::{Frame, Posting, Rule, Says, Tables},
    words::{Advice, Source},
};

include!(concat!(env!("OUT_DIR"), "/en.rs"));
