//! Deterministic CBOR (RFC 8949 §4.2.1), reduced to the few kinds of item that the protocol uses.
//!
//! [`Reader`] accepts exactly what [`Writer`] writes: shortest heads, definite lengths, nothing after the end. So what
//! decodes also re-encodes to the same bytes, and no re-encoding is needed to be sure of it. Nesting cannot exhaust the
//! stack, because every structure is read by code that knows its shape.

/// Why bytes are not the structure that they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes end inside an item.
    #[error("ends in the middle of an item")]
    Truncated,
    /// At this offset stands another kind of item than the structure has there.
    #[error("another kind of item than expected at byte {at}")]
    Unexpected {
        /// The offset in bytes.
        at: usize,
    },
    /// At this offset stands an item that deterministic encoding would write otherwise.
    #[error("not deterministically encoded at byte {at}")]
    NotCanonical {
        /// The offset in bytes.
        at: usize,
    },
    /// Bytes follow the end.
    #[error("bytes follow the end at byte {at}")]
    Trailing {
        /// The offset in bytes.
        at: usize,
    },
    /// A field is longer, larger or shorter than it may be, or contradicts another.
    #[error("the field {field} is out of its bounds")]
    OutOfBounds {
        /// The field's name in the protocol.
        field: &'static str,
    },
    /// A version that this code does not know.
    #[error("version {0} is not known")]
    Version(u64),
}

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const NULL: u8 = 0xf6;

/// Writes items one after the other.
#[derive(Debug, Default, Clone)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty writer with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    fn head(&mut self, major: u8, value: u64) -> &mut Self {
        let major = major << 5;
        let bytes = value.to_be_bytes();
        match value {
            0..24 => self.out.push(major | bytes[7]),
            24..0x100 => self.out.extend([major | 24, bytes[7]]),
            0x100..0x1_0000 => self.out.extend([major | 25, bytes[6], bytes[7]]),
            0x1_0000..0x1_0000_0000 => {
                self.out.push(major | 26);
                self.out.extend(&bytes[4..]);
            }
            _ => {
                self.out.push(major | 27);
                self.out.extend(bytes);
            }
        }
        self
    }

    /// The head of an array; its items follow.
    pub fn array(&mut self, items: usize) -> &mut Self {
        self.head(ARRAY, items as u64)
    }

    /// An unsigned integer.
    pub fn uint(&mut self, value: u64) -> &mut Self {
        self.head(UNSIGNED, value)
    }

    /// An integer.
    pub fn int(&mut self, value: i64) -> &mut Self {
        match u64::try_from(value) {
            Ok(value) => self.head(UNSIGNED, value),
            // CBOR writes a negative n as −1 − n, which is the bitwise complement in two's complement.
            Err(_) => self.head(NEGATIVE, !value as u64),
        }
    }

    /// A byte string.
    pub fn bytes(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.head(BYTES, bytes.len() as u64).out.extend_from_slice(bytes);
        self
    }

    /// A text string.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.head(TEXT, text.len() as u64).out.extend_from_slice(text.as_bytes());
        self
    }

    /// The null item.
    pub fn null(&mut self) -> &mut Self {
        self.out.push(NULL);
        self
    }

    /// Items that were written elsewhere.
    pub fn raw(&mut self, items: &[u8]) -> &mut Self {
        self.out.extend_from_slice(items);
        self
    }

    /// How many bytes were written.
    pub fn position(&self) -> usize {
        self.out.len()
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// Reads items one after the other, strictly.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    input: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the first byte.
    pub const fn new(input: &'a [u8]) -> Self {
        Self { input, at: 0 }
    }

    /// The offset of the next item, in bytes.
    pub const fn position(&self) -> usize {
        self.at
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], DecodeError> {
        let rest = &self.input[self.at..];
        match usize::try_from(length) {
            Ok(length) if length <= rest.len() => {
                self.at += length;
                Ok(&rest[..length])
            }
            _ => Err(DecodeError::Truncated),
        }
    }

    fn head(&mut self, major: u8) -> Result<u64, DecodeError> {
        let at = self.at;
        let initial = *self.input.get(at).ok_or(DecodeError::Truncated)?;
        if initial >> 5 != major {
            return Err(DecodeError::Unexpected { at });
        }
        let (following, least) = match initial & 31 {
            value @ 0..24 => {
                self.at += 1;
                return Ok(u64::from(value));
            }
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            _ => return Err(DecodeError::NotCanonical { at }),
        };
        self.at += 1;
        let value =
            self.take(following)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
        if value < least { Err(DecodeError::NotCanonical { at }) } else { Ok(value) }
    }

    /// The head of an array of at most so many items.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if there are more.
    pub fn array(&mut self, field: &'static str, items_max: usize) -> Result<usize, DecodeError> {
        let items = self.head(ARRAY)?;
        usize::try_from(items)
            .ok()
            .filter(|items| *items <= items_max)
            .ok_or(DecodeError::OutOfBounds { field })
    }

    /// The head of an array of exactly so many items.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if there are more or fewer.
    pub fn array_of(&mut self, field: &'static str, items: usize) -> Result<(), DecodeError> {
        if self.array(field, items)? == items {
            Ok(())
        } else {
            Err(DecodeError::OutOfBounds { field })
        }
    }

    /// An unsigned integer below 2⁶³, so that adding one to it cannot overflow.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn uint(&mut self) -> Result<u64, DecodeError> {
        let value = self.head(UNSIGNED)?;
        if value > i64::MAX as u64 {
            Err(DecodeError::OutOfBounds { field: "integer" })
        } else {
            Ok(value)
        }
    }

    /// An unsigned integer below 2³².
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if it is larger.
    pub fn uint32(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        self.head(UNSIGNED)?.try_into().map_err(|_| DecodeError::OutOfBounds { field })
    }

    /// An integer.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn int(&mut self) -> Result<i64, DecodeError> {
        let negative = self.input.get(self.at).is_some_and(|initial| initial >> 5 == NEGATIVE);
        let value = self.head(if negative { NEGATIVE } else { UNSIGNED })?;
        let value =
            i64::try_from(value).map_err(|_| DecodeError::OutOfBounds { field: "integer" })?;
        Ok(if negative { !value } else { value })
    }

    /// A byte string of at most so many bytes.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if it is longer.
    pub fn bytes(
        &mut self,
        field: &'static str,
        length_max: usize,
    ) -> Result<&'a [u8], DecodeError> {
        let length = self.head(BYTES)?;
        if length > length_max as u64 {
            Err(DecodeError::OutOfBounds { field })
        } else {
            self.take(length)
        }
    }

    /// A byte string of exactly `N` bytes.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if it has another length.
    pub fn fixed<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        self.bytes(field, N)?.try_into().map_err(|_| DecodeError::OutOfBounds { field })
    }

    /// A byte string of exactly `N` bytes, or none for an empty one.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if it has another length.
    pub fn fixed_or_empty<const N: usize>(
        &mut self,
        field: &'static str,
    ) -> Result<Option<[u8; N]>, DecodeError> {
        match self.bytes(field, N)? {
            [] => Ok(None),
            bytes => bytes.try_into().map(Some).map_err(|_| DecodeError::OutOfBounds { field }),
        }
    }

    /// A text string of at most so many bytes.
    ///
    /// # Errors
    /// [`DecodeError`]; `OutOfBounds` with this field's name if it is longer; `Unexpected` if it is not UTF-8.
    pub fn text(&mut self, field: &'static str, length_max: usize) -> Result<&'a str, DecodeError> {
        let at = self.at;
        let length = self.head(TEXT)?;
        if length > length_max as u64 {
            return Err(DecodeError::OutOfBounds { field });
        }
        core::str::from_utf8(self.take(length)?).map_err(|_| DecodeError::Unexpected { at })
    }

    /// Whether a null item came next; it is then read.
    pub fn null(&mut self) -> bool {
        let null = self.input.get(self.at) == Some(&NULL);
        self.at += usize::from(null);
        null
    }

    /// The bytes from an earlier position up to here.
    pub fn since(&self, position: usize) -> &'a [u8] {
        &self.input[position..self.at]
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`DecodeError::Trailing`] if bytes are left.
    pub fn end(self) -> Result<(), DecodeError> {
        if self.at == self.input.len() {
            Ok(())
        } else {
            Err(DecodeError::Trailing { at: self.at })
        }
    }
}
