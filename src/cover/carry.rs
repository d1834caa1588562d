//! Carry-over: claims that extend beyond the part of the axis in which they start.

use rayon::prelude::*;

use super::partition::Partition;
use crate::span::Span;

/// The farthest end of an owner's claims that extend into a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Carry {
    /// Owner index.
    pub(super) owner: usize,
    /// Farthest end, in millimetres.
    pub(super) to: i64,
}

/// The claims of one share of the input that extend beyond the part in which they start. Of each
/// part and owner the farthest end is enough.
///
/// A claim is recorded once, however many parts it crosses: [`into_parts`](Self::into_parts)
/// passes it on from part to part.
pub(super) struct CarryOver {
    partition: Partition,
    owners: usize,
    store: CarryStore,
}

/// Two representations; [`CarryOver::new`] picks the smaller one.
enum CarryStore {
    /// Farthest end by part and owner; `i64::MIN` for none.
    Farthest(Vec<i64>),
    /// All claims, by part.
    All(Vec<Vec<Carry>>),
}

impl CarryOver {
    /// For `claims` claims of `owners` owner indices.
    pub(super) fn new(partition: Partition, owners: usize, claims: usize) -> Self {
        let cells = partition.count().saturating_mul(owners);
        // A cell takes 8 bytes, a listed claim 16: the table is never the larger one.
        let store = if cells <= claims / 2 {
            CarryStore::Farthest(vec![i64::MIN; cells])
        } else {
            CarryStore::All(vec![Vec::new(); partition.count()])
        };
        Self { partition, owners, store }
    }

    /// Records a claim if it extends beyond the part in which it starts.
    #[inline]
    pub(super) fn record(&mut self, span: Span, owner: usize) {
        let (part, to) = (self.partition.locate(span.from().mm()), span.to().mm());
        if part + 1 == self.partition.count() || to <= self.partition.start(part + 1) {
            return;
        }
        match &mut self.store {
            CarryStore::Farthest(ends) => {
                let end = &mut ends[part * self.owners + owner];
                *end = to.max(*end);
            }
            CarryStore::All(lists) => lists[part].push(Carry { owner, to }),
        }
    }

    /// Appends what starts in a part.
    fn append_part(&self, part: usize, all: &mut Vec<Carry>) {
        match &self.store {
            CarryStore::Farthest(ends) => {
                let ends = ends[part * self.owners..][..self.owners].iter().enumerate();
                let recorded = ends.filter(|(_, to)| **to > i64::MIN);
                all.extend(recorded.map(|(owner, &to)| Carry { owner, to }));
            }
            CarryStore::All(lists) => all.extend_from_slice(&lists[part]),
        }
    }

    /// For each part, the farthest end per owner of the claims that extend into it, sorted by
    /// owner index.
    pub(super) fn into_parts(shares: &[Self], partition: Partition) -> Vec<Vec<Carry>> {
        let starting_in = |part| {
            let mut all = Vec::new();
            shares.iter().for_each(|share| share.append_part(part, &mut all));
            all.sort_unstable_by(|a, b| (a.owner, b.to).cmp(&(b.owner, a.to)));
            all.dedup_by_key(|carry| carry.owner);
            all
        };
        let started: Vec<Vec<Carry>> =
            (0..partition.count().saturating_sub(1)).into_par_iter().map(starting_in).collect();
        let mut into = vec![Vec::new()];
        for (part, started) in started.into_iter().enumerate() {
            let seam = partition.start(part + 1);
            let through = into[part].iter().filter(|carry: &&Carry| carry.to > seam);
            into.push(merge_farthest(through.copied(), started.into_iter()));
        }
        into
    }
}

/// Merges two lists, each sorted by owner with one entry per owner; keeps the farther end.
fn merge_farthest(a: impl Iterator<Item = Carry>, b: impl Iterator<Item = Carry>) -> Vec<Carry> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let mut all = Vec::new();
    loop {
        let (first, second) = (a.peek().copied(), b.peek().copied());
        let Some(owner) = first.into_iter().chain(second).map(|carry| carry.owner).min() else {
            return all;
        };
        let same =
            [a.next_if(|carry| carry.owner == owner), b.next_if(|carry| carry.owner == owner)];
        all.extend(same.into_iter().flatten().max_by_key(|carry| carry.to));
    }
}
