//! Of what kind a conflict of several villages is, as far as their runs tell.

use std::cmp::Reverse;

use super::{ConflictClass, Contender};
use crate::span::Span;
use crate::units::Length;

/// What the runs tell: that they only touch, or that one lies within another.
///
/// It is asked what the runs have in common, not how long the piece is: where a third village
/// holds the middle of a touch, what is left on both sides of it still is one.
pub(super) fn by_runs(contenders: &[Contender], tolerance: Length) -> Option<ConflictClass> {
    if touch(contenders, tolerance) {
        return Some(ConflictClass::Sliver);
    }
    let mut by_start: Vec<&Contender> = contenders.iter().collect();
    by_start.sort_by_key(|c| (c.run.from(), Reverse(c.run.to())));
    // As long as none lies within another, each reaches farther than all before it.
    let within = by_start.windows(2).find(|pair| pair[1].run.to() <= pair[0].run.to())?;
    Some(ConflictClass::Inside { inner: within[1].village, outer: within[0].village })
}

/// Whether all that the runs have in common is short, lies at an end of each, and is none of
/// them whole.
fn touch(contenders: &[Contender], tolerance: Length) -> bool {
    let runs = || contenders.iter().map(|contender| contender.run);
    let (from, to) = (runs().map(|run| run.from()).max(), runs().map(|run| run.to()).min());
    let Some(common) = from.zip(to).and_then(|(from, to)| Span::nonempty(from, to)) else {
        return false;
    };
    let at_end =
        |run: Span| run != common && (run.from() == common.from() || run.to() == common.to());
    common.length() <= tolerance && runs().all(at_end)
}
