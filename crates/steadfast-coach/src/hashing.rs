//! Hashes of words, shared with the build script, which lays out the tables by them.

const PRIME: u32 = 0x0100_0193;
const BASIS: u32 = 0x811c_9dc5;

/// FNV-1a of the bytes, stirred at the end so that all bits depend on all bytes; 32 bits.
#[must_use]
pub(crate) fn hash_of(bytes: &[u8]) -> u32 {
    stir(bytes.iter().fold(BASIS, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(PRIME)))
}

/// Makes all bits depend on all bits.
#[must_use]
pub(crate) fn stir(hash: u32) -> u32 {
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

/// Hash of what is left of a word when its vowels after the first letter are dropped and doubled consonants are written
/// once. Most misspellings of a long word keep it.
#[must_use]
pub(crate) fn skeleton_of(word: &[u8]) -> u32 {
    let mut hash = BASIS;
    let mut last = 0;
    for (index, byte) in word.iter().copied().enumerate() {
        let byte = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'\'' if index > 0 => continue,
            // British and American spellings of one word.
            b'z' => b's',
            other => other,
        };
        if byte != last {
            hash = (hash ^ u32::from(byte)).wrapping_mul(PRIME);
        }
        last = byte;
    }
    hash
}
