//! What any store must do: apply a group of changes wholly or not at all, durably, and show only what is durable.

/// A circle's number in this store. Short, because it stands in every row.
pub(crate) type CircleNumber = u64;

/// One change. A group of them is applied in one transaction, in order.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A new circle, whose number is one that no circle has.
    Found { number: CircleNumber, id: [u8; 32] },
    /// The next entry of a circle and its body.
    Append { number: CircleNumber, index: u64, entry: Vec<u8>, body: Vec<u8> },
    /// Drops a body for good. The entry stays. Dropping what is dropped already is no error.
    DropBody { number: CircleNumber, index: u64 },
    /// The root of a complete subtree of 256^`level` leaves, so that high tiles need not read the whole record.
    Subtree { number: CircleNumber, level: u8, index: u64, root: [u8; 32] },
    /// A sealed knock at an invitation, replacing none.
    PutKnock { number: CircleNumber, invitation: [u8; 16], sealed: Vec<u8> },
    /// Drops a knock, if there is one.
    DropKnock { number: CircleNumber, invitation: [u8; 16] },
    /// A locker's new value.
    PutLocker { key: [u8; 32], locker: Locker },
}

/// A sealed value under a public key, as it came over the wire, and when it may be dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locker {
    pub(crate) version: u64,
    /// Milliseconds since 1970, or 0 for never.
    pub(crate) expires_ms: u64,
    /// The whole signed CBOR value.
    pub(crate) value: Vec<u8>,
}

/// A circle's numbers, as far as they are durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CircleRow {
    pub(crate) number: CircleNumber,
    pub(crate) size: u64,
}

/// An entry as it is handed out. `body` is `None` once it has been erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredEntry {
    pub(crate) entry: Vec<u8>,
    pub(crate) body: Option<Vec<u8>>,
}

/// Why a store did not do what it was asked to. Nothing of the group has been applied.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The disk, or the part of it that the store may use, is full.
    #[error("there is no space left")]
    NoSpace(#[source] rusqlite::Error),
    /// Anything else that the database said.
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),
}

/// The side that changes. There is one, on one thread.
pub(crate) trait WriteStore {
    /// The number for the next circle founded.
    fn next_number(&self) -> Result<CircleNumber, StoreError>;

    /// Applies all changes, or none, and returns when they are on the disk.
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError>;

    /// Proves that a durable write works now, leaving no trace.
    fn check(&mut self) -> Result<(), StoreError>;

    /// Drops lockers that expired before `now_ms`, and what the journal still holds of dropped bodies.
    fn tidy(&mut self, now_ms: u64) -> Result<(), StoreError>;
}

/// A side that reads what is durable. There may be many, each on its own thread.
pub(crate) trait ReadStore {
    /// The circle of this id. Takes the same time for any circle.
    fn circle(&self, id: &[u8; 32]) -> Result<Option<CircleRow>, StoreError>;

    /// Bytes of a circle's signed entries and remaining bodies together. Takes longer the longer the record is.
    fn bytes(&self, number: CircleNumber) -> Result<u64, StoreError>;

    /// Bytes of the body of an entry, 0 if it is erased.
    fn body_bytes(&self, number: CircleNumber, index: u64) -> Result<u64, StoreError>;

    /// Gives the signed entries with index in `range` to `each`, in order, until there are no more.
    fn signed_entries(
        &self,
        number: CircleNumber,
        range: std::ops::Range<u64>,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError>;

    /// Entries with their bodies from index `from`, at most `limit` of them and about `bytes_max` bytes, but at
    /// least one if there is one.
    fn entries(
        &self,
        number: CircleNumber,
        from: u64,
        limit: u64,
        bytes_max: u64,
    ) -> Result<Vec<StoredEntry>, StoreError>;

    /// The roots of the complete subtrees of 256^`level` leaves with index in `range`, in order.
    fn subtrees(
        &self,
        number: CircleNumber,
        level: u8,
        range: std::ops::Range<u64>,
    ) -> Result<Vec<[u8; 32]>, StoreError>;

    /// The knock at an invitation.
    fn knock(
        &self,
        number: CircleNumber,
        invitation: &[u8; 16],
    ) -> Result<Option<Vec<u8>>, StoreError>;

    /// The invitations of a circle that somebody has knocked at.
    fn knocks(&self, number: CircleNumber) -> Result<Vec<[u8; 16]>, StoreError>;

    /// The locker under a key, unless it expired before `now_ms`.
    fn locker(&self, key: &[u8; 32], now_ms: u64) -> Result<Option<Locker>, StoreError>;
}

/// What every store is tested with: one function a promise. `open` gives both sides of the store at a path, which
/// may have been there before.
#[cfg(test)]
pub(crate) mod promises {
    use std::path::Path;

    use super::*;

    const ID: [u8; 32] = [7; 32];

    fn append(number: u64, index: u64, text: &str) -> Change {
        Change::Append {
            number,
            index,
            entry: format!("entry {text}").into_bytes(),
            body: format!("body {text}").into_bytes(),
        }
    }

    fn stored(text: &str) -> StoredEntry {
        StoredEntry {
            entry: format!("entry {text}").into_bytes(),
            body: Some(format!("body {text}").into_bytes()),
        }
    }

    /// Runs all promises, each on a fresh store.
    pub(crate) fn check_all<W: WriteStore, R: ReadStore>(open: impl Fn(&Path) -> (W, R)) {
        let fresh = |promise: fn(&dyn Fn() -> (W, R))| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store");
            promise(&|| open(&path));
        };
        fresh(what_is_committed_comes_back);
        fresh(a_group_is_applied_wholly_or_not_at_all);
        fresh(circles_do_not_mix);
        fresh(pages_are_bounded_and_never_empty);
        fresh(an_erased_body_is_gone_and_its_entry_stays);
        fresh(knocks_and_lockers_are_kept_until_dropped);
        fresh(subtrees_come_back_in_order);
    }

    fn what_is_committed_comes_back<W: WriteStore, R: ReadStore>(open: &dyn Fn() -> (W, R)) {
        let (mut write, read) = open();
        assert_eq!(read.circle(&ID).unwrap(), None);
        let number = write.next_number().unwrap();
        write.commit(&[Change::Found { number, id: ID }, append(number, 0, "a")]).unwrap();
        write.commit(&[append(number, 1, "b")]).unwrap();
        let row = Some(CircleRow { number, size: 2 });
        assert_eq!(read.circle(&ID).unwrap(), row);
        drop((write, read));

        let (write, read) = open();
        assert_eq!(read.circle(&ID).unwrap(), row);
        assert_eq!(read.entries(number, 0, 10, 1_000).unwrap(), [stored("a"), stored("b")]);
        assert_ne!(write.next_number().unwrap(), number);
        let mut seen = Vec::new();
        read.signed_entries(number, 1..9, &mut |index, entry| seen.push((index, entry.to_vec())))
            .unwrap();
        assert_eq!(seen, [(1, b"entry b".to_vec())]);
    }

    fn a_group_is_applied_wholly_or_not_at_all<W: WriteStore, R: ReadStore>(
        open: &dyn Fn() -> (W, R),
    ) {
        let (mut write, read) = open();
        let number = write.next_number().unwrap();
        write.commit(&[Change::Found { number, id: ID }, append(number, 0, "a")]).unwrap();
        // The second of these collides with what is there, so the first must not stay either.
        assert!(write.commit(&[append(number, 1, "b"), append(number, 0, "again")]).is_err());
        assert_eq!(read.entries(number, 0, 10, 1_000).unwrap(), [stored("a")]);
        write.commit(&[append(number, 1, "c")]).unwrap();
        assert_eq!(read.entries(number, 0, 10, 1_000).unwrap(), [stored("a"), stored("c")]);
        write.check().unwrap();
        assert_eq!(read.circle(&ID).unwrap().map(|row| row.size), Some(2));
    }

    fn circles_do_not_mix<W: WriteStore, R: ReadStore>(open: &dyn Fn() -> (W, R)) {
        let (mut write, read) = open();
        let one = write.next_number().unwrap();
        let two = one + 1;
        write
            .commit(&[
                Change::Found { number: one, id: ID },
                append(one, 0, "one"),
                Change::Found { number: two, id: [8; 32] },
                append(two, 0, "two"),
                append(one, 1, "one more"),
            ])
            .unwrap();
        assert_eq!(read.entries(one, 0, 10, 1_000).unwrap(), [stored("one"), stored("one more")]);
        assert_eq!(read.entries(two, 0, 10, 1_000).unwrap(), [stored("two")]);
        assert!(write.commit(&[Change::Found { number: two + 1, id: ID }]).is_err());
    }

    fn pages_are_bounded_and_never_empty<W: WriteStore, R: ReadStore>(open: &dyn Fn() -> (W, R)) {
        let (mut write, read) = open();
        let number = write.next_number().unwrap();
        let mut changes = vec![Change::Found { number, id: ID }];
        changes.extend((0..10).map(|index| append(number, index, "x")));
        write.commit(&changes).unwrap();
        let page = |from, limit, bytes| read.entries(number, from, limit, bytes).unwrap().len();
        assert_eq!(page(0, 3, 1_000), 3);
        assert_eq!(page(8, 3, 1_000), 2);
        assert_eq!(page(10, 3, 1_000), 0);
        assert_eq!(page(0, 10, 0), 1);
        assert!((2..=3).contains(&page(0, 10, 30)));
        assert_eq!(page(u64::MAX, 10, 1_000), 0);
    }

    fn an_erased_body_is_gone_and_its_entry_stays<W: WriteStore, R: ReadStore>(
        open: &dyn Fn() -> (W, R),
    ) {
        let (mut write, read) = open();
        let number = write.next_number().unwrap();
        write
            .commit(&[
                Change::Found { number, id: ID },
                append(number, 0, "a"),
                append(number, 1, "b"),
            ])
            .unwrap();
        write.commit(&[append(number, 2, "erase"), Change::DropBody { number, index: 1 }]).unwrap();
        write.commit(&[Change::DropBody { number, index: 1 }]).unwrap();
        let erased = StoredEntry { entry: b"entry b".to_vec(), body: None };
        assert_eq!(
            read.entries(number, 0, 10, 1_000).unwrap(),
            [stored("a"), erased, stored("erase")]
        );
        let kept =
            ["entry a", "body a", "entry b", "entry erase", "body erase"].concat().len() as u64;
        assert_eq!(read.bytes(number).unwrap(), kept);
        assert_eq!(read.body_bytes(number, 0).unwrap(), "body a".len() as u64);
        assert_eq!(read.body_bytes(number, 1).unwrap(), 0);
    }

    fn knocks_and_lockers_are_kept_until_dropped<W: WriteStore, R: ReadStore>(
        open: &dyn Fn() -> (W, R),
    ) {
        let (mut write, read) = open();
        let number = write.next_number().unwrap();
        let invitation = [3; 16];
        let knock = Change::PutKnock { number, invitation, sealed: b"knock".to_vec() };
        write
            .commit(&[Change::Found { number, id: ID }, append(number, 0, "a"), knock.clone()])
            .unwrap();
        assert!(write.commit(&[knock]).is_err());
        assert_eq!(read.knock(number, &invitation).unwrap().as_deref(), Some(&b"knock"[..]));
        assert_eq!(read.knocks(number).unwrap(), [invitation]);
        write.commit(&[Change::DropKnock { number, invitation }]).unwrap();
        write.commit(&[Change::DropKnock { number, invitation }]).unwrap();
        assert_eq!(read.knock(number, &invitation).unwrap(), None);

        let locker =
            |version, expires_ms| Locker { version, expires_ms, value: vec![version as u8; 5] };
        let put = |key: u8, locker: Locker| Change::PutLocker { key: [key; 32], locker };
        write.commit(&[put(1, locker(1, 0)), put(2, locker(1, 500))]).unwrap();
        write.commit(&[put(1, locker(2, 0))]).unwrap();
        assert_eq!(read.locker(&[1; 32], u64::MAX).unwrap(), Some(locker(2, 0)));
        assert_eq!(read.locker(&[2; 32], 500).unwrap(), Some(locker(1, 500)));
        assert_eq!(read.locker(&[2; 32], 501).unwrap(), None);
        write.tidy(501).unwrap();
        assert_eq!(read.locker(&[2; 32], 0).unwrap(), None);
        assert_eq!(read.locker(&[1; 32], 0).unwrap(), Some(locker(2, 0)));
    }

    fn subtrees_come_back_in_order<W: WriteStore, R: ReadStore>(open: &dyn Fn() -> (W, R)) {
        let (mut write, read) = open();
        let number = write.next_number().unwrap();
        let subtree = |level, index: u64| Change::Subtree {
            number,
            level,
            index,
            root: [index as u8 + 10 * level; 32],
        };
        write
            .commit(&[
                Change::Found { number, id: ID },
                subtree(1, 0),
                subtree(1, 1),
                subtree(2, 0),
                subtree(1, 2),
            ])
            .unwrap();
        assert_eq!(read.subtrees(number, 1, 1..9).unwrap(), [[11; 32], [12; 32]]);
        assert_eq!(read.subtrees(number, 2, 0..1).unwrap(), [[20; 32]]);
    }
}
