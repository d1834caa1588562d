//! Questions to the tree of ends; each walks down it once or twice.

use super::branch::Branch;
use super::summary::Summary;
use super::tree::{AXIS, Tree};

/// A node whose stretch of the axis begins and ends there, `depth` deep before it.
#[derive(Clone, Copy)]
struct NodeRange {
    id: u32,
    height: u32,
    from: i64,
    to: i64,
    depth: i32,
}

impl NodeRange {
    /// The child at `place` of this branch.
    #[inline]
    fn child(&self, place: usize, branch: &Branch) -> Self {
        let ((from, to), depth) = (branch.stretch(place, self.to), branch.summary(place).depth);
        let (id, height) = (branch.id(place), self.height - 1);
        Self { id, height, from, to, depth: self.depth + depth }
    }

    /// Its lengths that are at least `depth` deep, one deeper, and so on, if its summary tells.
    #[inline]
    fn at_least<const LEVELS: usize>(
        &self,
        summary: &Summary,
        depth: i32,
    ) -> Option<[i64; LEVELS]> {
        let (length, mut known) = (self.to - self.from, true);
        let lengths = std::array::from_fn(|level| {
            let depth = depth + level as i32;
            let at_least =
                if depth <= 0 { Some(length) } else { summary.at_least(length, self.depth, depth) };
            known &= at_least.is_some();
            at_least.unwrap_or(0)
        });
        known.then_some(lengths)
    }

    /// What `inside` leaves of it, if that is one stretch and the shorter one.
    #[inline]
    fn short_rest(&self, inside: (i64, i64)) -> Option<(i64, i64)> {
        let (before, after) = (inside.0 - self.from, self.to - inside.1);
        if before.max(after) >= inside.1 - inside.0 {
            None
        } else if before == 0 {
            Some((inside.1, self.to))
        } else if after == 0 {
            Some((self.from, inside.0))
        } else {
            None
        }
    }
}

impl Tree {
    fn whole(&self) -> NodeRange {
        NodeRange { id: self.root, height: self.height, from: AXIS.0, to: AXIS.1, depth: 0 }
    }

    /// The lengths inside `[from, to)`, which lies on the axis, that are at least `depth` deep,
    /// at least one deeper, and so on.
    ///
    /// `O(log n)` for a depth of one or two; for greater depths the more, the more places there
    /// are about as deep.
    pub(super) fn at_least<const LEVELS: usize>(
        &self,
        from: i64,
        to: i64,
        depth: i32,
    ) -> [i64; LEVELS] {
        self.at_least_below(self.whole(), (from, to), depth)
    }

    /// By how much the lengths inside `[from, to)` that are at least one and at least two deep
    /// would change, if all of it became deeper by `by`, or less deep, which it must be deep enough
    /// for; one walk where `by` is -1 or more, else two.
    ///
    /// `O(log n)`: asks only for levels that summaries know. Where `by` is below zero, what is asked
    /// about is at least so deep, and the two levels above the lowest are known.
    pub(super) fn turn(&self, (from, to): (i64, i64), by: i32) -> [i64; 2] {
        let at_least = |depth| self.at_least::<3>(from, to, depth);
        match by {
            1.. => {
                let [all, once, twice] = at_least(0);
                [all - once, if by == 1 { once } else { all } - twice]
            }
            -1 => {
                let [once, twice, thrice] = at_least(1);
                [twice - once, thrice - twice]
            }
            _ => {
                let at_least = |depth| self.at_least::<2>(from, to, depth);
                let ([once, twice], [once_then, twice_then]) = (at_least(1), at_least(1 - by));
                [once_then - once, twice_then - twice]
            }
        }
    }

    /// Does so for what lies below a node, in a window that lies in its stretch.
    fn at_least_below<const LEVELS: usize>(
        &self,
        node: NodeRange,
        window: (i64, i64),
        depth: i32,
    ) -> [i64; LEVELS] {
        let (from, to) = window;
        #[cfg(test)]
        visits::count();
        if node.height == 0 {
            return self.leaves[node.id as usize].at_least(from, to, depth - node.depth);
        }
        let branch = &self.branches[node.id as usize];
        let mut lengths = [0; LEVELS];
        for place in branch.find_place(from)..branch.len() {
            let child = node.child(place, branch);
            if child.from >= to {
                break;
            }
            let part = (from.max(child.from), to.min(child.to));
            let all: Option<[i64; LEVELS]> = child.at_least(branch.summary(place), depth);
            let inside = match (all, child.short_rest(part)) {
                (Some(all), _) if part == (child.from, child.to) => all,
                // What is left out is less to look at than what is asked for.
                (Some(all), Some(rest)) => {
                    let outside = self.at_least_below::<LEVELS>(child, rest, depth);
                    std::array::from_fn(|level| all[level] - outside[level])
                }
                _ => self.at_least_below(child, part, depth),
            };
            lengths.iter_mut().zip(inside).for_each(|(length, more)| *length += more);
        }
        lengths
    }

    /// How many spans hold the place `at`; `O(log n)`.
    pub(super) fn depth(&self, at: i64) -> i32 {
        let (mut id, mut depth, at) = (self.root, 0, at.min(AXIS.1));
        for _ in 0..self.height {
            let branch = &self.branches[id as usize];
            let place = branch.find_place(at);
            (id, depth) = (branch.id(place), depth + branch.summary(place).depth);
        }
        depth + self.leaves[id as usize].depth(at)
    }

    /// Shows the slots of all spans that hold the place `at`, and whether that must be looked at
    /// closer; `O(log n)` for each.
    pub(super) fn holders(&self, at: i64, each: &mut impl FnMut((u32, bool))) {
        self.holders_below(self.root, self.height, at.min(AXIS.1), each);
    }

    fn holders_below(&self, id: u32, height: u32, at: i64, each: &mut impl FnMut((u32, bool))) {
        if height == 0 {
            return self.leaves[id as usize].holders(at).for_each(each);
        }
        let branch = &self.branches[id as usize];
        for place in 0..=branch.find_place(at) {
            if branch.summary(place).reach > at {
                self.holders_below(branch.id(place), height - 1, at, each);
            }
        }
    }

    /// Shows the slots of all spans that start between two places, at neither of them; `O(log n)`,
    /// then one step for each end there.
    pub(super) fn starts_between(&self, after: i64, before: i64, each: &mut impl FnMut(u32)) {
        self.starts_below(self.whole(), (after, before), each);
    }

    fn starts_below(&self, node: NodeRange, window: (i64, i64), each: &mut impl FnMut(u32)) {
        if node.height == 0 {
            return self.leaves[node.id as usize].starts_between(window).for_each(each);
        }
        let branch = &self.branches[node.id as usize];
        for place in branch.find_place(window.0)..branch.len() {
            let child = node.child(place, branch);
            if child.from >= window.1 {
                break;
            }
            self.starts_below(child, window, each);
        }
    }

    /// The first stretch at or behind `from` that nothing holds: where it starts, not before
    /// `from`, and where it ends, `i64::MAX` where no span follows. `O(log n)`.
    pub(super) fn gap(&self, from: i64) -> (i64, i64) {
        let mut at = from;
        match self.gap_below(self.whole(), &mut at) {
            Some(to) => (at, to),
            None => (at, i64::MAX),
        }
    }

    /// Where the gap ends that is the first one at or behind `at`, which goes to its start.
    fn gap_below(&self, node: NodeRange, at: &mut i64) -> Option<i64> {
        if node.height == 0 {
            let mut depth = node.depth;
            for (next, behind) in self.leaves[node.id as usize].steps() {
                if depth == 0 && next > *at {
                    return Some(next);
                }
                *at = next.max(*at);
                depth = node.depth + behind;
            }
            if depth > 0 {
                *at = node.to.max(*at);
            }
            return None;
        }
        let branch = &self.branches[node.id as usize];
        for place in branch.find_place(*at)..branch.len() {
            let (summary, child) = (branch.summary(place), node.child(place, branch));
            if summary.at_lowest > 0 && child.depth + summary.lowest == 0 {
                let found = self.gap_below(child, at);
                if found.is_some() {
                    return found;
                }
            } else if *at < child.from {
                return Some(child.from);
            } else {
                *at = child.to.max(*at);
            }
        }
        None
    }
}

/// How many nodes were looked at, for tests of what a question costs.
#[cfg(test)]
pub(in crate::cover) mod visits {
    use std::cell::Cell;

    thread_local!(static VISITS: Cell<usize> = const { Cell::new(0) });

    pub(super) fn count() {
        VISITS.set(VISITS.get() + 1);
    }

    /// Since it was asked last.
    pub(in crate::cover) fn take() -> usize {
        VISITS.take()
    }
}
