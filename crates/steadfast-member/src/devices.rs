//! One's own devices: what they are called, and removing one.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use steadfast_circle::{CircleId, DeviceId, entry::Control};

use crate::{
    error::SayError,
    kept::{circle::Circle, line::Told, state::Phase},
    member::{Inner, Member},
    payload::Payload,
    ports::Ports,
    problem::KeepError,
    view::OwnDevice,
};

type Ids = Vec<(CircleId, DeviceId)>;

impl<P: Ports> Member<P> {
    /// Our own devices that are in a circle, this one first. What they are called is known while *Mine* is open.
    pub fn devices(&self) -> Vec<OwnDevice> {
        self.inner.devices().unwrap_or_default()
    }

    /// Removes another one of our devices (by its [`OwnDevice::key`]) from every circle. What it has read it keeps; it
    /// reads nothing that is written once the others have begun a new key.
    ///
    /// # Errors
    /// [`SayError`]. It may be on its way out of some circles already; removing it again goes on.
    pub async fn remove_device(&self, key: &str) -> Result<(), SayError> {
        let devices = self.inner.devices()?;
        let device = devices.into_iter().find(|device| device.key == key && !device.this);
        let device = device.ok_or(SayError::NoSuch { what: "other device" })?;
        for (circle, id) in device.circles {
            let kept = self.inner.kept(circle)?;
            let removing =
                |control: &Control| matches!(control, Control::RemoveDevice(other) if *other == id);
            if !kept.with(|circle| circle.is_pending(removing))? {
                self.inner
                    .write(&kept, Some(Control::RemoveDevice(id)), Vec::new(), |_| ())
                    .await?;
            }
        }
        Ok(())
    }

    /// Calls this device something else, among our own devices. *Mine* must be open.
    ///
    /// # Errors
    /// [`SayError`].
    pub async fn name_device(&self, name: &str) -> Result<(), SayError> {
        let name = name[..name.floor_char_boundary(128)].to_owned();
        self.inner
            .edit_me(|me, _, _| {
                me.device_name.clone_from(&name);
                Ok(())
            })
            .await?;
        self.inner.say_device().await?;
        Ok(())
    }
}

impl<P: Ports> Inner<P> {
    fn devices(&self) -> Result<Vec<OwnDevice>, KeepError> {
        let this_key = self.with_open(|open| open.me.device_key)?;
        let this_name = self.with_open(|open| open.me.device_name.clone())?;
        let mut own: Ids = Vec::new();
        let mut others: Ids = Vec::new();
        for kept in self.circles()? {
            // A closed Mine is left out, as all that is in it.
            let Ok((mut mine, mut rest)) = kept.with(active_devices) else { continue };
            own.append(&mut mine);
            others.append(&mut rest);
        }
        let mut devices = vec![OwnDevice {
            key: HEXLOWER.encode(&this_key),
            name: this_name,
            this: true,
            circles: own,
        }];
        let mut named: BTreeMap<[u8; 16], (String, Ids)> = BTreeMap::new();
        if let Some(mine) = self.circles()?.first() {
            let said = mine.with(named_devices).unwrap_or_default();
            named.extend(said.into_iter().map(|(key, name, ids)| (key, (name, ids))));
        }
        for (key, (name, ids)) in named {
            let (these, rest) =
                others.into_iter().partition(|(_, id)| ids.iter().any(|(_, named)| named == id));
            others = rest;
            let circles: Ids = these;
            if key != this_key && !circles.is_empty() {
                devices.push(OwnDevice { key: HEXLOWER.encode(&key), name, this: false, circles });
            }
        }
        let unnamed = |(circle, id): (CircleId, DeviceId)| OwnDevice {
            key: id.to_string(),
            name: String::new(),
            this: false,
            circles: vec![(circle, id)],
        };
        devices.extend(others.into_iter().map(unnamed));
        Ok(devices)
    }

    /// Says in *Mine* what this device is called and in which circles it is, if that was not said yet. Whether it
    /// had to be said.
    pub(crate) async fn say_device(&self) -> Result<bool, SayError> {
        let (key, name) =
            self.with_open(|open| (open.me.device_key, open.me.device_name.clone()))?;
        let mut ids: Ids = Vec::new();
        for kept in self.circles()? {
            ids.extend(kept.with(|circle| {
                (circle.state.phase == Phase::In).then(|| (circle.state.id, circle.device()))
            })?);
        }
        let Some(mine) = self.circles()?.into_iter().next() else { return Ok(false) };
        let last = mine
            .with(|circle| named_devices(circle).into_iter().rfind(|(other, ..)| *other == key))?;
        let is_in = mine.with(|circle| circle.state.phase == Phase::In)?;
        if !is_in || last == Some((key, name.clone(), ids.clone())) {
            return Ok(false);
        }
        let payload = Payload::Device { key, name, ids }.encode().ok_or(SayError::TooLong)?;
        self.write(&mine, None, payload, |_| ()).await?;
        Ok(true)
    }
}

/// Our active devices in a circle: this one, and the others.
fn active_devices(circle: &Circle) -> (Ids, Ids) {
    let Some(ledger) = &circle.ledger else { return (Vec::new(), Vec::new()) };
    let devices = ledger.roster().devices_of(&circle.state.member);
    devices.map(|(id, _)| (circle.state.id, *id)).partition(|(_, id)| *id == circle.device())
}

/// What was said of devices in *Mine*, oldest first.
fn named_devices(circle: &Circle) -> Vec<([u8; 16], String, Ids)> {
    let kept = circle.lines.iter().filter_map(|line| match &line.what {
        Told::Payload(payload, crate::view::What::Control(_)) => Some(payload.as_slice()),
        _ => None,
    });
    let pending = circle.out.iter().map(|(_, item)| item.content.payload.as_slice());
    let read = |payload: &[u8]| match Payload::decode(payload) {
        Ok(Payload::Device { key, name, ids }) => Some((key, name, ids)),
        _ => None,
    };
    kept.chain(pending).filter_map(read).collect()
}
