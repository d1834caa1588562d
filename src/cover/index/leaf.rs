//! A short sorted array of ends.

use super::summary::{Levels, Summary};

/// Ends in a leaf; 31 of them and their number fill eight cache lines.
pub(super) const ENDS: usize = 31;

/// The order of ends: by place, then by span, so that each is found though many share a place.
pub(super) type Key = (i64, u32);

/// One end of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    at: i64,
    /// Twice the slot of the span, and one more where the span ends.
    tag: u32,
    /// The length of a span that starts here, [`LONG`] where it does not fit.
    length: u32,
}

/// For spans of 4,295 km and more: as if they reached to the end of the axis.
const LONG: u32 = u32::MAX;

impl End {
    const NONE: Self = Self { at: 0, tag: 0, length: 0 };

    /// The start and the end of the span `[from, to)` in `slot`.
    pub(super) fn both(from: i64, to: i64, slot: u32) -> [Self; 2] {
        let length = u32::try_from(to - from).unwrap_or(LONG);
        [Self { at: from, tag: slot << 1, length }, Self { at: to, tag: slot << 1 | 1, length: 0 }]
    }

    /// Its place, then its span and which of both ends it is.
    #[inline]
    pub(super) fn key(&self) -> Key {
        (self.at, self.tag)
    }

    /// Up at a start, down at an end.
    #[inline]
    fn step(self) -> i32 {
        1 - 2 * (self.tag & 1) as i32
    }

    /// Where a span that starts here ends, or a place beyond.
    #[inline]
    fn reach(self) -> i64 {
        if self.length == LONG { i64::MAX } else { self.at + i64::from(self.length) }
    }
}

/// Ends in order.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(super) struct Leaf {
    ends: [End; ENDS],
    len: usize,
}

impl Leaf {
    pub(super) const EMPTY: Self = Self { ends: [End::NONE; ENDS], len: 0 };

    /// Of at most [`ENDS`] ends in order.
    pub(super) fn of(ends: &[End]) -> Self {
        let mut leaf = Self::EMPTY;
        leaf.len = ends.len().min(ENDS);
        leaf.ends[..leaf.len].copy_from_slice(&ends[..leaf.len]);
        leaf
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn first(&self) -> Key {
        self.ends[0].key()
    }

    fn ends(&self) -> &[End] {
        &self.ends[..self.len]
    }

    /// The places and steps of its ends, in order.
    #[inline]
    pub(super) fn steps(&self) -> impl Iterator<Item = (i64, i32)> + '_ {
        self.ends().iter().map(|end| (end.at, end.step()))
    }

    /// The slots of the spans that start here and hold `at`, and whether that must be looked at
    /// closer.
    pub(super) fn holders(&self, at: i64) -> impl Iterator<Item = (u32, bool)> + '_ {
        let starts = self.ends().iter().take_while(move |end| end.at <= at);
        let holders = starts.filter(move |end| end.length > 0 && end.reach() > at);
        holders.map(|end| (end.tag >> 1, end.length == LONG))
    }

    /// How many ends sort before `key`.
    #[inline]
    fn rank(&self, key: Key) -> usize {
        self.ends().partition_point(|end| end.key() < key)
    }

    /// Whether two more ends fit.
    pub(super) fn has_room(&self) -> bool {
        self.len + 2 <= ENDS
    }

    /// Adds an end to a leaf that has room.
    #[inline]
    pub(super) fn insert(&mut self, end: End) {
        let place = self.rank(end.key());
        self.ends.copy_within(place..self.len, place + 1);
        self.ends[place] = end;
        self.len += 1;
    }

    /// Gives the upper half away.
    pub(super) fn split(&mut self) -> Self {
        let half = self.len / 2;
        let upper = Self::of(&self.ends()[half..]);
        self.len = half;
        upper
    }

    /// Removes the end with this key, if it is here.
    #[inline]
    pub(super) fn remove(&mut self, key: Key) {
        let place = self.rank(key);
        if self.ends().get(place).is_some_and(|end| end.key() == key) {
            self.ends.copy_within(place + 1..self.len, place);
            self.len -= 1;
        }
    }

    /// What its ends say.
    #[inline]
    pub(super) fn summary(&self) -> Summary {
        let [first, .., last] = self.ends() else {
            return self.ends().first().map_or(Summary::NONE, |only| Summary {
                first: only.at,
                last: only.at,
                reach: only.reach(),
                step: only.step(),
                levels: Levels::NONE,
            });
        };
        // The length at each depth, which within a leaf are few.
        let mut lengths = [0; 2 * ENDS + 2];
        let (mut depth, mut lowest, mut highest) = (0, i32::MAX, i32::MIN);
        let mut reach = last.reach();
        for pair in self.ends().windows(2) {
            depth += pair[0].step();
            reach = reach.max(pair[0].reach());
            let length = pair[1].at - pair[0].at;
            lengths[(depth + ENDS as i32) as usize] += length;
            lowest = lowest.min(if length > 0 { depth } else { i32::MAX });
            highest = highest.max(if length > 0 { depth } else { i32::MIN });
        }
        let mut levels = Levels::NONE;
        if lowest <= highest {
            let place = (lowest + ENDS as i32) as usize;
            let (at_lowest, above) = (lengths[place], lengths[place + 1]);
            levels = Levels { lowest, highest, at_lowest, above };
        }
        Summary { first: first.at, last: last.at, reach, step: depth + last.step(), levels }
    }
}
