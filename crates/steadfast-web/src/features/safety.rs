//! Safety: what a watched device means, how to leave, and what this software cannot do. Nobody learns that it was read.

mod page;

pub(crate) use page::SafetyPage;
