//! A leaf of the tree: a short sorted array of span ends.

mod read;

use std::hint::black_box;

use super::summary::Summary;
use crate::span::Span;

/// Maximum number of ends: a search compares all of them without branches, four cache lines of
/// offsets.
pub(super) const ENDS: usize = 64;

/// A leaf with fewer ends is merged with a neighbour.
pub(super) const FEW_ENDS: usize = ENDS / 4;

/// Sort key of ends: position, then [`SpanEnd::tag`]. Unique, so that an end is found among many at
/// one position.
pub(super) type EndKey = (i64, u32);

/// The start or the end of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cover) struct SpanEnd {
    at: i64,
    /// Slot of the span; with the bit [`START`] at its start. At one position ends sort before
    /// starts.
    tag: u32,
    /// End of the span.
    to: i64,
}

/// The bit of a tag that marks a start.
const START: u32 = 1 << 31;

impl SpanEnd {
    /// The start and the end of a span with a slot below 2³¹.
    pub(in crate::cover) fn both(span: Span, slot: u32) -> [Self; 2] {
        let (from, to) = (span.from().mm(), span.to().mm());
        [Self { at: from, tag: slot | START, to }, Self { at: to, tag: slot, to }]
    }

    /// Its sort key.
    #[inline]
    pub(super) fn key(&self) -> EndKey {
        (self.at, self.tag)
    }

    /// Depth step: up at a start, down at an end.
    #[inline]
    pub(super) fn step(&self) -> i8 {
        if self.tag & START > 0 { 1 } else { -1 }
    }
}

/// Sorted ends, less than `2³¹` mm apart; ends farther off go into another leaf.
///
/// One array per field and offsets of 32 bits: few cache lines, and searches use vector
/// instructions.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(super) struct Leaf {
    /// Position of each end, relative to `base`; `i32::MAX` for absent ends.
    offset: [i32; ENDS],
    tags: [EndTag; ENDS],
    /// Depth after each end, relative to the depth before the leaf; absent ends repeat the last.
    depth: [i8; ENDS],
    len: u8,
    base: i64,
}

/// The span of an end.
#[derive(Debug, Clone, Copy)]
struct EndTag {
    /// As [`SpanEnd::tag`].
    tag: u32,
    /// End of the span, relative to `base`; [`FAR`] if it does not fit.
    reach: i32,
}

/// Stands for all distances that do not fit 32 bits.
const FAR: i32 = i32::MAX;

/// Distance from `base` to the first end of a new leaf: later ends may lie before it without a
/// change of base.
const ROOM: i64 = 1 << 20;

impl Leaf {
    pub(super) const EMPTY: Self = Self {
        offset: [i32::MAX; ENDS],
        tags: [EndTag { tag: 0, reach: 0 }; ENDS],
        depth: [0; ENDS],
        len: 0,
        base: 0,
    };

    /// A leaf of the first of the sorted `ends`, up to `most`, and the other ends.
    pub(super) fn of(ends: &[SpanEnd], most: usize) -> (Self, &[SpanEnd]) {
        let mut leaf = Self::EMPTY;
        let mut rest = ends;
        while let [end, others @ ..] = rest
            && leaf.len() < most
            && leaf.is_near(&[*end])
        {
            let index = leaf.insert_end(end);
            leaf.depth[index..].iter_mut().for_each(|depth| *depth += end.step());
            rest = others;
        }
        (leaf, rest)
    }

    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Loads all its cache lines at once, so that their misses overlap.
    #[inline]
    pub(super) fn fetch(&self) {
        let offsets = self.offset.iter().step_by(16);
        let reaches = self.tags.iter().step_by(8).map(|tag| &tag.reach);
        black_box(offsets.chain(reaches).fold(i32::from(self.len), |all, one| all ^ one));
    }

    fn key(&self, index: usize) -> EndKey {
        (self.at(index), self.tags[index].tag)
    }

    fn at(&self, index: usize) -> i64 {
        self.base + i64::from(self.offset[index])
    }

    /// `at` relative to the base, clamped to the range of offsets.
    #[inline]
    fn offset(&self, at: i64) -> i32 {
        at.saturating_sub(self.base).clamp(-1, i64::from(FAR - 1)) as i32
    }

    /// The end of a span from its relative form.
    fn to(&self, reach: i32) -> i64 {
        if reach == FAR { i64::MAX } else { self.base + i64::from(reach) }
    }

    /// Number of ends that sort before one at `offset` with this tag.
    #[inline]
    fn rank(&self, offset: i32, tag: u32) -> usize {
        // Counting all has no branch to mispredict, unlike a binary search.
        let before: i32 = self.offset.iter().map(|&own| i32::from(own < offset)).sum();
        let mut index = before as usize;
        while index < self.len() && self.offset[index] == offset && self.tags[index].tag < tag {
            index += 1;
        }
        index
    }

    /// Index of the end, if it is here.
    #[inline]
    fn find(&self, end: &SpanEnd) -> Option<usize> {
        let index = self.rank(self.offset(end.at), end.tag);
        (index < self.len() && self.tags[index].tag == end.tag).then_some(index)
    }

    /// Inserts an end that has room and is near, without its depth step.
    #[inline]
    fn insert_end(&mut self, end: &SpanEnd) -> usize {
        if self.len == 0 || !(0..i64::from(FAR)).contains(&(end.at - self.base)) {
            self.rebase(end.at);
        }
        let offset = self.offset(end.at);
        let reach = i32::try_from(end.to.saturating_sub(self.base)).unwrap_or(FAR);
        let (index, len) = (self.rank(offset, end.tag), self.len());
        self.offset.copy_within(index..len, index + 1);
        self.tags.copy_within(index..len, index + 1);
        self.depth.copy_within(index..len, index + 1);
        self.offset[index] = offset;
        self.tags[index] = EndTag { tag: end.tag, reach };
        self.depth[index] = if index > 0 { self.depth[index - 1] } else { 0 };
        self.len += 1;
        index
    }

    /// Removes an end after its depth step was undone.
    #[inline]
    fn remove_end(&mut self, index: usize) {
        let len = self.len();
        self.offset.copy_within(index + 1..len, index);
        self.tags.copy_within(index + 1..len, index);
        self.depth.copy_within(index + 1..len, index);
        self.len -= 1;
        self.offset[len - 1] = i32::MAX;
        self.tags[len - 1].reach = 0;
    }

    /// Whether the ends fit without a split.
    pub(super) fn has_room(&self, ends: &[SpanEnd]) -> bool {
        self.len() + ends.len() <= ENDS && self.is_near(ends)
    }

    /// Inserts both ends of a span, or one if the other belongs to another leaf; they must have
    /// room and be near. Returns the summary of the stretch `on`, which was `before`.
    #[inline(always)]
    pub(super) fn insert(&mut self, ends: &[SpanEnd], on: (i64, i64), before: &Summary) -> Summary {
        let Some(first) = ends.first() else { return *before };
        let (from, by) = (self.insert_end(first), first.step());
        let until = ends.get(1).map_or(self.len(), |last| self.insert_end(last));
        let moved = self.raise(from, until, by, on.1, before.lowest);
        let Some(mut all) = before.raised(by, moved) else { return self.summary(on) };
        all.step += if ends.len() == 1 { i32::from(by) } else { 0 };
        all.highest = self.highest();
        all.reach = all.reach.max(self.to(self.tags[from].reach));
        all
    }

    /// Removes both ends of a span, or one if the other belongs to another leaf; otherwise as
    /// [`insert`](Self::insert).
    #[inline(always)]
    pub(super) fn remove(&mut self, ends: &[SpanEnd], on: (i64, i64), before: &Summary) -> Summary {
        let Some(first) = ends.first() else { return *before };
        let Some(from) = self.find(first) else { return *before };
        let Some(until) = ends.get(1).map_or(Some(self.len()), |last| self.find(last)) else {
            return *before;
        };
        let (by, reach) = (-first.step(), self.to(self.tags[from].reach));
        let moved = self.raise(from, until, by, on.1, before.lowest);
        if until < self.len() {
            self.remove_end(until);
        }
        self.remove_end(from);
        let Some(mut all) = before.raised(by, moved).filter(|_| self.len > 0) else {
            return self.summary(on);
        };
        all.step += if ends.len() == 1 { i32::from(by) } else { 0 };
        all.highest = self.highest();
        if reach >= all.reach {
            all.reach = self.farthest();
        }
        all
    }

    /// Changes the depth by `by` between two ends, or from one end to the end `to` of the stretch.
    /// Returns the lengths there that were at the level `lowest` and at the two above it.
    #[inline(always)]
    fn raise(&mut self, from: usize, until: usize, by: i8, to: i64, lowest: i32) -> [i64; 3] {
        let last = self.len() - 1;
        let over = |depth: i8| i32::from(depth).wrapping_sub(lowest);
        // 32 bits: the ends lie less than 2³¹ mm apart.
        let mut lengths = [0_i32; 3];
        let pairs = self.offset[from..=until.min(last)].windows(2);
        for (pair, &depth) in pairs.zip(&self.depth[from..]) {
            for (level, length) in lengths.iter_mut().enumerate() {
                *length += if over(depth) == level as i32 { pair[1] - pair[0] } else { 0 };
            }
        }
        let (mut lengths, mut until) = (lengths.map(i64::from), until);
        if until > last {
            let (level, tail) = (over(self.depth[last]), to - self.at(last));
            lengths.iter_mut().zip(0..).for_each(|(length, own)| {
                *length += if level == own { tail } else { 0 };
            });
            until = ENDS;
        }
        self.depth[from..until].iter_mut().for_each(|depth| *depth += by);
        lengths
    }

    /// Changes the base to `at`, to the first end if that is less, or to some distance before the
    /// first end of an empty leaf.
    #[cold]
    fn rebase(&mut self, at: i64) {
        let first = (at - ROOM).max(-Span::LIMIT.mm());
        let base = if self.len == 0 { first } else { at.min(self.at(0)) };
        for index in 0..self.len() {
            let to = self.to(self.tags[index].reach).saturating_sub(base);
            self.offset[index] = (self.at(index) - base) as i32;
            self.tags[index].reach = i32::try_from(to).unwrap_or(FAR);
        }
        self.base = base;
    }

    /// Whether all ends, with these, lie less than `2³¹` mm apart.
    #[inline]
    pub(super) fn is_near(&self, ends: &[SpanEnd]) -> bool {
        let known = |end: &SpanEnd| (0..i64::from(FAR)).contains(&(end.at - self.base));
        ends.iter().all(known) || self.is_near_after_rebase(ends)
    }

    #[cold]
    fn is_near_after_rebase(&self, ends: &[SpanEnd]) -> bool {
        let own = (0..self.len()).map(|index| self.at(index));
        let positions = ends.iter().map(|end| end.at).chain(own);
        let (low, high) = positions.fold((i64::MAX, i64::MIN), |(a, b), at| (a.min(at), b.max(at)));
        high - low < i64::from(FAR)
    }

    /// Splits off the ends from `cut` on.
    pub(super) fn split(&mut self, cut: usize) -> Self {
        let mut upper = Self { base: self.base, ..Self::EMPTY };
        let (count, before) = (self.len() - cut, if cut > 0 { self.depth[cut - 1] } else { 0 });
        upper.offset[..count].copy_from_slice(&self.offset[cut..self.len()]);
        upper.tags[..count].copy_from_slice(&self.tags[cut..self.len()]);
        let depths = self.depth[cut..].iter().chain(std::iter::repeat(&self.depth[ENDS - 1]));
        upper.depth.iter_mut().zip(depths).for_each(|(depth, own)| *depth = own - before);
        self.offset[cut..].fill(i32::MAX);
        self.tags[cut..].fill(EndTag { tag: 0, reach: 0 });
        self.depth[cut..].fill(before);
        (upper.len, self.len) = (count as u8, cut as u8);
        upper
    }

    /// Index and key at which to split, so that the parts have room for `ends`.
    pub(super) fn cut(&self, ends: &[SpanEnd]) -> (usize, EndKey) {
        let far = ends.iter().find(|&end| !self.is_near(std::slice::from_ref(end)));
        match (far, ends.last()) {
            (Some(end), _) if end.at < self.at(0) => (0, self.key(0)),
            (Some(end), _) => (self.len(), end.key()),
            // Each is near the ends here, but they are not near each other.
            (None, Some(last)) if self.len() + ends.len() <= ENDS => (self.len(), last.key()),
            _ => (self.len() / 2, self.key(self.len() / 2)),
        }
    }

    /// Takes over all ends of its right neighbour if they fit; returns whether it did.
    pub(super) fn merge(&mut self, right: &Self) -> bool {
        let ends = (0..right.len()).map(|index| SpanEnd {
            at: right.at(index),
            tag: right.tags[index].tag,
            to: right.to(right.tags[index].reach),
        });
        let ends: Vec<SpanEnd> = ends.collect();
        let fit = self.len() + ends.len() <= ENDS && self.is_near(&ends);
        for end in ends.iter().filter(|_| fit) {
            let index = self.insert_end(end);
            self.depth[index..].iter_mut().for_each(|depth| *depth += end.step());
        }
        fit
    }
}
