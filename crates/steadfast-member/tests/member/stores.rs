//! The contract of a store, kept by every store of this crate.

mod memory {
    steadfast_member::store_contract_tests!(steadfast_member::store::MemoryStore::new());
}

mod sqlite {
    use steadfast_member::{
        ports::{Store, StoreError, Write},
        store::{SqliteStore, contract::drive},
    };

    fn fresh() -> SqliteStore {
        // The folder is removed when the file is closed; SQLite keeps it open until then.
        let folder = tempfile::tempdir().unwrap();
        SqliteStore::open(&folder.path().join("store.sqlite")).unwrap()
    }

    steadfast_member::store_contract_tests!(fresh());

    /// Bug guarded against: a full disk that loses what was there, or writes half a commit.
    #[test]
    fn a_full_disk_refuses_and_keeps_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("store.sqlite")).unwrap();
        drive(store.commit(vec![Write::Put("a".into(), vec![1; 100])])).unwrap();
        store.limit_pages(8).unwrap();
        let large =
            vec![Write::Put("a".into(), vec![2; 100]), Write::Put("b".into(), vec![2; 100_000])];
        assert_eq!(drive(store.commit(large)), Err(StoreError::Full));
        assert_eq!(drive(store.get("a")), Ok(Some(vec![1; 100])));
        assert_eq!(drive(store.get("b")), Ok(None));
        store.limit_pages(10_000).unwrap();
        drive(store.commit(vec![Write::Put("b".into(), vec![2; 100_000])])).unwrap();
    }

    #[test]
    fn what_was_committed_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.sqlite");
        let store = SqliteStore::open(&path).unwrap();
        drive(store.commit(vec![Write::Put("a".into(), vec![1])])).unwrap();
        let other = SqliteStore::open(&path).unwrap();
        assert_eq!(drive(other.get("a")), Ok(Some(vec![1])), "two may have it open");
        drop((store, other));
        assert_eq!(drive(SqliteStore::open(&path).unwrap().get("a")), Ok(Some(vec![1])));
    }
}
