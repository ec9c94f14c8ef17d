//! A member's side: keystore, outbox, sync, and what is shown.
