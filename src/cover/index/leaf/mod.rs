//! A short sorted array of ends.

mod read;

use std::hint::black_box;

use super::summary::Summary;
use crate::span::Span;

/// Ends in a leaf.
pub(super) const ENDS: usize = 64;

/// A leaf with fewer is joined with a neighbour.
pub(super) const FEW_ENDS: usize = ENDS / 4;

/// The order of ends: by place, there those of spans before starts, then by span, so that each is
/// found though many share a place.
pub(super) type EndKey = (i64, u32);

/// One end of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cover) struct SpanEnd {
    at: i64,
    /// The slot of the span, and [`START`] where it starts: at one place spans end before others
    /// start.
    tag: u32,
    /// Where the span ends.
    to: i64,
}

/// The mark of a start.
const START: u32 = 1 << 31;

impl SpanEnd {
    /// The start and the end of a span under a slot below 2³¹.
    pub(in crate::cover) fn both(span: Span, slot: u32) -> [Self; 2] {
        let (from, to) = (span.from().mm(), span.to().mm());
        [Self { at: from, tag: slot | START, to }, Self { at: to, tag: slot, to }]
    }

    /// Its place, then its span and which of both ends it is.
    #[inline]
    pub(super) fn key(&self) -> EndKey {
        (self.at, self.tag)
    }

    /// Up at a start, down at an end.
    #[inline]
    pub(super) fn step(&self) -> i8 {
        if self.tag & START > 0 { 1 } else { -1 }
    }
}

/// Ends in order, less than `2³¹` mm apart: what lies farther off goes into another leaf.
///
/// Side by side and in 32 bits, so that few lines are fetched from memory and a search looks at
/// several at once.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(super) struct Leaf {
    /// Where each end lies behind `base`; `i32::MAX` for those that are not there.
    offset: [i32; ENDS],
    mark: [EndTag; ENDS],
    /// How deep it is behind each end, relative to the depth before the leaf; for those that are
    /// not there as behind the last.
    depth: [i8; ENDS],
    len: u8,
    base: i64,
}

/// Whose an end is.
#[derive(Debug, Clone, Copy)]
struct EndTag {
    /// Its slot, and whether it starts.
    tag: u32,
    /// Where its span ends, behind the base; [`FAR`] where that is farther.
    reach: i32,
}

/// A reach of `2³¹` mm and more.
const FAR: i32 = i32::MAX;

/// How far before its first end a leaf begins to count, so that others may come before it.
const ROOM: i64 = 1 << 20;

impl Leaf {
    pub(super) const EMPTY: Self = Self {
        offset: [i32::MAX; ENDS],
        mark: [EndTag { tag: 0, reach: 0 }; ENDS],
        depth: [0; ENDS],
        len: 0,
        base: 0,
    };

    /// Of as many of `ends`, which are in order, as fit into `most`, and the others.
    pub(super) fn of(ends: &[SpanEnd], most: usize) -> (Self, &[SpanEnd]) {
        let mut leaf = Self::EMPTY;
        let mut rest = ends;
        while let [end, others @ ..] = rest
            && leaf.len() < most
            && leaf.is_near(&[*end])
        {
            let place = leaf.put(end);
            leaf.depth[place..].iter_mut().for_each(|depth| *depth += end.step());
            rest = others;
        }
        (leaf, rest)
    }

    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Asks for all its lines at once, so that they come from memory together and not one after
    /// another.
    #[inline]
    pub(super) fn fetch(&self) {
        let offsets = self.offset.iter().step_by(16);
        let marks = self.mark.iter().step_by(8).map(|mark| &mark.reach);
        black_box(offsets.chain(marks).fold(i32::from(self.len), |all, one| all ^ one));
    }

    fn key(&self, place: usize) -> EndKey {
        (self.at(place), self.mark[place].tag)
    }

    fn at(&self, place: usize) -> i64 {
        self.base + i64::from(self.offset[place])
    }

    /// Where `at` lies behind the base, or at the nearest place that a leaf can tell.
    #[inline]
    fn offset(&self, at: i64) -> i32 {
        at.saturating_sub(self.base).clamp(-1, i64::from(FAR - 1)) as i32
    }

    /// Where a span lasts to that reaches so far.
    fn to(&self, reach: i32) -> i64 {
        if reach == FAR { i64::MAX } else { self.base + i64::from(reach) }
    }

    /// How many ends sort before one at `offset` with this tag.
    #[inline]
    fn rank(&self, offset: i32, tag: u32) -> usize {
        // Counting all is steadier than a search whose steps cannot be foreseen.
        let before: i32 = self.offset.iter().map(|&own| i32::from(own < offset)).sum();
        let mut place = before as usize;
        while place < self.len() && self.offset[place] == offset && self.mark[place].tag < tag {
            place += 1;
        }
        place
    }

    /// Where the end is, if it is here.
    #[inline]
    fn find(&self, end: &SpanEnd) -> Option<usize> {
        let place = self.rank(self.offset(end.at), end.tag);
        (place < self.len() && self.mark[place].tag == end.tag).then_some(place)
    }

    /// Adds an end that has room and is near, without a step.
    #[inline]
    fn put(&mut self, end: &SpanEnd) -> usize {
        if self.len == 0 || !(0..i64::from(FAR)).contains(&(end.at - self.base)) {
            self.rebase(end.at);
        }
        let offset = self.offset(end.at);
        let reach = i32::try_from(end.to.saturating_sub(self.base)).unwrap_or(FAR);
        let (place, len) = (self.rank(offset, end.tag), self.len());
        self.offset.copy_within(place..len, place + 1);
        self.mark.copy_within(place..len, place + 1);
        self.depth.copy_within(place..len, place + 1);
        self.offset[place] = offset;
        self.mark[place] = EndTag { tag: end.tag, reach };
        self.depth[place] = if place > 0 { self.depth[place - 1] } else { 0 };
        self.len += 1;
        place
    }

    /// Takes an end out behind which it is as deep as before.
    #[inline]
    fn take(&mut self, place: usize) {
        let len = self.len();
        self.offset.copy_within(place + 1..len, place);
        self.mark.copy_within(place + 1..len, place);
        self.depth.copy_within(place + 1..len, place);
        self.len -= 1;
        self.offset[len - 1] = i32::MAX;
        self.mark[len - 1].reach = 0;
    }

    /// Whether the ends fit without splitting it.
    pub(super) fn has_room(&self, ends: &[SpanEnd]) -> bool {
        self.len() + ends.len() <= ENDS && self.is_near(ends)
    }

    /// Adds both ends of a span, or one if the other lies in another leaf, that have room and are
    /// near; what all ends say about the stretch `on` then, if it was `before`.
    #[inline(always)]
    pub(super) fn insert(&mut self, ends: &[SpanEnd], on: (i64, i64), before: &Summary) -> Summary {
        let Some(first) = ends.first() else { return *before };
        let (from, by) = (self.put(first), first.step());
        let until = ends.get(1).map_or(self.len(), |last| self.put(last));
        let gone = self.raise(from, until, by, on.1, before.lowest);
        let Some(mut all) = before.raised(by, gone) else { return self.summary(on) };
        all.step += if ends.len() == 1 { i32::from(by) } else { 0 };
        all.highest = self.highest();
        all.reach = all.reach.max(self.to(self.mark[from].reach));
        all
    }

    /// Removes both ends of a span, or one if the other lies in another leaf.
    #[inline(always)]
    pub(super) fn remove(&mut self, ends: &[SpanEnd], on: (i64, i64), before: &Summary) -> Summary {
        let Some(first) = ends.first() else { return *before };
        let Some(from) = self.find(first) else { return *before };
        let Some(until) = ends.get(1).map_or(Some(self.len()), |last| self.find(last)) else {
            return *before;
        };
        let (by, reach) = (-first.step(), self.to(self.mark[from].reach));
        let gone = self.raise(from, until, by, on.1, before.lowest);
        if until < self.len() {
            self.take(until);
        }
        self.take(from);
        let Some(mut all) = before.raised(by, gone).filter(|_| self.len > 0) else {
            return self.summary(on);
        };
        all.step += if ends.len() == 1 { i32::from(by) } else { 0 };
        all.highest = self.highest();
        if reach >= all.reach {
            all.reach = self.farthest();
        }
        all
    }

    /// Makes it deeper between two ends, or behind one in a leaf up to `to`; the lengths there
    /// that were at the level `lowest`, and at the two above it.
    #[inline(always)]
    fn raise(&mut self, from: usize, until: usize, by: i8, to: i64, lowest: i32) -> [i64; 3] {
        let last = self.len() - 1;
        let over = |depth: i8| i32::from(depth).wrapping_sub(lowest);
        // Together they are shorter than the leaf is wide.
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

    /// Counts from another base: the first end or `at`, somewhat before the only one.
    #[cold]
    fn rebase(&mut self, at: i64) {
        let first = (at - ROOM).max(-Span::LIMIT.mm());
        let base = if self.len == 0 { first } else { at.min(self.at(0)) };
        for place in 0..self.len() {
            let to = self.to(self.mark[place].reach).saturating_sub(base);
            self.offset[place] = (self.at(place) - base) as i32;
            self.mark[place].reach = i32::try_from(to).unwrap_or(FAR);
        }
        self.base = base;
    }

    /// Whether all ends would lie less than `2³¹` mm apart.
    #[inline]
    pub(super) fn is_near(&self, ends: &[SpanEnd]) -> bool {
        let known = |end: &SpanEnd| (0..i64::from(FAR)).contains(&(end.at - self.base));
        ends.iter().all(known) || self.is_near_after_all(ends)
    }

    #[cold]
    fn is_near_after_all(&self, ends: &[SpanEnd]) -> bool {
        let own = (0..self.len()).map(|place| self.at(place));
        let places = ends.iter().map(|end| end.at).chain(own);
        let (low, high) = places.fold((i64::MAX, i64::MIN), |(a, b), at| (a.min(at), b.max(at)));
        high - low < i64::from(FAR)
    }

    /// Gives the ends from `cut` on away.
    pub(super) fn split(&mut self, cut: usize) -> Self {
        let mut upper = Self { base: self.base, ..Self::EMPTY };
        let (count, before) = (self.len() - cut, if cut > 0 { self.depth[cut - 1] } else { 0 });
        upper.offset[..count].copy_from_slice(&self.offset[cut..self.len()]);
        upper.mark[..count].copy_from_slice(&self.mark[cut..self.len()]);
        let depths = self.depth[cut..].iter().chain(std::iter::repeat(&self.depth[ENDS - 1]));
        upper.depth.iter_mut().zip(depths).for_each(|(depth, own)| *depth = own - before);
        self.offset[cut..].fill(i32::MAX);
        self.mark[cut..].fill(EndTag { tag: 0, reach: 0 });
        self.depth[cut..].fill(before);
        (upper.len, self.len) = (count as u8, cut as u8);
        upper
    }

    /// Where to cut it so that one of `ends` more has room in either part.
    pub(super) fn cut(&self, ends: &[SpanEnd]) -> (usize, EndKey) {
        let far = ends.iter().find(|&end| !self.is_near(std::slice::from_ref(end)));
        match (far, ends.last()) {
            (Some(end), _) if end.at < self.at(0) => (0, self.key(0)),
            (Some(end), _) => (self.len(), end.key()),
            // Both are near to what is here, but not to each other.
            (None, Some(last)) if self.len() + ends.len() <= ENDS => (self.len(), last.key()),
            _ => (self.len() / 2, self.key(self.len() / 2)),
        }
    }

    /// Takes all ends of its right neighbour, if they fit.
    pub(super) fn join(&mut self, right: &Self) -> bool {
        let ends = (0..right.len()).map(|place| SpanEnd {
            at: right.at(place),
            tag: right.mark[place].tag,
            to: right.to(right.mark[place].reach),
        });
        let ends: Vec<SpanEnd> = ends.collect();
        let fit = self.len() + ends.len() <= ENDS && self.is_near(&ends);
        for end in ends.iter().filter(|_| fit) {
            let place = self.put(end);
            self.depth[place..].iter_mut().for_each(|depth| *depth += end.step());
        }
        fit
    }
}
