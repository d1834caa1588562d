//! Questions to the tree of ends; each walks down it once or twice.

use super::tree::Tree;

/// A walk along the axis: how far it came, and how deep it is there.
#[derive(Clone, Copy)]
struct Walk {
    at: i64,
    depth: i32,
}

impl Tree {
    /// The length inside `[from, to)` that is at least `depth` deep.
    ///
    /// `O(log n)` for a depth of one or two; for greater depths the more, the more places there
    /// are about as deep.
    pub(super) fn at_least(&self, from: i64, to: i64, depth: i32) -> i64 {
        if depth <= 0 {
            return to - from;
        }
        let mut walk = Walk { at: from, depth: 0 };
        let mut length = 0;
        if self.summary.is_some() {
            length += self.at_least_below(self.root, self.height, to, depth, &mut walk);
        }
        length + if walk.depth >= depth { to - walk.at } else { 0 }
    }

    fn at_least_below(&self, id: u32, height: u32, to: i64, depth: i32, walk: &mut Walk) -> i64 {
        let mut length = 0;
        // Goes to a place inside the window; counts what lies between.
        let mut go = |walk: &mut Walk, at: i64| {
            let at = at.clamp(walk.at, to);
            length += if walk.depth >= depth { at - walk.at } else { 0 };
            walk.at = at;
        };
        if height == 0 {
            for (at, step) in self.leaves[id as usize].steps() {
                go(walk, at);
                if at >= to {
                    break;
                }
                walk.depth += step;
            }
            return length;
        }
        let mut below = 0;
        for (child, summary) in self.branches[id as usize].children() {
            if summary.first >= to {
                break;
            }
            if summary.last <= walk.at {
                walk.depth += summary.step;
                continue;
            }
            let whole = walk.at <= summary.first && summary.last < to;
            let known = if whole { summary.at_least(walk.depth, depth) } else { None };
            if let Some(inside) = known {
                go(walk, summary.first);
                below += inside;
                *walk = Walk { at: summary.last, depth: walk.depth + summary.step };
                continue;
            }
            below += self.at_least_below(child, height - 1, to, depth, walk);
        }
        length + below
    }

    /// How many spans hold the place `at`; `O(log n)`.
    pub(super) fn depth(&self, at: i64) -> i32 {
        let (mut id, mut depth) = (self.root, 0);
        'down: for _ in 0..self.height {
            for (child, summary) in self.branches[id as usize].children() {
                if summary.last > at {
                    id = child;
                    continue 'down;
                }
                depth += summary.step;
            }
            return depth;
        }
        let ends = self.leaves[id as usize].steps().take_while(|end| end.0 <= at);
        depth + ends.map(|end| end.1).sum::<i32>()
    }

    /// Shows the slots of all spans that hold the place `at`, and whether that must be looked at
    /// closer; `O(log n)` for each.
    pub(super) fn holders(&self, at: i64, each: &mut impl FnMut((u32, bool))) {
        if self.summary.is_some_and(|all| all.first <= at && all.reach > at) {
            self.holders_below(self.root, self.height, at, each);
        }
    }

    fn holders_below(&self, id: u32, height: u32, at: i64, each: &mut impl FnMut((u32, bool))) {
        if height == 0 {
            return self.leaves[id as usize].holders(at).for_each(each);
        }
        for (child, summary) in self.branches[id as usize].children() {
            if summary.first > at {
                return;
            }
            if summary.reach > at {
                self.holders_below(child, height - 1, at, each);
            }
        }
    }

    /// The first stretch at or behind `from` that nothing holds: where it starts, not before
    /// `from`, and where it ends, `i64::MAX` where no span follows. `O(log n)`.
    pub(super) fn gap(&self, from: i64) -> (i64, i64) {
        let mut walk = Walk { at: from, depth: 0 };
        let found = match self.summary {
            Some(_) => self.gap_below(self.root, self.height, &mut walk),
            None => None,
        };
        found.unwrap_or((walk.at, i64::MAX))
    }

    fn gap_below(&self, id: u32, height: u32, walk: &mut Walk) -> Option<(i64, i64)> {
        if height == 0 {
            for (at, step) in self.leaves[id as usize].steps() {
                if walk.depth == 0 && at > walk.at {
                    return Some((walk.at, at));
                }
                walk.at = walk.at.max(at);
                walk.depth += step;
            }
            return None;
        }
        for (child, summary) in self.branches[id as usize].children() {
            if walk.depth == 0 && summary.first > walk.at {
                return Some((walk.at, summary.first));
            }
            let empty = summary.levels.at_lowest > 0 && walk.depth + summary.levels.lowest == 0;
            if empty && summary.last > walk.at {
                let found = self.gap_below(child, height - 1, walk);
                if found.is_some() {
                    return found;
                }
            } else {
                *walk = Walk { at: walk.at.max(summary.last), depth: walk.depth + summary.step };
            }
        }
        None
    }
}
