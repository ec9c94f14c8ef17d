//! A member whose program does what the real one never would, and a relay that lets it.

use getrandom::SysRng;
use jiff::Timestamp;
use rand_core::UnwrapErr;
use steadfast_circle::body::Content;
use steadfast_circle::device::{DeviceKeys, DeviceSeed};
use steadfast_circle::entry::{Control, SignedEntry};
use steadfast_circle::epoch::EpochKeys;
use steadfast_circle::export::Export;
use steadfast_circle::seed::MemberSeed;
use steadfast_circle::verify::{Ledger, Position};
use steadfast_circle::writer::write_entry;
use steadfast_circle::{FoundingNonce, MemberId};
use steadfast_member::payload::Payload;
use steadfast_repair::relationship::Act;

use super::Pair;

/// Somebody who holds a member's 24 words and writes entries by hand, on a device of their own.
pub struct Author {
    /// Who they are in this circle.
    pub member: MemberId,
    seed: MemberSeed,
    nonce: FoundingNonce,
    device: DeviceKeys,
    ledger: Ledger,
    keys: EpochKeys,
}

impl Author {
    /// Takes a circle's record from an export of it. Whether the words are those of one of its members is not asked.
    pub fn new(words: &str, export: &Export) -> Self {
        let mut pairs = export.entries.iter().map(|(entry, body)| {
            let entry = SignedEntry::decode(entry).expect("an export of a real record");
            (entry, body.as_deref())
        });
        let (genesis, body) = pairs.next().expect("a record begins with its genesis");
        let mut ledger = Ledger::found(&genesis, body).expect("a real genesis");
        for (entry, body) in pairs {
            ledger.append(&entry, body).expect("a record that was verified");
        }
        let seed = MemberSeed::from_words(words).expect("24 words");
        let nonce = *ledger.roster().nonce();
        let device = DeviceSeed::make(&mut UnwrapErr(SysRng)).derive(&nonce);
        Self {
            member: seed.derive_identity(&nonce).id(),
            seed,
            nonce,
            device,
            ledger,
            keys: export.keys.clone(),
        }
    }

    /// The entry that adds this author's device to the member's, as somebody who begins again from their words does.
    pub fn add_device(&mut self, at: Timestamp) -> Pair {
        let certificate = self.seed.derive_identity(&self.nonce).certify(&self.nonce, &self.device);
        let pair =
            self.write_at(&self.position(), Some(Control::AddDevice(certificate)), at, Vec::new());
        self.keep(&pair);
        pair
    }

    /// Where this device's next entry goes, after everything that this author knows of.
    pub fn position(&self) -> Position {
        self.ledger.position(&self.device.id())
    }

    /// The entry by which this author says something where they are, and goes on from there.
    pub fn say(&mut self, at: Timestamp, act: Act) -> Pair {
        let pair = self.say_at(&self.position(), at, act);
        self.keep(&pair);
        pair
    }

    /// As [`Author::say`], for a payload that is made by hand.
    pub fn say_payload(&mut self, at: Timestamp, payload: &Payload) -> Pair {
        let payload = payload.encode().expect("a payload of this version has a form");
        let pair = self.write_at(&self.position(), None, at, payload);
        self.keep(&pair);
        pair
    }

    /// An entry by which this author says something at any position, such as one that was taken already.
    pub fn say_at(&self, position: &Position, at: Timestamp, act: Act) -> Pair {
        let payload = Payload::Act(act).encode().expect("an act of this version has a form");
        self.write_at(position, None, at, payload)
    }

    /// An entry with a control.
    pub fn steer(&mut self, at: Timestamp, control: Control) -> Pair {
        let pair = self.write_at(&self.position(), Some(control), at, Vec::new());
        self.keep(&pair);
        pair
    }

    /// An entry in the name of somebody else, signed by this author's own device.
    pub fn speak_as(&self, member: MemberId, at: Timestamp, act: Act) -> Pair {
        let payload = Payload::Act(act).encode().expect("an act of this version has a form");
        self.write_as(member, &self.position(), None, at, payload)
    }

    /// Learns of an entry that somebody wrote.
    pub fn learn(&mut self, pair: &Pair) {
        self.keep(pair);
    }

    fn write_at(
        &self,
        position: &Position,
        control: Option<Control>,
        at: Timestamp,
        payload: Vec<u8>,
    ) -> Pair {
        self.write_as(self.member, position, control, at, payload)
    }

    fn write_as(
        &self,
        member: MemberId,
        position: &Position,
        control: Option<Control>,
        at: Timestamp,
        payload: Vec<u8>,
    ) -> Pair {
        let key = self.keys.get(position.epoch).expect("the export has the key of every epoch");
        let content =
            Content { claimed_ms: at.as_millisecond(), zone: "Europe/Lisbon".into(), payload };
        let written = write_entry(
            member,
            &self.device,
            position,
            control,
            &content,
            key,
            &mut UnwrapErr(SysRng),
        );
        let written = written.expect("the position allows it");
        (written.entry.bytes().to_vec(), Some(written.body))
    }

    fn keep(&mut self, (entry, body): &Pair) {
        let entry = SignedEntry::decode(entry).expect("it was just written");
        self.ledger
            .append(&entry, body.as_deref())
            .expect("it follows from what this author knows");
    }
}
