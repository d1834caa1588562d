//! Summary of the depth along a stretch of the axis.
//!
//! Depth is a sum of steps: one up at the start of a span, one down at its end. A summary keeps the
//! lengths at the lowest level of its stretch and at the level above, relative to the depth before
//! the stretch. On the whole axis the lowest level is zero, so these give the covered and the
//! shared length; and adjacent summaries combine in constant time. This is the segment tree of
//! Klee's measure problem (Bentley 1977) without fixed endpoints.

/// Summary of a stretch of the axis and the ends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Summary {
    /// Upper bound of the ends of the spans that start here; `i64::MIN` for none.
    pub(super) reach: i64,
    /// Length at the lowest level.
    pub(super) at_lowest: i64,
    /// Length at the level above.
    pub(super) above: i64,
    /// Depth before the stretch, relative to the start of its parent's stretch.
    pub(super) depth: i32,
    /// Depth after the stretch less depth before it.
    pub(super) step: i32,
    /// Lowest level of positive length, relative to the depth before the stretch; [`NOWHERE`] for
    /// an empty stretch.
    pub(super) lowest: i32,
    /// Highest level, relative to the depth before the stretch. Levels of no length may count: at
    /// one position ends come before starts, so between them it is never deeper than around them.
    pub(super) highest: i32,
}

/// Above all levels.
const NOWHERE: i32 = i32::MAX;

impl Summary {
    /// Of nothing: the start of a fold over parts.
    pub(super) const NONE: Self = Self {
        reach: i64::MIN,
        at_lowest: 0,
        above: 0,
        depth: 0,
        step: 0,
        lowest: NOWHERE,
        highest: i32::MIN,
    };

    /// Of a stretch without ends.
    pub(super) fn bare(length: i64) -> Self {
        let lowest = if length > 0 { 0 } else { NOWHERE };
        Self { at_lowest: length, lowest, highest: 0, ..Self::NONE }
    }

    /// Lowers the lowest level to `level` if that has a length.
    #[inline]
    pub(super) fn see(&mut self, level: i32, length: i64) {
        self.lowest = self.lowest.min(if length > 0 { level } else { NOWHERE });
    }

    /// Adds a length at `level`; the lowest level must be known.
    #[inline]
    pub(super) fn add(&mut self, level: i32, length: i64) {
        let over = level.wrapping_sub(self.lowest);
        self.at_lowest += if over == 0 { length } else { 0 };
        self.above += if over == 1 { length } else { 0 };
    }

    /// Of adjacent parts, in order.
    pub(super) fn of<'a>(parts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let mut all = Self::NONE;
        for part in parts.clone() {
            all.see(part.depth.wrapping_add(part.lowest), part.at_lowest);
            all.highest = all.highest.max(part.depth + part.highest);
            all.reach = all.reach.max(part.reach);
            all.step = part.depth + part.step;
        }
        for part in parts {
            let lowest = part.depth.wrapping_add(part.lowest);
            all.add(lowest, part.at_lowest);
            all.add(lowest.wrapping_add(1), part.above);
        }
        all
    }

    /// The summary after some lengths moved by one level, up or down as `by` says: `[lowest, above,
    /// higher]` were at the lowest level and at the two above. `highest` and `reach` are unchanged.
    /// `None` if nothing is left at the lowest level: then it must be recomputed.
    #[inline(always)]
    pub(super) fn raised(&self, by: i8, [lowest, above, higher]: [i64; 3]) -> Option<Self> {
        let mut all = *self;
        if by > 0 {
            all.at_lowest -= lowest;
            all.above += lowest - above;
        } else if lowest == 0 {
            all.at_lowest += above;
            all.above += higher - above;
        } else {
            // The moved lengths are a new lowest level.
            all.lowest -= 1;
            (all.at_lowest, all.above) = (lowest, self.at_lowest - lowest + above);
        }
        (all.at_lowest > 0).then_some(all)
    }

    /// The part of its `length` of depth `depth` or more, given the depth `before` the stretch;
    /// `None` if the summary does not know.
    #[inline]
    pub(super) fn at_least(&self, length: i64, before: i32, depth: i32) -> Option<i64> {
        let need = depth - before;
        if need <= self.lowest {
            Some(length)
        } else if need > self.highest {
            Some(0)
        } else if need == self.lowest + 1 {
            Some(length - self.at_lowest)
        } else if need == self.lowest + 2 {
            Some(length - self.at_lowest - self.above)
        } else {
            None
        }
    }
}

/// Updates a summary from changed parts alone.
///
/// Most updates change few parts, and the others need not be read.
pub(super) struct SummaryUpdate {
    before: Summary,
    /// Sum of the parts before and after, at the lowest level before the update and the one above.
    removed: Summary,
    added: Summary,
    /// Lowest level of the parts after the update.
    lowest: i32,
}

impl SummaryUpdate {
    #[inline(always)]
    pub(super) fn of(before: &Summary) -> Self {
        let none = Summary { lowest: before.lowest, ..Summary::NONE };
        Self { before: *before, removed: none, added: none, lowest: NOWHERE }
    }

    /// Discards all changes.
    pub(super) fn reset(&mut self) {
        *self = Self::of(&self.before);
    }

    /// Records a part that changed from `old` to `new`.
    #[inline(always)]
    pub(super) fn part(&mut self, old: &Summary, new: &Summary) {
        for (all, part) in [(&mut self.removed, old), (&mut self.added, new)] {
            let lowest = part.depth.wrapping_add(part.lowest);
            all.add(lowest, part.at_lowest);
            all.add(lowest.wrapping_add(1), part.above);
            all.highest = all.highest.max(part.depth + part.highest);
            all.reach = all.reach.max(part.reach);
        }
        let lowest = new.depth.wrapping_add(new.lowest);
        self.lowest = self.lowest.min(if new.at_lowest > 0 { lowest } else { NOWHERE });
    }

    /// The summary after the update, which changed the depth after the stretch by `step`; `None` if
    /// a removed extreme may have been the only one: then all parts must be summed up.
    #[inline(always)]
    pub(super) fn after(&self, step: i32) -> Option<Summary> {
        let Self { before, removed, added, lowest } = self;
        let all = Summary {
            reach: before.reach.max(added.reach),
            at_lowest: before.at_lowest - removed.at_lowest + added.at_lowest,
            above: before.above - removed.above + added.above,
            highest: before.highest.max(added.highest),
            step: before.step + step,
            ..*before
        };
        // Rare: one branch for all conditions is predicted better than one for each.
        let lost = (all.at_lowest == 0)
            | (*lowest < before.lowest)
            | ((removed.highest == before.highest) & (added.highest < before.highest))
            | ((removed.reach == before.reach) & (added.reach < before.reach));
        (!lost).then_some(all)
    }
}
