//! Owners as numbers whose order is theirs.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::claims::ClaimSource;
use super::partition::threads;
use crate::span::Span;

/// Where an owner has fewer claims than this, comparing owners costs less than numbering them.
const CLAIMS_EACH: usize = 16;

/// Claims, and for each the place of its owner among all: numbers are told apart, counted and put
/// in order in no time, whatever the owners are.
///
/// Needs 4 bytes a claim; holds up to 2³² owners.
pub(super) struct InternedOwners<'a, O> {
    claims: &'a [(Span, O)],
    numbers: Vec<u32>,
    /// In order, each once.
    owners: Vec<&'a O>,
}

impl<'a, O: Ord + Hash> InternedOwners<'a, O> {
    pub(super) fn of(claims: &'a [(Span, O)]) -> Self {
        let mut numbers = vec![0; claims.len()];
        let met = meet(claims, &mut numbers, usize::MAX).unwrap_or_default();
        Self::of_met(claims, numbers, &met)
    }

    /// As [`of`](Self::of), by all threads of the current `rayon` pool.
    pub(super) fn par_of(claims: &'a [(Span, O)]) -> Self
    where
        O: Sync,
    {
        let share = claims.len().div_ceil(threads(claims.len())).max(1);
        let mut numbers = vec![0; claims.len()];
        let shares = claims.par_chunks(share).zip(numbers.par_chunks_mut(share));
        let met = shares.filter_map(|(claims, numbers)| meet(claims, numbers, usize::MAX));
        let met: Vec<Vec<&O>> = met.collect();
        let owners = in_order(met.iter().flatten().copied().collect());
        let shares = numbers.par_chunks_mut(share).zip(&met);
        shares.for_each(|(numbers, met)| rank(numbers, met, &owners));
        Self { claims, numbers, owners }
    }

    /// `None` where too many owners have too few claims.
    pub(super) fn of_few(claims: &'a [(Span, O)]) -> Option<Self> {
        let mut numbers = vec![0; claims.len()];
        let met = meet(claims, &mut numbers, claims.len() / CLAIMS_EACH)?;
        Some(Self::of_met(claims, numbers, &met))
    }

    fn of_met(claims: &'a [(Span, O)], mut numbers: Vec<u32>, met: &[&'a O]) -> Self {
        let owners = in_order(met.to_vec());
        rank(&mut numbers, met, &owners);
        Self { claims, numbers, owners }
    }

    /// All owners, in order.
    pub(super) fn owners(&self) -> &[&'a O] {
        &self.owners
    }
}

/// Numbers the owners of claims as they are met, and returns them; `None` where there are more
/// than so many.
fn meet<'a, O: Eq + Hash>(
    claims: &'a [(Span, O)],
    numbers: &mut [u32],
    most: usize,
) -> Option<Vec<&'a O>> {
    let mut known: HashMap<&O, u32, RandomState> = HashMap::default();
    let mut met = Vec::new();
    for ((_, owner), number) in claims.iter().zip(numbers) {
        // Most were met before: a look is cheaper than an entry.
        *number = match known.get(owner) {
            Some(&number) => number,
            None if met.len() < most => {
                met.push(owner);
                *known.entry(owner).or_insert(met.len() as u32 - 1)
            }
            None => return None,
        };
    }
    Some(met)
}

/// Each once, in order.
fn in_order<O: Ord>(mut owners: Vec<&O>) -> Vec<&O> {
    owners.sort_unstable();
    owners.dedup();
    owners
}

/// Numbers owners by their place among all in order, who were numbered as they were `met`.
fn rank<O: Ord>(numbers: &mut [u32], met: &[&O], owners: &[&O]) {
    let place = |owner: &&O| owners.partition_point(|other| other < owner) as u32;
    let places: Vec<u32> = met.iter().map(place).collect();
    numbers.iter_mut().for_each(|number| *number = places[*number as usize]);
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
    fn mark(&self, claim: usize) -> usize {
        self.numbers[claim] as usize
    }

    fn marks(&self) -> usize {
        self.owners.len()
    }

    #[inline]
    fn owner(&self, mark: usize) -> u32 {
        mark as u32
    }
}
