//! The opened entries of a record, as they are kept and shown; and the chunks in which both forms of them lie.

use std::rc::Rc;

use steadfast_circle::{
    DeviceId, EntryHash, InvitationId,
    body::BODY_LENGTH_MAX,
    cbor::{DecodeError, Reader, Writer},
    entry::{Control, ENTRY_LENGTH_MAX},
};
use steadfast_repair::{
    EntryId, MemberId, notes, people::SecretsPolicy, relationship::Act, words::Title,
};

use crate::{
    payload::{Payload, v1::secrets_text},
    view::{ControlView, What},
};

/// How many entries a chunk holds. Few enough that the last one is quickly rewritten, many enough that ten thousand
/// entries are forty values.
pub(crate) const CHUNK: u64 = 256;

const ZONE_LENGTH_MAX: usize = 64;

/// One opened entry. Its author, hash and place are the ledger's to know.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What its author's device claimed, in milliseconds since 1970.
    pub(crate) claimed_ms: Option<i64>,
    pub(crate) zone: Rc<str>,
    pub(crate) what: Told,
    /// Whether the control that it carries took effect; true for an entry that carries none.
    pub(crate) took: bool,
}

/// What an entry holds, as it is kept.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// A payload, and what it says.
    Payload(Vec<u8>, What),
    Control(ControlView),
    Erased,
    NoKey,
    Unreadable,
}

impl Told {
    /// What a payload says.
    pub(crate) fn payload(bytes: Vec<u8>) -> Self {
        let what = match Payload::decode(&bytes) {
            Ok(Payload::Act(Act::Unknown { kind })) => What::Newer { kind },
            Ok(Payload::Act(act)) => What::Act(act),
            Ok(Payload::Quote(quoting)) => {
                What::Act(Act::Notes(notes::Act::Quote(Box::new(quoting.act()))))
            }
            Ok(Payload::Device { name, .. }) => What::Control(ControlView::DeviceNamed(name)),
            // Where nothing is steered and nothing said, there is nothing that could be read.
            Ok(Payload::Nothing | Payload::Newcomer(_)) | Err(_) => What::Unreadable,
        };
        Self::Payload(bytes, what)
    }

    /// What is shown of it.
    pub(crate) fn view(&self) -> What {
        match self {
            Self::Payload(_, what) => what.clone(),
            Self::Control(control) => What::Control(control.clone()),
            Self::Erased => What::Erased,
            Self::NoKey => What::NoKey,
            Self::Unreadable => What::Unreadable,
        }
    }

    /// The act to fold, if it holds one.
    pub(crate) fn act(&self) -> Option<&Act> {
        match self {
            Self::Payload(_, What::Act(act)) => Some(act),
            _ => None,
        }
    }
}

/// What people care about of a control. `payload` is what its entry says beside it.
pub(crate) fn control_view(
    control: &Control,
    payload: Option<&[u8]>,
    member: impl Fn(&Control) -> Option<MemberId>,
) -> ControlView {
    match control {
        Control::Genesis(_) => ControlView::Genesis,
        Control::AddDevice(certificate) => ControlView::DeviceAdded(certificate.device),
        Control::RemoveDevice(device) => ControlView::DeviceRemoved(*device),
        Control::BeginEpoch { .. } => ControlView::KeyChanged,
        Control::Grant(_) => ControlView::KeysGranted,
        Control::Invite(invite) => ControlView::Invited(invite.id),
        Control::WithdrawInvitation(id) => ControlView::InvitationWithdrawn(*id),
        Control::Propose { candidate, .. } => {
            let says = match payload.map(Payload::decode) {
                Some(Ok(Payload::Newcomer(introduce))) => Some(introduce),
                _ => None,
            };
            ControlView::Proposed {
                member: MemberId(candidate.member.to_bytes()),
                secrets: says.as_ref().and_then(|says| says.secrets),
                name: says.map(|says| says.name),
            }
        }
        Control::Consent(_) => ControlView::Consented { member: member(control) },
        Control::Admit { .. } => ControlView::Admitted { member: member(control) },
        Control::Leave => ControlView::Left,
        Control::Erase(entries) => {
            ControlView::Erased(entries.iter().map(|entry| EntryId(entry.to_bytes())).collect())
        }
    }
}

/// Writes a chunk of opened entries.
pub(crate) fn encode_opened(lines: &[Line]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(lines.len() * 200);
    writer.array(lines.len());
    for line in lines {
        writer.array(5);
        match line.claimed_ms {
            Some(claimed) => writer.int(claimed),
            None => writer.null(),
        };
        writer.text(&line.zone).uint(line.took.into());
        match &line.what {
            Told::Payload(payload, _) => writer.uint(0).bytes(payload),
            Told::Control(control) => {
                writer.uint(1);
                put_control(&mut writer, control);
                &mut writer
            }
            Told::Erased => writer.uint(2).null(),
            Told::NoKey => writer.uint(3).null(),
            Told::Unreadable => writer.uint(4).null(),
        };
    }
    writer.finish()
}

/// Reads a chunk of opened entries.
pub(crate) fn decode_opened(bytes: &[u8]) -> Result<Vec<Line>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let count = reader.array("opened", CHUNK as usize)?;
    let mut lines: Vec<Line> = Vec::with_capacity(count);
    for _ in 0..count {
        reader.array_of("line", 5)?;
        let claimed_ms = if reader.null() { None } else { Some(reader.int()?) };
        let zone = reader.text("zone", ZONE_LENGTH_MAX)?;
        // Neighbours mostly share their zone, and so its memory.
        let zone = match lines.last() {
            Some(last) if *last.zone == *zone => Rc::clone(&last.zone),
            _ => Rc::from(zone),
        };
        let took = reader.uint()? == 1;
        let what = match reader.uint()? {
            0 => Told::payload(reader.bytes("payload", BODY_LENGTH_MAX)?.to_vec()),
            1 => Told::Control(control(&mut reader)?),
            kind => {
                reader.null();
                match kind {
                    2 => Told::Erased,
                    3 => Told::NoKey,
                    4 => Told::Unreadable,
                    _ => return Err(DecodeError::OutOfBounds { field: "line" }),
                }
            }
        };
        lines.push(Line { claimed_ms, zone, what, took });
    }
    reader.end()?;
    Ok(lines)
}

fn put_control(writer: &mut Writer, control: &ControlView) {
    let member = |writer: &mut Writer, member: &Option<MemberId>| {
        match member {
            Some(member) => writer.bytes(member.0),
            None => writer.null(),
        };
    };
    match control {
        // Not a control of the protocol: it is kept as the payload that it is.
        ControlView::DeviceNamed(_) | ControlView::Genesis => writer.array(1).uint(0),
        ControlView::DeviceAdded(device) => writer.array(2).uint(1).bytes(device),
        ControlView::DeviceRemoved(device) => writer.array(2).uint(2).bytes(device),
        ControlView::KeyChanged => writer.array(1).uint(3),
        ControlView::KeysGranted => writer.array(1).uint(4),
        ControlView::Invited(id) => writer.array(2).uint(5).bytes(id),
        ControlView::InvitationWithdrawn(id) => writer.array(2).uint(6).bytes(id),
        ControlView::Proposed { member, name, secrets } => {
            writer.array(4).uint(7).bytes(member.0);
            match name {
                Some(name) => writer.text(name.as_str()),
                None => writer.null(),
            };
            match secrets {
                Some(policy) => writer.text(secrets_text(*policy)),
                None => writer.null(),
            }
        }
        ControlView::Consented { member: who } => {
            member(writer.array(2).uint(8), who);
            writer
        }
        ControlView::Admitted { member: who } => {
            member(writer.array(2).uint(9), who);
            writer
        }
        ControlView::Left => writer.array(1).uint(10),
        ControlView::Erased(entries) => {
            writer.array(2).uint(11).array(entries.len());
            for entry in entries {
                writer.bytes(entry.0);
            }
            writer
        }
    };
}

fn control(reader: &mut Reader<'_>) -> Result<ControlView, DecodeError> {
    let member = |reader: &mut Reader<'_>| -> Result<Option<MemberId>, DecodeError> {
        Ok(if reader.null() { None } else { Some(MemberId(reader.fixed("member")?)) })
    };
    let fields = reader.array("control", 4)?;
    Ok(match reader.uint()? {
        0 => ControlView::Genesis,
        1 => ControlView::DeviceAdded(DeviceId::from_bytes(reader.fixed("device")?)),
        2 => ControlView::DeviceRemoved(DeviceId::from_bytes(reader.fixed("device")?)),
        3 => ControlView::KeyChanged,
        4 => ControlView::KeysGranted,
        5 => ControlView::Invited(InvitationId::from_bytes(reader.fixed("invitation")?)),
        6 => {
            ControlView::InvitationWithdrawn(InvitationId::from_bytes(reader.fixed("invitation")?))
        }
        7 => {
            let member = MemberId(reader.fixed("member")?);
            let name =
                if reader.null() { None } else { Title::new(reader.text("name", 1024)?).ok() };
            let policy = if fields < 4 || reader.null() {
                None
            } else {
                let read = reader.text("secrets", 32)?;
                SecretsPolicy::ALL.into_iter().find(|policy| secrets_text(*policy) == read)
            };
            ControlView::Proposed { member, name, secrets: policy }
        }
        8 => ControlView::Consented { member: member(reader)? },
        9 => ControlView::Admitted { member: member(reader)? },
        10 => ControlView::Left,
        11 => {
            let count = reader.array("erased", 64)?;
            let entry = |_| reader.fixed("entry").map(EntryId);
            ControlView::Erased((0..count).map(entry).collect::<Result<_, _>>()?)
        }
        _ => return Err(DecodeError::OutOfBounds { field: "control" }),
    })
}

/// An entry as it was signed, and its sealed body unless that was erased.
pub(crate) type Signed = (Vec<u8>, Option<Vec<u8>>);

/// Writes a chunk of signed entries.
pub(crate) fn encode_signed(entries: &[Signed]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(entries.len() * 800);
    writer.array(entries.len());
    for (entry, body) in entries {
        writer.array(2).bytes(entry);
        match body {
            Some(body) => writer.bytes(body),
            None => writer.null(),
        };
    }
    writer.finish()
}

/// Reads a chunk of signed entries.
pub(crate) fn decode_signed(bytes: &[u8]) -> Result<Vec<Signed>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let count = reader.array("signed", CHUNK as usize)?;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        reader.array_of("entry", 2)?;
        let entry = reader.bytes("entry", ENTRY_LENGTH_MAX)?.to_vec();
        let body = if reader.null() {
            None
        } else {
            Some(reader.bytes("body", BODY_LENGTH_MAX)?.to_vec())
        };
        entries.push((entry, body));
    }
    reader.end()?;
    Ok(entries)
}

/// The entry's name in the practice.
pub(crate) fn entry_id(hash: EntryHash) -> EntryId {
    EntryId(hash.to_bytes())
}
