//! Who holds a place, as a walk along the axis comes by.

use std::collections::BTreeMap;
use std::hint::black_box;

/// Owners with few others are found by looking at all of them, without a branch for each.
const FEW: usize = 16;

/// Owners that are moved as one: few enough for a handful of instructions, and rarely exceeded.
const WINDOW: usize = 8;

/// The owners of the place reached so far, in order, each once.
pub(super) struct ActiveOwners<O> {
    /// The first `count` of these; what follows is room.
    owners: Vec<O>,
    count: usize,
    /// How many more claims than one an owner has here; few have any.
    more: BTreeMap<O, usize>,
}

impl<O: Copy + Ord> ActiveOwners<O> {
    pub(super) fn new() -> Self {
        Self { owners: Vec::new(), count: 0, more: BTreeMap::new() }
    }

    /// The owners, in order, each once.
    #[inline]
    pub(super) fn owners(&self) -> &[O] {
        &self.owners[..self.count]
    }

    /// Takes note that a claim of `owner` starts or ends here; the place among the owners where
    /// it is to come or to leave, `None` where all of them stay.
    #[inline]
    pub(super) fn turn(&mut self, owner: O, starts: bool) -> Option<usize> {
        let before = |held: &O| *held < owner;
        let owners = self.owners();
        let place = if owners.len() <= FEW {
            owners.iter().map(|held| usize::from(before(held))).sum()
        } else {
            owners.partition_point(before)
        };
        let holds = owners.get(place).is_some_and(|held| *held == owner);
        let (before, after) = if holds == starts || !self.more.is_empty() {
            self.recount(owner, usize::from(starts), usize::from(!starts))
        } else {
            (holds, starts)
        };
        (before != after).then_some(place)
    }

    /// Counts claims of an owner that start and end here; whether it held the place before, and
    /// whether it does after.
    #[cold]
    fn recount(&mut self, owner: O, starts: usize, ends: usize) -> (bool, bool) {
        let more = self.more.get(&owner).map_or(0, |more| *more);
        let before = self.owners().binary_search(&owner).map_or(0, |_| 1 + more);
        let after = (before + starts).saturating_sub(ends);
        if after > 1 {
            self.more.insert(owner, after - 1);
        } else {
            self.more.remove(&owner);
        }
        (before > 0, after > 0)
    }

    /// Lets `owner` come or leave, as [`turn`](Self::turn) told.
    #[inline]
    pub(super) fn change(&mut self, place: usize, owner: O, comes: bool) {
        if self.owners.len() <= self.count + WINDOW {
            self.owners.resize(2 * (self.count + WINDOW), owner);
        }
        let (to, from) = (usize::from(comes), usize::from(!comes));
        if self.count <= place + WINDOW {
            let window = &mut self.owners[place..=place + WINDOW];
            let mut moved = [owner; WINDOW];
            moved.copy_from_slice(&window[from..from + WINDOW]);
            window[to..to + WINDOW].copy_from_slice(&moved);
        } else {
            self.owners.copy_within(place + from..self.count, place + to);
        }
        if comes {
            self.owners[place] = owner;
        }
        self.count = self.count + to - from;
    }

    /// Takes note of all claims that start or end at one place, each with its owner and whether it
    /// starts; those who come or leave, in order.
    pub(super) fn turn_all(&mut self, claims: &mut [(O, bool)]) -> Vec<(O, bool)> {
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

    /// Lets many come or leave, in order; linear in them and in those who are there.
    pub(super) fn change_all(&mut self, changes: &[(O, bool)]) {
        let mut all = Vec::with_capacity(self.count + changes.len());
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
        (self.count, self.owners) = (all.len(), all);
    }
}

/// Looks at `owner` as a comparison would, so that it is near when it comes to one.
#[inline]
pub(super) fn fetch<O: Ord>(owner: &O) {
    black_box(owner.cmp(black_box(owner)));
}
