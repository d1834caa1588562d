//! The owners that are active at the current position of a sweep.

use std::collections::BTreeMap;
use std::hint::black_box;

/// Up to this many owners a linear scan without branches beats a binary search.
const SCAN: usize = 16;

/// Number of owners that one insertion moves as a block of fixed size: a handful of vector
/// instructions, and few positions have more owners behind the insertion point.
const WINDOW: usize = 8;

/// The active owners, sorted, each once.
pub(super) struct ActiveOwners<O> {
    /// The first `len` are active; the rest is spare room.
    owners: Vec<O>,
    len: usize,
    /// Number of active claims beyond the first, for owners that have several.
    extra: BTreeMap<O, usize>,
}

impl<O: Copy + Ord> ActiveOwners<O> {
    pub(super) fn new() -> Self {
        Self { owners: Vec::new(), len: 0, extra: BTreeMap::new() }
    }

    /// The owners, sorted, each once.
    #[inline]
    pub(super) fn owners(&self) -> &[O] {
        &self.owners[..self.len]
    }

    /// Counts a claim of `owner` that starts or ends. Returns the index at which the owner must be
    /// inserted or removed, `None` if the owners stay the same.
    #[inline]
    pub(super) fn count(&mut self, owner: O, starts: bool) -> Option<usize> {
        let before = |active: &O| *active < owner;
        let owners = self.owners();
        let index = if owners.len() <= SCAN {
            owners.iter().map(|active| usize::from(before(active))).sum()
        } else {
            owners.partition_point(before)
        };
        let is_active = owners.get(index).is_some_and(|active| *active == owner);
        let (before, after) = if is_active == starts || !self.extra.is_empty() {
            self.recount(owner, usize::from(starts), usize::from(!starts))
        } else {
            (is_active, starts)
        };
        (before != after).then_some(index)
    }

    /// Counts claims of an owner that start and end. Returns whether the owner was active before
    /// and is after.
    #[cold]
    fn recount(&mut self, owner: O, starts: usize, ends: usize) -> (bool, bool) {
        let extra = self.extra.get(&owner).map_or(0, |extra| *extra);
        let before = self.owners().binary_search(&owner).map_or(0, |_| 1 + extra);
        let after = (before + starts).saturating_sub(ends);
        if after > 1 {
            self.extra.insert(owner, after - 1);
        } else {
            self.extra.remove(&owner);
        }
        (before > 0, after > 0)
    }

    /// Inserts or removes `owner` at the index that [`count`](Self::count) returned.
    #[inline]
    pub(super) fn change(&mut self, index: usize, owner: O, insert: bool) {
        if self.owners.len() <= self.len + WINDOW {
            self.owners.resize(2 * (self.len + WINDOW), owner);
        }
        let (to, from) = (usize::from(insert), usize::from(!insert));
        if self.len <= index + WINDOW {
            let window = &mut self.owners[index..=index + WINDOW];
            let mut moved = [owner; WINDOW];
            moved.copy_from_slice(&window[from..from + WINDOW]);
            window[to..to + WINDOW].copy_from_slice(&moved);
        } else {
            self.owners.copy_within(index + from..self.len, index + to);
        }
        if insert {
            self.owners[index] = owner;
        }
        self.len = self.len + to - from;
    }

    /// Counts all claims that start or end at one position, each with its owner and whether it
    /// starts. Returns the owners to insert (`true`) or remove, sorted.
    pub(super) fn count_all(&mut self, claims: &mut [(O, bool)]) -> Vec<(O, bool)> {
        claims.sort_unstable();
        let mut changes = Vec::new();
        for of_one in claims.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(owner, _)) = of_one.first() else { continue };
            let starts = of_one.iter().filter(|(_, starts)| *starts).count();
            let (before, after) = self.recount(owner, starts, of_one.len() - starts);
            if before != after {
                changes.push((owner, after));
            }
        }
        changes
    }

    /// Applies sorted changes; linear in the changes and the active owners.
    pub(super) fn change_all(&mut self, changes: &[(O, bool)]) {
        let mut all = Vec::with_capacity(self.len + changes.len());
        let mut rest = changes.iter().peekable();
        for &owner in self.owners() {
            while let Some((new, _)) = rest.next_if(|change| change.0 < owner) {
                all.push(*new);
            }
            if rest.next_if(|change| change.0 == owner).is_none() {
                all.push(owner);
            }
        }
        all.extend(rest.map(|(new, _)| *new));
        (self.len, self.owners) = (all.len(), all);
    }
}

/// Loads the part of `owner` that a comparison reads into cache.
#[inline]
pub(super) fn prefetch<O: Ord>(owner: &O) {
    black_box(owner.cmp(black_box(owner)));
}
