//! What a stretch of the axis says about the depth along it.
//!
//! Depth along the axis is a sum of steps: one up where a span starts, one down where it ends.
//! Of a stretch only the lengths at its lowest level and at the one above are kept, relative to
//! the depth before it. As no place is held less than zero times, that is enough for the covered
//! and the shared length of the whole, and neighbours combine in constant time each: the segment
//! tree of the measure problem (Bentley 1977), freed from fixed ends.

/// A stretch of the axis with the ends of spans on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Summary {
    /// The farthest end of the spans that start here, or a place beyond; `i64::MIN` of none.
    pub(super) reach: i64,
    /// The length at the lowest level.
    pub(super) at_lowest: i64,
    /// The length at the level above.
    pub(super) above: i64,
    /// How deep it is before it, relative to where the stretch begins that it is a part of.
    pub(super) depth: i32,
    /// How much deeper it is behind it than before it.
    pub(super) step: i32,
    /// The lowest level, relative to the depth before it; places without length do not count.
    /// [`NOWHERE`] if there is no length at all.
    pub(super) lowest: i32,
    /// The highest level, relative to the depth before it. Between ends at one place it is never
    /// deeper than before and behind them all, so that places without length may count.
    pub(super) highest: i32,
}

/// Above all levels that there are.
const NOWHERE: i32 = i32::MAX;

impl Summary {
    /// Of nothing, to which parts are added.
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

    /// Makes its lowest level the lower of both, if there is anything at the other.
    #[inline]
    pub(super) fn see(&mut self, level: i32, length: i64) {
        self.lowest = self.lowest.min(if length > 0 { level } else { NOWHERE });
    }

    /// Adds a length, once the lowest level is known.
    #[inline]
    pub(super) fn add(&mut self, level: i32, length: i64) {
        let over = level.wrapping_sub(self.lowest);
        self.at_lowest += if over == 0 { length } else { 0 };
        self.above += if over == 1 { length } else { 0 };
    }

    /// Of neighbouring parts in order.
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

    /// After lengths went one level up or down, by `by`, of which so much was at its lowest level
    /// and at the two above; its highest level and reach as before. `None` where only a closer
    /// look can tell, as nothing is left at the lowest level.
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
            // They are now the lowest of all.
            all.lowest -= 1;
            (all.at_lowest, all.above) = (lowest, self.at_lowest - lowest + above);
        }
        (all.at_lowest > 0).then_some(all)
    }

    /// Of its `length`, what is at least `depth` deep, it being `before` deep before it; `None`
    /// where only a closer look can tell.
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

/// What changes in a summary when parts of it do.
///
/// Most updates change a few parts: the others need not be read.
pub(super) struct SummaryUpdate {
    before: Summary,
    /// What was lost, and what came instead, at the lowest level there was and the one above.
    gone: Summary,
    come: Summary,
    /// The lowest level that came.
    lowest: i32,
}

impl SummaryUpdate {
    #[inline(always)]
    pub(super) fn of(before: &Summary) -> Self {
        let none = Summary { lowest: before.lowest, ..Summary::NONE };
        Self { before: *before, gone: none, come: none, lowest: NOWHERE }
    }

    /// As if nothing had changed yet.
    pub(super) fn forget(&mut self) {
        *self = Self::of(&self.before);
    }

    /// A part turned from `old` to `new`.
    #[inline(always)]
    pub(super) fn part(&mut self, old: &Summary, new: &Summary) {
        for (all, part) in [(&mut self.gone, old), (&mut self.come, new)] {
            let lowest = part.depth.wrapping_add(part.lowest);
            all.add(lowest, part.at_lowest);
            all.add(lowest.wrapping_add(1), part.above);
            all.highest = all.highest.max(part.depth + part.highest);
            all.reach = all.reach.max(part.reach);
        }
        let lowest = new.depth.wrapping_add(new.lowest);
        self.lowest = self.lowest.min(if new.at_lowest > 0 { lowest } else { NOWHERE });
    }

    /// The summary after all this, which changed the depth behind it by `step`; `None` where only
    /// summing up all parts can tell, because what was lost may have been the only one of its kind.
    #[inline(always)]
    pub(super) fn after(&self, step: i32) -> Option<Summary> {
        let Self { before, gone, come, lowest } = self;
        let all = Summary {
            reach: before.reach.max(come.reach),
            at_lowest: before.at_lowest - gone.at_lowest + come.at_lowest,
            above: before.above - gone.above + come.above,
            highest: before.highest.max(come.highest),
            step: before.step + step,
            ..*before
        };
        // Seldom: one branch for all is foreseen better than one for each.
        let lost = (all.at_lowest == 0)
            | (*lowest < before.lowest)
            | ((gone.highest == before.highest) & (come.highest < before.highest))
            | ((gone.reach == before.reach) & (come.reach < before.reach));
        (!lost).then_some(all)
    }
}
