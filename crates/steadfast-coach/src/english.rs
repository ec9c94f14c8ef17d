//! The English rules and words, as the build script compiled them.

use crate::{
    finding::{FindingId, Severity},
    tables::{Frame, Owner, Pattern, Posting, Rule, Says, Tables},
    words::{Advice, Source},
};

include!(concat!(env!("OUT_DIR"), "/en.rs"));
