//! What this device accepted from its person and the verified record does not hold yet.

use steadfast_circle::{
    body::{BODY_LENGTH_MAX, Content},
    cbor::{DecodeError, Reader, Writer},
    entry::{ENTRY_LENGTH_MAX, SignedEntry},
};
use steadfast_repair::EntryId;

const CONTENT_LENGTH_MAX: usize = BODY_LENGTH_MAX;

/// Something of ours that is on its way.
#[derive(Clone)]
pub(crate) struct OutItem {
    /// What it says, in the clear.
    pub(crate) content: Content,
    pub(crate) stage: Stage,
}

/// How far it is.
#[derive(Clone)]
pub(crate) enum Stage {
    /// It is not signed yet: the circle is not founded, nothing may be said under its present key, or another has asked
    /// for space. It goes by a random id until then, and is in no chain, so that what goes before it breaks none.
    Drafted(EntryId),
    /// It is signed, and never will be anew.
    Signed {
        entry: Box<SignedEntry>,
        body: Vec<u8>,
        /// The id that it went by before.
        before: Option<EntryId>,
    },
}

impl OutItem {
    /// The id by which it goes now.
    pub(crate) fn id(&self) -> EntryId {
        match &self.stage {
            Stage::Drafted(id) => *id,
            Stage::Signed { entry, .. } => EntryId(entry.hash().to_bytes()),
        }
    }

    pub(crate) fn signed(&self) -> Option<(&SignedEntry, &[u8])> {
        match &self.stage {
            Stage::Drafted(_) => None,
            Stage::Signed { entry, body, .. } => Some((entry, body)),
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut w = Writer::new();
        w.array(4).bytes(self.content.to_bytes().as_slice());
        match &self.stage {
            Stage::Drafted(id) => w.bytes(id.0).null().null(),
            Stage::Signed { entry, body, before } => {
                match before {
                    Some(id) => w.bytes(id.0),
                    None => w.null(),
                };
                w.bytes(entry.bytes()).bytes(body)
            }
        };
        w.finish()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut r = Reader::new(bytes);
        r.array_of("out", 4)?;
        let content = Content::decode(r.bytes("content", CONTENT_LENGTH_MAX)?)?;
        let before = if r.null() { None } else { Some(EntryId(r.fixed("id")?)) };
        let stage = if r.null() {
            r.null();
            Stage::Drafted(before.ok_or(DecodeError::OutOfBounds { field: "out" })?)
        } else {
            let entry = Box::new(SignedEntry::decode(r.bytes("entry", ENTRY_LENGTH_MAX)?)?);
            Stage::Signed { entry, body: r.bytes("body", BODY_LENGTH_MAX)?.to_vec(), before }
        };
        r.end()?;
        Ok(Self { content, stage })
    }
}

/// Whether a payload names an entry.
pub(crate) fn names(payload: &[u8], entry: EntryId) -> bool {
    let needle = in_payload(entry);
    payload.windows(needle.len()).any(|window| window == needle)
}

/// An entry as payloads name it.
fn in_payload(entry: EntryId) -> Vec<u8> {
    [&[0x58, 0x20][..], &entry.0].concat()
}

/// Puts real entry ids where a payload names drafted ones. An id is 32 random bytes in a CBOR byte string, so it stands
/// nowhere by chance.
pub(crate) fn rename(payload: &mut [u8], from: EntryId, to: EntryId) {
    let needle = in_payload(from);
    let mut at = 0;
    while let Some(found) = payload[at..].windows(needle.len()).position(|window| window == needle)
    {
        let start = at + found + 2;
        payload[start..start + 32].copy_from_slice(&to.0);
        at = start + 32;
    }
}
