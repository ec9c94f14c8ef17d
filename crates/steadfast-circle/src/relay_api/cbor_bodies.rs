//! Requests and answers in CBOR.

use super::{APPEND_BYTES_MAX, APPEND_ENTRIES_MAX, PAGE_BYTES_MAX, PAGE_ENTRIES_MAX};
use crate::body::BODY_LENGTH_MAX;
use crate::cbor::{DecodeError, Reader, Writer};
use crate::entry::ENTRY_LENGTH_MAX;
use crate::log::checkpoint::CHECKPOINT_LENGTH_MAX;

/// An entry with its body, on its way to the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The signed entry.
    pub entry: Vec<u8>,
    /// The sealed body.
    pub body: Vec<u8>,
}

/// `POST …/entries`: a list of `[entry, body]`. `POST /v1/circles` takes a single [`Submission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendRequest {
    /// 1 to 256, in the order in which they are to be appended.
    pub submissions: Vec<Submission>,
}

/// `GET …/entries`: a list of `[entry, body or null]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntriesPage {
    /// The entries with their bodies; an erased body is none.
    pub entries: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

/// The answer to an append: `[list of indices, checkpoint]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Where each entry is, in the order of the request.
    pub indices: Vec<u64>,
    /// A checkpoint that holds all of them.
    pub checkpoint: String,
}

/// What somebody with an invitation may know: `[genesis entry, invite entry, index of the invite]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationAnswer {
    /// The circle's genesis entry.
    pub genesis: Vec<u8>,
    /// The entry that opened the invitation.
    pub invite: Vec<u8>,
    /// Its index.
    pub index: u64,
}

impl Submission {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::with_capacity(self.entry.len() + self.body.len() + 16);
        self.encode(&mut writer);
        writer.finish()
    }

    /// Reads the canonical encoding.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let submission = Self::decode(&mut reader)?;
        reader.end()?;
        Ok(submission)
    }

    fn encode(&self, writer: &mut Writer) {
        writer.array(2).bytes(&self.entry).bytes(&self.body);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array_of("submission", 2)?;
        let entry = reader.bytes("entry", ENTRY_LENGTH_MAX)?.to_vec();
        Ok(Self { entry, body: reader.bytes("body", BODY_LENGTH_MAX)?.to_vec() })
    }
}

impl AppendRequest {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(self.submissions.len());
        self.submissions.iter().for_each(|submission| submission.encode(&mut writer));
        writer.finish()
    }

    /// Reads the canonical encoding.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` for none or more than 256 entries, or more than 4 MiB.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > APPEND_BYTES_MAX {
            return Err(DecodeError::OutOfBounds { field: "append" });
        }
        let mut reader = Reader::new(bytes);
        let count = reader.array("append", APPEND_ENTRIES_MAX)?;
        if count == 0 {
            return Err(DecodeError::OutOfBounds { field: "append" });
        }
        let submissions =
            (0..count).map(|_| Submission::decode(&mut reader)).collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self { submissions })
    }
}

impl EntriesPage {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(self.entries.len());
        for (entry, body) in &self.entries {
            writer.array(2).bytes(entry);
            match body {
                Some(body) => writer.bytes(body),
                None => writer.null(),
            };
        }
        writer.finish()
    }

    /// Reads the canonical encoding. The entries are not looked into.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` for more than 1,024 entries or [`PAGE_BYTES_MAX`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > PAGE_BYTES_MAX {
            return Err(DecodeError::OutOfBounds { field: "page" });
        }
        let mut reader = Reader::new(bytes);
        let count = reader.array("page", PAGE_ENTRIES_MAX)?;
        let entries =
            (0..count).map(|_| Self::decode_one(&mut reader)).collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self { entries })
    }

    /// How many entries a page says that it holds, between 0 and 1,024, without reading them: enough to ask for the
    /// page after it.
    ///
    /// # Errors
    /// [`DecodeError`] if it does not begin like a page.
    pub fn count(bytes: &[u8]) -> Result<u64, DecodeError> {
        Ok(Reader::new(bytes).array("page", PAGE_ENTRIES_MAX)? as u64)
    }

    fn decode_one(reader: &mut Reader<'_>) -> Result<(Vec<u8>, Option<Vec<u8>>), DecodeError> {
        reader.array_of("page entry", 2)?;
        let entry = reader.bytes("entry", ENTRY_LENGTH_MAX)?.to_vec();
        let body = if reader.null() {
            None
        } else {
            Some(reader.bytes("body", BODY_LENGTH_MAX)?.to_vec())
        };
        Ok((entry, body))
    }
}

impl Receipt {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(2).array(self.indices.len());
        for index in &self.indices {
            writer.uint(*index);
        }
        writer.text(&self.checkpoint);
        writer.finish()
    }

    /// Reads the canonical encoding. The checkpoint is not verified.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("receipt", 2)?;
        let count = reader.array("indices", APPEND_ENTRIES_MAX)?;
        let indices = (0..count).map(|_| reader.uint()).collect::<Result<_, _>>()?;
        let checkpoint = reader.text("checkpoint", CHECKPOINT_LENGTH_MAX)?.to_owned();
        reader.end()?;
        Ok(Self { indices, checkpoint })
    }
}

impl InvitationAnswer {
    /// The canonical encoding.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(3).bytes(&self.genesis).bytes(&self.invite).uint(self.index);
        writer.finish()
    }

    /// Reads the canonical encoding. The entries are not looked into.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("invitation answer", 3)?;
        let genesis = reader.bytes("genesis entry", ENTRY_LENGTH_MAX)?.to_vec();
        let invite = reader.bytes("invite entry", ENTRY_LENGTH_MAX)?.to_vec();
        let index = reader.uint()?;
        reader.end()?;
        Ok(Self { genesis, invite, index })
    }
}
