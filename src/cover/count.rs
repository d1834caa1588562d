//! The length that each owner holds, alone and in all, from the starts of claims alone.
//!
//! At each position two farthest ends are enough: that of the owner whose claims extend farthest,
//! and that of all other owners. Up to the nearer of the two several owners hold the line, from
//! there to the farther one exactly one does. So only the starts of claims need sorting.

use super::carry::Carry;
use super::claims::{ClaimSource, ClippedClaims, OwnerPacking};
use super::order::{AxisPart, CarriesFarthest, EventKind, EventVisitor, SortedEvents};
use crate::span::Span;

/// Covered and shared length, and the lengths of each owner, while a sweep goes on.
#[derive(Default)]
pub(super) struct CountingSweep {
    /// Length that one owner or more hold, in millimetres.
    pub(super) covered: i64,
    /// Length that two owners or more hold.
    pub(super) shared: i64,
    /// Lengths by owner index.
    pub(super) sums: Vec<OwnerSum>,
    /// Current position.
    at: i64,
    /// End of the part.
    end: i64,
    /// Farthest end so far.
    farthest: i64,
    /// Owner index of the claim that extends to `farthest`.
    leader: usize,
    /// Farthest end of the claims of all other owners.
    others: i64,
}

/// Lengths of one owner, in millimetres.
#[derive(Clone, Copy)]
pub(super) struct OwnerSum {
    pub(super) held: i64,
    /// Length that nobody else holds.
    pub(super) alone: i64,
    /// Farthest end of its claims.
    farthest: i64,
}

impl CountingSweep {
    /// Counts claims inside an extent; takes about 8 bytes per claim and 24 per owner.
    pub(super) fn of(extent: Span, claims: &impl ClaimSource) -> Self {
        let claims = ClippedClaims { claims, extent };
        Self::of_part(&SortedEvents::of(ClaimStarts(claims.packing()), &claims).whole())
    }

    /// As [`of`](Self::of), by all threads of the current `rayon` pool.
    pub(super) fn par_of(extent: Span, claims: &(impl ClaimSource + Sync)) -> Self {
        let claims = ClippedClaims { claims, extent };
        let parts = SortedEvents::by_threads(ClaimStarts(claims.packing()), &claims);
        let counts = parts.each_part(|part| Self::of_part(&part));
        counts.into_iter().reduce(Self::join).unwrap_or_default()
    }

    fn of_part(part: &AxisPart<'_, ClaimStarts, impl ClaimSource>) -> Self {
        let owners = part.claims().owner_indices();
        let mut count = part.drive(Self::begin(part.stretch, owners, part.carry()));
        count.advance(count.end);
        count
    }

    /// Starts at a part of the axis, into which `carry` extends.
    fn begin(part: Span, owners: usize, carry: &[Carry]) -> Self {
        let (from, to) = (part.from().mm(), part.to().mm());
        let mut count = Self {
            covered: 0,
            shared: 0,
            sums: vec![OwnerSum { held: 0, alone: 0, farthest: from }; owners],
            at: from,
            end: to,
            farthest: from,
            leader: 0,
            others: from,
        };
        for &Carry { owner, to } in carry.iter().filter(|carry| carry.to > from) {
            count.visit(ClaimStart { from, to, owner }, false);
        }
        count
    }

    /// Adds the lengths of the next part; both have the same owners.
    pub(super) fn join(mut self, next: Self) -> Self {
        self.covered += next.covered;
        self.shared += next.shared;
        for (sum, next) in self.sums.iter_mut().zip(next.sums) {
            sum.held += next.held;
            sum.alone += next.alone;
        }
        self
    }

    /// Advances to a position not before the last; no claim starts in between.
    #[inline(always)]
    fn advance(&mut self, to: i64) {
        let covered = (self.farthest.min(to) - self.at).max(0);
        let shared = (self.others.min(to) - self.at).max(0);
        self.covered += covered;
        self.shared += shared;
        if let Some(sum) = self.sums.get_mut(self.leader) {
            sum.alone += covered - shared;
        }
        self.at = to;
    }
}

impl EventVisitor<ClaimStart> for CountingSweep {
    #[inline(always)]
    fn visit(&mut self, claim: ClaimStart, _: bool) {
        self.advance(claim.from);
        let (to, owner) = (claim.to.min(self.end), claim.owner);
        let sum = &mut self.sums[owner];
        sum.held += (to - sum.farthest.max(claim.from)).max(0);
        sum.farthest = sum.farthest.max(to);
        // Selections instead of branches: which claim extends farther is hard to predict.
        let others = self.others.max(self.farthest.min(to));
        self.others = if owner == self.leader { self.others } else { others };
        self.leader = if to > self.farthest { owner } else { self.leader };
        self.farthest = self.farthest.max(to);
    }
}

/// A claim; sorts by its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ClaimStart {
    from: i64,
    to: i64,
    owner: usize,
}

/// The start of each claim is an event.
struct ClaimStarts(OwnerPacking);

impl EventKind for ClaimStarts {
    type Event = ClaimStart;
    const PER_CLAIM: usize = 1;

    #[inline]
    fn events(&self, span: Span, owner: usize, _: i64, mut each: impl FnMut(ClaimStart)) {
        each(ClaimStart { from: span.from().mm(), to: span.to().mm(), owner });
    }

    #[inline]
    fn at(claim: &ClaimStart) -> i64 {
        claim.from
    }

    /// The owner index, and above it the length: as many bits as there are.
    fn bits(&self) -> u32 {
        u64::BITS
    }

    #[inline]
    fn pack(&self, claim: &ClaimStart) -> Option<u64> {
        let length = (claim.to - claim.from) as u64;
        let fits = length <= u64::MAX >> self.0.bits;
        fits.then_some(self.0.join(length, claim.owner))
    }

    #[inline]
    fn unpack(&self, at: i64, packed: u64) -> ClaimStart {
        let (length, owner) = self.0.split(packed);
        ClaimStart { from: at, to: at + length as i64, owner }
    }
}

impl CarriesFarthest for ClaimStarts {}
