//! Who holds how much, counted along the starts of claims alone.
//!
//! Where one owner's claims reach farthest, and how far those of all others do, tells of each
//! place whether nobody, one or more hold it: up to the nearer of both reaches more than one do,
//! beyond it the one. So the ends of claims need not be put in order.

use super::carry::Carry;
use super::claims::{ClaimSource, ClippedClaims, OwnerPacking};
use super::order::{AxisPart, CarriesFarthest, EventKind, EventVisitor, SortedEvents};
use crate::span::Span;

/// What is covered, and what each owner holds.
#[derive(Default)]
pub(super) struct CountingSweep {
    /// The length that one owner or more hold, in millimetres.
    pub(super) covered: i64,
    /// The length that two owners or more hold.
    pub(super) shared: i64,
    /// What the owner with each mark holds.
    pub(super) sums: Vec<OwnerSum>,
    /// How far it came, and where the part ends.
    at: i64,
    end: i64,
    /// How far the claims reach that reach farthest, and whose they are; at first nobody's.
    reach: i64,
    first: usize,
    /// How far those of all others reach.
    others: i64,
}

/// What an owner holds, in millimetres.
#[derive(Clone, Copy)]
pub(super) struct OwnerSum {
    pub(super) held: i64,
    /// What of that nobody else holds.
    pub(super) alone: i64,
    /// How far its claims reach.
    reach: i64,
}

impl CountingSweep {
    /// Of claims inside an extent, each marked with its owner.
    ///
    /// Needs about 8 bytes a claim, and 24 a mark.
    pub(super) fn of(extent: Span, claims: &impl ClaimSource) -> Self {
        let claims = ClippedClaims { claims, extent };
        Self::of_part(&SortedEvents::of(ClaimStarts(claims.marks()), &claims).whole())
    }

    /// As [`of`](Self::of), by all threads of the current `rayon` pool.
    pub(super) fn par_of(extent: Span, claims: &(impl ClaimSource + Sync)) -> Self {
        let claims = ClippedClaims { claims, extent };
        let parts = SortedEvents::by_threads(ClaimStarts(claims.marks()), &claims);
        let tallies = parts.each_part(|part| Self::of_part(&part));
        tallies.into_iter().reduce(Self::join).unwrap_or_default()
    }

    fn of_part(part: &AxisPart<'_, ClaimStarts, impl ClaimSource>) -> Self {
        let marks = part.claims().marks();
        let mut tally = part.walk(Self::begin(part.stretch, marks, part.reaches()));
        tally.go(tally.end);
        tally
    }

    /// On a part of the axis, into which claims reach up to there.
    fn begin(part: Span, marks: usize, reaches: &[Carry]) -> Self {
        let (from, to) = (part.from().mm(), part.to().mm());
        let mut tally = Self {
            covered: 0,
            shared: 0,
            sums: vec![OwnerSum { held: 0, alone: 0, reach: from }; marks],
            at: from,
            end: to,
            reach: from,
            first: 0,
            others: from,
        };
        for &Carry { mark, to } in reaches.iter().filter(|reach| reach.to > from) {
            tally.visit(ClaimStart { from, to, mark }, false);
        }
        tally
    }

    /// Takes in what was counted on the stretch behind, of the same owners.
    pub(super) fn join(mut self, next: Self) -> Self {
        self.covered += next.covered;
        self.shared += next.shared;
        for (sum, next) in self.sums.iter_mut().zip(next.sums) {
            sum.held += next.held;
            sum.alone += next.alone;
        }
        self
    }

    /// Goes on to a place not before the last; up to there no other claim starts.
    #[inline(always)]
    fn go(&mut self, to: i64) {
        let covered = (self.reach.min(to) - self.at).max(0);
        let shared = (self.others.min(to) - self.at).max(0);
        self.covered += covered;
        self.shared += shared;
        if let Some(sum) = self.sums.get_mut(self.first) {
            sum.alone += covered - shared;
        }
        self.at = to;
    }
}

impl EventVisitor<ClaimStart> for CountingSweep {
    // Goes on to where a claim starts, and takes it in.
    #[inline(always)]
    fn visit(&mut self, claim: ClaimStart, _: bool) {
        self.go(claim.from);
        let (to, mark) = (claim.to.min(self.end), claim.mark);
        let sum = &mut self.sums[mark];
        sum.held += (to - sum.reach.max(claim.from)).max(0);
        sum.reach = sum.reach.max(to);
        // Written so that there is no branch: which claim reaches farther is hard to foresee.
        let others = self.others.max(self.reach.min(to));
        self.others = if mark == self.first { self.others } else { others };
        self.first = if to > self.reach { mark } else { self.first };
        self.reach = self.reach.max(to);
    }
}

/// A claim by where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ClaimStart {
    from: i64,
    to: i64,
    mark: usize,
}

/// Claims with such marks, by their starts.
struct ClaimStarts(OwnerPacking);

impl EventKind for ClaimStarts {
    type Event = ClaimStart;
    const PER_CLAIM: usize = 1;

    #[inline]
    fn events(&self, span: Span, mark: usize, _: i64, mut each: impl FnMut(ClaimStart)) {
        each(ClaimStart { from: span.from().mm(), to: span.to().mm(), mark });
    }

    #[inline]
    fn at(claim: &ClaimStart) -> i64 {
        claim.from
    }

    /// A mark, and above that the length, for which there is no more room than is left.
    fn bits(&self) -> u32 {
        u64::BITS
    }

    #[inline]
    fn pack(&self, claim: &ClaimStart) -> Option<u64> {
        let length = (claim.to - claim.from) as u64;
        let fits = length <= u64::MAX >> self.0.bits;
        fits.then_some(self.0.join(length, claim.mark))
    }

    #[inline]
    fn unpack(&self, at: i64, number: u64) -> ClaimStart {
        let (length, mark) = self.0.split(number);
        ClaimStart { from: at, to: at + length as i64, mark }
    }
}

impl CarriesFarthest for ClaimStarts {}
