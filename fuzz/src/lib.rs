//! What each fuzz target does with its bytes: one function for each decoder that meets bytes from outside.
//!
//! The functions hold the decoders to two promises: no input makes them panic, and what they accept is in the one form
//! that they write. `steadfast-circle` runs the same functions for a short, seeded time among its ordinary tests.

use steadfast_circle::CircleId;
use steadfast_circle::body::{self, Content, EntryKey};
use steadfast_circle::entry::SignedEntry;
use steadfast_circle::evidence::Evidence;
use steadfast_circle::export::Export;
use steadfast_circle::invitation::Invitation;
use steadfast_circle::locker::{LockerValue, PairingCode};
use steadfast_circle::log::checkpoint::{Checkpoint, RelaySeed, Vkey};
use steadfast_circle::log::tile::TilePath;
use steadfast_circle::quotation::Quotation;
use steadfast_circle::relay_api::{
    AppendRequest, ChallengeRequest, EntriesPage, InvitationAnswer, LiveEvent, ProblemDetails,
    Receipt, RelayInfo, Submission, TokenRequest,
};
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::{Comparison, Ledger, Replica};

/// A target's name and what it does with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("entry", entry),
    ("content", content),
    ("body", sealed_body),
    ("relay_api", relay_api),
    ("relay_json", relay_json),
    ("checkpoint", checkpoint),
    ("tile_path", tile_path),
    ("link", link),
    ("locker", locker),
    ("words", words),
    ("export", export),
    ("quotation", quotation),
    ("evidence", evidence),
    ("ledger", ledger),
    ("page_of_a_sync", page_of_a_sync),
];

/// A signed entry, with its header and control.
pub fn entry(data: &[u8]) {
    if let Ok(entry) = SignedEntry::decode(data) {
        assert_eq!(entry.bytes(), data);
        assert_eq!(entry.header().to_bytes(), entry.header_bytes());
        assert_eq!(entry.header().binding(), entry.binding());
        entry.is_signed();
        // Whatever decodes may be founded or appended; neither may panic.
        let _ = Ledger::found(&entry, None);
    }
}

/// What a sealed body holds.
pub fn content(data: &[u8]) {
    if let Ok(content) = Content::decode(data) {
        assert_eq!(content.to_bytes().as_slice(), data);
    }
}

/// A sealed body.
pub fn sealed_body(data: &[u8]) {
    let _ = body::open_with_entry_key(data, &EntryKey::from_bytes([7; 32]));
}

/// Requests and answers in CBOR.
pub fn relay_api(data: &[u8]) {
    if let Ok(request) = AppendRequest::from_bytes(data) {
        assert_eq!(request.to_bytes(), data);
    }
    if let Ok(submission) = Submission::from_bytes(data) {
        assert_eq!(submission.to_bytes(), data);
    }
    if let Ok(page) = EntriesPage::decode(data) {
        assert_eq!(page.to_bytes(), data);
    }
    if let Ok(receipt) = Receipt::from_bytes(data) {
        assert_eq!(receipt.to_bytes(), data);
    }
    if let Ok(answer) = InvitationAnswer::from_bytes(data) {
        assert_eq!(answer.to_bytes(), data);
    }
}

/// Requests and answers in JSON.
pub fn relay_json(data: &[u8]) {
    let _ = serde_json::from_slice::<RelayInfo>(data);
    let _ = serde_json::from_slice::<ChallengeRequest>(data);
    let _ = serde_json::from_slice::<TokenRequest>(data);
    let _ = serde_json::from_slice::<LiveEvent>(data);
    if let Ok(details) = serde_json::from_slice::<ProblemDetails>(data) {
        let _ = details.problem();
    }
}

/// A checkpoint.
pub fn checkpoint(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let seed = RelaySeed::from_bytes([5; 32]);
    let Ok(relay) = "relay.example".parse() else { return };
    let vkey = Vkey { relay, key: seed.public() };
    let circle = CircleId::from_bytes([6; 32]);
    let _ = Checkpoint::peek(text);
    if let Ok(checkpoint) = Checkpoint::verify(text, &vkey, &circle) {
        assert_eq!(seed.sign(&vkey.relay, &checkpoint), text, "nobody else signs with this key");
    }
}

/// The path of a tile.
pub fn tile_path(data: &[u8]) {
    if let Ok(text) = core::str::from_utf8(data)
        && let Ok(path) = text.parse::<TilePath>()
    {
        assert_eq!(path.to_string(), text);
    }
}

/// Texts that come from links and QR codes.
pub fn link(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    if let Ok(invitation) = Invitation::from_link(text) {
        let again = Invitation::from_link(&invitation.link("https://app.example"));
        assert_eq!(again.map(|again| again.id()), Ok(invitation.id()));
    }
    if let Ok(code) = PairingCode::from_text(text) {
        assert_eq!(code.to_text().as_str(), text.trim());
    }
    if let Ok(comparison) = Comparison::from_text(text) {
        assert_eq!(comparison.to_text(), text.trim());
    }
}

/// The value of a locker.
pub fn locker(data: &[u8]) {
    if let Ok(value) = LockerValue::from_bytes(data) {
        assert_eq!(value.to_bytes(), data);
        let keys = MemberSeed::from_bytes([1; 32]).derive_locker();
        let _ = keys.take_member(&value);
    }
}

/// The 24 words.
pub fn words(data: &[u8]) {
    if let Ok(text) = core::str::from_utf8(data)
        && let Ok(seed) = MemberSeed::from_words(text)
    {
        let again = MemberSeed::from_words(seed.words().as_str());
        assert_eq!(again.map(|again| *again.as_bytes()), Ok(*seed.as_bytes()));
    }
}

/// An export.
pub fn export(data: &[u8]) {
    if let Ok(export) = Export::from_bytes(data) {
        assert_eq!(export.to_bytes(), data);
        let _ = export.tiles();
        let _ = export.verify();
    }
}

/// A quotation.
pub fn quotation(data: &[u8]) {
    if let Ok(quotation) = Quotation::from_bytes(data) {
        assert_eq!(quotation.to_bytes(), data);
        let _ = quotation.verify();
    }
}

/// Kept evidence.
pub fn evidence(data: &[u8]) {
    if let Ok(evidence) = Evidence::from_bytes(data) {
        let again = Evidence::from_bytes(&evidence.to_bytes());
        assert_eq!(again.ok(), Some(evidence));
    }
}

/// A kept ledger.
pub fn ledger(data: &[u8]) {
    if let Ok(ledger) = Ledger::from_bytes(data) {
        assert_eq!(
            Ledger::from_bytes(&ledger.to_bytes()).map(|again| again.root()),
            Ok(ledger.root())
        );
    }
}

/// A page that a relay sends into a sync.
pub fn page_of_a_sync(data: &[u8]) {
    let Ok(page) = EntriesPage::decode(data) else { return };
    let Some((genesis, _)) = page.entries.first() else { return };
    let circle = CircleId::of_genesis(SignedEntry::hash_of(genesis));
    let Ok(relay) = "localhost:4480".parse() else { return };
    let mut tree = steadfast_circle::log::tree::Tree::new();
    page.entries.iter().for_each(|(entry, _)| tree.append(SignedEntry::hash_of(entry)));
    let checkpoint = Checkpoint { circle, size: tree.size(), root: tree.root() };
    let mut replica = Replica::new(circle, Vec::new());
    // The relay of the tests signs whatever it is given, as a cheating one would.
    if replica.begin(&RelaySeed::from_bytes([0xee; 32]).sign(&relay, &checkpoint)).is_ok()
        && replica.step(data).is_ok()
    {
        let _ = replica.finish();
    }
}
