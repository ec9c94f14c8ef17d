//! What a thief may try with the device, and what becomes of a device that was removed.

use std::rc::Rc;

use steadfast_member::error::{SyncProblem, UnlockError};
use steadfast_member::ports::{Store, Write};
use steadfast_member::store::MemoryStore;
use steadfast_member::view::Standing;
use steadfast_member::{Member, Restoring, UnwrapError};
use steadfast_testkit::cheat::Cheat;
use steadfast_testkit::http::Http;
use steadfast_testkit::person::{PASSPHRASE, Parts};

use crate::scene::{Scene, offer};

type Device = Member<Parts<MemoryStore, Cheat<Http>>>;

fn ports(scene: &Scene, store: &MemoryStore) -> Rc<Parts<MemoryStore, Cheat<Http>>> {
    Rc::new(Parts::new(store.clone(), Cheat::over(Http::default()), scene.clock.clone()))
}

/// Row: a thief opens the store without the passphrase.
#[tokio::test]
async fn thief_guesses() {
    let scene = Scene::set().await;
    let copied = scene.ana.store.copied();
    let opened = Device::unlock(ports(&scene, &copied), "anniversary").await;
    let Err(UnlockError::Keystore(error)) = opened else {
        panic!("a wrong passphrase opens nothing")
    };
    assert!(matches!(error, UnwrapError::WrongPassphrase), "{error}");
    for (key, value) in copied.scan("").await.expect("a store in memory") {
        for words in ["I am on my way.", "Ana", "Sam"] {
            let found = value.windows(words.len()).any(|window| window == words.as_bytes());
            assert!(!found, "{words:?} lies open under {key}");
        }
    }
    Device::unlock(ports(&scene, &copied), PASSPHRASE).await.expect("the right one does");
}

/// Row: a thief, or the partner with the device, swaps parts of the store. Every value is bound to its place, so no swap goes unnoticed.
#[tokio::test]
async fn thief_swaps_parts_of_the_store() {
    let scene = Scene::set().await;
    let values = scene.ana.store.scan("").await.expect("a store in memory");
    let mut noticed = 0;
    for (place, (key, _)) in values.iter().enumerate() {
        let (_, other) = &values[(place + 1) % values.len()];
        let swapped = scene.ana.store.copied();
        swapped
            .commit(vec![Write::Put(key.clone(), other.clone())])
            .await
            .expect("a store in memory");
        // Either the device does not open, or it opens and says that something is damaged when it comes to it; in no case does
        // it show something else.
        match Device::unlock(ports(&scene, &swapped), PASSPHRASE).await {
            Err(_) => noticed += 1,
            Ok(member) => {
                let lines = member.record(scene.us);
                let real = scene.ana.member.record(scene.us);
                let same = lines.iter().all(|line| {
                    real.iter().any(|known| known.id == line.id && known.what == line.what)
                });
                assert!(same, "with {key} swapped it shows what was never said");
            }
        }
    }
    assert!(noticed > 0, "some swaps must have been noticed at once");
}

/// Row: a former device appends, or reads what came after.
#[tokio::test]
async fn former_device_reads_on() {
    let scene = Scene::set().await;
    let store = MemoryStore::new();
    let restoring = Restoring {
        words: &scene.ana.words,
        passphrase: PASSPHRASE,
        relay: scene.host.address(),
        device: "tablet",
    };
    scene.ana.member.sync_all().await;
    let (tablet, _) =
        Device::restore(ports(&scene, &store), restoring).await.expect("the words are enough");
    for (_, outcome) in tablet.sync_all().await {
        outcome.expect("it is a device of Ana's");
    }
    let read = tablet.record(scene.us).len();
    scene.ana.member.sync_all().await;
    let device = scene.ana.member.devices().into_iter().find(|device| {
        !device.this && device.circles.iter().any(|(circle, _)| *circle == scene.us)
    });
    let device = device.expect("the tablet");
    scene.ana.member.remove_device(&device.key).await.expect("it is hers to remove");
    scene.ana.member.sync_all().await;

    // It learns of it by its next sync, and from then on it is told nothing and says nothing.
    let learned = tablet.sync(scene.us).await;
    assert!(matches!(learned, Ok(_) | Err(SyncProblem::NotIn)), "{learned:?}");
    let standing = tablet.circle(scene.us).expect("it still knows the circle").standing;
    assert_eq!(standing, Standing::DeviceRemoved, "it says that it was removed");
    scene.ana_says("The tablet is gone.").await;
    let problem = tablet.sync(scene.us).await.expect_err("it was removed");
    assert!(matches!(problem, SyncProblem::NotIn), "{problem}");
    tablet.say(scene.us, offer("From the tablet.")).await.expect_err("it writes nothing any more");
    let now = tablet.record(scene.us);
    assert!(
        !now.iter().any(
            |line| line.what == steadfast_member::view::What::Act(offer("The tablet is gone."))
        )
    );
    assert!(now.len() >= read, "what it had read is still there");
    // Sam is shown which device wrote what, and that one is gone.
    scene.sam.member.sync(scene.us).await.expect("an honest relay");
    let circle = scene.sam.member.circle(scene.us).expect("he is in it");
    let ana = circle.people.iter().find(|person| !person.me).expect("Ana");
    assert_eq!(ana.devices.iter().filter(|device| device.removed).count(), 1);
}
