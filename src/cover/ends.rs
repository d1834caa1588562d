//! The ends of spans in order, in time nearly linear in their number.
//!
//! What must be in order is laid into buckets in one pass over the spans; only one bucket at a
//! time is then sorted, in cache.

use super::buckets::Buckets;
use super::frame::Frame;
use super::slots::Slots;
use crate::span::Span;

/// One end of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    /// Where it lies, in millimetres.
    pub(super) at: i64,
    /// Whether the claim starts there.
    pub(super) starts: bool,
    /// Which claim it is.
    pub(super) index: usize,
}

/// What walks along the ends of claims.
pub(super) trait Walk {
    /// How many claims there are.
    fn count(&self) -> usize;
    /// Where one lies.
    fn span(&self, index: usize) -> Span;
    /// Looks at its owner: when those of many claims are looked at one after the other, they come
    /// from memory side by side.
    fn fetch(&self, index: usize);
    /// Passes an end; `more` tells whether the next one lies at the same place.
    fn pass(&mut self, end: End, more: bool);
}

/// Walks along the ends of claims inside `extent`, cut to it, in order of place; those at the end
/// of the extent are left out.
///
/// Needs 8 bytes a claim, and as much again for one that ends in another bucket than it starts in.
pub(super) fn walk_in_order(extent: Span, walk: &mut impl Walk) {
    let high = extent.to().mm();
    let Some(frame) = Frame::over(extent.from().mm(), high, walk.count()) else {
        return walk_sorted(extent, walk);
    };
    let mut starts = lay_starts(extent, frame, walk);
    let (mut keys, mut tos, mut slots) = (Vec::new(), Vec::new(), Slots::default());
    for bucket in 0..frame.buckets {
        keys.clear();
        starts.blocks(bucket).for_each(|block| keys.extend_from_slice(block));
        tos.clear();
        tos.extend(keys.iter().map(|key| walk.span(index_of(*key)).to().mm()));
        keys.iter().for_each(|key| walk.fetch(index_of(*key)));
        for (place, &to) in tos.iter().enumerate() {
            let key = keys[place];
            if key & STARTS != 0 && to < high {
                let (last, offset) = frame.locate(to);
                let end = u64::from(offset) << PLACE | (key & INDEX);
                if last == bucket {
                    keys.push(end);
                } else {
                    starts.push(last, end);
                }
            }
        }
        let sorted = slots.sort(&keys, PLACE + frame.shift);
        let base = frame.start(bucket);
        for (place, &key) in sorted.iter().enumerate() {
            let more = sorted.get(place + 1).is_some_and(|next| next >> PLACE == key >> PLACE);
            let at = base + (key >> PLACE) as i64;
            walk.pass(End { at, starts: key & STARTS != 0, index: index_of(key) }, more);
        }
    }
}

/// As [`walk_in_order`], for few or far claims.
#[inline(never)]
fn walk_sorted(extent: Span, walk: &mut impl Walk) {
    let mut ends: Vec<End> = Vec::new();
    for index in 0..walk.count() {
        let Some(span) = walk.span(index).intersection(&extent) else { continue };
        ends.push(End { at: span.from().mm(), starts: true, index });
        if span.to() < extent.to() {
            ends.push(End { at: span.to().mm(), starts: false, index });
        }
    }
    ends.sort_unstable();
    for (place, &end) in ends.iter().enumerate() {
        walk.pass(end, ends.get(place + 1).is_some_and(|next| next.at == end.at));
    }
}

/// A frame bounds the index by 30 bits; above it a bit for starts, and the place in the bucket.
const PLACE: u32 = 31;
const STARTS: u64 = 1 << 30;
const INDEX: u64 = STARTS - 1;

fn index_of(key: u64) -> usize {
    (key & INDEX) as usize
}

/// Lays the claims inside `extent` into the buckets where they start.
fn lay_starts(extent: Span, frame: Frame, walk: &impl Walk) -> Buckets<u64> {
    // An end is laid later, if at all.
    let mut starts = Buckets::new(frame.buckets, 2 * walk.count());
    for index in 0..walk.count() {
        if let Some(cut) = walk.span(index).intersection(&extent) {
            let (bucket, offset) = frame.locate(cut.from().mm());
            starts.push(bucket, u64::from(offset) << PLACE | STARTS | index as u64);
        }
    }
    starts
}

/// Shows where the depth of `spans` turns, in order, and by how much: one up or one down.
///
/// Needs 8 bytes a span.
pub(super) fn steps_in_order(spans: &[Span], mut each: impl FnMut(i64, i64)) {
    let ends = spans.iter().map(|span| (span.from().mm(), span.to().mm()));
    let hull = ends.clone().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let Some((low, high)) = hull else { return };
    let Some(frame) = Frame::over(low, high, 2 * spans.len()) else {
        let both = |(from, to)| [(from, 1), (to, -1)];
        let mut steps: Vec<(i64, i64)> = ends.flat_map(both).collect();
        steps.sort_unstable();
        return steps.into_iter().for_each(|(at, step)| each(at, step));
    };
    let mut buckets = Buckets::new(frame.buckets, 2 * spans.len());
    for (from, to) in ends {
        for (at, up) in [(from, 1), (to, 0)] {
            let (bucket, offset) = frame.locate(at);
            buckets.push(bucket, offset << 1 | up);
        }
    }
    let (mut steps, mut slots): (Vec<u32>, _) = (Vec::new(), Slots::default());
    for bucket in 0..frame.buckets {
        steps.clear();
        buckets.blocks(bucket).for_each(|block| steps.extend_from_slice(block));
        let start = frame.start(bucket);
        for step in slots.sort(&steps, frame.shift + 1) {
            each(start + i64::from(step >> 1), i64::from(step & 1) * 2 - 1);
        }
    }
}
