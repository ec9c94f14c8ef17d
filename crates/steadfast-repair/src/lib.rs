//! The practice of repair: what can be said, who may say it when, and what follows.
