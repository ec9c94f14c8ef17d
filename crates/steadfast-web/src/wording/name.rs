//! An entry's name in an address: its 32 bytes in 64 hexadecimal digits.

use steadfast_repair::EntryId;

/// The name of an entry.
pub(crate) fn entry_name(entry: EntryId) -> String {
    entry.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The entry of a name, if it is one.
pub(crate) fn entry_from_name(name: &str) -> Option<EntryId> {
    let digits = name.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut id = [0; 32];
    for (byte, pair) in id.iter_mut().zip(digits.chunks(2)) {
        let digit = |at: usize| {
            char::from(pair[at]).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
        };
        *byte = 16 * digit(0)? + digit(1)?;
    }
    Some(EntryId(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_entry() {
        let mut id = [0; 32];
        (id[0], id[31]) = (0xAB, 0x07);
        let name = entry_name(EntryId(id));
        assert!(name.starts_with("ab00") && name.ends_with("07"), "{name}");
        assert_eq!(entry_from_name(&name), Some(EntryId(id)));
    }

    #[test]
    fn what_is_no_name_is_no_entry() {
        assert_eq!(entry_from_name(""), None);
        assert_eq!(entry_from_name(&"g".repeat(64)), None);
        assert_eq!(entry_from_name(&"é".repeat(32)), None);
    }
}
