//! What a leaf tells of its stretch of the axis.

use super::{ENDS, FAR, Leaf, START};
use crate::cover::index::summary::Summary;

impl Leaf {
    /// The highest level behind its ends, and before them.
    #[inline]
    pub(super) fn highest(&self) -> i32 {
        i32::from(self.depth.iter().fold(0, |highest, &depth| depth.max(highest)))
    }

    /// The farthest end of the spans that start here, or one of its ends that is farther.
    pub(super) fn farthest(&self) -> i64 {
        self.to(self.mark.iter().fold(0, |reach, mark| mark.reach.max(reach)))
    }

    /// What its ends say about the stretch `on` on which they lie.
    ///
    /// Looks at all ends alike, in 32 bits: several at once, and without a branch.
    #[inline(never)]
    pub(in crate::cover::index) fn summary(&self, on: (i64, i64)) -> Summary {
        let mut all = Summary::bare(on.1 - on.0);
        let Some(last) = self.len().checked_sub(1) else { return all };
        // Between ends; together they are shorter than the leaf is wide, which fits 32 bits.
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

    /// How deep it is at `at`, relative to the depth before the leaf.
    pub(in crate::cover::index) fn depth(&self, at: i64) -> i32 {
        let count = self.rank(self.offset(at), u32::MAX);
        if count > 0 { i32::from(self.depth[count - 1]) } else { 0 }
    }

    /// The places of its ends, and how deep it is behind each, relative to the depth before.
    pub(in crate::cover::index) fn steps(&self) -> impl Iterator<Item = (i64, i32)> + '_ {
        (0..self.len()).map(|place| (self.at(place), i32::from(self.depth[place])))
    }

    /// The lengths inside `[from, to)`, beyond which no neighbour begins, that are at least so
    /// deep, one deeper, and so on.
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
        let mut place = self.rank(self.offset(from), u32::MAX);
        if place > 0 {
            level = i32::from(self.depth[place - 1]);
        }
        while place < self.len() && self.at(place) < to {
            add(level, self.at(place) - at);
            (at, level) = (self.at(place), i32::from(self.depth[place]));
            place += 1;
        }
        add(level, to - at);
        lengths
    }

    /// The slots of the spans that start here and hold `at`, and whether that must be looked at
    /// closer.
    pub(in crate::cover::index) fn holders(
        &self,
        at: i64,
    ) -> impl Iterator<Item = (u32, bool)> + '_ {
        let offset = self.offset(at);
        let starts = (0..self.len()).take_while(move |&place| self.offset[place] <= offset);
        let marks = starts.map(|place| &self.mark[place]);
        let holders = marks.filter(move |mark| mark.reach > offset);
        holders.map(|mark| (mark.tag & !START, mark.reach == FAR))
    }

    /// The slots of the spans that start here between two places, at neither of them.
    pub(in crate::cover::index) fn starts_between(
        &self,
        (after, before): (i64, i64),
    ) -> impl Iterator<Item = u32> + '_ {
        let starts = (0..self.len()).filter(|&place| self.mark[place].tag & START > 0);
        let inside = starts.filter(move |&place| (after + 1..before).contains(&self.at(place)));
        inside.map(|place| self.mark[place].tag & !START)
    }
}
