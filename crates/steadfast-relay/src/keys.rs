//! Devices' public keys, decompressed once for all that they send and not at each request.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use steadfast_circle::{DeviceId, InvalidKey, verify::DeviceKey};

/// Keys kept at once, at some 250 bytes each. Which are kept is only a matter of speed, so when there are as many, all
/// are forgotten.
const KEPT_MAX: usize = 4_096;

/// The keys of the devices that have written lately.
#[derive(Default)]
pub(crate) struct Keys(Mutex<HashMap<DeviceId, DeviceKey>>);

impl Keys {
    /// The key of a device.
    ///
    /// # Errors
    /// [`InvalidKey`] if no device can have such a key.
    pub(crate) fn of(&self, device: &DeviceId) -> Result<DeviceKey, InvalidKey> {
        if let Some(key) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(device) {
            return Ok(key.clone());
        }
        let key = DeviceKey::of(device)?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(*device, key.clone());
        Ok(key)
    }
}
