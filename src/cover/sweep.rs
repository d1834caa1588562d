//! A sweep over the endpoints of claims that tracks the owners of each piece between them.

use super::active::{ActiveOwners, prefetch};
use super::claims::{ClaimSource, ClippedClaims};
use super::endpoints::{Endpoint, Endpoints};
use super::order::{EventVisitor, SortedEvents};
use super::union_sink::stretch;
use crate::span::Span;

/// Calls `each` with the maximal pieces of an extent that have the same owners, and with these
/// owners, sorted.
pub(super) fn sweep<S: ClaimSource>(extent: Span, claims: &S, each: impl FnMut(Span, &[S::Owner])) {
    let (clipped, from) = (ClippedClaims { claims, extent }, extent.from().mm());
    let sweep =
        PieceSweep { claims, from, active: ActiveOwners::new(), coincident: Vec::new(), each };
    let events = SortedEvents::of(Endpoints(clipped.packing()), &clipped);
    let PieceSweep { from, active, mut each, .. } = events.whole().drive(sweep);
    if let Some(span) = stretch(from, extent.to().mm()) {
        each(span, active.owners());
    }
}

/// Visits endpoints and emits the pieces between them.
struct PieceSweep<'a, S: ClaimSource, F> {
    claims: &'a S,
    /// Start of the open piece.
    from: i64,
    active: ActiveOwners<S::Owner>,
    /// Owners of the endpoints at the current position, and whether each is a start; empty unless
    /// there are several.
    coincident: Vec<(S::Owner, bool)>,
    each: F,
}

impl<S: ClaimSource, F: FnMut(Span, &[S::Owner])> EventVisitor<Endpoint> for PieceSweep<'_, S, F> {
    #[inline(always)]
    fn visit(&mut self, endpoint: Endpoint, more_here: bool) {
        if more_here || !self.coincident.is_empty() {
            return self.visit_coincident(endpoint, more_here);
        }
        let owner = self.claims.owner(endpoint.owner);
        let Some(index) = self.active.count(owner, endpoint.starts) else { return };
        if let Some(span) = stretch(self.from, endpoint.at) {
            (self.each)(span, self.active.owners());
        }
        self.from = endpoint.at;
        self.active.change(index, owner, endpoint.starts);
    }
}

impl<S: ClaimSource, F: FnMut(Span, &[S::Owner])> PieceSweep<'_, S, F> {
    /// Endpoints at one position are applied together: where an owner's claim ends and another of
    /// its claims starts, no new piece begins.
    #[cold]
    #[inline(never)]
    fn visit_coincident(&mut self, endpoint: Endpoint, more_here: bool) {
        self.coincident.push((self.claims.owner(endpoint.owner), endpoint.starts));
        if more_here {
            return;
        }
        let changes = self.active.count_all(&mut self.coincident);
        self.coincident.clear();
        if changes.is_empty() {
            return;
        }
        if let Some(span) = stretch(self.from, endpoint.at) {
            (self.each)(span, self.active.owners());
        }
        self.from = endpoint.at;
        self.active.change_all(&changes);
    }
}

/// Claims as the caller holds them: the owner index of a claim is its index.
pub(super) struct RawClaims<'a, O>(pub(super) &'a [(Span, O)]);

impl<'a, O: Ord> ClaimSource for RawClaims<'a, O> {
    type Owner = &'a O;

    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn span(&self, claim: usize) -> Span {
        self.0[claim].0
    }

    #[inline]
    fn owner(&self, index: usize) -> &'a O {
        &self.0[index].1
    }

    #[inline]
    fn prefetch(&self, index: usize) {
        prefetch(self.owner(index));
    }
}
