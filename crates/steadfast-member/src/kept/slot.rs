//! Where in the store a circle's values lie.

use rand_core::CryptoRng;
use steadfast_circle::CircleId;

/// A circle's part of the store. Random, so that it stays when a provisional circle id gives way to the real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(pub(crate) [u8; 16]);

impl Slot {
    pub(crate) fn make(random: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 16];
        random.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The id by which the circle goes until its own is known, and by which it can always be asked for.
    pub(crate) fn provisional_id(self) -> CircleId {
        let mut id = [0; 32];
        id[..16].copy_from_slice(&self.0);
        CircleId::from_bytes(id)
    }

    fn place(self, rest: &str) -> String {
        format!("circle/{}/{rest}", data_encoding::HEXLOWER.encode(&self.0))
    }

    /// The small record that every commit about the circle rewrites, and by which two tabs notice each other.
    pub(crate) fn state(self) -> String {
        self.place("state")
    }

    /// The ledger, at the size that the state names.
    pub(crate) fn ledger(self) -> String {
        self.place("ledger")
    }

    /// Opened entries, [`CHUNK`](super::line::CHUNK) at a time.
    pub(crate) fn opened(self, chunk: u64) -> String {
        self.place(&format!("opened/{chunk}"))
    }

    /// The same entries as they were signed, with their sealed bodies.
    pub(crate) fn signed(self, chunk: u64) -> String {
        self.place(&format!("signed/{chunk}"))
    }

    /// Something of ours that is not in the verified record yet.
    pub(crate) fn out(self, number: u64) -> String {
        self.place(&format!("out/{number}"))
    }

    /// Evidence of a broken promise.
    pub(crate) fn evidence(self, number: u64) -> String {
        self.place(&format!("evidence/{number}"))
    }
}
