//! The Merkle tree of RFC 6962, kept whole, so that the root of any earlier size is a few hashes away.

use crate::primitives::sha256;
use crate::{EntryHash, Root};

type Node = [u8; 32];

fn parent(left: &Node, right: &Node) -> Node {
    sha256(&[&[1], left, right])
}

/// All complete subtrees of a log, some 64 bytes an entry. They are also what its tiles consist of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// `levels[k][i]` is the hash over leaves `i·2ᵏ` to `(i+1)·2ᵏ − 1`.
    levels: Vec<Vec<Node>>,
}

/// Why a proof does not prove anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index or the sizes cannot be right, or the proof has another length than theirs.
    #[error("the proof does not fit the index and sizes")]
    Shape,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    OtherRoot,
}

impl Tree {
    /// The tree of an empty log.
    pub const fn new() -> Self {
        Self { levels: Vec::new() }
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, Vec::len) as u64
    }

    /// The leaf at an index.
    pub fn leaf(&self, index: u64) -> Option<EntryHash> {
        self.node(0, index).map(EntryHash::from_bytes)
    }

    /// All leaves, in order.
    pub fn leaves(&self) -> impl ExactSizeIterator<Item = EntryHash> {
        self.levels
            .first()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|leaf| EntryHash::from_bytes(*leaf))
    }

    /// A complete subtree's hash: the one over leaves `index·2^level` to `(index+1)·2^level − 1`.
    pub fn node(&self, level: u32, index: u64) -> Option<[u8; 32]> {
        self.levels.get(level as usize)?.get(usize::try_from(index).ok()?).copied()
    }

    /// Adds a leaf.
    pub fn append(&mut self, leaf: EntryHash) {
        let mut node = leaf.to_bytes();
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            // A second child completes its parent; a first one waits.
            if nodes.len() % 2 == 1 {
                return;
            }
            node = parent(&nodes[nodes.len() - 2], &node);
        }
    }

    /// Drops all leaves from this size on.
    pub fn truncate(&mut self, size: u64) {
        for (level, nodes) in self.levels.iter_mut().enumerate() {
            nodes.truncate(usize::try_from(size >> level).unwrap_or(usize::MAX));
        }
        self.levels.retain(|nodes| !nodes.is_empty());
    }

    /// The root over all leaves.
    pub fn root(&self) -> Root {
        self.root_of(self.size())
    }

    /// The root over the first `size` leaves; none if there are not that many.
    pub fn root_at(&self, size: u64) -> Option<Root> {
        (size <= self.size()).then(|| self.root_of(size))
    }

    fn root_of(&self, size: u64) -> Root {
        Root::from_bytes(if size == 0 { sha256(&[]) } else { self.range(0, size) })
    }

    /// The tree hash over leaves `start` to `end − 1`, where `start` is a multiple of the least power of two that is
    /// not less than their number, as all ranges of RFC 6962 are.
    fn range(&self, start: u64, end: u64) -> Node {
        // From the right: the smallest complete subtree first, each larger one to its left.
        let mut hash: Option<Node> = None;
        let mut rest = end;
        while rest > start {
            let level = rest.trailing_zeros().min((end - start).ilog2());
            let node = &self.levels[level as usize][(rest >> level) as usize - 1];
            hash = Some(match hash {
                Some(right) => parent(node, &right),
                None => *node,
            });
            rest -= 1 << level;
        }
        hash.expect("a range has at least one leaf")
    }

    /// The audit path of a leaf in the tree of the first `size` leaves (RFC 6962 §2.1.1).
    ///
    /// # Errors
    /// [`ProofError::Shape`] if there are not that many leaves or the index is not among them.
    pub fn prove_inclusion(&self, index: u64, size: u64) -> Result<Vec<[u8; 32]>, ProofError> {
        if index >= size || size > self.size() {
            return Err(ProofError::Shape);
        }
        let (mut start, mut end) = (0, size);
        let mut path = Vec::new();
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                path.push(self.range(middle, end));
                end = middle;
            } else {
                path.push(self.range(start, middle));
                start = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that the tree of `old` leaves is a prefix of the one of `new` leaves (RFC 6962 §2.1.2).
    ///
    /// # Errors
    /// [`ProofError::Shape`] unless `0 < old ≤ new` and there are that many leaves.
    pub fn prove_consistency(&self, old: u64, new: u64) -> Result<Vec<[u8; 32]>, ProofError> {
        if old == 0 || old > new || new > self.size() {
            return Err(ProofError::Shape);
        }
        let (mut start, mut end) = (0, new);
        let mut path = Vec::new();
        // Whether the subtree at hand begins where the old tree does, whose root the verifier has.
        let mut known = true;
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                path.push(self.range(middle, end));
                end = middle;
            } else {
                path.push(self.range(start, middle));
                start = middle;
                known = false;
            }
        }
        if !known {
            path.push(self.range(start, end));
        }
        path.reverse();
        Ok(path)
    }
}

/// The largest power of two below a number of leaves greater than 1.
const fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// Whether a leaf is in a tree at an index (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_inclusion(
    leaf: EntryHash,
    index: u64,
    size: u64,
    root: Root,
    path: &[[u8; 32]],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Shape);
    }
    let (mut first, mut last) = (index, size - 1);
    let mut hash = leaf.to_bytes();
    for node in path {
        if last == 0 {
            return Err(ProofError::Shape);
        }
        if first % 2 == 1 || first == last {
            hash = parent(node, &hash);
            while first % 2 == 0 && first != 0 {
                first >>= 1;
                last >>= 1;
            }
        } else {
            hash = parent(&hash, node);
        }
        first >>= 1;
        last >>= 1;
    }
    match last {
        0 if hash == root.to_bytes() => Ok(()),
        0 => Err(ProofError::OtherRoot),
        _ => Err(ProofError::Shape),
    }
}

/// Whether one tree is a prefix of another (RFC 9162 §2.1.4.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_consistency(
    (old, old_root): (u64, Root),
    (new, new_root): (u64, Root),
    path: &[[u8; 32]],
) -> Result<(), ProofError> {
    if old == 0 || old > new {
        return Err(ProofError::Shape);
    }
    if old == new {
        return match path {
            [] if old_root == new_root => Ok(()),
            [] => Err(ProofError::OtherRoot),
            _ => Err(ProofError::Shape),
        };
    }
    let (seed, rest) = if old.is_power_of_two() {
        (old_root.to_bytes(), path)
    } else {
        let (seed, rest) = path.split_first().ok_or(ProofError::Shape)?;
        (*seed, rest)
    };
    let (mut first, mut last) = (old - 1, new - 1);
    while first % 2 == 1 {
        first >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (seed, seed);
    for node in rest {
        if last == 0 {
            return Err(ProofError::Shape);
        }
        if first % 2 == 1 || first == last {
            old_hash = parent(node, &old_hash);
            new_hash = parent(node, &new_hash);
            while first % 2 == 0 && first != 0 {
                first >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = parent(&new_hash, node);
        }
        first >>= 1;
        last >>= 1;
    }
    match last {
        0 if old_hash == old_root.to_bytes() && new_hash == new_root.to_bytes() => Ok(()),
        0 => Err(ProofError::OtherRoot),
        _ => Err(ProofError::Shape),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 6962 §2.1 word for word.
    fn naive(leaves: &[EntryHash]) -> Node {
        match leaves {
            [] => sha256(&[]),
            [leaf] => leaf.to_bytes(),
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len() as u64) as usize);
                parent(&naive(left), &naive(right))
            }
        }
    }

    fn leaves(count: u64) -> Vec<EntryHash> {
        (0..count).map(|i| EntryHash::from_bytes(sha256(&[&i.to_be_bytes()]))).collect()
    }

    fn tree(count: u64) -> Tree {
        let mut tree = Tree::new();
        leaves(count).into_iter().for_each(|leaf| tree.append(leaf));
        tree
    }

    #[test]
    fn every_root_up_to_300_is_that_of_the_naive_recursion() {
        let (leaves, tree) = (leaves(300), tree(300));
        for size in 0..=300 {
            assert_eq!(
                tree.root_at(size).unwrap().to_bytes(),
                naive(&leaves[..size as usize]),
                "{size}"
            );
        }
        assert_eq!(tree.root_at(301), None);
    }

    #[test]
    fn every_inclusion_up_to_40_is_proved_and_no_other() {
        let tree = tree(40);
        for size in 1..=40 {
            let root = tree.root_at(size).unwrap();
            for index in 0..size {
                let path = tree.prove_inclusion(index, size).unwrap();
                let leaf = tree.leaf(index).unwrap();
                assert_eq!(verify_inclusion(leaf, index, size, root, &path), Ok(()));
                let other = tree.leaf((index + 1) % 40).unwrap();
                assert!(verify_inclusion(other, index, size, root, &path).is_err());
                assert!(verify_inclusion(leaf, index + 1, size, root, &path).is_err());
                let longer = [path.as_slice(), &[[0; 32]]].concat();
                assert!(verify_inclusion(leaf, index, size, root, &longer).is_err());
                if let Some((_, shorter)) = path.split_last() {
                    assert!(verify_inclusion(leaf, index, size, root, shorter).is_err());
                }
            }
        }
    }

    #[test]
    fn every_consistency_up_to_40_is_proved_and_no_fork() {
        let tree = tree(40);
        for new in 1..=40 {
            for old in 1..=new {
                let path = tree.prove_consistency(old, new).unwrap();
                let (old_root, new_root) = (tree.root_at(old).unwrap(), tree.root_at(new).unwrap());
                assert_eq!(
                    verify_consistency((old, old_root), (new, new_root), &path),
                    Ok(()),
                    "{old} {new}"
                );
                let forked = Root::from_bytes([9; 32]);
                assert!(verify_consistency((old, forked), (new, new_root), &path).is_err());
                assert!(verify_consistency((old, old_root), (new, forked), &path).is_err());
                let longer = [path.as_slice(), &[[0; 32]]].concat();
                assert!(verify_consistency((old, old_root), (new, new_root), &longer).is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn roots_and_paths_agree_with_ct_merkle(size in 1_u64..300, pick in any::<prop::sample::Index>()) {
            let index = pick.index(size as usize) as u64;
            // ct-merkle hashes its leaves itself, so this tree is built over what it would hash.
            let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
            let mut ours = Tree::new();
            for i in 0..size {
                theirs.push(i.to_be_bytes().to_vec());
                ours.append(EntryHash::from_bytes(sha256(&[&[0], &i.to_be_bytes()])));
            }
            let (our_root, their_root) = (ours.root(), theirs.root());
            prop_assert_eq!(our_root.as_bytes().as_slice(), their_root.as_bytes().as_slice());
            let path = ours.prove_inclusion(index, size).unwrap().concat();
            let proof = theirs.prove_inclusion(index as usize);
            prop_assert_eq!(path.as_slice(), proof.as_bytes());
            let additions = (size - index - 1) as usize;
            let consistency = theirs.prove_consistency(additions);
            prop_assert_eq!(ours.prove_consistency(index + 1, size).unwrap().concat(), consistency.as_bytes());
        }

        #[test]
        fn a_truncated_tree_is_the_tree_that_never_grew(size in 0_u64..200, more in 0_u64..200) {
            let mut cut = tree(size + more);
            cut.truncate(size);
            prop_assert_eq!(cut, tree(size));
        }
    }
}
