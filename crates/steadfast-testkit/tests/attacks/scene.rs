//! Ana and Sam in *Us*, with something said already, and what every test asks at its end.

use std::cell::RefCell;
use std::rc::Rc;

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use steadfast_circle::CircleId;
use steadfast_circle::evidence::{Broken, Evidence};
use steadfast_circle::export::Export;
use steadfast_circle::log::checkpoint::RelaySeed;
use steadfast_member::error::SyncProblem;
use steadfast_member::view::{SyncStatus, What};
use steadfast_relay::KEY_FILE;
use steadfast_repair::people::Role;
use steadfast_repair::reassurance::{self, Offer};
use steadfast_repair::relationship::Act;
use steadfast_repair::words::Words;
use steadfast_testkit::cheat::{Author, Cheat, Forgery, Pair};
use steadfast_testkit::clock::SetClock;
use steadfast_testkit::host::Host;
use steadfast_testkit::http::Http;
use steadfast_testkit::person::Person;
use tempfile::TempDir;

/// Two people with a relay between them that may cheat either.
pub(crate) struct Scene {
    pub(crate) host: Host,
    pub(crate) ana: Person<Cheat<Http>>,
    pub(crate) sam: Person<Cheat<Http>>,
    pub(crate) us: CircleId,
    pub(crate) clock: SetClock,
    pub(crate) data: TempDir,
}

impl Scene {
    /// Both are in *Us*, each has said something, and both have seen all of it.
    pub(crate) async fn set() -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let host = Host::start(data.path()).await.expect("a relay");
        let clock = SetClock::at(Timestamp::now(), "Europe/Lisbon");
        let ana = person("Ana", Role::BetrayedPartner, &host, &clock).await;
        let sam = person("Sam", Role::BetrayingPartner, &host, &clock).await;
        let us = sam.found_us().await;
        sam.share(us, &ana).await;
        let scene = Self { host, ana, sam, us, clock, data };
        for words in ["I am on my way.", "I am here."] {
            scene.sam_says(words).await;
            scene.ana_says(words).await;
        }
        scene.ana.member.sync(us).await.expect("an honest relay");
        scene.sam.member.sync(us).await.expect("an honest relay");
        scene
    }

    pub(crate) async fn sam_says(&self, words: &str) {
        self.clock.pass(SignedDuration::from_mins(1));
        says(&self.sam, self.us, words).await;
    }

    pub(crate) async fn ana_says(&self, words: &str) {
        self.clock.pass(SignedDuration::from_mins(1));
        says(&self.ana, self.us, words).await;
    }

    /// The record as it really is, taken from Sam's device.
    pub(crate) async fn export(&self) -> Export {
        self.sam.member.sync(self.us).await.expect("an honest relay");
        let bytes = self.sam.member.export_verifiable(self.us).await.expect("there is a record");
        Export::from_bytes(&bytes).expect("what was just made")
    }

    /// A history of the host's own making that begins as the real one is now.
    pub(crate) async fn forgery(&self) -> Rc<RefCell<Forgery>> {
        let entries = self.export().await.entries;
        let relay = self.host.relay();
        let forgery = Forgery::new(self.us, relay.name().clone(), self.relay_seed(), entries);
        Rc::new(RefCell::new(forgery))
    }

    /// The key that the host signs with, as it lies on the host's disk.
    pub(crate) fn relay_seed(&self) -> RelaySeed {
        let file = std::fs::read_to_string(self.data.path().join(KEY_FILE))
            .expect("the key lies in the data folder");
        let file: toml::Table = file.parse().expect("it is TOML");
        let key = file["signing_key"].as_str().expect("it holds the key");
        let key = BASE64URL_NOPAD.decode(key.as_bytes()).expect("in base64url");
        RelaySeed::from_bytes(key.try_into().expect("of 32 bytes"))
    }

    /// Sam, with a program of his own.
    pub(crate) async fn author(&self) -> Author {
        Author::new(&self.sam.words, &self.export().await)
    }

    /// How many entries Ana has verified.
    pub(crate) fn verified(&self) -> usize {
        self.ana.member.record(self.us).iter().filter(|line| !line.pending).count()
    }

    /// Has Ana sync, and expects her device to stop, to keep the evidence, and to lose nothing. Returns what was kept.
    pub(crate) async fn ana_refuses(&self) -> Evidence {
        let before = self.verified();
        let stopped = self.ana.member.sync(self.us).await.expect_err("the relay cheats");
        let SyncProblem::Broken(kept) = stopped else {
            panic!("it stopped for another reason: {stopped}")
        };
        assert!(self.verified() >= before, "what was verified before is still shown");
        assert!(
            matches!(self.ana.member.status(self.us), Some(SyncStatus::Broken { .. })),
            "it says so"
        );
        let evidence = self.ana.member.evidence(self.us);
        assert!(evidence.iter().any(|e| e.evidence == kept.evidence), "the evidence is kept");
        // It survives a restart: what is kept lies in the store.
        let bytes = kept.evidence.to_bytes();
        assert_eq!(
            Evidence::from_bytes(&bytes).expect("its own form").broken,
            kept.evidence.broken
        );
        kept.evidence
    }

    /// As [`Scene::ana_refuses`], with the pages of entries altered on their way to Ana.
    pub(crate) async fn ana_refuses_altered(
        &self,
        alter: impl Fn(&mut Vec<Pair>) + 'static,
    ) -> Broken {
        self.ana.relay.alter_entries(self.us, alter);
        let evidence = self.ana_refuses().await;
        self.ana.relay.stop();
        evidence.broken
    }

    /// Once the relay is honest again, Ana's device goes on, and Ana reads the words.
    pub(crate) async fn ana_reads(&self, words: &str) {
        self.ana.relay.stop();
        self.ana.member.sync(self.us).await.expect("an honest relay");
        assert!(self.ana_has_read(words), "she reads {words:?}");
    }

    /// Whether the words are in the record that Ana is shown.
    pub(crate) fn ana_has_read(&self, words: &str) -> bool {
        self.ana.member.record(self.us).iter().any(|line| line.what == What::Act(offer(words)))
    }
}

/// The act of this suite: words that are offered unasked.
pub(crate) fn offer(words: &str) -> Act {
    Act::Reassurance(reassurance::Act::Offer(Offer {
        words: Words::new(words).expect("words that fit"),
    }))
}

async fn person(name: &str, role: Role, host: &Host, clock: &SetClock) -> Person<Cheat<Http>> {
    Person::begin(name, role, Cheat::over(Http::default()), host.address(), clock).await
}

async fn says(person: &Person<Cheat<Http>>, us: CircleId, words: &str) {
    person.member.say(us, offer(words)).await.expect("the device keeps it");
    person.member.sync(us).await.expect("an honest relay");
}
