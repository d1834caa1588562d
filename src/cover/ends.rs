//! The ends of spans in order, in time nearly linear in their number.
//!
//! What must be in order is laid into buckets in one pass over the spans; only one bucket at a
//! time is then sorted, in cache.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::buckets::Buckets;
use super::frame::Frame;
use crate::span::Span;

/// Shows the start and the end of each of `count` spans inside `extent`, cut to it, in order of
/// place; ends at the end of the extent are left out. `each` is told the place in millimetres,
/// the index of the span and whether it starts there.
///
/// Only the starts are sorted; the ends wait in a heap, which is as deep as the spans overlap.
/// Needs 8 bytes a span.
pub(super) fn ends_in_order(
    extent: Span,
    count: usize,
    span: impl Fn(usize) -> Span,
    mut each: impl FnMut(i64, usize, bool),
) {
    let high = extent.to().mm();
    let mut open: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    starts_in_order(extent, count, span, |from, to, index| {
        while let Some(&Reverse((at, ended))) = open.peek()
            && at <= from
        {
            open.pop();
            each(at, ended, false);
        }
        each(from, index, true);
        if to < high {
            open.push(Reverse((to, index)));
        }
    });
    while let Some(Reverse((at, ended))) = open.pop() {
        each(at, ended, false);
    }
}

/// Shows the spans inside `extent`, cut to it, by their starts.
fn starts_in_order(
    extent: Span,
    count: usize,
    span: impl Fn(usize) -> Span,
    mut each: impl FnMut(i64, i64, usize),
) {
    let cut = |index| span(index).intersection(&extent).map(|s| (s.from().mm(), s.to().mm()));
    let Some(frame) = Frame::over(extent.from().mm(), extent.to().mm(), count) else {
        let cut = |index| cut(index).map(|(from, to)| (from, to, index));
        let mut starts: Vec<(i64, i64, usize)> = (0..count).filter_map(cut).collect();
        starts.sort_unstable();
        return starts.into_iter().for_each(|(from, to, index)| each(from, to, index));
    };
    // The frame bounds the index by 30 bits.
    let mut buckets = Buckets::new(frame.buckets, count);
    for index in 0..count {
        if let Some((from, _)) = cut(index) {
            let (bucket, offset) = frame.locate(from);
            buckets.push(bucket, u64::from(offset) << 32 | index as u64);
        }
    }
    let (mut starts, mut ends): (Vec<u64>, Vec<i64>) = (Vec::new(), Vec::new());
    for bucket in 0..frame.buckets {
        starts.clear();
        buckets.blocks(bucket).for_each(|block| starts.extend_from_slice(block));
        starts.sort_unstable();
        // Fetched together, the spans of a bucket come from memory side by side.
        ends.clear();
        ends.extend(starts.iter().map(|&start| cut(start as u32 as usize).map_or(0, |s| s.1)));
        for (&start, &to) in starts.iter().zip(&ends) {
            each(frame.start(bucket) + (start >> 32) as i64, to, start as u32 as usize);
        }
    }
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
    let mut steps: Vec<u32> = Vec::new();
    for bucket in 0..frame.buckets {
        steps.clear();
        buckets.blocks(bucket).for_each(|block| steps.extend_from_slice(block));
        steps.sort_unstable();
        let start = frame.start(bucket);
        for step in &steps {
            each(start + i64::from(step >> 1), i64::from(step & 1) * 2 - 1);
        }
    }
}
