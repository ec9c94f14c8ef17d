//! A record for reading: one page that stands alone, and the same as data. Without signatures, so that it proves nothing
//! to anybody who was not there.

mod fields;

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use steadfast_circle::CircleId;
use steadfast_repair::{EntryId, MemberId};

use crate::{
    error::ExportError,
    member::Member,
    ports::Ports,
    view::{
        CircleSummary, ControlView, ExportWords, LineEffect, Person, ReadableExport, RecordLine,
        What,
    },
};
use fields::{Field, fields};

pub use fields::EXPORT_KEYS;

impl<P: Ports> Member<P> {
    /// The record for reading, without signatures: a page that stands alone, and the same as data. What is pending is
    /// in it, and said to be.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn export_readable(
        &self,
        circle: CircleId,
        words: &dyn ExportWords,
    ) -> Result<ReadableExport, ExportError> {
        let kept = self.inner.kept(circle)?;
        let record = kept.with(|circle| circle.record())?;
        let summary = self.circle(circle).ok_or(ExportError::Nothing)?;
        Ok(ReadableExport { html: html(&summary, &record, words), json: data(&summary, &record) })
    }
}

/// What one line says: the key of its kind, and its fields.
fn told(line: &RecordLine) -> (String, Vec<(&'static str, Field)>) {
    match &line.what {
        What::Act(act) => {
            let (kind, fields) = fields(act);
            (kind.to_owned(), fields)
        }
        What::Newer { kind } => ("newer".into(), vec![("kind", Field::Text(kind.clone()))]),
        What::Control(control) => {
            let (kind, fields) = steered(control);
            (kind.to_owned(), fields)
        }
        What::Erased => ("erased".into(), Vec::new()),
        What::NoKey => ("no-key".into(), Vec::new()),
        What::Unreadable => ("unreadable".into(), Vec::new()),
    }
}

fn steered(control: &ControlView) -> (&'static str, Vec<(&'static str, Field)>) {
    let member = |member: &Option<MemberId>| {
        member.iter().map(|id| ("member", Field::Person(*id))).collect()
    };
    match control {
        ControlView::Genesis => ("circle.begun", Vec::new()),
        ControlView::DeviceNamed(name) => {
            ("circle.device-named", vec![("name", Field::Text(name.clone()))])
        }
        ControlView::DeviceAdded(_) => ("circle.device-added", Vec::new()),
        ControlView::DeviceRemoved(_) => ("circle.device-removed", Vec::new()),
        ControlView::KeyChanged => ("circle.key-changed", Vec::new()),
        ControlView::KeysGranted => ("circle.keys-granted", Vec::new()),
        ControlView::Invited(_) => ("circle.invited", Vec::new()),
        ControlView::InvitationWithdrawn(_) => ("circle.invitation-withdrawn", Vec::new()),
        ControlView::Proposed { name, .. } => {
            let name = name.iter().map(|name| ("name", Field::Text(name.as_str().to_owned())));
            ("circle.proposed", name.collect())
        }
        ControlView::Consented { member: who } => ("circle.consented", member(who)),
        ControlView::Admitted { member: who } => ("circle.admitted", member(who)),
        ControlView::Left => ("circle.left", Vec::new()),
        ControlView::Erased(entries) => {
            ("circle.erased", entries.iter().map(|entry| ("entry", Field::Entry(*entry))).collect())
        }
    }
}

/// The key of the note that a line needs, if it needs one.
fn note(line: &RecordLine) -> Option<&'static str> {
    match line.effect {
        _ if line.pending => Some("pending"),
        LineEffect::Refused(_) | LineEffect::NoEffect => Some("no-effect"),
        LineEffect::Took | LineEffect::Nothing => None,
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
                Some(Value::Array(list)) => list.push(field.data()),
                Some(one) => *one = Value::Array(vec![one.take(), field.data()]),
                None => {
                    said.insert(key.to_owned(), field.data());
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

const STYLE: &str = "body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,serif}\
    li{margin:0 0 1.25rem}p,dd{white-space:pre-wrap;margin:0}dl{margin:.25rem 0 0 1rem}dt,small{color:#555}";

fn html(summary: &CircleSummary, record: &[RecordLine], words: &dyn ExportWords) -> String {
    let word = |key: &str| escape(&words.word(key));
    let names: HashMap<MemberId, &str> = summary
        .people
        .iter()
        .filter_map(|person| Some((person.id, person.name.as_ref()?.as_str())))
        .collect();
    let name = |id: MemberId| names.get(&id).map_or_else(|| word("unnamed"), |name| escape(name));
    let places: HashMap<EntryId, u64> = record.iter().map(|line| (line.id, line.place)).collect();
    let shown = |field: &Field| match field {
        Field::Text(text) => escape(text),
        Field::Word(key) => word(key),
        Field::Person(id) => name(*id),
        Field::Entry(id) => match places.get(id) {
            Some(place) => format!("<a href=\"#e{place}\">{place}</a>"),
            None => word("unknown-entry"),
        },
    };
    let title = summary.name.as_ref().map_or_else(|| word("title"), |name| escape(name.as_str()));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{}</p>\n<ol start=\"0\">\n",
        escape(words.language()),
        word("lead"),
    );
    for line in record {
        let (kind, fields) = told(line);
        page += &format!(
            "<li id=\"e{}\"><strong>{}</strong>, {}",
            line.place,
            name(line.author),
            word(&kind)
        );
        if let Some(claimed) = line.claimed {
            page += &format!("<br><small>{}</small>", escape(&words.time(claimed, &line.zone)));
        }
        for (key, bound) in
            [("not-before", line.window.not_before), ("not-after", line.window.not_after)]
        {
            if let Some(time) = bound {
                let time = escape(&words.time(time, &line.zone));
                page += &format!("<br><small>{} {time}</small>", word(key));
            }
        }
        if let Some(note) = note(line) {
            page += &format!("<br><small>{}</small>", word(note));
        }
        if !fields.is_empty() {
            page += "\n<dl>";
            for (key, field) in &fields {
                page += &format!("<dt>{}</dt><dd>{}</dd>", word(key), shown(field));
            }
            page += "</dl>";
        }
        page += "</li>\n";
    }
    page += "</ol>\n</html>\n";
    page
}

/// What people wrote must not become part of the page's own text.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}
