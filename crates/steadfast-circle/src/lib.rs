//! Circles, keys, entries and the record: a log that its host can neither read nor rewrite.
