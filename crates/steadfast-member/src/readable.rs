//! A record as data, for other programs. Without signatures, so that it proves nothing to anybody who was not there.

mod agreements;
mod boundaries;
mod disclosures;
mod fields;
mod notes;
mod space;

use serde_json::{Map, Value, json};
use steadfast_circle::CircleId;
use steadfast_repair::MemberId;

use crate::{
    error::ExportError,
    member::Member,
    ports::Ports,
    view::{CircleSummary, ControlView, LineEffect, Person, RecordLine, What},
};
use fields::{Fields, entry, fields, person, text};

impl<P: Ports> Member<P> {
    /// The record as data (JSON), without signatures. What is pending is in it, and said to be.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn export_data(&self, circle: CircleId) -> Result<String, ExportError> {
        let kept = self.inner.kept(circle)?;
        let record = kept.with(|circle| circle.record(self.inner.now()))?;
        let summary = self.circle(circle).ok_or(ExportError::Nothing)?;
        Ok(data(&summary, &record))
    }
}

/// What one line says: the key of its kind, and its fields.
fn told(line: &RecordLine) -> (String, Fields) {
    match &line.what {
        What::Act(act) => {
            let (kind, fields) = fields(act);
            (kind.to_owned(), fields)
        }
        What::Newer { kind } => ("newer".into(), vec![text("kind", kind)]),
        What::Control(control) => {
            let (kind, fields) = steered(control);
            (kind.to_owned(), fields)
        }
        What::Erased => ("erased".into(), Vec::new()),
        What::NoKey => ("no-key".into(), Vec::new()),
        What::Unreadable => ("unreadable".into(), Vec::new()),
    }
}

fn steered(control: &ControlView) -> (&'static str, Fields) {
    let member =
        |member: &Option<MemberId>| member.iter().map(|id| person("member", *id)).collect();
    match control {
        ControlView::Genesis => ("circle.begun", Vec::new()),
        ControlView::DeviceNamed(name) => ("circle.device-named", vec![text("name", name)]),
        ControlView::DeviceAdded(_) => ("circle.device-added", Vec::new()),
        ControlView::DeviceRemoved(_) => ("circle.device-removed", Vec::new()),
        ControlView::KeyChanged => ("circle.key-changed", Vec::new()),
        ControlView::KeysGranted => ("circle.keys-granted", Vec::new()),
        ControlView::Invited(_) => ("circle.invited", Vec::new()),
        ControlView::InvitationWithdrawn(_) => ("circle.invitation-withdrawn", Vec::new()),
        ControlView::Proposed { name, .. } => {
            ("circle.proposed", name.iter().map(|name| text("name", name.as_str())).collect())
        }
        ControlView::Consented { member: who } => ("circle.consented", member(who)),
        ControlView::Admitted { member: who } => ("circle.admitted", member(who)),
        ControlView::Left => ("circle.left", Vec::new()),
        ControlView::Erased(entries) => {
            ("circle.erased", entries.iter().map(|id| entry("entry", *id)).collect())
        }
    }
}

fn hex(id: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(id)
}

fn data(summary: &CircleSummary, record: &[RecordLine]) -> String {
    let person = |person: &Person| {
        json!({
            "id": hex(&person.id.0),
            "name": person.name.as_ref().map(|name| name.as_str()),
            "roles": person.roles.iter().map(crate::payload::v1::role_text).collect::<Vec<_>>(),
            "left": person.left,
        })
    };
    let line = |line: &RecordLine| {
        let (kind, fields) = told(line);
        let mut said = Map::new();
        for (key, field) in fields {
            // What stands several times, such as the entries of an erasure, is a list.
            match said.get_mut(key) {
                Some(Value::Array(list)) => list.push(field),
                Some(one) => *one = Value::Array(vec![one.take(), field]),
                None => {
                    said.insert(key.to_owned(), field);
                }
            }
        }
        json!({
            "place": line.place,
            "id": hex(&line.id.0),
            "author": hex(&line.author.0),
            "claimed": line.claimed.map(|time| time.to_string()),
            "zone": line.zone,
            "not_before": line.window.not_before.map(|time| time.to_string()),
            "not_after": line.window.not_after.map(|time| time.to_string()),
            "kind": kind,
            "said": said,
            "pending": line.pending,
            "waits_until": line.waits_until.map(|time| time.to_string()),
            "came_in_space": line.came.map(|came| json!({
                "request": hex(&came.request.0),
                "had_read": came.had_read,
            })),
            "took_effect": !matches!(line.effect, LineEffect::Refused(_) | LineEffect::NoEffect),
        })
    };
    let all = json!({
        "format": "steadfast-readable",
        "version": 1,
        "circle": summary.id,
        "kind": crate::payload::v1::circle_kind_text(summary.kind),
        "name": summary.name.as_ref().map(|name| name.as_str()),
        "people": summary.people.iter().map(person).collect::<Vec<_>>(),
        "entries": record.iter().map(line).collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}
