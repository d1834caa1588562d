//! A sweep over the ends of claims that knows who holds each piece between them.

use super::claims::{Inside, Marked};
use super::ends::{End, Ends};
use super::held::{Held, fetch};
use super::order::{Ordered, Walk};
use super::runs::stretch;
use crate::span::Span;

/// Shows the maximal pieces of an extent that the same owners hold, each with its owners in order.
pub(super) fn sweep<M: Marked>(extent: Span, claims: &M, each: impl FnMut(Span, &[M::Owner])) {
    let (inside, from) = (Inside { claims, extent }, extent.from().mm());
    let sweep = Sweep { claims, from, held: Held::new(), here: Vec::new(), each };
    let sweep = Ordered::of(Ends(inside.marks()), &inside).whole().walk(sweep);
    let Sweep { from, held, mut each, .. } = sweep;
    if let Some(span) = stretch(from, extent.to().mm()) {
        each(span, held.owners());
    }
}

/// A walk along the ends of claims that shows the pieces between.
struct Sweep<'a, M: Marked, F> {
    claims: &'a M,
    /// Where the open piece starts.
    from: i64,
    held: Held<M::Owner>,
    /// Whose claims start or end at the place reached, and which of both, where they are several.
    here: Vec<(M::Owner, bool)>,
    each: F,
}

impl<M: Marked, F: FnMut(Span, &[M::Owner])> Walk<End> for Sweep<'_, M, F> {
    #[inline(always)]
    fn pass(&mut self, end: End, more: bool) {
        if more || !self.here.is_empty() {
            return self.pass_one_of_several(end, more);
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

impl<M: Marked, F: FnMut(Span, &[M::Owner])> Sweep<'_, M, F> {
    /// What starts and ends at one place counts together: one may take another's place.
    #[cold]
    #[inline(never)]
    fn pass_one_of_several(&mut self, end: End, more: bool) {
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
pub(super) struct AsTheyAre<'a, O>(pub(super) &'a [(Span, O)]);

impl<'a, O: Ord> Marked for AsTheyAre<'a, O> {
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
