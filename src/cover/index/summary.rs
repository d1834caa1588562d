//! What a stretch of ends says about the depth along it.
//!
//! Depth along the axis is a sum of steps: one up where a span starts, one down where it ends.
//! Of a group of neighbouring ends only the lengths at its lowest level and at the one above
//! are kept, relative to the depth before it. As no place is held less than zero times, that
//! is enough for the covered and the shared length of the whole, and neighbours combine in
//! constant time each: the segment tree of the measure problem (Bentley 1977), freed from fixed ends.

/// The most groups that are summed up at once.
pub(super) const MOST: usize = 16;

/// A group of neighbouring ends in order: what lies between the first and the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Summary {
    /// Where the first end lies, in millimetres.
    pub(super) first: i64,
    /// Where the last end lies.
    pub(super) last: i64,
    /// The farthest end of the spans that start in the group.
    pub(super) reach: i64,
    /// How much deeper it is behind the group than before it.
    pub(super) step: i32,
    /// How deep it is between the ends.
    pub(super) levels: Levels,
}

/// The lowest levels of depth, relative to some depth; stretches without length do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Levels {
    /// The lowest, `i32::MAX` where there is no length at all.
    pub(super) lowest: i32,
    /// The highest, `i32::MIN` where there is no length at all.
    pub(super) highest: i32,
    /// The length at the lowest.
    pub(super) at_lowest: i64,
    /// The length at the one above.
    pub(super) above: i64,
}

impl Levels {
    pub(super) const NONE: Self =
        Self { lowest: i32::MAX, highest: i32::MIN, at_lowest: 0, above: 0 };
}

impl Summary {
    /// Of nothing, where no group is yet.
    pub(super) const NONE: Self =
        Self { first: 0, last: 0, reach: i64::MIN, step: 0, levels: Levels::NONE };

    /// Of neighbouring groups in order.
    #[inline]
    pub(super) fn of(groups: &[Self]) -> Self {
        let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return Self::NONE };
        let (mut levels, mut step, mut reach) = (Levels::NONE, 0, i64::MIN);
        let mut before = [0; MOST];
        // First the lowest level, then the lengths at it and above. Which level is the lowest
        // cannot be foreseen, so nothing here branches on it.
        let mut at = first.first;
        for (group, before) in groups.iter().zip(&mut before) {
            let between = if group.first > at { step } else { i32::MAX };
            let (lowest, highest) = (group.levels.lowest, group.levels.highest);
            let inside = if group.levels.at_lowest > 0 { step + lowest } else { i32::MAX };
            let top = if group.levels.at_lowest > 0 { step + highest } else { i32::MIN };
            let over = if group.first > at { step } else { i32::MIN };
            levels.lowest = levels.lowest.min(between).min(inside);
            levels.highest = levels.highest.max(over).max(top);
            reach = reach.max(group.reach);
            *before = step;
            step += group.step;
            at = group.last;
        }
        at = first.first;
        for (group, before) in groups.iter().zip(before) {
            let (between, inside) = (before, before.wrapping_add(group.levels.lowest));
            let (one, two) = (levels.lowest, levels.lowest.wrapping_add(1));
            let (length, lengths) = (group.first - at, group.levels);
            levels.at_lowest += if between == one { length } else { 0 };
            levels.at_lowest += if inside == one { lengths.at_lowest } else { 0 };
            levels.above += if between == two { length } else { 0 };
            levels.above += if inside == two { lengths.at_lowest } else { 0 };
            levels.above += if inside == one { lengths.above } else { 0 };
            at = group.last;
        }
        Self { first: first.first, last: last.last, reach, step, levels }
    }

    /// This summary after one of its groups, `depth` deep before it, turned from `old` to `new`;
    /// `None` where only summing up all of them can tell.
    ///
    /// Most updates change lengths inside one group: the others need not be read.
    #[inline]
    pub(super) fn changed(&self, depth: i32, old: &Self, new: &Self) -> Option<Self> {
        let mut all = *self;
        let steady = old.first == new.first && old.last == new.last && old.step == new.step;
        let lowest = self.levels.lowest;
        let none = old.levels.at_lowest == 0 || new.levels.at_lowest == 0;
        if !steady || none || depth + new.levels.lowest < lowest {
            return None;
        }
        let part = |group: &Self| match depth + group.levels.lowest - lowest {
            0 => (group.levels.at_lowest, group.levels.above),
            1 => (0, group.levels.at_lowest),
            _ => (0, 0),
        };
        let (was, is) = (part(old), part(new));
        all.levels.at_lowest += is.0 - was.0;
        all.levels.above += is.1 - was.1;
        let (was, is) = (depth + old.levels.highest, depth + new.levels.highest);
        all.levels.highest = all.levels.highest.max(is);
        all.reach = all.reach.max(new.reach);
        // What was lost may have been the only one of its kind.
        let lost = all.levels.at_lowest == 0
            || (was == self.levels.highest && is < was)
            || (old.reach == self.reach && new.reach < old.reach);
        (!lost).then_some(all)
    }

    /// The length between its first and last end.
    pub(super) fn length(&self) -> i64 {
        self.last - self.first
    }

    /// The length inside where it is at least `depth` deep, it being `before` deep before the
    /// group; `None` where only a closer look can tell.
    #[inline]
    pub(super) fn at_least(&self, before: i32, depth: i32) -> Option<i64> {
        let (need, levels) = (depth - before, &self.levels);
        if need <= levels.lowest {
            Some(self.length())
        } else if need > levels.highest {
            Some(0)
        } else if need == levels.lowest + 1 {
            Some(self.length() - levels.at_lowest)
        } else if need == levels.lowest + 2 {
            Some(self.length() - levels.at_lowest - levels.above)
        } else {
            None
        }
    }
}
