//! The record of the person: what they call themselves, which circles there are, and their devices.

use steadfast_circle::{
    CircleId,
    cbor::{DecodeError, Reader, Writer},
};
use steadfast_repair::{people::Roles, words::Title};

use super::{
    slot::Slot,
    state::{list, needed_title, put_roles, roles},
};
use crate::ports::RelayAddress;

/// Where it lies.
pub(crate) const ME: &str = "me";
/// Where the member seed lies, sealed as *Mine* is.
pub(crate) const SEED: &str = "seed";

const VERSION: u64 = 1;
const TEXT_LENGTH_MAX: usize = 1024;

/// The person and their circles.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Me {
    pub(crate) name: Title,
    pub(crate) roles: Roles,
    pub(crate) relay: RelayAddress,
    /// *Mine* first.
    pub(crate) slots: Vec<Slot>,
    /// This device, among the person's own.
    pub(crate) device_key: [u8; 16],
    pub(crate) device_name: String,
    /// Circles that were forgotten here, so that the locker does not bring them back.
    pub(crate) forgotten: Vec<CircleId>,
}

impl Me {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut w = Writer::new();
        w.array(8).uint(VERSION).text(self.name.as_str());
        put_roles(&mut w, self.roles);
        w.text(self.relay.as_str()).array(self.slots.len());
        for slot in &self.slots {
            w.bytes(slot.0);
        }
        w.bytes(self.device_key).text(&self.device_name).array(self.forgotten.len());
        for circle in &self.forgotten {
            w.bytes(circle);
        }
        w.finish()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut r = Reader::new(bytes);
        r.array_of("me", 8)?;
        match r.uint()? {
            VERSION => {}
            version => return Err(DecodeError::Version(version)),
        }
        let me = Self {
            name: needed_title(&mut r)?,
            roles: roles(&mut r)?,
            relay: r
                .text("relay", TEXT_LENGTH_MAX)?
                .parse()
                .map_err(|_| DecodeError::OutOfBounds { field: "relay" })?,
            slots: list(&mut r, |r| r.fixed("slot").map(Slot))?,
            device_key: r.fixed("device")?,
            device_name: r.text("device name", TEXT_LENGTH_MAX)?.to_owned(),
            forgotten: list(&mut r, |r| r.fixed("circle").map(CircleId::from_bytes))?,
        };
        r.end()?;
        Ok(me)
    }
}
