//! Claims to stretches of the axis, each marked with a number.

use std::ops::Range;

use super::layout::sample;
use crate::span::Span;

/// Claims that lie somewhere, each marked with a number.
pub(super) trait ClaimSource {
    /// By what its owner is known.
    type Owner: Copy + Ord;
    /// How many claims there are.
    fn count(&self) -> usize;
    /// Where one lies.
    fn span(&self, claim: usize) -> Span;
    /// What it is marked with, below [`marks`](Self::marks): its place among all, where no other
    /// mark is known.
    #[inline]
    fn mark(&self, claim: usize) -> usize {
        claim
    }
    /// How many marks there are.
    fn marks(&self) -> usize {
        self.count()
    }
    /// Whose claim has the mark.
    fn owner(&self, mark: usize) -> Self::Owner;
    /// Looks at the owner of a mark: when many are looked at one after the other, it comes
    /// from memory side by side.
    fn fetch(&self, _mark: usize) {}
}

/// Claims cut to an extent, those that are there.
pub(super) struct ClippedClaims<'a, M> {
    pub(super) claims: &'a M,
    pub(super) extent: Span,
}

impl<M: ClaimSource> ClippedClaims<'_, M> {
    /// How many there are at most.
    pub(super) fn count(&self) -> usize {
        self.claims.count()
    }

    /// How their marks are written.
    pub(super) fn marks(&self) -> OwnerPacking {
        OwnerPacking { bits: usize::BITS - self.claims.marks().saturating_sub(1).leading_zeros() }
    }

    /// Some of them, enough to learn where most lie.
    pub(super) fn sample(&self) -> impl Iterator<Item = Span> {
        sample(self.count()).filter_map(|claim| self.cut(claim))
    }

    /// Shows each of a range of them, and its mark.
    #[inline]
    pub(super) fn for_each(&self, range: Range<usize>, mut each: impl FnMut(Span, usize)) {
        for claim in range {
            if let Some(span) = self.cut(claim) {
                each(span, self.claims.mark(claim));
            }
        }
    }

    #[inline]
    fn cut(&self, claim: usize) -> Option<Span> {
        self.claims.span(claim).intersection(&self.extent)
    }
}

/// OwnerPacking in the lowest bits of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnerPacking {
    pub(super) bits: u32,
}

impl OwnerPacking {
    /// The number of a mark and of what stands above it.
    #[inline]
    pub(super) fn join(&self, above: u64, mark: usize) -> u64 {
        above << self.bits | mark as u64
    }

    /// What stands above the mark of a number, and the mark.
    #[inline]
    pub(super) fn split(&self, number: u64) -> (u64, usize) {
        (number >> self.bits, (number & ((1 << self.bits) - 1)) as usize)
    }
}

/// Shows both ends of a span, those that lie before `end`, each with whether it starts there.
#[inline]
pub(super) fn ends_before(span: Span, end: i64, mut each: impl FnMut(i64, bool)) {
    for (at, starts) in [(span.from().mm(), true), (span.to().mm(), false)] {
        if at < end {
            each(at, starts);
        }
    }
}

/// Spans that need no mark.
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
    fn mark(&self, _: usize) -> usize {
        0
    }

    fn marks(&self) -> usize {
        1
    }

    fn owner(&self, _: usize) {}
}
