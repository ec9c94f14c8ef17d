//! The small record of a circle: its keys, where it is kept, how far it is verified, and what is under way.

use steadfast_circle::{
    CandidateHash, CircleId, FoundingNonce, MemberId,
    cbor::{DecodeError, Reader, Writer},
    device::DeviceSeed,
    epoch::{EpochKey, EpochKeys},
    relay_api::{KNOCK_LENGTH_MAX, Problem},
};
use steadfast_repair::{
    people::{CircleKind, Roles},
    words::Title,
};

use crate::{
    payload::v1::{circle_kind_from_text, circle_kind_text, role_from_text, role_text},
    ports::RelayAddress,
    problem::RelayError,
};

const VERSION: u64 = 1;
const TEXT_LENGTH_MAX: usize = 4096;
const LIST_MAX: usize = 1 << 20;

/// Where this device stands with a circle.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Made here; the relay's name and key, which the genesis entry pins, are not known yet.
    Founding,
    /// We knocked.
    Joining(Knocked),
    /// Restored or paired: the circle is known, this device is not in it yet.
    Adding,
    /// This device is in it.
    In,
    /// This device was removed.
    DeviceRemoved,
    /// We left.
    Left,
}

/// With what we knocked.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Knocked {
    pub(crate) link: String,
    pub(crate) name: Title,
    pub(crate) roles: Roles,
    /// Twelve words over our keys.
    pub(crate) words: String,
    /// The knock as it is left at the relay. It is kept, so that leaving it twice leaves the same.
    pub(crate) sealed: Vec<u8>,
    /// Whether the relay has it.
    pub(crate) left: bool,
}

/// An invitation of ours.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Invited {
    /// The link without the app's address, which holds the secret.
    pub(crate) link: String,
    pub(crate) expires_ms: i64,
}

/// Somebody whom we let in, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Admission {
    pub(crate) candidate: CandidateHash,
    /// The epoch that was in force when we decided to show nothing from before, or none if all may be read.
    pub(crate) hide_up_to: Option<u32>,
}

/// What our keys in a circle follow from, and who we are by them.
pub(crate) struct Derived {
    pub(crate) nonce: FoundingNonce,
    pub(crate) device: DeviceSeed,
    pub(crate) member: MemberId,
}

/// Everything small about a circle.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) id: CircleId,
    pub(crate) kind: CircleKind,
    pub(crate) name: Option<Title>,
    pub(crate) relay: RelayAddress,
    pub(crate) phase: Phase,
    pub(crate) nonce: FoundingNonce,
    pub(crate) device: DeviceSeed,
    /// Who we are in it.
    pub(crate) member: MemberId,
    pub(crate) keys: EpochKeys,
    /// The relay's name, as the circle pins it; empty before it is known.
    pub(crate) relay_name: String,
    /// Whether the genesis entry, which is ours, is not at the relay yet.
    pub(crate) genesis_waits: bool,
    /// How many entries are verified and kept.
    pub(crate) size: u64,
    /// At which size the ledger was kept; 0 if it was not.
    pub(crate) ledger_size: u64,
    /// The checkpoint that the record was last verified under, empty before the first.
    pub(crate) checkpoint: String,
    /// The largest checkpoint that the relay signed in a receipt for us, empty if it is not larger than the verified one.
    pub(crate) promised: String,
    pub(crate) checked_ms: Option<i64>,
    pub(crate) offline_since_ms: Option<i64>,
    /// What the relay said when it refused.
    pub(crate) refused: Option<RelayError>,
    /// Whether the last sync ended at a broken promise; its evidence is the last one kept.
    pub(crate) broken: bool,
    /// How many pieces of evidence were kept.
    pub(crate) evidence: u64,
    /// The numbers of the outbox's items, in order.
    pub(crate) out: Vec<u64>,
    /// The number of the next item.
    pub(crate) out_next: u64,
    pub(crate) invited: Vec<Invited>,
    pub(crate) admissions: Vec<Admission>,
}

impl State {
    /// A circle of which nothing but its keys is known here yet.
    pub(crate) fn new(
        phase: Phase,
        id: CircleId,
        relay: RelayAddress,
        kind: CircleKind,
        keys: Derived,
    ) -> Self {
        let Derived { nonce, device, member } = keys;
        Self {
            id,
            kind,
            name: None,
            relay,
            phase,
            nonce,
            device,
            member,
            keys: EpochKeys::new(),
            relay_name: String::new(),
            genesis_waits: false,
            size: 0,
            ledger_size: 0,
            checkpoint: String::new(),
            promised: String::new(),
            checked_ms: None,
            offline_since_ms: None,
            refused: None,
            broken: false,
            evidence: 0,
            out: Vec::new(),
            out_next: 0,
            invited: Vec::new(),
            admissions: Vec::new(),
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut w = Writer::with_capacity(1024);
        w.array(25).uint(VERSION).bytes(self.id);
        w.text(circle_kind_text(self.kind));
        put_title(&mut w, self.name.as_ref());
        w.text(self.relay.as_str());
        put_phase(&mut w, &self.phase);
        w.bytes(self.nonce).bytes(self.device.as_bytes()).bytes(self.member);
        w.array(self.keys.len());
        for (epoch, key) in self.keys.iter() {
            w.array(2).uint(epoch.into()).bytes(key.as_bytes());
        }
        w.text(&self.relay_name).uint(self.genesis_waits.into());
        w.uint(self.size).uint(self.ledger_size).text(&self.checkpoint).text(&self.promised);
        put_ms(&mut w, self.checked_ms);
        put_ms(&mut w, self.offline_since_ms);
        put_refused(&mut w, self.refused.as_ref());
        w.uint(self.broken.into()).uint(self.evidence).array(self.out.len());
        for number in &self.out {
            w.uint(*number);
        }
        w.uint(self.out_next);
        w.array(self.invited.len());
        for Invited { link, expires_ms } in &self.invited {
            w.array(2).text(link).int(*expires_ms);
        }
        w.array(self.admissions.len());
        for Admission { candidate, hide_up_to } in &self.admissions {
            w.array(2).bytes(candidate);
            match hide_up_to {
                Some(epoch) => w.uint((*epoch).into()),
                None => w.null(),
            };
        }
        w.finish()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut r = Reader::new(bytes);
        r.array_of("state", 25)?;
        match r.uint()? {
            VERSION => {}
            version => return Err(DecodeError::Version(version)),
        }
        let id = CircleId::from_bytes(r.fixed("id")?);
        let kind = circle_kind_from_text(r.text("kind", 32)?)
            .ok_or(DecodeError::OutOfBounds { field: "kind" })?;
        let name = title(&mut r)?;
        let relay = r
            .text("relay", TEXT_LENGTH_MAX)?
            .parse()
            .map_err(|_| DecodeError::OutOfBounds { field: "relay" })?;
        let phase = phase(&mut r)?;
        let nonce = FoundingNonce::from_bytes(r.fixed("nonce")?);
        let device = DeviceSeed::from_bytes(r.fixed("device")?);
        let member = MemberId::from_bytes(r.fixed("member")?);
        let keys = list(&mut r, |r| {
            r.array_of("key", 2)?;
            Ok((r.uint32("epoch")?, EpochKey::from_bytes(r.fixed("key")?)))
        })?;
        let relay_name = r.text("relay name", TEXT_LENGTH_MAX)?.to_owned();
        let genesis_waits = r.uint()? == 1;
        let (size, ledger_size) = (r.uint()?, r.uint()?);
        let checkpoint = r.text("checkpoint", TEXT_LENGTH_MAX)?.to_owned();
        let promised = r.text("promised", TEXT_LENGTH_MAX)?.to_owned();
        let (checked_ms, offline_since_ms) = (ms(&mut r)?, ms(&mut r)?);
        let refused = refused(&mut r)?;
        let (broken, evidence) = (r.uint()? == 1, r.uint()?);
        let out = list(&mut r, |r| r.uint())?;
        let out_next = r.uint()?;
        let invited = list(&mut r, |r| {
            r.array_of("invited", 2)?;
            Ok(Invited { link: r.text("link", TEXT_LENGTH_MAX)?.to_owned(), expires_ms: r.int()? })
        })?;
        let admissions = list(&mut r, |r| {
            r.array_of("admission", 2)?;
            let candidate = CandidateHash::from_bytes(r.fixed("candidate")?);
            let hide_up_to = if r.null() { None } else { Some(r.uint32("epoch")?) };
            Ok(Admission { candidate, hide_up_to })
        })?;
        r.end()?;
        Ok(Self {
            id,
            kind,
            name,
            relay,
            phase,
            nonce,
            device,
            member,
            keys: keys.into_iter().collect(),
            relay_name,
            genesis_waits,
            size,
            ledger_size,
            checkpoint,
            promised,
            checked_ms,
            offline_since_ms,
            refused,
            broken,
            evidence,
            out,
            out_next,
            invited,
            admissions,
        })
    }
}

/// Reads an array of any number of items.
pub(crate) fn list<T>(
    r: &mut Reader<'_>,
    mut item: impl FnMut(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let count = r.array("list", LIST_MAX)?;
    (0..count).map(|_| item(r)).collect()
}

fn put_ms(w: &mut Writer, ms: Option<i64>) {
    match ms {
        Some(ms) => w.int(ms),
        None => w.null(),
    };
}

fn ms(r: &mut Reader<'_>) -> Result<Option<i64>, DecodeError> {
    if r.null() { Ok(None) } else { r.int().map(Some) }
}

fn put_title(w: &mut Writer, title: Option<&Title>) {
    match title {
        Some(title) => w.text(title.as_str()),
        None => w.null(),
    };
}

fn title(r: &mut Reader<'_>) -> Result<Option<Title>, DecodeError> {
    if r.null() { Ok(None) } else { needed_title(r).map(Some) }
}

/// Reads a title that must be there.
pub(crate) fn needed_title(r: &mut Reader<'_>) -> Result<Title, DecodeError> {
    Title::new(r.text("title", TEXT_LENGTH_MAX)?)
        .map_err(|_| DecodeError::OutOfBounds { field: "title" })
}

/// Writes a set of roles as protocol texts.
pub(crate) fn put_roles(w: &mut Writer, roles: Roles) {
    w.array(roles.iter().count());
    for role in roles.iter() {
        w.text(role_text(role));
    }
}

/// Reads a set of roles.
pub(crate) fn roles(r: &mut Reader<'_>) -> Result<Roles, DecodeError> {
    Ok(list(r, |r| Ok(role_from_text(r.text("role", 32)?)))?.into_iter().flatten().collect())
}

fn put_phase(w: &mut Writer, phase: &Phase) {
    match phase {
        Phase::Founding => w.array(1).uint(0),
        Phase::Joining(Knocked { link, name, roles, words, sealed, left }) => {
            w.array(7).uint(1).text(link).text(name.as_str());
            put_roles(w, *roles);
            w.text(words).bytes(sealed).uint((*left).into())
        }
        Phase::Adding => w.array(1).uint(2),
        Phase::In => w.array(1).uint(3),
        Phase::DeviceRemoved => w.array(1).uint(4),
        Phase::Left => w.array(1).uint(5),
    };
}

fn phase(r: &mut Reader<'_>) -> Result<Phase, DecodeError> {
    r.array("phase", 7)?;
    Ok(match r.uint()? {
        0 => Phase::Founding,
        1 => Phase::Joining(Knocked {
            link: r.text("link", TEXT_LENGTH_MAX)?.to_owned(),
            name: needed_title(r)?,
            roles: roles(r)?,
            words: r.text("words", TEXT_LENGTH_MAX)?.to_owned(),
            sealed: r.bytes("knock", KNOCK_LENGTH_MAX)?.to_vec(),
            left: r.uint()? == 1,
        }),
        2 => Phase::Adding,
        3 => Phase::In,
        4 => Phase::DeviceRemoved,
        5 => Phase::Left,
        _ => return Err(DecodeError::OutOfBounds { field: "phase" }),
    })
}

/// Only a refusal lasts; that a relay was not reached, or not understood, is the matter of `offline_since_ms`.
fn put_refused(w: &mut Writer, refused: Option<&RelayError>) {
    match refused {
        Some(RelayError::Refused { problem, status, detail, retry_after_seconds: _ }) => w
            .array(3)
            .text(&problem.map_or_else(String::new, Problem::urn))
            .uint((*status).into())
            .text(detail),
        _ => w.null(),
    };
}

fn refused(r: &mut Reader<'_>) -> Result<Option<RelayError>, DecodeError> {
    if r.null() {
        return Ok(None);
    }
    r.array_of("refused", 3)?;
    let problem = r.text("problem", TEXT_LENGTH_MAX)?.parse().ok();
    let status =
        u16::try_from(r.uint()?).map_err(|_| DecodeError::OutOfBounds { field: "status" })?;
    let detail = r.text("detail", TEXT_LENGTH_MAX)?.to_owned();
    Ok(Some(RelayError::Refused { problem, status, detail, retry_after_seconds: None }))
}
