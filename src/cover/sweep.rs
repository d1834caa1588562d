//! A sweep over the ends of claims that knows who holds each piece between them.

use super::active::{ActiveOwners, fetch};
use super::claims::{ClaimSource, ClippedClaims};
use super::endpoints::{Endpoint, Endpoints};
use super::order::{EventVisitor, SortedEvents};
use super::union_sink::stretch;
use crate::span::Span;

/// Shows the maximal pieces of an extent that the same owners hold, each with its owners in order.
pub(super) fn sweep<M: ClaimSource>(extent: Span, claims: &M, each: impl FnMut(Span, &[M::Owner])) {
    let (inside, from) = (ClippedClaims { claims, extent }, extent.from().mm());
    let sweep = PieceSweep { claims, from, held: ActiveOwners::new(), here: Vec::new(), each };
    let sweep = SortedEvents::of(Endpoints(inside.marks()), &inside).whole().walk(sweep);
    let PieceSweep { from, held, mut each, .. } = sweep;
    if let Some(span) = stretch(from, extent.to().mm()) {
        each(span, held.owners());
    }
}

/// A walk along the ends of claims that shows the pieces between.
struct PieceSweep<'a, M: ClaimSource, F> {
    claims: &'a M,
    /// Where the open piece starts.
    from: i64,
    held: ActiveOwners<M::Owner>,
    /// Whose claims start or end at the place reached, and which of both, where they are several.
    here: Vec<(M::Owner, bool)>,
    each: F,
}

impl<M: ClaimSource, F: FnMut(Span, &[M::Owner])> EventVisitor<Endpoint> for PieceSweep<'_, M, F> {
    #[inline(always)]
    fn visit(&mut self, end: Endpoint, more: bool) {
        if more || !self.here.is_empty() {
            return self.visit_coincident(end, more);
        }
        let owner = self.claims.owner(end.mark);
        let Some(place) = self.held.turn(owner, end.starts) else { return };
        if let Some(span) = stretch(self.from, end.at) {
            (self.each)(span, self.held.owners());
        }
        self.from = end.at;
        self.held.change(place, owner, end.starts);
    }
}

impl<M: ClaimSource, F: FnMut(Span, &[M::Owner])> PieceSweep<'_, M, F> {
    /// What starts and ends at one place counts together: one may take another's place.
    #[cold]
    #[inline(never)]
    fn visit_coincident(&mut self, end: Endpoint, more: bool) {
        self.here.push((self.claims.owner(end.mark), end.starts));
        if more {
            return;
        }
        let changes = self.held.turn_all(&mut self.here);
        self.here.clear();
        if changes.is_empty() {
            return;
        }
        if let Some(span) = stretch(self.from, end.at) {
            (self.each)(span, self.held.owners());
        }
        self.from = end.at;
        self.held.change_all(&changes);
    }
}

/// Claims marked by their place among them.
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
    fn owner(&self, mark: usize) -> &'a O {
        &self.0[mark].1
    }

    #[inline]
    fn fetch(&self, mark: usize) {
        fetch(self.owner(mark));
    }
}
