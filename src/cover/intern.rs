//! Interns owners as numbers with the same order.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::claims::ClaimSource;
use super::partition::threads;
use crate::span::Span;

/// With fewer claims per owner than this, comparing owners costs less than interning them.
const CLAIMS_EACH: usize = 16;

/// Claims whose owners are interned: the number of an owner is its index among all owners, sorted.
///
/// Numbers are compared, counted and sorted faster than, say, names. Takes 4 bytes per claim; holds
/// up to 2³² owners.
pub(super) struct InternedOwners<'a, O> {
    claims: &'a [(Span, O)],
    numbers: Vec<u32>,
    /// Sorted, each once.
    owners: Vec<&'a O>,
}

impl<'a, O: Ord + Hash> InternedOwners<'a, O> {
    pub(super) fn of(claims: &'a [(Span, O)]) -> Self {
        let mut numbers = vec![0; claims.len()];
        let seen = number_owners(claims, &mut numbers, usize::MAX).unwrap_or_default();
        Self::of_seen(claims, numbers, &seen)
    }

    /// As [`of`](Self::of), by all threads of the current `rayon` pool.
    pub(super) fn par_of(claims: &'a [(Span, O)]) -> Self
    where
        O: Sync,
    {
        let share = claims.len().div_ceil(threads(claims.len())).max(1);
        let mut numbers = vec![0; claims.len()];
        let shares = claims.par_chunks(share).zip(numbers.par_chunks_mut(share));
        let seen =
            shares.filter_map(|(claims, numbers)| number_owners(claims, numbers, usize::MAX));
        let seen: Vec<Vec<&O>> = seen.collect();
        let owners = in_order(seen.iter().flatten().copied().collect());
        let shares = numbers.par_chunks_mut(share).zip(&seen);
        shares.for_each(|(numbers, seen)| rank(numbers, seen, &owners));
        Self { claims, numbers, owners }
    }

    /// As [`of`](Self::of); `None` where owners have too few claims each for interning to pay.
    pub(super) fn of_few(claims: &'a [(Span, O)]) -> Option<Self> {
        let mut numbers = vec![0; claims.len()];
        let seen = number_owners(claims, &mut numbers, claims.len() / CLAIMS_EACH)?;
        Some(Self::of_seen(claims, numbers, &seen))
    }

    fn of_seen(claims: &'a [(Span, O)], mut numbers: Vec<u32>, seen: &[&'a O]) -> Self {
        let owners = in_order(seen.to_vec());
        rank(&mut numbers, seen, &owners);
        Self { claims, numbers, owners }
    }

    /// All owners, sorted.
    pub(super) fn owners(&self) -> &[&'a O] {
        &self.owners
    }
}

/// Numbers the owners of claims by first occurrence and returns them in that order; `None` for
/// more than `most` owners.
fn number_owners<'a, O: Eq + Hash>(
    claims: &'a [(Span, O)],
    numbers: &mut [u32],
    most: usize,
) -> Option<Vec<&'a O>> {
    let mut known: HashMap<&O, u32, RandomState> = HashMap::default();
    let mut seen = Vec::new();
    for ((_, owner), number) in claims.iter().zip(numbers) {
        // Most owners are known already, and `get` is cheaper than `entry`.
        *number = match known.get(owner) {
            Some(&number) => number,
            None if seen.len() < most => {
                seen.push(owner);
                *known.entry(owner).or_insert(seen.len() as u32 - 1)
            }
            None => return None,
        };
    }
    Some(seen)
}

/// Sorts owners and removes duplicates.
fn in_order<O: Ord>(mut owners: Vec<&O>) -> Vec<&O> {
    owners.sort_unstable();
    owners.dedup();
    owners
}

/// Replaces numbers by first occurrence (indices into `seen`) with indices into sorted `owners`.
fn rank<O: Ord>(numbers: &mut [u32], seen: &[&O], owners: &[&O]) {
    let index = |owner: &&O| owners.partition_point(|other| other < owner) as u32;
    let indices: Vec<u32> = seen.iter().map(index).collect();
    numbers.iter_mut().for_each(|number| *number = indices[*number as usize]);
}

impl<O> ClaimSource for InternedOwners<'_, O> {
    type Owner = u32;

    fn count(&self) -> usize {
        self.claims.len()
    }

    #[inline]
    fn span(&self, claim: usize) -> Span {
        self.claims[claim].0
    }

    #[inline]
    fn owner_index(&self, claim: usize) -> usize {
        self.numbers[claim] as usize
    }

    fn owner_indices(&self) -> usize {
        self.owners.len()
    }

    #[inline]
    fn owner(&self, index: usize) -> u32 {
        index as u32
    }
}
