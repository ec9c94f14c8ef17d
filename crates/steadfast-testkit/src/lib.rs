//! Cheating relays, scripted members and fixtures, for tests, the demo and the bench.
