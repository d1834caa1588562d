//! The ends of spans in order, in time nearly linear in their number.
//!
//! What must be in order is laid into buckets in one pass over the spans; only one bucket at a
//! time is then sorted, in cache.

use super::buckets::Buckets;
use super::frame::{Frame, NARROW};
use super::slots::{Key, Slots};
use crate::span::Span;

/// One end of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    /// Where it lies, in millimetres.
    pub(super) at: i64,
    /// Whether the claim starts there.
    pub(super) starts: bool,
    /// What the claim is marked with.
    pub(super) mark: usize,
}

/// Claims whose ends are to be walked along.
pub(super) trait Marked {
    /// By what its owner is known.
    type Owner: Copy + Ord;
    /// How many claims there are.
    fn count(&self) -> usize;
    /// Where one lies.
    fn span(&self, claim: usize) -> Span;
    /// What its ends are marked with, below [`marks`](Self::marks).
    fn mark(&self, claim: usize) -> usize;
    /// How many marks there are.
    fn marks(&self) -> usize;
    /// Whose claim has the mark.
    fn owner(&self, mark: usize) -> Self::Owner;
    /// Looks at the owner of a mark: when many are looked at one after the other, it comes
    /// from memory side by side.
    fn fetch(&self, mark: usize);
}

/// What walks along the ends of claims.
pub(super) trait Walk {
    /// Passes an end; `more` tells whether the next one lies at the same place.
    fn pass(&mut self, end: End, more: bool);
}

/// Walks along the ends of claims inside `extent`, cut to it, in order of place, there those of
/// claims that end before starts; those at the end of the extent are left out.
///
/// Needs about 8 bytes a claim where an end fits four, on lines up to 530 km with up to 32,000
/// marks and a claim or more every two metres; else 16, and up to 40 where nearly all claims lie in
/// one bucket.
pub(super) fn walk_in_order(extent: Span, claims: &impl Marked, walk: &mut impl Walk) {
    let bits = usize::BITS - claims.marks().saturating_sub(1).leading_zeros();
    match frame(extent, claims) {
        Some(frame) if frame.shift + 1 + bits <= u32::BITS => {
            Laid::<u32>::of(extent, frame, bits, claims).walk(claims, walk);
        }
        Some(frame) if frame.shift + 1 + bits <= u64::BITS => {
            Laid::<u64>::of(extent, frame, bits, claims).walk(claims, walk);
        }
        _ => walk_sorted(extent, claims, walk),
    }
}

/// The frame for both ends of all claims inside an extent; where that is wide, for those that are
/// there: an extent of everything is nothing unusual.
fn frame(extent: Span, claims: &impl Marked) -> Option<Frame> {
    let over = |low, high| Frame::over(low, high, 2 * claims.count());
    let whole = over(extent.from().mm(), extent.to().mm());
    if whole.is_some_and(|frame| frame.shift == NARROW) {
        return whole;
    }
    let ends = inside(extent, claims).map(|(_, span)| (span.from().mm(), span.to().mm()));
    let (low, high) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    over(low, high)
}

/// The claims inside an extent, each by its place among all, and cut to it.
#[inline]
fn inside(extent: Span, claims: &impl Marked) -> impl Iterator<Item = (usize, Span)> {
    (0..claims.count()).filter_map(move |i| Some((i, claims.span(i).intersection(&extent)?)))
}

/// As [`walk_in_order`], for few or far claims.
#[inline(never)]
fn walk_sorted(extent: Span, claims: &impl Marked, walk: &mut impl Walk) {
    let mut ends: Vec<End> = Vec::new();
    for (claim, span) in inside(extent, claims) {
        let mark = claims.mark(claim);
        ends.push(End { at: span.from().mm(), starts: true, mark });
        if span.to() < extent.to() {
            ends.push(End { at: span.to().mm(), starts: false, mark });
        }
    }
    ends.sort_unstable();
    for (place, &end) in ends.iter().enumerate() {
        walk.pass(end, ends.get(place + 1).is_some_and(|next| next.at == end.at));
    }
}

/// Ends laid into the buckets where they lie, each as one number: its place in the bucket, whether
/// it starts, and its mark in the lowest `bits`.
struct Laid<K> {
    frame: Frame,
    bits: u32,
    ends: Buckets<K>,
}

impl<K: Key> Laid<K> {
    fn of(extent: Span, frame: Frame, bits: u32, claims: &impl Marked) -> Self {
        let mut ends = Buckets::new(frame.buckets, 2 * claims.count());
        for (claim, span) in inside(extent, claims) {
            let mark = claims.mark(claim) as u64;
            let (bucket, offset) = frame.locate(span.from().mm());
            ends.push(bucket, K::of((u64::from(offset) << 1 | 1) << bits | mark));
            if span.to() < extent.to() {
                let (bucket, offset) = frame.locate(span.to().mm());
                ends.push(bucket, K::of(u64::from(offset) << 1 << bits | mark));
            }
        }
        Self { frame, bits, ends }
    }

    fn walk(&self, claims: &impl Marked, walk: &mut impl Walk) {
        let Self { frame, bits, ends } = self;
        let (mut keys, mut slots): (Vec<K>, _) = (Vec::new(), Slots::default());
        let mark = |key: K| (key.into() & ((1 << bits) - 1)) as usize;
        let starts = |key: K| key.into() >> bits & 1 == 1;
        let offset = |key: K| key.into() >> bits >> 1;
        for bucket in 0..frame.buckets {
            keys.clear();
            ends.blocks(bucket).for_each(|block| keys.extend_from_slice(block));
            keys.iter().filter(|&&key| starts(key)).for_each(|&key| claims.fetch(mark(key)));
            let sorted = slots.sort(&keys, frame.shift + 1 + bits);
            let base = frame.start(bucket);
            for (place, &key) in sorted.iter().enumerate() {
                let more = sorted.get(place + 1).is_some_and(|&next| offset(next) == offset(key));
                let at = base + offset(key) as i64;
                walk.pass(End { at, starts: starts(key), mark: mark(key) }, more);
            }
        }
    }
}

/// Shows where the depth of `spans` turns, in order, and by how much: one up or one down.
///
/// Needs about 8 bytes a span, and up to 40 where nearly all lie in one bucket.
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
