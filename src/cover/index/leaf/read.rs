//! Queries of a leaf.

use super::{ENDS, FAR, Leaf, START};
use crate::cover::index::summary::Summary;

impl Leaf {
    /// The highest level after any end, or before all.
    #[inline]
    pub(super) fn highest(&self) -> i32 {
        i32::from(self.depth.iter().fold(0, |highest, &depth| depth.max(highest)))
    }

    /// Upper bound of the ends of the spans that start here; ends of other spans may raise it.
    pub(super) fn farthest(&self) -> i64 {
        self.to(self.tags.iter().fold(0, |reach, tag| tag.reach.max(reach)))
    }

    /// The summary of the stretch `on`, computed from all ends.
    ///
    /// Treats present and absent ends alike, in 32 bits: vector instructions without branches.
    #[inline(never)]
    pub(in crate::cover::index) fn summary(&self, on: (i64, i64)) -> Summary {
        let mut all = Summary::bare(on.1 - on.0);
        let Some(last) = self.len().checked_sub(1) else { return all };
        // Lengths between ends; their sum fits 32 bits.
        let (mut lengths, end) = ([0; ENDS], self.offset[last]);
        for (length, pair) in lengths.iter_mut().zip(self.offset.windows(2)) {
            *length = pair[1].min(end) - pair[0].min(end);
        }
        let levels = self.depth.map(i32::from);
        let (head, tail) = (self.at(0) - on.0, on.1 - self.at(last));
        let ends = [(0, head), (levels[last], tail)];

        all = Summary::NONE;
        for (&level, &length) in levels.iter().zip(&lengths) {
            all.lowest = all.lowest.min(if length > 0 { level } else { i32::MAX });
        }
        ends.iter().for_each(|&(level, length)| all.see(level, length));
        let lowest = all.lowest;
        let (mut at_lowest, mut above) = (0, 0);
        for (&level, &length) in levels.iter().zip(&lengths) {
            at_lowest += if level == lowest { length } else { 0 };
            above += if level == lowest.wrapping_add(1) { length } else { 0 };
        }
        (all.at_lowest, all.above) = (at_lowest.into(), above.into());
        ends.iter().for_each(|&(level, length)| all.add(level, length));
        all.step = levels[last];
        (all.highest, all.reach) = (self.highest(), self.farthest());
        all
    }

    /// Depth at `at`, relative to the depth before the leaf.
    pub(in crate::cover::index) fn depth(&self, at: i64) -> i32 {
        let count = self.rank(self.offset(at), u32::MAX);
        if count > 0 { i32::from(self.depth[count - 1]) } else { 0 }
    }

    /// Position of each end and depth after it, relative to the depth before the leaf.
    pub(in crate::cover::index) fn steps(&self) -> impl Iterator<Item = (i64, i32)> + '_ {
        (0..self.len()).map(|index| (self.at(index), i32::from(self.depth[index])))
    }

    /// The lengths inside `[from, to)`, a part of this leaf's stretch, of depth `depth` or more,
    /// `depth + 1` or more, and so on.
    #[inline]
    pub(in crate::cover::index) fn at_least<const LEVELS: usize>(
        &self,
        from: i64,
        to: i64,
        depth: i32,
    ) -> [i64; LEVELS] {
        let mut lengths = [0; LEVELS];
        let mut add = |level: i32, length: i64| {
            for (more, sum) in lengths.iter_mut().enumerate() {
                *sum += if level >= depth + more as i32 { length } else { 0 };
            }
        };
        let (mut at, mut level) = (from, 0);
        let mut index = self.rank(self.offset(from), u32::MAX);
        if index > 0 {
            level = i32::from(self.depth[index - 1]);
        }
        while index < self.len() && self.at(index) < to {
            add(level, self.at(index) - at);
            (at, level) = (self.at(index), i32::from(self.depth[index]));
            index += 1;
        }
        add(level, to - at);
        lengths
    }

    /// The slots of the spans that start here and may hold `at`, and whether the caller must check
    /// that, because the end of the span is [`FAR`].
    pub(in crate::cover::index) fn holders(
        &self,
        at: i64,
    ) -> impl Iterator<Item = (u32, bool)> + '_ {
        let offset = self.offset(at);
        let starts = (0..self.len()).take_while(move |&index| self.offset[index] <= offset);
        let tags = starts.map(|index| &self.tags[index]);
        let holders = tags.filter(move |own| own.reach > offset);
        holders.map(|own| (own.tag & !START, own.reach == FAR))
    }

    /// The slots of the spans that start here strictly between two positions.
    pub(in crate::cover::index) fn starts_between(
        &self,
        (after, before): (i64, i64),
    ) -> impl Iterator<Item = u32> + '_ {
        let starts = (0..self.len()).filter(|&index| self.tags[index].tag & START > 0);
        let inside = starts.filter(move |&index| (after + 1..before).contains(&self.at(index)));
        inside.map(|index| self.tags[index].tag & !START)
    }
}
