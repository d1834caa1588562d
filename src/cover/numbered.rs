//! Owners as numbers whose order is theirs.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::claims::Marked;
use crate::span::Span;

/// Where an owner has fewer claims than this, comparing owners costs less than numbering them.
const CLAIMS_EACH: usize = 16;

/// Claims, and for each the place of its owner among all: numbers are told apart, counted and put
/// in order in no time, whatever the owners are.
///
/// Needs 4 bytes a claim; holds up to 2³² owners.
pub(super) struct Numbered<'a, O> {
    claims: &'a [(Span, O)],
    numbers: Vec<u32>,
    /// In order, each once.
    owners: Vec<&'a O>,
}

impl<'a, O: Ord + Hash> Numbered<'a, O> {
    pub(super) fn of(claims: &'a [(Span, O)]) -> Self {
        let mut met = Met::new(claims.len());
        claims.iter().for_each(|(_, owner)| met.meet(owner));
        met.in_order(claims)
    }

    /// `None` where too many owners have too few claims.
    pub(super) fn of_few(claims: &'a [(Span, O)]) -> Option<Self> {
        let most = claims.len() / CLAIMS_EACH;
        let mut met = Met::new(claims.len());
        for (_, owner) in claims {
            met.meet(owner);
            if met.numbers.len() > most {
                return None;
            }
        }
        Some(met.in_order(claims))
    }

    /// All owners, in order.
    pub(super) fn owners(&self) -> &[&'a O] {
        &self.owners
    }
}

impl<O> Marked for Numbered<'_, O> {
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

/// Owners by the order in which they were met.
struct Met<'a, O> {
    numbers: HashMap<&'a O, u32, RandomState>,
    of_claims: Vec<u32>,
}

impl<'a, O: Ord + Hash> Met<'a, O> {
    fn new(claims: usize) -> Self {
        Self { numbers: HashMap::default(), of_claims: Vec::with_capacity(claims) }
    }

    #[inline]
    fn meet(&mut self, owner: &'a O) {
        // Most were met before: a look is cheaper than an entry.
        let number = match self.numbers.get(owner) {
            Some(&number) => number,
            None => self.welcome(owner),
        };
        self.of_claims.push(number);
    }

    #[cold]
    fn welcome(&mut self, owner: &'a O) -> u32 {
        let number = self.numbers.len() as u32;
        self.numbers.insert(owner, number);
        number
    }

    /// Numbers them by their own order.
    fn in_order(self, claims: &'a [(Span, O)]) -> Numbered<'a, O> {
        let Self { numbers: met, of_claims: mut numbers } = self;
        let mut met: Vec<(&O, u32)> = met.into_iter().collect();
        met.sort_unstable();
        let mut places = vec![0; met.len()];
        for (place, &(_, number)) in met.iter().enumerate() {
            places[number as usize] = place as u32;
        }
        numbers.iter_mut().for_each(|number| *number = places[*number as usize]);
        Numbered { claims, numbers, owners: met.into_iter().map(|(owner, _)| owner).collect() }
    }
}
