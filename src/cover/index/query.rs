//! Questions to the tree of ends; each walks down it once or twice.

use super::tree::{AXIS, Tree};

/// A node whose stretch of the axis begins and ends there, `depth` deep before it.
#[derive(Clone, Copy)]
struct Part {
    id: u32,
    height: u32,
    from: i64,
    to: i64,
    depth: i32,
}

impl Tree {
    fn whole(&self) -> Part {
        Part { id: self.root, height: self.height, from: AXIS.0, to: AXIS.1, depth: 0 }
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
        let mut lengths = [0; LEVELS];
        self.at_least_below(self.whole(), (from, to), depth, &mut lengths);
        lengths
    }

    fn at_least_below<const LEVELS: usize>(
        &self,
        node: Part,
        window: (i64, i64),
        depth: i32,
        lengths: &mut [i64; LEVELS],
    ) {
        let (from, to) = (window.0.max(node.from), window.1.min(node.to));
        if node.height == 0 {
            let inside =
                self.leaves[node.id as usize].at_least::<LEVELS>(from, to, depth - node.depth);
            lengths.iter_mut().zip(inside).for_each(|(length, more)| *length += more);
            return;
        }
        let branch = &self.branches[node.id as usize];
        for place in branch.find_place(from)..branch.len() {
            let (start, end) = branch.stretch(place, node.to);
            if start >= to {
                break;
            }
            let summary = branch.summary(place);
            let before = node.depth + summary.depth;
            let mut known = from <= start && end <= to;
            let mut inside = [0; LEVELS];
            for (level, inside) in inside.iter_mut().enumerate() {
                let depth = depth + level as i32;
                let length = if depth <= 0 {
                    Some(end - start)
                } else {
                    summary.at_least(end - start, before, depth)
                };
                known &= length.is_some();
                *inside = length.unwrap_or(0);
            }
            if known {
                lengths.iter_mut().zip(inside).for_each(|(length, more)| *length += more);
            } else {
                let child = Part {
                    id: branch.id(place),
                    height: node.height - 1,
                    from: start,
                    to: end,
                    depth: before,
                };
                self.at_least_below(child, window, depth, lengths);
            }
        }
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
    fn gap_below(&self, node: Part, at: &mut i64) -> Option<i64> {
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
            let summary = branch.summary(place);
            let (start, end) = branch.stretch(place, node.to);
            let depth = node.depth + summary.depth;
            if summary.at_lowest > 0 && depth + summary.lowest == 0 {
                let child = Part {
                    id: branch.id(place),
                    height: node.height - 1,
                    from: start,
                    to: end,
                    depth,
                };
                let found = self.gap_below(child, at);
                if found.is_some() {
                    return found;
                }
            } else if *at < start {
                return Some(start);
            } else {
                *at = end.max(*at);
            }
        }
        None
    }
}
