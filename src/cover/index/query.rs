//! Queries of the tree of ends; each descends once or twice.

use super::branch::Branch;
use super::summary::Summary;
use super::tree::{AXIS, Tree};

/// A node, its stretch of the axis, and the depth before it.
#[derive(Clone, Copy)]
struct NodeRange {
    id: u32,
    height: u32,
    from: i64,
    to: i64,
    depth: i32,
}

impl NodeRange {
    /// The child at `index` of this branch.
    #[inline]
    fn child(&self, index: usize, branch: &Branch) -> Self {
        let ((from, to), depth) = (branch.stretch(index, self.to), branch.summary(index).depth);
        let (id, height) = (branch.id(index), self.height - 1);
        Self { id, height, from, to, depth: self.depth + depth }
    }

    /// The lengths of depth `depth` or more, `depth + 1` or more, and so on, if its summary knows
    /// them.
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

    /// The rest of the stretch outside `inside`, if that is one stretch and shorter than `inside`.
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

    /// The lengths inside `[from, to)` of depth `depth` or more, `depth + 1` or more, and so on.
    ///
    /// `O(log n)` for depths one and two. For greater depths it descends wherever the depth is
    /// about as great, up to `O(n)`.
    pub(super) fn at_least<const LEVELS: usize>(
        &self,
        from: i64,
        to: i64,
        depth: i32,
    ) -> [i64; LEVELS] {
        self.at_least_below(self.whole(), (from, to), depth)
    }

    /// The changes of the lengths of depth one or more, and two or more, inside `[from, to)`, if
    /// its depth changed by `by`. For negative `by` all of it must be at least `-by` deep.
    ///
    /// `O(log n)`: one descent for `by` of -1 or more, else two. It only asks for levels that
    /// summaries know: for negative `by` the lowest level is at least `-by`, and summaries know the
    /// two levels above the lowest.
    pub(super) fn change_if_raised(&self, (from, to): (i64, i64), by: i32) -> [i64; 2] {
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

    /// [`at_least`](Self::at_least) below a node, in a window inside its stretch.
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
        for index in branch.find_index(from)..branch.len() {
            let child = node.child(index, branch);
            if child.from >= to {
                break;
            }
            let part = (from.max(child.from), to.min(child.to));
            let all: Option<[i64; LEVELS]> = child.at_least(branch.summary(index), depth);
            let inside = match (all, child.short_rest(part)) {
                (Some(all), _) if part == (child.from, child.to) => all,
                // The rest is shorter than the window: query the rest and subtract.
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

    /// The depth at `at`; `O(log n)`.
    pub(super) fn depth(&self, at: i64) -> i32 {
        let (mut id, mut depth, at) = (self.root, 0, at.min(AXIS.1));
        for _ in 0..self.height {
            let branch = &self.branches[id as usize];
            let index = branch.find_index(at);
            (id, depth) = (branch.id(index), depth + branch.summary(index).depth);
        }
        depth + self.leaves[id as usize].depth(at)
    }

    /// Calls `each` with the slot of every span that may hold `at`, and whether the caller must
    /// check that it does; `O(log n)` per span.
    pub(super) fn holders(&self, at: i64, each: &mut impl FnMut((u32, bool))) {
        self.holders_below(self.root, self.height, at.min(AXIS.1), each);
    }

    fn holders_below(&self, id: u32, height: u32, at: i64, each: &mut impl FnMut((u32, bool))) {
        if height == 0 {
            return self.leaves[id as usize].holders(at).for_each(each);
        }
        let branch = &self.branches[id as usize];
        for index in 0..=branch.find_index(at) {
            if branch.summary(index).reach > at {
                self.holders_below(branch.id(index), height - 1, at, each);
            }
        }
    }

    /// Calls `each` with the slot of every span that starts strictly between two positions;
    /// `O(log n)`, then a step per end in between.
    pub(super) fn starts_between(&self, after: i64, before: i64, each: &mut impl FnMut(u32)) {
        self.starts_below(self.whole(), (after, before), each);
    }

    fn starts_below(&self, node: NodeRange, window: (i64, i64), each: &mut impl FnMut(u32)) {
        if node.height == 0 {
            return self.leaves[node.id as usize].starts_between(window).for_each(each);
        }
        let branch = &self.branches[node.id as usize];
        for index in branch.find_index(window.0)..branch.len() {
            let child = node.child(index, branch);
            if child.from >= window.1 {
                break;
            }
            self.starts_below(child, window, each);
        }
    }

    /// Start and end of the first gap at or after `from`, clipped at `from`; the end is `i64::MAX`
    /// if no span follows. `O(log n)`.
    pub(super) fn gap(&self, from: i64) -> (i64, i64) {
        let mut at = from;
        match self.gap_below(self.whole(), &mut at) {
            Some(to) => (at, to),
            None => (at, i64::MAX),
        }
    }

    /// The end of the first gap at or after `at`; moves `at` to its start.
    fn gap_below(&self, node: NodeRange, at: &mut i64) -> Option<i64> {
        if node.height == 0 {
            let mut depth = node.depth;
            for (next, after) in self.leaves[node.id as usize].steps() {
                if depth == 0 && next > *at {
                    return Some(next);
                }
                *at = next.max(*at);
                depth = node.depth + after;
            }
            if depth > 0 {
                *at = node.to.max(*at);
            }
            return None;
        }
        let branch = &self.branches[node.id as usize];
        for index in branch.find_index(*at)..branch.len() {
            let (summary, child) = (branch.summary(index), node.child(index, branch));
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

/// Counts visited nodes, for tests of the cost of queries.
#[cfg(test)]
pub(in crate::cover) mod visits {
    use std::cell::Cell;

    thread_local!(static VISITS: Cell<usize> = const { Cell::new(0) });

    pub(super) fn count() {
        VISITS.set(VISITS.get() + 1);
    }

    /// Number of visits since the last call.
    pub(in crate::cover) fn take() -> usize {
        VISITS.take()
    }
}
