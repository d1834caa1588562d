//! The input of the sweeps: claims, each a span and the index of its owner.

use std::ops::Range;

use super::layout::sample;
use crate::span::Span;

/// Claims to stretches of the axis.
pub(super) trait ClaimSource {
    /// What identifies an owner.
    type Owner: Copy + Ord;
    /// Number of claims.
    fn count(&self) -> usize;
    /// The span of a claim.
    fn span(&self, claim: usize) -> Span;
    /// Owner index of a claim, below [`owner_indices`](Self::owner_indices). Where owners are not
    /// interned each claim has an index of its own, and several indices name one owner.
    #[inline]
    fn owner_index(&self, claim: usize) -> usize {
        claim
    }
    /// Number of owner indices.
    fn owner_indices(&self) -> usize {
        self.count()
    }
    /// The owner with an index.
    fn owner(&self, index: usize) -> Self::Owner;
    /// Loads an owner into cache. Called for a whole bucket before its owners are compared, so
    /// that their cache misses overlap.
    fn prefetch(&self, _index: usize) {}
}

/// Claims clipped to an extent; those outside are skipped.
pub(super) struct ClippedClaims<'a, S> {
    pub(super) claims: &'a S,
    pub(super) extent: Span,
}

impl<S: ClaimSource> ClippedClaims<'_, S> {
    /// Upper bound of their number.
    pub(super) fn count(&self) -> usize {
        self.claims.count()
    }

    /// How their owner indices are packed.
    pub(super) fn packing(&self) -> OwnerPacking {
        let highest = self.claims.owner_indices().saturating_sub(1);
        OwnerPacking { bits: usize::BITS - highest.leading_zeros() }
    }

    /// A sample, large enough to find the range that most of them lie in.
    pub(super) fn sample(&self) -> impl Iterator<Item = Span> {
        sample(self.count()).filter_map(|claim| self.clip(claim))
    }

    /// Calls `each` with the span and the owner index of each claim in a range.
    #[inline]
    pub(super) fn for_each(&self, range: Range<usize>, mut each: impl FnMut(Span, usize)) {
        for claim in range {
            if let Some(span) = self.clip(claim) {
                each(span, self.claims.owner_index(claim));
            }
        }
    }

    #[inline]
    fn clip(&self, claim: usize) -> Option<Span> {
        self.claims.span(claim).intersection(&self.extent)
    }
}

/// Packs an owner index into the lowest bits of a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnerPacking {
    pub(super) bits: u32,
}

impl OwnerPacking {
    /// Packs `above` and an owner index; `above` takes the higher bits.
    #[inline]
    pub(super) fn join(&self, above: u64, owner: usize) -> u64 {
        above << self.bits | owner as u64
    }

    /// Unpacks what [`join`](Self::join) packed: the higher bits and the owner index.
    #[inline]
    pub(super) fn split(&self, packed: u64) -> (u64, usize) {
        (packed >> self.bits, (packed & ((1 << self.bits) - 1)) as usize)
    }
}

/// Calls `each` with both endpoints of a span that lie before `end`, and whether each is a start.
#[inline]
pub(super) fn endpoints_before(span: Span, end: i64, mut each: impl FnMut(i64, bool)) {
    for (at, starts) in [(span.from().mm(), true), (span.to().mm(), false)] {
        if at < end {
            each(at, starts);
        }
    }
}

/// Spans without owners.
pub(super) struct AnonymousClaims<'a>(pub(super) &'a [Span]);

impl ClaimSource for AnonymousClaims<'_> {
    type Owner = ();

    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn span(&self, claim: usize) -> Span {
        self.0[claim]
    }

    #[inline]
    fn owner_index(&self, _: usize) -> usize {
        0
    }

    fn owner_indices(&self) -> usize {
        1
    }

    fn owner(&self, _: usize) {}
}
