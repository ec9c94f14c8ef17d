//! What every store must do, as tests that a store's own crate runs.
//!
//! Natively `store_contract_tests!` makes one `#[test]` of each; a browser's test runner calls the functions itself.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use crate::ports::{Store, StoreError, Write};

/// Makes one `#[test]` for each point of the contract. `$make` is an expression for a fresh, empty store.
#[macro_export]
macro_rules! store_contract_tests {
    ($make:expr) => {
        $crate::store_contract_tests!($make; reads_what_was_put, deletes, scans_in_order, commits_all_or_nothing,
            refuses_when_expectations_fail, checks_expectations_in_order, keeps_large_values, reads_many_in_order);
    };
    ($make:expr; $($point:ident),+) => {
        $(
            #[test]
            fn $point() {
                $crate::store::contract::drive($crate::store::contract::$point(&$make));
            }
        )+
    };
}

/// Runs a future that never has to wait, as those of stores in this process do not.
///
/// # Panics
/// If the future waits for something.
pub fn drive<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a store in this process waited for something"),
    }
}

fn put(key: &str, value: &[u8]) -> Write {
    Write::Put(key.to_owned(), value.to_vec())
}

/// A value that was put is read again, the last one wins, and an unknown key has none.
pub async fn reads_what_was_put(store: &impl Store) {
    assert_eq!(store.get("a").await, Ok(None));
    store.commit(vec![put("a", b"1"), put("b", b"")]).await.expect("room for two values");
    store.commit(vec![put("a", b"2")]).await.expect("room for one value");
    assert_eq!(store.get("a").await, Ok(Some(b"2".to_vec())));
    assert_eq!(store.get("b").await, Ok(Some(Vec::new())), "an empty value is a value");
}

/// A deleted key is gone, and deleting what is not there is no error.
pub async fn deletes(store: &impl Store) {
    store.commit(vec![put("a", b"1"), put("ab", b"2")]).await.expect("room for two values");
    store
        .commit(vec![Write::Delete("a".into()), Write::Delete("never".into())])
        .await
        .expect("deleting needs no room");
    assert_eq!(store.get("a").await, Ok(None));
    assert_eq!(store.get("ab").await, Ok(Some(b"2".to_vec())));
}

/// A scan gives exactly the keys with the prefix, in the order of their bytes.
pub async fn scans_in_order(store: &impl Store) {
    let writes = ["b/2", "a", "b/10", "b", "c", "b/1"].map(|key| put(key, key.as_bytes()));
    store.commit(writes.to_vec()).await.expect("room for six values");
    let keys =
        |found: Vec<(String, Vec<u8>)>| found.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys(store.scan("b/").await.expect("readable")), ["b/1", "b/10", "b/2"]);
    assert_eq!(keys(store.scan("").await.expect("readable")).len(), 6);
    assert!(store.scan("d").await.expect("readable").is_empty());
}

/// If one part of a commit refuses, no part of it is done.
pub async fn commits_all_or_nothing(store: &impl Store) {
    store.commit(vec![put("a", b"1")]).await.expect("room for one value");
    let refused = store
        .commit(vec![
            put("a", b"2"),
            put("b", b"2"),
            Write::Delete("a".into()),
            Write::Expect("c".into(), Some(vec![])),
        ])
        .await;
    assert_eq!(refused, Err(StoreError::Conflict));
    assert_eq!(store.get("a").await, Ok(Some(b"1".to_vec())));
    assert_eq!(store.get("b").await, Ok(None));
}

/// An expectation holds for exactly those bytes, or for a key that is not there.
pub async fn refuses_when_expectations_fail(store: &impl Store) {
    let expect =
        |key: &str, value: Option<&[u8]>| Write::Expect(key.to_owned(), value.map(<[u8]>::to_vec));
    store.commit(vec![expect("a", None), put("a", b"1")]).await.expect("nothing lies there");
    assert_eq!(
        store.commit(vec![expect("a", None), put("a", b"2")]).await,
        Err(StoreError::Conflict)
    );
    assert_eq!(
        store.commit(vec![expect("a", Some(b"2")), put("a", b"3")]).await,
        Err(StoreError::Conflict)
    );
    assert_eq!(
        store.commit(vec![expect("a", Some(b"")), put("a", b"3")]).await,
        Err(StoreError::Conflict)
    );
    store
        .commit(vec![expect("a", Some(b"1")), put("a", b"2")])
        .await
        .expect("those bytes lie there");
    assert_eq!(store.get("a").await, Ok(Some(b"2".to_vec())));
}

/// Expectations are about the moment they stand at, so that a put before them counts.
pub async fn checks_expectations_in_order(store: &impl Store) {
    let writes = vec![
        put("a", b"1"),
        Write::Expect("a".into(), Some(b"1".to_vec())),
        Write::Delete("a".into()),
    ];
    store.commit(writes).await.expect("the put came first");
    assert_eq!(store.get("a").await, Ok(None));
}

/// Values of some hundred kilobytes come back whole.
pub async fn keeps_large_values(store: &impl Store) {
    let large: Vec<u8> =
        (0..700_000_u32).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
    store.commit(vec![put("large", &large)]).await.expect("room for one large value");
    assert_eq!(store.get("large").await.expect("readable").as_deref(), Some(large.as_slice()));
}

/// Reading many answers in the order of the question, with gaps where nothing lies.
pub async fn reads_many_in_order(store: &impl Store) {
    store.commit(vec![put("a", b"1"), put("c", b"3")]).await.expect("room for two values");
    let keys = ["c", "b", "a", "c"].map(str::to_owned);
    let found = store.get_many(&keys).await.expect("readable");
    assert_eq!(found, [Some(b"3".to_vec()), None, Some(b"1".to_vec()), Some(b"3".to_vec())]);
}
