//! The union of unsorted spans, in time linear in their number.
//!
//! Sorting whole spans moves 16 bytes each through memory several times. Here a span is written
//! once, as four or eight bytes into the bucket where it starts; each bucket is then settled
//! inside the nearest caches by a [`BitGrid`], which does not sort at all. What reaches beyond
//! its bucket leaves its farthest end there, so buckets can be settled in any order and by any
//! thread. Input that comes in order is only swept.

use std::ops::Range;

use rayon::prelude::*;

use super::bit_grid::BitGrid;
use super::buckets::Buckets;
use super::layout::{BucketLayout, NARROW, sample};
use super::partition::{Partition, threads};
use super::sorted_bucket::{BucketUnion, SortedBucket};
use super::union_sink::{UnionLength, UnionSink};
use crate::span::Span;
use crate::units::Length;

/// Spans that make a bucket worth its overhead.
const FULL: u64 = 64;

/// The length that `spans`, in any order, cover together.
///
/// Takes time linear in the spans: a pass that lays them into buckets, and one over the buckets
/// in cache; spans that come by their starts are only swept. Needs about 4 bytes a span beside
/// the input on lines up to 530 km with at least a span a metre, else 8, and up to 40 where nearly
/// all crowd in a small part of the axis that a sample of some thousand misses. Fewer than 512
/// spans, fewer than 64 for each 2,000 km, and those on more than 17 million kilometres are sorted.
/// Never overflows: spans are bounded.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::covered_length;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// assert_eq!(covered_length(&[span(80, 100)?, span(0, 60)?, span(40, 70)?]).mm(), 90);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn covered_length(spans: &[Span]) -> Length {
    Length::from_mm(gather::<UnionLength>(spans, 1).length)
}

/// As [`covered_length`], by all threads of the current `rayon` pool.
///
/// The same for any number of threads. Pays above some hundred thousand spans; fewer are counted
/// by the calling thread alone.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::par_covered_length;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// assert_eq!(par_covered_length(&[span(80, 100)?, span(0, 60)?]).mm(), 80);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn par_covered_length(spans: &[Span]) -> Length {
    Length::from_mm(gather::<UnionLength>(spans, threads(spans.len())).length)
}

/// The union of `spans`, gathered by so many threads.
pub(super) fn gather<G: UnionSink>(spans: &[Span], threads: usize) -> G {
    if let Some(done) = G::in_order(spans) {
        return done;
    }
    let starts = sample(spans.len()).map(|i| spans[i].from().mm());
    match BucketLayout::fit(starts, spans.len(), FULL) {
        Some(frame) if frame.shift == NARROW => {
            BucketedSpans::<BitGrid>::of(spans, frame, threads).settle()
        }
        Some(frame) => BucketedSpans::<SortedBucket>::of(spans, frame, threads).settle(),
        None => sorted(spans.to_vec(), i64::MIN, i64::MIN, i64::MAX),
    }
}

/// The union of spans, from the place `from` that is covered up to `to`, cut at `end`; sorts.
fn sorted<G: UnionSink>(mut spans: Vec<Span>, from: i64, to: i64, end: i64) -> G {
    spans.sort_unstable();
    let mut runs = G::begin(from, to);
    for span in spans {
        runs.add(span.from().mm(), span.to().mm());
    }
    runs.finish(end)
}

/// A share of the spans, laid into buckets.
struct SpanShare<E> {
    buckets: Buckets<E>,
    /// For each bucket, the farthest end beyond it.
    reach: Vec<i64>,
    /// Spans that start outside the frame.
    strays: Vec<Span>,
}

impl<E: Copy + Default> SpanShare<E> {
    fn of(spans: &[Span], frame: BucketLayout, pack: impl Fn(u32, u32) -> E) -> Self {
        let mut buckets = Buckets::new(frame.buckets, spans.len());
        let mut reach = vec![i64::MIN; frame.buckets];
        let mut strays = Vec::new();
        let end = (1_u64 << frame.shift) - 1;
        for &span in spans {
            let (bucket, first) = frame.locate(span.from().mm());
            let last = u64::from(first) + (span.to().mm() - span.from().mm()) as u64 - 1;
            if !buckets.push(bucket, pack(first, last.min(end) as u32)) {
                strays.push(span);
            } else if last > end {
                reach[bucket] = reach[bucket].max(span.to().mm());
            }
        }
        Self { buckets, reach, strays }
    }
}

/// All spans, laid into the buckets of one frame, to be settled in cells of one kind.
struct BucketedSpans<C: BucketUnion> {
    parts: Partition,
    layers: Vec<SpanShare<C::Entry>>,
}

impl<C: BucketUnion> BucketedSpans<C> {
    fn of(spans: &[Span], frame: BucketLayout, threads: usize) -> Self {
        let lay = |part| SpanShare::of(part, frame, C::pack);
        let layers = if threads == 1 {
            vec![lay(spans)]
        } else {
            spans.par_chunks(spans.len().div_ceil(threads)).map(lay).collect()
        };
        Self { parts: Partition::of(frame, threads), layers }
    }

    /// Settles all buckets, and the strays at either side.
    fn settle<G: UnionSink>(&self) -> G {
        let frame = self.parts.frame;
        let strays = self.layers.iter().flat_map(|layer| layer.strays.iter().copied());
        let (low, high): (Vec<Span>, Vec<Span>) =
            strays.partition(|span| span.from().mm() < frame.origin);
        let mut carry = low.iter().map(|span| span.to().mm()).max().unwrap_or(i64::MIN);
        let mut all: G = sorted(low, i64::MIN, i64::MIN, frame.origin);

        let mut parts = Vec::new();
        for part in 0..self.parts.count() {
            let buckets = self.parts.buckets(part);
            let reaches = self.layers.iter().flat_map(|layer| &layer.reach[buckets.clone()]);
            let farthest = reaches.copied().fold(carry, i64::max);
            parts.push((buckets, std::mem::replace(&mut carry, farthest)));
        }
        let part = |(buckets, carry): (Range<usize>, i64)| self.settle_part(buckets, carry);
        let gathered: Vec<G> = if parts.len() == 1 {
            parts.into_iter().map(part).collect()
        } else {
            parts.into_par_iter().map(part).collect()
        };
        gathered.into_iter().for_each(|part| all.join(part));
        all.join(sorted(high, frame.end(), carry, i64::MAX));
        all
    }

    /// Settles some buckets side by side, the place before them being covered up to `carry`.
    fn settle_part<G: UnionSink>(&self, buckets: Range<usize>, carry: i64) -> G {
        let (frame, end) = (self.parts.frame, buckets.end);
        let mut cells = C::new(frame.shift);
        let mut runs = G::begin(frame.start(buckets.start), carry);
        for bucket in buckets {
            for layer in &self.layers {
                layer.buckets.blocks(bucket).for_each(|block| cells.mark(block));
            }
            cells.drain(frame.start(bucket), &mut runs);
            for layer in &self.layers {
                // No later bucket begins before this one ends: the open run leads there.
                if layer.reach[bucket] > runs.reach() {
                    runs.extend(layer.reach[bucket]);
                }
            }
        }
        runs.finish(frame.start(end))
    }
}
